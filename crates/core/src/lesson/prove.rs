//! A lesson's claims, held against the engine.

use super::claim::{Claim, Proven};
use super::measure::Quantity;
use super::model::Lesson;
use super::parse::{Lines, ids};
use crate::engine::simulate;
use crate::message::Message;
use crate::run::Run;
use crate::scenario::{Finding, Severity};

impl Lesson {
    /// Runs the scenarios and holds every claim against them, step by step.
    #[must_use]
    pub fn proofs(&self) -> Vec<Vec<(&Claim, Proven)>> {
        let runs: Vec<Run> = self.scenes.iter().map(|scene| simulate(&scene.scenario)).collect();
        let mut proofs = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            let shown = self.scene_of(index);
            let at = self.scenes.iter().position(|scene| Some(scene) == shown);
            let prove = |claim: &Claim| match at {
                Some(at) => claim.prove(&self.scenes[at].scenario, &runs[at]),
                None => Proven { holds: false, got: None },
            };
            proofs.push(step.claims.iter().map(|claim| (claim, prove(claim))).collect());
        }
        proofs
    }

    /// What does not hold, with the lines of the text it was read from.
    #[must_use]
    pub fn prove(&self, lines: &Lines) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (step, proofs) in self.proofs().into_iter().enumerate() {
            for (index, (claim, proven)) in proofs.into_iter().enumerate() {
                if proven.holds {
                    continue;
                }
                let text = claim.to_string();
                let message = match proven.got {
                    Some(Quantity::Count(n)) => Message::new(ids::CLAIM_FAILS).with("got", n),
                    Some(Quantity::Bytes(n)) => Message::new(ids::CLAIM_FAILS).with("got", n),
                    Some(Quantity::Time(n)) => Message::new(ids::CLAIM_FAILS).with("got", n),
                    None => Message::new(ids::CLAIM_NOTHING),
                };
                let line = lines.claims.get(step).and_then(|of| of.get(index)).copied();
                let message = message.with("text", text);
                findings.push(Finding::new(line, "check", Severity::Error, message));
            }
        }
        findings
    }
}
