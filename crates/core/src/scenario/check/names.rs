//! Who incidents happen to, and who hangs under whom.

use super::ids;
use crate::message::Message;
use crate::scenario::finding::Severity;
use crate::scenario::model::{ReplicaSpec, Target, What};
use crate::scenario::parse::{MOST_FINDINGS, Reader};
use crate::scenario::words::nearest;
use crate::units::Instant;

pub(super) fn names(reader: &mut Reader) {
    let known = Places::of(&reader.scenario.replicas);
    let mut unknown: Vec<(u32, String)> = Vec::new();
    for (replica, line) in reader.scenario.replicas.iter().zip(&reader.replica_lines) {
        if let Some(of) = &replica.of
            && known.get(of).is_none()
            && !of.eq_ignore_ascii_case("primary")
        {
            unknown.push((*line, of.clone()));
        }
    }
    for (incident, line) in reader.scenario.incidents.iter().zip(&reader.at_lines) {
        let named = match &incident.what {
            What::Disconnect { who, .. }
            | What::Stall { who, .. }
            | What::Kill { who }
            | What::Pause { who, .. }
            | What::Restart { who, .. } => match who {
                Target::Replica(name) => vec![name.clone()],
                _ => Vec::new(),
            },
            What::ReplicaOf { who, of } => {
                let mut named = vec![who.clone()];
                if let Some(Target::Replica(name)) = of {
                    named.push(name.clone());
                }
                named
            }
            _ => Vec::new(),
        };
        unknown.extend(
            named.into_iter().filter(|name| known.get(name).is_none()).map(|name| (*line, name)),
        );
        // A path to itself cannot be cut, nor its own connection killed.
        if let What::Disconnect { who: Target::Primary, .. }
        | What::Stall { who: Target::Primary, .. }
        | What::Kill { who: Target::Primary } = &incident.what
        {
            unknown.push((*line, "primary".to_owned()));
        }
    }
    let room = MOST_FINDINGS.saturating_sub(reader.findings.len());
    let near: Vec<Option<String>> = (unknown.iter().take(room))
        .map(|(_, name)| nearest(name, known.names()).map(str::to_owned))
        .collect();
    let near = near.into_iter().chain(core::iter::repeat(None));
    for ((line, name), near) in unknown.into_iter().zip(near) {
        let id = if name == "primary" { ids::NOT_A_REPLICA } else { ids::UNKNOWN_REPLICA };
        let message = Message::new(id).with("text", name);
        reader.find(line, None, "at", Severity::Error, message).hint =
            near.map(|near| Message::new(ids::NEAR_REPLICA).with("near", near));
    }
    cycles(reader);
}

/// Each replica by its name, in the order of names.
struct Places<'a>(Vec<(&'a str, usize)>);

impl<'a> Places<'a> {
    fn of(replicas: &'a [ReplicaSpec]) -> Self {
        let named = replicas.iter().enumerate();
        let mut places: Vec<(&str, usize)> =
            named.map(|(index, replica)| (replica.name.as_str(), index)).collect();
        crate::order::sort_by_key(&mut places, |(name, _)| *name);
        Self(places)
    }

    fn get(&self, name: &str) -> Option<usize> {
        let at = self.0.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        Some(self.0[at].1)
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|(name, _)| *name)
    }
}

/// A chain must end at the primary.
fn cycles(reader: &mut Reader) {
    let replicas = &reader.scenario.replicas;
    let places = Places::of(replicas);
    let parents: Vec<Option<usize>> =
        replicas.iter().map(|replica| places.get(replica.of.as_deref()?)).collect();
    let mut circular = Vec::new();
    for start in 0..replicas.len() {
        let mut at = start;
        for _ in 0..replicas.len() {
            match parents[at] {
                Some(next) => at = next,
                None => break,
            }
            if at == start {
                circular.push((reader.replica_lines[start], replicas[start].name.clone()));
                break;
            }
        }
    }
    for (line, name) in circular {
        let message = Message::new(ids::OF_ITSELF).with("text", name);
        reader.find(line, None, "replica", Severity::Error, message);
    }
}

/// A path that is cut or silent twice at once is worth a second look: only the later end counts.
pub(super) fn overlaps(reader: &mut Reader) {
    // Until when, and since which line; by replica, for all of them, and for any of them.
    let places = Places::of(&reader.scenario.replicas);
    let mut until = vec![(Instant::ZERO, 0); reader.scenario.replicas.len()];
    let mut all = (Instant::ZERO, 0);
    let mut any = (Instant::ZERO, 0);
    let mut found = Vec::new();
    for (incident, line) in reader.scenario.incidents.iter().zip(&reader.at_lines) {
        let (What::Disconnect { who, lasting } | What::Stall { who, lasting }) = &incident.what
        else {
            continue;
        };
        let end = (incident.at + *lasting, *line);
        let earlier = match who {
            Target::Replica(name) => {
                let Some(own) = places.get(name).map(|place| &mut until[place]) else { continue };
                let earlier = all.max(*own);
                *own = end.max(*own);
                earlier
            }
            Target::All => {
                let earlier = any;
                all = end.max(all);
                earlier
            }
            Target::Primary => continue,
        };
        any = end.max(any);
        if earlier.0 > incident.at {
            found.push((*line, earlier.1, earlier.0));
        }
    }
    for (line, earlier, end) in found {
        let message = Message::new(ids::OVERLAP).with("line", earlier).with("until", end);
        reader.find(line, None, "at", Severity::Note, message);
    }
}
