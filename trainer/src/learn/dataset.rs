//! Sequences as dense tensors.

use burn::tensor::{Device, Tensor, TensorData};

use crate::sequence::{Layout, Sequence};

/// Sequences side by side, padded to the longest with steps that have no rows and no targets.
pub struct Batch {
    /// One-hot inputs, one tensor `[batch, rows]` for each step.
    pub inputs: Vec<Tensor<2>>,
    /// Targets `[steps, batch, heads]`, flat; none in the padding.
    pub targets: Vec<Option<u16>>,
    /// Sequences in the batch.
    pub size: usize,
}

impl Batch {
    /// Lays out sequences for the device.
    #[must_use]
    pub fn new(sequences: &[&Sequence], layout: &Layout, device: &Device) -> Self {
        let steps = sequences.iter().map(|sequence| sequence.steps.len()).max().unwrap_or(0);
        Self {
            inputs: (0..steps).map(|step| one_hot(sequences, step, layout, device)).collect(),
            targets: (0..steps).flat_map(|step| targets(sequences, step, layout)).collect(),
            size: sequences.len(),
        }
    }
}

/// The inputs of one step, `[batch, rows]`.
fn one_hot(sequences: &[&Sequence], step: usize, layout: &Layout, device: &Device) -> Tensor<2> {
    let mut values = vec![0.0_f32; sequences.len() * layout.rows];
    for (line, sequence) in values.chunks_exact_mut(layout.rows).zip(sequences) {
        for &row in sequence.steps.get(step).map_or(&[][..], |step| &step.rows) {
            line[usize::from(row)] = 1.0;
        }
    }
    Tensor::from_data(TensorData::new(values, [sequences.len(), layout.rows]), device)
}

/// The targets of one step, `[batch, heads]`, flat.
fn targets<'a>(
    sequences: &'a [&Sequence],
    step: usize,
    layout: &'a Layout,
) -> impl Iterator<Item = Option<u16>> + 'a {
    sequences.iter().flat_map(move |sequence| {
        let step = sequence.steps.get(step);
        (0..layout.heads.len()).map(move |head| step.and_then(|step| step.targets[head]))
    })
}
