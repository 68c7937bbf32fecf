//! `npi animate`: shows a run, step by step.

mod outputs;

use std::path::{Path, PathBuf};

use clap::Args;
pub use outputs::Outputs;

use crate::error::{Context, Result, bail, ensure};
use crate::files;
use crate::outcome::Outcome;
use crate::pictures::Storyboard;
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
    into: Files,
}

/// What to write instead of showing it; `-` is standard output.
#[derive(Debug, Args)]
#[group(multiple = true)]
struct Files {
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
        let Files { svg, html, cast } = &self.into;
        let outputs = Outputs::open([svg, html, cast].map(Option::as_deref), Some(&self.trace))?;
        outputs.show(&read::<R>(&self.trace, self.idx).with_context(|| shown(&self.trace))?)?;
        Ok(Outcome::Done)
    }
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
    bail!("expected a trace number {idx}, found only {found} in the file; hint: --idx counts from 0")
}
