//! `npi animate`: shows a run, step by step.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::error::{Context, Result, bail, ensure};
use crate::files::{self, Sink};
use crate::outcome::Outcome;
use crate::pictures::{Storyboard, cast, html, player, svg, text};
use crate::shown::shown;
use crate::tasks::Tasks;
use crate::trace::Lines;

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
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        let outputs = self.into.open(&self.trace)?;
        let board = read::<R>(&self.trace, self.idx).with_context(|| shown(&self.trace))?;
        if outputs.is_empty() {
            show(&board)?;
        }
        for (draw, sink) in outputs {
            save(draw, &board, sink)?;
        }
        Ok(Outcome::Done)
    }
}

/// How a run is written to a file.
type Draw = fn(&Storyboard, &mut Sink) -> Result<()>;

impl Outputs {
    /// Opens what is asked for.
    fn open(&self, trace: &Path) -> Result<Vec<(Draw, Sink)>> {
        let mut sinks = Vec::new();
        let mut add = |path: &Option<PathBuf>, draw: Draw| -> Result<()> {
            if let Some(path) = path {
                files::distinct(trace, path)?;
                let sink = Sink::create(path)?;
                sinks.iter().try_for_each(|(_, before): &(_, Sink)| sink.distinct(before))?;
                sinks.push((draw, sink));
            }
            Ok(())
        };
        add(&self.svg, |board, sink| Ok(sink.write_all(svg::picture(board)?.as_bytes())?))?;
        add(&self.html, |board, sink| Ok(html::write(board, sink)?))?;
        add(&self.cast, cast::write)?;
        Ok(sinks)
    }
}

fn save(draw: Draw, board: &Storyboard, mut sink: Sink) -> Result<()> {
    draw(board, &mut sink)?;
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
fn read<R: Tasks>(path: &Path, idx: usize) -> Result<Storyboard> {
    let (mut lines, mut found) = (Lines::new(files::open(path)?), 0);
    while lines.is_there()? {
        if found == idx {
            return lines.read(Storyboard::parse::<R>);
        }
        found += 1;
        lines.skip()?;
    }
    ensure!(found > 0, "expected traces, found an empty file; hint: make one with `npi run --trace`");
    bail!("expected a trace number {idx}, found {found} traces; hint: --idx counts from 0")
}
