//! The decision: partial or full.

use crate::run::{FullReason, Refusal, Window};
use crate::units::{Bytes, ReplOffset};

/// A replication ID: which history an offset belongs to.
///
/// The server's are 40 hexadecimal digits; here they are numbered, and [`ReplId::to_hex`] writes
/// the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplId(pub u32);

impl ReplId {
    /// 40 hexadecimal digits that stand for this history.
    #[must_use]
    pub fn to_hex(self) -> String {
        // Any fixed scrambling will do: the digits only have to differ and stay the same.
        let mut state = u64::from(self.0).wrapping_add(0x5747_4c41_5353);
        let mut digits = String::with_capacity(48);
        for _ in 0..3 {
            state = super::chance::mix(state);
            digits.push_str(&format!("{state:016x}"));
        }
        digits.truncate(40);
        digits
    }
}

/// What a replica asks for: `PSYNC <replid> <next>` or `PSYNC ? -1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PsyncRequest {
    /// `PSYNC ? -1`.
    Anything,
    /// From a position on.
    From {
        /// The history the replica knows.
        replid: ReplId,
        /// The first byte it wants: the last one it has plus 1.
        next: ReplOffset,
    },
}

/// What the primary has to answer from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// `master_replid`.
    pub replid: ReplId,
    /// `master_replid2` with `second_repl_offset`.
    pub second: Option<(ReplId, ReplOffset)>,
    /// `master_repl_offset`.
    pub offset: ReplOffset,
    /// The backlog, where there is one.
    pub window: Option<Window>,
}

/// The primary's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PsyncReply {
    /// `+CONTINUE`, with this many bytes of backlog to send.
    Continue(Bytes),
    /// `+FULLRESYNC`.
    FullResync(FullReason),
}

/// Partial or full, exact to the byte.
///
/// Source: redis 7.0.15 `replication.c:masterTryPartialResynchronization`, unchanged in every
/// version from 6.2 to redis 8.0 and valkey 9.1: the ID must match, or match the second ID with
/// `next <= second_repl_offset`, and `first_byte <= next <= first_byte + histlen`.
///
/// ```
/// use stormglass_core::engine::{History, PsyncReply, PsyncRequest, ReplId, psync};
/// use stormglass_core::run::Window;
/// use stormglass_core::units::{Bytes, ReplOffset};
///
/// let window = Window { first_byte: ReplOffset(101), histlen: Bytes(100), size: Bytes(100) };
/// let history =
///     History { replid: ReplId(1), second: None, offset: ReplOffset(200), window: Some(window) };
/// let ask = |next| PsyncRequest::From { replid: ReplId(1), next: ReplOffset(next) };
/// assert_eq!(psync(&history, ask(101)), PsyncReply::Continue(Bytes(100)));
/// assert_eq!(psync(&history, ask(201)), PsyncReply::Continue(Bytes(0)));
/// assert!(matches!(psync(&history, ask(100)), PsyncReply::FullResync(_)));
/// ```
#[must_use]
pub fn psync(history: &History, request: PsyncRequest) -> PsyncReply {
    let PsyncRequest::From { replid, next } = request else {
        return PsyncReply::FullResync(FullReason::Asked);
    };
    let refuse = |refusal| PsyncReply::FullResync(FullReason::Refused(refusal));
    if replid != history.replid {
        match history.second {
            Some((second, up_to)) if second == replid => {
                if next > up_to {
                    return refuse(Refusal::PastSecondId { up_to });
                }
            }
            _ => return refuse(Refusal::UnknownId),
        }
    }
    let Some(window) = history.window else {
        return refuse(Refusal::NoBacklog);
    };
    if next < window.first_byte {
        return refuse(Refusal::Overwritten { short_by: window.first_byte - next });
    }
    if next > window.end() {
        return refuse(Refusal::Ahead { by: next - window.end() });
    }
    PsyncReply::Continue(history.offset.next().saturating_since(next))
}
