//! A run as data: what happened, and every quantity over time.

use stormglass_core::run::{Run, info, trace};
use stormglass_core::scenario::Scenario;
use stormglass_core::units::Instant;

/// Rows of the table, evenly over the run; every event has one more.
const ROWS: u32 = 600;

/// The instants of the rows.
fn instants(run: &Run) -> Vec<Instant> {
    stormglass_chart::instants(run, (Instant::ZERO, run.end), ROWS * 4)
}

/// Columns of the primary.
const PRIMARY: &str = "seconds,offset,first_byte,histlen,bytes_per_second,dataset,backlog,buffers,cow,sync_full,sync_partial_ok,sync_partial_err";

/// A table over time: numbers of the primary, then four columns for each replica.
#[must_use]
pub fn csv(run: &Run) -> String {
    let mut out = String::from(PRIMARY);
    for replica in &run.scenario.replicas {
        for column in ["state", "behind", "output_buffer", "laps"] {
            push(&mut out, &[",", &replica.name, "_", column]);
        }
    }
    out.push('\n');
    for at in instants(run) {
        let moment = run.at(at);
        let window = moment.window;
        push(&mut out, &[&seconds(at)]);
        let (memory, counters) = (&moment.memory, &moment.counters);
        for number in [
            moment.offset.0,
            window.map_or(0, |window| window.first_byte.0),
            window.map_or(0, |window| window.histlen.0),
            moment.write_rate.0,
            memory.dataset.0,
            memory.backlog.0,
            memory.replica_buffers.0,
            memory.cow.0,
            counters.sync_full,
            counters.sync_partial_ok,
            counters.sync_partial_err,
        ] {
            push(&mut out, &[",", &number.to_string()]);
        }
        for replica in &moment.replicas {
            let state = if replica.attached {
                info::state_name(replica, moment.profile.channel)
            } else {
                "down"
            };
            push(&mut out, &[",", state]);
            for number in [replica.behind.0, replica.output_buffer.0, u64::from(replica.laps)] {
                push(&mut out, &[",", &number.to_string()]);
            }
        }
        out.push('\n');
    }
    out
}

/// The scenario, its events as in the trace, and INFO at the end.
#[must_use]
pub fn json(scenario: &Scenario, run: &Run) -> String {
    let mut out = String::from("{\n\"scenario\": ");
    quote(&mut out, &scenario.to_text());
    push(&mut out, &[",\n\"end_seconds\": ", &seconds(run.end), ",\n\"events\": ["]);
    for (n, line) in trace::trace(run).lines().skip(1).enumerate() {
        let mut words = line.split_whitespace();
        let mut word = || words.next().unwrap_or_default();
        push(
            &mut out,
            &[if n == 0 { "\n" } else { ",\n" }, "{\"seconds\": ", word(), ", \"who\": "],
        );
        quote(&mut out, word());
        out.push_str(", \"event\": ");
        quote(&mut out, word());
        for (name, value) in words.filter_map(|detail| detail.split_once('=')) {
            push(&mut out, &[", \"", name, "\": "]);
            quote(&mut out, value);
        }
        out.push('}');
    }
    out.push_str("\n],\n\"info_at_end\": ");
    quote(&mut out, &info::print(&run.at(run.end)));
    out.push_str("\n}\n");
    out
}

fn push(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

fn seconds(at: Instant) -> String {
    at.as_secs_f64().to_string()
}

/// A JSON string; a scenario's text has no control characters but line ends and tabs.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            letter if letter < ' ' => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::State;

    #[test]
    fn every_row_has_every_column_and_every_event_is_there() {
        let state = State::opening();
        let table = csv(&state.run);
        let columns = table.lines().next().map(|line| line.split(',').count());
        assert_eq!(columns, Some(12 + 4 * 3));
        assert!(table.lines().all(|line| Some(line.split(',').count()) == columns));
        assert!(table.lines().count() > 600);
        let text = json(&state.scenario, &state.run);
        assert_eq!(text.matches("\"seconds\": ").count(), state.run.events.len());
        assert!(text.contains("\"event\": \"full-resync\", \"reason\": \"overwritten\""), "{text}");
        let mut quoted = String::new();
        quote(&mut quoted, "a\"b\\\n");
        assert_eq!(quoted, "\"a\\\"b\\\\\\n\"");
    }
}
