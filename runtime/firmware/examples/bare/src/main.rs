//! The smallest firmware that adds, on a BBC micro:bit v1: no HAL, no allocator, no executor. It tells the debugger the sum.

#![no_std]
#![no_main]

mod panic;

use core::fmt::Write;

use cortex_m_semihosting::{debug, hio};
use npi_runtime::format::Model;
use npi_runtime::{Environment, Int8, Lstm, Task, solve};
use npi_tasks::Addition;

/// The proven model in flash: at a multiple of 16 bytes, so that each of its tensors stands at one.
static MODEL: &[u8] = &Aligned(*include_bytes!("../../../../tasks/models/addition.npi")).0;

#[repr(align(16))]
struct Aligned<const N: usize>([u8; N]);

/// Writes the sum; none of a model that is broken, and of what is no sum.
fn add(problem: &[u8], sum: &mut impl Write) -> Option<()> {
    let model = Model::parse(MODEL).ok()?;
    let network = Lstm::<Addition, Int8, 16, _>::exactly(&model).ok()?;
    let mut memory = [0; 16]; // two bytes a digit, and two
    let mut world = Addition::world(problem, &mut memory).ok()?;
    solve(network, &mut world, |_step, _state| {}).ok()?;
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
