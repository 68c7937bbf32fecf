//! Rounding weights to integers: one power-of-two scale a tensor.

use std::string::String;
use std::vec::Vec;

use super::{ConvertError, Metadata, Own, Stored, TaskMetadata, file_name, little_endian, tensors};
use crate::scales::{MAX_DISTANCE, MAX_FRACTION, MIN_FRACTION};
use crate::{Precision, Scales, Tensor};

/// What rounding did to one tensor.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TensorReport {
    /// The tensor's name in a safetensors file.
    pub tensor: String,
    /// Weights stored, padding included.
    pub weights: usize,
    /// Fraction bits of its scale; `None` for f32.
    pub fraction: Option<i8>,
    /// The largest magnitude before rounding.
    pub largest: f32,
    /// The largest difference that rounding made.
    pub error: f32,
}

/// The tensors as a blob stores them.
pub(super) struct Tensors {
    /// Fraction bits of the recurrent weights.
    pub fraction: i8,
    pub recurrent: Vec<u8>,
    /// Each task's scales and own tensors.
    pub own: Vec<(Scales, [Vec<u8>; 3])>,
}

/// Stores weights in a precision: integers at the finest scales that hold them.
pub(super) fn store(
    metadata: &Metadata,
    weights: &Stored,
    precision: Precision,
) -> Result<(Tensors, Vec<TensorReport>), ConvertError> {
    let scales = match precision {
        Precision::F32 => std::vec![Scales::default(); weights.own.len()],
        _ => scales(metadata, weights, precision)?,
    };
    let pack = |tensor, weights: &Vec<f32>, scales| pack(tensor, weights, precision, scales);
    debug_assert!(!scales.is_empty(), "weights are of one task or more");
    let core = scales.first().copied().unwrap_or_default();
    let own = |(own, &scales): (&Own, _)| {
        let [tables, heads, bias] = Tensor::OWN;
        let packed = [(tables, &own[0]), (heads, &own[1]), (bias, &own[2])];
        (scales, packed.map(|(tensor, weights)| pack(tensor, weights, scales)))
    };
    let stored = Tensors {
        fraction: core.recurrent,
        recurrent: pack(Tensor::Recurrent, &weights.recurrent, core),
        own: weights.own.iter().zip(&scales).map(own).collect(),
    };
    let each = core::iter::once((&weights.recurrent, core)).chain(
        weights.own.iter().zip(&scales).flat_map(|(own, &scales)| own.iter().map(move |own| (own, scales))),
    );
    let reports = tensors(metadata).zip(each).map(|((of, tensor), (weights, scales))| {
        let fraction = (precision != Precision::F32).then(|| tensor.fraction(scales));
        report(file_name(of.map(|of| &of.task[..]), tensor), weights, fraction)
    });
    Ok((stored, reports.collect()))
}

/// The most fraction bits of recurrent weights: of coarser ones no table is too far apart. So the core's scale follows from the
/// core alone, and stays the same whatever tasks are converted with it.
const MAX_CORE_FRACTION: i8 = MIN_FRACTION + MAX_DISTANCE;

/// Each task's scales: the finest that hold its weights, near enough to the core's, which is the same for all.
fn scales(metadata: &Metadata, weights: &Stored, precision: Precision) -> Result<Vec<Scales>, ConvertError> {
    let limit = if precision == Precision::Int4 { 7.0 } else { 127.0 };
    let recurrent = fraction(None, Tensor::Recurrent, &weights.recurrent, limit)?.min(MAX_CORE_FRACTION);
    let of_task = |(of, [tables, heads, bias]): (&TaskMetadata, &Own)| {
        let fraction = |tensor, weights, limit| fraction(Some(&of.task), tensor, weights, limit);
        let tables = fraction(Tensor::Tables, tables, limit)?.min(recurrent + MAX_DISTANCE);
        // The bias is always a byte.
        let heads = fraction(Tensor::Heads, heads, limit)?.min(fraction(Tensor::Bias, bias, 127.0)?);
        Ok(Scales { tables, recurrent, heads })
    };
    metadata.tasks.iter().zip(&weights.own).map(of_task).collect()
}

/// The most fraction bits at which no weight exceeds `limit`.
fn fraction(task: Option<&str>, tensor: Tensor, weights: &[f32], limit: f32) -> Result<i8, ConvertError> {
    let found = largest(weights);
    let fits = |&bits: &i8| rounded(found, bits) <= limit;
    let too_large = || ConvertError::TooLarge { tensor: file_name(task, tensor), found, limit };
    (MIN_FRACTION..=MAX_FRACTION).rev().find(fits).ok_or_else(too_large)
}

fn pack(tensor: Tensor, weights: &[f32], precision: Precision, scales: Scales) -> Vec<u8> {
    let whole = weights.iter().map(|&weight| rounded(weight, tensor.fraction(scales)) as i8);
    match (precision, tensor) {
        (Precision::F32, _) => little_endian(weights),
        (Precision::Int4, Tensor::Tables | Tensor::Recurrent | Tensor::Heads) => nibbles(whole),
        _ => whole.map(|weight| weight as u8 ^ 0x80).collect(),
    }
}

fn rounded(weight: f32, fraction: i8) -> f32 {
    (weight * power_of_two(i32::from(fraction))).round()
}

/// The number 2^`exponent`, exactly, for an exponent from −126 to 127; beyond, that of the nearer end.
///
/// It is made of bits: Rust does not say which bits `powi` gives, and weights must be the same on every machine.
#[must_use]
pub const fn power_of_two(exponent: i32) -> f32 {
    const BIAS: i32 = 127;
    let stored = match exponent {
        ..-126 => -126 + BIAS,
        -126..=127 => exponent + BIAS,
        _ => 127 + BIAS,
    };
    f32::from_bits((stored as u32) << (f32::MANTISSA_DIGITS - 1))
}

fn largest(weights: &[f32]) -> f32 {
    weights.iter().fold(0.0, |most, weight| weight.abs().max(most))
}

fn report(tensor: String, weights: &[f32], fraction: Option<i8>) -> TensorReport {
    let back =
        |weight: f32| fraction.map_or(weight, |bits| rounded(weight, bits) / power_of_two(i32::from(bits)));
    let error = weights.iter().fold(0.0, |most: f32, &weight| (weight - back(weight)).abs().max(most));
    TensorReport { tensor, weights: weights.len(), fraction, largest: largest(weights), error }
}

/// Two weights a byte, the first in the low nibble, each offset by eight.
fn nibbles(weights: impl Iterator<Item = i8>) -> Vec<u8> {
    let nibbles: Vec<u8> = weights.map(|weight| (weight + 8) as u8).collect();
    nibbles.chunks(2).map(|pair| pair[0] | pair.get(1).unwrap_or(&8) << 4).collect()
}
