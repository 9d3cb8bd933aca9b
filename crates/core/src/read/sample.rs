//! One INFO: its fields, and the lines of attached replicas.

use std::collections::BTreeMap;

/// One value of an INFO and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// As printed.
    pub value: String,
    /// Which paste, from 0.
    pub paste: u32,
    /// Which line of it, from 1.
    pub line: u32,
}

/// One INFO, whole or in sections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Fields by name.
    pub fields: BTreeMap<String, Field>,
    /// When it was taken, in milliseconds since 1970, where the paste says so.
    pub at_ms: Option<u64>,
    /// Lines of replicas by address, where a metric names each by itself.
    pub(super) by_address: BTreeMap<String, u32>,
}

/// More replicas of one primary are left out.
const MOST_REPLICAS: u32 = 1000;

impl Sample {
    /// Sets the line of a replica that is known by its address; those of INFO come in their order.
    pub(super) fn set_replica(&mut self, address: &str, line: String, source: (u32, u32)) {
        let next = u32::try_from(self.by_address.len()).unwrap_or(u32::MAX);
        let n = match self.by_address.get(address) {
            Some(n) => *n,
            None if next >= MOST_REPLICAS => return,
            None => next,
        };
        self.by_address.insert(address.to_owned(), n);
        self.set(&format!("slave{n}"), line, source);
    }

    /// Sets a field.
    pub(super) fn set(&mut self, name: &str, value: String, source: (u32, u32)) {
        self.fields.insert(name.to_owned(), Field { value, paste: source.0, line: source.1 });
    }

    /// A field as text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|field| field.value.as_str())
    }

    /// A field as a whole number that is not negative.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// A decimal field in thousandths: `384.88` is 384880.
    #[must_use]
    pub fn thousandths(&self, name: &str) -> Option<u64> {
        let text = self.text(name)?;
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
        whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(digits.parse().ok()?)
    }

    /// The lines of attached replicas, in order.
    pub fn replicas(&self) -> impl Iterator<Item = (&Field, ReplicaLine)> {
        let fields: Vec<&Field> =
            (0..MOST_REPLICAS).map_while(|n| self.fields.get(&format!("slave{n}"))).collect();
        let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
        for address in fields.iter().filter_map(|field| address(&field.value)) {
            *lines.entry(address).or_default() += 1;
        }
        fields.into_iter().map(move |field| {
            let mut line = ReplicaLine::parse(&field.value);
            // Before the stream's connection is there, that of the snapshot is all there is.
            let others = address(&field.value).and_then(|address| lines.get(address));
            line.rdb_channel = line.rdb_channel && others.is_some_and(|lines| *lines > 1);
            (field, line)
        })
    }
}

/// `ip=...,port=...` of a replica's line.
fn address(line: &str) -> Option<&str> {
    line.split_once(",state=").map(|(address, _)| address)
}

/// `slave0:ip=...,port=...,state=online,offset=...,lag=...[,type=replica]`, or the form before 2.8
/// `slave0:IP,PORT,STATE`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplicaLine {
    /// `online`, `wait_bgsave`, ...
    pub state: String,
    /// The last acknowledged offset; 0 is printed until the first one arrives and is none.
    pub offset: Option<u64>,
    /// Whole seconds since the last acknowledgement; absent before redis 3.0.
    pub lag: Option<u64>,
    /// The second line of a replica, for the connection of its snapshot: Valkey's `rdb-channel`.
    pub rdb_channel: bool,
}

impl ReplicaLine {
    fn parse(text: &str) -> Self {
        let mut line = Self::default();
        for part in text.split(',') {
            match part.split_once('=') {
                Some(("state", value)) => value.clone_into(&mut line.state),
                Some(("offset", value)) => line.offset = value.parse().ok().filter(|n| *n > 0),
                Some(("lag", value)) => line.lag = value.parse().ok(),
                Some(("type", value)) => line.rdb_channel = value == "rdb-channel",
                _ => {}
            }
        }
        if line.state.is_empty()
            && let Some(state) = text.split(',').nth(2).filter(|state| !state.contains('='))
        {
            state.clone_into(&mut line.state);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_connection_of_a_snapshot_stands_for_a_replica_that_has_no_other() {
        let mut sample = Sample::default();
        let line = |port: u32, rest: &str| format!("ip=127.0.0.1,port={port},state={rest}");
        sample.set("slave0", line(1, "wait_bgsave,offset=0,lag=0,type=rdb-channel"), (0, 1));
        sample.set("slave1", line(2, "send_bulk,offset=0,lag=0,type=rdb-channel"), (0, 2));
        sample.set("slave2", line(2, "bg_transfer,offset=0,lag=0,type=main-channel"), (0, 3));
        let second: Vec<bool> = sample.replicas().map(|(_, line)| line.rdb_channel).collect();
        assert_eq!(second, [false, true, false]);
    }

    #[test]
    fn a_replica_named_again_keeps_its_place_and_the_thousandth_is_the_last() {
        let mut sample = Sample::default();
        for round in 1..=2 {
            for port in 0..1100 {
                let line = format!("state=online,offset={round}");
                sample.set_replica(&format!("a:{port}"), line, (0, port));
            }
        }
        assert_eq!(sample.replicas().count(), 1000);
        assert!(sample.replicas().all(|(_, line)| line.offset == Some(2)));
        assert_eq!(sample.fields.get("slave7").map(|field| field.line), Some(7));
    }
}
