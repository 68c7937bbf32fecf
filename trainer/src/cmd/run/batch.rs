//! `npi run TASK -`: a problem a line, an answer a line.

use std::io::{self, BufRead, Read, Write};
use std::str::Utf8Error;

use npi_runtime::{Policy, Task};

use crate::error::{Context, Error, Fault, Result, ensure};
use crate::outcome::Outcome;
use crate::record::{solve, write_answer};
use crate::talk::complain;

/// The longest line that is read, in bytes: sums of eight million digits.
pub const LONGEST: usize = 1 << 24;

/// Answers each line of `input` with a line of `out`. A blank line, and one without an answer, get an empty line, so
/// that answers stand where their problems do; why there is none goes to standard error, with the line's number.
///
/// # Errors
/// An input without lines, and one that cannot be read; an output that cannot be written; bad lines, at the end,
/// or, if `strict`, at the first line without an answer, and why there is none.
pub fn answer_all<T: Task>(
    network: impl Policy<T> + Copy,
    input: impl BufRead,
    out: &mut impl Write,
    strict: bool,
) -> Result<Outcome> {
    let (mut lines, mut memory, mut tally) = (Lines::new(input), Vec::new(), Tally::default());
    while let Some(line) = lines.next()? {
        let solved = line.and_then(|problem| solve_line::<T>(network, problem, &mut memory));
        match solved.with_context(|| format!("line {}", lines.number)) {
            Ok(Some(world)) => write_answer(&world, out)?,
            Ok(None) => out.write_all(b"\n")?,
            Err(error) if strict => return Err(error),
            Err(error) => {
                tally.note(&error);
                complain(&error);
                out.write_all(b"\n")?;
            }
        }
        out.flush()?;
    }
    tally.outcome(lines.number)
}

/// The world with a line's answer; none for a blank line.
fn solve_line<'m, T: Task>(
    network: impl Policy<T>,
    line: &[u8],
    memory: &'m mut Vec<u8>,
) -> Result<Option<T::World<'m>>> {
    let solved = |problem: &str| Ok(solve::<T>(network, problem.as_bytes(), memory)?.0);
    problem(line)?.map(solved).transpose()
}

/// The problem that stands in a line; none in a blank one.
///
/// # Errors
/// If it is not UTF-8.
pub(crate) fn problem(line: &[u8]) -> Result<Option<&str>> {
    let found = |error: Utf8Error| {
        Error::input(format_args!("expected UTF-8, found something else at byte {}", error.valid_up_to() + 1))
    };
    let problem = std::str::from_utf8(line.trim_ascii()).map_err(found)?;
    Ok(Some(problem).filter(|problem| !problem.is_empty()))
}

/// The lines of a file, of which only so much is kept as a line may be long.
pub(crate) struct Lines<R> {
    input: R,
    line: Vec<u8>,
    /// Lines read so far.
    pub(crate) number: usize,
}

impl<R: BufRead> Lines<R> {
    /// Lines that nobody has read yet.
    pub(crate) fn new(input: R) -> Self {
        Self { input, line: Vec::new(), number: 0 }
    }

    /// The next line, or what is wrong with it; none at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Result<&[u8]>>> {
        self.line.clear();
        if self.input.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.line.len() <= LONGEST || self.line.ends_with(b"\n") {
            return Ok(Some(Ok(&self.line)));
        }
        self.input.skip_until(b'\n')?;
        Ok(Some(Err(Error::input(format_args!("expected at most {LONGEST} bytes, found more")))))
    }
}

/// Lines without an answer.
#[derive(Default)]
struct Tally {
    /// Those that are no problems.
    bad: usize,
    /// Those on which the network went astray.
    failed: usize,
}

impl Tally {
    fn note(&mut self, error: &Error) {
        *if error.fault() == Fault::Run { &mut self.failed } else { &mut self.bad } += 1;
    }

    /// How it ends after so many lines.
    fn outcome(&self, lines: usize) -> Result<Outcome> {
        ensure!(lines > 0, "expected problems, found an empty input");
        ensure!(self.bad == 0, "expected {lines} problems, found {} lines that are none", self.bad);
        Ok(if self.failed > 0 { Outcome::Refuted } else { Outcome::Done })
    }
}
