//! What boxes cost: how far a step of every state in a box is from what has to be shown of it, and the gradient of that by the weights and
//! by the boxes.
//!
//! A box is stepped by the very function that proves it ([`Unit::extreme`]), so training sees the bounds that the proof will see
//! (interval bound propagation, Gowal et al., arXiv 1810.12715, here in integers and around a loop). The derivative is
//! that of the smooth cell at the corner which is the extreme. The loss of an obligation is the cross-entropy of the scores that are
//! worst in the box's image, and a hinge on what of the image stands out of the box that follows.

use npi_format::{Bounds, HIDDEN_FRACTION};
use npi_runtime::kernel::{CELL_FRACTION, Unit};

use super::boxed::BoxStep;
use super::cell::{Smooth, scale};
use super::network::{Network, add};
use super::sides::{Side, Sides};
use super::weights::Own;
use super::{Grid, loss};

/// How far inside the box that follows an image has to end, of a hidden state, in 128ths: the grid's next point …
const INSIDE_HIDDEN: i32 = 1;
/// … and of a cell state, in 4096ths: a hundredth, less than which makes no hidden state another.
const INSIDE_CELL: i32 = 40;
/// What a cell state that stands out costs of what a hidden state does, both in units of one: cells reach eight times as far.
const CELL_SHARE: f32 = 0.5;
/// The least slope of the hinge, so that what stands out by little still comes in.
const LEAST_SLOPE: f32 = 0.25;
/// How fast the hinge's slope grows up to one.
const STEEPNESS: f32 = 4.0;

/// What obligations are weighed with.
#[derive(Debug, Clone, Copy)]
pub struct Weight {
    /// Of each obligation.
    pub scale: f32,
    /// Of the hinge beside the cross-entropy.
    pub hinge: f32,
    /// By how many logits a right answer has to lead, as far as the cross-entropy says.
    pub lead: f32,
}

/// The bounds of a layer, least and greatest side by side.
type Ends = [Vec<f32>; 2];

fn zeros(count: usize) -> Ends {
    [vec![0.0; count], vec![0.0; count]]
}

/// A gradient by the bounds of a box: those of its hidden and of its cell states.
struct ByBox {
    hidden: Ends,
    cell: Ends,
}

impl ByBox {
    fn zeros(units: usize) -> Self {
        Self { hidden: zeros(units), cell: zeros(units) }
    }
}

/// The loss of an obligation; adds its gradient to `core`, which is the recurrent weights', and to `own`.
pub fn gradient(
    network: Network<'_>,
    of: &BoxStep,
    boxes: &[Bounds],
    (heads, grid): (&[usize], &Grid),
    weight: Weight,
    (core, own): (&mut [f32], &mut Own),
) -> f32 {
    let units = network.hidden();
    let side = |number: usize| &boxes[number * units..][..units];
    let image = Image::of(network, of, of.from.map(side), grid);
    let mut by = ByBox::zeros(units);
    let mut total = image.scores(network, of, heads, weight, (&mut by, own));
    if let Some(to) = of.to {
        total += image.hinge(side(to), weight, &mut by, own.boxes.of(to, units));
    }
    let (gates, from) = image.backward(&by);
    for ends in &gates {
        for &row in &of.step.rows {
            add(&mut own.tables[usize::from(row) * 4 * units..][..4 * units], 1.0, ends);
        }
    }
    if let Some(number) = of.from {
        let by = through(network, side(number), &gates, core, from);
        own.boxes.of(number, units).add(&by.hidden, &by.cell);
    }
    total
}

/// A box of states after a step, and where each of its bounds comes from.
struct Image {
    bounds: Vec<Bounds>,
    /// The corner of each unit's least and greatest state: the unit there, and the ends that its gates are at.
    corners: Vec<[(Unit, [usize; 4]); 2]>,
    /// The cell's bounds before.
    before: Vec<[i16; 2]>,
}

