//! `stormglass run --svg`: pictures for places without scripts.

use core::time::Duration;

use stormglass_chart::Theme;
use stormglass_core::message::Message;
use stormglass_core::run::Run;
use stormglass_core::scenario::{Scenario, What};
use stormglass_core::sizing::Question;
use stormglass_core::units::{Bytes, Instant};
use stormglass_text::Catalogue;
use stormglass_web::aside::{answer, job};

use crate::Unusable;

const THEMES: [&str; 3] = ["light", "dark", "projector"];

/// One of the themes by its word; light without one.
pub(crate) fn theme(word: Option<&str>) -> Result<&'static str, Unusable> {
    let word = word.unwrap_or(THEMES[0]);
    THEMES
        .into_iter()
        .find(|theme| *theme == word)
        .ok_or_else(|| Unusable(format!("--theme {word}: there are {}.\n", THEMES.join(", "))))
}

fn colours(theme: &str) -> Theme {
    match theme {
        "dark" => Theme::dark(),
        "projector" => Theme::projector(),
        _ => Theme::light(),
    }
}

/// What the page shows at a moment: ring, topology and storm loop, the timeline below. It is made by
/// the page's own code, as its *picture (SVG)* is.
pub(crate) fn stage(
    words: &Catalogue,
    scenario: &Scenario,
    run: &Run,
    at: Instant,
    theme: &str,
) -> Result<String, Unusable> {
    if at > run.end {
        let (at, end) = (words.locale().at(at), words.locale().at(run.end));
        return Err(Unusable(format!("--at {at}: the run ends at {end}.\n")));
    }
    stormglass_web::words::install(Catalogue::new(words.language()));
    let nanos = |at: Instant| at.as_nanos().to_string();
    let outage = first_outage(scenario).as_nanos().to_string();
    let text = scenario.to_text();
    let asked = ["svg", &text, &nanos(at), "0", &nanos(run.end), &outage, theme];
    let asked: Vec<String> = asked.map(str::to_owned).to_vec();
    let rows = answer(job::TAKE, &asked);
    let row = rows.into_iter().next().and_then(|row| row.into_iter().nth(2));
    Ok(row.expect("a scenario that ran can be drawn"))
}

/// The outage that the sizes in the picture are for.
fn first_outage(scenario: &Scenario) -> Duration {
    let first = scenario.incidents.iter().find_map(|incident| match incident.what {
        What::Disconnect { lasting, .. } => Some(lasting),
        _ => None,
    });
    first.unwrap_or(Question::default().outage)
}

/// The timeline alone.
pub(crate) fn timeline(words: &Catalogue, run: &Run, theme: &str) -> String {
    let settings = &run.scenario.settings;
    let limits = settings.output_buffer;
    let said = |id, bytes: Bytes| words.say(&Message::new(id).with("bytes", bytes));
    let soft = Message::new("page-line-soft")
        .with("bytes", limits.soft)
        .with("time", Duration::from_secs(limits.soft_for));
    let labels = stormglass_chart::Words {
        font: "sans-serif".to_owned(),
        lag: words.text("cli-lag"),
        buffers: words.text("cli-buffers"),
        memory: [
            words.say(&Message::new("page-panel-memory").with("bytes", run.scenario.dataset)),
            words.text("page-panel-backlog"),
            words.text("page-panel-held"),
            words.text("page-panel-cow"),
        ],
        writes: words.text("page-panel-writes"),
        exposed: words.text("page-panel-exposed"),
        window: said("page-line-window", settings.repl_backlog_size),
        hard: said("page-line-hard", limits.hard),
        soft: words.say(&soft),
        ..stormglass_chart::Words::default()
    };
    stormglass_chart::svg(run, 1200, &colours(theme), &labels)
}
