//! The crossing: a button, lamps, and a log of what they showed.

use core::fmt::{self, Write};

use npi_runtime::{Environment, Picture, Refusal};

use super::{Arguments, LIGHTS, OVER, PRESSED, Seen, UP};
use crate::timeline::copied;

/// The lamps that are lit in a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lamps {
    /// What the log calls them.
    pub name: u8,
    /// The lamps that cars see: red, amber, green.
    pub cars: [bool; 3],
    /// Whether people have green; they have red if not.
    pub walk: bool,
}

/// All that the lights can show, in the programs' order: no row has both `walk` and anything but red alone for cars.
const ROWS: [Lamps; 5] = [
    Lamps { name: b'G', cars: [false, false, true], walk: false },
    Lamps { name: b'A', cars: [false, true, false], walk: false },
    Lamps { name: b'W', cars: [true, false, false], walk: true },
    Lamps { name: b'R', cars: [true, false, false], walk: false },
    Lamps { name: b'P', cars: [true, true, false], walk: false },
];

impl Lamps {
    /// The lamps of a symbol of `ACT`'s first argument; none if it names no lights.
    #[must_use]
    pub fn of(what: u8) -> Option<Self> {
        ROWS.get(usize::from(what.checked_sub(LIGHTS)?)).copied()
    }
}

/// A crossing that is told tick by tick whether its button is pressed, and logs what its lights show.
#[derive(Debug)]
pub struct Crossing<'m> {
    button: &'m [u8],
    log: &'m mut [u8],
    tick: usize,
}

impl<'m> Crossing<'m> {
    /// The crossing of a text of `.` and `b`.
    ///
    /// # Errors
    /// Another text, or too little memory.
    pub fn new(problem: &[u8], memory: &'m mut [u8]) -> Result<Self, Refusal> {
        if let Some(at) = problem.iter().position(|byte| !matches!(byte, b'.' | b'b' | b'B')) {
            return Err(Refusal::Problem { expected: "`b` for a press of the button, or `.`", at });
        }
        let full = Refusal::Capacity { columns: memory.len() / 2 };
        let (button, log) = copied(problem, memory).ok_or(full)?;
        let log = log.get_mut(..problem.len()).ok_or(full)?;
        log.fill(b' ');
        Ok(Self { button, log, tick: 0 })
    }

    /// How many ticks there are.
    #[must_use]
    pub const fn ticks(&self) -> usize {
        self.button.len()
    }
}

impl Environment for Crossing<'_> {
    type Observation = Seen;
    type Arguments = Arguments;

    fn observe(&self) -> Seen {
        [self.button.get(self.tick).map_or(OVER, |&button| if button == b'.' { UP } else { PRESSED })]
    }

    fn act(&mut self, [what, _]: Arguments) -> Result<(), Refusal> {
        let lamps = Lamps::of(what).ok_or(Refusal::Action("there are no such lights"))?;
        *self.log.get_mut(self.tick).ok_or(Refusal::Action("it is over"))? = lamps.name;
        self.tick += 1;
        Ok(())
    }

    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        self.log.iter().try_for_each(|&lamps| out.write_char(char::from(lamps)))
    }
}

impl Picture for Crossing<'_> {
    const ROWS: &'static [&'static str] = &["BUTTON", "CARS", "PEOPLE"];

    fn columns(&self) -> usize {
        self.button.len()
    }

    fn cell(&self, row: usize, column: usize) -> char {
        let [button, lamps] = [self.button, self.log].map(|cells| cells.get(column).copied().unwrap_or(b' '));
        match (row, button, lamps) {
            (0, b'.', _) => ' ',
            (0, _, _) => char::from(button),
            (1, _, b'W') => 'R',
            (1, _, _) => char::from(lamps),
            (_, _, b'W') => 'W',
            _ => ' ',
        }
    }

    fn pointer(&self, _: usize) -> usize {
        self.tick
    }
}

/// Writes so many ticks: somebody presses now and then, always, never, or for a while.
pub fn sample(size: usize, random: &mut impl FnMut(u32) -> u32, out: &mut impl Write) -> fmt::Result {
    let mut rate = 0;
    for tick in 0..size {
        if tick % 32 == 0 {
            rate = [0, 1, 2, 8, 16].get(random(5) as usize).copied().unwrap_or(0);
        }
        out.write_char(if random(16) < rate { 'b' } else { '.' })?;
    }
    Ok(())
}
