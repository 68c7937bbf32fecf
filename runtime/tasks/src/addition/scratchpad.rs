//! Four rows, four pointers, two bytes a column.

use core::fmt::{self, Write};

use super::{Arguments, BLANK, LEFT, RIGHT, Row, Seen, digit};
use npi_runtime::{Environment, Picture, Refusal};

/// The world of addition: rows IN1, IN2, CARRY and OUT, little end first, one pointer each.
///
/// A column takes two bytes: the operands' digits in the nibbles of one, the result's
/// digit and the carry in those of the other. Prints as a picture:
///
/// ```text
/// IN1    5 7[9]
/// IN2  1 2 2[1]
/// CARRY     [_]
/// OUT       [_]
/// ```
#[derive(Debug)]
pub struct Scratchpad<'m> {
    /// Column after column: the operands' byte, then the results'.
    columns: &'m mut [[u8; 2]],
    pointers: [usize; 4],
}

/// Both operands blank; result blank and no carry.
const EMPTY: [u8; 2] = [BLANK << 4 | BLANK, BLANK];

impl<'m> Scratchpad<'m> {
    /// A blank scratchpad of as many columns as fit.
    #[must_use]
    pub fn blank(memory: &'m mut [u8]) -> Self {
        let (columns, _) = memory.as_chunks_mut();
        columns.fill(EMPTY);
        Self { columns, pointers: [0; 4] }
    }

    /// The problem that an earlier [`Loader`](super::Loader) left in memory, before its first step again: the
    /// operands stay, results are blank.
    #[must_use]
    pub fn rewind(memory: &'m mut [u8]) -> Self {
        let (columns, _) = memory.as_chunks_mut();
        columns.iter_mut().for_each(|[_, results]| *results = EMPTY[1]);
        Self { columns, pointers: [0; 4] }
    }

    /// Writes the problem, `A+B`, as the operands stand in memory.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn problem(&self, out: &mut impl Write) -> fmt::Result {
        self.operand(Row::In1, out)?;
        out.write_char('+')?;
        self.operand(Row::In2, out)
    }

    fn operand(&self, row: Row, out: &mut impl Write) -> fmt::Result {
        let digits = (0..self.width()).rev().map(|column| self.symbol(row, column));
        for digit in digits.skip_while(|&digit| digit == BLANK) {
            out.write_char(char::from(b'0' + digit))?;
        }
        Ok(())
    }

    /// How many columns there are.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The symbol at a column of a row; columns beyond the memory are blank.
    #[must_use]
    pub fn symbol(&self, row: Row, column: usize) -> u8 {
        let &[operands, results] = self.columns.get(column).unwrap_or(&EMPTY);
        match row {
            Row::In1 => operands & 15,
            Row::In2 => operands >> 4,
            Row::Carry => results >> 4,
            Row::Out => results & 15,
        }
    }

    /// Puts a symbol into a cell; `None` if there is no such column.
    pub(super) fn set(&mut self, row: Row, column: usize, symbol: u8) -> Option<()> {
        let [operands, results] = self.columns.get_mut(column)?;
        let cell = if matches!(row, Row::In1 | Row::In2) { operands } else { results };
        let low = matches!(row, Row::In1 | Row::Out);
        *cell = if low { *cell & 0xf0 | symbol } else { *cell & 0x0f | symbol << 4 };
        Some(())
    }

    fn write(&mut self, row: Row, symbol: u8) -> Result<(), Refusal> {
        match (row, symbol) {
            (Row::In1 | Row::In2, _) => Err(Refusal::Action("the operands' rows cannot be written")),
            (Row::Carry, 2..) => Err(Refusal::Action("a carry can only be 1")),
            _ => self.set(row, self.pointers[row as usize], symbol).ok_or(OFF_THE_TAPE),
        }
    }
}

const OFF_THE_TAPE: Refusal = Refusal::Action("a pointer left the scratchpad");

impl Environment for Scratchpad<'_> {
    type Observation = Seen;
    type Arguments = Arguments;

    fn observe(&self) -> Seen {
        let [first, second, carry, out] = self.pointers;
        [
            self.symbol(Row::In1, first),
            self.symbol(Row::In2, second),
            self.symbol(Row::Carry, carry),
            self.symbol(Row::Out, out),
        ]
    }

    fn act(&mut self, [row, what]: Arguments) -> Result<(), Refusal> {
        let row = match row {
            0 => Row::In1,
            1 => Row::In2,
            2 => Row::Carry,
            3 => Row::Out,
            _ => return Err(Refusal::Action("there is no such row")),
        };
        let (width, pointer) = (self.width(), &mut self.pointers[row as usize]);
        match what {
            LEFT if *pointer < width => *pointer += 1, // one column beyond is blank
            RIGHT if *pointer > 0 => *pointer -= 1,
            LEFT | RIGHT => return Err(OFF_THE_TAPE),
            0..=9 => self.write(row, what)?,
            _ => return Err(Refusal::Action("there is no such symbol")),
        }
        Ok(())
    }

    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        let mut begun = false;
        for column in (0..self.width()).rev() {
            let digit = digit(self.symbol(Row::Out, column));
            begun |= digit > 0 || column == 0;
            if begun {
                out.write_char(char::from(b'0' + digit))?;
            }
        }
        Ok(())
    }
}

impl Picture for Scratchpad<'_> {
    const ROWS: &'static [&'static str] = &["IN1", "IN2", "CARRY", "OUT"];

    const MIRRORED: bool = true;

    fn columns(&self) -> usize {
        self.width()
    }

    fn cell(&self, row: usize, column: usize) -> char {
        let row = match row {
            0 => Row::In1,
            1 => Row::In2,
            2 => Row::Carry,
            _ => Row::Out,
        };
        match (row, self.symbol(row, column)) {
            (Row::Carry, 0) | (_, BLANK) => ' ',
            (_, digit) => char::from(b'0' + digit),
        }
    }

    fn pointer(&self, row: usize) -> usize {
        self.pointers.get(row).copied().unwrap_or_default()
    }
}

impl fmt::Display for Scratchpad<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (row, name) in Self::ROWS.iter().enumerate() {
            write!(f, "{name:<6}")?;
            for column in (0..=self.width()).rev() {
                let here = self.pointer(row) == column;
                let blank = if here { '_' } else { ' ' };
                let cell = Some(self.cell(row, column)).filter(|&cell| cell != ' ').unwrap_or(blank);
                write!(f, "{}{cell}{}", if here { '[' } else { ' ' }, if here { ']' } else { ' ' })?;
            }
            f.write_char('\n')?;
        }
        Ok(())
    }
}
