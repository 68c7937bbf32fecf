//! Sequences as dense tensors.

use std::cmp::Reverse;

use burn::tensor::{Device, Tensor, TensorData};

use crate::sequence::{Layout, Sequence, Step};

/// Sequences side by side, longest first, so that the ones still running are the first lines.
pub struct Batch {
    /// One-hot inputs of each step, `[running, rows]`.
    pub inputs: Vec<Tensor<2>>,
    /// Targets, step by step, `[running, heads]`, flat.
    pub targets: Vec<Option<u16>>,
    /// Sequences in the batch.
    pub size: usize,
}

impl Batch {
    /// Lays out sequences for the device.
    #[must_use]
    pub fn new(sequences: &[&Sequence], layout: &Layout, device: &Device) -> Self {
        let mut sorted = sequences.to_vec();
        sorted.sort_by_key(|sequence| Reverse(sequence.steps.len())); // stable
        let longest = sorted.first().map_or(0, |sequence| sequence.steps.len());
        let mut batch = Self { inputs: Vec::new(), targets: Vec::new(), size: sorted.len() };
        for index in 0..longest {
            let running: Vec<&Step> = sorted.iter().map_while(|sequence| sequence.steps.get(index)).collect();
            batch.inputs.push(one_hot(&running, layout, device));
            batch.targets.extend(running.iter().flat_map(|step| &step.targets));
        }
        batch
    }
}

/// The inputs of one step of each sequence, `[running, rows]`.
fn one_hot(steps: &[&Step], layout: &Layout, device: &Device) -> Tensor<2> {
    let mut values = vec![0.0_f32; steps.len() * layout.rows];
    for (line, step) in values.chunks_exact_mut(layout.rows).zip(steps) {
        for &row in &step.rows {
            line[usize::from(row)] = 1.0;
        }
    }
    Tensor::from_data(TensorData::new(values, [steps.len(), layout.rows]), device)
}
