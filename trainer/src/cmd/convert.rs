//! `npi convert`: from safetensors to the blob that is flashed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use npi_format::convert::{Checked, Checkpoint, TensorReport, convert};

use crate::error::{Context, Result};
use crate::files::{self, Sink};
use crate::model::weights;
use crate::outcome::Outcome;
use crate::shown::shown;
use crate::talk::{say, warn};

/// Convert trained weights to a blob.
#[derive(Debug, Args)]
#[command(after_help = "example: npi convert model.safetensors -o model.npi")]
pub struct Cmd {
    /// The weights that `npi train` wrote; `-` is standard input.
    input: PathBuf,
    /// How to store the weights; without it, as they were trained, or as int8 if they do not say.
    #[arg(short, long, value_enum)]
    precision: Option<Precision>,
    /// Where to write the blob; `-` is standard output.
    #[arg(short, long)]
    output: PathBuf,
}

/// The precisions, as the command line knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Precision {
    /// 32-bit floats.
    F32,
    /// 8-bit integers: no float on the device.
    Int8,
    /// 4-bit integers, two a byte.
    Int4,
}

impl From<Precision> for npi_format::Precision {
    fn from(precision: Precision) -> Self {
        match precision {
            Precision::F32 => Self::F32,
            Precision::Int8 => Self::Int8,
            Precision::Int4 => Self::Int4,
        }
    }
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// Weights that cannot be converted, or files that cannot be read or written.
    pub fn run(self) -> Result<Outcome> {
        files::distinct(&self.input, &self.output)?;
        let sink = Sink::create(&self.output)?;
        let weights = weights(&self.input)?;
        let checked = weights.metadata.checked;
        let trained = checked.map_or(npi_format::Precision::Int8, |checked| checked.precision);
        let precision = self.precision.map_or(trained, Into::into);
        let (blob, reports) = convert(&weights, precision).with_context(|| shown(&self.input))?;
        sink.put(&blob)?;
        report(&reports);
        if let Some(doubt) = doubt(checked, precision) {
            warn(format_args!("{doubt}; hint: `npi verify` proves or refutes the blob"));
        }
        if let Some(dropped) = dropped(&weights, precision) {
            warn(dropped);
        }
        say(format_args!("{}: {} bytes", shown(&self.output), blob.len()));
        Ok(Outcome::Done)
    }
}

/// Why a blob of a precision may be refuted, for all that its weights say; none if that very blob was proven.
fn doubt(checked: Option<Checked>, precision: npi_format::Precision) -> Option<String> {
    let found = precision.name();
    match checked {
        None => Some(format!("the weights do not say what they were proven in; stored as {found}")),
        Some(Checked { precision, proven: false }) => {
            Some(format!("training ended without a proof in {}; stored as {found}", precision.name()))
        }
        Some(Checked { precision: proven, .. }) if proven != precision => {
            Some(format!("the proof was of {}, not of {found} as stored here", proven.name()))
        }
        Some(_) => None,
    }
}

/// What becomes of boxes in another precision than theirs; none if there are none, or they are kept.
fn dropped(weights: &Checkpoint, precision: npi_format::Precision) -> Option<String> {
    let is_theirs = weights.metadata.checked.is_some_and(|checked| checked.precision == precision);
    if is_theirs || weights.boxes.iter().all(Vec::is_empty) {
        return None;
    }
    let theirs =
        weights.metadata.checked.map_or("the precision of a proof", |checked| checked.precision.name());
    let found = precision.name();
    Some(format!(
        "boxes were dropped: they are of {theirs}, not of {found}; programs that loop are not proven without"
    ))
}

/// Tells people what became of each tensor.
pub fn report(reports: &[TensorReport]) {
    say(format_args!("{:<16} {:>7}  {:>7}  {:>8}  largest error", "tensor", "weights", "scale", "largest"));
    for tensor in reports {
        let scale = tensor.fraction.map_or("f32".to_owned(), |bits| format!("2^{}", -bits));
        let TensorReport { tensor, weights, largest, error, .. } = tensor;
        let tensor = shown(tensor);
        say(format_args!("{tensor:<16} {weights:>7}  {scale:>7}  {largest:>8.4}  {error:.6}"));
    }
}
