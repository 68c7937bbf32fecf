//! Talk to people, on standard error: the one way to write it.

use std::fmt::Display;
use std::io::Write;

use clap::builder::styling::{AnsiColor, Style};

use crate::error::Error;
use crate::shown::shown;

/// How the word that says who complains is written, where there are colours.
const ERROR: Style = AnsiColor::Red.on_default().bold();
/// How `warning` is written.
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Says a line. That nobody listens is no reason to stop: `npi train … 2>&1 | head` still keeps its weights.
pub fn say(line: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{line}"); // which leaves out colours where there are to be none
}

/// Tells people of an error, in one line.
pub fn complain(error: &Error) {
    say(format_args!("{ERROR}npi:{ERROR:#} {}", shown(error.to_string())));
}

/// Warns people of something that is no error, in one line.
pub fn warn(of: impl Display) {
    say(format_args!("npi: {WARNING}warning:{WARNING:#} {}", shown(of.to_string())));
}
