//! CLIENT LIST beside the rest.

use super::facts::push;
use super::{Confidence, Diagnosis, Evidence, Origin, Reading};
use crate::message::{Message, Value};

mod ids {
    crate::messages! {
        WAITING = "read-fact-waiting";
        NEAR_LIMIT = "read-near-limit";
        TRY_LIMIT = "read-next-near-limit";
    }
}
pub(super) use ids::ALL as MESSAGES;

pub(super) fn learn(reading: &mut Reading) {
    for (n, client) in (1_u64..).zip(&reading.clients) {
        let mut row = Vec::new();
        push(
            &mut row,
            ids::WAITING,
            Value::Bytes(client.omem),
            Some(client.source),
            Origin::Measured,
        );
        for mut fact in row {
            fact.name = fact.name.with("n", n);
            reading.facts.push(fact);
        }
    }
}

/// A replica whose buffer is already more than half of a limit.
pub(super) fn near_limit(reading: &mut Reading) {
    let Some(limits) = reading.conf.output_buffer else { return };
    let limit = [limits.hard, limits.soft].into_iter().filter(|l| !l.is_zero()).min();
    let Some(limit) = limit else { return };
    for (n, client) in (1_u64..).zip(&reading.clients) {
        if client.omem.0 > limit.0 / 2 {
            let message = Message::new(ids::NEAR_LIMIT)
                .with("n", n)
                .with("size", client.omem)
                .with("limit", limit);
            let text = format!("omem={} age={}", client.omem.0, client.age.as_secs());
            let (paste, line) = client.source;
            reading.diagnosis.push(Diagnosis {
                message,
                confidence: Confidence::Certain,
                evidence: vec![Evidence { paste, line, text }],
                next: Some(Message::new(ids::TRY_LIMIT)),
            });
        }
    }
}
