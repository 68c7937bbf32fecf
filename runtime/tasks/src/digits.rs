//! Decimal digits as symbols, and random numbers of them.

use core::fmt::{self, Write};

/// The digits, each of which is its own symbol.
pub const DIGITS: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Writes a random number of exactly `digits` digits: only the number 0 begins with a zero. `random(n)` is uniform in
/// `0..n`.
///
/// # Errors
/// Those of `out`.
pub fn number(digits: usize, random: &mut impl FnMut(u32) -> u32, out: &mut impl Write) -> fmt::Result {
    for place in 0..digits {
        let digit = if place == 0 && digits > 1 { 1 + random(9) } else { random(10) };
        out.write_char(char::from(b'0' + digit as u8))?;
    }
    Ok(())
}

/// The sizes of two operands, in random order: `size`, and another from `smallest` to `size`.
pub fn sizes(size: usize, smallest: usize, random: &mut impl FnMut(u32) -> u32) -> (usize, usize) {
    let span = u32::try_from(size.saturating_sub(smallest)).unwrap_or(u32::MAX).saturating_add(1);
    let other = size.saturating_sub(random(span) as usize);
    if random(2) == 0 { (size, other) } else { (other, size) }
}
