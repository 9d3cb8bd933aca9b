//! `stormglass link`.

use stormglass_core::message::Message;
use stormglass_core::scenario::Severity;
use stormglass_core::scenario::link::{decode, encode};

use crate::args::Args;
use crate::{End, Outcome, Unusable, findings, input, print};

pub(crate) fn link(mut args: Args) -> Outcome {
    let words = args.catalogue()?;
    if let Some(url) = args.option("--decode")? {
        let decoded = decode(&url);
        let said = findings::told(&words, "link", "", &decoded.findings);
        if decoded.scenario.is_empty() && !decoded.findings.is_empty() {
            return Err(Unusable(said));
        }
        print(&decoded.scenario);
        for (name, value) in &decoded.state {
            print(&format!("# ~{name}={value}\n"));
        }
        let broken = decoded.findings.iter().any(|f| f.severity == Severity::Error);
        // What could be read was printed; that something was not is still an error.
        return if broken { Err(Unusable(said)) } else { Ok(End::Fine) };
    }
    let file = args.file("link")?;
    let text = input::text(&file)?;
    findings::scenario(&words, &file, &text)?;
    let link = ["#", &encode(&text, &[])].concat();
    // Beside the link, not in it: a pipe takes the link alone.
    let length = Message::new("workshop-length").with("length", link.len() as u64);
    eprintln!("{}", words.say(&length));
    print(&format!("{link}\n"));
    Ok(End::Fine)
}
