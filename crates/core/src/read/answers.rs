//! Answers of Prometheus' HTTP API and of CloudWatch.

use core::time::Duration;
use std::collections::BTreeMap;

use super::json::{Is, Json};
use super::log::moment;
use super::metrics::{self, Metric};
use super::{RatePoint, Sample, objects};
use crate::units::Rate;

/// What a document gave.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) samples: Vec<Sample>,
    pub(super) series: Vec<RatePoint>,
    /// What it wraps, to be read like lines of a paste, each with the line it stands on.
    pub(super) lines: Vec<(u32, String)>,
    /// Rates of what goes to all replicas together.
    pub(super) of_all: Vec<RatePoint>,
    /// The longest lag of each replica.
    pub(super) lags: Vec<(Duration, (u32, u32))>,
    /// Results of a function have no name.
    pub(super) unnamed: Option<Unnamed>,
}

/// A series whose metric is known only to who asked for it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unnamed {
    values: Vec<Point>,
    /// Where it begins.
    pub(super) source: (u32, u32),
}

impl Unnamed {
    /// It as a rate, if the question asks for the rate of the stream.
    pub(super) fn points(&self, query: &str) -> Option<Vec<RatePoint>> {
        let derived = ["rate(", "rate%28", "deriv(", "deriv%28"];
        let of_stream = query.contains("master_repl_offset");
        if !of_stream || !derived.iter().any(|function| query.contains(function)) {
            return None;
        }
        let steps = self.values.windows(2).map(|pair| pair[1].at_ms - pair[0].at_ms);
        let time = Duration::from_millis(steps.min().unwrap_or(1000));
        let point = |point: &Point| RatePoint {
            from_ms: point.at_ms,
            time,
            rate: Rate(point.value),
            source: point.source,
        };
        Some(self.values.iter().map(point).collect())
    }
}

/// A value at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    at_ms: u64,
    value: u64,
    source: (u32, u32),
}

impl Point {
    /// Of what stands for them in a document that begins at `first`.
    fn read(at: Option<&Json>, value: Option<&Json>, first: (u32, u32)) -> Option<Self> {
        let (at, value) = at.zip(value)?;
        Some(Self {
            at_ms: moment(at.text()?)?,
            value: metrics::whole(value.text()?)?,
            source: place(value, first),
        })
    }
}

/// The line of a value in a document that begins at `first`.
pub(super) fn place(value: &Json, first: (u32, u32)) -> (u32, u32) {
    (first.0, first.1.saturating_add(value.line))
}

/// Reads a document, if it is one of those that are known.
pub(super) fn answer(text: &str, source: (u32, u32)) -> Option<Answer> {
    let json = Json::parse(text)?;
    if let Some(result) = json.get("data").and_then(|data| data.get("result")) {
        return Some(prometheus(result.list(), source));
    }
    if let Some(results) = json.get("MetricDataResults") {
        return Some(metric_data(results.list(), source));
    }
    let Some(points) = json.get("Datapoints") else { return objects::wrapped(&json, source) };
    let label = json.get("Label").and_then(Json::text).unwrap_or("");
    Some(statistics(label, points.list(), source))
}

