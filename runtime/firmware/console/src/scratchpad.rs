//! The digits: all the RAM that remains, two bytes for each column.
//!
//! ```text
//!            byte 0          byte 1
//!          low    high     low    high nibble
//! column   IN1    CARRY    IN2    OUT        0–9, or 10 for blank
//! ```
//!
//! While a line arrives nobody knows how long an operand will be, so its digits are stored big end
//! first in the nibble of their row, from column 0 on. [`Scratchpad::settle`] then reverses each row
//! in place, which puts the little end into column 0. So a line needs no memory but its answer's.

/// The symbol of an empty cell.
pub const BLANK: u8 = 10;

/// Columns beyond the longest operand: one for the last carry, and the blank one in which the
/// program sees that it has finished.
const SPARE_COLUMNS: usize = 2;

/// One column: `[IN1 | CARRY << 4, IN2 | OUT << 4]`.
pub type Column = [u8; 2];

/// Which of the two numbers to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Row IN1.
    First,
    /// Row IN2.
    Second,
}

/// The operand has as many digits as the scratchpad has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// Two operands, and room for their sum.
pub struct Scratchpad<'ram> {
    columns: &'ram mut [Column],
    first: usize,
    second: usize,
}

impl<'ram> Scratchpad<'ram> {
    /// An empty scratchpad in `memory`; an odd last byte is not used.
    pub fn new(memory: &'ram mut [u8]) -> Self {
        let (columns, _) = memory.as_chunks_mut();
        Self { columns, first: 0, second: 0 }
    }

    /// The most digits that an operand can have.
    pub fn capacity(&self) -> usize {
        self.columns.len().saturating_sub(SPARE_COLUMNS)
    }

    /// How many digits have arrived.
    pub fn len(&self, operand: Operand) -> usize {
        match operand {
            Operand::First => self.first,
            Operand::Second => self.second,
        }
    }

    /// Forgets both operands.
    pub fn clear(&mut self) {
        (self.first, self.second) = (0, 0);
    }

    /// Appends a digit, 0–9, at the little end.
    pub fn push(&mut self, operand: Operand, digit: u8) -> Result<(), Full> {
        let len = self.len(operand);
        if len >= self.capacity() {
            return Err(Full);
        }
        let column = self.columns.get_mut(len).ok_or(Full)?;
        *input(column, operand) = digit;
        *self.len_mut(operand) = len + 1;
        Ok(())
    }

    /// Takes the last digit back; `false` when there was none.
    pub fn pop(&mut self, operand: Operand) -> bool {
        let len = self.len_mut(operand);
        let some = *len > 0;
        *len -= usize::from(some);
        some
    }

    /// Ends the input, and gives the tape: as many columns as the sum needs, the little ends in
    /// column 0, every other cell blank.
    ///
    /// To be called once for each line.
    pub fn settle(&mut self) -> &mut [Column] {
        let columns = self.first.max(self.second) + SPARE_COLUMNS;
        let tape = self.columns.get_mut(..columns).unwrap_or_default();
        settle_row(tape, Operand::First, self.first);
        settle_row(tape, Operand::Second, self.second);
        tape
    }

    fn len_mut(&mut self, operand: Operand) -> &mut usize {
        match operand {
            Operand::First => &mut self.first,
            Operand::Second => &mut self.second,
        }
    }
}

/// The digits in row OUT, big end first, as ASCII, without leading zeros: `0` rather than nothing.
pub fn sum(columns: &[Column]) -> impl Iterator<Item = u8> {
    let out = |[_, second]: &Column| second >> 4;
    let len = columns.iter().take_while(|&column| out(column) != BLANK).count();
    let significant = columns.iter().take(len).rposition(|column| out(column) != 0).unwrap_or(0);
    columns.iter().take(significant + 1).rev().map(move |column| b'0' + out(column) % BLANK)
}

/// The byte that holds an operand's digit.
fn input([first, second]: &mut Column, operand: Operand) -> &mut u8 {
    match operand {
        Operand::First => first,
        Operand::Second => second,
    }
}

/// Turns a row of `len` digits round, and blanks the rest of it and the row that shares its bytes.
fn settle_row(tape: &mut [Column], operand: Operand, len: usize) {
    reverse(tape.get_mut(..len).unwrap_or_default(), operand);
    for (index, column) in tape.iter_mut().enumerate() {
        let cell = input(column, operand);
        *cell = BLANK << 4 | if index < len { *cell & 0xf } else { BLANK };
    }
}

/// Reverses one row of the columns.
fn reverse(columns: &mut [Column], operand: Operand) {
    let mut ends = columns.iter_mut();
    while let (Some(front), Some(back)) = (ends.next(), ends.next_back()) {
        core::mem::swap(input(front, operand), input(back, operand));
    }
}
