//! Whole layers of the f32 LSTM on x86-64 processors with AVX2 or AVX-512: several units at a time, each row's products added in
//! the order of its columns, no fused multiply-add, and σ and tanh with `libm`'s bits. So the safe twin, the loop over
//! single units in `portable`, gives the same bits.

mod avx2;
mod avx512;
mod lanes;
#[cfg(test)]
mod tests;

use core::array::from_fn;

use super::super::{Arithmetic, F32, Layer, Rows, Units, portable};

/// Four rows' weights of four columns, as stored: a row after the other.
type Block = [[[u8; 4]; 4]; 4];

/// Calls a function of the best module for this processor, as compiled for this number of units; `None` if there is
/// none.
macro_rules! dispatch {
    ($function:ident[$($room:ident)?] of $units:expr => $($argument:expr),*) => {{
        // SAFETY: the processor has been found to have what the module's functions are compiled for.
        #[expect(unsafe_code, reason = "stable Rust has no other way to call what not all processors can run")]
        unsafe {
            if avx512::available() {
                dispatch!(avx512::$function[$($room)?] of $units => $($argument),*)
            } else if avx2::available() {
                dispatch!(avx2::$function[$($room)?] of $units => $($argument),*)
            } else {
                None
            }
        }
    }};
    ($module:ident::$function:ident[$($room:ident)?] of $units:expr => $($argument:expr),*) => {
        match $units {
            8 => $module::$function::<2, 8 $(, $room)?>($($argument),*),
            16 => $module::$function::<4, 16 $(, $room)?>($($argument),*),
            24 => $module::$function::<6, 8 $(, $room)?>($($argument),*),
            32 => $module::$function::<8, 16 $(, $room)?>($($argument),*),
            48 => $module::$function::<12, 16 $(, $room)?>($($argument),*),
            64 => $module::$function::<16, 16 $(, $room)?>($($argument),*),
            96 => $module::$function::<24, 16 $(, $room)?>($($argument),*),
            128 => $module::$function::<32, 16 $(, $room)?>($($argument),*),
            _ => None,
        }
    };
}

/// Steps a layer; `None` if its panel ends too soon.
#[inline(always)]
pub fn step_layer<U: Units, const H: usize>(
    mut layer: Layer<'_, F32, U, H>,
    rows: &impl Rows<F32>,
) -> Option<()> {
    step_whole(&mut layer, rows).or_else(|| portable::step_layer(layer, rows))
}

/// Steps a layer; `None`, and nothing done, where that takes other means.
#[inline]
fn step_whole<U: Units, const H: usize>(
    layer: &mut Layer<'_, F32, U, H>,
    rows: &impl Rows<F32>,
) -> Option<()> {
    dispatch!(step_layer[H] of layer.units.count() => layer, rows)
}

/// The scores of up to eight groups of outputs; `None` where they take other means.
#[inline]
pub fn all_scores<A: Arithmetic<Value = f32>>(
    heads: &[u8],
    bias: &[u8],
    hidden: &[A::Value],
) -> Option<[f32; 32]> {
    dispatch!(scores[] of hidden.len() => heads, bias, hidden)
}

