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
    /// The four tensors in the order that every array of tensors has.
    pub const ALL: [Self; 4] = [Self::Tables, Self::Recurrent, Self::Heads, Self::Bias];
    /// The three tensors that each task has of its own, in the order in which a blob holds them.
    pub const OWN: [Self; 3] = [Self::Tables, Self::Heads, Self::Bias];

    /// Names the tensor in pictures and messages, and in a safetensors file, there with the task's name in front.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tables => "tables",
            Self::Recurrent => "recurrent",
            Self::Heads => "heads",
            Self::Bias => "bias",
        }
    }

    /// Gives rows and columns as a blob stores them, in a network of `hidden` units: [`layout`](crate::layout) says in which order.
    #[must_use]
    pub const fn stored(self, shape: &Shape<'_>, hidden: usize) -> [usize; 2] {
        match self {
            Self::Tables => [shape.rows(), 4 * hidden],
            Self::Recurrent => [4 * hidden, hidden],
            Self::Heads => [shape.padded_outputs(), hidden],
            Self::Bias => [shape.padded_outputs(), 1],
        }
    }

    /// Gives rows and columns as trained, `[in, out]` and row-major; gates stand gate by gate, all input gates first.
    #[must_use]
    pub const fn trained(self, shape: &Shape<'_>, hidden: usize) -> [usize; 2] {
        match self {
            Self::Tables => [shape.rows(), 4 * hidden],
            Self::Recurrent => [hidden, 4 * hidden],
            Self::Heads => [hidden, shape.outputs()],
            Self::Bias => [1, shape.outputs()],
        }
    }

    /// Counts the bytes that so many weights take in a blob: a bias is never packed into nibbles.
    #[must_use]
    pub const fn bytes(self, precision: Precision, weights: usize) -> usize {
        match (self, precision) {
            (Self::Bias, Precision::Int4) => weights,
            _ => precision.bytes(weights),
        }
    }

    /// Gives the fraction bits of its integer weights, of all the task's scales.
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
    /// The tensor that this is a view of.
    pub tensor: Tensor,
    /// Rows of the matrix as stored; [`layout`](crate::layout) says where each weight stands.
    pub rows: usize,
    /// Columns of the matrix as stored.
    pub columns: usize,
    /// Fraction bits of the weights: a stored `w` stands for `w · 2^-bits`; none in f32.
    pub fraction: Option<i8>,
    /// The weights, as stored, without padding.
    pub bytes: &'a [u8],
}
