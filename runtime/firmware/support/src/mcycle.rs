//! A RISC-V core's own cycle counter.

use riscv::register::mcycle;

/// Counts core clock cycles since it was restarted.
pub struct Cycles(u32);

impl Cycles {
    /// Starts at zero.
    pub fn start() -> Self {
        Self(mcycle::read() as u32)
    }

    /// Cycles since the start, modulo 2³².
    pub fn elapsed(&self) -> u32 {
        (mcycle::read() as u32).wrapping_sub(self.0)
    }
}
