//! `npi convert`: from safetensors to the blob that is flashed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use npi_format::convert::{TensorReport, convert};

use crate::error::{Context, Result};
use crate::files::{self, Sink};
use crate::model::weights;
use crate::outcome::Outcome;
use crate::talk::say;

/// Convert trained weights to a blob.
#[derive(Debug, Args)]
#[command(after_help = "example: npi convert model.safetensors -o model.npi")]
pub struct Cmd {
    /// The weights that `npi train` wrote; `-` is standard input.
    input: PathBuf,
    /// How to store the weights.
    #[arg(short, long, value_enum, default_value_t = Precision::Int8)]
    precision: Precision,
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
        let (blob, reports) =
            convert(&weights(&self.input)?, self.precision.into()).with_context(|| self.input.display())?;
        sink.put(&blob)?;
        report(&reports);
        say(format_args!("{}: {} bytes", self.output.display(), blob.len()));
        Ok(Outcome::Done)
    }
}

/// Tells people what became of each tensor.
pub fn report(reports: &[TensorReport]) {
    say(format_args!("{:<13} {:>7}  {:>7}  {:>8}  largest error", "tensor", "weights", "scale", "largest"));
    for tensor in reports {
        let scale = tensor.fraction.map_or("f32".to_owned(), |bits| format!("2^{}", -bits));
        let TensorReport { tensor, weights, largest, error, .. } = tensor;
        say(format_args!("{tensor:<13} {weights:>7}  {scale:>7}  {largest:>8.4}  {error:.6}"));
    }
}
