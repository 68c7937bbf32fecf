//! Rounding weights to integers: one power-of-two scale a tensor.

use std::vec::Vec;

use super::ConvertError;
use crate::blob::{MAX_DISTANCE, MAX_FRACTION, MIN_FRACTION};
use crate::{Precision, Scales, TENSORS};

/// What rounding did to one tensor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TensorReport {
    /// The tensor's name.
    pub tensor: &'static str,
    /// Weights stored, padding included.
    pub weights: usize,
    /// Fraction bits of its scale; `None` for f32.
    pub fraction: Option<i8>,
    /// The largest magnitude before rounding.
    pub largest: f32,
    /// The largest difference that rounding made.
    pub error: f32,
}

type Quantised = (Scales, [Vec<u8>; 4], [TensorReport; 4]);

/// Reports tensors that are stored as they are.
pub(super) fn exact(tensors: &[Vec<f32>; 4]) -> [TensorReport; 4] {
    std::array::from_fn(|tensor| report(tensor, &tensors[tensor], None))
}

/// Rounds every tensor to the finest scale that holds it.
pub(super) fn quantise(tensors: &[Vec<f32>; 4], precision: Precision) -> Result<Quantised, ConvertError> {
    let limit = if precision == Precision::Int4 { 7.0 } else { 127.0 };
    let fraction = |tensor: usize, limit| fraction(TENSORS[tensor], &tensors[tensor], limit);
    let (tables, recurrent) = (fraction(0, limit)?, fraction(1, limit)?);
    let scales = Scales {
        tables: tables.min(recurrent + MAX_DISTANCE),
        recurrent: recurrent.min(tables + MAX_DISTANCE),
        heads: fraction(2, limit)?.min(fraction(3, 127.0)?), // the bias is always a byte
    };
    let fractions = [scales.tables, scales.recurrent, scales.heads, scales.heads];
    let pack = |tensor: usize| {
        let whole = tensors[tensor].iter().map(|&weight| rounded(weight, fractions[tensor]) as i8);
        if precision == Precision::Int4 && tensor != 3 {
            nibbles(whole)
        } else {
            whole.map(|w| w as u8 ^ 0x80).collect()
        }
    };
    let reports = std::array::from_fn(|tensor| report(tensor, &tensors[tensor], Some(fractions[tensor])));
    Ok((scales, std::array::from_fn(pack), reports))
}

/// The most fraction bits at which no weight exceeds `limit`.
fn fraction(tensor: &'static str, weights: &[f32], limit: f32) -> Result<i8, ConvertError> {
    let found = largest(weights);
    let fits = |&bits: &i8| rounded(found, bits) <= limit;
    (MIN_FRACTION..=MAX_FRACTION).rev().find(fits).ok_or(ConvertError::TooLarge { tensor, found, limit })
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

fn report(tensor: usize, weights: &[f32], fraction: Option<i8>) -> TensorReport {
    let back =
        |weight: f32| fraction.map_or(weight, |bits| rounded(weight, bits) / power_of_two(i32::from(bits)));
    let error = weights.iter().fold(0.0, |most: f32, &weight| (weight - back(weight)).abs().max(most));
    TensorReport {
        tensor: TENSORS[tensor],
        weights: weights.len(),
        fraction,
        largest: largest(weights),
        error,
    }
}

/// Two weights a byte, the first in the low nibble, each offset by eight.
fn nibbles(weights: impl Iterator<Item = i8>) -> Vec<u8> {
    let nibbles: Vec<u8> = weights.map(|weight| (weight + 8) as u8).collect();
    nibbles.chunks(2).map(|pair| pair[0] | pair.get(1).unwrap_or(&8) << 4).collect()
}
