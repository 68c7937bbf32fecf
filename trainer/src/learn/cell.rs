//! One step of the LSTM cell in the device's own numbers, with its derivative.
//!
//! For integer precisions a state is computed by the very function that runs on the microcontroller, so training
//! sees, bit for bit, what will be flashed. The derivative is that of the smooth cell at that point: rounding has
//! slope one ("straight through", arXiv 1308.3432).

use npi_format::HIDDEN_FRACTION;
use npi_runtime::kernel::{CELL_FRACTION, Unit};

use super::Grid;

/// The states of a layer after a step, a line of `H` units for each sequence, and the slopes of that step.
#[derive(Debug, Default)]
pub struct Cells {
    /// The hidden state, `[lines, H]`.
    pub hidden: Vec<f32>,
    /// The cell state, `[lines, H]`.
    pub cell: Vec<f32>,
    /// Slopes of the cell state by gates input, forget and cell, and of the hidden state by gate output,
    /// `[lines, 4 · H]`.
    gates: Vec<f32>,
    /// Slope of the cell state by the cell state before, `[lines, H]`.
    keep: Vec<f32>,
    /// Slope of the hidden state by the cell state, `[lines, H]`.
    show: Vec<f32>,
}

impl Cells {
    /// Steps a layer from gate pre-activations `[lines, 4 · H]` and the states before (none in the first step, and
    /// perhaps more lines).
    #[must_use]
    pub fn step(gates: &[f32], before: Option<&Self>, hidden: usize, grid: Option<&Grid>) -> Self {
        let zeros = || vec![0.0; gates.len() / 4];
        let (keep, show) = (zeros(), zeros());
        let mut cells = Self { hidden: zeros(), cell: zeros(), gates: vec![0.0; gates.len()], keep, show };
        for index in 0..gates.len() / 4 {
            let at = |gate: usize| (index / hidden * 4 + gate) * hidden + index % hidden;
            let pre = [0, 1, 2, 3].map(|gate| gates[at(gate)]);
            let cell = before.map_or(0.0, |before| before.cell[index]);
            let unit = grid.map_or_else(|| Smooth::float(pre, cell), |grid| Smooth::integer(pre, cell, grid));
            for (gate, slope) in unit.slopes(cell).into_iter().enumerate() {
                cells.gates[at(gate)] = slope;
            }
            (cells.hidden[index], cells.cell[index]) = (unit.hidden, unit.cell);
            (cells.keep[index], cells.show[index]) = (unit.forget, unit.shown());
        }
        cells
    }

    /// From the gradient by the hidden state after this step `[lines, H]`, and that by the cell state which the step
    /// after passes back (perhaps of fewer lines): the gradients by the gates, and by the cell state before.
    #[must_use]
    pub fn backward(&self, by_hidden: &[f32], by_cell: &[f32], hidden: usize) -> (Vec<f32>, Vec<f32>) {
        let (mut gates, mut before) = (self.gates.clone(), vec![0.0; by_hidden.len()]);
        for (index, &by_hidden) in by_hidden.iter().enumerate() {
            let at = |gate: usize| (index / hidden * 4 + gate) * hidden + index % hidden;
            let cell = by_hidden * self.show[index] + by_cell.get(index).copied().unwrap_or_default();
            for gate in 0..3 {
                gates[at(gate)] *= cell;
            }
            gates[at(3)] *= by_hidden;
            before[index] = cell * self.keep[index];
        }
        (gates, before)
    }
}

/// One unit's gates and states, as real numbers.
pub(super) struct Smooth {
    input: f32,
    pub(super) forget: f32,
    candidate: f32,
    output: f32,
    cell: f32,
    tanh_cell: f32,
    hidden: f32,
}

impl Smooth {
    /// Slopes of the new cell state by gates input, forget and cell, and of the hidden state by gate output.
    pub(super) fn slopes(&self, cell_before: f32) -> [f32; 4] {
        let Self { input, forget, candidate, output, tanh_cell, .. } = *self;
        [
            candidate * input * (1.0 - input),
            cell_before * forget * (1.0 - forget),
            input * (1.0 - candidate * candidate),
            tanh_cell * output * (1.0 - output),
        ]
    }

    /// Slope of the hidden state by the cell state.
    pub(super) fn shown(&self) -> f32 {
        self.output * (1.0 - self.tanh_cell * self.tanh_cell)
    }

    fn float([i, f, g, o]: [f32; 4], cell: f32) -> Self {
        let sigmoid = |x: f32| 1.0 / (1.0 + (-x).exp());
        let (input, forget, candidate, output) = (sigmoid(i), sigmoid(f), g.tanh(), sigmoid(o));
        let cell = forget * cell + input * candidate;
        Self { input, forget, candidate, output, cell, tanh_cell: cell.tanh(), hidden: output * cell.tanh() }
    }

    /// The pre-activations lie on the accumulator's grid: every partial sum of them fits an f32's 24 bits.
    fn integer(gates: [f32; 4], cell: f32, grid: &Grid) -> Self {
        let fraction = HIDDEN_FRACTION.saturating_add_signed(grid.recurrent);
        let unit = Unit::new(
            gates.map(|gate| (gate * scale(fraction)) as i32),
            fraction,
            (cell * scale(CELL_FRACTION)) as i16,
        );
        Self::of(&unit)
    }

    /// An integer unit's gates and states.
    pub(super) fn of(unit: &Unit) -> Self {
        let part = |value: i32| value as f32 / 32767.0;
        Self {
            input: part(unit.input),
            forget: part(unit.forget),
            candidate: part(unit.candidate),
            output: part(unit.output),
            tanh_cell: part(unit.tanh_cell),
            cell: f32::from(unit.cell) / scale(CELL_FRACTION),
            hidden: f32::from(unit.hidden) / scale(HIDDEN_FRACTION),
        }
    }
}

/// How many grid points a unit of one has.
pub(super) fn scale(fraction: u32) -> f32 {
    (1u32 << fraction) as f32
}
