//! The same sum, whose run is stopped after every step, saved, forgotten and resumed: with the same answer, and without a panic that
//! could be reached.

#![no_std]
#![no_main]

mod panic;

use core::fmt::Write;

use cortex_m_semihosting::{debug, hio};
use npi_runtime::format::Model;
use npi_runtime::{Environment, Exactly, Int8, Interpreter, Lstm, Task};
use npi_tasks::{Addition, models};

type Network = Lstm<'static, Addition, Int8, 16, Exactly<16>>;
type Adder = Interpreter<Addition, Network>;

/// Writes the sum; between two steps nothing of the run is kept but its bytes, and the scratchpad.
fn add(problem: &[u8], sum: &mut impl Write) -> Option<()> {
    let network = Network::exactly(&Model::parse(models::ADDITION).ok()?).ok()?;
    let (mut memory, mut bytes) = ([0; 16], [0; Adder::SAVED]);
    let mut world = Addition::world(problem, &mut memory).ok()?;
    let mut adder = Adder::new(network);
    adder.call(Addition::start(&world)).ok()?;
    while adder.step(&mut world, |_step, _state| {}).ok()? {
        adder.save(&mut bytes).ok()?;
        adder = Adder::new(network);
        adder.restore(&bytes).ok()?;
    }
    world.answer(sum).ok()
}

#[cortex_m_rt::entry]
fn main() -> ! {
    let said = hio::hstdout().ok().and_then(|mut debugger| add(b"579+1221", &mut debugger));
    debug::exit(if said.is_some() { debug::EXIT_SUCCESS } else { debug::EXIT_FAILURE });
    loop {
        core::hint::spin_loop();
    }
}
