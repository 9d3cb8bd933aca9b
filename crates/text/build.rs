//! Compiles the catalogues, so that the page carries sentences and no parser.
//!
//! What is written into `OUT_DIR` is read by `src/compiled.rs`: lines `id 1 pattern`, sorted by id;
//! in a pattern a value is `2 name 3`, a choice is `4 name` followed by `5 key 6 pattern` for
//! each variant and `7`, where the default's key begins with `*`. The numbers are characters.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};

/// How the ids of sentences begin that the page may need before it has drawn anything. All others
/// are fetched after that; the page waits for them with an empty place.
const FIRST: &[&str] = &[
    "bill-",
    "binding-",
    "event-",
    "formula-",
    "limit-",
    "map-title",
    "myth-title",
    "order-",
    "page-",
    "phase-",
    "phases-",
    "proof-prove",
    "service-own",
    "service-title",
    "service-where",
    "solve-title",
    "takeaway-forms",
    "takeaway-inputs",
    "takeaway-memory",
    "verdict-",
];

/// The exceptions: what belongs to parts of the page that are not open when it opens.
const LATER: &[&str] = &[
    "bill-evicted",
    "bill-no-room",
    "bill-room",
    "binding-maxmemory",
    "binding-memory",
    "binding-together",
    "binding-ttl",
    "event-asked-anything",
    "event-backlog-",
    "event-child-failed",
    "event-child-killed",
    "event-child-reaped",
    "event-closed-child",
    "event-closed-gone",
    "event-closed-killed",
    "event-closed-primary-timeout",
    "event-closed-replica-timeout",
    "event-closed-role",
    "event-closed-upstream",
    "event-connect-failed",
    "event-evicted",
    "event-follows",
    "event-forked-save",
    "event-full-ahead",
    "event-full-asked",
    "event-full-no-backlog",
    "event-full-second-id",
    "event-full-unknown-id",
    "event-incident-over",
    "event-lost",
    "event-not-answered",
    "event-out-of-memory",
    "event-promoted",
    "event-settings-changed",
    "event-shares",
    "event-soft-left",
    "event-suspected",
    "event-transfer-done",
    "event-wait",
    "event-write-rate",
    "event-writes-",
    "formula-beside",
    "formula-most",
    "limit-memory",
    "limit-ttl",
    "page-alone",
    "page-apart",
    "page-assumed-",
    "page-band-",
    "page-col-",
    "page-cut-until",
    "page-dismiss",
    "page-embed-",
    "page-fact-",
    "page-field-bad-",
    "page-frozen",
    "page-guide-",
    "page-history-apart",
    "page-history-gone",
    "page-history-lost",
    "page-history-new",
    "page-history-nobody",
    "page-hover-",
    "page-info-",
    "page-learnt",
    "page-left",
    "page-left-out",
    "page-legend",
    "page-line-host",
    "page-line-maxmemory",
    "page-link-broken",
    "page-link-long",
    "page-link-word",
    "page-log-",
    "page-lost",
    "page-mark-bgsave",
    "page-mark-block",
    "page-mark-config",
    "page-mark-crash",
    "page-mark-emptied",
    "page-mark-freed",
    "page-mark-kill",
    "page-mark-lost",
    "page-mark-partition",
    "page-mark-pause",
    "page-mark-promoted",
    "page-mark-restart",
    "page-mark-role",
    "page-mark-stall",
    "page-mark-unwritable",
    "page-mark-wait",
    "page-mark-writable",
    "page-mark-writes",
    "page-no-replica",
    "page-not-modelled",
    "page-other-",
    "page-out-",
    "page-pair-",
    "page-paste-",
    "page-rate-",
    "page-reading",
    "page-recognised",
    "page-retry-never",
    "page-ring-apart",
    "page-ring-expires",
    "page-ring-fork",
    "page-ring-gone",
    "page-ring-lost",
    "page-ring-no-backlog",
    "page-ring-no-primary",
    "page-ring-nothing",
    "page-ring-old-head",
    "page-ring-pinned",
    "page-ring-still",
    "page-ring-strays",
    "page-say-expires",
    "page-scenario-",
    "page-storm-former",
    "page-table-",
    "page-take-csv",
    "page-take-hint",
    "page-take-json",
    "page-take-png",
    "page-take-svg",
    "page-take-webm",
    "page-told-few",
    "page-told-misconf",
    "page-told-oom",
    "page-twin-",
    "page-update-",
    "page-why-info",
    "page-why-prevents",
    "page-why-resize",
    "page-why-setting",
    "page-why-try",
    "phases-kept",
    "phases-never",
    "phases-not-kept",
    "phases-pending",
    "phases-total",
    "verdict-never-drains-unlimited",
];

