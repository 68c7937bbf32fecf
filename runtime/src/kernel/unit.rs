//! One unit of the integer LSTM: gates by table, cell and hidden state in 16 bits.

use super::target::narrowed;

/// Fraction bits of the cell state.
pub const CELL_FRACTION: u32 = 12;

/// One LSTM unit: what its gates are, and what they make of its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// The input, forget and output gates, 15 fraction bits, 0 to 1.
    pub input: i32,
    /// See `input`.
    pub forget: i32,
    /// See `input`.
    pub output: i32,
    /// The cell gate, 15 fraction bits, −1 to 1.
    pub candidate: i32,
    /// The new cell state, 12 fraction bits.
    pub cell: i16,
    /// Its tanh, 15 fraction bits.
    pub tanh_cell: i32,
    /// The new hidden state, 7 fraction bits, −127 to 127.
    pub hidden: i16,
}

impl Unit {
    /// Computes a unit from its gates (input, forget, cell, output) with `fraction` fraction bits, at least 6.
    #[inline(always)]
    #[must_use]
    pub fn new(gates: [i32; 4], fraction: u32, cell: i16) -> Self {
        let [input, forget, candidate, output] = gates;
        // tanh(x) = 2σ(2x) − 1: twice as many steps.
        let candidate = step(candidate, fraction - 1);
        Self::at([step(input, fraction), step(forget, fraction), candidate, step(output, fraction)], cell)
    }

    /// Computes the least (`end` 0) or the greatest (`end` 1) state that a unit comes to if each gate and the cell lie anywhere
    /// between two ends; and gives the end at which each gate then is.
    ///
    /// Both the cell and the hidden state are those of one corner: gates input, forget and output are never below zero, so
    /// what they multiply decides by its sign which of their ends is the extreme; every other operation is monotone.
    #[inline]
    #[must_use]
    pub fn extreme(gates: &[[i32; 2]; 4], fraction: u32, cell: [i16; 2], end: usize) -> (Self, [usize; 4]) {
        let end = end & 1;
        let factor = |negative: bool| if negative { 1 - end } else { end };
        let [input, forget, candidate, output] = *gates;
        let (candidate, cell) = (at(candidate, end), at(cell, end)); // tanh has its argument's sign
        let (first, second) = (factor(candidate < 0), factor(cell < 0));
        let gates = [at(input, first), at(forget, second), candidate, at(output, end)];
        let unit = Self::new(gates, fraction, cell);
        let third = factor(unit.tanh_cell < 0);
        (unit.with_output(step(at(output, third), fraction)), [first, second, end, third])
    }

    /// Computes a unit from its gates as indices into σ's table, in the order input, forget, cell, output. The cell gate's index
    /// counts half steps.
    #[inline(always)]
    pub(super) fn at(steps: [i32; 4], cell: i16) -> Self {
        let (input, forget, output) = (sigmoid(steps[0]), sigmoid(steps[1]), sigmoid(steps[3]));
        let candidate = tanh(steps[2]);
        // 15 + 12 - 15 and 15 + 15 - 18 fraction bits: both 12, as the cell's.
        let sum = ((forget * i32::from(cell)) >> 15) + ((input * candidate) >> 18);
        let cell = sum.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
        let tanh_cell = tanh((i32::from(cell) >> (CELL_FRACTION - STEP_FRACTION - 1)) + HALF);
        let hidden = narrowed(output * tanh_cell + (1 << 22));
        Self { input, forget, output, candidate, cell, tanh_cell, hidden }
    }

    /// Computes what another output gate makes of the unit, from the gate's index into σ's table.
    #[inline(always)]
    fn with_output(self, step: i32) -> Self {
        let output = sigmoid(step);
        Self { output, hidden: narrowed(output * self.tanh_cell + (1 << 22)), ..self }
    }
}

/// The index into σ's table of a gate with `fraction` fraction bits.
#[inline(always)]
fn step(gate: i32, fraction: u32) -> i32 {
    (gate >> (fraction - STEP_FRACTION)) + HALF
}

/// One of two ends: the least (0) or the greatest.
#[inline(always)]
fn at<V>([least, greatest]: [V; 2], end: usize) -> V {
    if end == 0 { least } else { greatest }
}

/// σ with 15 fraction bits, at a step of its table or, beyond it, at its nearest end.
#[inline(always)]
fn sigmoid(step: i32) -> i32 {
    i32::from(SIGMOID[step.clamp(0, 2 * HALF - 1) as usize])
}

/// tanh with 15 fraction bits: 2σ − 1, at twice as many steps.
#[inline(always)]
fn tanh(step: i32) -> i32 {
    2 * sigmoid(step) - 32767
}

/// The table has 32 steps a unit and reaches from −8 to 8.
pub(super) const STEP_FRACTION: u32 = 5;
pub(super) const HALF: i32 = 256;

/// σ at the middle of each step, with 15 fraction bits; computed by the compiler.
pub(super) static SIGMOID: [i16; 512] = {
    let mut table = [0; 512];
    let mut step = 0;
    while step < table.len() {
        let x = (step as f64 - 255.5) / 32.0;
        table[step] = (32767.0 / (1.0 + exp(-x)) + 0.5) as i16;
        step += 1;
    }
    table
};

/// e^x for |x| ≤ 8 by its power series at x/16, squared four times.
const fn exp(x: f64) -> f64 {
    let (small, mut term, mut sum, mut n) = (x / 16.0, 1.0, 1.0, 1.0);
    while n < 20.0 {
        term *= small / n;
        sum += term;
        n += 1.0;
    }
    let square = sum * sum;
    let fourth = square * square;
    let eighth = fourth * fourth;
    eighth * eighth
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A corner is the extreme of all that lies between: every cell and gate of small intervals, at all signs.
    #[test]
    fn extremes_bound_every_state_between() {
        let mut random = 7_u32;
        let mut draw = |below: i32| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) as i32 % below
        };
        for _ in 0..if cfg!(miri) { 5 } else { 300 } {
            let gates = [(); 4].map(|()| {
                let low = draw(16_384) - 8_192;
                [low, low + draw(6_000)]
            });
            let low = draw(60_000) - 30_000;
            let cell = [low as i16, (low + draw(2_000)).min(32_767) as i16];
            let [least, greatest] = [0, 1].map(|end| Unit::extreme(&gates, 11, cell, end).0);
            for _ in 0..200 {
                let inside = gates.map(|[low, high]| low + draw(high - low + 1));
                let now = i32::from(cell[0]) + draw(i32::from(cell[1]) - i32::from(cell[0]) + 1);
                let unit = Unit::new(inside, 11, now as i16);
                assert!((least.cell..=greatest.cell).contains(&unit.cell));
                assert!((least.hidden..=greatest.hidden).contains(&unit.hidden));
            }
        }
    }

    /// The compiler's table is σ to within half a unit of its last place.
    #[test]
    fn table_is_the_sigmoid() {
        for (step, &value) in SIGMOID.iter().enumerate() {
            let x = (step as f64 - 255.5) / 32.0;
            let exact = 32767.0 / (1.0 + libm::exp(-x));
            assert!((f64::from(value) - exact).abs() <= 0.5 + 1e-6, "step {step}: {value} is not {exact}");
        }
    }
}
