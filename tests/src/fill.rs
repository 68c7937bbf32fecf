//! A task that is not built in, whose program takes an argument: fill a tape with the symbol on its first cell.
//!
//! ```text
//! MAIN        ACT(RIGHT); FILL(what stood on the first cell), end
//! FILL(s)     ACT(s); ACT(RIGHT); then, looking at the next cell:
//!             the wall → NOP, end      anything else → FILL(s), end
//! ```

use core::fmt::{self, Write};

use npi_format::{Program as Entry, Signature, Slot};
use npi_runtime::{Call, Decision, Program, Refusal, Task, World};

/// The task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill;

/// Looks at the first cell and fills the others.
pub const MAIN: Program = Program::learned(0);
/// Fills the cells from here on with its argument.
pub const FILL: Program = Program::learned(1);

const BLANK: u8 = 2;
const WALL: u8 = 3;
const RIGHT: u8 = 2;

/// A tape with a wall at its end.
#[derive(Debug)]
pub struct Tape<'m> {
    cells: &'m mut [u8],
    pointer: usize,
}

impl World for Tape<'_> {
    type Observation = [u8; 1];
    type Arguments = [u8; 1];

    fn observe(&self) -> [u8; 1] {
        [self.cells.get(self.pointer).copied().unwrap_or(WALL)]
    }

    fn act(&mut self, [what]: [u8; 1]) -> Result<(), Refusal> {
        let cell = self.cells.get_mut(self.pointer).ok_or(Refusal::Action("the wall"))?;
        if what == RIGHT {
            self.pointer += 1;
        } else {
            *cell = what;
        }
        Ok(())
    }

    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        (0..self.cells.len()).try_for_each(|column| out.write_char(self.cell(0, column)))
    }

    const ROWS: &'static [&'static str] = &["TAPE"];

    fn columns(&self) -> usize {
        self.cells.len()
    }

    fn cell(&self, _: usize, column: usize) -> char {
        self.cells.get(column).map_or(' ', |&cell| char::from(b"01_|"[usize::from(cell & 3)]))
    }

    fn pointer(&self, _: usize) -> usize {
        self.pointer
    }
}

impl Task for Fill {
    type Observation = [u8; 1];
    type Arguments = [u8; 1];
    type World<'m> = Tape<'m>;

    const SIGNATURE: Signature = Signature {
        task: "fill",
        programs: &[
            Entry { name: "MAIN", takes_arguments: false },
            Entry { name: "FILL", takes_arguments: true },
        ],
        observation: &[Slot { name: "cell", symbols: &["0", "1", "_", "|"] }],
        arguments: &[Slot { name: "what", symbols: &["0", "1", "RIGHT"] }],
    };

    const THEOREM: &'static str = "for a tape of any length, every cell becomes what the first one is";

    fn start() -> Call<[u8; 1]> {
        Call::new(MAIN)
    }

    fn memory(problem: &[u8]) -> usize {
        problem.len()
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Tape<'m>, Refusal> {
        let columns = memory.len();
        let cells = memory.get_mut(..problem.len()).ok_or(Refusal::Capacity { columns })?;
        for (at, (cell, &byte)) in cells.iter_mut().zip(problem).enumerate() {
            *cell = match (at, byte) {
                (0, b'0' | b'1') => byte - b'0',
                (1.., b'_') => BLANK,
                _ => return Err(Refusal::Problem { expected: "0 or 1, then `_`", at }),
            };
        }
        if cells.len() < 2 {
            return Err(Refusal::Problem { expected: "two cells or more", at: cells.len() });
        }
        Ok(Tape { cells, pointer: 0 })
    }

    fn step_limit(world: &Tape<'_>) -> usize {
        3 * world.cells.len()
    }

    fn sample(
        size: usize,
        _: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> fmt::Result {
        out.write_char(char::from(b'0' + random(2) as u8))?;
        (0..size).try_for_each(|_| out.write_char('_'))
    }

    fn teach(call: &Call<[u8; 1]>, seen: &[[u8; 1]]) -> Decision<[u8; 1]> {
        match (call.program, seen) {
            (MAIN, [_]) => Decision::go_on(Call::act([RIGHT])),
            (MAIN, [first, ..]) => Decision::end(Call { program: FILL, arguments: *first }),
            (_, [_]) => Decision::go_on(Call::act(call.arguments)),
            (_, [_, _]) => Decision::go_on(Call::act([RIGHT])),
            (_, [_, _, [WALL]]) => Decision::end(Call::new(Program::NOP)),
            _ => Decision::end(*call),
        }
    }

    fn cases(program: Program) -> usize {
        match program {
            MAIN => 2, // either symbol
            FILL => 4, // either argument, and whether a wall follows
            _ => 0,
        }
    }

    fn case<'m>(program: Program, index: usize, memory: &'m mut [u8]) -> Option<(Tape<'m>, Call<[u8; 1]>)> {
        if index >= Self::cases(program) {
            return None;
        }
        let symbol = (index % 2) as u8;
        let (cells, arguments) = match program {
            MAIN => ([symbol, BLANK], 0),
            _ => ([BLANK, if index / 2 == 0 { WALL } else { BLANK }], symbol),
        };
        let memory = memory.get_mut(..2)?;
        memory.copy_from_slice(&cells);
        Some((Tape { cells: memory, pointer: 0 }, Call { program, arguments: [arguments] }))
    }
}
