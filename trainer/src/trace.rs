//! Reading traces: the format that [`npi_runtime::trace`] documents.

use std::io::{BufRead, Read};

use npi_format::Slot;
use npi_runtime::{Call, Decision, Program, Symbols, Task};
use serde::Deserialize;

use crate::error::{Context, Result, bail, ensure};
use crate::nesting::Place;
use crate::record::world;
use crate::sequence::{Calls, Sequences};

/// The most bytes of a trace: that of two million steps fits.
pub const LONGEST: u64 = 512 << 20;

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
    /// What it saw of each slot; none where its program sees nothing.
    pub sees: Vec<Option<String>>,
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
    /// What it saw: its program's view.
    pub view: T::Observation,
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
        Ok(Moment { call, view: view::<T>(call.program, &self.sees)?, decision })
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

/// The lines of a file of traces; blank ones do not count.
pub struct Lines<R> {
    input: R,
    number: usize,
    longest: u64,
}

impl<R: BufRead> Lines<R> {
    /// Lines that nobody has read yet.
    #[must_use]
    pub fn new(input: R) -> Self {
        Self { input, number: 1, longest: LONGEST }
    }

    /// The number of this line; the first one's is 1.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// Goes to the next line; whether there is one.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn is_there(&mut self) -> Result<bool> {
        loop {
            let bytes = self.input.fill_buf()?;
            let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace());
            let (blank, ends) =
                blank.fold((0, 0), |(all, ends), &byte| (all + 1, ends + usize::from(byte == b'\n')));
            let (found, over) = (blank < bytes.len(), bytes.is_empty());
            self.number += ends;
            self.input.consume(blank);
            if found || over {
                return Ok(found);
            }
        }
    }

    /// Leaves out this line, whatever is in it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn skip(&mut self) -> Result<()> {
        self.number += 1;
        self.input.skip_until(b'\n')?;
        Ok(())
    }

    /// Reads this line with whatever can be made of it.
    ///
    /// # Errors
    /// If it cannot be read, does not begin as a trace does, is longer than [`LONGEST`], or `make` refuses it.
    pub fn read<M>(&mut self, make: impl FnOnce(&[u8]) -> Result<M>) -> Result<M> {
        let number = self.number;
        self.bytes().and_then(|line| make(&line)).with_context(|| format!("line {number}"))
    }

    fn bytes(&mut self) -> Result<Vec<u8>> {
        let starts = self.input.fill_buf()?.first() == Some(&b'{');
        ensure!(starts, "expected a trace, found something else; hint: make one with `npi generate`");
        let (longest, mut line) = (self.longest, Vec::new());
        self.input.by_ref().take(longest + 1).read_until(b'\n', &mut line)?;
        ensure!(line.len() as u64 <= longest, "expected a trace of at most {longest} bytes, found more");
        self.number += 1;
        Ok(line)
    }
}

