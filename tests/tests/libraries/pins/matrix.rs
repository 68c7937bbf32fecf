//! A keypad and a bolt, simulated down to their pins: contacts that bounce, rows that pull columns low, and a clock.

use std::cell::Cell;

use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{Error, ErrorKind, ErrorType, InputPin, OutputPin};
use npi_tasks::lock::pins::Wiring;

/// Nanoseconds in a millisecond.
pub(crate) const MILLISECOND: u64 = 1_000_000;
/// For how long a contact bounces.
const BOUNCES: u64 = 4 * MILLISECOND;
/// For how long it is closed or open in between.
const BOUNCE: u64 = MILLISECOND / 3;

/// Somebody's finger on a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Press {
    pub(crate) row: usize,
    pub(crate) column: usize,
    /// From when until when, in nanoseconds.
    pub(crate) from: u64,
    pub(crate) to: u64,
}

impl Press {
    /// Whether its contact is closed; while it bounces, nobody knows.
    fn closes(&self, now: u64) -> bool {
        let bounces = [self.from, self.to].iter().any(|edge| (*edge..edge + BOUNCES).contains(&now));
        let at_random = (now / BOUNCE).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 63 == 1;
        if bounces { at_random } else { (self.from..self.to).contains(&now) }
    }
}

/// The keypad, what is wired to it, and the time.
#[derive(Debug, Default)]
pub(crate) struct Matrix {
    pub(crate) presses: Vec<Press>,
    pub(crate) now: Cell<u64>,
    low: Cell<[bool; 4]>,
    pub(crate) open: Cell<bool>,
    /// How often the bolt was drawn.
    pub(crate) opened: Cell<usize>,
    /// Whether columns fail.
    pub(crate) broken: Cell<bool>,
}

/// A pin that fails.
#[derive(Debug)]
pub(crate) struct Broken;

impl Error for Broken {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

#[derive(Debug)]
pub(crate) struct Row<'m>(&'m Matrix, usize);
#[derive(Debug)]
pub(crate) struct Column<'m>(&'m Matrix, usize);
#[derive(Debug)]
pub(crate) struct Bolt<'m>(&'m Matrix);
#[derive(Debug)]
pub(crate) struct Clock<'m>(&'m Matrix);

impl ErrorType for Row<'_> {
    type Error = Broken;
}
impl ErrorType for Column<'_> {
    type Error = Broken;
}
impl ErrorType for Bolt<'_> {
    type Error = Broken;
}

impl Row<'_> {
    fn set(&mut self, low: bool) {
        let mut rows = self.0.low.get();
        rows[self.1] = low;
        self.0.low.set(rows);
    }
}

impl OutputPin for Row<'_> {
    fn set_low(&mut self) -> Result<(), Broken> {
        self.set(true);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Broken> {
        self.set(false);
        Ok(())
    }
}

impl InputPin for Column<'_> {
    fn is_high(&mut self) -> Result<bool, Broken> {
        self.is_low().map(|low| !low)
    }

    fn is_low(&mut self) -> Result<bool, Broken> {
        let Self(matrix, column) = self;
        let (low, now) = (matrix.low.get(), matrix.now.get());
        let pulled = |press: &Press| press.column == *column && low[press.row] && press.closes(now);
        if matrix.broken.get() { Err(Broken) } else { Ok(matrix.presses.iter().any(pulled)) }
    }
}

impl OutputPin for Bolt<'_> {
    fn set_low(&mut self) -> Result<(), Broken> {
        self.0.open.set(false);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Broken> {
        self.0.opened.set(self.0.opened.get() + usize::from(!self.0.open.replace(true)));
        Ok(())
    }
}

impl DelayNs for Clock<'_> {
    fn delay_ns(&mut self, ns: u32) {
        self.0.now.set(self.0.now.get() + u64::from(ns));
    }
}

impl Matrix {
    /// A keypad on which keys will be pressed.
    pub(crate) fn new(presses: impl IntoIterator<Item = Press>) -> Self {
        Self { presses: presses.into_iter().collect(), ..Self::default() }
    }

    /// Wires of the keypad, the bolt and the clock.
    pub(crate) fn wiring(&self) -> Wiring<Row<'_>, Column<'_>, Bolt<'_>, Clock<'_>> {
        Wiring {
            rows: [0, 1, 2, 3].map(|row| Row(self, row)),
            columns: [0, 1, 2].map(|column| Column(self, column)),
            bolt: Bolt(self),
            delay: Clock(self),
        }
    }
}
