//! One line that says what has to come out of a run.

use core::time::Duration;

use super::measure::{Measure, Pattern, Quantity};
use crate::run::{Run, trace};
use crate::scenario::Scenario;
use crate::units::{Bytes, format_duration, parse_duration};

/// How far off a claim may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Nothing was said: a count is exact, what is measured is right within a hundredth.
    Default,
    /// A share in thousandths.
    Permille(u64),
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

fn quantity(word: &str) -> Result<Quantity, ClaimError> {
    if let Ok(number) = word.parse::<u64>() {
        return Ok(Quantity::Count(number));
    }
    if let Ok(time) = parse_duration(word) {
        return Ok(Quantity::Time(time));
    }
    word.parse().map(Quantity::Bytes).map_err(|_| ClaimError(word.to_owned()))
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
        let mut value = if word == "never" { None } else { Some(quantity(word)?) };
        // A bare 0 is no bytes or no time where those are measured.
        let timed = measure.is_time();
        if let Some(Quantity::Count(n)) = value
            && !matches!(measure, Measure::Count(_))
        {
            value = match (n, timed) {
                (0, true) => Some(Quantity::Time(Duration::ZERO)),
                (_, false) => Some(Quantity::Bytes(Bytes(n))),
                (_, true) => return Err(ClaimError(word.to_owned())),
            };
        }
        let mut within = Within::Default;
        if !words.0.is_empty() {
            let keyword = words.next()?;
            if keyword != "within" {
                return Err(ClaimError(keyword.to_owned()));
            }
            let bound = words.next()?;
            within = match bound.strip_suffix('%') {
                Some(number) => Within::Permille(
                    number.parse::<u32>().map_err(|_| ClaimError(bound.to_owned()))?.into(),
                ),
                None => Within::Bound(quantity(bound)?),
            };
            if let Within::Permille(percent) = within {
                within = Within::Permille(percent * 10);
            }
        }
        let fits = |quantity: Quantity| match quantity {
            Quantity::Count(_) => matches!(measure, Measure::Count(_)),
            Quantity::Time(_) => timed,
            Quantity::Bytes(_) => !timed && !matches!(measure, Measure::Count(_)),
        };
        let bound = if let Within::Bound(bound) = within { Some(bound) } else { None };
        match words.0.first().copied() {
            Some(more) => Err(ClaimError(more.to_owned())),
            None if value.is_some_and(|v| !fits(v)) || bound.is_some_and(|b| !fits(b)) => {
                Err(ClaimError(word.to_owned()))
            }
            None => Ok(Self { measure, value, within }),
        }
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
            "fork" => Measure::Fork,
            "lost" => Measure::Lost,
            "refused" => Measure::Refused,
            "covers" => Measure::Covers,
            "survives" => Measure::Survives,
            "needs" => Measure::Needs(words.time()?),
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
            (Some(Quantity::Count(wanted)), Some(Quantity::Count(got))) => {
                near(u128::from(wanted), u128::from(got), self.within, 0)
            }
            (Some(Quantity::Bytes(wanted)), Some(Quantity::Bytes(got))) => {
                near(u128::from(wanted.0), u128::from(got.0), self.within, 10)
            }
            (Some(Quantity::Time(wanted)), Some(Quantity::Time(got))) => {
                near(wanted.as_nanos(), got.as_nanos(), self.within, 10)
            }
            _ => false,
        };
        Proven { holds, got }
    }
}

fn near(wanted: u128, got: u128, within: Within, permille: u128) -> bool {
    let bound = match within {
        Within::Default => wanted * permille / 1000,
        Within::Permille(permille) => wanted * u128::from(permille) / 1000,
        Within::Bound(Quantity::Count(n) | Quantity::Bytes(Bytes(n))) => u128::from(n),
        Within::Bound(Quantity::Time(time)) => time.as_nanos(),
    };
    wanted.abs_diff(got) <= bound
}

impl core::fmt::Display for Quantity {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Count(n) => write!(f, "{n}"),
            Self::Bytes(bytes) => write!(f, "{bytes}"),
            Self::Time(time) => write!(f, "{}", format_duration(*time)),
        }
    }
}
