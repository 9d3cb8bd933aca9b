//! What it means: known patterns, each with the lines that show it.

use core::time::Duration;

use super::{Reading, Sample};
use crate::message::Message;
use crate::units::Bytes;

mod ids {
    crate::messages! {
        HEALTHY = "read-healthy";
        SMALL_BACKLOG = "read-small-backlog";
        NEXT_SIZE = "read-next-size";
        MOSTLY_REFUSED = "read-mostly-refused";
        NEXT_LOG = "read-next-log";
        KILLS = "read-kills";
        NEXT_LIMITS = "read-next-limits";
        LAGGING = "read-lagging";
        NEXT_REPLICA = "read-next-replica";
        SYNCING = "read-syncing";
        NO_REPLICA = "read-no-replica";
        LINK_DOWN = "read-link-down";
        LOADING = "read-loading";
        NEXT_PRIMARY = "read-next-primary";
        BEYOND_SIZE = "read-beyond-size";
        FIRST_REFUSAL = "read-first-refusal";
        SAVE_RUNS = "read-save-runs";
        SLOW_FORK = "read-slow-fork";
        NEXT_FORK = "read-next-fork";
        LIKELY = "read-sure-likely";
        HARMLESS = "read-sure-harmless";
    }
}
pub(super) use ids::ALL as MESSAGES;

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Nothing to worry about, though it may look alarming.
    Harmless,
    /// It fits, and other things would fit too.
    Likely,
    /// The numbers say so.
    Certain,
}

impl Confidence {
    /// A sentence with how sure it is; what is certain is said as it is.
    #[must_use]
    pub fn around(self, said: String) -> Option<Message> {
        let id = match self {
            Self::Harmless => ids::HARMLESS,
            Self::Likely => ids::LIKELY,
            Self::Certain => return None,
        };
        Some(Message::new(id).with("text", said))
    }
}

/// A line of a paste that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which paste, from 0.
    pub paste: u32,
    /// Which line, from 1.
    pub line: u32,
    /// The field and its value; a replica's address is left out.
    pub text: String,
}

/// One pattern that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What it is.
    pub message: Message,
    /// How sure.
    pub confidence: Confidence,
    /// The lines that show it.
    pub evidence: Vec<Evidence>,
    /// What to do or look at next.
    pub next: Option<Message>,
}

/// An outage a backlog should outlast before anybody tunes anything.
const SHORT: Duration = Duration::from_secs(60);

pub(super) fn diagnose(reading: &mut Reading) {
    let mut found = Vec::new();
    if let Some(sample) = reading.latest() {
        let mut patient = Patient { sample, reading, found: &mut found };
        if reading.is_primary() {
            patient.resyncs();
            patient.coverage();
            patient.replicas();
            patient.forks();
            patient.harmless();
            patient.healthy();
        } else if sample.text("role") == Some("slave") {
            patient.replica();
        }
    }
    found.append(&mut reading.diagnosis);
    reading.diagnosis = found;
}

struct Patient<'a> {
    sample: &'a Sample,
    reading: &'a Reading,
    found: &'a mut Vec<Diagnosis>,
}

