//! `npi run`: solves problems with a network.

mod batch;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use batch::LONGEST;
pub(crate) use batch::{Lines, problem};
use clap::Args;
use npi_runtime::Task;

use crate::error::{Result, bail, ensure};
use crate::files::{self, Sink};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::record::{answer, network, trace};
use crate::tasks::{ForTask, Tasks};

/// Solve problems with a network.
#[derive(Debug, Args)]
#[command(
    override_usage = "npi run [MODEL] TASK PROBLEM...\n       npi run [MODEL] TASK -",
    after_help = "examples:\n  npi run addition 579 1221\n  echo 579+1221 | npi run addition -\n  npi run model.npi addition 579 1221 --trace trace.json"
)]
pub struct Cmd {
    /// A model (default: the shipped one), the task, and the problem; `-` reads problems from
    /// standard input, one a line, and answers line by line: with an empty line where there is no answer.
    #[arg(required = true, value_name = "[MODEL] TASK PROBLEM", allow_negative_numbers = true)]
    words: Vec<String>,
    /// Write the run's trace here; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// With `-`, stop at the first line that has no answer, instead of leaving an empty line there and going on.
    #[arg(long)]
    strict: bool,
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
        let (problem, trace, strict) = (problem.join(" "), self.trace.as_deref(), self.strict);
        R::for_task(task, Run { blob: &blob, problem, trace, strict })
    }

    /// The words before the task's name are the model's.
    fn split<R: Tasks>(&self) -> Result<(Option<&Path>, &str, &[String])> {
        let known = |word: &String| R::NAMES.contains(&word.as_str());
        let (model, task, problem) = match &self.words[..] {
            [task, problem @ ..] if known(task) => (None, task, problem),
            [model, task, problem @ ..] if known(task) => (Some(Path::new(model)), task, problem),
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
    blob: &'a Blob,
    problem: String,
    trace: Option<&'a Path>,
    strict: bool,
}

impl ForTask for Run<'_> {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        match (&self.problem[..], self.trace) {
            ("-", None) => return self.lines::<T>(),
            ("-", Some(_)) => bail!("expected one problem to trace, found `-`; hint: name the problem"),
            (problem, None) => {
                let network = network::<T>(&self.blob.model()?)?;
                answer::<T>(network, problem.as_bytes(), &mut Vec::new(), &mut io::stdout())?;
            }
            (problem, Some(path)) => self.traced::<T>(problem, path)?,
        }
        Ok(Outcome::Done)
    }
}

impl Run<'_> {
    fn lines<T: Task>(&self) -> Result<Outcome> {
        let network = network::<T>(&self.blob.model()?)?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        batch::answer_all::<T>(network, files::open(Path::new("-"))?, &mut out, self.strict)
    }

    /// Writes the trace; a run that goes astray leaves the trace of its steps.
    fn traced<T: Task>(&self, problem: &str, path: &Path) -> Result<()> {
        let (sink, mut text) = (Sink::create(path)?, String::new());
        let ended = trace::<T>(&self.blob.model()?, problem, &mut text);
        if !text.is_empty() {
            sink.put(text.as_bytes())?;
        }
        ended?;
        if path != Path::new("-") {
            let answered = crate::trace::Trace::parse(text.as_bytes())?.answer.unwrap_or_default();
            writeln!(io::stdout(), "{answered}")?;
        }
        Ok(())
    }
}
