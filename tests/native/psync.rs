//! The decision, row by row as real servers gave it.
//!
//! Recorded with a scripted replica on redis 6.2.16, 7.0.15, 7.2.6, 7.4.1, 8.0.6 and valkey 8.0.1,
//! 9.1.2; the source is `replication.c:masterTryPartialResynchronization`.

use stormglass_core::engine::{History, PsyncReply, PsyncRequest, ReplId, psync};
use stormglass_core::run::{FullReason, Refusal, Window};
use stormglass_core::units::{Bytes, ReplOffset};

const OURS: ReplId = ReplId(1);
const BEFORE: ReplId = ReplId(2);
const OTHER: ReplId = ReplId(3);

fn history(first: u64, histlen: u64, size: u64) -> History {
    let window =
        Window { first_byte: ReplOffset(first), histlen: Bytes(histlen), size: Bytes(size) };
    let offset = ReplOffset(first + histlen - 1);
    History { replid: OURS, second: None, offset, window: Some(window) }
}

fn ask(replid: ReplId, next: u64) -> PsyncRequest {
    PsyncRequest::From { replid, next: ReplOffset(next) }
}

fn refused(refusal: Refusal) -> PsyncReply {
    PsyncReply::FullResync(FullReason::Refused(refusal))
}

/// One row per request around both ends of a recorded window.
#[test]
fn both_ends_of_the_window_are_inclusive() {
    // 6.2.16, 7.x with libc malloc, and valkey 9.1.2, each with a size of 16384.
    for (first, histlen) in [(43_735, 16_384), (32_769, 27_374), (32_769, 27_388)] {
        let history = history(first, histlen, 16_384);
        let last = first + histlen - 1;
        let table = [
            (first - 1, refused(Refusal::Overwritten { short_by: Bytes(1) })),
            (first, PsyncReply::Continue(Bytes(histlen))),
            (first + 1, PsyncReply::Continue(Bytes(histlen - 1))),
            (last, PsyncReply::Continue(Bytes(1))),
            (last + 1, PsyncReply::Continue(Bytes(0))),
            (last + 2, refused(Refusal::Ahead { by: Bytes(1) })),
        ];
        for (next, reply) in table {
            assert_eq!(psync(&history, ask(OURS, next)), reply, "{next} of {first}+{histlen}");
        }
        assert_eq!(psync(&history, ask(OTHER, first)), refused(Refusal::UnknownId));
        let anything = psync(&history, PsyncRequest::Anything);
        assert_eq!(anything, PsyncReply::FullResync(FullReason::Asked));
    }
}

/// A replica promoted at 5015, later at 7982 with everything from 1 on.
#[test]
fn the_second_id_answers_up_to_the_promotion() {
    let promoted =
        History { second: Some((BEFORE, ReplOffset(5016))), ..history(1, 7982, 1 << 20) };
    let too_far = refused(Refusal::PastSecondId { up_to: ReplOffset(5016) });
    let table = [
        (BEFORE, 5015, PsyncReply::Continue(Bytes(2968))),
        (BEFORE, 5016, PsyncReply::Continue(Bytes(2967))),
        (BEFORE, 5017, too_far),
        (OURS, 5017, PsyncReply::Continue(Bytes(2966))),
        (OTHER, 5015, refused(Refusal::UnknownId)),
    ];
    for (id, next, reply) in table {
        assert_eq!(psync(&promoted, ask(id, next)), reply, "{id:?} {next}");
    }
}

/// The right ID does not help where there is nothing to answer from.
#[test]
fn without_a_backlog_everything_is_full() {
    let fresh = History { replid: OURS, second: None, offset: ReplOffset(0), window: None };
    assert_eq!(psync(&fresh, ask(OURS, 1)), refused(Refusal::NoBacklog));
    // An unknown ID is named before a missing backlog.
    assert_eq!(psync(&fresh, ask(OTHER, 1)), refused(Refusal::UnknownId));
}

/// The exact edge with a real replica and a size of 100000.
#[test]
fn a_gap_of_exactly_the_size_and_one_more() {
    // redis 6.2.16: 100000 bytes behind is partial, 100001 is not.
    let ring = history(51, 100_000, 100_000);
    assert_eq!(psync(&ring, ask(OURS, 51)), PsyncReply::Continue(Bytes(100_000)));
    let ring = history(100_052, 100_000, 100_000);
    let short = refused(Refusal::Overwritten { short_by: Bytes(1) });
    assert_eq!(psync(&ring, ask(OURS, 100_051)), short);
    // redis 7.x keeps up to a block more.
    let blocks = history(98_305, 101_747, 100_000);
    assert_eq!(psync(&blocks, ask(OURS, 100_051)), PsyncReply::Continue(Bytes(100_001)));
}
