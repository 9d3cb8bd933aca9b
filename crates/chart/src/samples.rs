//! What is read off a run before anything is drawn.

use stormglass_core::run::{Memory, Moment, Phase, Run};
use stormglass_core::units::{Bytes, Instant, Rate};

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
    /// The primary's memory, one for each instant.
    pub memory: Vec<Memory>,
    /// What only the primary has, one for each instant.
    pub exposed: Vec<Bytes>,
    /// What is written, one for each instant.
    pub writes: Vec<Rate>,
    /// When the primary stood still.
    pub freezes: Vec<(Instant, Instant)>,
    /// Limits in force, one for each instant.
    pub(crate) limits: Vec<Limits>,
    /// Phases, a list for each replica, and one for the primary of 0s where another leads at the
    /// end.
    pub spans: Vec<Vec<Span>>,
}

impl Samples {
    /// Reads a run at about two instants a column at most.
    ///
    /// Every quantity is a line between events, so an instant at each event and one just before it
    /// make the kinks exact; the even grid in between carries what has no event of its own.
    #[must_use]
    pub fn of(run: &Run, (from, to): (Instant, Instant), columns: u32) -> Self {
        let at = instants(run, (from, to), columns);
        let replicas = run.scenario.replicas.len();
        let mut samples = Self {
            behind: vec![Vec::with_capacity(at.len()); replicas],
            buffers: vec![Vec::with_capacity(at.len()); replicas],
            limits: Vec::with_capacity(at.len()),
            memory: Vec::with_capacity(at.len()),
            exposed: Vec::with_capacity(at.len()),
            writes: Vec::with_capacity(at.len()),
            freezes: Vec::new(),
            spans: vec![Vec::new(); replicas + usize::from(another_leads(run))],
            at,
        };
        for index in 0..samples.at.len() {
            let moment = run.at(samples.at[index]);
            samples.add(&moment);
        }
        for spans in &mut samples.spans {
            if let Some(last) = spans.last_mut() {
                last.to = to.min(run.end);
            }
        }
        samples
    }

    fn add(&mut self, moment: &Moment) {
        self.limits.push(Limits::of(moment));
        self.memory.push(moment.memory);
        self.exposed.push(moment.exposed.bytes);
        self.writes.push(moment.write_rate);
        if let Some(until) = moment.frozen_until.filter(|until| *until > moment.at) {
            match self.freezes.last_mut().filter(|freeze| freeze.1 >= moment.at) {
                Some(freeze) => freeze.1 = freeze.1.max(until),
                None => self.freezes.push((moment.at, until)),
            }
        }
        for (index, replica) in moment.replicas.iter().enumerate() {
            self.behind[index].push(replica.behind);
            self.buffers[index].push(replica.output_buffer);
            self.enters(index, moment.at, (replica.phase, replica.since));
        }
        if self.spans.len() > moment.replicas.len() {
            let old = moment.former.as_ref().map_or_else(
                || (first_phase(moment), Instant::ZERO),
                |former| (former.phase, former.since),
            );
            self.enters(moment.replicas.len(), moment.at, old);
        }
    }

    /// Somebody is in a phase, at an instant that is looked at.
    fn enters(&mut self, index: usize, at: Instant, (phase, since): (Phase, Instant)) {
        let spans = &mut self.spans[index];
        let from = match spans.last_mut() {
            None => self.at[0],
            Some(last) if kind(last.phase) == kind(phase) => return,
            Some(last) => {
                // `since` is exact where the instant is not; who leads is away without another.
                let both = last.phase.leads() && phase.leads();
                last.to = if both { at } else { since.max(last.from) };
                last.to
            }
        };
        spans.push(Span { from, to: at, phase });
    }
}

/// Whether the primary of 0s is no longer the primary at the end.
pub(crate) fn another_leads(run: &Run) -> bool {
    run.at(run.end).primary.is_some()
}

/// The phase of the primary of 0s as long as no other leads.
fn first_phase(moment: &Moment) -> Phase {
    match moment.writable.first() {
        Some(side) if side.away => Phase::Gone { back: Instant::NEVER },
        _ => Phase::Primary,
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
        Phase::Gone { .. } => 8,
    }
}

/// The instants at which a part of a run is read, in order: an even grid of a quarter as many as
/// there are columns, and each event with the instant just before it.
#[must_use]
pub fn instants(run: &Run, (from, to): (Instant, Instant), columns: u32) -> Vec<Instant> {
    let (start, end) = (from.as_nanos(), to.min(run.end).as_nanos());
    let grid = u64::from((columns / 4).max(16));
    let span = u128::from(end.saturating_sub(start));
    let room = (columns / 2).max(64) as usize;
    // Only what is shown, so that looking closer finds what was left out.
    let first = run.events.partition_point(|event| event.at < from);
    let last = run.events.partition_point(|event| event.at <= to);
    let shown = run.events.get(first..last).unwrap_or_default();
    // More events than columns: every n-th; the eye cannot tell them apart, the axis still can.
    let every = shown.len().div_ceil(room).max(1);
    let mut events = shown.iter().step_by(every).map(|event| event.at.as_nanos()).peekable();
    let mut at: Vec<u64> = Vec::new();
    // Both are in order already; what is not later than the last is there.
    let mut add = |nanos: u64| {
        if nanos >= start && nanos <= end && at.last().is_none_or(|last| *last < nanos) {
            at.push(nanos);
        }
    };
    for n in 0..=grid {
        let even = span * u128::from(n) / u128::from(grid);
        let even = start + u64::try_from(even).unwrap_or(0);
        while let Some(event) = events.next_if(|event| *event <= even) {
            add(event.saturating_sub(1));
            add(event);
        }
        add(even);
    }
    at.into_iter().map(Instant::from_nanos).collect()
}
