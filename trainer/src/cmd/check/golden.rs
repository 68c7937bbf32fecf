//! Runs that were kept, held against what the model does now.

use std::path::Path;

use npi_runtime::trace::Hash;
use npi_runtime::{Environment, Task};
use serde::Deserialize;

use crate::error::{Context, Result, bail, ensure};
use crate::files::{self, Kind};
use crate::model::Blob;
use crate::record::{network, solve_hashed};
use crate::shown::shown;

/// A file of kept runs.
const GOLDEN: Kind = Kind { most: 512 << 20, start: 1, check: |_| Ok(()) };

/// Runs that were kept.
pub(super) struct Golden {
    runs: Vec<Run>,
}

/// A line of `npi run --hash --json`. What else stands in it is of no use here.
#[derive(Deserialize)]
struct Run {
    task: String,
    problem: Option<String>,
    answer: Option<String>,
    steps: Option<usize>,
    hash: Option<String>,
}

/// What must come of a run.
type Came = (usize, String, String);

impl Golden {
    /// Reads runs of a task.
    ///
    /// # Errors
    /// If the file cannot be read, holds something else, or a run of another task or without a hash.
    pub(super) fn load(path: &Path, task: &str) -> Result<Self> {
        let bytes = files::read(path, &GOLDEN)?;
        let lines =
            bytes.split(|&byte| byte == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
        let run = |(index, line): (usize, &[u8])| {
            Run::parse(line, task).with_context(|| format!("{}: line {}", shown(path), index + 1))
        };
        let runs = lines.map(run).filter_map(Result::transpose).collect::<Result<Vec<_>>>()?;
        ensure!(!runs.is_empty(), "{}: expected some runs, found none", shown(path));
        Ok(Self { runs })
    }

    /// Counts the runs.
    pub(super) fn len(&self) -> usize {
        self.runs.len()
    }

    /// What differs in the runs of the task's network in a blob.
    ///
    /// # Errors
    /// If the blob is not a model of the task, or a problem is none.
    pub(super) fn differences<T: Task>(&self, blob: &Blob) -> Result<Vec<String>> {
        let found =
            self.runs.iter().map(|run| Ok((run, run.again::<T>(blob)?))).collect::<Result<Vec<_>>>()?;
        Ok(found.into_iter().flat_map(|(run, found)| run.differences(found)).collect())
    }
}

impl Run {
    /// Reads a run; none of a line that stands for a blank one.
    fn parse(line: &[u8], task: &str) -> Result<Option<Self>> {
        let hint = "hint: `npi run … - --hash --json` writes such lines";
        let Ok(run) = serde_json::from_slice::<Self>(line) else {
            bail!("expected a run in JSON, found something else; {hint}")
        };
        ensure!(
            run.task == task,
            "expected a run of task `{}`, found one of `{}`",
            shown(task),
            shown(&run.task)
        );
        if run.problem.as_deref() == Some("") && run.hash.is_none() {
            return Ok(None);
        }
        for (key, is_there) in
            [("problem", run.problem.is_some()), ("hash", run.hash.is_some()), ("steps", run.steps.is_some())]
        {
            ensure!(is_there, "expected a run with a `{key}`, found none; {hint}");
        }
        Ok(Some(run))
    }

    /// Its problem.
    fn problem(&self) -> &str {
        self.problem.as_deref().unwrap_or_default()
    }

    /// What comes of it now: its steps, its answer and its hash; or why the network goes astray.
    fn again<T: Task>(&self, blob: &Blob) -> Result<Result<Came, String>> {
        let model = blob.model()?;
        let mut memory = Vec::new();
        match solve_hashed::<T>(network(&model)?, model.hidden(), self.problem().as_bytes(), &mut memory) {
            Ok((world, steps, Hash(hash))) => {
                let mut answer = String::new();
                world.answer(&mut answer)?;
                Ok(Ok((steps, answer, format!("{hash:016x}"))))
            }
            Err(error) if error.is_run() => Ok(Err(error.to_string())),
            Err(error) => Err(error).with_context(|| format!("problem `{}`", shown(self.problem()))),
        }
    }

    /// What differs, each with its name.
    fn differences(&self, found: Result<Came, String>) -> Vec<String> {
        let problem = shown(self.problem());
        let (steps, answer, hash) = match found {
            Ok(came) => came,
            Err(error) => return vec![format!("{problem}: expected a run to its end, found that {error}")],
        };
        let mut lines = Vec::new();
        let mut compare = |name: &str, expected: Option<String>, found: String| {
            if let Some(expected) = expected.filter(|expected| *expected != found) {
                lines.push(format!("{problem}: expected {name} {}, found {}", shown(expected), shown(found)));
            }
        };
        compare("answer", self.answer.clone(), answer);
        compare("steps", self.steps.map(|steps| steps.to_string()), steps.to_string());
        compare("hash", self.hash.clone(), hash);
        lines
    }
}