impl Image {
    fn of(network: Network<'_>, of: &BoxStep, from: Option<&[Bounds]>, grid: &Grid) -> Self {
        let units = network.hidden();
        let ends = gates(network, of, from);
        let fraction = HIDDEN_FRACTION.saturating_add_signed(grid.recurrent);
        let before = |unit: usize| from.map_or(Bounds::REST, |from| from[unit]).cell;
        let corner = |unit: usize| {
            let gate =
                |gate: usize| [0, 1].map(|end| (ends[end][gate * units + unit] * scale(fraction)) as i32);
            let gates = [0, 1, 2, 3].map(gate);
            [0, 1].map(|end| Unit::extreme(&gates, fraction, before(unit), end))
        };
        let corners: Vec<_> = (0..units).map(corner).collect();
        let bounds = |[(least, _), (greatest, _)]: &[(Unit, [usize; 4]); 2]| Bounds {
            hidden: [least.hidden as i8, greatest.hidden as i8],
            cell: [least.cell, greatest.cell],
        };
        Self {
            bounds: corners.iter().map(bounds).collect(),
            corners,
            before: (0..units).map(before).collect(),
        }
    }

    /// The cross-entropy of the scores that are worst; adds its gradient by the heads, and by the image.
    fn scores(
        &self,
        network: Network<'_>,
        of: &BoxStep,
        heads: &[usize],
        Weight { scale, lead, .. }: Weight,
        (by, own): (&mut ByBox, &mut Own),
    ) -> f32 {
        let (mut start, mut total) = (0, 0.0);
        for (&width, target) in heads.iter().zip(&of.step.targets) {
            let (first, Some(target)) = (start, target) else {
                start += width;
                continue;
            };
            start += width;
            let target = usize::from(*target);
            // A head of one score is held against a score of zero, which is right if it should not be above.
            let (right, rivals) = match (width, target) {
                (1, 0) => (None, vec![Some(first)]),
                (1, _) => (Some(first), vec![None]),
                _ => (
                    Some(first + target),
                    (first..first + width).filter(|&of| of != first + target).map(Some).collect(),
                ),
            };
            let leads: Vec<_> = rivals.iter().map(|&rival| self.lead(network, rival, right) + lead).collect();
            let (loss, slopes) = loss::leads_loss(&leads);
            total += loss * scale;
            for (&rival, slope) in rivals.iter().zip(slopes) {
                self.lead_backward(network, rival, right, slope * scale, (by, own));
            }
        }
        total
    }

    /// The most by which one output's score can exceed another's; no output has the score zero.
    fn lead(&self, network: Network<'_>, one: Option<usize>, other: Option<usize>) -> f32 {
        let bias = network.bias(one) - network.bias(other);
        let states = self.bounds.iter().enumerate().map(|(unit, bounds)| {
            let weight = network.head(one, unit) - network.head(other, unit);
            weight * hidden(bounds.hidden[usize::from(weight > 0.0)])
        });
        bias + states.sum::<f32>()
    }

    fn lead_backward(
        &self,
        network: Network<'_>,
        one: Option<usize>,
        other: Option<usize>,
        slope: f32,
        (by, own): (&mut ByBox, &mut Own),
    ) {
        let outputs = own.bias.len();
        for (output, slope) in [(one, slope), (other, -slope)] {
            let Some(output) = output else { continue };
            own.bias[output] += slope;
            for (unit, bounds) in self.bounds.iter().enumerate() {
                let end = usize::from(network.head(one, unit) > network.head(other, unit));
                own.heads[unit * outputs + output] += slope * hidden(bounds.hidden[end]);
            }
        }
        for unit in 0..self.bounds.len() {
            let weight = network.head(one, unit) - network.head(other, unit);
            by.hidden[usize::from(weight > 0.0)][unit] += slope * weight;
        }
    }

