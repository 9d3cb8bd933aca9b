//! A lesson as data.

use core::time::Duration;

use super::claim::{Claim, Within};
use super::measure::Quantity;
use crate::scenario::Scenario;

/// Parts of the page a step can point at; replicas by name are the others.
pub const HIGHLIGHTS: &[&str] = &[
    "ring",
    "buffers",
    "links",
    "loop",
    "timeline",
    "memory",
    "events",
    "info",
    "inputs",
    "answer",
    "transport",
    "table",
];

/// A lesson: what it teaches, the scenarios it runs, its steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    /// Its title.
    pub title: String,
    /// How long it takes in a class.
    pub minutes: Option<u64>,
    /// What a participant can do afterwards, one sentence each.
    pub goals: Vec<String>,
    /// What the instructor should know before it begins.
    pub notes: String,
    /// Its scenarios, by name.
    pub scenes: Vec<Scene>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// A scenario of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// By which steps name it.
    pub name: String,
    /// As written, with its comments.
    pub text: String,
    /// As read.
    pub scenario: Scenario,
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Its title.
    pub title: String,
    /// The name of its scenario; without one, that of the step before.
    pub show: Option<String>,
    /// Where the run stands.
    pub cursor: Option<Cursor>,
    /// What is pointed at: words of [`HIGHLIGHTS`] or names of replicas.
    pub highlight: Vec<String>,
    /// What a participant may change.
    pub controls: Controls,
    /// What is said; paragraphs are parted by empty lines.
    pub text: String,
    /// What is asked before anything is shown.
    pub question: Option<Question>,
    /// What is said once it has been answered.
    pub reveal: String,
    /// What to try afterwards.
    pub tries: Vec<String>,
    /// What has to come out of the step's scenario.
    pub claims: Vec<Claim>,
    /// For the instructor.
    pub notes: String,
}

/// Where the run stands before and after the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Before.
    pub at: Duration,
    /// After; without one it stays.
    pub then: Option<Duration>,
}

/// What a participant may change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Controls {
    /// Nothing but the cursor.
    #[default]
    Locked,
    /// Everything.
    Free,
    /// These words of the scenario.
    Only(Vec<String>),
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// What is right.
    pub answer: Answer,
}

/// What is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One or several of these; the flag says which are right.
    Choices(Vec<(String, bool)>),
    /// A quantity, and how far off a participant may be.
    Number(Quantity, Within),
}

impl Lesson {
    /// The scenario of a step: its own, or the nearest one before it.
    #[must_use]
    pub fn scene_of(&self, step: usize) -> Option<&Scene> {
        let steps = self.steps.get(..=step)?;
        let name = steps.iter().rev().find_map(|step| step.show.as_ref());
        match name {
            Some(name) => self.scenes.iter().find(|scene| scene.name == *name),
            None => self.scenes.first(),
        }
    }

    /// How many questions it asks.
    #[must_use]
    pub fn questions(&self) -> u64 {
        self.steps.iter().filter(|step| step.question.is_some()).count() as u64
    }

    /// How many claims are held against the engine.
    #[must_use]
    pub fn claims(&self) -> u64 {
        self.steps.iter().map(|step| step.claims.len() as u64).sum()
    }
}

impl Answer {
    /// Whether a choice of these, by index, is right: all that are right and no other.
    #[must_use]
    pub fn accepts_choice(&self, chosen: &[u32]) -> bool {
        let Self::Choices(choices) = self else { return false };
        (0_u32..).zip(choices).all(|(index, (_, right))| chosen.contains(&index) == *right)
    }

    /// Whether a typed quantity is near enough: `42s`, `64mb`, `3`.
    ///
    /// `None` where it cannot be read, or is of another kind.
    #[must_use]
    pub fn accepts_number(&self, typed: &str) -> Option<bool> {
        let Self::Number(wanted, within) = self else { return None };
        let typed = super::claim::quantity(typed.trim(), *wanted).ok()?;
        super::claim::agrees(*wanted, typed, *within)
    }
}
