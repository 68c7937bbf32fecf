//! What the boards share. The firmware's `unsafe` code is here, but for one line per peripheral in
//! the board that names its address.
//!
//! - [`peripheral`]: registers by offset;
//! - [`memory`]: the scratchpad is all RAM that remains, the stack is painted;
//! - `systick`: the Cortex-M's counter of core clock cycles;
//! - `mcycle`: the RISC-V core's;
//! - [`cmsdk`]: the serial port of Arm's FPGA images;
//! - `esp32c3`: serial port, watchdogs and cycle counter of the ESP32-C3;
//! - [`leds`]: a step of a run on 5×5 LEDs;
//! - [`nrf`]: the serial port that the nRF51 and the nRF52833 have in common;
//! - [`nrf51`]: pins and timer of the nRF51;
//! - [`rp2`]: clocks, resets and serial port of the RP2040 and the RP2350;
//! - [`serial`]: a polled serial port, as `embedded-io` has one;
//! - [`stm32`]: the serial port of the STM32 F1, for a board whose HAL has a panic;
//! - `panic`: a release build links only if no panic can be reached.

#![no_std]

pub mod cmsdk;
#[cfg(target_arch = "riscv32")]
pub mod esp32c3;
pub mod leds;
#[cfg(target_arch = "riscv32")]
pub mod mcycle;
pub mod memory;
pub mod nrf;
pub mod nrf51;
#[cfg(target_os = "none")]
mod panic;
pub mod peripheral;
pub mod rp2;
pub mod serial;
pub mod stm32;
#[cfg(target_arch = "arm")]
pub mod systick;

pub use peripheral::Peripheral;

/// Paints the stack, takes all RAM that remains as the scratchpad, and runs the console.
///
/// # Safety
///
/// It hands out the one scratchpad and the one workspace: it must be called once, at the end of `main`, on one core, and
/// not by an interrupt handler. (A flag would not do: Cortex-M0 can neither test and set one at once, nor see that
/// another core does.)
///
/// ```no_run
/// # fn board(board: impl npi_console::Board) -> ! {
/// // SAFETY: `main` runs once, and this is its end.
/// unsafe { npi_support::run(board) }
/// # }
/// ```
///
/// Without `unsafe` it does not compile, and so nobody calls it twice by mistake:
///
/// ```compile_fail,E0133
/// # fn board(board: impl npi_console::Board) -> ! {
/// npi_support::run(board)
/// # }
/// ```
pub unsafe fn run<B: npi_console::Board>(board: B) -> ! {
    #[cfg(not(target_arch = "arm"))]
    memory::paint_stack();
    // SAFETY: the caller calls this once, so each is taken once.
    let scratchpad = unsafe { memory::scratchpad() };
    // SAFETY: as above.
    let workspace = unsafe { memory::workspace() };
    npi_console::run(board, scratchpad, workspace, memory::stack_use)
}
