//! `npi generate`: problems and their teacher's traces.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use npi_runtime::{Task, Teacher};

use crate::error::{Context, Result, ensure};
use crate::files::Sink;
use crate::outcome::Outcome;
use crate::random::Random;
use crate::record::run_traced;
use crate::tasks::{ForTask, Tasks};

/// Make problems and their teacher's traces, one JSON object a line.
#[derive(Debug, Args)]
#[command(after_help = "example: npi generate addition --max 5 | head -n 1")]
pub struct Cmd {
    /// The task; without it, the first that the command knows.
    task: Option<String>,
    #[command(flatten)]
    problems: Problems,
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
    /// Unknown task, nonsensical sizes, or a file that cannot be written.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        self.problems.check()?;
        R::for_task(R::or_first(self.task.clone().as_deref()), self)
    }
}

impl ForTask for Cmd {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        write::<T>(&self.problems, &self.output)?;
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
    /// Those of `each`.
    pub fn each<T: Task>(&self, mut each: impl FnMut(&str) -> Result<()>) -> Result<()> {
        for problem in self.texts::<T>() {
            let (problem, mut trace) = (problem?, String::new());
            run_traced::<T, _>(Teacher::<T>::new(), &problem, None, |_| Vec::new(), &mut trace)
                .with_context(|| problem.clone())?;
            each(&trace)?;
        }
        Ok(())
    }
}
