//! What the tests of kernels share: any layer and heads, stepped by a module and by the portable loops.

use core::array::from_fn;
use std::io::Write;
use std::vec::Vec;

use npi_format::Scales;

use super::{Arithmetic, Exactly, Layer, Operand, Rows, portable};

const SCALES: [Scales; 3] = [
    Scales { tables: 5, recurrent: 4, heads: 4 },
    Scales { tables: 0, recurrent: -1, heads: 0 },
    Scales { tables: 15, recurrent: 8, heads: 15 },
];
const HIDDEN: [i16; 6] = [0, 127, -127, 1, -64, 93];
const CELLS: [i16; 6] = [0, i16::MAX, i16::MIN, 4096, -1, -9000];

/// Rounds of random weights and states; Miri, to which a round is a long time, looks for other things.
pub const ROUNDS: usize = if cfg!(miri) { 3 } else { 30 };
/// Units from which on Miri would see only more of the same.
pub const MOST: usize = if cfg!(miri) { 16 } else { 128 };

/// Rows of any bytes.
pub struct Table<'m, A: Arithmetic>(pub Vec<&'m [A::Quad]>);

impl<A: Arithmetic> crate::sealed::Sealed for Table<'_, A> {}
impl<A: Arithmetic> Rows<A> for Table<'_, A> {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn for_each(&self, act: impl FnMut(&[A::Quad])) {
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

/// A state of no pattern, at rest if nothing has begun.
fn state<const H: usize>(round: usize, begun: bool) -> ([i16; H], [i16; H]) {
    let hidden = |unit| if begun { HIDDEN[(unit * 7 + round) % 6] } else { 0 };
    (from_fn(hidden), from_fn(|unit| CELLS[(unit * 5 + round / 2) % 6]))
}

/// Steps of `H` units, by a module and by the portable loop.
pub fn steps<A: Arithmetic<Value = i16>, const H: usize>(
    advance: impl Fn(&mut Layer<'_, A, Exactly<H>, H>, &Table<'_, A>) -> Option<()>,
) {
    for round in 0..ROUNDS {
        let tables = bytes(A::PRECISION.bytes(5 * 4 * H), round);
        let recurrent = bytes(A::PRECISION.bytes(4 * H * H), round + 1);
        let table = Table(A::quads(&tables).chunks(H).collect());
        let (scales, begun) = (SCALES[round % SCALES.len()], round % 5 > 0);
        let step = |advance: &dyn Fn(Layer<'_, A, Exactly<H>, H>) -> Option<()>| {
            let (mut hidden, mut cells) = state(round, begun);
            let state = (&mut hidden, &mut cells);
            let layer = Layer {
                units: Exactly,
                scales,
                recurrent: &recurrent,
                begun,
                hidden: state.0,
                cells: state.1,
            };
            (advance(layer), hidden, cells)
        };
        let found = step(&|mut layer| advance(&mut layer, &table));
        assert_eq!(found, step(&|layer| portable::step_layer(layer, &table)), "{H} units, round {round}");
        assert_eq!(found.0, Some(()));
    }
}

/// Scores of six groups, likewise.
pub fn heads<A: Arithmetic<Value = i16, Sum = i32>, const H: usize>(
    scores: impl Fn(&[u8], &[u8], &[i16]) -> Option<[i32; 32]>,
) {
    for round in 0..ROUNDS {
        let (heads, bias) = (bytes(A::PRECISION.bytes(24 * H), round), bytes(24, round + 1));
        let (hidden, _) = state::<H>(round, true);
        let operand = Operand::<A, _>::new(Exactly::<H>, SCALES[0], 0, &hidden);
        let groups = heads.chunks(operand.group()).zip(A::biases(&bias));
        let expected: Vec<i32> =
            groups.flat_map(|(group, bias)| A::scores(operand.times(group), bias)).collect();
        let found = scores(&heads, &bias, &hidden).map(|scores| scores[..24].to_vec());
        assert_eq!(found, Some(expected), "{H} units, round {round}");
        let nine = bytes(A::PRECISION.bytes(36 * H), round);
        assert_eq!(scores(&nine, &bytes(36, round), &hidden), None, "more than there is room for");
    }
}

/// Whether a test of a module has to run here: yes if its processor has what the module asks for, or is said to.
pub fn has_to_run(module: &str, available: bool) -> bool {
    let demand = std::env::var("NPI_DEMAND").unwrap_or_default();
    let demanded = demand.split_whitespace().any(|name| name == module);
    assert!(available || !demanded, "NPI_DEMAND names {module}, which this processor does not have");
    if !available {
        // Past the test's own output, which nobody sees when it passes.
        let said = writeln!(std::io::stderr(), "NOT TESTED: {module}, which this processor does not have");
        said.expect("standard error");
    }
    available
}
