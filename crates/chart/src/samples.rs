//! What is read off a run before anything is drawn.

use stormglass_core::run::{Moment, Phase, Run};
use stormglass_core::units::{Bytes, Instant};

use super::limits::Limits;

/// One phase of one replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// Which.
    pub phase: Phase,
}

/// Values of a run at chosen instants: enough for the picture, and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Samples {
    /// The instants, in order.
    pub at: Vec<Instant>,
    /// Bytes behind, a list for each replica.
    pub behind: Vec<Vec<Bytes>>,
    /// Output buffers, a list for each replica.
    pub buffers: Vec<Vec<Bytes>>,
    /// Limits in force, one for each instant.
    pub(crate) limits: Vec<Limits>,
    /// Phases, a list for each replica.
    pub spans: Vec<Vec<Span>>,
}

impl Samples {
    /// Reads a run at about two instants a column at most.
    ///
    /// Every quantity is a line between events, so an instant at each event and one just before it
    /// make the kinks exact; the even grid in between carries what has no event of its own.
    #[must_use]
    pub fn of(run: &Run, columns: u32) -> Self {
        let at = instants(run, columns);
        let replicas = run.scenario.replicas.len();
        let mut samples = Self {
            behind: vec![Vec::with_capacity(at.len()); replicas],
            buffers: vec![Vec::with_capacity(at.len()); replicas],
            limits: Vec::with_capacity(at.len()),
            spans: vec![Vec::new(); replicas],
            at,
        };
        for index in 0..samples.at.len() {
            let moment = run.at(samples.at[index]);
            samples.add(&moment);
        }
        for spans in &mut samples.spans {
            if let Some(last) = spans.last_mut() {
                last.to = run.end;
            }
        }
        samples
    }

    fn add(&mut self, moment: &Moment) {
        self.limits.push(Limits::of(moment));
        for (index, replica) in moment.replicas.iter().enumerate() {
            self.behind[index].push(replica.behind);
            self.buffers[index].push(replica.output_buffer);
            let spans = &mut self.spans[index];
            let same = |span: &Span| kind(span.phase) == kind(replica.phase);
            if spans.last().is_some_and(same) {
                continue;
            }
            // `since` is exact where the sample is not.
            let from = spans.last().map_or(Instant::ZERO, |last| replica.since.max(last.from));
            if let Some(last) = spans.last_mut() {
                last.to = from;
            }
            spans.push(Span { from, to: moment.at, phase: replica.phase });
        }
    }
}

/// The phase without its details.
pub(crate) fn kind(phase: Phase) -> u8 {
    match phase {
        Phase::Online => 0,
        Phase::Down { .. } => 1,
        Phase::Handshake => 2,
        Phase::WaitsForChild => 3,
        Phase::Saving => 4,
        Phase::Transfer => 5,
        Phase::Loading => 6,
        Phase::Primary => 7,
    }
}

fn instants(run: &Run, columns: u32) -> Vec<Instant> {
    let end = run.end.as_nanos();
    let grid = u64::from((columns / 4).max(16));
    let mut at: Vec<u64> = (0..=grid)
        .map(|n| u64::try_from(u128::from(end) * u128::from(n) / u128::from(grid)).unwrap_or(end))
        .collect();
    let room = (columns / 2).max(64) as usize;
    // More events than columns: every n-th; the eye cannot tell them apart, the axis still can.
    let every = run.events.len().div_ceil(room).max(1);
    for event in run.events.iter().step_by(every) {
        let event = event.at.as_nanos();
        at.push(event);
        at.push(event.saturating_sub(1));
    }
    at.retain(|nanos| *nanos <= end);
    at.sort_unstable();
    at.dedup();
    at.into_iter().map(Instant::from_nanos).collect()
}
