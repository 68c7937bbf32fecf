//! Text to the serial port without `core::fmt`.

use crate::Board;

/// Decimal digits of `u64::MAX`.
const LONGEST: usize = 20;

/// Writes the parts one after the other.
pub fn say<B: Board>(board: &mut B, parts: &[&str]) {
    parts.iter().for_each(|part| board.write(part.as_bytes()));
}

/// Writes an integer in decimal.
///
/// It divides 16 bits at a time: a 64-bit division is a kilobyte of library on a Cortex-M0.
pub fn say_number<B: Board>(board: &mut B, number: u64) {
    let mut limbs = [48, 32, 16, 0].map(|shift| (number >> shift) as u16);
    let mut digits = [b'0'; LONGEST];
    for digit in digits.iter_mut().rev() {
        *digit += divide_by_ten(&mut limbs);
    }
    board.write(without_leading_zeros(&digits));
}

/// Divides a number of 16-bit limbs, big end first, in place; the remainder is returned.
fn divide_by_ten(limbs: &mut [u16; 4]) -> u8 {
    let mut remainder = 0;
    for limb in limbs {
        let dividend = remainder << 16 | u32::from(*limb);
        *limb = (dividend / 10) as u16;
        remainder = dividend % 10;
    }
    remainder as u8
}

/// The digits from the first that is not zero, or the last one.
fn without_leading_zeros(mut digits: &[u8]) -> &[u8] {
    while let [b'0', rest @ ..] = digits
        && !rest.is_empty()
    {
        digits = rest;
    }
    digits
}
