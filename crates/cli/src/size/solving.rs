//! `--solve` and `--prove`.

use serde_json::{Value, json};
use stormglass_core::engine::simulate;
use stormglass_core::run::story;
use stormglass_core::scenario::Scenario;
use stormglass_core::sizing::{Proof, Question, Unknown, prove, solve as find};
use stormglass_text::Catalogue;

use super::json::solution;
use crate::{End, Outcome, Unusable, print};

/// One unknown by its name, or all of them.
pub(super) fn unknowns(names: &str) -> Result<Vec<(Unknown, &'static str)>, Unusable> {
    if names == "all" {
        return Ok(Unknown::ALL.to_vec());
    }
    let one = |name: &str| {
        Unknown::ALL.iter().find(|(_, known)| *known == name).copied().ok_or_else(|| {
            let known: Vec<&str> = Unknown::ALL.iter().map(|(_, known)| *known).collect();
            Unusable(format!("--solve {name}: there are {}, and all.\n", known.join(", ")))
        })
    };
    names.split(',').map(one).collect()
}

/// Whether the write rate is all that is asked for, and so need not be given.
pub(super) fn is_rate(unknowns: &[(Unknown, &str)]) -> bool {
    unknowns.iter().all(|(unknown, _)| *unknown == Unknown::Writes)
}

/// What there is to prove where nothing is named: the values that are recommended.
const RECOMMENDED: [Unknown; 3] = [Unknown::Backlog, Unknown::Hard, Unknown::Soft];

pub(super) fn solve(
    words: &Catalogue,
    scenario: &Scenario,
    question: &Question,
    solves: Option<Vec<(Unknown, &'static str)>>,
    proves: bool,
    wants_json: bool,
) -> Outcome {
    let all = solves.unwrap_or_else(|| {
        Unknown::ALL.into_iter().filter(|(unknown, _)| RECOMMENDED.contains(unknown)).collect()
    });
    let mut told = serde_json::Map::new();
    for (unknown, name) in all {
        let found = find(scenario, question, unknown);
        let proof = if proves { prove(scenario, question, unknown) } else { None };
        if wants_json {
            let mut object = solution(words, &found);
            if proves {
                object["proof"] = proof.as_ref().map_or(Value::Null, |proof| {
                    json!({
                        "passes": side(words, proof, proof.passes.as_ref()),
                        "fails": side(words, proof, proof.fails.as_ref()),
                    })
                });
            }
            told.insert(name.to_owned(), object);
            continue;
        }
        let said: Vec<String> = found.say().iter().map(|message| words.say(message)).collect();
        print(&format!("{name}: {}\n", said.join(" ")));
        let numbers =
            [found.value, found.beyond].map(|n| n.map_or("–".into(), |n| n.to_string()));
        print(&format!("  {} | {}\n", numbers[0], numbers[1]));
        if let Some(proof) = &proof {
            shown(words, proof, proof.passes.as_ref());
            shown(words, proof, proof.fails.as_ref());
        }
    }
    if wants_json {
        print(&format!("{:#}\n", Value::Object(told)));
    }
    Ok(End::Fine)
}

/// One side of a proof: the scenario, and what the engine makes of it.
fn side(words: &Catalogue, proof: &Proof, scenario: Option<&Scenario>) -> Option<Value> {
    let scenario = scenario?;
    let run = simulate(scenario);
    let verdict: Vec<String> = story::verdict(&run).iter().map(|m| words.say(m)).collect();
    Some(json!({
        "scenario": scenario.to_text(),
        "went_well": proof.went_well(&run.at(run.end)),
        "verdict": verdict.join(" "),
    }))
}

fn shown(words: &Catalogue, proof: &Proof, scenario: Option<&Scenario>) {
    let Some(scenario) = scenario else { return };
    let run = simulate(scenario);
    let mark = if proof.went_well(&run.at(run.end)) { "+" } else { "-" };
    let verdict: Vec<String> = story::verdict(&run).iter().map(|m| words.say(m)).collect();
    print(&format!("  {mark} {}\n", verdict.join(" ")));
    for line in scenario.to_text().lines() {
        print(&format!("      {line}\n"));
    }
}