/// The functions that are called above, compiled for a module's processors. A module defines `Vector`, a block's floats; `load`,
/// `nothing`, `transposed` and `plus`.
macro_rules! entries {
    ($features:literal) => {
        /// Steps a layer of 4·`C` units, `N` at a time.
        #[target_feature(enable = $features)]
        pub fn step_layer<const C: usize, const N: usize, const H: usize>(
            layer: &mut Layer<'_, F32, impl Sized, H>,
            rows: &impl Rows<F32>,
        ) -> Option<()> {
            let &before = layer.hidden.as_chunks().0.first_chunk()?;
            let panel = blocks(layer.recurrent).as_chunks::<C>().0.as_chunks::<N>().0;
            let states =
                layer.hidden.as_chunks_mut::<N>().0.iter_mut().zip(layer.cells.as_chunks_mut::<N>().0);
            for (part, (groups, (hidden, cells))) in panel.iter().zip(states).enumerate() {
                let mut gates = [[0.0; N]; 4];
                if layer.begun {
                    gates = products::<C, N>(groups.each_ref(), &before);
                }
                add_table(&mut gates, rows, part);
                let [input, forget, candidate, output] = gates;
                for unit in 0..N {
                    let (kept, added) = (lanes::sigmoid(forget[unit]), lanes::sigmoid(input[unit]));
                    cells[unit] = kept * cells[unit] + added * lanes::tanh(candidate[unit]);
                }
                for unit in 0..N {
                    hidden[unit] = lanes::sigmoid(output[unit]) * lanes::tanh(cells[unit]);
                }
            }
            Some(())
        }

        /// The scores of up to eight groups of outputs; nothing if there are more.
        #[target_feature(enable = $features)]
        pub fn scores<const C: usize, const N: usize>(
            heads: &[u8],
            bias: &[u8],
            hidden: &[f32],
        ) -> Option<[f32; 32]> {
            let (groups, hidden) = (blocks(heads).as_chunks::<C>().0, hidden.as_chunks().0.try_into().ok()?);
            let last = groups.last().filter(|_| groups.len() <= 8)?;
            let rows = products::<C, 8>(from_fn(|group| groups.get(group).unwrap_or(last)), hidden);
            let mut scores = [0.0; 32];
            for (output, (score, &bias)) in scores.iter_mut().zip(bias.as_chunks().0).enumerate() {
                *score = rows[output % 4][output / 4] + f32::from_le_bytes(bias);
            }
            Some(scores)
        }

        /// The products of `N` groups of four rows with the hidden state, added up in the order of the columns: by row, then by
        /// group.
        #[inline]
        #[target_feature(enable = $features)]
        fn products<const C: usize, const N: usize>(
            groups: [&[Block; C]; N],
            hidden: &[[f32; 4]; C],
        ) -> [[f32; N]; 4] {
            let mut sums = [nothing(); 4];
            for (column, &[first, second, third, fourth]) in hidden.iter().enumerate() {
                for (sum, [a, b, c, d]) in sums.iter_mut().zip(groups.as_chunks::<4>().0) {
                    let blocks = [load(&a[column]), load(&b[column]), load(&c[column]), load(&d[column])];
                    let columns = transposed(blocks);
                    // In the order in which a row's weights are stored: layout::ORDER.
                    *sum = plus(*sum, columns[0], first);
                    *sum = plus(*sum, columns[2], second);
                    *sum = plus(*sum, columns[1], third);
                    *sum = plus(*sum, columns[3], fourth);
                }
            }
            let mut rows = [[0.0; N]; 4];
            for (four, sum) in sums.into_iter().enumerate() {
                let sums: [[f32; 4]; 4] = cast(sum);
                for (row, sums) in rows.iter_mut().zip(sums) {
                    if let Some(row) = row.as_chunks_mut().0.get_mut(four) {
                        *row = sums;
                    }
                }
            }
            rows
        }
    };
}
use entries;

/// The weights of a panel, block by block.
#[inline(always)]
fn blocks(panel: &[u8]) -> &[Block] {
    panel.as_chunks().0.as_chunks().0.as_chunks().0
}

/// Adds the products of `N` units' gates to the table rows of these units, from unit `N`·`part` on.
#[inline(always)]
fn add_table<const N: usize>(gates: &mut [[f32; N]; 4], rows: &impl Rows<F32>, part: usize) {
    let mut table = [[0.0; 4]; N];
    rows.for_each(|row| {
        let Some(weights) = row.as_chunks::<N>().0.get(part) else { return };
        for (sum, weight) in table.as_flattened_mut().iter_mut().zip(weights.as_flattened()) {
            *sum += f32::from_le_bytes(*weight);
        }
    });
    *gates = from_fn(|gate| from_fn(|unit| table[unit][gate] + gates[gate][unit]));
}
