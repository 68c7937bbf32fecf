//! What is written of a problem: its answer, the hash of its run, or both as JSON.

use std::io::Write;

use npi_format::Model;
use npi_runtime::trace::Hash;
use npi_runtime::{Environment, Network, Task};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::json;
use crate::record::{HIDDEN, network, solve, solve_hashed, write_answer};

/// How what came of a problem is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    /// With the hash of its run.
    pub hash: bool,
    /// As a JSON object.
    pub json: bool,
}

/// A network that solves problem after problem.
pub struct Solver<'m, T: Task> {
    network: Network<'m, T, HIDDEN>,
    /// Hidden units of the network.
    units: usize,
    form: Form,
    memory: Vec<u8>,
}

impl<T: Task> Clone for Solver<'_, T> {
    fn clone(&self) -> Self {
        Self { memory: Vec::new(), ..*self }
    }
}

/// What came of a problem, for machines.
#[derive(Debug, Serialize)]
struct Row<'r> {
    task: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// None if the line is no text, or too long.
    problem: Option<&'r str>,
    answer: Option<String>,
    error: Option<String>,
    steps: Option<usize>,
    /// There if it was asked for, and nothing if there was no run to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<Option<String>>,
}

/// A run that came to its end.
struct Solved<W> {
    world: W,
    steps: usize,
    hash: Option<Hash>,
}

impl<'m, T: Task> Solver<'m, T> {
    /// The solver of a model.
    ///
    /// # Errors
    /// If the model is of another task, or too large.
    pub fn new(model: &Model<'m>, form: Form) -> Result<Self> {
        Ok(Self { network: network(model)?, units: model.hidden(), form, memory: Vec::new() })
    }

    /// Solves a problem and writes what came of it; gives the error if it has no answer, of which only JSON writes anything.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn solve(&mut self, problem: &str, out: &mut impl Write) -> Result<Option<Error>> {
        let Self { network, units, form, memory } = self;
        let row = Row::of::<T>(*form, None, Some(problem));
        write(*form, row, run::<T>(*network, *units, *form, problem, memory).map(Some), out)
    }

    /// As [`Solver::solve`], of the problem that was read from a line of this number, from one; a blank line is answered by an empty one, or
    /// by an object without answer and error.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn answer(
        &mut self,
        number: usize,
        read: Result<&str>,
        out: &mut impl Write,
    ) -> Result<Option<Error>> {
        let Self { network, units, form, memory } = self;
        let row = Row::of::<T>(*form, Some(number), read.as_ref().ok().copied());
        let solved = read.and_then(|problem| match problem {
            "" => Ok(None),
            _ => run::<T>(*network, *units, *form, problem, memory).map(Some),
        });
        write(*form, row, solved, out)
    }

    /// Whether lines without an answer are left empty: JSON says why there is none.
    #[must_use]
    pub fn leaves_lines_empty(&self) -> bool {
        !self.form.json
    }
}

/// Runs the network on a problem.
fn run<'w, T: Task>(
    network: Network<'_, T, HIDDEN>,
    units: usize,
    form: Form,
    problem: &str,
    memory: &'w mut Vec<u8>,
) -> Result<Solved<T::World<'w>>> {
    if form.hash {
        let (world, steps, hash) = solve_hashed::<T>(network, units, problem.as_bytes(), memory)?;
        return Ok(Solved { world, steps, hash: Some(hash) });
    }
    let (world, steps) = solve::<T>(network, problem.as_bytes(), memory)?;
    Ok(Solved { world, steps, hash: None })
}

/// Writes what came of a problem; gives the error if it has no answer.
fn write<W: Environment>(
    form: Form,
    row: Row<'_>,
    solved: Result<Option<Solved<W>>>,
    out: &mut impl Write,
) -> Result<Option<Error>> {
    match &solved {
        _ if form.json => out.write_all(json::line(&row.filled(&solved)?)?.as_bytes())?,
        Ok(Some(Solved { steps, hash: Some(Hash(hash)), .. })) => {
            writeln!(out, "{steps} steps, hash {hash:016x}")?
        }
        Ok(Some(solved)) => write_answer(&solved.world, out)?,
        Ok(None) => out.write_all(b"\n")?,
        Err(_) => {}
    }
    Ok(solved.err())
}

impl<'r> Row<'r> {
    /// The row of a problem that has not been solved yet.
    fn of<T: Task>(form: Form, line: Option<usize>, problem: Option<&'r str>) -> Self {
        let task = T::SIGNATURE.task;
        Self { task, line, problem, answer: None, error: None, steps: None, hash: form.hash.then_some(None) }
    }

    /// The row with what came of the problem.
    fn filled<W: Environment>(mut self, solved: &Result<Option<Solved<W>>>) -> Result<Self> {
        match solved {
            Ok(Some(Solved { world, steps, hash })) => {
                let mut answer = String::new();
                world.answer(&mut answer)?;
                self.answer = Some(answer);
                self.steps = Some(*steps);
                self.hash = hash.map(|Hash(hash)| Some(format!("{hash:016x}")));
            }
            Ok(None) => {}
            Err(error) => self.error = Some(error.to_string()),
        }
        Ok(self)
    }
}
