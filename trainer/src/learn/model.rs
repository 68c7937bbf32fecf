//! The network as a burn module: burn holds the parameters and steps them by Adam.

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor, TensorData};
use burn_optim::GradientsParams;
use npi_format::convert::power_of_two;

use super::Grid;
use super::network::{Own, Sides, Weights};
use super::recipe::Recipe;
use crate::random::Random;
use crate::sequence::Layout;

/// What every input adds to the forget gates at the start, so that they begin open.
const FORGET: f32 = 0.2;

/// The trainable parameters: a core, and the weights of each task on it. Gates stand in the order input, forget, cell, output.
#[derive(Module, Debug)]
pub struct Npi {
    /// From the hidden state to the gates, `[hidden, 4 · hidden]`.
    recurrent: Param<Tensor<2>>,
    own: Vec<Parts>,
}

/// The parameters that are a task's own.
#[derive(Module, Debug)]
struct Parts {
    /// Gate pre-activations of each input row, `[rows, 4 · hidden]`.
    tables: Param<Tensor<2>>,
    /// From the hidden state to the scores, `[hidden, outputs]`.
    heads: Param<Tensor<2>>,
    /// Added to the scores, `[outputs]`.
    bias: Param<Tensor<1>>,
    /// Centres and radii of the task's boxes, one kind after another as in [`Sides`], `[4 · boxes, hidden]`; none of a task without.
    boxes: Vec<Param<Tensor<2>>>,
}

/// Between which a box's numbers stay, in the order of [`Sides`]: what a state can be, and radii of at least a grid's point and of at
/// most half of all.
const LIMITS: [[f32; 2]; 4] = [
    [-1.0, 1.0],
    [0.008 / Sides::RADIUS_RATE, 1.0 / Sides::RADIUS_RATE],
    [-8.0, 8.0],
    [0.004 / Sides::RADIUS_RATE, 4.0 / Sides::RADIUS_RATE],
];

impl Npi {
    /// Draws a network for tasks of these layouts, at least one, from `random`; recurrent weights `[hidden, 4 · hidden]` that
    /// are given as `core` are taken over; boxes begin as the `recipe` says.
    ///
    /// The draw is ours, not burn's, whose generator is global to the process and creates parameters on first use.
    #[must_use]
    pub fn init(
        layouts: &[Layout],
        hidden: usize,
        (core, recipe): (Option<&[f32]>, Recipe),
        random: &mut Random,
        device: &Device,
    ) -> Self {
        let (gates, bound) = (4 * hidden, (hidden as f32).sqrt().recip());
        let mut recurrent = core.map(<[f32]>::to_vec);
        let own = layouts.iter().map(|layout| {
            let tables = drawn_tables(layout, hidden, random);
            // The core is drawn after the first task's tables: as it always was for a network of one task.
            recurrent.get_or_insert_with(|| drawn(hidden * gates, bound, random));
            let outputs = layout.outputs();
            let heads = matrix(drawn(hidden * outputs, bound, random), outputs, device);
            let bias = Param::from_data(TensorData::new(vec![0.0_f32; outputs], [outputs]), device);
            let boxes = drawn_boxes(layout.boxes * hidden, recipe, random);
            let boxes = boxes.map(|numbers| matrix(numbers, hidden, device)).into_iter().collect();
            Parts { tables: matrix(tables, gates, device), heads, bias, boxes }
        });
        let own = own.collect();
        Self { recurrent: matrix(recurrent.unwrap_or_default(), gates, device), own }
    }

    /// Brings every weight inside what the grid can hold, and gives the weights as the device will hold them: on the
    /// grid, if there is one.
    #[must_use]
    pub fn settled(self, grid: Option<&Grid>) -> (Self, Weights) {
        let (recurrent, on_core) = settled(self.recurrent, grid.map(|grid| (grid.recurrent, grid.limit)));
        let (own, on_own) = self.own.into_iter().map(|parts| parts.settled(grid)).unzip();
        (Self { recurrent, own }, Weights { recurrent: on_core, own: on_own })
    }

