//! Whether there are colours: as `--color` says, or on a terminal whose user has not said no (`NO_COLOR`).

use std::ffi::OsString;

use clap::{ColorChoice, ValueEnum};

/// Takes in what the words of a command line say of colours. They are looked at by hand, as the parser's own help and errors are to have it, too;
/// what is wrong with them, it then says.
pub(super) fn choose(words: &[OsString]) {
    set(asked(words).unwrap_or(ColorChoice::Auto));
}

/// Chooses for all that is written from here on: the parser's help, and our talk.
pub(super) fn set(choice: ColorChoice) {
    match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// The last value of `--color` before `--`.
fn asked(words: &[OsString]) -> Option<ColorChoice> {
    let words = words.iter().take_while(|word| *word != "--").map(|word| word.to_str().unwrap_or_default());
    let words: Vec<_> = words.collect();
    let value = |(index, word): (usize, &&str)| match word.strip_prefix("--color") {
        Some("") => words.get(index + 1).copied().map(str::to_owned),
        Some(value) => value.strip_prefix('=').map(str::to_owned),
        None => None,
    };
    let mut values = words.iter().enumerate().filter_map(value);
    values.next_back().and_then(|value| ColorChoice::from_str(&value, false).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: Option<ColorChoice>) {
        let words: Vec<_> = words.split(' ').map(OsString::from).collect();
        assert_eq!(asked(&words), expected, "{words:?}");
    }

    /// Both ways to write a value, the last of several, and none behind `--`.
    #[test]
    fn the_last_one_counts() {
        check("npi verify m", None);
        check("npi verify --color never", Some(ColorChoice::Never));
        check("npi --color=always verify", Some(ColorChoice::Always));
        check("npi --color=always verify --color=auto", Some(ColorChoice::Auto));
        check("npi run addition -- --color=always", None);
        check("npi --color", None);
        check("npi --color=red --colorful", None);
    }
}
