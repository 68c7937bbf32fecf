//! The network as a burn module: burn holds the parameters and steps them by Adam.

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor, TensorData};
use burn_optim::GradientsParams;
use npi_format::convert::power_of_two;

use super::Grid;
use super::network::Weights;
use crate::random::Random;
use crate::sequence::Layout;

/// What every input adds to the forget gates at the start, so that they begin open.
const FORGET: f32 = 0.2;

/// The trainable parameters. Gates stand in the order input, forget, cell, output.
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
    /// Draws a network from `random`; recurrent weights `[hidden, 4 · hidden]` that are given as `core` are taken over.
    ///
    /// The draw is ours, not burn's, whose generator is global to the process and creates parameters on first use.
    #[must_use]
    pub fn init(
        layout: &Layout,
        hidden: usize,
        core: Option<&[f32]>,
        random: &mut Random,
        device: &Device,
    ) -> Self {
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
            recurrent: matrix(core.map_or_else(|| draw(hidden * gates, bound), <[f32]>::to_vec), gates),
            heads: matrix(draw(hidden * outputs, bound), outputs),
            bias: Param::from_data(TensorData::new(vec![0.0_f32; outputs], [outputs]), device),
        }
    }

    /// Brings every weight inside what the grid can hold, and gives the weights as the device will hold them: on the
    /// grid, if there is one.
    #[must_use]
    pub fn settled(self, grid: Option<&Grid>) -> (Self, Weights) {
        let (tables, on_tables) = settled(self.tables, grid.map(|grid| (grid.tables, grid.limit)));
        let (recurrent, on_recurrent) =
            settled(self.recurrent, grid.map(|grid| (grid.recurrent, grid.limit)));
        let (heads, on_heads) = settled(self.heads, grid.map(|grid| (grid.heads, grid.limit)));
        let (bias, on_bias) = settled(self.bias, grid.map(|grid| (grid.heads, Grid::BIAS_LIMIT)));
        let weights = Weights { tables: on_tables, recurrent: on_recurrent, heads: on_heads, bias: on_bias };
        (Self { tables, recurrent, heads, bias }, weights)
    }

    /// A gradient in the form that burn's optimizers take.
    #[must_use]
    pub fn gradients(&self, by: Weights) -> GradientsParams {
        let mut gradients = GradientsParams::new();
        register(&mut gradients, &self.tables, by.tables);
        register(&mut gradients, &self.recurrent, by.recurrent);
        register(&mut gradients, &self.heads, by.heads);
        register(&mut gradients, &self.bias, by.bias);
        gradients
    }
}

fn register<const D: usize>(gradients: &mut GradientsParams, param: &Param<Tensor<D>>, by: Vec<f32>) {
    let data = TensorData::new(by, param.dims());
    gradients.register(param.id, Tensor::<D>::from_data(data, &param.device().inner()));
}

/// A parameter inside what its grid can hold, and its values on that grid. A grid has so many fraction bits, and a
/// largest magnitude.
fn settled<const D: usize>(
    param: Param<Tensor<D>>,
    grid: Option<(i32, f32)>,
) -> (Param<Tensor<D>>, Vec<f32>) {
    let mut on = Vec::new();
    let param = param.map(|tensor| {
        let (dims, device) = (tensor.dims(), tensor.device().inner());
        // Nothing else holds the tensor here, so that its values are moved and not copied one by one.
        let mut values: Vec<f32> =
            tensor.inner().into_data().try_into_vec().expect("the backend's floats are f32");
        on = snapped(&mut values, grid);
        Tensor::from_inner(Tensor::from_data(TensorData::new(values, dims), &device)).require_grad()
    });
    (param, on)
}

/// Clamps weights to what a grid can hold, and gives the grid's nearest points; without a grid the weights themselves.
pub(super) fn snapped(weights: &mut [f32], grid: Option<(i32, f32)>) -> Vec<f32> {
    let Some((fraction, limit)) = grid else { return weights.to_vec() };
    let unit = power_of_two(fraction);
    for weight in &mut *weights {
        *weight = weight.clamp(-limit / unit, limit / unit);
    }
    weights.iter().map(|weight| (weight * unit).round_ties_even() / unit).collect()
}
