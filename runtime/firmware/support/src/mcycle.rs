//! A RISC-V core's own cycle counter.

use npi_console::Counter;
use riscv::register::mcycle;

/// The core's count of clock cycles when it was last restarted, modulo 2³².
pub struct Cycles(u32);

impl Cycles {
    /// Starts at zero.
    pub fn start() -> Self {
        Self(mcycle::read() as u32)
    }
}

impl Counter for Cycles {
    fn restart(&mut self) {
        *self = Self::start();
    }

    fn ticks(&mut self) -> u32 {
        (mcycle::read() as u32).wrapping_sub(self.0)
    }
}
