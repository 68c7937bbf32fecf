//! Each module against the loop over single units, bit for bit.

use std::vec::Vec;

use npi_format::Scales;

use super::super::{Arithmetic, AtMost, Int4, Int8, Layer, Operand, Rows};
use super::{avx2, avx512};

const SCALES: [Scales; 3] = [
    Scales { tables: 5, recurrent: 4, heads: 4 },
    Scales { tables: 0, recurrent: -1, heads: 0 },
    Scales { tables: 15, recurrent: 8, heads: 15 },
];
const HIDDEN: [i16; 6] = [0, 127, -127, 1, -64, 93];
const CELLS: [i16; 6] = [0, i16::MAX, i16::MIN, 4096, -1, -9000];

/// Rows of any bytes.
struct Table<'m, A: Arithmetic>(Vec<&'m [A::Four]>);

impl<A: Arithmetic> Rows<A> for Table<'_, A> {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn each(&self, act: impl FnMut(&[A::Four])) {
        self.0.iter().copied().for_each(act);
    }
}

/// Bytes without a pattern, in two of three rounds among the largest and the smallest.
fn bytes(count: usize, round: usize) -> Vec<u8> {
    let byte = |index: usize| ((index + round).wrapping_mul(0x9e37_79b9) >> 7) as u8;
    (0..count)
        .map(byte)
        .map(|byte| if round.is_multiple_of(3) { byte } else { 0_u8.wrapping_sub(byte & 1) })
        .collect()
}

/// The new state, by the loop over single units.
fn one_by_one<A: Arithmetic<Value = i16>>(layer: &mut Layer<'_, A>, table: &Table<'_, A>) {
    let (units, old) = (layer.hidden.len(), layer.hidden.to_vec());
    let operand = Operand::<A, _>::new(AtMost(units), layer.scales, table.count(), &old);
    for (unit, group) in layer.recurrent.chunks(operand.group()).enumerate() {
        let mut sums = A::EMPTY;
        table.each(|row| A::add(&mut sums, &row[unit]));
        let product = if layer.begun { operand.times(group) } else { [operand.origin; 4] };
        layer.hidden[unit] = A::unit(layer.scales, sums, product, &mut layer.cells[unit]);
    }
}

/// A state of no pattern, at rest if nothing has begun.
fn state(units: usize, round: usize, begun: bool) -> (Vec<i16>, Vec<i16>) {
    let hidden = (0..units).map(|unit| if begun { HIDDEN[(unit * 7 + round) % 6] } else { 0 });
    (hidden.collect(), (0..units).map(|unit| CELLS[(unit * 5 + round / 2) % 6]).collect())
}

/// Steps of `units` units, by a module and by the loop.
fn steps<A: Arithmetic<Value = i16>>(
    units: usize,
    advance: impl Fn(Layer<'_, A>, &Table<'_, A>) -> Option<()>,
) {
    for round in 0..30 {
        let tables = bytes(A::PRECISION.bytes(5 * 4 * units), round);
        let recurrent = bytes(A::PRECISION.bytes(4 * units * units), round + 1);
        let table = Table(A::fours(&tables).chunks(units).collect());
        let (scales, begun) = (SCALES[round % SCALES.len()], round % 5 > 0);
        let (mut hidden, mut cells) = state(units, round, begun);
        let mut layer =
            Layer { scales, recurrent: &recurrent, begun, hidden: &mut hidden, cells: &mut cells };
        one_by_one(&mut layer, &table);
        let (mut found, mut found_cells) = state(units, round, begun);
        let layer =
            Layer { scales, recurrent: &recurrent, begun, hidden: &mut found, cells: &mut found_cells };
        assert_eq!(advance(layer, &table), Some(()));
        assert_eq!((found, found_cells), (hidden, cells), "{units} units, round {round}");
    }
}

/// Scores of six groups, likewise.
fn heads<A: Arithmetic<Value = i16, Sum = i32>>(
    units: usize,
    scores: impl Fn(&[u8], &[u8], &[i16]) -> Option<[i32; 32]>,
) {
    for round in 0..30 {
        let (heads, bias) = (bytes(A::PRECISION.bytes(24 * units), round), bytes(24, round + 1));
        let (hidden, _) = state(units, round, true);
        let operand = Operand::<A, _>::new(AtMost(units), SCALES[0], 0, &hidden);
        let groups = heads.chunks(operand.group()).zip(A::biases(&bias));
        let expected: Vec<i32> =
            groups.flat_map(|(group, bias)| A::scores(operand.times(group), bias)).collect();
        let found = scores(&heads, &bias, &hidden).map(|scores| scores[..24].to_vec());
        assert_eq!(found, Some(expected), "{units} units, round {round}");
    }
}

/// Tests of a module for one precision and all numbers of units; nothing to test on a processor that has not
/// what it asks for.
macro_rules! module_is_the_loop {
    ($test:ident, $module:ident, $precision:ident, [$($columns:literal)*]) => {
        #[test]
        #[expect(unsafe_code, reason = "as in the module above")]
        fn $test() {
            if $module::available() {
                // SAFETY: the processor has been found to have what the module asks for.
                $(unsafe {
                    steps(4 * $columns, |layer, rows| $module::advance::<$precision, $columns>(layer, rows));
                    heads::<$precision>(4 * $columns, |heads, bias, hidden| {
                        $module::scores::<$precision, $columns>(heads, bias, hidden)
                    });
                })*
            }
        }
    };
}

module_is_the_loop!(avx2_in_8_bits, avx2, Int8, [2 4 6 8 12 16 24 32]);
module_is_the_loop!(avx2_in_4_bits, avx2, Int4, [2 4 6 8 12 16 24 32]);
module_is_the_loop!(avx512_in_8_bits, avx512, Int8, [2 4 6 8 12 16 24 32]);
module_is_the_loop!(avx512_in_4_bits, avx512, Int4, [2 4 6 8 12 16 24 32]);
