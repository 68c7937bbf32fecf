//! JSON for machines, which a person may look at in a terminal all the same.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::error::Result;
use crate::shown::is_harmless;

/// A value as one line of JSON, with its end. Of foreign text in it, what could harm a terminal is escaped as JSON has it, so
/// that a machine reads the same text.
///
/// # Errors
/// None in practice: those of the JSON writer.
pub fn line(value: &impl Serialize) -> Result<String> {
    let mut line = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut line, Harmless))?;
    line.push(b'\n');
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// Writes harmful characters as `\u202e`, those beyond the first 65,536 as two.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for character in fragment.chars() {
            let mut units = [0; 2];
            if is_harmless(character) {
                write!(writer, "{character}")?;
            } else {
                character
                    .encode_utf16(&mut units)
                    .iter()
                    .try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
mod tests {
    use super::*;

    /// A terminal is not moved, a machine reads what was written, and plain text stays as it is.
    #[test]
    fn foreign_text_is_harmless_and_whole() {
        for text in ["579+1221", "a\"b\\c\n", "\x1b[31m\x07\u{9b}\u{202e}x", "\u{e0041}é 数"] {
            let line = line(&text).unwrap();
            assert!(line.trim_end().chars().all(is_harmless), "{line}");
            assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
        assert_eq!(line(&"é \u{e0041}").unwrap(), "\"é \\udb40\\udc41\"\n");
    }
}
