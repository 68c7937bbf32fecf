//! The finite set of worlds that stands for all additions, each once.

use super::{ADD, ADD1, BLANK, CARRY, LSHIFT, Row, Scratchpad, sum};
use crate::Program;

/// A column before it is added: IN1, IN2, CARRY.
type Column = [u8; 3];

/// What may stand in a cell left of a digit: ten digits and blank. Left of a blank: blank.
const AFTER_DIGIT: usize = 11;

/// Kinds of first column, by which operands have ended: how many of them there are, and how many
/// pairs of digits or blanks may follow each.
const KINDS: [(usize, usize); 4] = [
    (200, AFTER_DIGIT * AFTER_DIGIT), // digit, digit, with or without carry
    (20, AFTER_DIGIT),                // blank, digit
    (20, AFTER_DIGIT),                // digit, blank
    (1, 1),                           // blank, blank, a last carry
];

pub(super) fn count(program: Program) -> usize {
    match program {
        ADD | LSHIFT => KINDS.iter().map(|(columns, next)| columns * next).sum(),
        ADD1 => KINDS.iter().map(|(columns, _)| columns).sum(),
        CARRY => (0..count(ADD1)).filter(|&index| carries(index)).count(),
        _ => 0,
    }
}

#[inline(never)]
pub(super) fn world(program: Program, index: usize, memory: &mut [u8]) -> Option<Scratchpad<'_>> {
    if index >= count(program) {
        return None;
    }
    let (first, next) = match program {
        ADD | LSHIFT => pair(index)?,
        ADD1 => (column(index)?, 0),
        _ => (column((0..count(ADD1)).filter(|&index| carries(index)).nth(index)?)?, 0),
    };
    lay_out(program, first, after(first, next), memory)
}

/// The column and the follower that pair number `index` is made of: pairs of one column are neighbours.
fn pair(mut index: usize) -> Option<(Column, usize)> {
    let mut before = 0;
    for (columns, next) in KINDS {
        if index < columns * next {
            return Some((column(before + index.checked_div(next)?)?, index.checked_rem(next)?)); // never panics
        }
        index -= columns * next;
        before += columns;
    }
    None
}

fn column(index: usize) -> Option<Column> {
    let low = |index: usize| (index / 2) as u8;
    let carry = (index % 2) as u8;
    match index {
        0..200 => Some([low(index) / 10, low(index) % 10, carry]),
        200..220 => Some([BLANK, low(index - 200), carry]),
        220..240 => Some([low(index - 220), BLANK, carry]),
        240 => Some([BLANK, BLANK, 1]),
        _ => None,
    }
}

fn carries(index: usize) -> bool {
    column(index).is_some_and(|[first, second, carry]| sum(&[first, second, carry, BLANK]).1)
}

/// The operands' cells that follow a column, as number `next` of those that can.
fn after([first, second, _]: Column, next: usize) -> [u8; 2] {
    let one = |next: usize| next as u8; // 10 is blank
    match (first == BLANK, second == BLANK) {
        (false, false) => [one(next / AFTER_DIGIT), one(next % AFTER_DIGIT)],
        (true, false) => [BLANK, one(next)],
        (false, true) => [one(next), BLANK],
        (true, true) => [BLANK, BLANK],
    }
}

/// The two columns as the program finds them: CARRY after the digit was written, LSHIFT
/// after the carry was, too.
fn lay_out(program: Program, first: Column, next: [u8; 2], memory: &mut [u8]) -> Option<Scratchpad<'_>> {
    let mut pad = Scratchpad::blank(memory.get_mut(..4)?);
    let (digit, carry) = sum(&[first[0], first[1], first[2], BLANK]);
    pad.set(Row::In1, 0, first[0])?;
    pad.set(Row::In2, 0, first[1])?;
    pad.set(Row::Carry, 0, first[2])?;
    pad.set(Row::In1, 1, next[0])?;
    pad.set(Row::In2, 1, next[1])?;
    if program == CARRY || program == LSHIFT {
        pad.set(Row::Out, 0, digit)?;
    }
    if program == LSHIFT && carry {
        pad.set(Row::Carry, 1, 1)?;
    }
    Some(pad)
}
