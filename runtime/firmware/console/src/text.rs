//! Text to the serial port without formatting.

use core::fmt;

use npi_runtime::trace;

use crate::Board;

/// A board's serial port, for whatever writes text.
pub struct Serial<'b, B>(pub &'b mut B);

impl<B: Board> fmt::Write for Serial<'_, B> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }

    /// All that the firmware writes is ASCII.
    fn write_char(&mut self, character: char) -> fmt::Result {
        self.0.write(&[character as u8]);
        Ok(())
    }
}

/// Writes the parts one after the other.
pub fn say<B: Board>(board: &mut B, parts: &[&str]) {
    parts.iter().for_each(|part| board.write(part.as_bytes()));
}

/// Writes an integer in decimal.
pub fn say_number<B: Board>(board: &mut B, number: u32) {
    let _ = trace::natural(&mut Serial(board), number); // a serial port takes everything
}

/// Writes an integer in hexadecimal, eight digits.
pub fn say_hex<B: Board>(board: &mut B, number: u32) {
    let _ = trace::hex(&mut Serial(board), number); // a serial port takes everything
}
