//! ESP32-C3, booted right from flash (silicon revision 3 and later). The serial port is UART 0, 115200 baud: on the boards that have
//! one, the USB chip's.

#![no_std]
#![no_main]

use npi_console::{Board, Lost};
use npi_support::esp32c3::{self, Uart};

struct Esp32C3;

impl Board for Esp32C3 {
    const NAME: &'static str = "ESP32-C3";
    const CHIP: &'static str = "RV32IMC";

    fn write(&mut self, bytes: &[u8]) {
        Uart.write(bytes);
    }

    fn read(&mut self) -> Result<u8, Lost> {
        Uart.read()
    }

    fn restart_ticks(&mut self) {
        esp32c3::restart_cycles();
    }

    fn ticks(&mut self) -> u32 {
        esp32c3::cycles()
    }
}

#[riscv_rt::entry]
fn main() -> ! {
    esp32c3::stop_watchdogs();
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(Esp32C3) }
}
