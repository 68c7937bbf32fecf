//! `npi run`: solves problems with a network.

mod answer;
mod batch;
mod pool;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use answer::{Form, Solver};
pub use batch::LONGEST;
pub(crate) use batch::{Lines, text};
use clap::Args;
use npi_format::Model;
use npi_runtime::Task;

use crate::error::{Result, bail, ensure};
use crate::files::{self, Sink};
use crate::jobs;
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::proof::prove_at_once;
use crate::record::trace;
use crate::shown::shown;
use crate::talk::warn;
use crate::tasks::{ForTask, Tasks};

/// Solve problems with a network.
///
/// A model file that is not proven is warned of on standard error, if that can be found out in a moment.
#[derive(Debug, Args)]
#[command(
    override_usage = "npi run [OPTIONS] [MODEL] TASK PROBLEM...\n       npi run [OPTIONS] [MODEL] TASK -",
    after_help = "examples:\n  npi run addition 579 1221\n  echo 579+1221 | npi run addition -\n  npi run model.npi addition 579 1221 --trace trace.json\n  npi generate addition --problems | npi run model.npi addition - --hash --json > golden.jsonl"
)]
pub struct Cmd {
    /// A model (default: the shipped one), the task, and the problem; `-` reads problems from
    /// standard input, one a line, and answers line by line: with an empty line where there is no answer.
    #[arg(required = true, value_name = "[MODEL] TASK PROBLEM", allow_negative_numbers = true)]
    words: Vec<String>,
    /// Write the run's trace here; `-` is standard output.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["hash", "json"])]
    trace: Option<PathBuf>,
    /// Print what a board's command `hash` does instead of the answer: the number of steps, and a number that stands for all that
    /// was seen, decided and remembered in them.
    #[arg(long)]
    hash: bool,
    /// Write a JSON object a problem, which docs/schemas/run.json describes; with --hash, the hash is in it.
    #[arg(long)]
    json: bool,
    /// With `-`, stop at the first line that has no answer, instead of leaving an empty line there and going on.
    #[arg(long)]
    strict: bool,
    /// With `-`, solve so many problems at a time, 256 at most [default: as many as there are cores].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(jobs::RANGE))]
    jobs: Option<u16>,
    /// Do not warn of a model that is not proven.
    #[arg(short, long)]
    quiet: bool,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// Bad words, a bad model, a bad problem; or a network that goes astray.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        let (model, task, problem) = self.split::<R>()?;
        if let (Some(model), Some(trace)) = (model, &self.trace) {
            files::distinct(model, trace)?;
        }
        let blob = Blob::load_or_shipped::<R>(model, Some(task))?;
        let warns = model.is_some() && !self.quiet;
        R::for_task(task, Run { cmd: &self, blob: &blob, problem: problem.join(" "), warns })
    }

    /// The words before the task's name are the model's.
    fn split<R: Tasks>(&self) -> Result<(Option<&Path>, &str, &[String])> {
        let known = |word: &String| R::NAMES.contains(&word.as_str());
        let (model, task, problem) = match &self.words[..] {
            [task, problem @ ..] if known(task) => (None, task, problem),
            [model, task, problem @ ..] if known(task) => (Some(Path::new(model)), task, problem),
            [model] if Path::new(model).exists() => {
                bail!("expected a task after `{}` ({}), found nothing", shown(model), R::NAMES.join(", "))
            }
            [model, task, ..] if model == "-" || Path::new(model).exists() => return Err(R::unknown(task)),
            [word, ..] => return Err(R::unknown(word)),
            [] => bail!("expected a task ({})", R::NAMES.join(", ")),
        };
        ensure!(
            !problem.is_empty(),
            "expected a problem after `{task}`, found nothing; hint: `-` reads standard input"
        );
        Ok((model, task, problem))
    }
}

struct Run<'a> {
    cmd: &'a Cmd,
    blob: &'a Blob,
    problem: String,
    warns: bool,
}

impl ForTask for Run<'_> {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        let model = self.blob.model()?;
        match (&self.problem[..], &self.cmd.trace) {
            ("-", Some(_)) => bail!("expected one problem to trace, found `-`; hint: name the problem"),
            (problem, Some(path)) => self.traced::<T>(&model, problem, path),
            ("-", None) => {
                let mut out = io::BufWriter::new(io::stdout().lock());
                let jobs = jobs::or_cores(self.cmd.jobs);
                batch::answer_all(&self.solver::<T>(&model)?, jobs, &mut out, self.cmd.strict)
            }
            (problem, None) => {
                let failed = self.solver::<T>(&model)?.solve(problem, &mut io::stdout())?;
                failed.map_or(Ok(Outcome::Done), Err)
            }
        }
    }
}

impl Run<'_> {
    /// What solves problems, once it is said if the model is not proven.
    fn solver<'m, T: Task>(&self, model: &Model<'m>) -> Result<Solver<'m, T>> {
        let solver = Solver::new(model, Form { hash: self.cmd.hash, json: self.cmd.json })?;
        self.warn::<T>(model);
        Ok(solver)
    }

    /// Writes the trace; a run that goes astray leaves the trace of its steps.
    fn traced<T: Task>(&self, model: &Model<'_>, problem: &str, path: &Path) -> Result<Outcome> {
        let (sink, mut text) = (Sink::create(path)?, String::new());
        self.warn::<T>(model);
        let ended = trace::<T>(model, problem, &mut text);
        if !text.is_empty() {
            sink.put(text.as_bytes())?;
        }
        ended?;
        if path != Path::new("-") {
            let answered = crate::trace::Trace::parse(text.as_bytes())?.answer.unwrap_or_default();
            writeln!(io::stdout(), "{answered}")?;
        }
        Ok(Outcome::Done)
    }

    /// Warns of a model file that is not proven.
    fn warn<T: Task>(&self, model: &Model<'_>) {
        let name = &self.blob.name;
        let verify = format_args!("hint: `npi verify {name}`");
        match self.warns.then(|| prove_at_once::<T>(model)) {
            None => {}
            Some(Ok(Some(proof))) if proof.findings.is_proven() => {}
            Some(Ok(Some(_))) => warn(format_args!("{name} is not proven; {verify} says what is wrong")),
            Some(Ok(None)) => {
                warn(format_args!("whether {name} is proven takes more than a moment to find out; {verify}"));
            }
            Some(Err(error)) => warn(format_args!("{name} is not proven: {error}")),
        }
    }
}
