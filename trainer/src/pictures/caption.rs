//! A frame in words, in pieces that are drawn in different ways.

mod told;

use std::fmt;

/// A sentence about a frame, in pieces that are drawn in different ways.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption(pub Vec<Piece>);

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// How it is drawn.
    pub kind: Kind,
    /// The words, with the spaces around them.
    pub text: String,
}

/// How a piece is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As it is.
    Plain,
    /// So that it stands out: calls, symbols.
    Strong,
    /// In the colour of a row of the picture.
    Row(usize),
    /// As what should not have been.
    Wrong,
}

impl fmt::Display for Caption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| f.write_str(&piece.text))
    }
}

impl Caption {
    /// The sentence on lines of at most so many characters, broken where there is a space; a longer word has a line of its own.
    #[must_use]
    pub fn lines(&self, most: usize) -> Vec<Vec<Piece>> {
        let (mut lines, mut line, mut length) = (Vec::new(), Self::default(), 0);
        for Piece { kind, text } in &self.0 {
            for word in text.split_inclusive(' ') {
                if length > 0 && length + word.trim_end().chars().count() > most {
                    lines.push(std::mem::take(&mut line).0);
                    length = 0;
                }
                length += word.chars().count();
                line.append(*kind, word);
            }
        }
        lines.push(line.0);
        lines
    }

    /// Adds a word to the last piece if that is drawn in the same way, or else as a piece of its own.
    fn append(&mut self, kind: Kind, word: &str) {
        match self.0.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.text.push_str(word),
            None => drop(self.say(kind, word)),
        }
    }

    pub(super) fn say(&mut self, kind: Kind, text: impl Into<String>) -> &mut Self {
        self.0.push(Piece { kind, text: text.into() });
        self
    }

    fn plain(&mut self, text: impl Into<String>) -> &mut Self {
        self.say(Kind::Plain, text)
    }

    fn strong(&mut self, text: impl Into<String>) -> &mut Self {
        self.say(Kind::Strong, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines are broken between words, keep how each piece is drawn, and lose nothing.
    #[test]
    fn long_captions_have_lines() {
        let mut caption = Caption::default();
        caption.strong("ADD1").plain(" sees nothing, calls ").strong("CARRY(1, 2)");
        for (most, expected) in [
            (80, vec!["ADD1 sees nothing, calls CARRY(1, 2)"]),
            (18, vec!["ADD1 sees nothing, ", "calls CARRY(1, 2)"]),
            (4, vec!["ADD1 ", "sees ", "nothing, ", "calls ", "CARRY(1, ", "2)"]),
        ] {
            let lines = caption.lines(most);
            let texts: Vec<_> = lines.iter().map(|line| Caption(line.clone()).to_string()).collect();
            assert_eq!(texts, expected);
            assert_eq!(lines.concat().first().map(|piece| piece.kind), Some(Kind::Strong));
        }
    }
}