    /// A gradient in the form that burn's optimizers take.
    #[must_use]
    pub fn gradients(&self, by: Weights) -> GradientsParams {
        let mut gradients = GradientsParams::new();
        register(&mut gradients, &self.recurrent, by.recurrent);
        for (parts, by) in self.own.iter().zip(by.own) {
            register(&mut gradients, &parts.tables, by.tables);
            register(&mut gradients, &parts.heads, by.heads);
            register(&mut gradients, &parts.bias, by.bias);
            for numbers in &parts.boxes {
                register(&mut gradients, numbers, by.boxes.numbers().concat());
            }
        }
        gradients
    }
}

impl Parts {
    fn settled(self, grid: Option<&Grid>) -> (Self, Own) {
        let (tables, on_tables) = settled(self.tables, grid.map(|grid| (grid.tables, grid.limit)));
        let (heads, on_heads) = settled(self.heads, grid.map(|grid| (grid.heads, grid.limit)));
        let (bias, on_bias) = settled(self.bias, grid.map(|grid| (grid.heads, Grid::BIAS_LIMIT)));
        let (mut boxes, mut sides) = (Vec::new(), Sides::default());
        for numbers in self.boxes {
            let (param, limited) = brought(numbers, limited);
            boxes.push(param);
            sides = Sides::concatenated(&limited);
        }
        let own = Own { tables: on_tables, heads: on_heads, bias: on_bias, boxes: sides };
        (Self { tables, heads, bias, boxes }, own)
    }
}

fn drawn(count: usize, bound: f32, random: &mut Random) -> Vec<f32> {
    (0..count).map(|_| random.uniform(bound)).collect()
}

fn drawn_tables(layout: &Layout, hidden: usize, random: &mut Random) -> Vec<f32> {
    let mut tables = drawn(layout.rows * 4 * hidden, 1.0, random);
    for row in tables.chunks_exact_mut(4 * hidden) {
        row[hidden..2 * hidden].iter_mut().for_each(|forget| *forget += FORGET);
    }
    tables
}

/// Centres and radii of so many sides of boxes; nothing if there are none.
fn drawn_boxes(sides: usize, recipe: Recipe, random: &mut Random) -> Option<Vec<f32>> {
    if sides == 0 {
        return None;
    }
    let mut numbers = Vec::new();
    for (centre, radius) in recipe.centres.into_iter().zip(recipe.radii) {
        let mut centres = drawn(sides, centre, random);
        if recipe.codes {
            centres.iter_mut().for_each(|drawn| *drawn = centre.copysign(*drawn));
        }
        numbers.extend([centres, vec![radius / Sides::RADIUS_RATE; sides]].concat());
    }
    Some(numbers)
}

fn matrix(values: Vec<f32>, width: usize, device: &Device) -> Param<Tensor<2>> {
    let rows = values.len() / width;
    Param::from_data(TensorData::new(values, [rows, width]), device)
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
    brought(param, |values| snapped(values, grid))
}

/// A parameter whose values were brought to where they may be, and what `bring` gives of them.
fn brought<const D: usize>(
    param: Param<Tensor<D>>,
    bring: impl Fn(&mut Vec<f32>) -> Vec<f32>,
) -> (Param<Tensor<D>>, Vec<f32>) {
    let mut on = Vec::new();
    let param = param.map(|tensor| {
        let (dims, device) = (tensor.dims(), tensor.device().inner());
        // Nothing else holds the tensor here, so that its values are moved and not copied one by one.
        let mut values: Vec<f32> =
            tensor.inner().into_data().try_into_vec().expect("the backend's floats are f32");
        on = bring(&mut values);
        Tensor::from_inner(Tensor::from_data(TensorData::new(values, dims), &device)).require_grad()
    });
    (param, on)
}

/// Brings the numbers of boxes, one kind after another, to where they may be.
fn limited(numbers: &mut Vec<f32>) -> Vec<f32> {
    let each = numbers.len() / LIMITS.len();
    for (numbers, [least, most]) in numbers.chunks_exact_mut(each).zip(LIMITS) {
        numbers.iter_mut().for_each(|number| *number = number.clamp(least, most));
    }
    numbers.clone()
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
