//! What a text comes to as a problem of each task that ships: its answer, or nothing of a text that is no problem. They share
//! nothing with the tasks.

#[path = "../../tests/libraries/frames/reference.rs"]
mod frames;
#[path = "../../tests/libraries/lock/reference.rs"]
mod lock;
#[allow(dead_code)] // of its problems
#[path = "../../tests/libraries/traffic/reference.rs"]
mod traffic;

use npi_tests::calculated;

/// What is to be found: the answer, if the text is a problem.
pub type Oracle = fn(&str) -> Option<String>;

const SPACE: [char; 2] = [' ', '\t'];

/// Two numbers with a plus between them, or spaces.
#[must_use]
pub fn sum(text: &str) -> Option<String> {
    let text = text.trim_matches(SPACE);
    let at = text.find('+').or_else(|| text.find(SPACE))?;
    operands([&text[..at], &text[at + 1..]]).map(|[first, second]| calculated(&format!("{first}+{second}")))
}

/// Two numbers with an operator between them.
#[must_use]
pub fn calculation(text: &str) -> Option<String> {
    let at = text.find(['+', '-', '*', '/'])?;
    let [first, second] = operands([&text[..at], &text[at + 1..]])?;
    let by_zero = &text[at..=at] == "/" && second.bytes().all(|digit| digit == b'0');
    (!by_zero).then(|| calculated(&format!("{first}{}{second}", &text[at..=at])))
}

fn operands(parts: [&str; 2]) -> Option<[&str; 2]> {
    let parts = parts.map(|part| part.trim_matches(SPACE));
    let number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.iter().all(number).then_some(parts)
}

/// Numbers of 64 bits in their order, or the greatest of them.
#[must_use]
pub fn sorted(text: &str) -> Option<String> {
    let mut words = text.split_ascii_whitespace().peekable();
    let greatest = words.next_if(|word| ["max", "MAX"].contains(word)).is_some();
    let mut numbers: Vec<i64> = words.map(str::parse).collect::<Result<_, _>>().ok()?;
    numbers.sort_unstable();
    let (last, all) = (*numbers.last()?, numbers.iter().map(i64::to_string));
    Some(if greatest { last.to_string() } else { all.collect::<Vec<_>>().join(" ") })
}

/// A code and samples of a keypad: what a lock does in each tick.
#[must_use]
pub fn locked(text: &str) -> Option<String> {
    let (code, samples) = text.split_once(':')?;
    let of = |text: &str, also: &str| {
        text.bytes().all(|byte| byte.is_ascii_digit() || also.as_bytes().contains(&byte))
    };
    (!code.is_empty() && of(code, "") && of(samples, "-")).then(|| lock::reference(text))?
}

/// Ticks of a button: what lights show.
#[must_use]
pub fn lights(text: &str) -> Option<String> {
    shown([('G', 8), ('A', 3), ('W', 6), ('R', 3), ('P', 2)], text)
}

/// The same of lights that are quicker.
#[must_use]
pub fn quick_lights(text: &str) -> Option<String> {
    shown([('G', 2), ('A', 1), ('W', 2), ('R', 1), ('P', 1)], text)
}

fn shown(phases: traffic::Phases, text: &str) -> Option<String> {
    text.bytes().all(|byte| b".bB".contains(&byte)).then(|| traffic::reference(phases, text))?
}

/// Bytes in hexadecimal: what becomes of the frames in them.
#[must_use]
pub fn framed(text: &str) -> Option<String> {
    let pairs =
        |word: &str| word.len().is_multiple_of(2) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split(' ').all(pairs).then(|| frames::reference(text))?
}
