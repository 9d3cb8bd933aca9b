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
    /// Where results without a name begin.
    pub(super) unnamed: Option<(u32, u32)>,
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
        let instance = instances.entry(of("instance").to_owned()).or_default();
        let single = series.get("value").into_iter();
        let many = series.get("values").map_or(&[][..], Json::list);
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
    Answer { samples, ..Answer::default() }
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
        all.series.append(&mut one.series);
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
            answer.series.push(RatePoint {
                from_ms: at,
                time: PERIOD,
                rate: Rate(bytes / PERIOD.as_secs()),
                source,
            });
        }
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
