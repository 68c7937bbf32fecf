//! A step in words, from what its task calls things and from what it changes in the picture: "ADD1 sees IN1 9, IN2 1 and CARRY blank,
//! writes 0 into OUT".

use std::fmt;

use npi_runtime::Program;

use super::words::shorten;
use super::{Change, Storyboard};

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
        let (mut lines, mut length) = (vec![Vec::<Piece>::new()], 0);
        for Piece { kind, text } in &self.0 {
            for word in text.split_inclusive(' ') {
                let wide = word.chars().count();
                if length > 0 && length + word.trim_end().chars().count() > most {
                    lines.push(Vec::new());
                    length = 0;
                }
                length += wide;
                match lines.last_mut().and_then(|line| line.last_mut().filter(|last| last.kind == *kind)) {
                    Some(last) => last.text.push_str(word),
                    None => lines
                        .last_mut()
                        .into_iter()
                        .for_each(|line| line.push(Piece { kind: *kind, text: word.to_owned() })),
                }
            }
        }
        lines
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

/// Characters of an answer.
const ANSWER: usize = 40;
/// The most cells of which it is told what is written into them.
const TOLD: usize = 2;

impl Storyboard {
    /// What a frame shows, in words: what a step's program sees and does, or how the run has ended.
    #[must_use]
    pub fn caption(&self, frame: usize) -> Caption {
        let mut caption = Caption::default();
        let astray = self.astray.as_ref().filter(|_| frame + 1 >= self.steps());
        if frame < self.steps() {
            caption.strong(self.own_text(frame)).plain(" sees ");
            self.sees(frame, &mut caption);
            caption.plain(", ");
            self.does(frame, &mut caption);
        } else if let Some(answer) = &self.answer {
            caption.plain(format!("The stack is empty after {frame} steps, the answer is "));
            caption.strong(shorten(answer, ANSWER));
        } else if astray.is_some() {
            caption.strong(self.own_text(frame - 1)).plain(" ");
            self.does(frame - 1, &mut caption);
        } else {
            caption.say(Kind::Wrong, format!("The run failed after {frame} steps, without an answer"));
        }
        if let Some(astray) = astray {
            caption.compare(astray);
        }
        caption
    }

    /// What a step sees, in words.
    #[must_use]
    pub fn view_text(&self, step: usize) -> String {
        let mut caption = Caption::default();
        self.sees(step, &mut caption);
        caption.to_string()
    }

    fn sees(&self, step: usize, caption: &mut Caption) {
        let seen = self.seen_names(step).filter_map(|(slot, symbol)| Some((slot, symbol?)));
        let seen: Vec<_> = seen.collect();
        if seen.is_empty() {
            caption.plain("nothing");
        }
        for (index, (slot, symbol)) in seen.iter().enumerate() {
            caption.plain(between(index, seen.len()));
            let row = self.rows.iter().position(|row| row == slot);
            caption.say(row.map_or(Kind::Plain, Kind::Row), *slot).plain(" ");
            caption.strong(if *symbol == "_" { "blank" } else { symbol });
        }
    }

    /// What a step does, as it follows upon "the program".
    pub(super) fn does(&self, step: usize, caption: &mut Caption) {
        let (called, end) = (self.called(step), self.ends(step));
        if called == Program::NOP {
            caption.plain(if end { "ends" } else { "waits" });
        } else if called == Program::ACT {
            self.acts(step, caption);
            caption.plain(if end { ", and ends" } else { "" });
        } else {
            caption.plain(if end { "hands over to " } else { "calls " }).strong(self.called_text(step));
        }
    }

    /// An action by what it changes, and by its name if that says more.
    fn acts(&self, step: usize, caption: &mut Caption) {
        let mut changes = Caption::default();
        self.writes(step, &mut changes);
        self.moves(step, &mut changes);
        let said = |word: &str| {
            let told = changes.0.iter().flat_map(|piece| piece.text.split_whitespace());
            told.map(str::to_uppercase).any(|told| told == word)
        };
        let arguments = self.argument_names(step).flat_map(str::split_whitespace);
        if changes.0.is_empty() {
            caption.plain("calls ").strong(self.called_text(step));
        } else if !arguments.clone().all(said) {
            caption.plain("calls ").strong(self.called_text(step)).plain(", which ");
        }
        caption.0.append(&mut changes.0);
    }

    /// The names of the arguments of what a step calls.
    fn argument_names(&self, step: usize) -> impl Iterator<Item = &'static str> + Clone {
        let slots = self.signature.arguments.iter().zip(self.with(step));
        slots.map(|(slot, &symbol)| slot.symbols.get(usize::from(symbol)).copied().unwrap_or("?"))
    }

    fn writes(&self, step: usize, caption: &mut Caption) {
        let written = self.changes(step).iter().filter_map(|change| match *change {
            Change::Cell { row, after, .. } => Some((usize::from(row), after)),
            Change::Pointer { .. } => None,
        });
        let written: Vec<_> = written.collect();
        if written.len() > TOLD {
            caption.plain(format!("changes {} cells", written.len()));
            return;
        }
        for (index, &(row, after)) in written.iter().enumerate() {
            caption.plain(between(index, written.len()));
            match after {
                ' ' => caption.plain("clears "),
                _ => caption.plain("writes ").strong(after).plain(" into "),
            };
            caption.say(Kind::Row(row), self.rows[row]);
        }
    }

    fn moves(&self, step: usize, caption: &mut Caption) {
        for left in [true, false] {
            let moved = self.changes(step).iter().filter_map(|change| match *change {
                Change::Pointer { row, before, after } => {
                    ((after > before) == (self.mirrored == left)).then_some(usize::from(row))
                }
                Change::Cell { .. } => None,
            });
            let moved: Vec<_> = moved.collect();
            if moved.is_empty() {
                continue;
            }
            caption.plain(if caption.0.is_empty() { "moves " } else { " and moves " });
            self.name_pointers(&moved, caption);
            caption.plain(if left { " left" } else { " right" });
        }
    }

    fn name_pointers(&self, rows: &[usize], caption: &mut Caption) {
        if let [row] = *rows {
            caption.say(Kind::Row(row), self.rows[row]).plain("'s pointer");
        } else if rows.len() == self.rows.len() {
            caption.plain("all pointers");
        } else {
            caption.plain("the pointers of ");
            for (index, &row) in rows.iter().enumerate() {
                caption.plain(between(index, rows.len())).say(Kind::Row(row), self.rows[row]);
            }
        }
    }
}

/// What stands before an item of a list.
fn between(index: usize, of: usize) -> &'static str {
    match index {
        0 => "",
        _ if index + 1 == of => " and ",
        _ => ", ",
    }
}
