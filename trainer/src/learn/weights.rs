//! All that is learned, as numbers: a core, and what is each task's own.

use npi_format::convert::Checkpoint;

use super::Grid;
use super::network::{Network, dot};
use super::options::snapped;
use super::recipe::Recipe;
use super::sides::Sides;
use crate::error::{Result, ensure};
use crate::random::Random;
use crate::sequence::Layout;

/// What every input adds to the forget gates at the start, so that they begin open.
const FORGET: f32 = 0.2;

/// One number for each weight of a core and of the tasks on it: the weights themselves, or the gradient by each of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// From the hidden state to the gates, `[H, 4 · H]`.
    pub recurrent: Vec<f32>,
    /// The weights that are a task's own, task after task.
    pub own: Vec<Own>,
}

/// One number for each weight that is a task's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    /// Gate pre-activations of each input row, `[rows, 4 · H]`.
    pub tables: Vec<f32>,
    /// From the hidden state to the scores, `[H, outputs]`.
    pub heads: Vec<f32>,
    /// Added to the scores, `[outputs]`.
    pub bias: Vec<f32>,
    /// The task's boxes, which are learned as its weights are.
    pub boxes: Sides,
}

impl Weights {
    /// The network of each task.
    pub fn networks(&self) -> impl Iterator<Item = Network<'_>> {
        self.own.iter().map(|own| Network::new(&self.recurrent, own))
    }

    /// Draws a network for tasks of these layouts, at least one, from `random`; recurrent weights `[hidden, 4 · hidden]` that
    /// are given as `core` are taken over; boxes begin as the `recipe` says.
    #[must_use]
    pub fn drawn(
        layouts: &[Layout],
        hidden: usize,
        (core, recipe): (Option<&[f32]>, Recipe),
        random: &mut Random,
    ) -> Self {
        let bound = (hidden as f32).sqrt().recip();
        let mut recurrent = core.map(<[f32]>::to_vec);
        let own = layouts.iter().map(|layout| {
            let tables = drawn_tables(layout, hidden, random);
            // The core is drawn after the first task's tables: as it always was for a network of one task.
            recurrent.get_or_insert_with(|| drawn(4 * hidden * hidden, bound, random));
            let heads = drawn(hidden * layout.outputs(), bound, random);
            let boxes = Sides::drawn(layout.boxes * hidden, recipe, random);
            Own { tables, heads, bias: vec![0.0; layout.outputs()], boxes }
        });
        let own = own.collect();
        Self { recurrent: recurrent.unwrap_or_default(), own }
    }

    /// Takes over the weights of a file, and the boxes of those tasks of which `boxes` says so.
    ///
    /// # Errors
    /// If their sizes are others.
    pub fn take(&mut self, from: &Checkpoint, boxes: impl Fn(usize) -> bool) -> Result<()> {
        replace(&mut self.recurrent, &from.recurrent)?;
        for (task, (own, [tables, heads, bias])) in self.own.iter_mut().zip(&from.own).enumerate() {
            replace(&mut own.tables, tables)?;
            replace(&mut own.heads, heads)?;
            replace(&mut own.bias, bias)?;
            if boxes(task) && !from.boxes[task].is_empty() {
                own.boxes.take(&from.boxes[task])?;
            }
        }
        Ok(())
    }

    /// As many zeros.
    #[must_use]
    pub fn zeros(&self) -> Self {
        let mut zeros = self.clone();
        zeros.tensors().for_each(|tensor| tensor.fill(0.0));
        zeros
    }

    /// A gradient of which no tensor's norm is larger than `most`.
    #[must_use]
    pub fn clipped(mut self, most: f32) -> Self {
        for tensor in self.tensors() {
            let factor = most / dot(tensor, tensor).sqrt().max(most);
            tensor.iter_mut().for_each(|weight| *weight *= factor);
        }
        self
    }

    /// Brings every weight inside what the grid can hold, and gives the weights as the device will hold them: on the
    /// grid, if there is one.
    #[must_use]
    pub fn settled(&mut self, grid: Option<&Grid>) -> Self {
        let on_core = snapped(&mut self.recurrent, grid.map(|grid| (grid.recurrent, grid.limit)));
        Self { recurrent: on_core, own: self.own.iter_mut().map(|own| own.settled(grid)).collect() }
    }

    /// Whether the grid, if there is one, can hold every weight, rounded.
    #[must_use]
    pub fn fit(&self, grid: Option<&Grid>) -> bool {
        let mut held = self.clone();
        _ = held.settled(grid);
        held == *self
    }

    /// All numbers, one after another.
    #[must_use]
    pub fn flat(mut self) -> Vec<f32> {
        self.tensors().flat_map(std::mem::take).collect()
    }

    /// Takes as many numbers as there are, one after another.
    pub fn set(&mut self, values: &[f32]) {
        let mut rest = values;
        for tensor in self.tensors() {
            let (now, later) = rest.split_at(tensor.len());
            tensor.copy_from_slice(now);
            rest = later;
        }
    }

    /// Every tensor, in one order.
    fn tensors(&mut self) -> impl Iterator<Item = &mut Vec<f32>> {
        std::iter::once(&mut self.recurrent).chain(self.own.iter_mut().flat_map(|own| {
            let [tables, heads, bias] = [&mut own.tables, &mut own.heads, &mut own.bias];
            [tables, heads, bias].into_iter().chain(own.boxes.numbers_mut())
        }))
    }
}

impl Own {
    fn settled(&mut self, grid: Option<&Grid>) -> Self {
        self.boxes.limit();
        Self {
            tables: snapped(&mut self.tables, grid.map(|grid| (grid.tables, grid.limit))),
            heads: snapped(&mut self.heads, grid.map(|grid| (grid.heads, grid.limit))),
            bias: snapped(&mut self.bias, grid.map(|grid| (grid.heads, Grid::BIAS_LIMIT))),
            boxes: self.boxes.clone(),
        }
    }
}

/// Replaces weights by as many others.
fn replace(weights: &mut [f32], by: &[f32]) -> Result<()> {
    let (expected, found) = (weights.len(), by.len());
    ensure!(expected == found, "expected {expected} weights, found {found}");
    weights.copy_from_slice(by);
    Ok(())
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
