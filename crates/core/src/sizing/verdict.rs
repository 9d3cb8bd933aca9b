//! The answer in words, and the formulas with numbers in them.

use core::time::Duration;

use crate::message::{Message, Value};
use crate::scenario::{OutputBufferLimits, Resolved};
use crate::units::Bytes;

use super::{Answer, Convergence, Formula};

crate::messages! {
    SURVIVES = "verdict-survives";
    SURVIVES_ALL = "verdict-survives-all";
    SURVIVES_NONE = "verdict-survives-none";
    TARGET_MET = "verdict-target-met";
    TARGET_NEEDS = "verdict-target-needs";
    RESYNC_FINISHES = "verdict-resync-finishes";
    STORM_SOFT = "verdict-storm-soft";
    STORM_HARD = "verdict-storm-hard";
    NEVER_DRAINS = "verdict-never-drains";
    NEVER_DRAINS_UNLIMITED = "verdict-never-drains-unlimited";
    BINDING_BACKLOG = "binding-backlog";
    BINDING_BACKLOG_NONE = "binding-backlog-none";
    BINDING_TTL = "binding-ttl";
    BINDING_SOFT = "binding-soft";
    BINDING_HARD = "binding-hard";
    BINDING_DRAIN = "binding-drain";
    BINDING_TOGETHER = "binding-together";
    BINDING_MEMORY = "binding-memory";
    BINDING_MAXMEMORY = "binding-maxmemory";
    BINDING_NONE = "binding-none";
    BINDING_NONE_LIMIT = "binding-none-limit";
    FORMULA_BACKLOG = "formula-backlog";
    FORMULA_MOST = "formula-most";
    FORMULA_SILENT = "formula-silent";
    FORMULA_COVERS = "formula-covers";
    FORMULA_BUFFER = "formula-buffer";
    FORMULA_BESIDE = "formula-beside";
    FORMULA_SOFT = "formula-soft";
    FORMULA_NAME_SILENT = "formula-name-silent";
    FORMULA_NAME_COVERS = "formula-name-covers";
    FORMULA_NAME_SOFT = "formula-name-soft";
}

/// Which limit binds, and by how much.
pub(super) fn binding(spec: &Resolved, answer: &Answer, present: &OutputBufferLimits) -> Message {
    match answer.converges {
        Convergence::NeverDrains { deficit, .. } => {
            return Message::new(BINDING_DRAIN).with("deficit", deficit);
        }
        Convergence::Storm { soft, period } => {
            let (id, limit) =
                if soft { (BINDING_SOFT, present.soft) } else { (BINDING_HARD, present.hard) };
            return Message::new(id)
                .with("limit", limit)
                .with("needed", answer.pending_peak)
                .with("period", period);
        }
        Convergence::Yes { .. } => {}
    }
    if let Some(seconds) = answer.backlog_ttl {
        return Message::new(BINDING_TTL)
            .with("ttl", Duration::from_secs(spec.settings.repl_backlog_ttl))
            .with("outage", answer.question.outage)
            .with("needed", Duration::from_secs(seconds));
    }
    if let Some(survives) = answer.survives
        && survives < answer.question.outage
    {
        let short = answer.backlog_min.saturating_sub(spec.settings.repl_backlog_size);
        let message = if survives.is_zero() {
            Message::new(BINDING_BACKLOG_NONE)
        } else {
            Message::new(BINDING_BACKLOG).with("survives", survives)
        };
        return message.with("outage", answer.question.outage).with("short", short);
    }
    if let Some(limit) = answer.all_at_once {
        return Message::new(BINDING_TOGETHER)
            .with("count", answer.bills_now.together)
            .with("why", limit.name());
    }
    let bills = &answer.bills_now;
    if let Some(memory) = bills.host.filter(|_| !bills.short().is_zero()) {
        return Message::new(BINDING_MEMORY)
            .with("needed", bills.all.total)
            .with("memory", memory)
            .with("count", bills.together);
    }
    if let Some(maxmemory) = bills.maxmemory.filter(|_| !bills.evicted().is_zero()) {
        return Message::new(BINDING_MAXMEMORY)
            .with("needed", bills.idle.total)
            .with("maxmemory", maxmemory)
            .with("evicted", bills.evicted());
    }
    // Nothing binds: the nearest limit, and what is left of it.
    match (answer.survives, answer.converges) {
        (Some(survives), _) => Message::new(BINDING_NONE)
            .with("spare", survives - answer.question.outage.min(survives)),
        (None, Convergence::Yes { hard_free: Some(free), .. }) => {
            Message::new(BINDING_NONE_LIMIT).with("free", free)
        }
        _ => Message::new(BINDING_NONE).with("spare", Duration::from_secs(24 * 3600)),
    }
}

