//! Each module against the portable loops, bit for bit.
//!
//! A module whose instructions this processor lacks is not tested, and the test says so; it fails if the environment
//! variable `NPI_DEMAND` names the module, as `tests/all.sh` does with those that the processor is said to have.

use super::super::tests::{MOST, has_to_run, heads, steps};
use super::super::{Int4, Int8};
use super::{avx2, avx512, avx512_wide};

/// Tests of a module for one precision and all numbers of units.
macro_rules! module_is_the_loop {
    ($test:ident, $module:ident, $precision:ident, [$($parts:literal)*] of $units:literal) => {
        #[test]
        #[expect(unsafe_code, reason = "as in the module above")]
        fn $test() {
            if has_to_run(stringify!($module), $module::available()) {
                // SAFETY: the processor has been found to have what the module asks for.
                $(unsafe {
                    if $units * $parts <= MOST {
                        steps::<$precision, { $units * $parts }>(|layer, rows| {
                            $module::step_layer::<$precision, $parts, { $units * $parts }>(layer, rows)
                        });
                        heads::<$precision, { $units * $parts }>(|heads, bias, hidden| {
                            $module::scores::<$precision, $parts>(heads, bias, hidden)
                        });
                    }
                })*
            }
        }
    };
}

module_is_the_loop!(avx2_in_8_bits, avx2, Int8, [2 4 6 8 12 16 24 32] of 4);
module_is_the_loop!(avx2_in_4_bits, avx2, Int4, [2 4 6 8 12 16 24 32] of 4);
module_is_the_loop!(avx512_in_8_bits, avx512, Int8, [2 4 6 8 12 16 24 32] of 4);
module_is_the_loop!(avx512_in_4_bits, avx512, Int4, [2 4 6 8 12 16 24 32] of 4);

module_is_the_loop!(avx512_wide_in_8_bits, avx512_wide, Int8, [1 2 3 4 6 8] of 16);
module_is_the_loop!(avx512_wide_in_4_bits, avx512_wide, Int4, [1 2 3 4 6 8] of 16);

/// The entry that everybody takes chooses a module, if there is one, and does the same.
#[test]
fn the_best_module_is_chosen() {
    if has_to_run("avx2", avx2::available()) {
        steps::<Int8, 16>(|layer, rows| super::step_whole(layer, rows));
        heads::<Int8, 16>(super::all_scores::<Int8>);
    }
}
