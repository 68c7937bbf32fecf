//! candle, on the processor.

use anyhow::Result;
use candle_core::{Device, Tensor};
use candle_nn::ops::sigmoid;
use npi_format::convert::Checkpoint;

use crate::{Framework, matrices};

/// The weights, as trained: gates in the order input, forget, cell, output.
pub struct Candle {
    hidden: usize,
    tables: Tensor,
    recurrent: Tensor,
    heads: Tensor,
    bias: Tensor,
}

impl Framework for Candle {
    type State = Option<(Tensor, Tensor)>;
    type Device = Device;

    fn new(checkpoint: &Checkpoint, device: Device) -> Result<Self> {
        let [tables, recurrent, heads, bias] = matrices(checkpoint)
            .map(|(weights, [height, width])| Tensor::from_vec(weights, (height, width), &device));
        let hidden = checkpoint.metadata.hidden;
        Ok(Self { hidden, tables: tables?, recurrent: recurrent?, heads: heads?, bias: bias? })
    }

    fn fresh(&self) -> Self::State {
        None
    }

    fn step(&self, rows: &[u32], state: &mut Self::State, scores: &mut [f32]) -> Result<()> {
        let rows = Tensor::new(rows, self.tables.device())?;
        let mut gates = self.tables.index_select(&rows, 0)?.sum_keepdim(0)?;
        let before = state.take();
        if let Some((hidden, _)) = &before {
            gates = (gates + hidden.matmul(&self.recurrent)?)?;
        }
        let gate = |index: usize| gates.narrow(1, index * self.hidden, self.hidden);
        let mut cell = (sigmoid(&gate(0)?)? * gate(2)?.tanh()?)?;
        if let Some((_, old)) = before {
            cell = (cell + (sigmoid(&gate(1)?)? * old)?)?;
        }
        let hidden = (sigmoid(&gate(3)?)? * cell.tanh()?)?;
        let found = (hidden.matmul(&self.heads)? + &self.bias)?;
        *state = Some((hidden, cell));
        scores.copy_from_slice(&found.flatten_all()?.to_vec1::<f32>()?);
        Ok(())
    }
}
