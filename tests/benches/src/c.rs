//! Plain C, and the limit. C says nothing of what it needs, so that calling it is unsafe.
#![expect(unsafe_code, reason = "C is called")]

use anyhow::{Context, Result, ensure};
use npi_format::convert::Checkpoint;

use crate::{Framework, matrices};

type Step = unsafe extern "C" fn(
    tables: *const f32,
    recurrent: *const f32,
    heads: *const f32,
    bias: *const f32,
    rows: *const u32,
    looked_up: usize,
    hidden: *mut f32,
    cell: *mut f32,
    scores: *mut f32,
);

unsafe extern "C" {
    safe fn lstm_o3(units: usize) -> Option<Step>;
    safe fn lstm_ofast(units: usize) -> Option<Step>;
    fn limit_chain(units: usize, weights: *const u8, hidden: *mut i8, steps: usize);
}

/// What the compiler may do.
#[derive(Debug, Clone, Copy)]
pub enum Flags {
    /// `-O3`: what the standard says of floats.
    O3,
    /// `-Ofast`: any order of sums, and exponentials by the vector math library.
    Ofast,
}

/// The weights as they are, and the compiled step.
pub struct C {
    matrices: [Vec<f32>; 4],
    rows: usize,
    units: usize,
    step: Step,
}

impl Framework for C {
    type State = [Vec<f32>; 2];
    type Device = Flags;

    fn new(checkpoint: &Checkpoint, flags: Flags) -> Result<Self> {
        let matrices = matrices(checkpoint);
        let ([rows, _], [units, outputs]) = (matrices[0].1, matrices[2].1);
        ensure!(outputs == 23, "expected the 23 scores that lstm.c has, found {outputs}");
        let step = match flags {
            Flags::O3 => lstm_o3(units),
            Flags::Ofast => lstm_ofast(units),
        };
        let step =
            step.with_context(|| format!("expected a number of units that lstm.c has, found {units}"))?;
        Ok(Self { matrices: matrices.map(|(weights, _)| weights), rows, units, step })
    }

    fn fresh(&self) -> Self::State {
        [vec![0.0; self.units], vec![0.0; self.units]]
    }

    fn restart(&self, state: &mut Self::State) {
        state.iter_mut().for_each(|part| part.fill(0.0));
    }

    fn step(&self, rows: &[u32], [hidden, cell]: &mut Self::State, scores: &mut [f32]) -> Result<()> {
        ensure!(
            !rows.is_empty() && rows.iter().all(|&row| (row as usize) < self.rows),
            "expected rows of the tables, found others"
        );
        ensure!(
            scores.len() == 23 && hidden.len() == self.units && cell.len() == self.units,
            "expected as many scores and units as the network has, found others"
        );
        let [tables, recurrent, heads, bias] = self.matrices.each_ref().map(|weights| weights.as_ptr());
        let (hidden, cell, scores) = (hidden.as_mut_ptr(), cell.as_mut_ptr(), scores.as_mut_ptr());
        // SAFETY: the matrices have the sizes of a step of so many units, and the rest was checked a moment ago.
        unsafe {
            (self.step)(tables, recurrent, heads, bias, rows.as_ptr(), rows.len(), hidden, cell, scores)
        };
        Ok(())
    }
}

/// A cache line, on which the weights begin.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line(#[expect(dead_code, reason = "C reads it")] [u8; 64]);

/// The chained product alone.
pub struct Limit {
    units: usize,
    weights: Vec<Line>,
    hidden: Vec<i8>,
}

impl Limit {
    /// The limit of networks of so many units; none where limit.c has none, or on a processor without VNNI.
    #[must_use]
    pub fn new(units: usize) -> Option<Self> {
        let has = std::arch::is_x86_feature_detected!("avx512vnni")
            && std::arch::is_x86_feature_detected!("avx512vl")
            && [16, 32, 64, 128].contains(&units);
        let line = Line(std::array::from_fn(|index| (index * 37) as u8));
        has.then(|| Self { units, weights: vec![line; 4 * units * units / 64], hidden: vec![3; units] })
    }

    /// Takes so many products, one after the other.
    pub fn run(&mut self, steps: usize) {
        let weights = self.weights.as_ptr().cast();
        // SAFETY: the weights are `4 units` rows of `units` bytes from a 64-byte boundary, the state has `units` bytes, and the processor has VNNI.
        unsafe { limit_chain(self.units, weights, self.hidden.as_mut_ptr(), steps) };
    }
}
