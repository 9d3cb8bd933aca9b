//! Answers of Prometheus' HTTP API and of CloudWatch.

use core::time::Duration;
use std::collections::BTreeMap;

use super::json::Json;
use super::log::moment;
use super::metrics::{self, Metric};
use super::{RatePoint, Sample, objects};
use crate::units::Rate;

/// What a document gave.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) samples: Vec<Sample>,
    pub(super) series: Vec<RatePoint>,
    /// What it wraps, to be read like lines of a paste.
    pub(super) lines: Vec<String>,
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
    values: Vec<(u64, u64)>,
    /// Where the answer begins.
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
        let step = self.values.windows(2).map(|pair| pair[1].0 - pair[0].0).min().unwrap_or(1000);
        let point = |(at, rate): &(u64, u64)| RatePoint {
            from_ms: *at,
            time: Duration::from_millis(step),
            rate: Rate(*rate),
            source: self.source,
        };
        Some(self.values.iter().map(point).collect())
    }
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
        let Some(Json::Object(labels)) = series.get("metric") else { continue };
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
            let values = numbers(single.chain(many));
            let total =
                |values: &[(u64, u64)]| values.iter().fold(0_u64, |sum, v| sum.saturating_add(v.1));
            // Of several servers the one that writes most.
            if unnamed.as_ref().is_none_or(|known| total(&known.values) < total(&values)) {
                unnamed = Some(Unnamed { values, source });
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
            metrics::put(sample, &metric, source);
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

/// Moments and whole values of `[time, value]`, in the order of time.
fn numbers<'a>(pairs: impl Iterator<Item = &'a Json>) -> Vec<(u64, u64)> {
    let read = |pair: &Json| {
        let [at, value] = pair.list() else { return None };
        Some((moment(at.text()?)?, metrics::whole(value.text()?)?))
    };
    let mut values: Vec<(u64, u64)> = pairs.filter_map(read).collect();
    values.sort_unstable();
    values
}

/// `get-metric-statistics`: one metric, points in no order.
fn statistics(label: &str, points: &[Json], source: (u32, u32)) -> Answer {
    let mut values = Vec::new();
    for point in points {
        let at = point.get("Timestamp").and_then(Json::text).and_then(moment);
        let value = ["Maximum", "Average", "Sum"]
            .iter()
            .find_map(|name| point.get(name).and_then(Json::text))
            .and_then(metrics::whole);
        values.extend(at.zip(value));
    }
    cloudwatch(label, values, source)
}

/// `get-metric-data`: timestamps and values in two lists.
fn metric_data(results: &[Json], source: (u32, u32)) -> Answer {
    let mut all = Answer::default();
    for result in results {
        let texts = |name: &str| result.get(name).map_or(&[][..], Json::list).iter();
        let values = texts("Timestamps")
            .zip(texts("Values"))
            .filter_map(|(at, value)| Some((moment(at.text()?)?, metrics::whole(value.text()?)?)))
            .collect();
        let label = result.get("Label").and_then(Json::text).unwrap_or("");
        let mut one = cloudwatch(label, values, source);
        all.samples.append(&mut one.samples);
        all.of_all.append(&mut one.of_all);
        all.lags.append(&mut one.lags);
    }
    all
}

/// The period in which ElastiCache counts `ReplicationBytes`.
const PERIOD: Duration = Duration::from_secs(60);

fn cloudwatch(label: &str, mut values: Vec<(u64, u64)>, source: (u32, u32)) -> Answer {
    values.sort_unstable();
    let mut answer = Answer::default();
    if label.contains("ReplicationBytes") {
        for (at, bytes) in values {
            answer.of_all.push(RatePoint {
                from_ms: at,
                time: PERIOD,
                rate: Rate(bytes / PERIOD.as_secs()),
                source,
            });
        }
        return answer;
    }
    if label.contains("ReplicationLag") {
        let longest = values.iter().map(|(_, seconds)| *seconds).max();
        answer.lags.extend(longest.map(|seconds| (Duration::from_secs(seconds), source)));
        return answer;
    }
    let field =
        [("BytesUsedForCache", "used_memory"), ("SaveInProgress", "rdb_bgsave_in_progress")]
            .into_iter()
            .find(|(name, _)| label.contains(name));
    if let (Some((_, field)), Some((at, value))) = (field, values.last()) {
        let mut sample = Sample { at_ms: Some(*at), ..Sample::default() };
        sample.set(field, value.to_string(), source);
        answer.samples.push(sample);
    }
    answer
}
