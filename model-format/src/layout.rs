//! Where a weight stands in the blob: the one place that knows.
//!
//! # Example
//!
//! ```
//! // Four rows of five columns: a block of four columns, row by row, then the column left over.
//! let stored: Vec<_> = npi_format::layout::panel(4, 5).collect();
//! assert_eq!(stored[..5], [(0, 0), (0, 2), (0, 1), (0, 3), (1, 0)]);
//! assert_eq!(stored[16..], [(0, 4), (1, 4), (2, 4), (3, 4)]);
//! ```

/// Rows that a panel interleaves: the four gates of a unit, or four outputs.
pub const GROUP: usize = 4;
/// Columns that stand side by side within a row of a panel.
pub const BLOCK: usize = 4;
/// The order in which they stand. A word of four bytes, masked with `0x00ff00ff`, so gives the first two
/// of them as 16-bit halves, and shifted by eight before, the other two.
pub const ORDER: [usize; BLOCK] = [0, 2, 1, 3];

/// The (row, column) of every weight of a panel `[rows, columns]`, as stored.
///
/// Rows go in groups of four, columns in blocks of four. Groups follow each other;
/// within one, its blocks; within a block, its four rows, each in [`ORDER`]. Columns left over, fewer than
/// a block, follow one by one, four rows each. So one pass over the bytes meets four
/// rows at every column, loads each column's hidden state once, finds four neighbours
/// in a word and sixteen in a vector.
pub fn panel(rows: usize, columns: usize) -> impl Iterator<Item = (usize, usize)> {
    let whole = columns - columns % BLOCK;
    (0..rows).step_by(GROUP).flat_map(move |group| {
        let block =
            move |start| rows_of(group).flat_map(move |row| ORDER.map(|column| (row, start + column)));
        let left = (whole..columns).flat_map(move |column| rows_of(group).map(move |row| (row, column)));
        (0..whole).step_by(BLOCK).flat_map(block).chain(left)
    })
}

fn rows_of(group: usize) -> core::ops::Range<usize> {
    group..group + GROUP
}

/// The row of a gate-major matrix `[gate, unit]` (as trained) that stands at
/// stored row `row`, which is unit-major `[unit, gate]`.
#[must_use]
pub fn gate_row(row: usize, hidden: usize) -> usize {
    (row % GROUP) * hidden + row / GROUP
}
