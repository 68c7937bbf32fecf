//! Reading traces: the format that [`npi_runtime::trace`] documents.

use std::io::BufRead;

use anyhow::{Context, Result, bail, ensure};
use npi_format::Slot;
use npi_runtime::{Call, Decision, Program, Symbols, Task};
use serde::Deserialize;

use crate::sequence::{Calls, Sequences};

/// A trace, as it stands in a file.
#[derive(Debug, Clone, Deserialize)]
pub struct Trace {
    /// The format's version.
    pub npi: u32,
    /// The task's name.
    pub task: String,
    /// The problem.
    pub problem: String,
    /// The model's checksum, or `teacher`.
    pub model: String,
    /// What happened.
    pub steps: Vec<Step>,
    /// What stood in the world at the end; none if the run failed.
    #[serde(default)]
    pub answer: Option<String>,
}

/// A step of a trace.
#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    /// Frames below the one that stepped.
    pub depth: usize,
    /// Steps that this call had taken before.
    pub step: u32,
    /// The program that stepped.
    pub program: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// What it saw.
    pub sees: Vec<String>,
    /// The program that it calls.
    pub call: String,
    /// With these arguments.
    pub with: Vec<String>,
    /// Whether it ends.
    pub end: bool,
    /// The score of `end`, in 2^-16 logits.
    #[serde(default)]
    pub score: Option<i32>,
    /// The margins of the program and of the arguments, in 2^-16 logits.
    #[serde(default)]
    pub margins: Option<[Option<i32>; 2]>,
    /// The hidden state after the step, in 128ths.
    #[serde(default)]
    pub hidden: Vec<i8>,
}

/// What a step says, in its task's own symbols.
#[derive(Debug, Clone, Copy)]
pub struct Moment<T: Task> {
    /// The call that stepped.
    pub call: Call<T::Arguments>,
    /// What it saw.
    pub seen: T::Observation,
    /// What it decided.
    pub decision: Decision<T::Arguments>,
}

impl Step {
    /// The call that stepped, what it saw and what it decided, in the task's own symbols.
    ///
    /// # Errors
    /// If it names a program or a symbol that the task does not have.
    pub fn read<T: Task>(&self) -> Result<Moment<T>> {
        let call = self::call::<T>(&self.program, &self.arguments)?;
        ensure!(call.program.index().is_some(), "expected a learned program, found `{}`", self.program);
        let decision = Decision { call: self::call::<T>(&self.call, &self.with)?, end: self.end };
        Ok(Moment { call, seen: symbols(T::SIGNATURE.observation, &self.sees)?, decision })
    }
}

impl Trace {
    /// Parses one line.
    ///
    /// # Errors
    /// If it is not a trace of this version.
    pub fn parse(line: &[u8]) -> Result<Self> {
        let trace: Self =
            serde_json::from_slice(line).context("expected a trace; hint: make one with `npi generate`")?;
        let (found, known) = (trace.npi, npi_runtime::trace::VERSION as u32);
        ensure!(found == known, "expected a trace of version {known}, found {found}");
        Ok(trace)
    }
}

/// Calls `each` with the number of its line, from 1, and every trace of a file.
///
/// # Errors
/// If a line cannot be read or parsed, there is none, or `each` fails: with the line's number.
pub fn for_each(input: impl BufRead, mut each: impl FnMut(usize, Trace) -> Result<()>) -> Result<()> {
    let mut found = false;
    for (number, line) in (1..).zip(input.split(b'\n')) {
        let line = line?;
        if !line.trim_ascii().is_empty() {
            found = true;
            Trace::parse(&line)
                .and_then(|trace| each(number, trace))
                .with_context(|| format!("line {number}"))?;
        }
    }
    ensure!(found, "expected traces, found an empty file; hint: make some with `npi generate`");
    Ok(())
}

/// Adds the sequences of a trace's calls.
///
/// # Errors
/// If it names a program or a symbol that the task does not have, or its calls are not nested.
pub fn collect<T: Task>(trace: &Trace, into: &mut Sequences) -> Result<()> {
    let (signature, mut calls) = (T::SIGNATURE, Calls::<T>::default());
    ensure!(trace.task == signature.task, "expected traces of `{}`, found `{}`", signature.task, trace.task);
    for (index, step) in trace.steps.iter().enumerate() {
        let Moment { call, seen, decision } = step.read::<T>().with_context(|| format!("step {index}"))?;
        if let Some(sequence) = calls.step(&call, step.step == 0, seen, decision) {
            into.add(sequence);
        }
    }
    Ok(())
}

fn call<T: Task>(name: &str, arguments: &[String]) -> Result<Call<T::Arguments>> {
    let signature = T::SIGNATURE;
    let named = |id: &u8| Program(*id).name(&signature) == name;
    let Some(id) = (0..=u8::MAX).take(2 + signature.programs.len()).find(named) else {
        bail!("expected a program of `{}`, found `{name}`", signature.task);
    };
    let taken = if Program(id).takes_arguments(&signature) { signature.arguments } else { &[] };
    Ok(Call { program: Program(id), arguments: symbols(taken, arguments)? })
}

/// Symbols by name; as many as there are slots.
fn symbols<S: Symbols>(slots: &[Slot], names: &[String]) -> Result<S> {
    ensure!(slots.len() == names.len(), "expected {} symbols, found {}", slots.len(), names.len());
    let mut symbols = S::ZERO;
    for ((symbol, slot), name) in symbols.as_mut().iter_mut().zip(slots).zip(names) {
        let found = slot.symbols.iter().position(|known| known == name);
        *symbol = found.with_context(|| format!("expected a symbol of {}, found `{name}`", slot.name))? as u8;
    }
    Ok(symbols)
}

#[cfg(test)]
mod tests {
    use npi_runtime::{Addition, Teacher};

    use super::*;
    use crate::record::run_traced;

    /// Blank lines count, so that the number is the one that an editor shows; an error names it, too.
    #[test]
    fn every_trace_comes_with_its_lines_number() {
        let mut trace = String::new();
        run_traced::<Addition, _>(Teacher::<Addition>::new(), "1+2", None, |_| Vec::new(), &mut trace)
            .unwrap();
        let (file, mut numbers) = (format!("\n{trace}\n \n{trace}{trace}"), Vec::new());
        let each = |number, _| {
            numbers.push(number);
            ensure!(numbers.len() < 3, "the third");
            Ok(())
        };
        let error = for_each(file.as_bytes(), each).unwrap_err();
        assert_eq!((format!("{error:#}").as_str(), &numbers[..]), ("line 6: the third", &[2, 5, 6][..]));
    }
}
