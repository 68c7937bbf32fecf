//! `npi animate`: shows a run, step by step.

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::animate::{Storyboard, cast, html, player, svg, text};
use crate::files::{self, Sink};
use crate::outcome::Outcome;
use crate::shown::shown;

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
    #[command(flatten)]
    into: Outputs,
}

/// What to write instead of showing it; `-` is standard output.
#[derive(Debug, Args)]
#[group(multiple = true)]
struct Outputs {
    /// Write one animated picture, without a script.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Write one page, to be opened in a browser; it needs no network.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write an asciicast, to be played by asciinema.
    #[arg(long, value_name = "FILE")]
    cast: Option<PathBuf>,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A file that is not a trace or does not have so many, or one that cannot be written.
    pub fn run(self) -> Result<Outcome> {
        let board = read(&self.trace, self.idx).with_context(|| shown(&self.trace))?;
        if !self.into.write(&board)? {
            show(&board)?;
        }
        Ok(Outcome::Done)
    }
}

impl Outputs {
    /// Writes what is asked for; whether that is anything.
    fn write(&self, board: &Storyboard) -> Result<bool> {
        if let Some(path) = &self.svg {
            files::write(path, svg::picture(board)?.as_bytes())?;
        }
        if let Some(path) = &self.html {
            save(path, |sink| html::write(board, sink))?;
        }
        if let Some(path) = &self.cast {
            save(path, |sink| cast::write(board, sink))?;
        }
        Ok(self.svg.is_some() || self.html.is_some() || self.cast.is_some())
    }
}

fn save(path: &Path, write: impl FnOnce(&mut Sink) -> io::Result<()>) -> Result<()> {
    let mut sink = Sink::create(path)?;
    write(&mut sink).with_context(|| format!("cannot write {}", shown(path)))?;
    sink.finish()
}

/// The player in a terminal, plain frames anywhere else.
fn show(board: &Storyboard) -> Result<()> {
    if io::stdout().is_terminal() {
        return player::play(board);
    }
    text::write(board, &mut io::BufWriter::new(io::stdout().lock()))?;
    Ok(())
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
