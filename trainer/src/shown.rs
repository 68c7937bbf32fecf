//! Foreign text, as a terminal may be given it.

use std::ffi::OsStr;
use std::fmt::Write;

/// Text or a path of somebody else's, on one line and harmless: whatever could move a terminal's cursor, change its
/// state, turn the direction of reading or hide is written as an escape, as in `\u{1b}`, `\n` or `\xff`; everything
/// else stays. What is shown once is not changed by being shown again.
#[must_use]
pub fn shown(foreign: impl AsRef<OsStr>) -> String {
    let mut shown = String::new();
    for chunk in foreign.as_ref().as_encoded_bytes().utf8_chunks() {
        chunk.valid().chars().for_each(|character| show(character, &mut shown));
        for byte in chunk.invalid() {
            let _ = write!(shown, "\\x{byte:02x}"); // a string takes anything
        }
    }
    shown
}

fn show(character: char, shown: &mut String) {
    if is_harmless(character) {
        shown.push(character);
    } else {
        shown.extend(character.escape_default());
    }
}

/// False for control codes (C0 and C1), line separators, and what Unicode calls formats: marks that turn the
/// direction of reading, or take no room. Joiners are kept: words in some scripts need them.
pub(crate) fn is_harmless(character: char) -> bool {
    !matches!(
        character,
        '\0'..='\x1f'
            | '\x7f'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(foreign: &str, expected: &str) {
        assert_eq!(shown(foreign), expected);
        assert_eq!(shown(expected), expected, "shown twice");
    }

    /// Control codes of both kinds are written out, so that text stays on its line and the terminal as it was.
    #[test]
    fn control_codes_are_written_out() {
        check("a\x1b[31mb", "a\\u{1b}[31mb");
        check("a\r\n\tb\0\x7f", "a\\r\\n\\tb\\u{0}\\u{7f}");
        check("\u{9b}31m\u{85}", "\\u{9b}31m\\u{85}");
        for code in (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32) {
            assert!(!shown(code.to_string()).contains(char::is_control), "{code:?}");
        }
    }

    /// Marks that turn the direction of reading, break lines or hide are written out.
    #[test]
    fn turns_and_hidden_marks_are_written_out() {
        check("\u{202e}gpj.exe", "\\u{202e}gpj.exe");
        check("\u{2066}a\u{2069}\u{61c}\u{200f}", "\\u{2066}a\\u{2069}\\u{61c}\\u{200f}");
        check("a\u{2028}b\u{feff}\u{200b}", "a\\u{2028}b\\u{feff}\\u{200b}");
    }

    /// What people write stays as it is: quotes, backslashes, accents of both kinds, other scripts.
    #[test]
    fn plain_text_stays() {
        for text in ["", "579 + 1221", "C:\\models\\a \"b\".npi", "é e\u{301} שלום 数 می\u{200c}خواهم 🦀"]
        {
            check(text, text);
        }
    }

    /// A path that is no text keeps its bytes apart from each other.
    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_written_out() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(shown(OsStr::from_bytes(b"a\xff\xfe\x1b/\xc3")), "a\\xff\\xfe\\u{1b}/\\xc3");
    }
}
