//! burn, on the backend that a device names.

use anyhow::{Result, anyhow};
use burn::tensor::activation::sigmoid;
use burn::tensor::{Device, Int, Tensor, TensorData};
use npi_format::convert::Checkpoint;

use crate::{Framework, matrices};

/// The weights, as trained: gates in the order input, forget, cell, output.
pub struct Burn {
    hidden: usize,
    device: Device,
    tables: Tensor<2>,
    recurrent: Tensor<2>,
    heads: Tensor<2>,
    bias: Tensor<2>,
}

impl Framework for Burn {
    type State = Option<(Tensor<2>, Tensor<2>)>;
    type Device = Device;

    fn new(checkpoint: &Checkpoint, device: Device) -> Result<Self> {
        let [tables, recurrent, heads, bias] = matrices(checkpoint)
            .map(|(weights, shape)| Tensor::from_data(TensorData::new(weights, shape), &device));
        Ok(Self { hidden: checkpoint.metadata.hidden, tables, recurrent, heads, bias, device })
    }

    fn fresh(&self) -> Self::State {
        None
    }

    fn step(&self, rows: &[u32], state: &mut Self::State, scores: &mut [f32]) -> Result<()> {
        let rows: Vec<i64> = rows.iter().map(|&row| row.into()).collect();
        let count = rows.len();
        let rows = Tensor::<1, Int>::from_data(TensorData::new(rows, [count]), &self.device);
        let mut gates = self.tables.clone().select(0, rows).sum_dim(0);
        let before = state.take();
        if let Some((hidden, _)) = &before {
            gates = gates + hidden.clone().matmul(self.recurrent.clone());
        }
        let gate = |index: usize| gates.clone().narrow(1, index * self.hidden, self.hidden);
        let mut cell = sigmoid(gate(0)) * gate(2).tanh();
        if let Some((_, old)) = before {
            cell = cell + sigmoid(gate(1)) * old;
        }
        let hidden = sigmoid(gate(3)) * cell.clone().tanh();
        let found = hidden.clone().matmul(self.heads.clone()) + self.bias.clone();
        *state = Some((hidden, cell));
        let found: Vec<f32> = found.into_data().try_into_vec().map_err(|error| anyhow!("{error:?}"))?;
        scores.copy_from_slice(&found);
        Ok(())
    }
}
