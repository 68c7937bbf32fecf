//! What a run is called: its problem and its answer, as a person writes them.

use super::words::shorten;

/// Problem and answer in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title(pub(super) String);

/// What stands for an answer that there is not.
const NONE: &str = "?";

impl Title {
    /// The title of a run: `579 + 1221 = 1800` where the problem has an operator between two numbers, or has none and the
    /// task's example does; else `3 1 2 → 1 2 3`.
    pub(super) fn new(problem: &str, example: &str, answer: Option<&str>) -> Self {
        let usual = operation(example).map_or(' ', |(_, operator, _)| operator);
        let answer = answer.unwrap_or(NONE);
        match operation(problem).map(|(first, operator, second)| (first, sign(operator, usual), second)) {
            Some((first, Some(sign), second)) => {
                Self(format!("{first} {sign} {second} = {}", answer.replacen('-', "−", 1)))
            }
            _ => Self(format!("{problem} → {answer}")),
        }
    }

    /// The title in at most so many characters: all long words are cut in their middles, and as little as will do.
    pub(super) fn within(&self, most: usize) -> String {
        let words: Vec<_> = self.0.split(' ').take(most).collect();
        let cut =
            |longest: usize| words.iter().map(|word| shorten(word, longest)).collect::<Vec<_>>().join(" ");
        let fits = |text: &String| text.chars().count() <= most;
        let cut = (3..=most).rev().map(cut).find(fits).filter(|_| words.len() < most);
        cut.unwrap_or_else(|| shorten(&self.0, most))
    }
}

/// Two numbers and what stands between them, a space if nothing does.
fn operation(text: &str) -> Option<(&str, char, &str)> {
    let text = text.trim();
    let (first, rest) = text.split_at(text.find(|character: char| !character.is_ascii_digit())?);
    let (between, second) = rest.split_at(rest.find(|character: char| character.is_ascii_digit())?);
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut operators = between.trim().chars();
    let operator = operators.next().unwrap_or(' ');
    (number(first) && number(second) && operators.next().is_none()).then_some((first, operator, second))
}

/// An operator as it is written; where none was typed, the usual one.
fn sign(operator: char, usual: char) -> Option<char> {
    match if operator == ' ' { usual } else { operator } {
        '+' => Some('+'),
        '-' => Some('−'),
        '*' => Some('×'),
        '/' => Some('÷'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(problem: &str, example: &str, answer: Option<&str>, expected: &str) {
        assert_eq!(Title::new(problem, example, answer).within(80), expected);
    }

    /// Sums are written as at school, whatever was typed; other problems stay as they are.
    #[test]
    fn titles_are_as_people_write_them() {
        check("579+1221", "579+1221", Some("1800"), "579 + 1221 = 1800");
        check("579 1221", "579+1221", Some("1800"), "579 + 1221 = 1800");
        check(" 3 -12 ", "12*34", Some("-9"), "3 − 12 = −9");
        check("17/5", "12*34", Some("3 r 2"), "17 ÷ 5 = 3 r 2");
        check("12*3", "12*34", None, "12 × 3 = ?");
        check("3 1 2", "3 1 2", Some("1 2 3"), "3 1 2 → 1 2 3");
        check("3 1", "3 1 2", Some("1 3"), "3 1 → 1 3");
        check("42:4-", "42:444", Some(".."), "42:4- → ..");
        check("7E 48", "7E 48", None, "7E 48 → ?");
        check("", "579+1221", None, " → ?");
    }

    /// Long numbers are cut to what has room, each in its middle, and short ones stay whole.
    #[test]
    fn long_titles_are_cut() {
        let (long, sum) = ("9".repeat(300), format!("1{}", "0".repeat(300)));
        let title = Title::new(&format!("{long}+1"), "1+2", Some(&sum));
        assert_eq!(title.within(30), "99999…99999 + 1 = 10000…00000");
        for most in 1..400 {
            assert!(title.within(most).chars().count() <= most, "{most}");
        }
    }
}
