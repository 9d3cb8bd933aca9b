//! The answer, put together.

use core::time::Duration;

use crate::scenario::{OutputBufferLimits, Resolved, Scenario};
use crate::units::{Bytes, Rate, Share};

use super::bill::{Bills, rounded_up, with_margin};
use super::buffer::{Luck, acting, counted};
use super::fits::{Asked, closed_by_gap, gives_way};
use super::limits::{order, reached};
use super::outage::{LONGEST, Outage};
use super::profile::Profile;
use super::resync::Resync;
use super::rules::rules;
use super::verdict::{binding, formulas, verdict};
use super::{Answer, Convergence, Question};

/// Answers `question` for `scenario`; a scenario without replicas is answered for one.
///
/// ```
/// use stormglass_core::scenario::Scenario;
/// use stormglass_core::sizing::{Question, answer};
/// use core::time::Duration;
///
/// let scenario = Scenario::parse("server redis 6.2.16\nwrites 1mb/s\nreplica r1\n")?;
/// let question = Question { outage: Duration::from_secs(60), ..Question::default() };
/// let answer = answer(&scenario, &question);
/// // 60 s, half a second until the next attempt, two milliseconds of round trips.
/// assert_eq!(answer.backlog_min.0, (1 << 20) * 60_502 / 1000);
/// # Ok::<(), stormglass_core::scenario::Findings>(())
/// ```
#[must_use]
pub fn answer(scenario: &Scenario, question: &Question) -> Answer {
    let spec = super::with_a_replica(scenario).resolved();
    let offered = match question.peak {
        Some(peak) => Profile::constant(peak),
        None => Profile::of(&spec),
    };
    let peak = offered.peak();
    let size = spec.settings.repl_backlog_size;
    let outage = Outage::of(&spec, question.outage);
    let effective = outage.effective(&spec);
    let backlog_min = outage.needs(&spec, &offered);
    let (_, most) = offered.most(effective.total);
    let backlog = recommended_backlog(&spec, question, most.max(backlog_min));

    let present = acting(&spec, spec.settings.output_buffer, size);
    let one = Resync::of(&spec, peak, &present, 1);
    let converges = one.converges(&spec, peak, &present);
    let output_buffer =
        recommended_buffer(&spec, peak, question, &one, &converges, (backlog, most));
    let bills_now = Bills::of(&spec, peak, size, spec.settings.output_buffer);
    let bills = Bills::of(&spec, peak, backlog, output_buffer);

    let mut answer = Answer {
        question: *question,
        peak,
        most,
        effective,
        backlog_min,
        backlog,
        backlog_ttl: backlog_ttl(&spec, &outage),
        covers: peak.time_for(size),
        survives: survives(&spec, &offered, size),
        max_write_rate: max_write_rate(&spec, &outage, size),
        output_buffer,
        full_resync: one.total,
        pending_peak: one.pending,
        phases: one.phases,
        converges,
        all_at_once: gives_way(
            &spec,
            &Profile::constant(peak),
            Asked { resync: true, ..Asked::default() },
            Luck::Mean,
        )
        .map(|(_, limit)| limit),
        binding: crate::message::Message::new(super::verdict::BINDING_NONE),
        limits: Vec::new(),
        order: crate::message::Message::new(super::verdict::BINDING_NONE),
        verdict: Vec::new(),
        bill_now: bills_now.all,
        bill: bills.all,
        bills_now,
        bills,
        rules: rules(
            &spec,
            peak,
            &effective,
            backlog_min,
            (one.counted, bills.all.total.saturating_sub(bills.idle.total)),
        ),
        formulas: Vec::new(),
    };
    answer.limits = reached(&spec, &answer);
    answer.order = order(&answer.limits);
    answer.binding = binding(&spec, &answer, &present);
    answer.verdict = verdict(&spec, &answer, &present);
    answer.formulas = formulas(&spec, &answer);
    answer
}

/// A time to live that outlasts the outage, where the present one does not.
fn backlog_ttl(spec: &Resolved, outage: &Outage) -> Option<u64> {
    outage.forgotten(spec, false).then(|| (outage.lasts.as_secs() + 60).div_ceil(3600) * 3600)
}

fn recommended_backlog(spec: &Resolved, question: &Question, needed: Bytes) -> Bytes {
    rounded_up(with_margin(needed, question.margin)).max(spec.profile.backlog_size)
}

fn recommended_buffer(
    spec: &Resolved,
    peak: Rate,
    question: &Question,
    resync: &Resync,
    converges: &Convergence,
    (backlog, gap_bytes): (Bytes, Bytes),
) -> OutputBufferLimits {
    let present = spec.settings.output_buffer;
    if let Convergence::NeverDrains { .. } = converges {
        // No limit helps; the verdict says so instead of naming a larger one.
        return present;
    }
    let mut needed = Bytes::ZERO;
    if !matches!(converges, Convergence::Yes { .. }) {
        needed = resync.counted;
    }
    // A partial resync sends the whole gap through the same buffer.
    let gap = counted(spec, gap_bytes);
    let acting = acting(spec, present, backlog);
    if closed_by_gap(spec, gap_bytes, peak, resync.drains, &acting, Luck::Worst).is_some() {
        needed = needed.max(gap);
    }
    if needed.is_zero() {
        return present;
    }
    // A limit that is off stays off.
    let raise = |limit: Bytes, margin: Share| match limit {
        Bytes(0) => limit,
        limit => rounded_up(with_margin(needed, margin)).max(limit),
    };
    let hard = raise(present.hard, question.margin);
    let soft = raise(present.soft, Share(question.margin.0 / 2));
    let soft = if hard.is_zero() { soft } else { soft.min(hard) };
    // Above the soft limit only while something is wrong: as long as the outage asked about.
    let above = peak.time_for(soft).map_or(0, |time| time.as_secs());
    let soft_for = present.soft_for.max(above.min(question.outage.as_secs()));
    OutputBufferLimits { hard, soft, soft_for }
}

/// The longest outage, to the millisecond, for which `size` is enough.
fn survives(spec: &Resolved, writes: &Profile, size: Bytes) -> Option<Duration> {
    let stays = |millis: u64| {
        let outage = Outage::of(spec, Duration::from_millis(millis));
        !outage.forgotten(spec, false) && outage.needs(spec, writes) <= size
    };
    let longest = u64::try_from(LONGEST.as_millis()).expect("a day in milliseconds");
    if stays(longest) {
        return None;
    }
    let (mut low, mut high) = (0, longest);
    while low + 1 < high {
        let mid = u64::midpoint(low, high);
        if stays(mid) { low = mid } else { high = mid }
    }
    Some(Duration::from_millis(low))
}

/// The highest constant rate at which `size` keeps the outage partial.
fn max_write_rate(spec: &Resolved, outage: &Outage, size: Bytes) -> Option<Rate> {
    let stays = |rate: u64| {
        !outage.forgotten(spec, false) && outage.needs(spec, &Profile::constant(Rate(rate))) <= size
    };
    let (mut low, mut high) = (0, 1_u64 << 40);
    if stays(high) {
        return None;
    }
    while low + 1 < high {
        let mid = u64::midpoint(low, high);
        if stays(mid) { low = mid } else { high = mid }
    }
    Some(Rate(low))
}
