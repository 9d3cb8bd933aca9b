//! The address: what is shown as a link, and a link taken on.

use core::time::Duration;

use stormglass_core::message::Message;
use stormglass_core::scenario::link::{Decoded, decode, encode};
use stormglass_core::scenario::{Finding, Scenario, Severity, What};
use stormglass_core::sizing::{Question, SERVICES};
use stormglass_core::units::{Instant, Rate, Share, format_duration, parse_duration};

use super::place::{Embed, Place};
use super::play::{SPEEDS, Speed};
use super::scenes::{self, SCENES};
use super::{Drawer, Panel, Source, State, Theme};

/// Some chat programs cut or refuse what is longer.
pub const LONG: usize = 2000;
/// As fast as the page opens.
const USUAL: Speed = Speed(8.0);

/// The word of a value in a list of values and words.
fn word_of<T: Copy + PartialEq>(list: &[(T, &'static str)], value: T) -> &'static str {
    list.iter().find(|(known, _)| *known == value).map_or("", |(_, word)| word)
}

/// The value of a word, put where it belongs; says whether there is one.
fn take<T: Copy>(list: &[(T, &'static str)], word: &str, place: &mut T) -> bool {
    let found = list.iter().find(|(_, known)| known.strip_prefix("page-").unwrap_or(known) == word);
    if let Some((value, _)) = found {
        *place = *value;
    }
    found.is_some()
}

impl State {
    /// The fragment of the address for what is shown.
    #[must_use]
    pub fn link(&self) -> String {
        self.link_as(self.place.embed, self.theme, self.playing)
    }

    /// The same, shown otherwise.
    #[must_use]
    pub fn link_as(&self, embed: Option<Embed>, theme: Theme, playing: bool) -> String {
        let cursor = format_duration(Duration::from_millis(self.cursor.as_nanos() / 1_000_000));
        let outage = format_duration(self.question.outage);
        let margin = self.question.margin.to_string();
        let peak = self.question.peak.map(|peak| peak.to_string()).unwrap_or_default();
        let service = self.service().map_or("", |service| service.id);
        let speed = self.speed.0.to_string();
        let step = self.place.step.to_string();
        let twin = self.twin.as_ref().map(|twin| twin.word(&self.scenario));
        let compared = twin.is_some();
        let twin = twin.unwrap_or_default();
        let drawer = word_of(&Drawer::ALL, self.drawer).trim_start_matches("page-");
        let words = [
            ("outage", outage.as_str(), true),
            ("margin", &margin, self.question.margin != Question::default().margin),
            ("peak", &peak, self.question.peak.is_some()),
            ("follow", "outage", self.illustrates),
            ("cursor", &cursor, !playing),
            ("speed", &speed, self.speed != USUAL),
            ("loop", "yes", self.looping),
            ("theme", word_of(&Theme::ALL, theme), theme != Theme::System),
            ("lang", self.language.unwrap_or_default(), self.language.is_some()),
            ("twin", &twin, compared),
            ("service", service, !service.is_empty()),
            ("panel", word_of(&Panel::ALL, self.panel), self.panel != Panel::Tune),
            ("drawer", drawer, embed.is_none() && self.drawer != usual_drawer(compared)),
            (
                "lesson",
                self.place.lesson.as_deref().unwrap_or_default(),
                self.place.lesson.is_some(),
            ),
            ("step", &step, self.place.step > 0),
            ("embed", embed.map_or("", Embed::word), embed.is_some()),
        ];
        let carried = words.into_iter().filter(|(.., carried)| *carried);
        let words: Vec<(&str, &str)> = carried.map(|(name, value, _)| (name, value)).collect();
        encode(&self.scenario.to_text(), &words)
    }

    /// Takes a link on: what can be read of it is shown, the rest is named.
    pub(super) fn open_link(&mut self, fragment: &str) {
        let mut decoded = decode(fragment);
        let mut findings = core::mem::take(&mut decoded.findings);
        self.link_kept.clear();
        let scenario = self.whole_lines(&decoded.scenario, &mut findings);
        findings.retain(|finding| finding.severity == Severity::Error);
        let says_something = scenario.is_some() || !decoded.state.is_empty();
        if says_something {
            self.show_link(scenario, &decoded, &mut findings);
        }
        self.link_findings = findings;
    }

    /// The scenario without the lines that are no part of one: they are named, one after the other.
    fn whole_lines(&mut self, text: &str, findings: &mut Vec<Finding>) -> Option<Scenario> {
        let mut lines: Vec<&str> = text.lines().collect();
        loop {
            if lines.is_empty() {
                return None;
            }
            let checked = Scenario::check(&lines.join("\n"));
            if checked.scenario.is_some() {
                return checked.scenario;
            }
            let mut wrong = checked.findings.into_iter();
            let finding = wrong.find(|finding| finding.severity == Severity::Error)?;
            let line = finding.line.map(|line| line as usize - 1);
            findings.push(finding);
            self.link_kept.push(lines.remove(line.filter(|line| *line < lines.len())?).to_owned());
        }
    }

    fn show_link(
        &mut self,
        scenario: Option<Scenario>,
        decoded: &Decoded,
        findings: &mut Vec<Finding>,
    ) {
        let word = |name: &str| {
            decoded.state.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
        };
        let scene = word("scene").and_then(scenes::named);
        let chosen = match (scenario, scene) {
            (Some(scenario), _) => Some((scenario, Source::Link)),
            (None, Some(index)) => Some((SCENES[index].scenario(), Source::Scene(index))),
            (None, None) => None,
        };
        let usual = Question::default();
        let margin = word("margin").and_then(|text| text.parse().ok());
        self.question.margin = margin.unwrap_or(usual.margin);
        self.question.peak = word("peak").and_then(|text| text.parse().ok());
        let known = SERVICES.iter().position(|service| word("service") == Some(service.id));
        self.service = known.map_or(0, |at| at + 1);
        if let Some((scenario, source)) = chosen {
            let asked = word("outage").and_then(|text| parse_duration(text).ok());
            let asked = asked.filter(|outage| !outage.is_zero());
            let own = scene.map(|index| SCENES[index].outage());
            if let Some(outage) = asked.or_else(|| first_outage(&scenario)).or(own) {
                self.question.outage = outage.min(Duration::from_secs(24 * 3600));
            }
            self.illustrates = word("follow") == Some("outage");
            self.take_on(scenario, source);
        }
        self.place = Place { embed: self.place.embed, ..Place::default() };
        (self.twin, self.panel) = (None, Panel::Tune);
        (self.speed, self.looping) = (USUAL, false);
        self.drawer = usual_drawer(word("twin").is_some());
        for (name, value) in &decoded.state {
            if !self.take_word(name, value) {
                let part = ["~", name, "=", value].concat();
                let message = Message::new("page-link-word").with("text", part);
                let (field, severity) = ("link".to_owned(), Severity::Error);
                let (line, columns, hint) = (None, None, None);
                findings.push(Finding { line, columns, field, severity, message, hint });
            }
        }
    }

    /// One word of a link that is no part of the scenario; says whether it means anything.
    fn take_word(&mut self, name: &str, value: &str) -> bool {
        match name {
            "outage" => parse_duration(value).is_ok(),
            "margin" => value.parse::<Share>().is_ok(),
            "peak" => value.parse::<Rate>().is_ok(),
            "service" => SERVICES.iter().any(|service| service.id == value),
            "follow" => value == "outage",
            "cursor" => parse_duration(value).is_ok_and(|cursor| {
                self.seek(Instant::ZERO + cursor);
                true
            }),
            "speed" => {
                let found = SPEEDS.iter().find(|speed| speed.0.to_string() == value);
                self.speed = *found.unwrap_or(&self.speed);
                found.is_some()
            }
            "loop" => {
                self.looping = value == "yes";
                self.looping || value == "no"
            }
            "theme" => take(&Theme::ALL, value, &mut self.theme),
            "lang" => {
                let found = stormglass_text::LANGUAGES.iter().find(|(tag, _)| *tag == value);
                self.language = found.map(|(tag, _)| *tag).or(self.language);
                found.is_some()
            }
            "twin" => self.pair_by(value),
            "panel" => take(&Panel::ALL, value, &mut self.panel),
            "drawer" => take(&Drawer::ALL, value, &mut self.drawer),
            "lesson" => {
                self.place.lesson = Some(value.to_owned());
                self.place.step = self.place.step.max(1);
                !value.is_empty()
            }
            "step" => value.parse().is_ok_and(|step| {
                self.place.step = step;
                step > 0
            }),
            "scene" => {
                self.place.scene = Some(value.to_owned());
                scenes::named(value).is_some()
            }
            "embed" => {
                let found = Embed::ALL.iter().find(|(_, word)| *word == value);
                self.place.embed = found.map(|(embed, _)| *embed).or(self.place.embed);
                found.is_some()
            }
            _ => false,
        }
    }
}

/// What is open below the transport where a link does not say.
const fn usual_drawer(twin: bool) -> Drawer {
    if twin { Drawer::Compare } else { Drawer::Why }
}

pub(super) fn first_outage(scenario: &Scenario) -> Option<Duration> {
    scenario.incidents.iter().find_map(|incident| match incident.what {
        What::Disconnect { lasting, .. } => Some(lasting),
        _ => None,
    })
}
