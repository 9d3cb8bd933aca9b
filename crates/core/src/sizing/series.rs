//! A write rate as it was measured, laid into a scenario.

use core::time::Duration;

use crate::message::Message;
use crate::scenario::{Incident, Scenario, Target, What, Writes};
use crate::units::{Bytes, Instant, Rate};

use super::outage::Outage;
use super::profile::Profile;
use super::{Question, with_a_replica};

crate::messages! {
    SAID = "series-said";
}

/// Rates, each for a time, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    steps: Vec<(Duration, Rate)>,
}

/// What is before the first and after the last step of a scenario that a series was laid into.
const QUIET: Duration = Duration::from_secs(10);
/// The longest part that is laid in: a run lasts a day.
const LONGEST: Duration = Duration::from_secs(12 * 3600);
/// Steps far from the worst moment are taken together, so that a scenario stays readable.
const FAR_STEPS: usize = 60;

impl Series {
    /// From rates and how long each was; none where nothing was measured.
    pub fn new(steps: impl IntoIterator<Item = (Duration, Rate)>) -> Option<Self> {
        let steps: Vec<_> = steps.into_iter().filter(|(time, _)| !time.is_zero()).collect();
        (!steps.is_empty()).then_some(Self { steps })
    }

    /// How long it goes on.
    #[must_use]
    pub fn lasts(&self) -> Duration {
        self.steps.iter().map(|(time, _)| *time).sum()
    }

    /// Over all of it.
    #[must_use]
    pub fn average(&self) -> Rate {
        let most = self.profile().most(self.lasts());
        mean(most.1, self.lasts())
    }

    /// The highest of its rates.
    #[must_use]
    pub fn peak(&self) -> Rate {
        self.steps.iter().map(|(_, rate)| *rate).max().unwrap_or_default()
    }

    /// The most written in any time of that length, and how long after its start that begins. Beyond
    /// its end the average goes on.
    #[must_use]
    pub fn most(&self, window: Duration) -> (Duration, Bytes) {
        let last = self.lasts();
        let within = window.min(last);
        let (at, bytes) = self.profile().most(within);
        let beyond = self.average().over_ceil(window - within);
        (at.since_start(), bytes + beyond)
    }

    /// The series in a sentence, for an outage that is asked about.
    #[must_use]
    pub fn say(&self, window: Duration) -> Message {
        let (at, most) = self.most(window);
        Message::new(SAID)
            .with("count", u64::try_from(self.steps.len()).expect("few steps"))
            .with("time", self.lasts())
            .with("average", self.average())
            .with("peak", self.peak())
            .with("most", most)
            .with("window", window)
            .with("at", at)
    }

    /// As a profile that ends in nothing.
    fn profile(&self) -> Profile {
        let mut at = Instant::ZERO;
        let mut steps = Vec::with_capacity(self.steps.len() + 1);
        for (time, rate) in &self.steps {
            steps.push((at, *rate));
            at = at + *time;
        }
        steps.push((at, Rate::ZERO));
        Profile::steps(steps)
    }

    /// The scenario with this series as its writes, and the outage asked about where most is written.
    /// Steps around that moment are kept as they are; far ones are taken together.
    #[must_use]
    pub fn laid(&self, scenario: &Scenario, question: &Question) -> Scenario {
        let mut scenario = with_a_replica(scenario);
        let window =
            Outage::of(&scenario.resolved(), question.outage).effective(&scenario.resolved()).total;
        let (worst, _) = self.most(window);
        let near = (worst.saturating_sub(window), worst + window * 2);
        let (mut at, mut steps) = (Duration::ZERO, Vec::new());
        let far = (self.lasts() / 60).max(Duration::from_secs(1));
        let mut held: Option<(Duration, Bytes)> = None;
        let few = self.steps.len() <= FAR_STEPS;
        for (time, rate) in &self.steps {
            let is_near = few || (at + *time > near.0 && at < near.1);
            let inside = at + *time + LONGEST / 2 > worst && at < worst + LONGEST / 2;
            at += *time;
            if !inside {
                continue;
            }
            if is_near {
                steps.extend(held.take().map(|(time, bytes)| (time, mean(bytes, time))));
                steps.push((*time, *rate));
                continue;
            }
            let (long, bytes) = held.take().unwrap_or_default();
            let sum = (long + *time, bytes + rate.over_ceil(*time));
            if sum.0 >= far {
                steps.push((sum.0, mean(sum.1, sum.0)));
            } else {
                held = Some(sum);
            }
        }
        steps.extend(held.map(|(time, bytes)| (time, mean(bytes, time))));
        scenario.writes = Some(Writes::Stream(self.average()));
        scenario
            .incidents
            .retain(|i| !matches!(i.what, What::Writes { .. } | What::Disconnect { .. }));
        let mut at = Instant::ZERO + QUIET;
        let mut rate_now = self.average();
        for (time, rate) in steps {
            // Moments of a scenario are written to the millisecond.
            let time = Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
            if rate != rate_now {
                let what = What::Writes { rate: Writes::Stream(rate), lasting: None };
                scenario.incidents.push(Incident { at, what });
                rate_now = rate;
            }
            at = at + time;
        }
        let what = What::Writes { rate: Writes::Stream(self.average()), lasting: None };
        scenario.incidents.push(Incident { at, what });
        let who = Target::Replica(scenario.replicas[0].name.clone());
        let what = What::Disconnect { who, lasting: question.outage };
        scenario.incidents.push(Incident { at: worst_moment(&scenario, question), what });
        crate::order::sort_by_key(&mut scenario.incidents, |incident| incident.at);
        scenario.run = None;
        scenario
    }
}

/// When the outage asked about costs most in a scenario whose write rate changes; 10s where it does
/// not matter.
#[must_use]
pub fn worst_moment(scenario: &Scenario, question: &Question) -> Instant {
    let spec = with_a_replica(scenario).resolved();
    let window = Outage::of(&spec, question.outage).effective(&spec).total;
    let (at, _) = Profile::of(&spec).most(window);
    let at = at.max(Instant::ZERO + QUIET);
    Instant::from_millis(at.as_nanos() / 1_000_000)
}

/// Rounded up, so that what is provided for is never less than what was written.
pub(super) fn mean(bytes: Bytes, time: Duration) -> Rate {
    let nanos = time.as_nanos().max(1);
    let rate = (u128::from(bytes.0) * 1_000_000_000).div_ceil(nanos);
    Rate(u64::try_from(rate).unwrap_or(u64::MAX).min(crate::units::FASTEST - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_window_is_kept_whatever_is_taken_together() {
        // A day of one sample a minute, with one hour of much.
        let rate =
            |n: u64| if (900..960).contains(&n) { 5_000_000 + n * 1000 } else { 300_000 + n };
        let series =
            Series::new((0..1440).map(|n| (Duration::from_secs(60), Rate(rate(n))))).unwrap();
        let question = Question { outage: Duration::from_secs(300), ..Question::default() };
        let scenario = series.laid(&Scenario::default(), &question);
        assert!(scenario.incidents.len() < 150, "{}", scenario.incidents.len());
        let answer = super::super::answer(&scenario, &question);
        assert_eq!(answer.most, series.most(answer.effective.total).1);
        assert_eq!(Scenario::parse(&scenario.to_text()), Ok(scenario));
    }
}
