//! `npi demo`: the whole line, from nothing to an answer.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use npi_runtime::Task;

use super::verify;
use crate::bench;
use crate::error::{Context, Result};
use crate::files::{self, Sink};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::record;
use crate::shown::shown;
use crate::talk::say;
use crate::tasks::{ForTask, Tasks};

/// Train a network from scratch, convert it, prove it, and solve a problem with it.
#[derive(Debug, Args)]
#[command(
    override_usage = "npi demo [OPTIONS] [TASK] [PROBLEM]...",
    after_help = "examples:\n  npi demo 579 1221\n  npi demo addition 579 1221"
)]
pub struct Cmd {
    /// The task, or the first that the command knows; and a problem of it, or a random one.
    #[arg(value_name = "TASK PROBLEM")]
    words: Vec<String>,
    /// The folder for what each stage makes.
    #[arg(long, default_value = "npi-demo")]
    folder: PathBuf,
    #[cfg(feature = "learn")]
    #[command(flatten)]
    how: super::train::How,
}

/// Size of the problem that is solved when none is given.
const SIZE: usize = 4;

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A problem that is none, or a folder that cannot be written to.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        let named = self.words.first().filter(|word| R::NAMES.contains(&word.as_str())).cloned();
        let meant = self.words.first().map_or(Ok(()), |word| R::suspect(word));
        R::for_task(
            R::or_first(named.as_deref()),
            Demo { problem: self.problem(named.is_some()), cmd: &self, meant },
        )
    }

    /// What the words behind the task's name say; none if there are none.
    fn problem(&self, named: bool) -> Option<String> {
        let words = &self.words[usize::from(named)..];
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// The demonstration of a task.
struct Demo<'a> {
    cmd: &'a Cmd,
    problem: Option<String>,
    /// That the first word is no task's name, written wrongly: it may as well be a problem's.
    meant: Result<()>,
}

impl ForTask for Demo<'_> {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        let problem = match self.problem {
            Some(problem) => problem.into_bytes(),
            None => bench::problem::<T>(SIZE)?,
        };
        if let Err(error) = record::world::<T>(&problem, &mut vec![0; T::memory(&problem)]) {
            return self.meant.and(Err(error));
        }
        let problem = String::from_utf8(problem).ok().context("expected a problem in UTF-8")?;
        self.cmd.demonstrate::<T>(&problem)
    }
}

impl Cmd {
    /// Goes the whole line, and solves the problem at its end.
    fn demonstrate<T: Task>(&self, problem: &str) -> Result<Outcome> {
        std::fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot make {}", shown(&self.folder)))?;
        // What cannot be written is found before the work, not after it.
        for name in ["traces.jsonl", "model.safetensors", "model.npi", "trace.json"] {
            let output = self.folder.join(name);
            #[cfg(feature = "learn")]
            for input in [&self.how.core, &self.how.resume].into_iter().flatten() {
                files::distinct(input, &output)?;
            }
            drop(Sink::create(&output)?);
        }
        let model = self.folder.join("model.npi");
        self.model::<T>(&model)?;
        let blob = Blob::load(&model)?;
        let proven = stage("verify", "", || verify::verify::<T>(&blob, verify::How::default()))?;
        if proven == Outcome::Refuted {
            return Ok(proven);
        }
        let trace = self.folder.join("trace.json");
        stage("run", &shown(&trace), || {
            let mut text = String::new();
            record::trace::<T>(&blob.model()?, problem, &mut text)?;
            files::write(&trace, text.as_bytes())
        })?;
        writeln!(io::stdout(), "{} {} =", T::SIGNATURE.task, shown(problem))?;
        let network = record::network::<T>(&blob.model()?)?;
        record::answer::<T>(network, problem.as_bytes(), &mut Vec::new(), &mut io::stdout())?;
        Ok(Outcome::Done)
    }

    /// Learns a model.
    #[cfg(feature = "learn")]
    fn model<T: Task>(&self, model: &Path) -> Result<()> {
        use npi_format::convert::convert;

        use super::{convert, generate, train};
        use crate::learn::Subject;
        let options = self.how.options()?;
        let (traces, weights) = (self.folder.join("traces.jsonl"), self.folder.join("model.safetensors"));
        stage("generate", &shown(&traces), || {
            let problems = generate::Problems { seed: options.seed, ..Default::default() };
            generate::write::<T>(&problems, &traces)
        })?;
        stage("train", &shown(&weights), || {
            let subject = Subject::proven_by::<T>(&train::read::<T>(&traces)?, options.prover)?;
            let mut audience = train::Audience::of(&train::Show::default())?;
            let patience = audience.patience()?; // until the file stands
            let learned = train::learn(vec![subject], &options, &mut audience, &patience)?;
            files::write(&weights, &learned.trained.checkpoint.to_safetensors()?)
        })?;
        stage("convert", &shown(model), || {
            let (blob, reports) = convert(&crate::model::weights(&weights)?, options.precision)?;
            convert::report(&reports);
            files::write(model, &blob)
        })
    }

    /// Without burn there is nothing to learn with: the shipped model stands in, and it is said so.
    #[cfg(not(feature = "learn"))]
    fn model<T: Task>(&self, model: &Path) -> Result<()> {
        stage("copy", &shown(model), || {
            say("built without burn: the shipped model instead of a newly trained one");
            files::write(model, &Blob::shipped::<T>()?.bytes)
        })
    }
}

/// Says what is done, does it, and says how long it took.
fn stage<R>(name: &str, makes: &str, work: impl FnOnce() -> Result<R>) -> Result<R> {
    say(format_args!("── {name}"));
    let started = Instant::now();
    let result = work()?;
    let arrow = if makes.is_empty() { "" } else { " → " };
    say(format_args!("   {:.2} s{arrow}{makes}", started.elapsed().as_secs_f64()));
    Ok(result)
}
