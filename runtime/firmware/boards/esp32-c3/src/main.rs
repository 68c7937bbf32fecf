//! ESP32-C3, booted right from flash (silicon revision 3 and later). The serial port is UART 0, 115200 baud: on the boards that have
//! one, the USB chip's.

#![no_std]
#![no_main]

use npi_console::{Named, Wired};
use npi_support::esp32c3::{Cycles, Uart, stop_watchdogs};
use npi_support::serial::Serial;

struct Esp32C3;

impl Named for Esp32C3 {
    const NAME: &'static str = "ESP32-C3";
    const CHIP: &'static str = "RV32IMC";
}

#[riscv_rt::entry]
fn main() -> ! {
    stop_watchdogs();
    let board = Wired { named: Esp32C3, port: Serial(Uart), counter: Cycles, lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
