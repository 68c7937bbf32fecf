//! From trained weights (safetensors, f32) to a blob, and blobs joined and split. Needs `std`; feature `convert`.
//!
//! # Example
//!
//! ```
//! use npi_format::convert::{Checkpoint, convert};
//! use npi_format::{Model, Precision, Program, Sees, Signature, Slot};
//! const SIGNATURE: Signature = Signature {
//!     task: "fill",
//!     programs: &[Program { name: "FILL", sees: &[Sees::Each], arguments: &[], memories: 2 }],
//!     observation: &[Slot { name: "cell", symbols: &["0", "1", "_"] }],
//!     arguments: &[Slot { name: "what", symbols: &["0", "1", "RIGHT"] }],
//! };
//! let checkpoint = Checkpoint::drawn(&SIGNATURE, 8, || 0.25); // 8 hidden units, every weight a quarter
//! let (blob, reports) = convert(&checkpoint, Precision::Int8)?;
//! assert_eq!(Model::parse(&blob)?.hidden(), 8);
//! assert!(reports.iter().all(|report| report.error == 0.0)); // an int8 holds a quarter exactly
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod boxes;
mod checkpoint;
mod container;
mod error;
mod metadata;
mod quantise;

use std::vec::Vec;

pub use checkpoint::{Checkpoint, Own, file_name};
pub use container::{alone, join};
pub use error::{ConvertError, JoinError};
pub use metadata::{Checked, Metadata, TaskMetadata};
pub use quantise::{TensorReport, power_of_two};

use crate::layout::{gate_row, panel};
use crate::{Bounds, Boxes, Core, Model, Precision, Section, Stored as StoredBounds, Tensor};

/// Converts a checkpoint to a blob, boxes and all if it is of the precision that they are for; also reports what rounding did to each tensor, the core's first.
///
/// # Errors
/// What [`Checkpoint::check`] finds wrong with the weights, [`ConvertError::TooLarge`] for weights that no
/// scale can hold, and whatever [`Model::parse`] finds wrong with the result.
pub fn convert(
    checkpoint: &Checkpoint,
    precision: Precision,
) -> Result<(Vec<u8>, Vec<TensorReport>), ConvertError> {
    checkpoint.check()?;
    let metadata = &checkpoint.metadata;
    let stored = arrange(checkpoint);
    let (tensors, reports) = quantise::store(metadata, &stored, precision)?;
    let core = Core {
        precision,
        hidden: metadata.hidden as u16, // at most `MAX_HIDDEN`, as has been checked
        fraction: tensors.fraction,
        recurrent: &tensors.recurrent,
    };
    let boxes: Vec<_> =
        (0..metadata.tasks.len()).map(|task| stored_boxes(checkpoint, task, precision)).collect();
    let own = metadata.tasks.iter().zip(&tensors.own).zip(&boxes);
    let sections: Vec<_> = own
        .map(|((of, (scales, [tables, heads, bias])), (methods, bounds))| Section {
            core,
            task: of.task.as_bytes(),
            fingerprint: of.fingerprint,
            shape: of.shape(),
            scales: *scales,
            tensors: [tables, &tensors.recurrent, heads, bias],
            boxes: Boxes::new(methods, bounds, metadata.hidden),
        })
        .collect();
    let blob = container::encode(core, &sections);
    Model::parse(&blob).map_err(ConvertError::Blob)?;
    Ok((blob, reports))
}

/// The methods and the bounds of a task's boxes as a blob stores them; none in another precision than that which they are for.
fn stored_boxes(checkpoint: &Checkpoint, task: usize, precision: Precision) -> (Vec<u8>, Vec<StoredBounds>) {
    let checked = checkpoint.metadata.checked.is_some_and(|checked| checked.precision == precision);
    let of = checkpoint.metadata.tasks.get(task).zip(checkpoint.boxes.get(task));
    of.filter(|_| checked).map_or((Vec::new(), Vec::new()), |(of, bounds)| {
        let methods = of.methods.iter().map(|&method| method as u8).collect();
        (methods, bounds.iter().map(|bounds: &Bounds| bounds.stored()).collect())
    })
}

/// The weights of a checkpoint in the order in which a blob stores them: the core's, then each task's own.
struct Stored {
    recurrent: Vec<f32>,
    own: Vec<Own>,
}

fn arrange(checkpoint: &Checkpoint) -> Stored {
    let hidden = checkpoint.metadata.hidden;
    let gates = 4 * hidden;
    let gate = |(gate, unit)| checkpoint.recurrent[unit * gates + gate_row(gate, hidden)];
    Stored {
        recurrent: panel(gates, hidden).map(gate).collect(),
        own: checkpoint.own.iter().map(|own| arrange_own(own, hidden)).collect(),
    }
}

fn arrange_own([tables, heads, bias]: &Own, hidden: usize) -> Own {
    let (gates, outputs) = (4 * hidden, bias.len());
    let padded = outputs.next_multiple_of(4);
    let row = |row: &[f32]| (0..gates).map(|gate| row[gate_row(gate, hidden)]).collect::<Vec<_>>();
    // Outputs that only pad a group have no row of their own.
    let head = |(output, unit)| if output < outputs { heads[unit * outputs + output] } else { 0.0 };
    [
        tables.chunks(gates).flat_map(row).collect(),
        panel(padded, hidden).map(head).collect(),
        bias.iter().copied().chain(std::iter::repeat_n(0.0, padded - outputs)).collect(),
    ]
}

fn little_endian(weights: &[f32]) -> Vec<u8> {
    weights.iter().flat_map(|weight| weight.to_le_bytes()).collect()
}

/// The index of the first task that has a name or a fingerprint which one before it has, too.
fn twin<'a>(tasks: impl Iterator<Item = (&'a str, u64)> + Clone) -> Option<usize> {
    let same = |(index, (name, fingerprint)): &(usize, (&str, u64))| {
        tasks.clone().take(*index).any(|(other, of)| other == *name || of == *fingerprint)
    };
    tasks.clone().enumerate().find(same).map(|(index, _)| index)
}

/// The names of a checkpoint's tensors with those of its tasks: the core, then each task's own.
fn tensors(metadata: &Metadata) -> impl Iterator<Item = (Option<&TaskMetadata>, Tensor)> {
    let own = |of| Tensor::OWN.into_iter().map(move |tensor| (Some(of), tensor));
    core::iter::once((None, Tensor::Recurrent)).chain(metadata.tasks.iter().flat_map(own))
}
