//! What a board must offer to run the console, and a board that is put together from a serial port, a counter and lights.

use embedded_io::{ErrorKind, Read, Write};

/// A microcontroller board with one serial port and one counter: [`Wired`], or whatever else the console is to run on.
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

impl core::fmt::Display for Lost {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("expected every byte, found that the receiver dropped or garbled some; send slower")
    }
}

impl core::error::Error for Lost {}

impl embedded_io::Error for Lost {
    fn kind(&self) -> ErrorKind {
        ErrorKind::InvalidData
    }
}

/// What a board is called: constants of a type, as texts in a value would take RAM.
pub trait Named {
    /// The name a person would search for.
    const NAME: &'static str;

    /// The chip and its core.
    const CHIP: &'static str;
}

/// A counter of core clock cycles, as [`Board::ticks`] describes it.
pub trait Counter {
    /// Sets the count to zero.
    fn restart(&mut self);

    /// Cycles since the last restart, modulo 2³². The counter may rest afterwards.
    fn ticks(&mut self) -> u32;
}

/// Lights that show the steps of a run, as [`Board::show`] describes it; `()` are none.
pub trait Lights {
    /// Whether there are any.
    const ANY: bool = true;

    /// Shows a step of a run: the column of the last row's pointer, and what stands there.
    fn show(&mut self, pointer: usize, symbol: char);
}

impl Lights for () {
    const ANY: bool = false;

    fn show(&mut self, _pointer: usize, _symbol: char) {}
}

/// A board as the sum of its parts. The port is any that has the traits of `embedded-io`: one of the crate `npi-support`, or that of a chip's
/// HAL.
///
/// ```
/// use npi_console::{Board, Counter, Lost, Named, Wired};
///
/// struct Desk;
/// impl Named for Desk {
///     const NAME: &'static str = "a desk";
///     const CHIP: &'static str = "none";
/// }
///
/// struct Stopped;
/// impl Counter for Stopped {
///     fn restart(&mut self) {}
///     fn ticks(&mut self) -> u32 {
///         0
///     }
/// }
/// # struct Both<'b>(&'b [u8], Vec<u8>);
/// # impl embedded_io::ErrorType for Both<'_> { type Error = core::convert::Infallible; }
/// # impl embedded_io::Read for Both<'_> {
/// #     fn read(&mut self, out: &mut [u8]) -> Result<usize, Self::Error> { embedded_io::Read::read(&mut self.0, out) }
/// # }
/// # impl embedded_io::Write for Both<'_> {
/// #     fn write(&mut self, bytes: &[u8]) -> Result<usize, Self::Error> { self.1.push(bytes[0]); Ok(1) }
/// #     fn flush(&mut self) -> Result<(), Self::Error> { Ok(()) }
/// # }
/// # let port = Both(b"7", vec![]);
/// let mut board = Wired { named: Desk, port, counter: Stopped, lights: () };
/// board.write(b"> ");
/// assert_eq!((board.read(), board.read()), (Ok(b'7'), Err(Lost)), "nothing comes after it");
/// # assert_eq!(board.port.1, b"> ");
/// ```
pub struct Wired<N, P, C, L> {
    /// What it is called.
    pub named: N,
    /// The serial port.
    pub port: P,
    /// What counts cycles.
    pub counter: C,
    /// What shows steps.
    pub lights: L,
}

impl<N: Named, P: Read + Write, C: Counter, L: Lights> Board for Wired<N, P, C, L> {
    const NAME: &'static str = N::NAME;
    const CHIP: &'static str = N::CHIP;
    const SHOWS: bool = L::ANY;

    fn show(&mut self, pointer: usize, symbol: char) {
        self.lights.show(pointer, symbol);
    }

    /// What a port refuses is not sent: there is nobody else to be told. (`Write::write_all` has a panic for ports that take nothing.)
    #[inline(never)]
    fn write(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty()
            && let Ok(sent @ 1..) = self.port.write(bytes)
        {
            bytes = bytes.get(sent..).unwrap_or_default();
        }
        let _ = self.port.flush(); // as above
    }

    #[inline(never)]
    fn read(&mut self) -> Result<u8, Lost> {
        let mut byte = [0];
        match self.port.read(&mut byte) {
            Ok(1) => Ok(byte[0]),
            _ => Err(Lost),
        }
    }

    fn restart_ticks(&mut self) {
        self.counter.restart();
    }

    fn ticks(&mut self) -> u32 {
        self.counter.ticks()
    }
}

/// How much of the stack has ever been used, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StackUse {
    /// From the stack's start to the deepest byte written since power-on.
    pub deepest: u32,
    /// What the board's memory layout reserves; below it is no memory, and a fault.
    pub reserved: u32,
}