/// Adds the sequences of a trace's calls.
///
/// # Errors
/// If it names a program or a symbol that the task does not have, or its calls are not nested.
pub fn collect<T: Task>(trace: &Trace, into: &mut Sequences) -> Result<()> {
    let expected = T::SIGNATURE.task;
    ensure!(trace.task == expected, "expected traces of `{expected}`, found `{}`", trace.task);
    let problem = trace.problem.as_bytes();
    let start = T::start(&world::<T>(problem, &mut vec![0; T::memory(problem)])?);
    let mut calls = Calls::<T>::start(start);
    for (index, step) in trace.steps.iter().enumerate() {
        let Moment { call, view, decision } = step.read::<T>().with_context(|| format!("step {index}"))?;
        let place = Place { call, depth: step.depth, taken: step.step };
        let ended = calls.step(place, view, decision).with_context(|| format!("step {index}"))?;
        ended.into_iter().for_each(|sequence| into.add(sequence));
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

/// A view by the names of what is seen; as many as there are slots.
fn view<T: Task>(program: Program, names: &[Option<String>]) -> Result<T::Observation> {
    let slots = T::SIGNATURE.observation;
    ensure!(slots.len() == names.len(), "expected {} slots that it sees, found {}", slots.len(), names.len());
    let mut view = T::Observation::ZERO;
    for (index, (symbol, (slot, name))) in view.as_mut().iter_mut().zip(slots.iter().zip(names)).enumerate() {
        let sees = program.sees(&T::SIGNATURE, index);
        let mut symbols = (0..slot.symbols.len()).map(|symbol| sees.look(symbol as u8));
        let found = symbols.find(|&symbol| sees.name(slot, symbol) == name.as_deref());
        let shown = name.as_deref().unwrap_or("nothing");
        *symbol =
            found.with_context(|| format!("expected what it sees of {}, found `{shown}`", slot.name))?;
    }
    Ok(view)
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
    use npi_runtime::Teacher;
    use npi_tasks::Addition;

    use super::*;
    use crate::record::run_traced;

    fn trace(problem: &str) -> Trace {
        let mut text = String::new();
        run_traced::<Addition, _>(Teacher::<Addition>::new(), problem, None, |_| Vec::new(), &mut text)
            .unwrap();
        Trace::parse(text.as_bytes()).unwrap()
    }

    /// A trace whose steps were changed is refused, and it is said why.
    #[track_caller]
    fn check(change: impl FnOnce(&mut Vec<Step>), says: &str) {
        let mut changed = trace("579+1221");
        change(&mut changed.steps);
        let error = collect::<Addition>(&changed, &mut Sequences::default()).unwrap_err().to_string();
        assert!(error.contains(says), "expected `{says}` in: {error}");
    }

    /// Steps that do not follow from one another teach nothing that the interpreter could do.
    #[test]
    fn calls_that_are_not_nested_are_refused() {
        check(|steps| drop(steps.remove(0)), "step 0: expected depth 0, found 1");
        check(|steps| drop(steps.remove(2)), "step 2: expected");
        check(|steps| steps[3].depth = 7, "step 3: expected depth 1, found 7");
        check(|steps| steps[4].step = 0, "step 4: expected step 1 of its call, found 0");
        check(
            |steps| steps[0].call = "LSHIFT".to_owned(),
            "step 1: expected a step of the program that was called",
        );
        check(|steps| steps.extend(steps.clone()), "expected the end: the first program has ended");
        collect::<Addition>(&trace("579+1221"), &mut Sequences::default()).unwrap();
    }

    /// Calls within calls without an end are more than any network can do; one call may go on for as long as it likes, as loops do.
    #[test]
    fn calls_without_an_end_are_refused() {
        let deeper = |steps: &mut Vec<Step>| {
            let step = |depth| Step { depth, call: "ADD".to_owned(), ..steps[0].clone() };
            *steps = (0..100).map(step).collect();
        };
        check(deeper, "step 2: expected at most 2 calls within each other");
    }

    /// A line is not read to its end before it is clear that it is a trace, and one of a sensible length.
    #[test]
    fn lines_are_bounded() {
        let read = |text: &'static [u8], longest| {
            let mut lines = Lines { longest, ..Lines::new(text) };
            assert!(lines.is_there().unwrap());
            lines.read(|line| Ok(line.len())).map_err(|error| error.to_string())
        };
        assert_eq!(read(b"\n \n  {...}\nnext", 6), Ok(6));
        assert_eq!(
            read(b"\n{...}\n", 5).unwrap_err(),
            "line 2: expected a trace of at most 5 bytes, found more"
        );
        assert!(read(b"\x00{", 5).unwrap_err().starts_with("line 1: expected a trace"));
    }

    /// Blank lines count, so that the number is the one that an editor shows; an error names it, too.
    #[test]
    fn every_trace_has_its_lines_number() {
        let (mut lines, mut numbers) = (Lines::new(&b"\n{1}\n \n{2}\n{3}"[..]), Vec::new());
        while lines.is_there().unwrap() {
            numbers.push(lines.number());
            let error = lines.read(|_| -> Result<()> { bail!("wrong") }).unwrap_err().to_string();
            assert_eq!(error, format!("line {}: wrong", numbers[numbers.len() - 1]));
        }
        assert_eq!(numbers, [2, 4, 5]);
    }
}
