//! Problems as text, `12*34`: read, and drawn at random.

use core::fmt::{self, Write};

use npi_runtime::Refusal;

use super::Sheet;
use crate::digits::{number, sizes};

/// What is to be done with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`: their sum.
    Plus,
    /// `-`: their difference, which may be negative.
    Minus,
    /// `*`: their product.
    Times,
    /// `/`: their quotient, and the remainder.
    Over,
}

impl Operator {
    /// The operator that a byte is the sign of.
    fn of(byte: u8) -> Option<Self> {
        Some(match byte {
            b'+' => Self::Plus,
            b'-' => Self::Minus,
            b'*' => Self::Times,
            b'/' => Self::Over,
            _ => return None,
        })
    }
}

/// A number's digits in a problem, and where they begin.
type Operand<'p> = (&'p [u8], usize);

/// The sheet of a problem: two numbers with an operator between them, and spaces around them.
///
/// # Errors
/// Another text, a division by zero, or too little memory.
pub fn read<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Sheet<'m>, Refusal> {
    let (first, at) = operand(problem, 0)?;
    let sign = problem.get(at).copied().and_then(Operator::of);
    let operator = sign.ok_or(Refusal::Problem { expected: "`+`, `-`, `*` or `/`", at })?;
    let (second, end) = operand(problem, at + 1)?;
    if end < problem.len() {
        let spaced = problem.get(end - 1).is_some_and(|byte| !byte.is_ascii_digit());
        let expected = if spaced { "the end" } else { "a digit or the end" };
        return Err(Refusal::Problem { expected, at: end });
    }
    if operator == Operator::Over && second.0.iter().all(|&digit| digit == b'0') {
        return Err(Refusal::Problem { expected: "a divisor other than 0", at: second.1 });
    }
    Sheet::new(operator, first.0, second.0, memory)
}

/// The number from `at` on, and where what follows it and its spaces begins.
fn operand(problem: &[u8], at: usize) -> Result<(Operand<'_>, usize), Refusal> {
    let after =
        |at: usize, skip: fn(&u8) -> bool| at + problem.iter().skip(at).take_while(|byte| skip(byte)).count();
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = after(at, is_space);
    let end = after(start, u8::is_ascii_digit);
    match problem.get(start..end) {
        Some(digits) if !digits.is_empty() => Ok(((digits, start), after(end, is_space))),
        _ => Err(Refusal::Problem { expected: "a digit", at: start }),
    }
}

/// Writes a random problem of two numbers, the longer of `size` digits, the other of at least `smallest`. No divisor is 0.
///
/// # Errors
/// Those of `out`.
pub fn sample(
    size: usize,
    smallest: usize,
    random: &mut impl FnMut(u32) -> u32,
    out: &mut impl Write,
) -> fmt::Result {
    let (first, second) = sizes(size, smallest, random);
    number(first, random, out)?;
    let operator = *[b'+', b'-', b'*', b'/'].get(random(4) as usize).unwrap_or(&b'+');
    out.write_char(char::from(operator))?;
    if operator == b'/' && second == 1 {
        return write!(out, "{}", 1 + random(9));
    }
    number(second, random, out)
}
