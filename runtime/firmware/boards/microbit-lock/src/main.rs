//! BBC micro:bit v1 as a keypad lock: no console, but a matrix keypad and a bolt at its edge connector.
//!
//! Rows 1, 2, 3 and 4 of the keypad go to P13, P14, P15 and P16, its columns to P0, P1 and P2, and the bolt's driver to P8.

#![no_std]
#![no_main]

use npi_console::model;
use npi_network::Network;
use npi_runtime::{Call, Interpreter};
use npi_support::nrf::{GPIO, TIMER};
use npi_support::nrf51::{Pin, Timer};
use npi_tasks::Lock;
use npi_tasks::lock::pins::{Pins, Settings, Wiring};
use npi_tasks::lock::{SCAN, Times};

/// The pins of the rows, as the chip numbers them: at the edge connector they are P13, P14, P15 and P16.
const ROWS: [u8; 4] = [23, 22, 21, 16];
/// The pins of the columns, at P0, P1 and P2.
const COLUMNS: [u8; 3] = [3, 2, 1];
/// The pin of the bolt, at P8.
const BOLT: u8 = 18;

/// A code for the first evening; then another.
const SETTINGS: Settings<'_> = Settings {
    code: b"2580",
    period: 10_000,                                // a sample every hundredth of a second
    times: Times { open: 300, locked_out: 3_000 }, // three seconds, and thirty
};

type Door = Pins<'static, Pin, Pin, Pin, Timer>;

fn door() -> Option<Door> {
    let wiring = Wiring {
        rows: ROWS.map(|number| Pin::open_drain(GPIO, number)),
        columns: COLUMNS.map(|number| Pin::pulled_up(GPIO, number)),
        bolt: Pin::output(GPIO, BOLT),
        delay: Timer::start(TIMER),
    };
    Pins::new(wiring, SETTINGS).ok()
}

/// Runs the network until it goes astray, which one that is proven does not.
fn serve(network: &Network<Lock>, door: &mut Door) {
    let mut interpreter = Interpreter::<Lock, _>::new(network);
    let _ = interpreter.call(Call::new(SCAN)); // an empty stack has room
    while let Ok(true) = interpreter.step(door, |_, _| {}) {}
}

#[cortex_m_rt::entry]
fn main() -> ! {
    let (network, door) = (model::load(), door());
    if let (Ok(network), Some(mut door)) = (network, door) {
        loop {
            serve(&network, &mut door);
            let _ = door.shut(); // and begins anew
        }
    }
    loop {
        core::hint::spin_loop(); // a model that is broken opens nothing
    }
}
