//! One step of the LSTM cell in the device's own numbers, with its derivative.
//!
//! The values are computed outside of burn's graph, for integer precisions by the very function
//! that runs on the microcontroller. What the graph gets is the cell's derivative at that point: a
//! linear map with constant slopes. So training sees, bit for bit, what will be flashed,
//! a dozen cheap operations stand for the whole cell, and no transcendental function is
//! differentiated. Rounding has slope one ("straight through", arXiv 1308.3432).

use burn::tensor::{Tensor, TensorData};
use npi_format::HIDDEN_FRACTION;
use npi_runtime::kernel::{CELL_FRACTION, Unit};

use super::Grid;
use super::tensors::values;

/// What a call remembers from step to step.
pub struct State {
    /// The hidden state `[batch, hidden]`.
    pub hidden: Tensor<2>,
    /// Carries the cell's gradient `[batch, hidden]`; its values mean nothing.
    cell: Tensor<2>,
    /// The cell's values `[batch, hidden]`, flat.
    values: Vec<f32>,
}

/// New values of all cells, and their slopes, each `[batch, hidden]` but for `gates`.
struct Point {
    hidden: Vec<f32>,
    cell: Vec<f32>,
    /// Slopes of the cell by gates i, f, g, and of the hidden state by gate o, `[batch, 4 · hidden]`.
    gates: Vec<f32>,
    /// Slope of the cell by the cell before.
    keep: Vec<f32>,
    /// Slope of the hidden state by the cell.
    show: Vec<f32>,
}

/// From gate pre-activations `[batch, 4 · hidden]` and the state before (none in the first step).
pub fn step(gates: Tensor<2>, before: Option<State>, grid: Option<&Grid>) -> State {
    let [batch, width] = gates.dims();
    let (hidden, device) = (width / 4, gates.device());
    let constant =
        |values: Vec<f32>, width| Tensor::<2>::from_data(TensorData::new(values, [batch, width]), &device);
    let point =
        Point::new(&values(gates.clone()), before.as_ref().map(|state| &state.values[..]), hidden, grid);

    let slopes = gates * constant(point.gates, width);
    let [i, f, g, o] = [0, 1, 2, 3].map(|gate| slopes.clone().narrow(1, gate * hidden, hidden));
    let mut cell = i + g;
    if let Some(before) = before {
        cell = cell + f + before.cell * constant(point.keep, hidden);
    }
    let linear = o + cell.clone() * constant(point.show, hidden);
    // The value is the device's; the gradient is the linear map's.
    let hidden = linear.clone() + (constant(point.hidden, hidden) - linear.detach());
    State { hidden, cell, values: point.cell }
}

impl State {
    /// The first lines: the sequences that are still running.
    #[must_use]
    pub fn first(self, lines: usize) -> Self {
        let [batch, width] = self.hidden.dims();
        if lines == batch {
            return self;
        }
        let (hidden, cell) = (self.hidden.narrow(0, 0, lines), self.cell.narrow(0, 0, lines));
        Self { hidden, cell, values: self.values[..lines * width].to_vec() }
    }

    /// The cell state `[batch, hidden]`, flat.
    #[must_use]
    pub fn cells(&self) -> &[f32] {
        &self.values
    }
}

impl Point {
    fn new(gates: &[f32], before: Option<&[f32]>, hidden: usize, grid: Option<&Grid>) -> Self {
        let cells = gates.len() / 4;
        let zeros = || vec![0.0; cells];
        let mut point = Self {
            hidden: zeros(),
            cell: zeros(),
            gates: vec![0.0; 4 * cells],
            keep: zeros(),
            show: zeros(),
        };
        for index in 0..cells {
            let at = |gate: usize| (index / hidden * 4 + gate) * hidden + index % hidden;
            let pre = [0, 1, 2, 3].map(|gate| gates[at(gate)]);
            let cell = before.map_or(0.0, |before| before[index]);
            let unit = grid.map_or_else(|| Smooth::float(pre, cell), |grid| Smooth::integer(pre, cell, grid));
            let Smooth { input, forget, new, output, squashed, .. } = unit;
            let slopes = [
                new * input * (1.0 - input),
                cell * forget * (1.0 - forget),
                input * (1.0 - new * new),
                squashed * output * (1.0 - output),
            ];
            for (gate, slope) in slopes.into_iter().enumerate() {
                point.gates[at(gate)] = slope;
            }
            (point.hidden[index], point.cell[index]) = (unit.hidden, unit.cell);
            (point.keep[index], point.show[index]) = (forget, output * (1.0 - squashed * squashed));
        }
        point
    }
}

/// One unit's gates and states, as real numbers.
struct Smooth {
    input: f32,
    forget: f32,
    new: f32,
    output: f32,
    cell: f32,
    squashed: f32,
    hidden: f32,
}

impl Smooth {
    fn float([i, f, g, o]: [f32; 4], cell: f32) -> Self {
        let sigmoid = |x: f32| 1.0 / (1.0 + (-x).exp());
        let (input, forget, new, output) = (sigmoid(i), sigmoid(f), g.tanh(), sigmoid(o));
        let cell = forget * cell + input * new;
        Self { input, forget, new, output, cell, squashed: cell.tanh(), hidden: output * cell.tanh() }
    }

    /// The pre-activations lie on the accumulator's grid: every partial sum fits an f32's 24
    /// bits, and rounding takes away what [`step`] adds to a hidden state's last bit.
    fn integer(gates: [f32; 4], cell: f32, grid: &Grid) -> Self {
        let fraction = HIDDEN_FRACTION.saturating_add_signed(grid.recurrent);
        let unit = Unit::new(
            gates.map(|gate| (gate * scale(fraction)).round() as i32),
            fraction,
            (cell * scale(CELL_FRACTION)) as i16,
        );
        let part = |value: i32| value as f32 / 32767.0;
        Self {
            input: part(unit.input),
            forget: part(unit.forget),
            new: part(unit.new),
            output: part(unit.output),
            squashed: part(unit.squashed),
            cell: f32::from(unit.cell) / scale(CELL_FRACTION),
            hidden: f32::from(unit.hidden) / scale(HIDDEN_FRACTION),
        }
    }
}

fn scale(fraction: u32) -> f32 {
    (1u32 << fraction) as f32
}
