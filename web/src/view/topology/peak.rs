//! How full output buffers get.

use stormglass_core::run::Run;
use stormglass_core::units::{Bytes, Instant};

/// The fullest an output buffer gets in the run.
///
/// It is the scale of the vessels where no hard limit is, and looking for it takes time.
#[must_use]
pub fn peak(run: &Run) -> Bytes {
    if !run.scenario.settings.output_buffer.hard.is_zero() {
        return Bytes::ZERO;
    }
    let instants = run.events.iter().map(|event| event.at.as_nanos().saturating_sub(1));
    let every = (run.events.len() / 200).max(1);
    instants
        .step_by(every)
        .flat_map(|at| {
            let moment = run.at(Instant::from_nanos(at));
            moment.replicas.into_iter().map(|replica| replica.output_buffer)
        })
        .max()
        .unwrap_or_default()
}
