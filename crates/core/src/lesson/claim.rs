//! One line that says what has to come out of a run.

use core::time::Duration;

use super::measure::{Measure, Pattern, Quantity};
use crate::run::{Run, trace};
use crate::scenario::Scenario;
use crate::units::{Bytes, parse_duration};

/// How far off a claim may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Nothing was said: a count is exact, what is measured is right within a hundredth.
    Default,
    /// A share of what is claimed, in hundredths.
    Percent(u32),
    /// An absolute bound of the same kind.
    Bound(Quantity),
}

/// `MEASURE VALUE`, or `MEASURE VALUE within BOUND`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What is measured.
    pub measure: Measure,
    /// What it has to be; `None` is `never`.
    pub value: Option<Quantity>,
    /// How far off it may be.
    pub within: Within,
}

/// Why a line is no claim: the word that cannot be read, empty where one is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimError(pub String);

/// A claim held against a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Whether it holds.
    pub holds: bool,
    /// What came out; `None` where there was nothing to measure.
    pub got: Option<Quantity>,
}

/// The words of a line, taken from the front.
struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    fn next(&mut self) -> Result<&'a str, ClaimError> {
        if self.0.is_empty() { Err(ClaimError(String::new())) } else { Ok(self.0.remove(0)) }
    }

    fn time(&mut self) -> Result<Duration, ClaimError> {
        let word = self.next()?;
        parse_duration(word).map_err(|_| ClaimError(word.to_owned()))
    }

    /// A moment, or `peak`.
    fn moment_or_peak(&mut self) -> Result<Option<Duration>, ClaimError> {
        if self.0.first() == Some(&"peak") {
            self.0.remove(0);
            return Ok(None);
        }
        self.time().map(Some)
    }

    /// An event's word, and a detail after a colon.
    fn event(&mut self) -> Result<Pattern, ClaimError> {
        let word = self.next()?;
        let (event, detail) = word.split_once(':').map_or((word, None), |(e, d)| (e, Some(d)));
        if !trace::WORDS.contains(&event) {
            return Err(ClaimError(word.to_owned()));
        }
        Ok(Pattern { event: event.to_owned(), detail: detail.map(str::to_owned), who: None })
    }

    /// A name, where a value still follows.
    fn who(&mut self) -> Option<String> {
        let value = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) || word == "never";
        let name = *self.0.first()?;
        let followed = self.0.len() > 1 && self.0[1] != "within";
        (followed && !value(name)).then(|| self.0.remove(0).to_owned())
    }
}

/// A quantity of the kind of `like`; a bare number is bytes where those are wanted, and a bare 0
/// is no time.
pub(super) fn quantity(word: &str, like: Quantity) -> Result<Quantity, ClaimError> {
    let bad = || ClaimError(word.to_owned());
    match like {
        Quantity::Count(_) => word.parse().map(Quantity::Count).map_err(|_| bad()),
        Quantity::Bytes(_) => word.parse().map(Quantity::Bytes).map_err(|_| bad()),
        Quantity::Time(_) if word == "0" => Ok(Quantity::Time(Duration::ZERO)),
        Quantity::Time(_) => parse_duration(word).map(Quantity::Time).map_err(|_| bad()),
    }
}

/// A quantity of whatever kind it looks like: a number, a time, a size.
pub(super) fn any_quantity(word: &str) -> Result<Quantity, ClaimError> {
    let kinds = [Quantity::Count(0), Quantity::Time(Duration::ZERO), Quantity::Bytes(Bytes(0))];
    let found = kinds.into_iter().find_map(|kind| quantity(word, kind).ok());
    found.ok_or_else(|| ClaimError(word.to_owned()))
}

/// `within 3%` or `within 2s`, of the kind of `like`; nothing is the default.
pub(super) fn within(words: &[&str], like: Quantity) -> Result<Within, ClaimError> {
    match words {
        [] => Ok(Within::Default),
        ["within"] => Err(ClaimError(String::new())),
        ["within", bound] => match bound.strip_suffix('%') {
            Some(number) => {
                let percent: u32 = number.parse().map_err(|_| ClaimError((*bound).to_owned()))?;
                Ok(Within::Percent(percent))
            }
            None => quantity(bound, like).map(Within::Bound),
        },
        ["within", _, more, ..] => Err(ClaimError((*more).to_owned())),
        [other, ..] => Err(ClaimError((*other).to_owned())),
    }
}