/// Those that only the command line says.
const PROGRAM: &str = "cli-";

/// The parts a catalogue is fetched in, with the ending of their names.
const PARTS: [&str; 3] = ["", "-more", "-cli"];

fn part_of(id: &str) -> usize {
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| id.starts_with(prefix));
    if id.starts_with(PROGRAM) { 2 } else { usize::from(!begins(FIRST) || begins(LATER)) }
}

fn main() {
    println!("cargo::rerun-if-changed=catalogue");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut list = String::from("&[\n");
    for path in catalogues() {
        let name = path.display();
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let compiled = compile(&text).unwrap_or_else(|errors| {
            for error in &errors {
                println!("cargo::error=crates/text/{name}: {error}");
            }
            std::process::exit(1);
        });
        let language = path.file_stem().and_then(|stem| stem.to_str()).expect("a language tag");
        writeln!(list, "    ({language:?}, [").expect("writing to a string cannot fail");
        for (text, ending) in compiled.iter().zip(PARTS) {
            let file = out.join(format!("{language}{ending}.txt"));
            fs::write(&file, text).expect("OUT_DIR can be written");
            writeln!(list, "        include_str!({:?}),", file.display().to_string())
                .expect("writing to a string cannot fail");
        }
        list.push_str("    ]),\n");
    }
    list.push(']');
    fs::write(out.join("languages.rs"), list).expect("OUT_DIR can be written");
}

/// All `catalogue/*.ftl`, in a fixed order.
fn catalogues() -> Vec<PathBuf> {
    let folder = fs::read_dir(Path::new("catalogue")).expect("the folder of the catalogues");
    let mut paths: Vec<PathBuf> = folder
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ftl"))
        .collect();
    paths.sort();
    paths
}

/// A catalogue in its compiled form, part by part, or everything that is wrong with it.
fn compile(text: &str) -> Result<[String; 3], Vec<String>> {
    let line = |at: usize| text[..at].lines().count().max(1);
    let resource = fluent_syntax::parser::parse(text).map_err(|(_, errors)| {
        let say = |error: &fluent_syntax::parser::ParserError| {
            format!("line {}: {}", line(error.pos.start), error.kind)
        };
        errors.iter().map(say).collect::<Vec<String>>()
    })?;
    let mut entries: BTreeMap<&str, String> = BTreeMap::new();
    let mut errors = Vec::new();
    for entry in &resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Term(term) => {
                errors.push(format!("-{}: terms are not used here", term.id.name));
                continue;
            }
            _ => continue,
        };
        let id = message.id.name;
        let mut out = String::new();
        match &message.value {
            Some(value) if message.attributes.is_empty() => {
                if let Err(error) = pattern(value, true, &mut out) {
                    errors.push(format!("{id}: {error}"));
                }
            }
            _ => errors.push(format!("{id}: a message is a value without attributes here")),
        }
        if entries.insert(id, out).is_some() {
            errors.push(format!("{id} is given twice; remove one"));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut parts = [const { String::new() }; 3];
    for (id, pattern) in &entries {
        parts[part_of(id)].extend([id, "\u{1}", pattern, "\n"]);
    }
    Ok(parts)
}

fn pattern(pattern: &Pattern<&str>, choices: bool, out: &mut String) -> Result<(), String> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => plain(value, out)?,
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::StringLiteral { value } => plain(value, out)?,
                InlineExpression::VariableReference { id } => {
                    out.extend(["\u{2}", id.name, "\u{3}"]);
                }
                _ => return Err("only { $values } and { \"text\" } can stand in a sentence".into()),
            },
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let InlineExpression::VariableReference { id } = selector else {
                    return Err("a choice is made by a { $value }".into());
                };
                if !choices {
                    return Err("a choice inside a choice is not supported".into());
                }
                out.extend(["\u{4}", id.name]);
                for variant in variants {
                    let (VariantKey::Identifier { name }
                    | VariantKey::NumberLiteral { value: name }) = &variant.key;
                    out.extend(["\u{5}", if variant.default { "*" } else { "" }, name, "\u{6}"]);
                    self::pattern(&variant.value, false, out)?;
                }
                out.push('\u{7}');
            }
        }
    }
    Ok(())
}

fn plain(text: &str, out: &mut String) -> Result<(), String> {
    if text.chars().any(|c| c < '\u{8}' || c == '\n') {
        return Err("a sentence is one line without control characters".into());
    }
    out.push_str(text);
    Ok(())
}
