//! A step in words, from what its task calls things and from what it changes in the picture: "ADD1 sees IN1 9, IN2 1 and CARRY blank,
//! writes 0 into OUT".

use npi_runtime::Program;

use super::{Caption, Kind};
use crate::pictures::words::shorten;
use crate::pictures::{Change, Storyboard};
use crate::plural::counted;

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
            caption.plain(format!("The stack is empty after {}, the answer is ", counted(frame, "step")));
            caption.strong(shorten(answer, ANSWER));
        } else if astray.is_some() {
            caption.strong(self.own_text(frame - 1)).plain(" ");
            self.does(frame - 1, &mut caption);
        } else {
            caption.say(
                Kind::Wrong,
                format!("The run failed after {}, without an answer", counted(frame, "step")),
            );
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
    pub(in crate::pictures) fn does(&self, step: usize, caption: &mut Caption) {
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
