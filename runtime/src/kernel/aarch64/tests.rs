//! The module against the portable loops, bit for bit: see [`has_to_run`] for processors that lack its instructions.

use super::super::tests::{MOST, has_to_run, heads, steps};
use super::super::{Int4, Int8};
use super::{all_scores, available, step_whole};

/// Tests of one precision and some numbers of units.
macro_rules! dotprod_is_the_loop {
    ($test:ident, $precision:ident, [$($units:literal)*]) => {
        #[test]
        fn $test() {
            if has_to_run("dotprod", available()) {
                $(if $units <= MOST {
                    steps::<$precision, $units>(|layer, rows| step_whole(layer, rows));
                    heads::<$precision, $units>(all_scores::<$precision>);
                })*
            }
        }
    };
}

dotprod_is_the_loop!(dotprod_in_8_bits, Int8, [4 8 12 16 20 24 32 48 64 96 128]);
dotprod_is_the_loop!(dotprod_in_4_bits, Int4, [4 8 12 16 20 24 32 48 64 96 128]);
