//! What a board must offer to run the console.

/// A microcontroller board with one serial port and one counter.
///
/// The console calls it from one thread and never from an interrupt handler.
pub trait Board {
    /// The name a person would search for, such as `BBC micro:bit`.
    const NAME: &'static str;

    /// The chip and its core, such as `nRF51822, Cortex-M0`.
    const CHIP: &'static str;

    /// Whether the board shows the steps of a run. Where it does not, there is no code for it in flash.
    const SHOWS: bool = false;

    /// Shows a step of a run, for as long as a person needs: the column of the last row's pointer, and what stands there.
    fn show(&mut self, _pointer: usize, _symbol: char) {}

    /// Sends every byte; waits while the transmitter is busy.
    fn write(&mut self, bytes: &[u8]);

    /// Waits for the next byte.
    ///
    /// # Errors
    ///
    /// [`Lost`] once for each time that the receiver dropped or garbled something. A sum of digits
    /// that were not sent would be a wrong answer, so a line with a gap is refused.
    fn read(&mut self) -> Result<u8, Lost>;

    /// Sets [`ticks`](Board::ticks) to zero.
    fn restart_ticks(&mut self);

    /// Core clock cycles since the last [`restart_ticks`](Board::restart_ticks), modulo 2³²: what is to be
    /// timed may take 25 s at 168 MHz. The counter may rest afterwards.
    ///
    /// Under QEMU's `-icount shift=0` an instruction takes one nanosecond of the emulated clock, so
    /// that ticks × 10⁹ / (the emulated core clock in Hz) is the number of instructions, the same in
    /// each run. The restart is what makes it the same: it puts the start on the edge of a tick.
    fn ticks(&mut self) -> u32;
}

/// The receiver dropped or garbled at least one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

/// How much of the stack has ever been used, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StackUse {
    /// From the stack's start to the deepest byte written since power-on.
    pub deepest: u32,
    /// What the board's memory layout reserves; below it is no memory, and a fault.
    pub reserved: u32,
}
