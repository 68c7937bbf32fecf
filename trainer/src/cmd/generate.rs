//! `npi generate`: problems and their teacher's traces.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use npi_runtime::{Task, Teacher};

use super::run::{Lines, text};
use crate::error::{Context, Error, Result, ensure};
use crate::files::{self, Sink};
use crate::outcome::Outcome;
use crate::random::Random;
use crate::record::run_traced;
use crate::shown::shown;
use crate::tasks::{ForTask, Tasks};

/// Make problems and their teacher's traces, one JSON object a line; or problems alone, or traces of given ones.
#[derive(Debug, Args)]
#[command(
    after_help = "examples:\n  npi generate addition --max 5 | head -n 1\n  npi generate addition --problems > problems.txt\n  npi generate addition --from problems.txt | npi train --data - -o model.safetensors"
)]
pub struct Cmd {
    /// The task; without it, the first that the command knows.
    task: Option<String>,
    #[command(flatten)]
    problems: Problems,
    /// Write the problems alone, one a line, without their traces.
    #[arg(long = "problems")]
    alone: bool,
    /// Make traces of the problems in this file, one a line, instead of random ones; `-` is standard input. Blank lines do
    /// not count.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["alone", "min", "max", "examples_per", "seed"])]
    from: Option<PathBuf>,
    /// Where to write the traces; `-` is standard output.
    #[arg(short, long, default_value = "-")]
    output: PathBuf,
}

/// Which problems to make.
#[derive(Debug, Clone, Args)]
pub struct Problems {
    /// The smallest size, for addition in digits.
    #[arg(long, default_value_t = 1)]
    pub min: usize,
    /// The largest size [default: the task's, for addition 20]. The operands' sizes are independent.
    #[arg(long)]
    pub max: Option<usize>,
    /// Problems of each size.
    #[arg(long, default_value_t = 32)]
    pub examples_per: usize,
    /// The seed: the same problems for the same seed.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
}

impl Default for Problems {
    fn default() -> Self {
        Self { min: 1, max: None, examples_per: 32, seed: 0 }
    }
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// Unknown task, nonsensical sizes, a file that cannot be read or written, or a problem that is none.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        self.problems.check()?;
        self.from.as_ref().map_or(Ok(()), |from| files::distinct(from, &self.output))?;
        R::for_task(R::or_first(self.task.clone().as_deref()), self)
    }
}

impl ForTask for Cmd {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        match &self.from {
            Some(from) => write_given::<T>(from, &self.output)?,
            None if self.alone => write_problems::<T>(&self.problems, &self.output)?,
            None => write::<T>(&self.problems, &self.output)?,
        }
        Ok(Outcome::Done)
    }
}

/// Writes the traces of problems to a file.
///
/// # Errors
/// If it cannot be written.
pub fn write<T: Task>(problems: &Problems, output: &Path) -> Result<()> {
    let mut sink = Sink::create(output)?;
    problems.each::<T>(|trace| Ok(sink.write_all(trace.as_bytes())?))?;
    sink.finish()
}

/// Writes problems to a file, one a line.
fn write_problems<T: Task>(problems: &Problems, output: &Path) -> Result<()> {
    let mut sink = Sink::create(output)?;
    problems.texts::<T>().try_for_each(|problem| Ok::<_, Error>(writeln!(sink, "{}", problem?)?))?;
    sink.finish()
}

/// Writes the traces of the problems in a file to another.
fn write_given<T: Task>(from: &Path, output: &Path) -> Result<()> {
    let (mut sink, mut lines) = (Sink::create(output)?, Lines::new(files::open(from)?));
    let (mut number, mut found) = (0, 0);
    while let Some(line) = lines.next()? {
        number += 1;
        let traced = line.and_then(text).and_then(taught_line::<T>);
        if let Some(trace) = traced.with_context(|| format!("{}: line {number}", shown(from)))? {
            sink.write_all(trace.as_bytes())?;
            found += 1;
        }
    }
    let from = shown(from);
    ensure!(
        found > 0,
        "{from}: expected problems, found none; hint: make some with `npi generate --problems`"
    );
    sink.finish()
}

/// The teacher's trace of the problem in a line; none of a blank one.
fn taught_line<T: Task>(problem: &str) -> Result<Option<String>> {
    if problem.is_empty() { Ok(None) } else { taught::<T>(problem).map(Some) }
}

/// The teacher's trace of a problem, one line.
fn taught<T: Task>(problem: &str) -> Result<String> {
    let mut trace = String::new();
    run_traced::<T, _>(Teacher::<T>::new(), problem, None, |_| Vec::new(), &mut trace)?;
    Ok(trace)
}

impl Problems {
    /// Checks that there are problems to make.
    ///
    /// # Errors
    /// If there are none.
    pub fn check(&self) -> Result<()> {
        let (min, max) = (self.min, self.max.unwrap_or(self.min));
        ensure!(min >= 1 && min <= max, "expected 1 <= --min <= --max, found {min} and {max}");
        ensure!(self.examples_per >= 1, "expected --examples-per of at least 1, found 0");
        Ok(())
    }

    /// The problems themselves, one after the other.
    pub fn texts<T: Task>(&self) -> impl Iterator<Item = Result<String>> + use<T> {
        let (mut random, smallest, each) = (Random::new(self.seed, 0), self.min, self.examples_per);
        let largest = self.max.unwrap_or_else(|| T::TAUGHT.max(smallest));
        let sizes = (smallest..=largest).flat_map(move |size| std::iter::repeat_n(size, each));
        sizes.map(move |size| {
            let mut problem = String::new();
            T::sample(size, smallest, &mut |below| random.below(below), &mut problem)?;
            Ok(problem)
        })
    }

    /// Calls `each` with the teacher's trace of every problem, one line each.
    ///
    /// # Errors
    /// What `each` fails with, after which it is not called again; and a problem that the teacher cannot solve, named in the error.
    pub fn each<T: Task>(&self, mut each: impl FnMut(&str) -> Result<()>) -> Result<()> {
        for problem in self.texts::<T>() {
            let problem = problem?;
            each(&taught::<T>(&problem).with_context(|| shown(&problem))?)?;
        }
        Ok(())
    }
}
