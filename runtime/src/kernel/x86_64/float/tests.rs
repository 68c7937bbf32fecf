//! Each module against the loop over single units, and the functions of lanes against `libm`'s, bit for bit.

use core::array::from_fn;
use std::vec::Vec;

use npi_format::Scales;

use super::super::super::tests::{Table, has_to_run};
use super::super::super::{Arithmetic, Exactly, F32, Layer, Operand, portable};
use super::{avx2, avx512, lanes};

const SCALES: Scales = Scales { tables: 0, recurrent: 0, heads: 0 };
const ROUNDS: usize = if cfg!(miri) { 2 } else { 30 };
const MOST: usize = if cfg!(miri) { 16 } else { 128 };

/// Weights without a pattern, most of them below `most`, some zero, some very small.
fn weights(count: usize, round: usize) -> Vec<f32> {
    let weight = |index: usize| {
        let bits = ((index * 31 + round * 7919) as u32).wrapping_mul(0x9e37_79b9);
        let size = [0.0, 1e-30, 0.01, 0.3, 1.0, 1.0, 3.0, 12.0][(bits >> 7) as usize % 8];
        (bits >> 8) as f32 / 8_388_608.0 * size - size
    };
    (0..count).map(weight).collect()
}

fn bytes(count: usize, round: usize) -> Vec<u8> {
    weights(count, round).into_iter().flat_map(f32::to_le_bytes).collect()
}

/// Steps of `H` units, by a module and by the loop over single units.
fn steps<const H: usize>(
    advance: impl Fn(&mut Layer<'_, F32, Exactly<H>, H>, &Table<'_, F32>) -> Option<()>,
) {
    for round in 0..ROUNDS {
        let (tables, recurrent, begun) =
            (bytes(5 * 4 * H, round), bytes(4 * H * H, round + 1), round % 5 > 0);
        let table = Table(F32::quads(&tables).chunks(H).collect());
        let step = |advance: &dyn Fn(Layer<'_, F32, Exactly<H>, H>) -> Option<()>| {
            let state = weights(2 * H, round + 2);
            let mut hidden: [f32; H] = from_fn(|unit| if begun { state[unit].clamp(-1.0, 1.0) } else { 0.0 });
            let mut cells: [f32; H] = from_fn(|unit| if begun { state[H + unit] } else { 0.0 });
            let layer = Layer {
                units: Exactly,
                scales: SCALES,
                recurrent: &recurrent,
                begun,
                hidden: &mut hidden,
                cells: &mut cells,
            };
            (advance(layer), hidden.map(f32::to_bits), cells.map(f32::to_bits))
        };
        let found = step(&|mut layer| advance(&mut layer, &table));
        assert_eq!(found, step(&|layer| portable::step_layer(layer, &table)), "{H} units, round {round}");
        assert_eq!(found.0, Some(()));
    }
}

/// Scores of six groups, likewise.
fn heads<const H: usize>(scores: impl Fn(&[u8], &[u8], &[f32]) -> Option<[f32; 32]>) {
    for round in 0..ROUNDS {
        let (heads, bias) = (bytes(24 * H, round), bytes(24, round + 1));
        let hidden: [f32; H] = from_fn(|unit| weights(H, round + 2)[unit].clamp(-1.0, 1.0));
        let operand = Operand::<F32, _>::new(Exactly::<H>, SCALES, 0, &hidden);
        let groups = heads.chunks(operand.group()).zip(F32::biases(&bias));
        let expected: Vec<u32> = groups
            .flat_map(|(group, bias)| F32::scores(operand.times(group), bias))
            .map(f32::to_bits)
            .collect();
        let found = scores(&heads, &bias, &hidden)
            .map(|scores| scores[..24].iter().map(|score| score.to_bits()).collect());
        assert_eq!(found, Some(expected), "{H} units, round {round}");
        let nine = bytes(36 * H, round);
        assert_eq!(scores(&nine, &bytes(36, round), &hidden), None, "more than there is room for");
    }
}

/// Tests of a module for all numbers of units.
macro_rules! module_is_the_loop {
    ($test:ident, $module:ident) => {
        #[test]
        #[expect(unsafe_code, reason = "as in the module above")]
        fn $test() {
            if has_to_run(stringify!($module), $module::available()) {
                module_is_the_loop!($module: [2 8] [4 16] [6 8] [8 16] [12 16] [16 16] [24 16] [32 16]);
            }
        }
    };
    ($module:ident: $([$columns:literal $at_once:literal])*) => {
        // SAFETY: the processor has been found to have what the module asks for.
        $(unsafe {
            if 4 * $columns <= MOST {
                steps::<{ 4 * $columns }>(|layer, rows| {
                    $module::step_layer::<$columns, $at_once, { 4 * $columns }>(layer, rows)
                });
                heads::<{ 4 * $columns }>(|heads, bias, hidden| {
                    $module::scores::<$columns, $at_once>(heads, bias, hidden)
                });
            }
        })*
    };
}

module_is_the_loop!(avx2_in_floats, avx2);
module_is_the_loop!(avx512_in_floats, avx512);

/// Checks both functions at every float of which the bits are a multiple of `step`.
fn check_lanes(step: usize) {
    for bits in (0..=u32::MAX).step_by(step) {
        let x = f32::from_bits(bits);
        let pairs = [(lanes::tanh(x), libm::tanhf(x)), (lanes::sigmoid(x), 1.0 / (1.0 + libm::expf(-x)))];
        for (found, expected) in pairs {
            assert!(
                found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan(),
                "{x:e} ({bits:#x}): expected {expected:e}, found {found:e}"
            );
        }
    }
}

#[test]
fn lanes_are_libm() {
    check_lanes(if cfg!(miri) { 100_000_007 } else { 1009 });
}

/// Takes minutes.
#[test]
#[ignore = "every float there is: `cargo test --release -p npi-runtime --features std -- --ignored`"]
fn lanes_are_libm_everywhere() {
    check_lanes(1);
}
