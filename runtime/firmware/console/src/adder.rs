//! **The seam.** Here the runtime's interpreter runs the proven network on the columns.
//!
//! Until the `runtime` crate exists, school addition stands in for it: it reads and writes the same
//! cells, so that everything around it can be built, measured and tested.

use crate::scratchpad::{BLANK, Column};
use core::hint::black_box;

/// Why there is no answer. The runtime's own error takes this place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The columns ran out before both operands and the carry did.
    OffTheTape,
}

/// Adds rows IN1 and IN2 into row OUT, little end first, leaving the carries in row CARRY.
pub fn add(columns: &mut [Column]) -> Result<(), Refused> {
    let mut carry = 0;
    for [first, second] in columns {
        let (in1, in2) = (*first & 0xf, *second & 0xf);
        if in1 == BLANK && in2 == BLANK && carry == 0 {
            return Ok(());
        }
        let total = digit(in1) + digit(in2) + carry;
        *first = in1 | carry << 4;
        (*second, carry) = if total < 10 { (in2 | total << 4, 0) } else { (in2 | (total - 10) << 4, 1) };
    }
    Err(Refused::OffTheTape)
}

/// A fixed amount of work, for `bench`; the runtime's version counts interpreter steps.
pub fn work(rounds: u32) {
    #[cfg(feature = "planted-panic")]
    black_box([1u8, 2, 3][black_box(rounds as usize)]);
    (0..rounds).for_each(|round| {
        black_box(round);
    });
}

/// A blank adds nothing.
fn digit(cell: u8) -> u8 {
    if cell == BLANK { 0 } else { cell }
}