impl Patient<'_> {
    fn evidence(&self, fields: &[&str]) -> Vec<Evidence> {
        fields
            .iter()
            .filter_map(|name| {
                let field = self.sample.fields.get(*name)?;
                let text = format!("{name}:{}", field.value);
                Some(Evidence { paste: field.paste, line: field.line, text })
            })
            .collect()
    }

    fn say(
        &mut self,
        confidence: Confidence,
        message: Message,
        fields: &[&str],
        next: Option<&'static str>,
    ) {
        let evidence = self.evidence(fields);
        let next = next.map(Message::new);
        self.found.push(Diagnosis { message, confidence, evidence, next });
    }

    fn number(&self, name: &str) -> u64 {
        self.sample.number(name).unwrap_or(0)
    }

    fn resyncs(&mut self) {
        let full = self.number("sync_full");
        let refused = self.number("sync_partial_err");
        let ok = self.number("sync_partial_ok");
        let kills = self.number("client_output_buffer_limit_disconnections");
        if refused >= 2 && refused > ok {
            let uptime = Duration::from_secs(self.number("uptime_in_seconds"));
            let every = uptime / u32::try_from(full.max(1)).unwrap_or(u32::MAX);
            let message = Message::new(ids::MOSTLY_REFUSED)
                .with("full", full)
                .with("refused", refused)
                .with("ok", ok)
                .with("every", every);
            let fields = ["sync_full", "sync_partial_ok", "sync_partial_err", "uptime_in_seconds"];
            self.say(Confidence::Certain, message, &fields, Some(ids::NEXT_LOG));
        }
        if kills > 0 {
            let message = Message::new(ids::KILLS).with("kills", kills).with("full", full);
            let fields = ["client_output_buffer_limit_disconnections", "sync_full"];
            self.say(Confidence::Certain, message, &fields, Some(ids::NEXT_LIMITS));
        }
    }

    fn coverage(&mut self) {
        let (Some(coverage), Some(size), Some(measured)) =
            (self.reading.coverage, self.reading.backlog_size, self.reading.rate)
        else {
            return;
        };
        if coverage < SHORT {
            let message = Message::new(ids::SMALL_BACKLOG)
                .with("size", size)
                .with("coverage", coverage)
                .with("rate", measured.rate);
            let fields = ["repl_backlog_size", "master_repl_offset"];
            self.say(Confidence::Certain, message, &fields, Some(ids::NEXT_SIZE));
        }
    }

    fn replicas(&mut self) {
        let offset = self.number("master_repl_offset");
        let size = self.reading.backlog_size.unwrap_or_default();
        let listed: Vec<_> = self
            .sample
            .replicas()
            .map(|(field, line)| (field.paste, field.line, line))
            .filter(|(_, _, line)| !line.rdb_channel)
            .collect();
        if listed.is_empty() && self.sample.number("connected_slaves") == Some(0) {
            let message = Message::new(ids::NO_REPLICA);
            self.say(Confidence::Certain, message, &["connected_slaves"], None);
        }
        for (n, (paste, at, line)) in (1_u64..).zip(listed) {
            let shown =
                |what: String| Evidence { paste, line: at, text: format!("slave{}:{what}", n - 1) };
            let behind = Bytes(offset.saturating_sub(line.offset.unwrap_or(offset)));
            if line.state == "online"
                && behind > Bytes(size.0 / 2)
                && behind > self.unacknowledged(line.lag)
                && !size.is_zero()
            {
                let message = Message::new(ids::LAGGING)
                    .with("n", n)
                    .with("behind", behind)
                    .with("size", size);
                let text = format!("state=online,offset={}", line.offset.unwrap_or(0));
                let mut evidence = vec![shown(text)];
                evidence.extend(self.evidence(&["master_repl_offset", "repl_backlog_size"]));
                let next = Some(Message::new(ids::NEXT_REPLICA));
                let confidence = Confidence::Certain;
                self.found.push(Diagnosis { message, confidence, evidence, next });
            } else if !line.state.is_empty() && line.state != "online" {
                let message =
                    Message::new(ids::SYNCING).with("n", n).with("state", line.state.as_str());
                let evidence = vec![shown(format!("state={}", line.state))];
                let confidence = Confidence::Certain;
                self.found.push(Diagnosis { message, confidence, evidence, next: None });
            }
        }
    }

    /// What a replica that keeps up has not acknowledged yet: it does so once a second.
    fn unacknowledged(&self, lag: Option<u64>) -> Bytes {
        let time = Duration::from_secs(lag.unwrap_or(0).min(1) + 1);
        self.reading.rate.map_or(Bytes(0), |measured| measured.rate.over(time))
    }

    fn forks(&mut self) {
        if self.number("latest_fork_usec") >= 500_000 {
            let freeze = Duration::from_micros(self.number("latest_fork_usec"));
            let message = Message::new(ids::SLOW_FORK).with("freeze", freeze);
            let fields = ["latest_fork_usec", "used_memory_rss"];
            self.say(Confidence::Certain, message, &fields, Some(ids::NEXT_FORK));
        }
    }

    /// What looks alarming and is not.
    fn harmless(&mut self) {
        let size = self.number("repl_backlog_size");
        let held = self.number("repl_backlog_histlen");
        if held > size && size > 0 {
            let message =
                Message::new(ids::BEYOND_SIZE).with("held", Bytes(held)).with("size", Bytes(size));
            let fields = ["repl_backlog_size", "repl_backlog_histlen"];
            self.say(Confidence::Harmless, message, &fields, None);
        }
        if self.number("sync_partial_err") == 1 && self.number("sync_full") == 1 {
            let message = Message::new(ids::FIRST_REFUSAL);
            let fields = ["sync_full", "sync_partial_err"];
            self.say(Confidence::Likely, message, &fields, None);
        }
        let syncing = self.sample.replicas().any(|(_, line)| line.state.starts_with("wait"));
        if self.number("rdb_bgsave_in_progress") == 1 && !syncing {
            let message = Message::new(ids::SAVE_RUNS);
            self.say(Confidence::Harmless, message, &["rdb_bgsave_in_progress"], None);
        }
    }

    fn healthy(&mut self) {
        let trouble = self.found.iter().any(|found| found.confidence > Confidence::Harmless);
        let fields = ["sync_full", "sync_partial_err", "connected_slaves"];
        // Nothing seen is not nothing wrong.
        if !trouble && !self.evidence(&fields).is_empty() {
            let message = Message::new(ids::HEALTHY);
            self.say(Confidence::Likely, message, &fields, None);
        }
    }

    fn replica(&mut self) {
        let syncing = self.number("master_sync_in_progress") == 1;
        if syncing || self.number("loading") == 1 {
            let message = Message::new(ids::LOADING);
            let fields = ["master_link_status", "master_sync_in_progress", "loading"];
            self.say(Confidence::Certain, message, &fields, Some(ids::NEXT_PRIMARY));
        } else if self.sample.text("master_link_status") == Some("down") {
            let message = Message::new(ids::LINK_DOWN);
            let fields = ["master_link_status", "master_link_down_since_seconds"];
            self.say(Confidence::Certain, message, &fields, Some(ids::NEXT_PRIMARY));
        } else if self.sample.text("master_link_status") == Some("up") {
            let message = Message::new(ids::HEALTHY);
            let fields = ["master_link_status", "master_last_io_seconds_ago"];
            self.say(Confidence::Likely, message, &fields, Some(ids::NEXT_PRIMARY));
        }
    }
}
