//! A refrigerator in memory: what its thermometer will say, and what its compressor was told.

use core::fmt::{self, Write};

use npi_runtime::{Environment, Picture, Refusal};

use crate::{END, ON, REST1, Seen, State};

/// The simulated world, in memory that somebody lends: there is no heap.
#[derive(Debug)]
pub struct Fridge<'m> {
    /// What the thermometer says at each tick.
    readings: &'m [u8],
    /// What the compressor was told at each tick before the present one.
    states: &'m mut [u8],
    /// The present tick.
    now: usize,
}

impl<'m> Fridge<'m> {
    /// The world of a problem: a digit for each tick. Text that is none is refused; nothing panics.
    pub fn new(problem: &[u8], memory: &'m mut [u8]) -> Result<Self, Refusal> {
        let full = Refusal::Capacity {
            columns: memory.len() / 2,
        };
        let ticks = problem.len();
        let (readings, rest) = memory.split_at_mut_checked(ticks).ok_or(full)?;
        let states = rest.get_mut(..ticks).ok_or(full)?;
        for (at, (reading, &byte)) in readings.iter_mut().zip(problem).enumerate() {
            *reading = match byte {
                b'0'..=b'9' => byte - b'0',
                _ => {
                    let expected = "a digit, the degrees at a tick";
                    return Err(Refusal::Problem { expected, at });
                }
            };
        }
        Ok(Self {
            readings,
            states,
            now: 0,
        })
    }

    /// How many readings there are.
    #[must_use]
    pub fn ticks(&self) -> usize {
        self.readings.len()
    }
}

/// What the program looks at, and what its primitive `ACT` does. With pins: read the sensor; switch,
/// and wait for the next tick. In `tests/network.rs` one runs for ever.
impl Environment for Fridge<'_> {
    type Observation = Seen;
    type Arguments = State;

    /// What is there now; of it the program is shown its view.
    fn observe(&self) -> Seen {
        [self.readings.get(self.now).copied().unwrap_or(END)]
    }

    /// Switches, and goes on to the next tick.
    fn act(&mut self, [state]: State) -> Result<(), Refusal> {
        // A network that is not proven may ask for anything: what cannot be is refused.
        match self.states.get_mut(self.now) {
            Some(told) if state <= REST1 => *told = state,
            _ => return Err(Refusal::Action("there is no such tick, or no such state")),
        }
        self.now += 1;
        Ok(())
    }

    /// The answer to a problem: what was told, tick by tick.
    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        let told = self.states.iter().take(self.now);
        let mut shown = told.map(|&state| if state == ON { '#' } else { '.' });
        shown.try_for_each(|tick| out.write_char(tick))
    }
}

/// What `animate` draws: two rows of cells, with a column for each tick and one behind the last.
impl Picture for Fridge<'_> {
    const ROWS: &'static [&'static str] = &["DEGREES", "COMPRESSOR"];

    fn columns(&self) -> usize {
        self.ticks() + 1
    }

    /// The character in a cell: degrees; `.` and `#`, or for how many ticks it has to stand still.
    fn cell(&self, row: usize, column: usize) -> char {
        match (row, self.readings.get(column), self.states.get(column)) {
            (0, Some(&degrees), _) => char::from(b'0' + degrees),
            (1, _, Some(&state)) if column < self.now => {
                char::from(b".#21"[usize::from(state & 3)])
            }
            _ => ' ',
        }
    }

    /// The column of the present tick.
    fn pointer(&self, _: usize) -> usize {
        self.now
    }
}
