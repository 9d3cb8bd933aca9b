//! Who clients write to, what they are told there, and what only the primary has.

use core::time::Duration;

use super::RefusedBecause;
use crate::engine::{Stage, World};
use crate::units::{Bytes, Instant, Rate, ReplOffset};

/// A process that clients write to; after a partition there may be two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writable {
    /// Whose process it is; `None` is the primary of 0s.
    pub who: Option<usize>,
    /// Its process is away: clients get no answer.
    pub away: bool,
    /// Why it refuses writes, if it does.
    pub refuses: Option<RefusedBecause>,
    /// What it accepts.
    pub accepts: Rate,
    /// The last byte it has written.
    pub offset: ReplOffset,
}

/// Acknowledged writes that no replica has yet: what a crash of the primary would lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// Bytes of the stream.
    pub bytes: Bytes,
    /// How long clients wrote them, at the present offered rate.
    pub time: Duration,
    /// The replica that has the most; `None` where none has anything of this history.
    pub best: Option<usize>,
}

/// All processes that clients write to, the acting primary first.
pub(super) fn writable(world: &World, at: Instant) -> Vec<Writable> {
    let lead = world.written_to;
    let others = (0..world.hubs.len()).filter(|hub| *hub != lead && world.hubs[*hub].written);
    let side = |hub: usize| {
        let serving = &world.hubs[hub];
        Writable {
            who: serving.owner,
            away: world.absent(hub),
            refuses: serving.refused,
            accepts: serving.stream.rate(),
            offset: serving.stream.offset(at),
        }
    };
    core::iter::once(lead).chain(others).map(side).collect()
}

/// What only the acting primary has; after its crash, what it had.
pub(super) fn exposed(world: &World, at: Instant) -> Exposed {
    let lead = world.written_to;
    let primary = &world.hubs[lead];
    let gone = world.absent(lead);
    let offset = if gone { world.offset_at_end } else { primary.stream.offset(at) };
    let has = |index: usize| {
        let node = &world.nodes[index];
        if node.stage == Stage::Leads {
            return None;
        }
        let applied = node.applied(at, &world.up(index).stream)?;
        // A process that is gone has forgotten the name of its history; who followed it has not.
        let same = node.replid == Some(primary.replid) || (gone && node.up == lead);
        match primary.second {
            _ if same => Some(applied),
            Some((id, up_to)) if node.replid == Some(id) => {
                Some(applied.min(ReplOffset(up_to.0.saturating_sub(1))))
            }
            _ => None,
        }
    };
    let best = (0..world.nodes.len())
        .filter_map(|index| Some((has(index)?, index)))
        .max_by_key(|(applied, index)| (*applied, core::cmp::Reverse(*index)));
    let known = world.taken(at).saturating_sub(world.lost + world.apart(at));
    let bytes = best.map_or(known, |(applied, _)| offset.saturating_since(applied));
    Exposed {
        bytes,
        time: world.write_rate().time_for(bytes).unwrap_or_default(),
        best: best.map(|(_, index)| index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::simulate;
    use crate::run::{Moment, Run};
    use crate::scenario::Scenario;

    fn run(text: &str) -> Run {
        simulate(&Scenario::parse(text).expect("a scenario"))
    }

    fn mib(moment: &Moment) -> u64 {
        moment.exposed.bytes.0 >> 20
    }

    #[test]
    fn what_only_the_primary_has_is_what_a_crash_then_loses() {
        for second in [2, 6, 10] {
            let run = run(&format!(
                "repl-backlog-size 64mb\nwrites 2mb/s\nreplica r1 link 1mb/s\n\
                 sentinel down-after 5s\nat {second}s crash primary\nrun 60s"
            ));
            let before = run.at(Instant::from_secs(second)).exposed;
            assert_eq!(before.best, Some(0));
            assert_eq!(before.time.as_secs(), before.bytes.0 >> 21);
            // While nobody has taken over it stays what it was.
            let gone = run.at(Instant::from_secs(second + 4));
            assert!(gone.writable[0].away);
            assert!(gone.exposed.bytes.0.abs_diff(before.bytes.0) <= 1, "{:?}", gone.exposed);
            assert!(run.at(run.end).lost.0.abs_diff(before.bytes.0) <= 1);
        }
    }

    #[test]
    fn two_sides_are_told_different_things() {
        let run =
            run("min-replicas-to-write 1\nmin-replicas-max-lag 10\nwrites 1mb/s\nreplicas 2\n\
                       repl-diskless-sync-delay 0\nsentinel down-after 30s\n\
                       at 10s partition primary for 60s\nrun 3m");
        let at = |second| run.at(Instant::from_secs(second));
        assert_eq!((at(5).writable.len(), mib(&at(5))), (1, 0));
        assert_eq!((at(15).writable.len(), mib(&at(15))), (1, 5), "silent replicas have the rest");
        let two = at(60);
        assert_eq!(two.writable.len(), 2);
        assert_eq!((two.writable[0].who, two.writable[0].refuses), (Some(0), None));
        assert!(two.writable[0].accepts > Rate::ZERO);
        assert_eq!(two.writable[1].who, None);
        assert!(matches!(two.writable[1].refuses, Some(RefusedBecause::TooFewReplicas { .. })));
        assert_eq!(two.writable[1].accepts, Rate::ZERO);
        assert_eq!((at(120).writable.len(), mib(&at(120))), (1, 0));
    }
}
