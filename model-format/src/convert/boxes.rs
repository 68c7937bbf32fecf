//! Boxes in a safetensors file: a tensor of 16-bit integers beside the weights of the task that they are of.

use std::borrow::ToOwned;
use std::string::String;
use std::vec::Vec;

use safetensors::SafeTensorError;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use super::{ConvertError, Metadata, TaskMetadata};
use crate::Bounds;

/// Numbers of a unit's bounds: least and greatest hidden state, least and greatest cell state.
const NUMBERS: usize = 4;

/// A tensor of boxes, `[boxes, hidden, 4]`, with its name and its bytes.
pub(super) struct Tensor {
    name: String,
    shape: [usize; 3],
    bytes: Vec<u8>,
}

fn name(of: &TaskMetadata) -> String {
    std::format!("{}.boxes", of.task)
}

/// Lists the tensors of the tasks that have boxes.
pub(super) fn stored(metadata: &Metadata, boxes: &[Vec<Bounds>]) -> Vec<Tensor> {
    let tensor = |(of, bounds): (&TaskMetadata, &Vec<Bounds>)| Tensor {
        name: name(of),
        shape: [bounds.len() / metadata.hidden, metadata.hidden, NUMBERS],
        bytes: bounds.iter().flat_map(numbers).flat_map(i16::to_le_bytes).collect(),
    };
    let tasks = metadata.tasks.iter().zip(boxes);
    tasks.filter(|(_, bounds)| !bounds.is_empty()).map(tensor).collect()
}

fn numbers(bounds: &Bounds) -> [i16; NUMBERS] {
    let ([least, greatest], [low, high]) = (bounds.hidden.map(i16::from), bounds.cell);
    [least, greatest, low, high]
}

/// Gives a tensor of boxes as a file stores it.
pub(super) fn view(tensor: &Tensor) -> Result<(String, TensorView<'_>), SafeTensorError> {
    let Tensor { name, shape, bytes } = tensor;
    Ok((name.clone(), TensorView::new(Dtype::I16, shape.to_vec(), bytes)?))
}

/// Reads the boxes of a task; none if the metadata says that it has none.
pub(super) fn read(
    file: &SafeTensors<'_>,
    of: &TaskMetadata,
    hidden: usize,
) -> Result<Vec<Bounds>, ConvertError> {
    if of.methods.is_empty() {
        return Ok(Vec::new());
    }
    let name = name(of);
    let Ok(view) = file.tensor(&name) else { return Err(ConvertError::Missing(name)) };
    if view.dtype() != Dtype::I16 {
        return Err(ConvertError::Boxes { tensor: name, found: std::format!("{:?}", view.dtype()) });
    }
    let [count, expected @ ..] = view.shape() else { return Err(shape(name, hidden, view.shape())) };
    if expected != [hidden, NUMBERS] {
        return Err(shape(name, hidden, view.shape()));
    }
    let numbers = view.data().as_chunks::<2>().0.iter().map(|word| i16::from_le_bytes(*word));
    let numbers: Vec<_> = numbers.collect();
    let bounds = numbers.as_chunks::<NUMBERS>().0.iter().map(bounds).collect::<Option<Vec<_>>>();
    match bounds {
        Some(bounds) if bounds.len() == count * hidden => Ok(bounds),
        _ => Err(ConvertError::Boxes { tensor: name, found: "hidden states beyond -128 to 127".to_owned() }),
    }
}

fn bounds(&[least, greatest, low, high]: &[i16; NUMBERS]) -> Option<Bounds> {
    let hidden = [i8::try_from(least).ok()?, i8::try_from(greatest).ok()?];
    Some(Bounds { hidden, cell: [low, high] })
}

/// Checks that a task has whole boxes if its metadata names methods of proof, one for each program, and else none.
pub(super) fn check(of: &TaskMetadata, bounds: &[Bounds], hidden: usize) -> Result<(), ConvertError> {
    let whole = bounds.len().is_multiple_of(hidden) && bounds.is_empty() == of.methods.is_empty();
    let methods = of.methods.is_empty() || of.methods.len() == usize::from(of.programs);
    if whole && methods { Ok(()) } else { Err(shape(name(of), hidden, &[bounds.len()])) }
}

fn shape(tensor: String, hidden: usize, found: &[usize]) -> ConvertError {
    let count = found.first().copied().unwrap_or_default();
    ConvertError::Shape { tensor, expected: Vec::from([count, hidden, NUMBERS]), found: found.to_vec() }
}
