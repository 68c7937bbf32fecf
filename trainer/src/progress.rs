//! How a training stands at a check: plain numbers, which learning makes and which logs and pictures show.

use std::time::Duration;

use serde::Serialize;

/// How training stood when the network was checked.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Progress {
    /// Updates so far, those of all draws together.
    pub update: usize,
    /// The number of the draw, from 1: how often a network's first weights were drawn until then.
    pub draw: usize,
    /// The mean loss of an update since the check before; none of weights that were only taken over.
    pub loss: Option<f32>,
    /// The learning rate of the last update.
    pub rate: f64,
    /// How each task stands in all that the proof checks.
    pub tasks: Vec<TaskProgress>,
    /// What is wrong of that which may be learned from: with counterexamples, all.
    pub unlearned: usize,
    /// The smallest margin of all tasks, in logits; none while something is wrong: a network can be sure of what is wrong, too.
    pub margin: Option<f64>,
    /// The smallest margin of that which may be learned from.
    pub taught_margin: Option<f64>,
    /// Distinct sequences learned from so far, counterexamples included.
    pub lessons: usize,
    /// Time since the check before that went into learning; not written, as it differs from run to run.
    #[serde(skip)]
    pub learning: Duration,
    /// Time that the check took, converting included; not written either.
    #[serde(skip)]
    pub checking: Duration,
}

/// How a task stands in all that the proof checks.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TaskProgress {
    /// The task.
    pub task: &'static str,
    /// The smallest margin, in logits; none while something of it is wrong.
    pub margin: Option<f64>,
    /// How each of its programs stands.
    pub programs: Vec<ProgramProgress>,
}

/// How a program stands in all that the proof checks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProgramProgress {
    /// The program.
    pub program: &'static str,
    /// Wrong sequences, or, if boxes prove it, obligations that do not hold.
    pub wrong: usize,
    /// Sequences, or obligations, that there are.
    pub of: usize,
    /// Whether these are obligations.
    pub obligations: bool,
}

impl ProgramProgress {
    /// What is counted, in the singular.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        if self.obligations { "obligation" } else { "sequence" }
    }
}

impl TaskProgress {
    /// What is wrong of all programs.
    #[must_use]
    pub fn wrong(&self) -> usize {
        self.programs.iter().map(|program| program.wrong).sum()
    }

    /// What is checked of all programs.
    #[must_use]
    pub fn of(&self) -> usize {
        self.programs.iter().map(|program| program.of).sum()
    }
}

impl Progress {
    /// What is wrong of all programs of all tasks.
    #[must_use]
    pub fn total_wrong(&self) -> usize {
        self.tasks.iter().map(TaskProgress::wrong).sum()
    }

    /// What the proof checks of all programs of all tasks.
    #[must_use]
    pub fn total(&self) -> usize {
        self.tasks.iter().map(TaskProgress::of).sum()
    }

    /// What the proof checks, in words: sequences, obligations, or both.
    #[must_use]
    pub fn units(&self) -> &'static str {
        let programs = || self.tasks.iter().flat_map(|task| &task.programs);
        match (programs().any(|of| of.obligations), programs().all(|of| of.obligations)) {
            (false, _) => "sequences",
            (true, true) => "obligations",
            (true, false) => "sequences and obligations",
        }
    }

    /// Whether all that may be learned from is right by a margin.
    #[must_use]
    pub fn is_enough(&self, margin: f64) -> bool {
        self.unlearned == 0 && self.taught_margin.is_none_or(|found| found >= margin)
    }

    /// Less is better: less that is wrong, then a larger margin.
    #[must_use]
    pub fn rank(&self) -> (usize, i64) {
        (self.unlearned, -(self.taught_margin.unwrap_or_default() * 65536.0) as i64)
    }
}
