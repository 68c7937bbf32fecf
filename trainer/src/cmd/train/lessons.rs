//! What is learned from: traces in a file, or those of problems that a seed gives.

use std::io::BufRead;
use std::path::Path;

use npi_runtime::Task;

use crate::cmd::generate::Problems;
use crate::error::{Context, Result, ensure};
use crate::files;
use crate::learn::{Prover, Subject};
use crate::sequence::Sequences;
use crate::shown::shown;
use crate::tasks::{ForTask, Tasks};
use crate::trace::{self, Lines, Trace};

/// Where lessons come from: a file of traces, which is read once, or the problems that a seed gives.
pub(super) enum Source {
    /// What is learned of a file.
    Given(Box<Subject>),
    /// The tasks whose problems are drawn.
    Generated(Vec<String>, Prover),
}

impl Source {
    /// Reads the file, if there is one; without one, knows the tasks that are named, or the first.
    ///
    /// # Errors
    /// If the file cannot be read, or holds something else; if a task is not known, or named twice.
    pub fn open<R: Tasks>(data: Option<&Path>, tasks: &[String], prover: Prover) -> Result<Self> {
        let Some(data) = data else { return Ok(Self::Generated(named::<R>(tasks)?, prover)) };
        let mut data = Data::open(data)?;
        let subject = R::for_task(&data.first.task.clone(), Given(&mut data, prover))?;
        Ok(Self::Given(Box::new(subject)))
    }

    /// What is learned with a seed, task by task.
    ///
    /// # Errors
    /// If a task's own teacher fails.
    pub fn subjects<R: Tasks>(&self, seed: u64) -> Result<Vec<Subject>> {
        match self {
            Self::Given(subject) => Ok(vec![(**subject).clone()]),
            Self::Generated(tasks, prover) => {
                tasks.iter().map(|task| R::for_task(task, Generated(seed, *prover))).collect()
            }
        }
    }
}

/// The tasks that are named, each once; without a name the first.
fn named<R: Tasks>(named: &[String]) -> Result<Vec<String>> {
    let all = match named {
        [] => vec![R::or_first(None).to_owned()],
        named => named.to_vec(),
    };
    for (index, task) in all.iter().enumerate() {
        R::known(task)?;
        ensure!(!all[..index].contains(task), "expected every --task once, found `{task}` twice");
    }
    Ok(all)
}

/// Makes what is learned of a file of traces.
struct Given<'a>(&'a mut Data, Prover);

impl ForTask for Given<'_> {
    type Output = Subject;

    fn for_task<T: Task>(self) -> Result<Subject> {
        Subject::proven_by::<T>(&self.0.gather::<T>()?, self.1)
    }
}

/// Makes what is learned of the problems that a seed gives.
struct Generated(u64, Prover);

impl ForTask for Generated {
    type Output = Subject;

    fn for_task<T: Task>(self) -> Result<Subject> {
        Subject::proven_by::<T>(&generated::<T>(self.0)?, self.1)
    }
}

/// A file of traces, of which the first says of what task they are.
struct Data {
    name: String,
    lines: Lines<Box<dyn BufRead>>,
    first: Trace,
    /// The number of its line.
    number: usize,
}

impl Data {
    /// A file whose first trace has been read.
    fn open(path: &Path) -> Result<Self> {
        let (name, mut lines) = (shown(path), Lines::new(files::open(path)?));
        ensure!(
            lines.is_there().with_context(|| &name)?,
            "{name}: expected traces, found an empty file; hint: make some with `npi generate`"
        );
        let number = lines.number();
        let first = lines.read(Trace::parse).with_context(|| &name)?;
        Ok(Self { name, lines, first, number })
    }

    /// The sequences of all of its traces.
    fn gather<T: Task>(&mut self) -> Result<Sequences> {
        let mut taught = Sequences::default();
        let first = trace::collect::<T>(&self.first, &mut taught);
        first.with_context(|| format!("{}: line {}", self.name, self.number))?;
        while self.lines.is_there().with_context(|| &self.name)? {
            let collect = |line: &[u8]| trace::collect::<T>(&Trace::parse(line)?, &mut taught);
            self.lines.read(collect).with_context(|| &self.name)?;
        }
        Ok(taught)
    }
}

/// The sequences of a file's traces.
///
/// # Errors
/// If it cannot be read, or holds something else.
pub fn read<T: Task>(path: &Path) -> Result<Sequences> {
    Data::open(path)?.gather::<T>()
}

/// The sequences of the problems that `npi generate` makes of a seed.
///
/// # Errors
/// If the task's own teacher fails.
pub fn generated<T: Task>(seed: u64) -> Result<Sequences> {
    let (mut taught, problems) = (Sequences::default(), Problems { seed, ..Problems::default() });
    problems.each::<T>(|line| trace::collect::<T>(&Trace::parse(line.as_bytes())?, &mut taught))?;
    Ok(taught)
}
