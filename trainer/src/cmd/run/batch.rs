//! `npi run TASK -`: a problem a line, an answer a line.

use std::io::{self, BufRead, BufReader, Read, Write};

use npi_runtime::Task;

use super::answer::Solver;
use super::pool::{Line, answer_lines};
use crate::error::{Error, Fault, Result, ensure};
use crate::outcome::Outcome;
use crate::plural::counted;
use crate::talk::complain;

/// The longest line that is read, in bytes: sums of eight million digits.
pub const LONGEST: usize = 1 << 24;

/// Answers each line of standard input with a line of `out`, by `jobs` workers. A blank line, and one without an answer, get an empty line, or in JSON an object
/// that says why there is none, so that answers stand where their problems do; why there is none goes to standard error, too, with the
/// line's number.
///
/// # Errors
/// An input without lines, and one that cannot be read; an output that cannot be written; bad lines, at the end,
/// or, if `strict`, at the first line without an answer, and why there is none.
pub fn answer_all<T: Task>(
    solver: &Solver<'_, T>,
    jobs: usize,
    out: &mut impl Write,
    strict: bool,
) -> Result<Outcome> {
    let (mut tally, mut lines) = (Tally::default(), 0);
    answer_lines(solver, jobs, |(answer, error)| {
        lines += 1;
        out.write_all(&answer)?;
        if let Some(error) = error {
            if strict {
                return Err(error);
            }
            tally.note(&error);
            complain(&error);
            if solver.leaves_lines_empty() {
                out.write_all(b"\n")?;
            }
        }
        Ok(out.flush()?)
    })?;
    tally.outcome(lines)
}

/// The text of a line, without the blanks around it.
///
/// # Errors
/// If it is not UTF-8.
pub(crate) fn text(line: &[u8]) -> Result<&str> {
    let line = line.trim_ascii();
    std::str::from_utf8(line).map_err(|error| {
        let before = String::from_utf8_lossy(&line[..error.valid_up_to()]).chars().count();
        Error::input(format_args!("expected UTF-8, found something else at character {}", before + 1))
    })
}

/// The lines of a file, of which only so much is kept as a line may be long.
pub(crate) struct Lines<R> {
    input: R,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Lines that nobody has read yet.
    pub(crate) fn new(input: R) -> Self {
        Self { input, line: Vec::new() }
    }

    /// Reads the next line, or finds out what is wrong with it; none at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Result<&[u8]>>> {
        self.line.clear();
        if self.input.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        if self.line.len() <= LONGEST || self.line.ends_with(b"\n") {
            return Ok(Some(Ok(&self.line)));
        }
        self.input.skip_until(b'\n')?;
        Ok(Some(Err(Error::input(format_args!("expected at most {LONGEST} bytes, found more")))))
    }
}

impl<R: Read> Lines<BufReader<R>> {
    /// Reads the next line, and those behind it that can be had without waiting; none at the end.
    pub(super) fn all_there(&mut self) -> io::Result<Vec<Line>> {
        let mut lines = Vec::new();
        while let Some(line) = self.next()? {
            lines.push(line.map(<[u8]>::to_vec));
            if !self.input.buffer().contains(&b'\n') {
                break;
            }
        }
        Ok(lines)
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
        let (bad, lines) = (self.bad, counted(lines, "problem"));
        let are = if bad == 1 { "is" } else { "are" };
        ensure!(bad == 0, "expected {lines}, found {} that {are} none", counted(bad, "line"));
        Ok(if self.failed > 0 { Outcome::Refuted } else { Outcome::Done })
    }
}
