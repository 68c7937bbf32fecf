//! Whole layers and heads of 8-bit networks in Helium (MVE), on Cortex-M52, M55 and M85: sixteen units and sixteen columns at a time.
//! Whatever does not divide by sixteen is left to `cortex_m`, and so to the loop over single units, the truth for both.

mod instructions;

use core::mem::MaybeUninit;

use instructions::{OUTPUTS, Room, UNITS};
use npi_format::Precision;

use super::cortex_m::{self, Scale};
use super::packed::Packed;
use super::{Arithmetic, Layer, Rows, Units};

/// Steps a layer; `None` if its panel ends too soon.
#[inline(always)]
pub fn step_layer<P: Packed, U: Units, const H: usize>(
    mut layer: Layer<'_, P, U, H>,
    rows: &impl Rows<P>,
) -> Option<()> {
    step_whole(&mut layer, rows).or_else(|| cortex_m::step_layer(layer, rows))
}

/// Steps a layer; `None`, and nothing done, where that takes other means.
#[inline(always)]
fn step_whole<P: Packed, U: Units, const H: usize>(
    layer: &mut Layer<'_, P, U, H>,
    rows: &impl Rows<P>,
) -> Option<()> {
    let (units, mut packed) = (layer.units.count(), [const { MaybeUninit::uninit() }; H]);
    let panel = layer.recurrent.get(..4 * units * units)?;
    let before = pack::<P, _>(panel, layer.hidden.get(..units)?, &mut packed)?;
    let (hidden, cells) = (layer.hidden.get_mut(..units)?, layer.cells.get_mut(..units)?);
    let scale = Scale::new(layer.scales, P::zero_point(layer.scales, rows.count(), &[]));
    let [gate, new] = scale.origins;
    let chunks = hidden.as_chunks_mut().0.iter_mut().zip(cells.as_chunks_mut().0);
    for (chunk, (panel, (hidden, cells))) in panel.chunks_exact(4 * UNITS * units).zip(chunks).enumerate() {
        let (mut tables, mut gates) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        let (tables, gates) =
            (instructions::zeros(&mut tables), instructions::repeated(&[gate, gate, new, gate], &mut gates));
        rows.for_each(|row| {
            if let Some(weights) = P::bytes(row).as_chunks().0.get(chunk) {
                instructions::add(tables, weights);
            }
        });
        if layer.begun {
            instructions::multiply(&mut gates.0, panel, before);
        }
        instructions::finish(gates, tables, &scale, hidden, cells);
    }
    Some(())
}

/// The scores of up to 32 outputs; `None` where they take other means.
#[inline(always)]
pub fn all_scores<P: Packed>(heads: &[u8], bias: &[u8], hidden: &[i16]) -> Option<[i32; OUTPUTS]> {
    let (mut packed, mut scores) = ([const { MaybeUninit::uninit() }; MOST], MaybeUninit::uninit());
    let (hidden, bias) = (pack::<P, _>(heads, hidden, &mut packed)?, bias.as_chunks().0);
    let scores = instructions::biases(bias, &mut scores);
    instructions::multiply(scores.get_mut(..bias.len())?, heads, hidden);
    scores.as_flattened().try_into().ok()
}

/// Units of a network of which all scores are computed together.
const MOST: usize = 128;

/// Takes the hidden state into bytes, in the order in which a panel's columns stand; `None` if it does not come in sixteens, or the
/// panel cannot be read in words: weights of four bits, or of a blob at an odd address.
#[inline(always)]
fn pack<'p, P: Packed, const H: usize>(
    panel: &[u8],
    hidden: &[i16],
    room: &'p mut Room<H>,
) -> Option<&'p [[i8; UNITS]]> {
    let (sixteens, rest) = hidden.as_chunks();
    let words = panel.as_ptr().cast::<u32>().is_aligned();
    let fits = P::PRECISION == Precision::Int8 && rest.is_empty() && words;
    fits.then(|| instructions::pack(sixteens, room)).flatten()
}