/// Three sentences: what stays partial, what the question needs, and what a longer outage costs.
pub(super) fn verdict(
    spec: &Resolved,
    answer: &Answer,
    present: &OutputBufferLimits,
) -> Vec<Message> {
    let outage = match answer.survives {
        None => Message::new(SURVIVES_ALL),
        Some(survives) if survives < Duration::from_millis(1) => {
            Message::new(SURVIVES_NONE).with("size", spec.settings.repl_backlog_size)
        }
        Some(survives) => {
            let (ok, bad) = around(survives);
            Message::new(SURVIVES).with("ok", ok).with("bad", bad)
        }
    };
    let asked = answer.question.outage;
    let target = if answer.survives.is_none_or(|survives| survives >= asked) {
        Message::new(TARGET_MET).with("outage", asked)
    } else {
        Message::new(TARGET_NEEDS).with("outage", asked).with("size", answer.backlog)
    };
    let resync = match answer.converges {
        Convergence::Yes { .. } => Message::new(RESYNC_FINISHES)
            .with("time", answer.full_resync.unwrap_or_default())
            .with("pending", answer.pending_peak),
        Convergence::Storm { period, soft } => {
            let (id, limit) =
                if soft { (STORM_SOFT, present.soft) } else { (STORM_HARD, present.hard) };
            Message::new(id).with("period", period).with("limit", limit)
        }
        Convergence::NeverDrains { deficit, lasts: Some(lasts) } => {
            Message::new(NEVER_DRAINS).with("deficit", deficit).with("lasts", lasts)
        }
        Convergence::NeverDrains { deficit, lasts: None } => {
            Message::new(NEVER_DRAINS_UNLIMITED).with("deficit", deficit)
        }
    };
    vec![outage, target, resync]
}

/// The outage that still works and the next one that does not, in the unit a person would say.
fn around(survives: Duration) -> (Duration, Duration) {
    if survives < Duration::from_secs(2) {
        return (survives, survives + Duration::from_millis(1));
    }
    let whole = Duration::from_secs(survives.as_secs());
    (whole, whole + Duration::from_secs(1))
}

/// How the numbers came about.
pub(super) fn formulas(spec: &Resolved, answer: &Answer) -> Vec<Formula> {
    let effective = &answer.effective;
    let margin = Value::Permille(1000 + u64::from(answer.question.margin.0));
    let backlog = Message::new(FORMULA_BACKLOG)
        .with("rate", answer.peak)
        .with("outage", effective.outage)
        .with("retry", effective.retry)
        .with("handshake", effective.handshake)
        .with("margin", margin)
        .with("result", answer.backlog);
    // With bursts the rate times the time would be more than is ever written.
    let constant = answer.most == answer.peak.over_ceil(effective.total);
    let backlog = if constant {
        backlog
    } else {
        Message::new(FORMULA_MOST)
            .with("most", answer.most)
            .with("time", effective.total)
            .with("outage", effective.outage)
            .with("margin", Value::Permille(1000 + u64::from(answer.question.margin.0)))
            .with("result", answer.backlog)
    };
    let size = spec.settings.repl_backlog_size;
    let covers = Message::new(FORMULA_COVERS)
        .with("size", size)
        .with("rate", answer.peak)
        .with("result", answer.covers.unwrap_or_default());
    let held: Duration = answer
        .phases
        .iter()
        .filter(|phase| phase.phase != "phase-delay" && phase.phase != "phase-drain")
        .map(|phase| phase.time)
        .sum();
    let of = |id: &str| {
        let found = answer.phases.iter().find(|phase| phase.phase == id);
        found.map_or(Duration::ZERO, |phase| phase.time)
    };
    let beside = super::resync::two_connections(spec);
    let buffer = Message::new(if beside { FORMULA_BESIDE } else { FORMULA_BUFFER })
        .with("rate", answer.peak)
        .with("fork", of("phase-fork"))
        .with("save", of("phase-save"))
        .with("transfer", of("phase-transfer"))
        .with("load", of("phase-load"))
        .with("held", held)
        .with("result", answer.peak.over(held));
    let limits = spec.settings.output_buffer;
    let mut formulas = vec![
        Formula {
            name: "repl-backlog-size",
            text: backlog,
            source: "redis 7.0 replication.c: replicationCron, masterTryPartialResynchronization",
            inputs: &["writes", "outage", "rtt", "margin"],
        },
        Formula {
            name: FORMULA_NAME_SILENT,
            text: Message::new(FORMULA_SILENT)
                .with("timeout", Duration::from_secs(spec.settings.repl_timeout))
                .with("outage", effective.outage)
                .with("time", effective.silent)
                .with("rate", answer.peak)
                .with("result", answer.peak.over_ceil(effective.silent)),
            source: "redis 7.0 replication.c: replicationCron, repl_timeout",
            inputs: &["writes", "outage", "repl-timeout"],
        },
        Formula {
            name: FORMULA_NAME_COVERS,
            text: covers,
            source: "redis 7.0 replication.c: incrementalTrimReplicationBacklog",
            inputs: &["repl-backlog-size", "writes"],
        },
        Formula {
            name: "client-output-buffer-limit",
            text: buffer,
            source: "redis 7.0 replication.c: replicationSetupSlaveForFullResync, feedReplicationBuffer",
            inputs: &[
                "writes",
                "dataset",
                "rdb",
                "fork",
                "snapshot",
                "link",
                "load",
                "socket-buffer",
            ],
        },
    ];
    if limits.soft > Bytes::ZERO {
        let crossed = answer.peak.time_for(limits.soft).unwrap_or_default();
        formulas.push(Formula {
            name: FORMULA_NAME_SOFT,
            text: Message::new(FORMULA_SOFT)
                .with("soft", limits.soft)
                .with("rate", answer.peak)
                .with("seconds", limits.soft_for)
                .with("result", crossed + Duration::from_secs(limits.soft_for)),
            source: "redis 7.0 networking.c: checkClientOutputBufferLimits",
            inputs: &["client-output-buffer-limit", "writes"],
        });
    }
    formulas
}
