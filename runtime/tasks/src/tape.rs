//! A tape of rows, with a pointer on each row: what worlds of digits are made of.
//!
//! # Example
//!
//! ```
//! use npi_tasks::tape::{BLANK, OffTheTape, Tape};
//! let mut memory = [0; 3]; // three columns of two rows
//! let mut tape = Tape::<2>::blank(&mut memory);
//! tape.write(0, 7)?;
//! tape.left(0)?;
//! tape.write(0, 4)?;
//! assert_eq!(tape.number(0).collect::<String>(), "47");
//! assert_eq!((tape.read(0), tape.read(1)), (4, BLANK)); // each row has its own pointer
//! assert_eq!(tape.set(0, 3, 1), Err(OffTheTape));
//! # Ok::<(), OffTheTape>(())
//! ```

/// The symbol of a cell that nothing was written into, and of those beyond the tape's last column; 0 to 9 are digits.
pub const BLANK: u8 = 10;
/// The symbol on the right of column 0, where a row begins.
pub const EDGE: u8 = 11;

/// `R` rows of cells of four bits, in memory that the caller lends, and a pointer on each row.
///
/// Column 0 stands on the right, as the lowest digit of a number does. A column takes `R / 2` bytes, rounded up. A
/// pointer begins on column 0; it may stand one place to the right of it, on [`EDGE`], and one column beyond the last,
/// on a [`BLANK`] that cannot be written.
#[derive(Debug)]
pub struct Tape<'m, const R: usize> {
    cells: &'m mut [u8],
    /// The places of the pointers: 0 is the edge, 1 is column 0.
    places: [usize; R],
}

/// A pointer cannot go there, or a cell is not on the tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OffTheTape;

impl<'m, const R: usize> Tape<'m, R> {
    /// Bytes of a column.
    pub const COLUMN: usize = R.div_ceil(2);

    /// A blank tape of as many columns as fit into a memory.
    #[must_use]
    pub fn blank(memory: &'m mut [u8]) -> Self {
        const { assert!(R > 0, "a tape has rows") };
        let whole = memory.len() / Self::COLUMN * Self::COLUMN; // what is left is no column
        let cells = memory.get_mut(..whole).unwrap_or_default();
        cells.fill(BLANK << 4 | BLANK);
        Self { cells, places: [1; R] }
    }

    /// How many columns there are.
    #[must_use]
    pub fn width(&self) -> usize {
        self.cells.len() / Self::COLUMN
    }

    /// The symbol at a column of a row; [`BLANK`] if there is no such cell.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> u8 {
        let pair = Self::byte(row, column).and_then(|at| self.cells.get(at)).copied();
        pair.map_or(BLANK, |pair| if row.is_multiple_of(2) { pair & 15 } else { pair >> 4 })
    }

    /// Puts a symbol, of which four bits are kept, into a cell.
    ///
    /// # Errors
    /// If there is no such cell.
    pub fn set(&mut self, row: usize, column: usize, symbol: u8) -> Result<(), OffTheTape> {
        let cell = Self::byte(row, column).and_then(|at| self.cells.get_mut(at)).ok_or(OffTheTape)?;
        let symbol = symbol & 15;
        *cell = if row.is_multiple_of(2) { *cell & 0xf0 | symbol } else { *cell & 0x0f | symbol << 4 };
        Ok(())
    }

    /// The byte that holds a cell.
    fn byte(row: usize, column: usize) -> Option<usize> {
        column.checked_mul(Self::COLUMN).filter(|_| row < R)?.checked_add(row / 2)
    }

    /// The column under a row's pointer; none if it is on the edge, or there is no such row.
    #[must_use]
    pub fn column(&self, row: usize) -> Option<usize> {
        self.places.get(row)?.checked_sub(1)
    }

    /// The symbol under a row's pointer.
    #[must_use]
    pub fn read(&self, row: usize) -> u8 {
        self.column(row).map_or(EDGE, |column| self.get(row, column))
    }

    /// Puts a symbol under a row's pointer.
    ///
    /// # Errors
    /// If it is on no cell.
    pub fn write(&mut self, row: usize, symbol: u8) -> Result<(), OffTheTape> {
        let column = self.column(row).ok_or(OffTheTape)?;
        self.set(row, column, symbol)
    }

    /// Moves a row's pointer to the next higher column.
    ///
    /// # Errors
    /// If it is beyond the last one.
    pub fn left(&mut self, row: usize) -> Result<(), OffTheTape> {
        let width = self.width();
        let place = self.places.get_mut(row).filter(|place| **place <= width).ok_or(OffTheTape)?;
        *place += 1;
        Ok(())
    }

    /// Moves a row's pointer to the next lower column.
    ///
    /// # Errors
    /// If it is on the edge.
    pub fn right(&mut self, row: usize) -> Result<(), OffTheTape> {
        let place = self.places.get_mut(row).filter(|place| **place > 0).ok_or(OffTheTape)?;
        *place -= 1;
        Ok(())
    }

    /// Gives the digits of a row, the highest first and without zeros in front: at least one, as whatever is no digit counts as 0.
    pub fn number(&self, row: usize) -> impl Iterator<Item = char> {
        let digit =
            move |column| Some(self.get(row, column)).filter(|&symbol| symbol < 10).unwrap_or_default();
        let length = (1..self.width()).rev().find(|&column| digit(column) > 0).unwrap_or(0) + 1;
        (0..length).rev().map(move |column| char::from(b'0' + digit(column)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three bytes are one column of four rows: nothing can be written beyond it, and a pointer goes one place further
    /// on either side.
    #[test]
    fn pointers_and_cells_end_where_columns_end() {
        let mut memory = [0; 3];
        let mut tape = Tape::<4>::blank(&mut memory);
        assert_eq!((tape.width(), tape.read(0)), (1, BLANK));
        assert_eq!(tape.write(0, 7), Ok(()));
        assert_eq!(tape.left(0), Ok(()));
        assert_eq!((tape.read(0), tape.write(0, 7), tape.left(0)), (BLANK, Err(OffTheTape), Err(OffTheTape)));
        assert_eq!(tape.right(0).and_then(|()| tape.right(0)), Ok(()));
        assert_eq!((tape.read(0), tape.write(0, 7), tape.right(0)), (EDGE, Err(OffTheTape), Err(OffTheTape)));
        assert_eq!(
            (tape.left(4), tape.set(4, 0, 1), tape.column(4)),
            (Err(OffTheTape), Err(OffTheTape), None)
        );
        assert!(tape.number(0).eq("7".chars()));
    }

    /// Rows share bytes, and do not touch each other; what is no digit counts as 0.
    #[test]
    fn a_row_is_a_number() {
        let mut memory = [0; 8];
        let mut tape = Tape::<3>::blank(&mut memory);
        for (column, symbol) in [3, EDGE, 1, 0].into_iter().enumerate() {
            assert_eq!(tape.set(1, column, symbol), Ok(()));
        }
        assert!(
            tape.number(1).eq("103".chars())
                && tape.number(0).eq("0".chars())
                && tape.number(2).eq("0".chars())
        );
    }
}
