//! Whole layers of the integer LSTM, eight units at a time, on x86-64 processors with AVX2 or AVX-512, which is found
//! out when the program runs: one build serves all. The safe twin is the loop over single units in `portable`, which
//! other processors and other numbers of units take, and gives the same bits.
//!
//! A vector of eight 32-bit numbers is either the four gates of units u and u + 4, in the panels' order, or one gate
//! of all eight units.

mod avx2;
mod avx512;
mod avx512_wide;
pub mod float;
mod shared;
#[cfg(test)]
mod tests;

use super::packed::Packed;
use super::{Layer, Rows, Units, portable};

/// How good a module may be that is chosen: 0 is the loop over single units, 1 AVX2, 2 AVX-512. A fuzz target holds the
/// kernels against each other.
#[cfg(fuzzing)]
pub static BEST: core::sync::atomic::AtomicU8 = core::sync::atomic::AtomicU8::new(2);

/// Whether a module may be chosen: in a program that does not fuzz, any.
#[inline]
fn allows(_level: u8) -> bool {
    #[cfg(fuzzing)]
    return _level <= BEST.load(core::sync::atomic::Ordering::Relaxed);
    #[cfg(not(fuzzing))]
    true
}

/// Calls a function of the best module for this processor, as compiled for this number of units; `None` if there is
/// none.
macro_rules! dispatch {
    ($function:ident::<$precision:ident $(, $room:ident)?>($units:expr, $($argument:expr),*)) => {{
        // SAFETY: the processor has been found to have what the module's functions are compiled for.
        #[expect(unsafe_code, reason = "stable Rust has no other way to call what not all processors can run")]
        unsafe {
            if avx512::available() {
                match $units {
                    8 => avx512::$function::<$precision, 2 $(, $room)?>($($argument),*),
                    16 => avx512_wide::$function::<$precision, 1 $(, $room)?>($($argument),*),
                    24 => avx512::$function::<$precision, 6 $(, $room)?>($($argument),*),
                    32 => avx512_wide::$function::<$precision, 2 $(, $room)?>($($argument),*),
                    48 => avx512_wide::$function::<$precision, 3 $(, $room)?>($($argument),*),
                    64 => avx512_wide::$function::<$precision, 4 $(, $room)?>($($argument),*),
                    96 => avx512_wide::$function::<$precision, 6 $(, $room)?>($($argument),*),
                    128 => avx512_wide::$function::<$precision, 8 $(, $room)?>($($argument),*),
                    _ => None,
                }
            } else if avx2::available() {
                match $units {
                    8 => avx2::$function::<$precision, 2 $(, $room)?>($($argument),*),
                    16 => avx2::$function::<$precision, 4 $(, $room)?>($($argument),*),
                    24 => avx2::$function::<$precision, 6 $(, $room)?>($($argument),*),
                    32 => avx2::$function::<$precision, 8 $(, $room)?>($($argument),*),
                    48 => avx2::$function::<$precision, 12 $(, $room)?>($($argument),*),
                    64 => avx2::$function::<$precision, 16 $(, $room)?>($($argument),*),
                    96 => avx2::$function::<$precision, 24 $(, $room)?>($($argument),*),
                    128 => avx2::$function::<$precision, 32 $(, $room)?>($($argument),*),
                    _ => None,
                }
            } else {
                None
            }
        }
    }};
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
    dispatch!(step_layer::<P, H>(layer.units.count(), layer, rows))
}

/// The scores of up to eight groups of outputs; `None` where they take other means.
#[inline]
pub fn all_scores<P: Packed>(heads: &[u8], bias: &[u8], hidden: &[i16]) -> Option<[i32; 32]> {
    dispatch!(scores::<P>(hidden.len(), heads, bias, hidden))
}
