//! Talk to people, on standard error: the one way to write it.

use std::fmt::Display;
use std::io::{self, Write};

use crate::error::Error;
use crate::shown::shown;

/// Says a line. That nobody listens is no reason to stop: `npi train … 2>&1 | head` still keeps its weights.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Tells people of an error, in one line.
pub fn complain(error: &Error) {
    say(format_args!("npi: {}", shown(error.to_string())));
}
