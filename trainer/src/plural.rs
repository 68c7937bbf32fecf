//! Counts in sentences.

/// A count with its noun, of which the plural ends in `s`, or in `es` behind an `x`: `1 sequence`, `2 boxes`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    let ending = match count {
        1 => "",
        _ if noun.ends_with('x') => "es",
        _ => "s",
    };
    format!("{count} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of something, and any other number.
    #[test]
    fn one_alone_is_singular() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "step")), ["0 steps", "1 step", "2 steps"]);
        assert_eq!([1, 2].map(|count| counted(count, "box")), ["1 box", "2 boxes"]);
    }
}
