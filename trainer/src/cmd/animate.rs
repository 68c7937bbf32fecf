//! `npi animate`: shows a run, step by step.

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::animate::{Storyboard, text};
use crate::cli::Outcome;
use crate::files;

/// Show a run, step by step: in the terminal, or as a file.
#[derive(Debug, Args)]
#[command(
    after_help = "examples:\n  npi run addition 579 1221 --trace t.json && npi animate t.json\n  npi generate addition | npi animate - --idx 1\n  npi animate t.json --svg sum.svg"
)]
pub struct Cmd {
    /// The traces, one a line; `-` is standard input.
    trace: PathBuf,
    /// Which trace of the file; 0 is the first.
    #[arg(long, default_value_t = 0)]
    idx: usize,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A file that is not a trace or does not have so many, or one that cannot be written.
    pub fn run(self) -> Result<Outcome> {
        let board = read(&self.trace, self.idx).with_context(|| self.trace.display().to_string())?;
        text::write(&board, &mut io::BufWriter::new(io::stdout().lock()))?;
        Ok(Outcome::Done)
    }
}

/// The trace number `idx` of a file; the others are not parsed.
fn read(path: &Path, idx: usize) -> Result<Storyboard> {
    let (mut input, mut line, mut found) = (files::open(path)?, Vec::new(), 0);
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if !line.trim_ascii().is_empty() {
            if found == idx {
                return Storyboard::parse(&line).with_context(|| format!("line {number}"));
            }
            found += 1;
        }
    }
    ensure!(found > 0, "expected traces, found an empty file; hint: make one with `npi run --trace`");
    anyhow::bail!("expected a trace number {idx}, found {found} traces; hint: --idx counts from 0")
}
