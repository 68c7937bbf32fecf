//! The calculator's world: four rows of digits, and two cells for what is carried.

use core::fmt::{self, Write};

use npi_runtime::{Environment, Picture, Refusal};

use super::Operator;
use crate::tape::{OffTheTape, Tape};

/// What `ACT` can write into or move: a row of the tape, or a cell. The number is the symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Row {
    /// The accumulator: the first operand, then the result; of a quotient the remainder.
    Acc,
    /// What is added or subtracted: the second operand, or a product's digit.
    Term,
    /// The first factor of a product.
    Factor,
    /// The second factor, whose digits count the rows of a product; or a quotient, whose digits count subtractions.
    Count,
    /// What is carried into a column, or borrowed from it.
    Carry,
    /// What is carried into the next column, or borrowed from it.
    Next,
}

/// How many rows the tape has.
const ROWS: usize = 4;

/// The calculator's world: rows ACC, TERM, FACTOR and COUNT, and two cells CARRY and NEXT.
#[derive(Debug)]
pub struct Sheet<'m> {
    tape: Tape<'m, ROWS>,
    carry: u8,
    next: u8,
    operator: Operator,
}

impl<'m> Sheet<'m> {
    /// Bytes of memory that a column takes.
    pub const COLUMN: usize = Tape::<ROWS>::COLUMN;

    /// The sheet of a problem, its operands' digits as text, before the first step.
    ///
    /// # Errors
    /// If the memory has less room than the digits of both operands and a carry need.
    pub(super) fn new(
        operator: Operator,
        first: &[u8],
        second: &[u8],
        memory: &'m mut [u8],
    ) -> Result<Self, Refusal> {
        let mut tape = Tape::blank(memory);
        let full = Refusal::Capacity { columns: (tape.width() / 2).saturating_sub(1) };
        if tape.width() <= first.len() + second.len() {
            return Err(full);
        }
        let (one, other) = match operator {
            Operator::Times => (Row::Factor, Row::Count),
            _ => (Row::Acc, Row::Term),
        };
        for (row, digits) in [(one, first), (other, second)] {
            for (column, digit) in digits.iter().rev().enumerate() {
                tape.set(row as usize, column, digit.wrapping_sub(b'0')).map_err(|_| full)?;
            }
        }
        Ok(Self { tape, carry: 0, next: 0, operator })
    }

    /// How many columns there are.
    #[must_use]
    pub fn width(&self) -> usize {
        self.tape.width()
    }

    /// What is to be done.
    #[must_use]
    pub fn operator(&self) -> Operator {
        self.operator
    }

    fn write(&self, row: Row, out: &mut impl Write) -> fmt::Result {
        self.tape.number(row as usize).try_for_each(|digit| out.write_char(digit))
    }
}

impl From<OffTheTape> for Refusal {
    fn from(_: OffTheTape) -> Self {
        Self::Action("a pointer left the tape")
    }
}

impl Environment for Sheet<'_> {
    type Observation = [u8; 6];
    type Arguments = [u8; 2];

    fn observe(&self) -> [u8; 6] {
        let [acc, term, factor, count] = [0, 1, 2, 3].map(|row| self.tape.read(row));
        [acc, term, factor, count, self.carry, self.next]
    }

    fn act(&mut self, [row, what]: [u8; 2]) -> Result<(), Refusal> {
        const LEFT: u8 = super::LEFT;
        const RIGHT: u8 = super::RIGHT;
        match (row, what) {
            (0..=3, LEFT) => self.tape.left(row.into())?,
            (0..=3, RIGHT) => self.tape.right(row.into())?,
            (0..=3, 0..=9) => self.tape.write(row.into(), what)?,
            (4, 0..=9) => self.carry = what,
            (5, 0..=9) => self.next = what,
            _ => return Err(Refusal::Action("a row or a cell does not take that")),
        }
        Ok(())
    }

    /// Writes the result. What a difference has left to borrow is its sign.
    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        if self.operator == Operator::Over {
            self.write(Row::Count, out)?;
            out.write_str(" r ")?;
        }
        if self.operator == Operator::Minus && self.carry > 0 {
            out.write_char('-')?;
        }
        self.write(Row::Acc, out)
    }
}

impl Picture for Sheet<'_> {
    const ROWS: &'static [&'static str] = &["ACC", "TERM", "FACTOR", "COUNT", "CARRY", "NEXT"];

    const MIRRORED: bool = true;

    fn columns(&self) -> usize {
        self.width()
    }

    fn cell(&self, row: usize, column: usize) -> char {
        let symbol = match (row, column) {
            (4, 0) => self.carry,
            (5, 0) => self.next,
            (4 | 5, _) => return ' ',
            _ => self.tape.get(row, column),
        };
        if symbol < 10 { char::from(b'0' + symbol) } else { ' ' }
    }

    fn pointer(&self, row: usize) -> usize {
        self.tape.column(row).unwrap_or_default()
    }
}
