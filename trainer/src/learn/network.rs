//! The network in training: its forward pass in the device's own numbers, and the gradient of a loss by its weights.
//!
//! The gradient is backpropagation through time (Werbos 1990), written out: the matrices are so small that a graph
//! of tensors would spend nearly all of its time on making, copying and freeing them. Shapes are `[rows, columns]`,
//! row-major; `H` is the number of hidden units, and gates stand in the order input, forget, cell, output.

use std::cmp::Reverse;

use super::Grid;
use super::cell::Cells;
use super::loss::step_loss;
use super::sides::Sides;
use super::weights::Own;
use crate::sequence::{Sequence, Step};

/// The network of one task: the core, and the task's own weights.
#[derive(Debug, Clone, Copy)]
pub struct Network<'w> {
    recurrent: &'w [f32],
    own: &'w Own,
}

impl<'w> Network<'w> {
    /// The network of a task's own weights on a core.
    pub(super) fn new(recurrent: &'w [f32], own: &'w Own) -> Self {
        Self { recurrent, own }
    }

    /// Units of the layer, `H`.
    pub(super) fn hidden(&self) -> usize {
        self.own.heads.len() / self.own.bias.len()
    }

    /// The recurrent weights, `[H, 4 · H]`.
    pub(super) fn recurrent(&self) -> &'w [f32] {
        self.recurrent
    }

    /// The task's boxes.
    pub(super) fn boxes(&self) -> &'w Sides {
        &self.own.boxes
    }

    /// A row of the input table, `[4 · H]`.
    pub(super) fn row(&self, row: u16) -> &'w [f32] {
        let gates = 4 * self.hidden();
        &self.own.tables[usize::from(row) * gates..][..gates]
    }

    /// The weight from a hidden unit to an output; that of no output is zero.
    pub(super) fn head(&self, output: Option<usize>, unit: usize) -> f32 {
        output.map_or(0.0, |output| self.own.heads[unit * self.own.bias.len() + output])
    }

    /// The bias of an output; that of no output is zero.
    pub(super) fn bias(&self, output: Option<usize>) -> f32 {
        output.map_or(0.0, |output| self.own.bias[output])
    }
}

/// What all sequences of a batch come to in one of their steps: those that are still running, a line each.
#[derive(Debug)]
pub struct Moment<'s> {
    steps: Vec<&'s Step>,
    /// The states after the step, and the cell's slopes.
    pub cells: Cells,
    /// The scores of all heads, `[running, outputs]`.
    pub scores: Vec<f32>,
}

/// Runs sequences side by side, longest first, so that those still running are always the first lines.
/// Integer weights give, with their `grid`, the very states and scores that the device computes.
#[must_use]
pub fn forward<'s>(network: Network<'_>, sequences: &[&'s Sequence], grid: Option<&Grid>) -> Vec<Moment<'s>> {
    let mut sorted = sequences.to_vec();
    sorted.sort_by_key(|sequence| Reverse(sequence.steps.len())); // stable
    let longest = sorted.first().map_or(0, |sequence| sequence.steps.len());
    let mut moments: Vec<Moment<'s>> = Vec::with_capacity(longest);
    for index in 0..longest {
        let steps: Vec<_> = sorted.iter().map_while(|sequence| sequence.steps.get(index)).collect();
        let before = moments.last().map(|moment| &moment.cells);
        let cells = Cells::step(&gates(network, &steps, before), before, network.hidden(), grid);
        let scores = scores(network, &cells);
        moments.push(Moment { steps, cells, scores });
    }
    moments
}

/// The summed loss of a task's sequences, times `scale`; adds its gradient by every weight to `core`, which is the
/// recurrent weights', and to `own`. Rounding counts as slope one ("straight through", arXiv 1308.3432).
pub fn gradient(
    network: Network<'_>,
    sequences: &[&Sequence],
    heads: &[usize],
    grid: Option<&Grid>,
    scale: f32,
    (core, own): (&mut [f32], &mut Own),
) -> f32 {
    let moments = forward(network, sequences, grid);
    let (mut total, mut later) = (0.0, Later::default());
    for (index, moment) in moments.iter().enumerate().rev() {
        let before = index.checked_sub(1).map(|before| &moments[before].cells);
        let (loss, slopes) = moment.loss(heads, scale);
        total += loss;
        later = moment.backward(network, &slopes, before, &later, (core, own));
    }
    total * scale
}

/// What the step after passes back: the gradient by the states that it began with, `[its lines, H]` each.
#[derive(Default)]
struct Later {
    hidden: Vec<f32>,
    cell: Vec<f32>,
}

impl Moment<'_> {
    /// The summed loss of the lines, and its gradient by each score, times `scale`.
    fn loss(&self, heads: &[usize], scale: f32) -> (f32, Vec<f32>) {
        let (outputs, mut total) = (heads.iter().sum(), 0.0);
        let mut slopes = vec![0.0; self.scores.len()];
        let lines = self.scores.chunks_exact(outputs).zip(slopes.chunks_exact_mut(outputs));
        for ((scores, slopes), step) in lines.zip(&self.steps) {
            total += step_loss(scores, slopes, &step.targets, heads);
        }
        slopes.iter_mut().for_each(|slope| *slope *= scale);
        (total, slopes)
    }

    /// Adds this step's part of the gradient, and gives what the step before needs for its own.
    fn backward(
        &self,
        network: Network<'_>,
        slopes: &[f32],
        before: Option<&Cells>,
        later: &Later,
        (core, own): (&mut [f32], &mut Own),
    ) -> Later {
        let (hidden, outputs) = (network.hidden(), own.bias.len());
        let mut passed = Later { hidden: vec![0.0; self.cells.hidden.len()], cell: Vec::new() };
        passed.hidden[..later.hidden.len()].copy_from_slice(&later.hidden);
        for ((states, slopes), back) in self
            .cells
            .hidden
            .chunks_exact(hidden)
            .zip(slopes.chunks_exact(outputs))
            .zip(passed.hidden.chunks_exact_mut(hidden))
        {
            add(&mut own.bias, 1.0, slopes);
            outer(&mut own.heads, states, slopes);
            times(back, &network.own.heads, slopes);
        }
        let (gates, cell) = self.cells.backward(&passed.hidden, &later.cell, hidden);
        for (gates, step) in gates.chunks_exact(4 * hidden).zip(&self.steps) {
            for &row in &step.rows {
                add(&mut own.tables[usize::from(row) * 4 * hidden..][..4 * hidden], 1.0, gates);
            }
        }
        passed.hidden.fill(0.0);
        let Some(before) = before else { return Later::default() };
        let lines = gates.chunks_exact(4 * hidden).zip(before.hidden.chunks_exact(hidden));
        for ((gates, states), back) in lines.zip(passed.hidden.chunks_exact_mut(hidden)) {
            outer(core, states, gates);
            times(back, network.recurrent, gates);
        }
        Later { cell, ..passed }
    }
}

