//! The address: what is shown as a link, and a link taken on.

use core::time::Duration;

use stormglass_core::scenario::link::{decode, encode};
use stormglass_core::scenario::{Finding, Scenario, Severity, What};
use stormglass_core::units::{Instant, format_duration, parse_duration};

use super::{Drawer, Panel, Source, State, Theme};

impl State {
    /// The fragment of the address for what is shown.
    #[must_use]
    pub fn link(&self) -> String {
        let cursor = format_duration(Duration::from_millis(self.cursor.as_nanos() / 1_000_000));
        let outage = format_duration(self.question.outage);
        let mut words: Vec<(&str, &str)> = vec![("outage", &outage)];
        if self.illustrates {
            words.push(("follow", "outage"));
        }
        if !self.playing && self.cursor > Instant::ZERO {
            words.push(("cursor", &cursor));
        }
        match self.theme {
            Theme::System => {}
            Theme::Light => words.push(("theme", "light")),
            Theme::Dark => words.push(("theme", "dark")),
            Theme::Projector => words.push(("theme", "projector")),
        }
        if let Some(language) = self.language {
            words.push(("lang", language));
        }
        if self.twin.as_ref().is_some_and(|twin| twin.recommended) {
            words.push(("twin", "recommended"));
        }
        let panel = Panel::ALL.iter().find(|(panel, _)| *panel == self.panel);
        if let Some((_, word)) = panel.filter(|(panel, _)| *panel != Panel::Tune) {
            words.push(("panel", word));
        }
        encode(&self.scenario.to_text(), &words)
    }

    /// Takes a link on: what can be read of it is shown, the rest is named.
    pub(super) fn open_link(&mut self, fragment: &str) {
        let decoded = decode(fragment);
        let mut findings = decoded.findings;
        let mut lines: Vec<&str> = decoded.scenario.lines().collect();
        let mut kept = Vec::new();
        // A line that is no part of a scenario is named and left out, one after the other.
        let scenario = loop {
            let checked = Scenario::check(&lines.join("\n"));
            let wrong = |finding: &&Finding| finding.severity == Severity::Error;
            match (checked.scenario, checked.findings.iter().find(wrong)) {
                (Some(scenario), _) => break Some(scenario),
                (None, Some(finding)) => {
                    findings.push(finding.clone());
                    let line = finding.line.map(|line| line as usize - 1);
                    match line.filter(|line| *line < lines.len()) {
                        Some(line) => kept.push(lines.remove(line).to_owned()),
                        None => break None,
                    }
                }
                (None, None) => break None,
            }
        };
        findings.retain(|finding| finding.severity == Severity::Error);
        self.link_findings = findings;
        self.link_kept = kept;
        let Some(scenario) = scenario.filter(|_| !lines.is_empty()) else { return };
        let word = |name: &str| {
            decoded.state.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
        };
        if let Some(outage) = word("outage").and_then(|text| parse_duration(text).ok())
            && !outage.is_zero()
        {
            self.question.outage = outage.min(Duration::from_secs(24 * 3600));
        } else if let Some(outage) = first_outage(&scenario) {
            self.question.outage = outage;
        }
        self.illustrates = word("follow") == Some("outage");
        self.take_on(scenario, Source::Link);
        if let Some(cursor) = word("cursor").and_then(|text| parse_duration(text).ok()) {
            self.cursor = (Instant::ZERO + cursor).min(self.run.end);
            self.playing = false;
        }
        match word("theme") {
            Some("light") => self.theme = Theme::Light,
            Some("dark") => self.theme = Theme::Dark,
            Some("projector") => self.theme = Theme::Projector,
            _ => {}
        }
        if let Some(language) = word("lang") {
            self.language = Some(stormglass_text::negotiate([language]));
        }
        if word("twin") == Some("recommended") {
            self.pair(true);
            self.drawer = Drawer::Compare;
        }
        if let Some((panel, _)) = Panel::ALL.iter().find(|(_, name)| word("panel") == Some(name)) {
            self.panel = *panel;
        }
    }
}

pub(super) fn first_outage(scenario: &Scenario) -> Option<Duration> {
    scenario.incidents.iter().find_map(|incident| match incident.what {
        What::Disconnect { lasting, .. } => Some(lasting),
        _ => None,
    })
}
