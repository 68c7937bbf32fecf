//! Layers and heads of integer networks on AArch64 processors that multiply bytes four at a time (`SDOT`, an extension of Armv8.2),
//! which is found out when the program runs: one build serves all. A block of a panel, four rows and four columns, is a vector, and
//! so each lane of a sum a row's.

#[cfg(test)]
mod tests;

use core::arch::aarch64::*;
use core::arch::asm;

use bytemuck::must_cast as cast;
use npi_format::Precision;

use super::packed::Packed;
use super::{Arithmetic, Layer, Rows, Units, portable};

/// Hidden units of a network of which all scores are computed together, at most.
const MOST: usize = 128;

/// Tells whether this processor has the instructions of this module.
#[inline]
pub fn available() -> bool {
    std::arch::is_aarch64_feature_detected!("dotprod")
}

/// Steps a layer; `None` if its panel ends too soon.
#[inline(always)]
pub fn step_layer<P: Packed, U: Units, const H: usize>(
    mut layer: Layer<'_, P, U, H>,
    rows: &impl Rows<P>,
) -> Option<()> {
    step_whole(&mut layer, rows).or_else(|| portable::step_layer(layer, rows))
}

/// Steps a layer; `None`, and nothing done, where that takes other means.
#[inline]
fn step_whole<P: Packed, U: Units, const H: usize>(
    layer: &mut Layer<'_, P, U, H>,
    rows: &impl Rows<P>,
) -> Option<()> {
    if !available() {
        return None;
    }
    // SAFETY: the processor has been found to have what the function is compiled for.
    #[expect(unsafe_code, reason = "stable Rust has no other way to call what not all processors can run")]
    unsafe {
        step(layer, rows)
    }
}

/// The scores of up to eight groups of outputs; `None` where they take other means.
#[inline]
pub fn all_scores<P: Packed>(heads: &[u8], bias: &[u8], hidden: &[i16]) -> Option<[i32; 32]> {
    if !available() {
        return None;
    }
    // SAFETY: as in `step_whole`.
    #[expect(unsafe_code, reason = "stable Rust has no other way to call what not all processors can run")]
    unsafe {
        scores::<P>(heads, bias, hidden)
    }
}

#[target_feature(enable = "dotprod")]
fn step<P: Packed, U: Units, const H: usize>(
    layer: &mut Layer<'_, P, U, H>,
    rows: &impl Rows<P>,
) -> Option<()> {
    let (units, mut room) = (layer.units.count(), [0; H]);
    let before = pack(layer.hidden.get(..units)?, &mut room)?;
    let groups = P::quads(layer.recurrent).as_chunks().0.chunks_exact(before.len());
    let states = layer.hidden.get_mut(..units)?.iter_mut().zip(layer.cells.get_mut(..units)?);
    if groups.len() < units {
        return None;
    }
    let origin = P::zero_point(layer.scales, rows.count(), &[]);
    for (unit, (group, (hidden, cell))) in groups.zip(states).enumerate() {
        let product = if layer.begun { times::<P>(group, before, [origin; 4]) } else { [origin; 4] };
        *hidden = P::unit(layer.scales, rows.sum(unit), product, cell);
    }
    Some(())
}

#[target_feature(enable = "dotprod")]
fn scores<P: Packed>(heads: &[u8], bias: &[u8], hidden: &[i16]) -> Option<[i32; 32]> {
    let (mut scores, mut room) = ([[0; 4]; 8], [0; MOST]);
    let hidden = pack(hidden, &mut room)?;
    let groups = P::quads(heads).as_chunks().0.chunks_exact(hidden.len());
    let biases = bias.as_chunks().0;
    for ((scores, group), bias) in scores.get_mut(..biases.len())?.iter_mut().zip(groups).zip(biases) {
        *scores = times::<P>(group, hidden, P::scores([0; 4], bias));
    }
    Some(cast(scores))
}

/// Takes the hidden state into bytes, of each four in the order of a panel's columns (`layout::ORDER`); `None` if it does not come in
/// fours, or there is no room.
#[inline(always)]
fn pack<'p>(hidden: &[i16], room: &'p mut [i8]) -> Option<&'p [[i8; 4]]> {
    let (fours, []) = hidden.as_chunks() else { return None };
    let packed = room.as_chunks_mut().0.get_mut(..fours.len()).filter(|packed| !packed.is_empty())?;
    for (&[a, b, c, d], packed) in fours.iter().zip(&mut *packed) {
        *packed = [a, c, b, d].map(|hidden| hidden as i8); // −127 to 127
    }
    Some(packed)
}

/// Adds the products of a group's weights, less their offset, and the hidden state to four sums.
#[inline]
#[target_feature(enable = "dotprod")]
fn times<P: Packed>(group: &[[P::Quad; 4]], hidden: &[[i8; 4]], origins: [i32; 4]) -> [i32; 4] {
    let mut sums = cast(origins);
    for (block, &hidden) in group.iter().zip(hidden) {
        sums = dot(sums, weights::<P>(block), cast(vdupq_n_s32(cast(hidden))));
    }
    cast(sums)
}

/// A block's sixteen weights, less their offset.
#[inline]
#[target_feature(enable = "dotprod")]
fn weights<P: Packed>(block: &[P::Quad; 4]) -> int8x16_t {
    let offset = vdupq_n_u8(1 << P::OFFSET_BITS);
    let bytes = P::bytes(block);
    let stored = match P::PRECISION {
        Precision::Int4 => {
            let pairs = vcreate_u8(bytes.first_chunk().map_or(0, |pairs| u64::from_le_bytes(*pairs)));
            let (even, odd) = (vand_u8(pairs, vdup_n_u8(15)), vshr_n_u8::<4>(pairs));
            vcombine_u8(vzip1_u8(even, odd), vzip2_u8(even, odd))
        }
        _ => cast(bytes.first_chunk().map_or(0, |weights| u128::from_le_bytes(*weights))),
    };
    vreinterpretq_s8_u8(vsubq_u8(stored, offset))
}

/// Adds to each sum the products of four bytes.
#[inline]
#[target_feature(enable = "dotprod")]
fn dot(sums: int32x4_t, weights: int8x16_t, hidden: int8x16_t) -> int32x4_t {
    let result;
    // SAFETY: SDOT reads three registers and writes one; the caller's processor has it.
    #[expect(unsafe_code, reason = "stable Rust has no other name for the instruction")]
    unsafe {
        asm!(
            "sdot {sums:v}.4s, {weights:v}.16b, {hidden:v}.16b",
            sums = inout(vreg) sums => result, weights = in(vreg) weights, hidden = in(vreg) hidden,
            options(pure, nomem, nostack, preserves_flags)
        );
    }
    result
}