/// The gate pre-activations of all lines, `[running, 4 · H]`.
fn gates(network: Network<'_>, steps: &[&Step], before: Option<&Cells>) -> Vec<f32> {
    let hidden = network.hidden();
    let mut gates = vec![0.0; steps.len() * 4 * hidden];
    for (line, (gates, step)) in gates.chunks_exact_mut(4 * hidden).zip(steps).enumerate() {
        for &row in &step.rows {
            add(gates, 1.0, &network.own.tables[usize::from(row) * 4 * hidden..][..4 * hidden]);
        }
        if let Some(before) = before {
            product(gates, &before.hidden[line * hidden..][..hidden], network.recurrent);
        }
    }
    gates
}

/// The scores of all lines, `[running, outputs]`.
fn scores(network: Network<'_>, cells: &Cells) -> Vec<f32> {
    let (hidden, own) = (network.hidden(), network.own);
    let mut scores = own.bias.repeat(cells.hidden.len() / hidden);
    let lines = scores.chunks_exact_mut(own.bias.len()).zip(cells.hidden.chunks_exact(hidden));
    lines.for_each(|(scores, states)| product(scores, states, &own.heads));
    scores
}

/// Adds `factor · more`, number by number.
pub(super) fn add(sum: &mut [f32], factor: f32, more: &[f32]) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += factor * more);
}

/// Adds to `sum [columns]` the product of `line [rows]` and `matrix [rows, columns]`.
fn product(sum: &mut [f32], line: &[f32], matrix: &[f32]) {
    for (&factor, row) in line.iter().zip(matrix.chunks_exact(sum.len())) {
        add(sum, factor, row);
    }
}

/// Adds to `sum [rows, columns]` the product of every number of `line [rows]` with every one of `other [columns]`.
fn outer(sum: &mut [f32], line: &[f32], other: &[f32]) {
    for (&factor, row) in line.iter().zip(sum.chunks_exact_mut(other.len())) {
        add(row, factor, other);
    }
}

/// Adds to `sum [rows]` the product of `matrix [rows, columns]` and `line [columns]`.
fn times(sum: &mut [f32], matrix: &[f32], line: &[f32]) {
    for (sum, row) in sum.iter_mut().zip(matrix.chunks_exact(line.len())) {
        *sum += dot(row, line);
    }
}

/// The inner product of two lines, in eight sums side by side: a vector's width, and one fixed order.
pub(super) fn dot(first: &[f32], second: &[f32]) -> f32 {
    let ((firsts, rest), (seconds, other)) = (first.as_chunks::<8>(), second.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (first, second) in firsts.iter().zip(seconds) {
        for ((sum, first), second) in sums.iter_mut().zip(first).zip(second) {
            *sum += first * second;
        }
    }
    sums.iter().sum::<f32>() + rest.iter().zip(other).map(|(first, second)| first * second).sum::<f32>()
}
