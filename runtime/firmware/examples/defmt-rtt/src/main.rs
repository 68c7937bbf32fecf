//! defmt over RTT on an STM32 Nucleo-F401RE: each step of a run in the probe's log, and errors by their names and fields. With the
//! runtime's feature `defmt` texts stay on the desktop.

#![no_std]
#![no_main]

use cortex_m as _; // its critical section
use defmt::{error, info};
use defmt_rtt as _;
use npi_runtime::format::Model;
use npi_runtime::{Error, Exactly, Int8, Lstm, Misfit, Task, solve};
use npi_tasks::{Addition, models};
use panic_probe as _;

type Network = Lstm<'static, Addition, Int8, 16, Exactly<16>>;

/// The network in a blob, whose refusal the log has.
fn network(blob: &'static [u8]) -> Option<Network> {
    let model = Model::parse(blob).inspect_err(|_| error!("the model is broken")).ok()?;
    Network::exactly(&model).inspect_err(|misfit: &Misfit| error!("the model does not fit: {}", misfit)).ok()
}

/// Adds, and logs each step.
fn add(network: Network, problem: &[u8]) -> Result<usize, Error> {
    let mut memory = [0; 64];
    let mut world = Addition::world(problem, &mut memory)?;
    solve(network, &mut world, |step, _state| {
        info!(
            "{=usize}.{=u32}: {} sees {}, decides {}",
            step.depth, step.step, step.call, step.view, step.decision
        );
    })
}

#[cortex_m_rt::entry]
fn main() -> ! {
    let _ = network(models::LOCK); // of another task: the log says so
    if let Some(network) = network(models::ADDITION) {
        for problem in [&b"579+1221"[..], b"579+12x"] {
            match add(network, problem) {
                Ok(steps) => info!("{=usize} steps", steps),
                Err(error) => error!("{}", error),
            }
        }
    }
    loop {
        cortex_m::asm::wfi();
    }
}
