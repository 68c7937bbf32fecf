//! The one trace format, written without a heap and without `core::fmt`'s machinery.
//!
//! A trace is one JSON object on one line; a file may hold many lines. Version 2:
//!
//! | key | value |
//! |---|---|
//! | `npi` | the format's version, 2 |
//! | `task`, `problem` | strings |
//! | `model` | the blob's CRC-32 in 8 hex digits, or `"teacher"` |
//! | `steps` | the steps, each an object as below |
//! | `answer` | what stands in the world at the end; absent if the run failed |
//!
//! | key of a step | value |
//! |---|---|
//! | `depth` | frames below the one that stepped |
//! | `step` | steps that this call had taken before; 0 begins a call |
//! | `program`, `arguments` | the call that stepped; arguments by name, `[]` if it takes none |
//! | `sees` | what its program sees of each slot: a symbol's name, a group's name, or `null` for nothing |
//! | `call`, `with` | the program that it calls, and its arguments |
//! | `end` | whether it ends with that |
//! | `score` | the score of `end`, in 2^-16 logits; networks only |
//! | `margins` | the margins of the program and of the arguments (`null` if none), in 2^-16 logits |
//! | `hidden` | the hidden state after the step, in 128ths; networks only, and optional |
//!
//! # Example
//!
//! ```
//! use npi_runtime::trace::{Escaped, TraceWriter};
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::Sorting;
//! let mut memory = [0; 64];
//! let mut world = Sorting::world(b"2 1", &mut memory)?;
//! let mut line = String::new();
//! let mut trace = TraceWriter::begin(&mut line, &Sorting::SIGNATURE, "2 1", None)?;
//! let mut written = Ok(());
//! solve::<Sorting, _>(Teacher::new(), &mut world, |event, _| written = written.and(trace.step(event, [])))?;
//! written?;
//! trace.finish(Some(|out: &mut Escaped<'_, _>| world.answer(out).map_err(|_| core::fmt::Error)))?;
//! assert!(line.starts_with(r#"{"npi":2,"task":"sorting","problem":"2 1","model":"teacher","steps":["#), "{line}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod hash;

use core::fmt::{Result, Write};

pub use hash::{Hash, Word};

use crate::task::Signature;
use crate::{Call, Event, Evidence, Program, Symbols, Task};

/// The version of the format.
pub const VERSION: i32 = 2;

/// Writes one trace, piece by piece, as a run goes on.
#[derive(Debug)]
pub struct TraceWriter<W> {
    out: W,
    steps: usize,
}

impl<W: Write> TraceWriter<W> {
    /// Writes what comes before the first step. `model` is the blob's checksum, none for the teacher.
    ///
    /// # Errors
    /// Those of `out`, here and below.
    pub fn begin(
        out: W,
        signature: &Signature,
        problem: &str,
        model: Option<u32>,
    ) -> core::result::Result<Self, core::fmt::Error> {
        Self::begin_with(out, signature, |out| out.write_str(problem), model)
    }

    /// As [`TraceWriter::begin`], for a problem that `problem` writes: where there is no room for its text.
    ///
    /// # Errors
    /// Those of `out` and of `problem`.
    pub fn begin_with(
        mut out: W,
        signature: &Signature,
        problem: impl FnOnce(&mut Escaped<'_, W>) -> Result,
        model: Option<u32>,
    ) -> core::result::Result<Self, core::fmt::Error> {
        out.write_str("{\"npi\":")?;
        integer(&mut out, VERSION)?;
        out.write_str(",\"task\":")?;
        string(&mut out, signature.task)?;
        out.write_str(",\"problem\":")?;
        out.write_char('"')?;
        problem(&mut Escaped(&mut out))?;
        out.write_str("\",\"model\":\"")?;
        match model {
            Some(checksum) => hex(&mut out, checksum)?,
            None => out.write_str("teacher")?,
        }
        out.write_str("\",\"steps\":[")?;
        Ok(Self { out, steps: 0 })
    }

    /// Writes a step, with the hidden state after it if there is one.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn step<T: Task>(&mut self, event: &Event<T>, hidden: impl IntoIterator<Item = i8>) -> Result {
        let (out, signature) = (&mut self.out, T::SIGNATURE);
        out.write_str(if self.steps == 0 { "{\"depth\":" } else { ",{\"depth\":" })?;
        self.steps += 1;
        integer(out, event.depth as i32)?;
        out.write_str(",\"step\":")?;
        integer(out, event.step as i32)?;
        call(out, &signature, ["program", "arguments"], &event.call)?;
        out.write_str(",\"sees\":")?;
        sees(out, &signature, event.call.program, event.view.as_ref())?;
        call(out, &signature, ["call", "with"], &event.decision.call)?;
        out.write_str(if event.decision.end { ",\"end\":true" } else { ",\"end\":false" })?;
        if let Some(found) = event.evidence {
            evidence(out, found)?;
        }
        let mut before = ",\"hidden\":[";
        for value in hidden {
            out.write_str(before)?;
            integer(out, value.into())?;
            before = ",";
        }
        out.write_str(if before == "," { "]}" } else { "}" })
    }

