//! How to train, and the grid that weights are trained on.

use npi_format::convert::{Checkpoint, power_of_two};
use npi_format::{Method, Precision};
use npi_runtime::Task;
use npi_runtime::verify::programs;

use super::Backend;
use super::recipe::{self, Recipe};
use crate::error::{Result, ensure};
use crate::record::HIDDEN;
use crate::spec::SpecOf;

/// The grid that integer weights lie on: a weight `w` stands for `w · 2^-fraction`.
///
/// Fixed for all hidden sizes and precisions: table entries reach about ±4, recurrent weights ±8, heads ±16.
/// (With ±4 for all, networks of fewer than eight units do not prove.)
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// Fraction bits of the input tables.
    pub tables: i32,
    /// Fraction bits of the recurrent weights.
    pub recurrent: i32,
    /// Fraction bits of the heads and their bias.
    pub heads: i32,
    /// The largest magnitude of a weight: 127 or 7.
    pub limit: f32,
}

impl Grid {
    /// The bias is a byte in every integer precision.
    pub const BIAS_LIMIT: f32 = 127.0;

    /// The grid of a precision; none for f32.
    #[must_use]
    pub fn of(precision: Precision) -> Option<Self> {
        match precision {
            Precision::F32 => None,
            Precision::Int8 => Some(Self { tables: 5, recurrent: 4, heads: 3, limit: 127.0 }),
            Precision::Int4 => Some(Self { tables: 1, recurrent: 0, heads: -1, limit: 7.0 }),
        }
    }
}

/// How programs are to be proven, and so what they learn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Prover {
    /// Whether all programs are proven by boxes; else those alone that loop.
    pub boxes: bool,
    /// Whether there is a box for each view by which the teacher comes to a memory, and not for each memory alone.
    pub split: bool,
}

impl Prover {
    /// How boxes are trained.
    #[must_use]
    pub fn recipe(self) -> Recipe {
        if self.split { recipe::SPLIT } else { recipe::EACH }
    }

    /// How each program of a task is proven.
    #[must_use]
    pub fn methods<T: Task>(self, spec: &SpecOf<T>) -> Vec<Method> {
        let boxes = if self.split { Method::Split } else { Method::Boxes };
        let of = |program| if self.boxes || spec.loops(program) { boxes } else { Method::Sequences };
        programs(&T::SIGNATURE).map(of).collect()
    }
}

/// How to train. Written as `Options { hidden: 8, ..Options::default() }`, as there may be more of them one day.
#[derive(Debug, Clone)]
pub struct Options {
    /// Units of the LSTM layer.
    pub hidden: usize,
    /// Same seed, same build, same weights.
    pub seed: u64,
    /// The precision that must be proven.
    pub precision: Precision,
    /// What burn computes with.
    pub backend: Backend,
    /// Recurrent weights `[hidden, 4 · hidden]` that are taken over and not trained, so that the model shares its core with
    /// the one that they come from; without them, the network's own are trained.
    pub core: Option<Vec<f32>>,
    /// Weights to go on from, of the same tasks, size and precision. Adam's moments and the schedule begin anew; a later draw, if there is one,
    /// is new.
    pub resume: Option<Checkpoint>,
    /// Whether the proof's counterexamples are learned from, or the given traces alone.
    pub counterexamples: bool,
    /// How programs are proven that do not loop.
    pub prover: Prover,
    /// The smallest margin, in logits, at which to stop before the schedule ends. What is taught is
    /// twice as much.
    pub margin: f64,
    /// Updates after which to give up, at least one: so many are made, if no proof comes before.
    pub updates: usize,
}

impl Default for Options {
    /// As `npi train` without options.
    fn default() -> Self {
        Self {
            hidden: 16,
            seed: 0,
            precision: Precision::Int8,
            backend: Backend::DEFAULT,
            core: None,
            resume: None,
            counterexamples: true,
            prover: Prover::default(),
            margin: 0.5,
            updates: 30_000,
        }
    }
}

impl Options {
    /// Checks that there are hidden units, not too many, and updates, and that a core, if one is given, suits.
    ///
    /// # Errors
    /// If not.
    pub fn check(&self) -> Result<()> {
        let hidden = self.hidden;
        ensure!((1..=HIDDEN).contains(&hidden), "expected 1 to {HIDDEN} hidden units, found {hidden}");
        ensure!(self.updates > 0, "expected at least 1 update, found 0");
        self.check_core()
    }

    /// Checks that the core that is given, if one is, is of the network's size, and that its precision can hold it.
    ///
    /// # Errors
    /// A core of another size, or that was trained for another precision.
    pub fn check_core(&self) -> Result<()> {
        let Some(core) = &self.core else { return Ok(()) };
        let (expected, found) = (4 * self.hidden * self.hidden, core.len());
        ensure!(expected == found, "expected a core of {expected} weights, found {found}");
        let grid = Grid::of(self.precision);
        let held = snapped(&mut core.clone(), grid.map(|grid| (grid.recurrent, grid.limit)));
        ensure!(
            held == *core,
            "expected a core that was trained for {}, found weights that it rounds; hint: train the core in it, too",
            self.precision.name()
        );
        Ok(())
    }
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
