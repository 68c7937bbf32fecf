//! The simulated world of sorting: integers, given as text.

use core::fmt::{self, Write};

use npi_runtime::{Environment, Picture, Refusal};

use super::Array;

/// Bytes of memory that a number takes.
pub const BYTES: usize = 8;

/// A number as bytes that compare as numbers do, wherever they begin in memory.
type Bytes = [u8; BYTES];

/// With the sign's bit the other way round, the bytes of negative numbers come before those of others.
fn bytes(number: i64) -> Bytes {
    (number ^ i64::MIN).to_be_bytes()
}

fn number(bytes: Bytes) -> i64 {
    i64::from_be_bytes(bytes) ^ i64::MIN
}

/// What is wanted of the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of them in ascending order.
    Order,
    /// The greatest of them.
    Maximum,
}

/// An [`Array`] of 64-bit integers.
#[derive(Debug)]
pub struct Numbers<'m> {
    array: Array<'m, Bytes>,
    wanted: Wanted,
    /// The least and the greatest.
    range: (i64, i64),
}

/// The words of a problem, and where each begins.
pub fn words(problem: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let mut next = 0;
    problem.split(u8::is_ascii_whitespace).filter_map(move |word| {
        let at = next;
        next += word.len() + 1;
        (!word.is_empty()).then_some((word, at))
    })
}

/// The problem's first word that asks for the maximum; a board takes one of small letters at a line's beginning for a command.
const MAXIMUM: [&[u8]; 2] = [b"max", b"MAX"];

impl<'m> Numbers<'m> {
    /// The numbers of a problem, `3 1 2` to sort, `max 3 1 2` or `MAX 3 1 2`.
    ///
    /// # Errors
    /// Another text, or more numbers than the memory has room for.
    pub fn read(problem: &[u8], memory: &'m mut [u8]) -> Result<Self, Refusal> {
        let (cells, _) = memory.as_chunks_mut::<BYTES>();
        let full = Refusal::Capacity { columns: cells.len() };
        let asked = words(problem).next().is_some_and(|(word, _)| MAXIMUM.contains(&word));
        let (mut count, mut range) = (0, (i64::MAX, i64::MIN));
        for (word, at) in words(problem).skip(usize::from(asked)) {
            let value = parsed(word).ok_or(Refusal::Problem { expected: "an integer of 64 bits", at })?;
            *cells.get_mut(count).ok_or(full)? = bytes(value);
            range = (range.0.min(value), range.1.max(value));
            count += 1;
        }
        let at = problem.len();
        let values = cells.get_mut(..count).filter(|values| !values.is_empty());
        let values = values.ok_or(Refusal::Problem { expected: "an integer of 64 bits", at })?;
        let wanted = if asked { Wanted::Maximum } else { Wanted::Order };
        Ok(Self { array: Array::new(values), wanted, range })
    }

    /// How many numbers there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.array.values().len()
    }

    /// What is wanted of them.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        self.wanted
    }
}

fn parsed(word: &[u8]) -> Option<i64> {
    core::str::from_utf8(word).ok()?.parse().ok()
}

impl Environment for Numbers<'_> {
    type Observation = [u8; 4];
    type Arguments = [u8; 1];

    fn observe(&self) -> [u8; 4] {
        self.array.seen()
    }

    fn act(&mut self, [what]: [u8; 1]) -> Result<(), Refusal> {
        self.array.take(what)
    }

    /// Writes the numbers in their order; if the maximum is wanted, the one at P1 alone.
    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        let values = self.array.values();
        let wanted = match self.wanted {
            Wanted::Order => values,
            Wanted::Maximum => values.get(self.array.pointer(0)..).and_then(|at| at.get(..1)).unwrap_or(&[]),
        };
        wanted.iter().enumerate().try_for_each(|(index, &value)| {
            let space = if index == 0 { "" } else { " " };
            write!(out, "{space}{}", number(value))
        })
    }
}

/// Bars: the greatest number's is full, the least one's the lowest.
impl Picture for Numbers<'_> {
    const ROWS: &'static [&'static str] = &["P1", "P2", "P3"];

    fn columns(&self) -> usize {
        self.count()
    }

    fn cell(&self, _: usize, column: usize) -> char {
        const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let Some(&value) = self.array.values().get(column) else { return ' ' };
        let (least, greatest) = (i128::from(self.range.0), i128::from(self.range.1));
        let height = (i128::from(number(value)) - least) * 7 / (greatest - least).max(1);
        BARS.get(height as usize).copied().unwrap_or(' ')
    }

    fn pointer(&self, row: usize) -> usize {
        self.array.pointer(row)
    }
}

/// Writes a problem of `size` random numbers, of which some are alike and some are the least or the greatest of all; for every fourth
/// problem, the maximum is wanted. `random(n)` is uniform in `0..n`.
///
/// # Errors
/// Those of `out`.
pub fn sample(size: usize, random: &mut impl FnMut(u32) -> u32, out: &mut impl Write) -> fmt::Result {
    if random(4) == 0 {
        out.write_str("max ")?;
    }
    for index in 0..size {
        let space = if index == 0 { "" } else { " " };
        let value = match random(16) {
            0 => i64::MIN,
            1 => i64::MAX,
            2 => -1,
            _ => i64::from(random(100)),
        };
        write!(out, "{space}{value}")?;
    }
    Ok(())
}
