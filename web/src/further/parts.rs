//! The parts of an answer, each as rows of strings.

use core::time::Duration;

use stormglass_core::message::Message;
use stormglass_core::scenario::link::encode;
use stormglass_core::scenario::{Scenario, What};
use stormglass_core::sizing::{Knob, MYTHS, Origin, Scene, Unknown, answer, inputs, prove, solve};
use stormglass_core::write::{Sheet, Template};

use super::Given;
use crate::aside::Row;
use crate::words;

/// How long a proof goes on after it is decided.
const AFTERWARDS: Duration = Duration::from_secs(20);

fn texts(messages: &[Message]) -> String {
    messages.iter().map(words::say).collect::<Vec<String>>().join(" ")
}

fn text_of(scenario: Option<&Scenario>) -> String {
    scenario.map(Scenario::to_text).unwrap_or_default()
}

pub(super) fn solved(given: &Given) -> Vec<Row> {
    let solved = |(unknown, word): &(Unknown, &str)| {
        let found = solve(&given.scenario, &given.question, *unknown);
        let proof = prove(&given.scenario, &given.question, *unknown);
        let (passes, fails) = proof.map_or((None, None), |proof| (proof.passes, proof.fails));
        let said = texts(&found.say());
        vec![(*word).to_owned(), said, text_of(passes.as_ref()), text_of(fails.as_ref())]
    };
    Unknown::ALL.iter().map(solved).collect()
}

/// The least value that works and the first that does not, all else as recommended.
pub(super) fn proven(given: &Given, word: &str) -> Vec<Row> {
    let Some(unknown) = Unknown::named(word) else { return Vec::new() };
    let scenario = given.recommended(unknown == Unknown::Backlog);
    let Some(proof) = prove(&scenario, &given.question, unknown) else {
        let found = solve(&scenario, &given.question, unknown);
        return vec![vec![texts(&found.say()), String::new(), String::new(), String::new()]];
    };
    // A return is decided at its end; a full resync is looked at from its start.
    let at = match (proof.solution.scene, &proof.fails) {
        (Some(Scene::Return), Some(fails)) => fails.incidents.iter().find_map(|incident| {
            let What::Disconnect { lasting, .. } = incident.what else { return None };
            let back = (incident.at + lasting).as_nanos() / 1_000_000;
            Some(back.saturating_sub(2000))
        }),
        _ => None,
    };
    // What is decided at the end of a run could not be seen on the stage.
    let longer = |scenario: Option<Scenario>| {
        let mut scenario = scenario?;
        scenario.run = scenario.run.map(|run| run + AFTERWARDS);
        Some(scenario)
    };
    let (passes, fails) = (longer(proof.passes), longer(proof.fails));
    let mut said = proof.solution.say();
    if let (Some(works), Some(fails)) = (proof.solution.value, proof.solution.beyond) {
        said.push(Message::new("proof-sides").with("works", works).with("fails", fails));
    }
    vec![vec![
        texts(&said),
        text_of(passes.as_ref()),
        text_of(fails.as_ref()),
        at.unwrap_or(0).to_string(),
    ]]
}

pub(super) fn form(given: &Given, id: &str) -> Vec<Row> {
    let answer = answer(&given.scenario, &given.question);
    let sheet = Sheet::new(&given.scenario, &given.question, &answer, &words::say);
    let sheet = match given.service {
        Some(service) => sheet.on(service, &given.scenario, &answer),
        None => sheet,
    };
    let template = Template::find(id).unwrap_or(Template::HELM);
    let ids = Template::ALL.iter().map(|template| template.id.to_owned()).collect();
    vec![ids, vec![template.fill(&sheet)]]
}

pub(super) fn myths() -> Vec<Row> {
    MYTHS
        .iter()
        .map(|myth| {
            let scene = format!("#{}", encode(myth.scene, &[]));
            vec![words::text(myth.claim), words::text(myth.truth), myth.evidence.to_owned(), scene]
        })
        .collect()
}

pub(super) fn origins(given: &Given) -> Vec<Row> {
    let said = |origin: &Origin| match origin {
        Origin::Given => words::text("takeaway-given"),
        Origin::Version => words::text("takeaway-version"),
        Origin::Assumed { seen: None, source } => {
            words::say(&Message::new("takeaway-assumed").with("source", *source))
        }
        Origin::Assumed { seen: Some((low, high)), source } => words::say(
            &Message::new("takeaway-assumed-seen")
                .with("low", low.clone())
                .with("high", high.clone())
                .with("source", *source),
        ),
    };
    inputs(&given.scenario, &given.question)
        .iter()
        .map(|input| vec![input.word.to_owned(), words::value(&input.value), said(&input.origin)])
        .collect()
}

pub(super) fn service(given: &Given) -> Vec<Row> {
    let Some(service) = given.service else { return Vec::new() };
    let answer = answer(&given.scenario, &given.question);
    let none = String::new;
    let advice = service.advice(&given.scenario, &answer);
    let advice = advice.iter().map(|said| vec![none(), none(), words::say(said), none()]);
    let facts = service.facts.iter().map(|fact| {
        let knob = match fact.knob {
            Knob::Free => "free",
            Knob::Elsewhere => "elsewhere",
            Knob::Fixed => "fixed",
        };
        let name = if fact.directive.is_empty() { "memory" } else { fact.directive };
        vec![name.to_owned(), knob.to_owned(), words::text(fact.said), fact.source.to_owned()]
    });
    advice.chain(facts).collect()
}
