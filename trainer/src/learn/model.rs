//! The network as a burn module, computed in the arithmetic of the device it is trained for.
//!
//! Tables, recurrent matrix and heads are burn parameters, and burn differentiates their
//! products. The cell between them is computed by [`super::cell`].

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor, TensorData};
use npi_format::convert::power_of_two;

use super::Grid;
use super::cell::{self, State};
use super::dataset::Batch;
use super::tensors::values;
use crate::random::Random;
use crate::sequence::Layout;

/// What every input adds to the forget gates at the start: with five inputs a step, they begin open.
const FORGET: f32 = 0.2;

/// Tables → LSTM → heads. Gates are packed in the order input, forget, cell, output.
#[derive(Module, Debug)]
pub struct Npi {
    /// Gate pre-activations of each input row, `[rows, 4 · hidden]`.
    tables: Param<Tensor<2>>,
    /// From the hidden state to the gates, `[hidden, 4 · hidden]`.
    recurrent: Param<Tensor<2>>,
    /// From the hidden state to the scores, `[hidden, outputs]`.
    heads: Param<Tensor<2>>,
    /// Added to the scores, `[outputs]`.
    bias: Param<Tensor<1>>,
}

impl Npi {
    /// A network drawn from `random`. The draw is ours, not burn's, whose generator is global to
    /// the process and creates parameters on first use.
    #[must_use]
    pub fn init(layout: &Layout, hidden: usize, random: &mut Random, device: &Device) -> Self {
        let mut draw =
            |count: usize, bound: f32| (0..count).map(|_| random.uniform(bound)).collect::<Vec<_>>();
        let matrix = |values: Vec<f32>, width: usize| {
            let rows = values.len() / width;
            Param::from_data(TensorData::new(values, [rows, width]), device)
        };
        let (gates, outputs, bound) = (4 * hidden, layout.outputs(), (hidden as f32).sqrt().recip());
        let mut tables = draw(layout.rows * gates, 1.0);
        for row in tables.chunks_exact_mut(gates) {
            row[hidden..2 * hidden].iter_mut().for_each(|forget| *forget += FORGET);
        }
        Self {
            tables: matrix(tables, gates),
            recurrent: matrix(draw(hidden * gates, bound), gates),
            heads: matrix(draw(hidden * outputs, bound), outputs),
            bias: Param::from_data(TensorData::new(vec![0.0_f32; outputs], [outputs]), device),
        }
    }

    /// Scores of every step, `[steps · running, outputs]`, step by step; and the state after the last.
    #[must_use]
    pub fn forward(&self, batch: &Batch, grid: Option<&Grid>) -> (Tensor<2>, Option<State>) {
        let on = self.on_grid(grid);
        let (mut state, mut hidden) = (None::<State>, Vec::with_capacity(batch.inputs.len()));
        for input in &batch.inputs {
            let mut gates = input.clone().matmul(on.tables.clone());
            state = state.map(|state| state.first(input.dims()[0]));
            if let Some(state) = &state {
                gates = gates + state.hidden.clone().matmul(on.recurrent.clone());
            }
            let next = cell::step(gates, state, grid);
            hidden.push(next.hidden.clone());
            state = Some(next);
        }
        (Tensor::cat(hidden, 0).matmul(on.heads) + on.bias.unsqueeze(), state)
    }

    fn on_grid(&self, grid: Option<&Grid>) -> Weights {
        Weights {
            tables: rounded(self.tables.val(), grid, |grid| (grid.tables, grid.limit)),
            recurrent: rounded(self.recurrent.val(), grid, |grid| (grid.recurrent, grid.limit)),
            heads: rounded(self.heads.val(), grid, |grid| (grid.heads, grid.limit)),
            bias: rounded(self.bias.val(), grid, |grid| (grid.heads, Grid::BIAS_LIMIT)),
        }
    }

    /// The weights as they are exported: on the grid, if there is one.
    #[must_use]
    pub fn weights(&self, grid: Option<&Grid>) -> [Vec<f32>; 4] {
        let on = self.on_grid(grid);
        [values(on.tables), values(on.recurrent), values(on.heads), values(on.bias)]
    }

    /// This network with every weight inside what the grid can hold.
    #[must_use]
    pub fn clamped(self, grid: Option<&Grid>) -> Self {
        let Some(grid) = grid else { return self };
        let bound = |fraction: i32, limit: f32| limit / power_of_two(fraction);
        Self {
            tables: clamped(self.tables, bound(grid.tables, grid.limit)),
            recurrent: clamped(self.recurrent, bound(grid.recurrent, grid.limit)),
            heads: clamped(self.heads, bound(grid.heads, grid.limit)),
            bias: clamped(self.bias, bound(grid.heads, Grid::BIAS_LIMIT)),
        }
    }
}

/// The parameters as the device will hold them.
struct Weights {
    tables: Tensor<2>,
    recurrent: Tensor<2>,
    heads: Tensor<2>,
    bias: Tensor<1>,
}

fn clamped<const D: usize>(param: Param<Tensor<D>>, bound: f32) -> Param<Tensor<D>> {
    param.map(|tensor| Tensor::from_inner(tensor.inner().clamp(-bound, bound)).require_grad())
}

/// Weights as the device will hold them; the gradient passes straight through.
fn rounded<const D: usize>(
    weights: Tensor<D>,
    grid: Option<&Grid>,
    scale: impl Fn(&Grid) -> (i32, f32),
) -> Tensor<D> {
    let Some(grid) = grid else { return weights };
    let (fraction, limit) = scale(grid);
    let (unit, exact) = (power_of_two(fraction), weights.clone().detach());
    let nearest = (exact.clone() * unit).round().clamp(-limit, limit) / unit;
    weights + (nearest - exact)
}
