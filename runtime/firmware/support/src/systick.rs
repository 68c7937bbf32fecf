//! The Cortex-M's own timer as a counter of core clock cycles.
//!
//! It has 24 bits, a second at 16 MHz, so an interrupt counts its wraps.

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

use cortex_m::Peripherals;
use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m_rt::exception;
use npi_console::Counter;

/// The highest count.
const MASK: u32 = 0x00ff_ffff;

/// Reads and writes of a word are atomic on every core; the handler is the only writer but `restart`.
static WRAPS: AtomicU32 = AtomicU32::new(0);

#[exception]
fn SysTick() {
    WRAPS.store(WRAPS.load(Relaxed).wrapping_add(1), Relaxed);
}

/// The timer.
pub struct SysTick(SYST);

impl SysTick {
    /// The core's timer, which nothing else on a board uses.
    #[must_use]
    pub fn take() -> Self {
        // SAFETY: of the core's peripherals only this timer is kept, whose registers change no memory, and which one thread uses: taken twice,
        // it would be restarted twice.
        Self(unsafe { Peripherals::steal() }.SYST)
    }
}

impl Counter for SysTick {
    fn restart(&mut self) {
        self.0.disable_counter();
        self.0.set_clock_source(SystClkSource::Core);
        self.0.set_reload(MASK);
        self.0.clear_current();
        WRAPS.store(0, Relaxed);
        self.0.enable_interrupt();
        self.0.enable_counter();
    }

    /// Then it rests: an interrupt now and then would take stack.
    fn ticks(&mut self) -> u32 {
        let ticks = ticks();
        self.0.disable_counter();
        ticks
    }
}

fn ticks() -> u32 {
    loop {
        let wraps = WRAPS.load(Relaxed);
        let elapsed = MASK - (SYST::get_current() & MASK);
        // A wrap in between leaves its interrupt between the two loads.
        if wraps == WRAPS.load(Relaxed) {
            return wraps << 24 | elapsed;
        }
    }
}