    /// What of the image stands out of a box; adds the gradient by the image, and by the box.
    fn hinge(&self, to: &[Bounds], weight: Weight, by: &mut ByBox, target: Side<'_>) -> f32 {
        let mut total = 0.0;
        for (unit, (found, to)) in self.bounds.iter().zip(to).enumerate() {
            for end in [0, 1] {
                let sign = if end == 1 { 1 } else { -1 };
                let out = |found: i32, to: i32, inside: i32, most: i32| {
                    let (found, to) = (sign * found, sign * to);
                    found + inside.min(most - found) - to
                };
                let out_hidden =
                    out(found.hidden[end].into(), to.hidden[end].into(), INSIDE_HIDDEN, i32::from(i8::MAX));
                let out_cell =
                    out(found.cell[end].into(), to.cell[end].into(), INSIDE_CELL, i32::from(i16::MAX));
                for (out, unit_of, share, by, centre, radius) in [
                    (out_hidden, HIDDEN_FRACTION, 1.0, &mut by.hidden, 0, 1),
                    (out_cell, CELL_FRACTION, CELL_SHARE, &mut by.cell, 2, 3),
                ] {
                    if out <= 0 {
                        continue;
                    }
                    let (out, weight) = (out as f32 / scale(unit_of), share * weight.hinge * weight.scale);
                    total += out * weight;
                    let slope = weight * (out * STEEPNESS).clamp(LEAST_SLOPE, 1.0);
                    by[end][unit] += sign as f32 * slope;
                    target.numbers[centre][unit] -= sign as f32 * slope;
                    target.numbers[radius][unit] -= slope * Sides::RADIUS_RATE;
                }
            }
        }
        total
    }

    /// From the gradient by the image: that by the ends of the gates' intervals, and by the cell's before.
    fn backward(&self, by: &ByBox) -> (Ends, Ends) {
        let units = self.bounds.len();
        let (mut gates, mut before) = (zeros(4 * units), zeros(units));
        for (unit, corners) in self.corners.iter().enumerate() {
            for (end, (corner, ends)) in corners.iter().enumerate() {
                let (smooth, cell) =
                    (Smooth::of(corner), f32::from(self.before[unit][end]) / scale(CELL_FRACTION));
                let by_hidden = by.hidden[end][unit];
                let saturated = corner.cell == i16::MAX || corner.cell == i16::MIN;
                let by_cell = if saturated { 0.0 } else { by_hidden * smooth.shown() + by.cell[end][unit] };
                let [input, forget, candidate, output] = smooth.slopes(cell);
                for (gate, slope) in
                    [by_cell * input, by_cell * forget, by_cell * candidate, by_hidden * output]
                        .iter()
                        .enumerate()
                {
                    gates[ends[gate]][gate * units + unit] += slope;
                }
                before[end][unit] += by_cell * smooth.forget;
            }
        }
        (gates, before)
    }
}

/// The ends of the intervals of all gates' pre-activations, `[4 · H]` each.
fn gates(network: Network<'_>, of: &BoxStep, from: Option<&[Bounds]>) -> Ends {
    let units = network.hidden();
    let mut least = vec![0.0; 4 * units];
    for &row in &of.step.rows {
        add(&mut least, 1.0, network.row(row));
    }
    let mut greatest = least.clone();
    for (bounds, weights) in from.unwrap_or_default().iter().zip(network.recurrent().chunks_exact(4 * units))
    {
        let [low, high] = bounds.hidden.map(hidden);
        for ((least, greatest), weight) in least.iter_mut().zip(&mut greatest).zip(weights) {
            let (one, other) = (low * weight, high * weight);
            *least += one.min(other);
            *greatest += one.max(other);
        }
    }
    [least, greatest]
}

/// From the gradient by the ends of the gates' intervals: adds that by the recurrent weights, and gives that by the box before.
fn through(network: Network<'_>, from: &[Bounds], gates: &Ends, core: &mut [f32], cell: Ends) -> ByBox {
    let units = from.len();
    let mut by = ByBox { hidden: zeros(units), cell };
    let rows = network.recurrent().chunks_exact(4 * units).zip(core.chunks_exact_mut(4 * units));
    for (unit, (bounds, (weights, core))) in from.iter().zip(rows).enumerate() {
        let [low, high] = bounds.hidden.map(hidden);
        let (mut by_low, mut by_high) = (0.0, 0.0);
        let slopes = gates[0].iter().zip(&gates[1]);
        for ((&weight, core), (&least, &greatest)) in weights.iter().zip(core).zip(slopes) {
            // The least sum has the low end times a weight above zero, and the high end times one below.
            let (of_low, of_high) = if weight > 0.0 { (least, greatest) } else { (greatest, least) };
            *core += of_low * low + of_high * high;
            by_low += of_low * weight;
            by_high += of_high * weight;
        }
        (by.hidden[0][unit], by.hidden[1][unit]) = (by_low, by_high);
    }
    by
}

fn hidden(state: i8) -> f32 {
    f32::from(state) / scale(HIDDEN_FRACTION)
}
