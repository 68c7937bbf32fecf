//! Random problems for the parser: frames, most of them right, and what goes wrong on a line.

use core::fmt::{self, Write};

use super::MOST;

/// Bytes that a parser is most likely to get wrong: flag and escape, what they are when escaped, and others.
const HARD: [u8; 8] = [0x7e, 0x7d, 0x5e, 0x5d, 0x00, 0x20, 0xff, 0x03];

/// Writes so many bytes: noise at times, then frames.
pub fn write(size: usize, random: &mut impl FnMut(u32) -> u32, out: &mut impl Write) -> fmt::Result {
    let mut bytes = Bytes { out, left: size, before: "" };
    if random(4) == 0 {
        bytes.escaped(byte(random), random)?;
    }
    bytes.put(0x7e)?;
    while bytes.left > 0 {
        bytes.frame(random)?;
    }
    Ok(())
}

fn byte(random: &mut impl FnMut(u32) -> u32) -> u8 {
    match random(3) {
        0 => HARD.get(random(8) as usize).copied().unwrap_or_default(),
        _ => b'a' + random(26) as u8,
    }
}

/// Bytes that are still to be written.
struct Bytes<'w, W> {
    out: &'w mut W,
    left: usize,
    before: &'static str,
}

impl<W: Write> Bytes<'_, W> {
    fn put(&mut self, byte: u8) -> fmt::Result {
        let Some(left) = self.left.checked_sub(1) else { return Ok(()) };
        self.out.write_str(self.before)?;
        (self.left, self.before) = (left, " ");
        write!(self.out, "{byte:02X}")
    }

    /// Writes a byte with an escape, if it needs one, and at times if not.
    fn escaped(&mut self, byte: u8, random: &mut impl FnMut(u32) -> u32) -> fmt::Result {
        if matches!(byte, 0x7e | 0x7d) || random(16) == 0 {
            self.put(0x7d)?;
            return self.put(byte ^ 0x20);
        }
        self.put(byte)
    }

    /// Writes a frame and the flag that ends it, and at times another.
    fn frame(&mut self, random: &mut impl FnMut(u32) -> u32) -> fmt::Result {
        let most = if random(4) == 0 { MOST as u32 + 4 } else { 6 };
        let (mut sum, length) = (0_u8, random(most));
        for _ in 0..length {
            let byte = byte(random);
            sum = sum.wrapping_add(byte);
            self.escaped(byte, random)?;
        }
        match random(8) {
            0 => self.escaped(sum.wrapping_neg().wrapping_add(1 << random(8)), random)?,
            1 => self.put(0x7d)?,
            2 => self.put(0x7e)?,
            _ => self.escaped(sum.wrapping_neg(), random)?,
        }
        self.put(0x7e)
    }
}
