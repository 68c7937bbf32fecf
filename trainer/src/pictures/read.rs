//! From a line of a file of traces to a storyboard.

use npi_runtime::Task;
use serde::Deserialize;

use super::replay::{May, replay};
use super::storyboard::Storyboard;
use crate::error::{Context, Result, ensure};
use crate::shown::shown;
use crate::tasks::{ForTask, Tasks};

/// The keys of a trace that are needed before its steps make sense.
#[derive(Deserialize)]
struct Head {
    npi: u32,
    task: String,
}

/// The keys of a trace whose task is known.
#[derive(Deserialize)]
#[serde(bound = "T: Task")]
struct Body<T> {
    problem: String,
    model: String,
    steps: super::tape::Recording<T>,
    #[serde(default)]
    answer: Option<String>,
}

struct Parse<'l>(&'l [u8]);

impl ForTask for Parse<'_> {
    type Output = Storyboard;

    fn for_task<T: Task>(self) -> Result<Storyboard> {
        Storyboard::of_task::<T>(self.0)
    }
}

impl Storyboard {
    /// Reads one line of a file of traces.
    ///
    /// # Errors
    /// If it is not a trace of this version, of one of the tasks `R`, or does not follow from its problem.
    pub fn parse<R: Tasks>(line: &[u8]) -> Result<Self> {
        let head: Head = serde_json::from_slice(line)
            .context("expected a trace; hint: make one with `npi run --trace`")?;
        let known = npi_runtime::trace::VERSION as u32;
        ensure!(head.npi == known, "expected a trace of version {known}, found {}", head.npi);
        R::for_task(&head.task, Parse(line))
    }

    /// Reads a trace of a task of anybody's.
    ///
    /// # Errors
    /// As [`Storyboard::parse`].
    pub fn of_task<T: Task>(line: &[u8]) -> Result<Self> {
        let body: Body<T> = serde_json::from_slice(line).context("expected a trace")?;
        let (replayed, _) = replay::<T>(body.steps.tape, &body.problem, body.answer, May::Nothing)?;
        Ok(Self { model: shown(body.model), ..replayed })
    }
}
