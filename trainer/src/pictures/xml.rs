//! The little of XML that the pictures need.

/// Text as it may stand between tags and in attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML has no way to write most control characters.
            '\0'..='\x1f' if !matches!(character, '\t' | '\n') => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}