    /// Writes the end; `answer` writes the answer, and gives back what it was lent.
    ///
    /// # Errors
    /// Those of the writer and of `answer`.
    pub fn finish(mut self, answer: Option<impl FnOnce(&mut Escaped<'_, W>) -> Result>) -> Result {
        self.out.write_char(']')?;
        if let Some(answer) = answer {
            self.out.write_str(",\"answer\":\"")?;
            answer(&mut Escaped(&mut self.out))?;
            self.out.write_char('"')?;
        }
        self.out.write_str("}\n")
    }
}

/// Writes into a JSON string.
#[derive(Debug)]
pub struct Escaped<'w, W>(&'w mut W);

impl<W: Write> Write for Escaped<'_, W> {
    fn write_str(&mut self, text: &str) -> Result {
        text.chars().try_for_each(|character| self.write_char(character))
    }

    fn write_char(&mut self, character: char) -> Result {
        match character {
            '"' => self.0.write_str("\\\""),
            '\\' => self.0.write_str("\\\\"),
            '\0'..=' ' if character != ' ' => {
                self.0.write_str("\\u00")?;
                hex_digits(self.0, u32::from(character), 2)
            }
            _ => self.0.write_char(character),
        }
    }
}

fn string<W: Write>(out: &mut W, text: &str) -> Result {
    out.write_char('"')?;
    Escaped(out).write_str(text)?;
    out.write_char('"')
}

fn call<W: Write, A: Symbols>(out: &mut W, signature: &Signature, keys: [&str; 2], call: &Call<A>) -> Result {
    let taken = if call.program.takes_arguments(signature) { signature.arguments } else { &[] };
    for key in [",\"", keys[0], "\":"] {
        out.write_str(key)?;
    }
    string(out, call.program.name(signature))?;
    for key in [",\"", keys[1], "\":"] {
        out.write_str(key)?;
    }
    symbols(out, taken, call.arguments.as_ref())
}

fn symbols<W: Write>(out: &mut W, slots: &[npi_format::Slot], symbols: &[u8]) -> Result {
    let names = slots.iter().zip(symbols).map(|(slot, &symbol)| slot.symbols.get(usize::from(symbol)));
    list(out, names, |out, name| string(out, name.unwrap_or(&"?")))
}

/// What a program sees of each slot.
fn sees<W: Write>(out: &mut W, signature: &Signature, program: Program, view: &[u8]) -> Result {
    let slots = signature.observation.iter().zip(view).enumerate();
    let names = slots.map(|(index, (slot, &symbol))| program.sees(signature, index).name(slot, symbol));
    list(out, names, |out, name| match name {
        Some(name) => string(out, name),
        None => out.write_str("null"),
    })
}

fn evidence<W: Write>(out: &mut W, evidence: Evidence) -> Result {
    out.write_str(",\"score\":")?;
    integer(out, evidence.end)?;
    out.write_str(",\"margins\":")?;
    list(out, [Some(evidence.program), evidence.arguments].into_iter(), |out, margin| match margin {
        Some(margin) => integer(out, margin),
        None => out.write_str("null"),
    })
}

fn list<W: Write, I>(
    out: &mut W,
    items: impl Iterator<Item = I>,
    mut item: impl FnMut(&mut W, I) -> Result,
) -> Result {
    out.write_char('[')?;
    for (index, value) in items.enumerate() {
        if index > 0 {
            out.write_char(',')?;
        }
        item(out, value)?;
    }
    out.write_char(']')
}

/// Writes a decimal integer.
///
/// # Errors
/// Those of `out`.
pub fn integer<W: Write>(out: &mut W, value: i32) -> Result {
    if value < 0 {
        out.write_char('-')?;
    }
    natural(out, value.unsigned_abs())
}

/// Writes a decimal integer that is not negative, without a division: a Cortex-M0 takes 400 bytes of flash for one.
///
/// # Errors
/// Those of `out`.
pub fn natural<W: Write>(out: &mut W, value: u32) -> Result {
    const POWERS: [u32; 10] =
        [1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
    let mut rest = value;
    for power in POWERS {
        let mut digit = b'0';
        while rest >= power {
            rest -= power;
            digit += 1;
        }
        if value >= power || power == 1 {
            out.write_char(char::from(digit))?;
        }
    }
    Ok(())
}

/// Writes eight hexadecimal digits.
///
/// # Errors
/// Those of `out`.
pub fn hex<W: Write>(out: &mut W, value: u32) -> Result {
    hex_digits(out, value, 8)
}

fn hex_digits<W: Write>(out: &mut W, value: u32, digits: u32) -> Result {
    for place in (0..digits).rev() {
        let digit = (value >> (4 * place) & 15) as u8;
        out.write_char(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }))?;
    }
    Ok(())
}
