//! A serial port that is polled, byte by byte, as the traits of `embedded-io` have it.

use embedded_hal_nb::{nb::block, serial};
use embedded_io::{ErrorType, Read, Write};
use npi_console::Lost;

/// What a chip's port can do: a byte at a time.
pub trait Polled {
    /// Sends a byte; waits while there is no room for it.
    fn send(&mut self, byte: u8);

    /// Waits for a byte.
    ///
    /// # Errors
    /// [`Lost`] once for each time that the receiver dropped or garbled something.
    fn receive(&mut self) -> Result<u8, Lost>;
}

/// A HAL's port that does not block, as `embedded-hal-nb` has it.
pub struct NonBlocking<P>(pub P);

impl<P: serial::Read + serial::Write> Polled for NonBlocking<P> {
    /// What the port refuses is not sent: there is nobody else to be told.
    fn send(&mut self, byte: u8) {
        let _ = block!(self.0.write(byte));
    }

    /// [`Lost`] for whatever the HAL calls an error.
    fn receive(&mut self) -> Result<u8, Lost> {
        block!(self.0.read()).map_err(|_| Lost)
    }
}

/// A port as `embedded-io` has it. It sends all that it is given, and reads a byte at a time.
///
/// ```
/// use embedded_io::{Read, Write};
/// use npi_console::Lost;
/// use npi_support::serial::{Polled, Serial};
///
/// struct Echo(Option<u8>);
/// impl Polled for Echo {
///     fn send(&mut self, byte: u8) {
///         self.0 = Some(byte);
///     }
///     fn receive(&mut self) -> Result<u8, Lost> {
///         self.0.take().ok_or(Lost)
///     }
/// }
/// let (mut port, mut out) = (Serial(Echo(None)), [0; 4]);
/// assert_eq!(port.write(b"12"), Ok(2));
/// assert_eq!((port.read(&mut out), out[0]), (Ok(1), b'2'));
/// assert_eq!(port.read(&mut out), Err(Lost));
/// ```
pub struct Serial<P>(pub P);

impl<P> ErrorType for Serial<P> {
    type Error = Lost;
}

impl<P: Polled> Read for Serial<P> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize, Lost> {
        let Some(first) = out.first_mut() else { return Ok(0) };
        *first = self.0.receive()?;
        Ok(1)
    }
}

impl<P: Polled> Write for Serial<P> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Lost> {
        bytes.iter().for_each(|&byte| self.0.send(byte));
        Ok(bytes.len())
    }

    /// Nothing: what is sent is on its way.
    fn flush(&mut self) -> Result<(), Lost> {
        Ok(())
    }
}