/// `query` answers with a `value`, `query_range` with `values`, for each set of labels.
fn prometheus(result: &[Json], source: (u32, u32)) -> Answer {
    let mut unnamed: Option<Unnamed> = None;
    let mut instances: BTreeMap<String, BTreeMap<u64, Sample>> = BTreeMap::new();
    for series in result {
        let Some(Is::Object(labels)) = series.get("metric").map(|metric| &metric.value) else {
            continue;
        };
        let labels: Vec<(String, String)> = labels
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), value.text()?.to_owned())))
            .collect();
        let of = |name: &str| {
            labels.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
        };
        let single = series.get("value").into_iter();
        let many = series.get("values").map_or(&[][..], Json::list);
        if of("__name__").is_empty() {
            let pair = |pair: &Json| Point::read(pair.list().first(), pair.list().get(1), source);
            let mut values: Vec<Point> = single.chain(many).filter_map(pair).collect();
            values.sort_unstable();
            let total =
                |values: &[Point]| values.iter().fold(0_u64, |sum, v| sum.saturating_add(v.value));
            // Of several servers the one that writes most.
            if unnamed.as_ref().is_none_or(|known| total(&known.values) < total(&values)) {
                unnamed = Some(Unnamed { values, source: place(series, source) });
            }
            continue;
        }
        let instance = instances.entry(of("instance").to_owned()).or_default();
        for pair in single.chain(many) {
            let [at, value] = pair.list() else { continue };
            let (Some(at), Some(value)) = (at.text().and_then(moment), value.text()) else {
                continue;
            };
            let sample = instance.entry(at).or_default();
            sample.at_ms = Some(at);
            let metric = Metric { name: of("__name__"), labels: labels.clone(), value };
            metrics::put(sample, &metric, place(pair, source));
        }
    }
    // Of several servers the one that has the most replicas, or the most to say.
    let weight = |samples: &BTreeMap<u64, Sample>| {
        let replicas = samples.values().filter_map(|s| s.number("connected_slaves")).max();
        (replicas.unwrap_or(0), samples.len())
    };
    let samples = instances.into_values().max_by_key(weight).unwrap_or_default();
    let mut samples: Vec<Sample> =
        samples.into_values().filter(|sample| !sample.fields.is_empty()).collect();
    samples.iter_mut().for_each(metrics::guess_role);
    Answer { samples, unnamed, ..Answer::default() }
}

/// `get-metric-statistics`: one metric, points in no order.
fn statistics(label: &str, points: &[Json], source: (u32, u32)) -> Answer {
    let value = |point: &Json| {
        let value = ["Maximum", "Average", "Sum"].iter().find_map(|name| point.get(name));
        Point::read(point.get("Timestamp"), value, source)
    };
    cloudwatch(label, points.iter().filter_map(value).collect())
}

/// `get-metric-data`: timestamps and values in two lists.
fn metric_data(results: &[Json], source: (u32, u32)) -> Answer {
    let mut all = Answer::default();
    for result in results {
        let texts = |name: &str| result.get(name).map_or(&[][..], Json::list).iter();
        let values = texts("Timestamps")
            .zip(texts("Values"))
            .filter_map(|(at, value)| Point::read(Some(at), Some(value), source))
            .collect();
        let label = result.get("Label").and_then(Json::text).unwrap_or("");
        let mut one = cloudwatch(label, values);
        all.samples.append(&mut one.samples);
        all.of_all.append(&mut one.of_all);
        all.lags.append(&mut one.lags);
    }
    all
}

/// The period in which ElastiCache counts `ReplicationBytes`.
const PERIOD: Duration = Duration::from_secs(60);

fn cloudwatch(label: &str, mut values: Vec<Point>) -> Answer {
    values.sort_unstable();
    let mut answer = Answer::default();
    if label.contains("ReplicationBytes") {
        let point = |point: Point| RatePoint {
            from_ms: point.at_ms,
            time: PERIOD,
            rate: Rate(point.value / PERIOD.as_secs()),
            source: point.source,
        };
        answer.of_all.extend(values.into_iter().map(point));
        return answer;
    }
    if label.contains("ReplicationLag") {
        let longest = values.iter().rev().max_by_key(|point| point.value);
        let lag = |point: &Point| (Duration::from_secs(point.value), point.source);
        answer.lags.extend(longest.map(lag));
        return answer;
    }
    let field =
        [("BytesUsedForCache", "used_memory"), ("SaveInProgress", "rdb_bgsave_in_progress")]
            .into_iter()
            .find(|(name, _)| label.contains(name));
    if let (Some((_, field)), Some(last)) = (field, values.last()) {
        let mut sample = Sample { at_ms: Some(last.at_ms), ..Sample::default() };
        sample.set(field, last.value.to_string(), last.source);
        answer.samples.push(sample);
    }
    answer
}