impl Claim {
    /// Reads a claim.
    ///
    /// ```
    /// use stormglass_core::{engine::simulate, lesson::Claim, scenario::Scenario};
    ///
    /// let scenario = Scenario::parse(
    ///     "repl-backlog-size 4mb\nwrites 1mb/s\nreplica r1\nat 3s disconnect r1 for 6s\nrun 20s",
    /// )?;
    /// let run = simulate(&scenario);
    /// assert!(Claim::parse("count full-resync r1 1").unwrap().prove(&scenario, &run).holds);
    /// assert!(!Claim::parse("covers 5s").unwrap().prove(&scenario, &run).holds);
    /// # Ok::<(), stormglass_core::scenario::Findings>(())
    /// ```
    ///
    /// # Errors
    /// The word that cannot be read.
    pub fn parse(line: &str) -> Result<Self, ClaimError> {
        let mut words = Words(line.split_whitespace().collect());
        let measure = Self::measure(&mut words)?;
        let word = words.next()?;
        let like = measure.kind();
        let value = if word == "never" { None } else { Some(quantity(word, like)?) };
        Ok(Self { measure, value, within: within(&words.0, like)? })
    }

    fn measure(words: &mut Words<'_>) -> Result<Measure, ClaimError> {
        let name = words.next()?;
        let with_who = |words: &mut Words<'_>| {
            let mut pattern = words.event()?;
            pattern.who = words.who();
            Ok(pattern)
        };
        Ok(match name {
            "count" => Measure::Count(with_who(words)?),
            "first" => Measure::First(with_who(words)?),
            "last" => Measure::Last(with_who(words)?),
            "between" => {
                let (mut from, mut to) = (words.event()?, words.event()?);
                let who = words.who();
                (from.who, to.who) = (who.clone(), who);
                Measure::Between(from, to)
            }
            "behind" => Measure::Behind(words.next()?.to_owned(), words.time()?),
            "buffer" => Measure::Buffer(words.next()?.to_owned(), words.moment_or_peak()?),
            "memory" => Measure::Memory(words.moment_or_peak()?),
            "copied" => Measure::Copied(words.moment_or_peak()?),
            "backlog" => Measure::Backlog(words.time()?),
            "written" => Measure::Written(words.time()?),
            "fork" => Measure::Fork,
            "lost" => Measure::Lost,
            "refused" => Measure::Refused,
            "covers" => Measure::Covers,
            "survives" => Measure::Survives,
            "needs" => {
                let word = words.0.first().copied().unwrap_or_default();
                let outage = words.time()?;
                // The sizing answers for a day at most.
                if outage > Duration::from_secs(86_400) {
                    return Err(ClaimError(word.to_owned()));
                }
                Measure::Needs(outage)
            }
            "resync" => Measure::Resync,
            "pending" => Measure::Pending,
            "period" => Measure::Period,
            other => return Err(ClaimError(other.to_owned())),
        })
    }

    /// Holds it against a run of its scenario.
    #[must_use]
    pub fn prove(&self, scenario: &Scenario, run: &Run) -> Proven {
        let got = self.measure.of(scenario, run);
        let holds = match (self.value, got) {
            (None, None) => true,
            (Some(wanted), Some(got)) => agrees(wanted, got, self.within).unwrap_or(false),
            _ => false,
        };
        Proven { holds, got }
    }
}

/// Whether two quantities are near enough; `None` where they are of different kinds.
pub(super) fn agrees(wanted: Quantity, got: Quantity, within: Within) -> Option<bool> {
    let plain = |quantity: Quantity| match quantity {
        Quantity::Count(n) | Quantity::Bytes(Bytes(n)) => u128::from(n),
        Quantity::Time(time) => time.as_nanos(),
    };
    if core::mem::discriminant(&wanted) != core::mem::discriminant(&got) {
        return None;
    }
    let exact = matches!(wanted, Quantity::Count(_));
    let bound = match within {
        Within::Default if exact => 0,
        Within::Default => plain(wanted) / 100,
        Within::Percent(percent) => plain(wanted) * u128::from(percent) / 100,
        Within::Bound(bound) => plain(bound),
    };
    Some(plain(wanted).abs_diff(plain(got)) <= bound)
}
