//! The lock on real pins: a matrix keypad of four rows and three columns, and a bolt.
//!
//! ```text
//!            column 0   1   2
//! row 0             1   2   3
//! row 1             4   5   6
//! row 2             7   8   9
//! row 3             *   0   #      * and # are no keys
//! ```
//!
//! Rows are outputs with an open drain, so that two keys of one column connect no output that is high with one that is low;
//! columns are inputs with a pull-up. A row that is low pulls those columns low whose key is held. The bolt is drawn while its
//! output is high.
//!
//! The machine is the same as in the simulation, and so is its proof. What a proof cannot say is here: that pins show what
//! happens at the door.
//!
//! # Example
//!
//! ```
//! use embedded_hal::delay::DelayNs;
//! use embedded_hal::digital::{ErrorType, InputPin, OutputPin};
//! use npi_runtime::Environment;
//! use npi_tasks::lock::{Times, pins::{Pins, Settings, Wiring}};
//!
//! /// A pin that nothing is wired to, and a clock that does not wait.
//! struct Open;
//! impl ErrorType for Open {
//!     type Error = core::convert::Infallible;
//! }
//! impl OutputPin for Open {
//!     fn set_low(&mut self) -> Result<(), Self::Error> { Ok(()) }
//!     fn set_high(&mut self) -> Result<(), Self::Error> { Ok(()) }
//! }
//! impl InputPin for Open {
//!     fn is_high(&mut self) -> Result<bool, Self::Error> { Ok(true) } // pulled up: no key
//!     fn is_low(&mut self) -> Result<bool, Self::Error> { Ok(false) }
//! }
//! impl DelayNs for Open {
//!     fn delay_ns(&mut self, _: u32) {}
//! }
//! let wiring = Wiring { rows: [Open, Open, Open, Open], columns: [Open, Open, Open], bolt: Open, delay: Open };
//! let lock = Pins::new(wiring, Settings { code: b"42", period: 5_000, times: Times { open: 500, locked_out: 3_000 } })?;
//! lock.observe(); // shows that no key is held
//! # Ok::<(), npi_runtime::Refusal>(())
//! ```

use core::fmt::{self, Write};

use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{InputPin, OutputPin};
use npi_runtime::{Environment, Refusal};

use super::{Arguments, NONE, Progress, Seen, Times, what};

/// The keys of each row, column by column.
const KEYS: [[u8; 3]; 4] = [[1, 2, 3], [4, 5, 6], [7, 8, 9], [NONE, 0, NONE]];
/// Microseconds until a column has followed a row, through a pull-up and a metre of cable.
const SETTLE: u32 = 5;
const FAILED: Refusal = Refusal::Action("a pin failed");

/// What the lock is wired to.
#[derive(Debug)]
pub struct Wiring<R, C, B, D> {
    /// The keypad's rows, from above.
    pub rows: [R; 4],
    /// Its columns, from the left.
    pub columns: [C; 3],
    /// The bolt.
    pub bolt: B,
    /// What waits.
    pub delay: D,
}

/// What its owner decides.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'c> {
    /// The code, in ASCII digits. No key is right of a code that has none, or another byte.
    pub code: &'c [u8],
    /// Microseconds between samples, beside what deciding takes: more than a contact bounces, so that a bounce spoils one
    /// sample at most.
    pub period: u32,
    /// How long it is open and locked out, in samples.
    pub times: Times,
}

/// The lock's environment on pins: never off.
#[derive(Debug)]
pub struct Pins<'c, R, C, B, D> {
    wiring: Wiring<R, C, B, D>,
    settings: Settings<'c>,
    key: u8,
    progress: Progress,
}

impl<'c, R: OutputPin, C: InputPin, B: OutputPin, D: DelayNs> Pins<'c, R, C, B, D> {
    /// A lock that is shut, and shows its first sample.
    ///
    /// # Errors
    /// [`Refusal::Action`] if a pin fails.
    pub fn new(mut wiring: Wiring<R, C, B, D>, settings: Settings<'c>) -> Result<Self, Refusal> {
        wiring.bolt.set_low().map_err(|_| FAILED)?;
        wiring.rows.iter_mut().try_for_each(OutputPin::set_high).map_err(|_| FAILED)?;
        let mut pins = Self { wiring, settings, key: NONE, progress: Progress::NEW };
        pins.key = pins.sample()?;
        Ok(pins)
    }

    /// Which key is held; none if several are, as a matrix cannot tell which.
    fn sample(&mut self) -> Result<u8, Refusal> {
        let Wiring { rows, columns, delay, .. } = &mut self.wiring;
        let (mut key, mut held) = (NONE, 0_u8);
        for (row, keys) in rows.iter_mut().zip(KEYS) {
            row.set_low().map_err(|_| FAILED)?;
            delay.delay_us(SETTLE);
            for (column, here) in columns.iter_mut().zip(keys) {
                if column.is_low().map_err(|_| FAILED)? {
                    (key, held) = (here, held.saturating_add(1));
                }
            }
            row.set_high().map_err(|_| FAILED)?;
        }
        Ok(if held == 1 { key } else { NONE })
    }

    fn carry_out(&mut self, action: u8) -> Result<(), Refusal> {
        self.progress.act(action, self.settings.code, self.settings.times)?;
        if action == what::TICK {
            self.wiring.delay.delay_us(self.settings.period);
            self.key = self.sample()?;
        }
        let bolt = &mut self.wiring.bolt;
        let moved = if self.progress.is_open() { bolt.set_high() } else { bolt.set_low() };
        moved.map_err(|_| FAILED)
    }

    /// Shuts the lock, and forgets what was keyed in.
    ///
    /// # Errors
    /// [`Refusal::Action`] if the bolt's pin fails.
    pub fn shut(&mut self) -> Result<(), Refusal> {
        self.progress = Progress::NEW;
        self.wiring.bolt.set_low().map_err(|_| FAILED)
    }
}

impl<R: OutputPin, C: InputPin, B: OutputPin, D: DelayNs> Environment for Pins<'_, R, C, B, D> {
    type Observation = Seen;
    type Arguments = Arguments;

    fn observe(&self) -> Seen {
        self.progress.observe(self.key, self.settings.code)
    }

    /// What is refused shuts the lock, since nobody goes on from there.
    fn act(&mut self, [action]: Arguments) -> Result<(), Refusal> {
        self.carry_out(action).inspect_err(|_| self.shut().unwrap_or_default())
    }

    /// Whether the lock is open: on pins, that is all there is to be read.
    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str(if self.progress.is_open() { "open" } else { "shut" })
    }
}
