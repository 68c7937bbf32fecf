//! From trained weights (safetensors, f32) to a blob. Needs `std`; feature `convert`.

mod checkpoint;
mod error;
mod quantise;

use std::string::ToString;
use std::vec::Vec;

pub use checkpoint::{Checked, Checkpoint, Metadata};
pub use error::ConvertError;
pub use quantise::{TensorReport, power_of_two};

use crate::blob::{Blob, checksum};
use crate::layout::{gate_row, panel};
use crate::{MAGIC, Model, Precision, Scales, VERSION};

/// Converts a checkpoint to a blob; also reports what rounding did to each tensor.
///
/// # Errors
/// What [`Checkpoint::check`] finds wrong with the weights, [`ConvertError::TooLarge`] for weights that no
/// scale can hold, and whatever [`Model::parse`] finds wrong with the result.
pub fn convert(
    checkpoint: &Checkpoint,
    precision: Precision,
) -> Result<(Vec<u8>, [TensorReport; 4]), ConvertError> {
    checkpoint.check()?;
    let stored = arrange(checkpoint);
    let (scales, tensors, reports) = match precision {
        Precision::F32 => (
            Scales::default(),
            stored.each_ref().map(|weights| little_endian(weights)),
            quantise::exact(&stored),
        ),
        _ => quantise::quantise(&stored, precision)?,
    };
    let blob = encode(&checkpoint.metadata, precision, scales, &tensors)?;
    Model::parse(&blob).map_err(ConvertError::Blob)?;
    Ok((blob, reports))
}

/// The weights of a checkpoint that has been checked, in the order in which the blob stores them.
fn arrange(checkpoint: &Checkpoint) -> [Vec<f32>; 4] {
    let [tables, recurrent, heads, bias] = &checkpoint.tensors;
    let hidden = checkpoint.metadata.hidden;
    let (gates, outputs) = (4 * hidden, bias.len());
    let tables =
        tables.chunks(gates).flat_map(|row| (0..gates).map(|gate| row[gate_row(gate, hidden)])).collect();
    let recurrent =
        panel(gates, hidden).map(|(gate, unit)| recurrent[unit * gates + gate_row(gate, hidden)]).collect();
    // Outputs that only pad a group have no row of their own.
    let head = |(output, unit)| if output < outputs { heads[unit * outputs + output] } else { 0.0 };
    let padded = outputs.next_multiple_of(4);
    let heads = panel(padded, hidden).map(head).collect();
    let bias = bias.iter().copied().chain(std::iter::repeat_n(0.0, padded - outputs)).collect();
    [tables, recurrent, heads, bias]
}

fn little_endian(weights: &[f32]) -> Vec<u8> {
    weights.iter().flat_map(|weight| weight.to_le_bytes()).collect()
}

fn encode(
    of: &Metadata,
    precision: Precision,
    scales: Scales,
    tensors: &[Vec<u8>; 4],
) -> Result<Vec<u8>, ConvertError> {
    let blob = Blob {
        magic: MAGIC,
        version: VERSION,
        precision,
        fingerprint: of.fingerprint.to_le_bytes(),
        task: &of.task,
        hidden: u16::try_from(of.hidden)
            .map_err(|_| ConvertError::Metadata("hidden: at most 65535".into()))?,
        programs: of.programs,
        observation: &of.observation,
        arguments: &of.arguments,
        arguments_are_inputs: of.arguments_are_inputs,
        scales,
        tensors: tensors.each_ref().map(Vec::as_slice),
    };
    let mut bytes = postcard::to_stdvec(&blob).map_err(|error| ConvertError::Metadata(error.to_string()))?;
    bytes.extend(checksum(&bytes).to_le_bytes());
    Ok(bytes)
}
