//! Talk to people, on standard error: the one way to write it.

use std::fmt::Display;
use std::io::{self, Write};

/// Says a line. That nobody listens is no reason to stop: `npi train … 2>&1 | head` still keeps its weights.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
