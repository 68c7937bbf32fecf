//! The names that a new crate is given, all made of one word.

use crate::error::{Result, ensure};
use crate::shown::shown;

/// The most letters of a name, as crates.io has it.
const LONGEST: usize = 64;

/// Words that cannot name a crate, without what joins their parts: Rust's own, folders of cargo's, crates that the new one
/// depends on, types that its code has already, and tasks that ship.
const TAKEN: &str = "\
    abstract alloc as async await become box break build const continue core crate deps do dyn else enum examples extern \
    false final fn for gen if impl in incremental let loop macro match mod move mut override priv procmacro pub ref return \
    self static std struct super test trait true try type typeof union unsafe unsized use virtual where while yield \
    npi npiformat npiruntime npitasks npitrainer proptest addition calculator sorting lock traffic \
    call decision entry environment frames fridge interpreter lazylock machine model network none ok option picture pins \
    program refusal result sees signature slot some string task textreader vec write";

/// The names of a crate and of what is in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Names {
    /// What was typed: the name of the crate, of its folder and of its task.
    pub given: String,
    /// The library, as code names it: `water-pump` is `water_pump`.
    pub library: String,
    /// The task's type: `WaterPump`.
    pub task: String,
}

impl Names {
    /// The names that follow from one.
    ///
    /// # Errors
    /// A name that a crate cannot have, or not this one.
    pub fn of(given: &str) -> Result<Self> {
        let known = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        let fine = given.starts_with(|first: char| first.is_ascii_lowercase()) && given.bytes().all(known);
        let hint = "hint: `npi new water-pump`";
        ensure!(
            fine && given.len() <= LONGEST,
            "expected a name of small letters, digits, `-` and `_`, a letter first, {LONGEST} at most, found `{}`; {hint}",
            shown(given)
        );
        let library = given.replace('-', "_");
        let word = library.replace('_', "");
        let taken = TAKEN.split_whitespace().any(|taken| taken == word);
        ensure!(
            !taken,
            "expected a name that is no word of Rust's, cargo's or npi's, found `{given}`; {hint}"
        );
        Ok(Self { given: given.to_owned(), task: library.split('_').map(capital).collect(), library })
    }
}

/// A word with a capital letter in front.
fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1)); // letters are ASCII
    first.to_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Crate, library and type follow from what was typed.
    #[test]
    fn names_follow_from_one() {
        let names = |given: &str| Names::of(given).map(|names| (names.library, names.task)).unwrap();
        assert_eq!(names("cooler"), ("cooler".to_owned(), "Cooler".to_owned()));
        assert_eq!(names("water-pump_2"), ("water_pump_2".to_owned(), "WaterPump2".to_owned()));
        assert_eq!(names("a--b-"), ("a__b_".to_owned(), "AB".to_owned()));
    }

    /// What cargo or the compiler would refuse later is refused at once, in one line.
    #[test]
    fn bad_names_are_refused() {
        let refused = |given: &str, says: &str| {
            let said = Names::of(given).unwrap_err().to_string();
            assert!(said.contains(says) && said.contains("hint: ") && said.lines().count() == 1, "{said}");
        };
        for bad in ["", "Cooler", "2nd", "-x", "a b", "a/b", "../a", "kühler", ".", &"a".repeat(65)] {
            refused(bad, "expected a name of small letters");
        }
        for taken in ["match", "proc-macro", "npi-runtime", "task", "text-reader", "test", "fridge"] {
            refused(taken, "expected a name that is no word of Rust's");
        }
        refused("a\nb\x1b", "found `a\\nb\\u{1b}`");
    }
}
