//! Parts of a log that were given twice: pasted again, or rotated with some lines in common.

use std::collections::{BTreeMap, BTreeSet};

use super::LogEvent;

/// Fewer lines in common are a coincidence.
const FEWEST: usize = 3;
/// More logs than this are not compared.
const MOST_LOGS: usize = 50;

/// One paste's lines, by what makes them the same line.
type Lines<'a> = BTreeSet<(u64, &'a str)>;

/// Leaves out what an earlier paste has already told.
///
/// Two servers may say the same in the same millisecond, so all that both pastes say while both go
/// on has to be the same.
pub(super) fn leave_out(events: &mut Vec<LogEvent>) {
    let mut pastes: BTreeMap<u32, Lines<'_>> = BTreeMap::new();
    for event in events.iter() {
        pastes.entry(event.source.0).or_default().insert((event.at_ms, &event.text));
    }
    let pastes: Vec<(u32, Lines<'_>)> = pastes.into_iter().take(MOST_LOGS).collect();
    let mut twice: Vec<(u32, u64, u64)> = Vec::new();
    for (n, (paste, lines)) in pastes.iter().enumerate() {
        for (other, earlier) in &pastes[..n] {
            let Some((from, to)) = common(earlier, lines) else { continue };
            // What lies within the other goes, so that no log is torn apart.
            let inside = earlier.iter().all(|line| (from..=to).contains(&line.0));
            twice.push((if inside { *other } else { *paste }, from, to));
            break;
        }
    }
    if !twice.is_empty() {
        events.retain(|event| {
            let again = |(paste, from, to): &(u32, u64, u64)| {
                *paste == event.source.0 && (*from..=*to).contains(&event.at_ms)
            };
            !twice.iter().any(again)
        });
    }
}

/// While both go on, if they say the same then. A paste may begin or end within a millisecond.
fn common(earlier: &Lines<'_>, later: &Lines<'_>) -> Option<(u64, u64)> {
    let from = earlier.first()?.0.max(later.first()?.0);
    let to = earlier.last()?.0.min(later.last()?.0);
    let told: Vec<_> = later.iter().filter(|line| (from..=to).contains(&line.0)).collect();
    let inside = |line: &&(u64, &str)| line.0 > from && line.0 < to;
    let same = told.len() >= FEWEST
        && told.iter().all(|line| earlier.contains(*line))
        && earlier.iter().filter(inside).all(|line| later.contains(line));
    same.then_some((from, to))
}
