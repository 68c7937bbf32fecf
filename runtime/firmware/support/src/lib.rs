//! What the boards share. The firmware's `unsafe` code is here, but for one line per peripheral in
//! the board that names its address.
//!
//! - [`peripheral`]: registers by offset;
//! - [`memory`]: the scratchpad is all RAM that remains, the stack is painted;
//! - [`systick`]: the Cortex-M's counter of core clock cycles;
//! - [`stm32`]: the serial port that STM32 F1 and F4 have in common;
//! - `panic`: a release build links only if no panic can be reached.

#![no_std]

pub mod memory;
#[cfg(target_os = "none")]
mod panic;
pub mod peripheral;
pub mod stm32;
#[cfg(target_arch = "arm")]
pub mod systick;

pub use peripheral::Peripheral;

/// Paints the stack, takes all RAM that remains as the scratchpad, and runs the console.
///
/// To be called once, at the end of `main`.
pub fn run<B: npi_console::Board>(board: B) -> ! {
    memory::paint_stack();
    npi_console::run(board, memory::scratchpad(), memory::workspace(), memory::stack_use)
}
