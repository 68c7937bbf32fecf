//! What a line on a screen means to a person who reads it, without any of the console's code.

/// Digits that an operand may have in the console's memory.
pub const DIGITS: usize = 31;
/// Letters that a word may have: those of `verify`.
const LETTERS: usize = 6;

/// A line as it is read: a word, if there is one, and two numbers, if there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<'l> {
    /// The word, or nothing.
    pub word: &'l str,
    /// The two numbers, or nothing.
    pub numbers: Option<[&'l str; 2]>,
}

/// Reads a line: a word and two numbers with a plus or spaces between them, or either, or nothing. `None`
/// if it is anything else.
pub fn read(line: &str) -> Option<Read<'_>> {
    let line = line.trim_matches(' ');
    let (word, problem) = line.split_at(line.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(line.len()));
    let problem = problem.trim_matches(' ');
    let numbers = match problem {
        "" => None,
        _ => Some(split(problem).filter(|numbers| numbers.iter().all(|number| is_number(number)))?),
    };
    (word.len() <= LETTERS).then_some(Read { word, numbers })
}

/// Whether a line can become one that is read, if more is typed: else the console may refuse it early.
pub fn may_become(line: &str) -> bool {
    ["", "1", "+1", "1+1"].iter().any(|end| read(&format!("{line}{end}")).is_some())
}

/// The two numbers' sum.
pub fn sum(numbers: [&str; 2]) -> String {
    numbers.iter().map(|number| number.parse::<u128>().expect("31 digits")).sum::<u128>().to_string()
}

fn split(problem: &str) -> Option<[&str; 2]> {
    let at = problem.find('+').or_else(|| problem.find(' '))?;
    Some([&problem[..at], &problem[at + 1..]].map(|number| number.trim_matches(' ')))
}

fn is_number(text: &str) -> bool {
    (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
