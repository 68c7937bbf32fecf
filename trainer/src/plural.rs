//! Counts in sentences.

/// A count with its noun, of which the plural ends in `s`: `1 sequence`, `2 sequences`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of something, and any other number.
    #[test]
    fn one_alone_is_singular() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "step")), ["0 steps", "1 step", "2 steps"]);
    }
}
