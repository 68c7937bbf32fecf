//! `npi verify --animate`: shows how a network that is refuted leaves its teacher.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use npi_format::Model;
use npi_runtime::{NetworkState, Task};

use crate::cmd::animate::Outputs;
use crate::error::Result;
use crate::files::{Sink, is_dash};
use crate::pictures::Storyboard;
use crate::proof::ProofOf;
use crate::record::{HIDDEN, network};
use crate::refutation::Run;
use crate::talk;

/// Whether a refuted network is shown leaving its teacher, and where.
#[derive(Debug, Args)]
pub struct Animate {
    /// Show a network that is refuted leaving its teacher, with what that would have done beside it: in the terminal, or as plain frames in a
    /// pipe; or in the file of --svg, --html or --cast. It shows a run, or, where none is known, the views that lead it astray.
    #[arg(long)]
    pub animate: bool,
    /// Write that as one page, to be opened in a browser; `-` is standard output.
    #[arg(long, value_name = "FILE", requires = "animate")]
    html: Option<PathBuf>,
    /// Write that as an asciicast, to be played by asciinema; `-` is standard output.
    #[arg(long, value_name = "FILE", requires = "animate")]
    cast: Option<PathBuf>,
}

/// What a refuted network is shown in, where that is asked for: an animated picture, a page, an asciicast.
pub type Paths<'a> = Option<[Option<&'a Path>; 3]>;

impl Animate {
    /// The files that are asked for; `svg` has a picture of boxes if this does not take it.
    pub fn paths<'a>(&'a self, svg: Option<&'a Path>) -> Paths<'a> {
        self.animate.then_some([svg, self.html.as_deref(), self.cast.as_deref()])
    }

    /// The files that this option alone may write.
    pub fn outputs(&self) -> [&Option<PathBuf>; 2] {
        [&self.html, &self.cast]
    }
}

/// Whether standard output has the frames, so that people are talked to elsewhere.
pub fn takes_stdout(paths: Paths<'_>) -> bool {
    paths.is_some_and(|paths| match paths {
        [None, None, None] => !io::stdout().is_terminal(),
        paths => paths.into_iter().flatten().any(is_dash),
    })
}

/// The options that write to standard output.
pub fn streams(paths: Paths<'_>) -> impl Iterator<Item = &'static str> {
    let named = paths.into_iter().flat_map(|paths| ["--svg", "--html", "--cast"].into_iter().zip(paths));
    let streams = named.filter_map(|(option, path)| path.is_some_and(is_dash).then_some(option));
    streams.chain((paths == Some([None; 3])).then_some("--animate"))
}

/// Opens what is asked for, before long work begins.
///
/// # Errors
/// If a file cannot be written, or is written twice.
pub fn open(paths: Paths<'_>, certificate: Option<&Sink>) -> Result<Option<Outputs>> {
    let outputs = paths.map(|paths| Outputs::open(paths, None)).transpose()?;
    if let (Some(outputs), Some(certificate)) = (&outputs, certificate) {
        outputs.distinct(certificate)?;
    }
    Ok(outputs)
}

/// Shows how a network leaves its teacher; of one that is proven, or of which only boxes are broken, says that there is nothing to show.
///
/// # Errors
/// If it cannot be shown there.
pub fn show<T: Task>(
    outputs: Outputs,
    model: &Model<'_>,
    proof: &ProofOf<T>,
    run: Option<&Run>,
) -> Result<()> {
    if let Some(board) = astray::<T>(model, proof, run)? {
        return outputs.show(&board);
    }
    let proven = proof.findings.is_proven();
    let why = if proven {
        "the model is proven"
    } else {
        "only obligations of boxes are broken, and no views are known"
    };
    talk::say(format_args!("nothing to animate: {why}"));
    Ok(())
}

/// A run in which the network leaves its teacher; or else the views that lead it astray, if any are known.
fn astray<T: Task>(model: &Model<'_>, proof: &ProofOf<T>, run: Option<&Run>) -> Result<Option<Storyboard>> {
    let hidden = |state: &NetworkState<HIDDEN>| state.hidden().take(model.hidden()).collect();
    let (network, name) = (network::<T>(model)?, format!("{:08x}", model.checksum()));
    if let Some(run) = run
        && let Some(board) = Storyboard::of_astray::<T, _>(network, &name, &run.problem, hidden)?
    {
        return Ok(Some(board));
    }
    let views = |of| Storyboard::of_views::<T, _>(&network, &name, of, hidden);
    proof.counterexample.as_ref().map(views).transpose()
}
