//! Who has a row of the picture, in which order, and under whom it hangs.

use stormglass_core::run::{Moment, ReplicaMoment};

use super::ROWS;

/// Where a row gets its stream from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parent {
    /// The server on the left.
    Lead,
    /// The member of another row, by that row.
    Row(usize),
    /// It follows nobody, or somebody without a row.
    Nobody,
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its member: a replica by index, or after the last one the former primary.
    pub(super) member: usize,
    /// How many replicas are between it and the top.
    pub(super) depth: usize,
    /// Under whom it hangs.
    pub(super) parent: Parent,
}

/// A replica by index; after the last one comes the former primary.
pub(super) fn member(moment: &Moment, index: usize) -> Option<&ReplicaMoment> {
    moment.replicas.get(index).or(moment.former.as_ref())
}

/// The rows, each below the one it hangs under.
pub(super) fn rows(moment: &Moment) -> Vec<Row> {
    let former = moment.replicas.len();
    let last = former + usize::from(follows(moment.former.as_ref()));
    let has_row = |index: usize| index < last && moment.primary != Some(index);
    let parent = |index: usize| {
        let replica = member(moment, index).filter(|replica| !replica.phase.leads());
        match replica.map(|replica| replica.of) {
            None => Above::Nobody,
            Some(of) if of == moment.primary => Above::Lead,
            Some(None) if has_row(former) => Above::Member(former),
            Some(Some(of)) if has_row(of) => Above::Member(of),
            Some(_) => Above::Nobody,
        }
    };
    let mut rows: Vec<Row> = Vec::with_capacity(last);
    for index in (0..last).filter(|index| has_row(*index)) {
        match parent(index) {
            Above::Lead => hang(&mut rows, index, 0, Parent::Lead, last, &parent),
            Above::Nobody => hang(&mut rows, index, 0, Parent::Nobody, last, &parent),
            Above::Member(_) => {}
        }
    }
    rows.truncate(ROWS);
    rows
}

#[derive(PartialEq, Eq)]
enum Above {
    Lead,
    Member(usize),
    Nobody,
}

/// Adds a member and, below it, all that hang under it.
fn hang(
    rows: &mut Vec<Row>,
    member: usize,
    depth: usize,
    parent: Parent,
    last: usize,
    above: &dyn Fn(usize) -> Above,
) {
    let here = rows.len();
    rows.push(Row { member, depth, parent });
    // A circle of replicas would go on for ever.
    if rows.len() > last {
        return;
    }
    for index in (0..last).filter(|index| above(*index) == Above::Member(member)) {
        hang(rows, index, depth + 1, Parent::Row(here), last, above);
    }
}

/// Whether a former primary is a replica by now, or on its way to be one.
fn follows(former: Option<&ReplicaMoment>) -> bool {
    former.is_some_and(|former| !former.phase.leads())
}

#[cfg(test)]
mod tests {
    use super::*;
    use stormglass_core::engine::simulate;
    use stormglass_core::scenario::Scenario;
    use stormglass_core::units::Instant;

    fn at(text: &str, second: u64) -> Vec<(usize, usize, Parent)> {
        let run = simulate(&Scenario::parse(text).expect("a scenario"));
        let rows = rows(&run.at(Instant::from_secs(second)));
        rows.iter().map(|row| (row.member, row.depth, row.parent)).collect()
    }

    #[test]
    fn a_chain_stands_below_whom_it_hangs_under() {
        let text = "replica r1\nreplica r2\nreplica r3 of r1\nreplica r4 of r3\nrun 9s";
        use Parent::{Lead, Row};
        let chain = [(0, 0, Lead), (2, 1, Row(0)), (3, 2, Row(1)), (1, 0, Lead)];
        assert_eq!(at(text, 1), chain);
    }

    #[test]
    fn a_promoted_replica_has_no_row_and_a_former_primary_has_one_when_it_follows() {
        let text = "writes 1mb/s\nreplicas 2\nsentinel down-after 30s\nrepl-diskless-sync-delay 0\n\
                    at 10s partition primary for 60s\nrun 3m";
        use Parent::Lead;
        assert_eq!(at(text, 5), [(0, 0, Lead), (1, 0, Lead)]);
        assert_eq!(at(text, 60), [(1, 0, Lead)]);
        assert_eq!(at(text, 120), [(1, 0, Lead), (2, 0, Lead)]);
    }

    #[test]
    fn whoever_follows_nobody_hangs_under_nobody() {
        let text = "writes 1mb/s\nreplicas 2\nat 5s replicaof r1 no one\nrun 20s";
        assert_eq!(at(text, 9), [(0, 0, Parent::Nobody), (1, 0, Parent::Lead)]);
    }
}
