//! The tensors of a blob: the one table of their names, dimensions and sizes.

use crate::{Precision, Scales, Shape};

/// One of the tensors of a task's network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tensor {
    /// The input table: gate pre-activations of every input symbol and program.
    Tables,
    /// From the hidden state to the gates: the core, which all tasks of a blob share.
    Recurrent,
    /// From the hidden state to the scores.
    Heads,
    /// What is added to the scores.
    Bias,
}

impl Tensor {
    /// All of them, in the order in which arrays of tensors stand.
    pub const ALL: [Self; 4] = [Self::Tables, Self::Recurrent, Self::Heads, Self::Bias];
    /// Those that each task has of its own, in the order in which a blob holds them.
    pub const OWN: [Self; 3] = [Self::Tables, Self::Heads, Self::Bias];

    /// The name in pictures, messages and, behind the task's, in a safetensors file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tables => "tables",
            Self::Recurrent => "recurrent",
            Self::Heads => "heads",
            Self::Bias => "bias",
        }
    }

    /// Rows and columns as a blob stores them, in a network of `hidden` units: [`layout`](crate::layout) says in which order.
    #[must_use]
    pub const fn stored(self, shape: &Shape<'_>, hidden: usize) -> [usize; 2] {
        match self {
            Self::Tables => [shape.rows(), 4 * hidden],
            Self::Recurrent => [4 * hidden, hidden],
            Self::Heads => [shape.padded_outputs(), hidden],
            Self::Bias => [shape.padded_outputs(), 1],
        }
    }

    /// Rows and columns as trained, `[in, out]` and row-major; gates stand gate by gate, all input gates first.
    #[must_use]
    pub const fn trained(self, shape: &Shape<'_>, hidden: usize) -> [usize; 2] {
        match self {
            Self::Tables => [shape.rows(), 4 * hidden],
            Self::Recurrent => [hidden, 4 * hidden],
            Self::Heads => [hidden, shape.outputs()],
            Self::Bias => [1, shape.outputs()],
        }
    }

    /// Bytes that so many weights take in a blob: a bias is never packed into nibbles.
    #[must_use]
    pub const fn bytes(self, precision: Precision, weights: usize) -> usize {
        match (self, precision) {
            (Self::Bias, Precision::Int4) => weights,
            _ => precision.bytes(weights),
        }
    }

    /// Fraction bits of its integer weights.
    #[must_use]
    pub const fn fraction(self, scales: Scales) -> i8 {
        match self {
            Self::Tables => scales.tables,
            Self::Recurrent => scales.recurrent,
            Self::Heads | Self::Bias => scales.heads,
        }
    }
}

/// A tensor in a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TensorView<'a> {
    /// Which one.
    pub tensor: Tensor,
    /// Its rows as stored.
    pub rows: usize,
    /// Its columns as stored.
    pub columns: usize,
    /// Fraction bits of its weights; none in f32.
    pub fraction: Option<i8>,
    /// Its weights, as stored.
    pub bytes: &'a [u8],
}
