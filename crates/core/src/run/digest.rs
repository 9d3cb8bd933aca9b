//! A fingerprint of a run, to compare one platform with another.

use super::{Run, info, trace};

/// 16 hexadecimal digits over everything a run says: its trace, and INFO at its end.
///
/// FNV-1a, 64 bits; equal natively and in the browser for the same scenario.
#[must_use]
pub fn digest(run: &Run) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in trace::trace(run).bytes().chain(info::print(&run.at(run.end)).bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
