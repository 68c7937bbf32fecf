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

/// The tasks that are named, each once; without a name the first.
pub(super) fn tasks<R: Tasks>(named: &[String]) -> Result<Vec<&str>> {
    let all: Vec<&str> = match named {
        [] => vec![R::or_first(None)],
        named => named.iter().map(String::as_str).collect(),
    };
    for (index, task) in all.iter().enumerate() {
        R::known(task)?;
        ensure!(!all[..index].contains(task), "expected every --task once, found `{task}` twice");
    }
    Ok(all)
}

/// Makes what is learned of a file of traces.
pub(super) struct Given<'a>(pub &'a mut Data, pub Prover);

impl ForTask for Given<'_> {
    type Output = Subject;

    fn for_task<T: Task>(self) -> Result<Subject> {
        Subject::proven_by::<T>(&self.0.gather::<T>()?, self.1)
    }
}

/// Makes what is learned of the problems that a seed gives.
pub(super) struct Generated(pub u64, pub Prover);

impl ForTask for Generated {
    type Output = Subject;

    fn for_task<T: Task>(self) -> Result<Subject> {
        Subject::proven_by::<T>(&generated::<T>(self.0)?, self.1)
    }
}

/// A file of traces, of which the first says of what task they are.
pub(super) struct Data {
    name: String,
    lines: Lines<Box<dyn BufRead>>,
    pub first: Trace,
    /// The number of its line.
    number: usize,
}

impl Data {
    /// A file whose first trace has been read.
    pub fn open(path: &Path) -> Result<Self> {
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
    pub fn gather<T: Task>(&mut self) -> Result<Sequences> {
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
