//! Every finding there is, provoked and put into words.

use std::collections::BTreeSet;

use stormglass_core::engine::simulate;
use stormglass_core::message::{Message, Value};
use stormglass_core::run::story;
use stormglass_core::scenario::link::decode;
use stormglass_core::scenario::{self, Finding, Scenario};
use stormglass_core::sizing::{Question, answer};
use stormglass_core::units;
use stormglass_text::Catalogue;

/// Texts that between them provoke every finding of reading and checking.
const WRONG: &[&str] = &[
    "",
    "\0",
    "repl-backlog-sise 64mb\nbanana\nport 6379\nwrites 1mb/s\nwrites 2mb/s\nsave \"900 1\n",
    "repl-timeout\nrepl-timeout 1 2\nrepl-timeout soon\nrepl-timeout 0\n",
    "repl-diskless-sync maybe\nappendfsync often\nclient-output-buffer-limit master 1mb 1mb 1\n",
    "repl-backlog-size 0\nrepl-backlog-size 1.5gb\nrepl-backlog-size big\nrepl-backlog-size 9999999gb\n",
    "server redis seven\nserver redis 5.0.3\nallocator tcmalloc\nfork 20ms\nlink fast\ncow half\n",
    "writes 10mb\nrun soon\nrun 0s\nat 1s block r1 for 1s\nat 1s crash\nat 1s crash r1\n",
    "writes 1000000000/s of 500mb\n",
    "replica all\nreplica r1\nreplica r1\nreplicas 1000\nreplica x beside r1\n",
    "replica first\nreplicas 1000\n",
    "at 1s disconect r1 for 5s\nat 1s explode\nat 1s config set maxclients 5\n",
    "at 1s config set client-output-buffer-limit normal 0 0 0\n",
    "value-size 1kb\n",
    "cow 30%\nvalue-size 1kb\nkeys 5\nreplica r1\nreplica-lazy-flush yes\n",
    "replica r1 of r1\nreplica r2 of r7\nat 1s kill primary\nat 1s kill rl\nat 2s crash primary\nrun 25h\n",
    "server redis 6.2.0\nrepl-diskless-sync-max-replicas 2\nrepl-backlog-size 64mb\n\
     client-output-buffer-limit slave 32mb 48mb 60\nreplica r1\nat 5s kill r1\nrun 1s\n",
    "repl-backlog-size 1kb\nreplica r1\nat 5s config set repl-backlog-size 2kb\n",
    "repl-backlog-size 64mb\nclient-output-buffer-limit replica 32mb 48mb 60\nreplica r1\n",
    "repl-ping-replica-period 90\nwrites 20mb/s\nreplica r1 link 5mb/s\nreplica r2\nnic 30mb/s\n",
    "memory 1gb\nmaxmemory 1gb\ndataset 2gb\nsave 900 1\nreplica r1 link 0\n",
    "replica r1\nat 5s disconnect r1 for 10s\nat 10s stall all for 1s\n",
    "server redis 7.2.0\nreplica r1\nat 1s waitaof 1 0 1s\n",
];

const LINKS: &[&str] = &["#v2;writes+1mb/s", "#hello", "#v1;wri%ZZ", "#v1z;S05O", "#v1z;!"];

fn provoked() -> Vec<Finding> {
    let long = "x".repeat(2 << 20);
    let many = "banana\n".repeat(600);
    let texts = WRONG.iter().copied().chain([long.as_str(), many.as_str()]);
    let links = LINKS.iter().flat_map(|link| decode(link).findings);
    texts.flat_map(|text| Scenario::check(text).findings).chain(links).collect()
}

/// The ids of a message, of its hint and of those inside.
fn ids(message: &Message, into: &mut BTreeSet<&'static str>) {
    into.insert(message.id);
    for (_, value) in &message.args {
        if let Value::Message(inner) = value {
            ids(inner, into);
        }
    }
}

#[test]
fn every_finding_can_be_provoked() {
    let mut seen = BTreeSet::new();
    for finding in provoked() {
        ids(&finding.message, &mut seen);
        if let Some(hint) = &finding.hint {
            ids(hint, &mut seen);
        }
    }
    let declared = scenario::MESSAGES
        .iter()
        .chain([&units::MESSAGES, &scenario::link::MESSAGES])
        .flat_map(|list| list.iter().copied());
    let never: Vec<&str> = declared.filter(|id| !seen.contains(id)).collect();
    assert!(never.is_empty(), "nothing provokes {never:?}");
}

#[test]
fn every_finding_is_a_whole_sentence() {
    let words = Catalogue::english();
    for finding in provoked() {
        for message in [Some(&finding.message), finding.hint.as_ref()].into_iter().flatten() {
            let said = words.say(message);
            let whole = !said.contains("{$")
                && !said.contains(['\u{2068}', '\u{2069}'])
                && said.contains(' ')
                && said != message.id;
            assert!(whole, "{message}\n{said}");
            // A value that no sentence uses is a value somebody missed.
            for (name, value) in &message.args {
                let shown = words.value_text(value);
                assert!(said.contains(shown.trim()), "{message}\n{said}\nlacks {name}: {shown}");
            }
        }
    }
}

/// What is said about a run and about what to set, for every scenario there is.
#[test]
fn every_story_and_every_answer_is_in_whole_sentences() {
    let words = Catalogue::english();
    let mut said = 0;
    for file in super::scenario::files() {
        let text = std::fs::read_to_string(&file).expect("a text");
        let scenario = Scenario::parse(&text).expect("a scenario");
        let run = simulate(&scenario);
        let mut messages = story::verdict(&run);
        messages.extend(run.events.iter().map(|event| story::say(&run, event)));
        for secs in [1, 60, 86_400] {
            let outage = core::time::Duration::from_secs(secs);
            let answer = answer(&scenario, &Question { outage, ..Question::default() });
            messages.push(answer.binding);
            messages.extend(answer.verdict);
            messages.extend(answer.rules.into_iter().flat_map(|r| [Message::new(r.id), r.verdict]));
            messages.extend(answer.formulas.into_iter().map(|formula| formula.text));
            messages.extend(answer.phases.into_iter().map(|phase| Message::new(phase.phase)));
        }
        for message in &messages {
            let sentence = words.say(message);
            assert!(words.has(message.id), "{message}");
            assert!(!sentence.contains("{$"), "{message}\n{sentence}");
        }
        said += messages.len();
    }
    assert!(said > 1000, "only {said} sentences");
}
