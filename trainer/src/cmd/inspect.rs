//! `npi inspect`: what is in a blob.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use npi_format::{Model, Precision, TENSORS};

use crate::error::Result;
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::shown::shown;
use crate::{files, memory_map};

/// Show what is in a blob: tensors, bytes, arithmetic per step, memory for the state.
#[derive(Debug, Args)]
#[command(after_help = "examples:\n  npi inspect model.npi\n  npi inspect model.npi --svg map.svg")]
pub struct Cmd {
    /// The model; without it, the shipped one.
    model: Option<PathBuf>,
    /// Draw its memory map into this file instead, as SVG; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A file that cannot be read, or is not a model.
    pub fn run(self) -> Result<Outcome> {
        if let (Some(model), Some(svg)) = (&self.model, &self.svg) {
            files::distinct(model, svg)?;
        }
        let blob = Blob::load(self.model.as_deref())?;
        if let Some(path) = &self.svg {
            files::write(path, memory_map::picture(&blob.model()?, &blob.bytes).as_bytes())?;
            return Ok(Outcome::Done);
        }
        write!(std::io::stdout(), "{}", describe(&blob.model()?, &blob.name, blob.bytes.len()))?;
        Ok(Outcome::Done)
    }
}

fn describe(model: &Model<'_>, name: &str, bytes: usize) -> String {
    let (shape, mut text) = (&model.shape, String::new());
    let Model { task, fingerprint, checksum, .. } = model;
    let _ = writeln!(
        text,
        "{name}: {}, {}, {} hidden units, {} parameters",
        shown(task),
        model.precision.name(),
        shape.hidden,
        shape.parameters()
    );
    let _ = writeln!(text, "fingerprint {fingerprint:016x}, crc32 {checksum:08x}\n");
    let _ = writeln!(text, "{:<13} {:>12} {:>8} {:>7}", "tensor", "shape", "bytes", "scale");
    let shapes = [
        (shape.rows(), shape.gates()),
        (shape.gates(), shape.hidden),
        (shape.padded_outputs(), shape.hidden),
        (shape.padded_outputs(), 1),
    ];
    let scales = [model.scales.tables, model.scales.recurrent, model.scales.heads, model.scales.heads];
    let mut weights = 0;
    for (tensor, (rows, columns)) in shapes.into_iter().enumerate() {
        let size = model.tensors[tensor].len();
        let scale =
            if model.precision == Precision::F32 { "1".to_owned() } else { format!("2^{}", -scales[tensor]) };
        let _ = writeln!(
            text,
            "{:<13} {:>12} {size:>8} {scale:>7}",
            TENSORS[tensor],
            format!("{rows}x{columns}")
        );
        weights += size;
    }
    let _ = writeln!(text, "{:<13} {:>12} {:>8}", "header, crc32", "", bytes - weights);
    let _ = writeln!(text, "{:<13} {:>12} {bytes:>8}\n", "total", "");
    text + &costs(model)
}

/// Multiply-adds of a step, and bytes of state by depth of the call stack.
fn costs(model: &Model<'_>) -> String {
    let shape = &model.shape;
    let (recurrent, heads) = (shape.gates() * shape.hidden, shape.padded_outputs() * shape.hidden);
    let state = 2 * shape.hidden * if model.precision == Precision::F32 { 4 } else { 2 };
    let depths: Vec<_> = (1..=4).map(|depth| format!("{depth}: {}", depth * state)).collect();
    format!(
        "multiply-adds a step: {recurrent} recurrent (none in a call's first step) + at most {heads} in the heads\n\
         state bytes by stack depth: {}\n",
        depths.join(", ")
    )
}
