//! What a step says, in words that all outputs share.

use npi_runtime::Program;

use super::Storyboard;
use crate::names::call_text;

/// A unit of scores and margins, in logits.
const LOGIT: f64 = 65536.0;

impl Storyboard {
    /// A program with its arguments, as in `ACT(OUT, 0)`.
    #[must_use]
    pub fn call_text(&self, program: Program, arguments: &[u8]) -> String {
        call_text(&self.signature, program, arguments)
    }

    /// The call that steps.
    #[must_use]
    pub fn own_text(&self, step: usize) -> String {
        self.call_text(self.program(step), self.arguments(step))
    }

    /// The call that it makes.
    #[must_use]
    pub fn called_text(&self, step: usize) -> String {
        self.call_text(self.called(step), self.with(step))
    }

    /// What it sees, slot by slot: the slot's name, and that of the symbol or group; none where it sees nothing.
    pub fn seen_names(&self, step: usize) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
        let (program, slots) = (self.program(step), self.signature.observation.iter().enumerate());
        slots.zip(self.seen(step)).map(move |((index, slot), &symbol)| {
            (slot.name, program.sees(&self.signature, index).name(slot, symbol))
        })
    }

    /// `addition by network 1a2b3c4d`, or `addition by its teacher`; and where the network leaves that.
    #[must_use]
    pub fn by(&self) -> String {
        let who = if self.model == "teacher" {
            "its teacher".to_owned()
        } else {
            format!("network {}", self.model)
        };
        format!("{} by {who}{}", self.signature.task, self.warning())
    }

    /// Whether it is known how clearly steps were decided: of a network it is, of a teacher it is not.
    #[must_use]
    pub fn weighs(&self) -> bool {
        self.steps() > 0 && self.evidence(0).is_some()
    }

    /// The most that a margin, or a score of `end`, is in this trace: what a full bar stands for.
    #[must_use]
    pub fn loudest(&self) -> i32 {
        let each = (0..self.steps()).filter_map(|step| self.evidence(step)).flat_map(|evidence| {
            [Some(evidence.end.saturating_abs()), Some(evidence.program), evidence.arguments]
        });
        each.flatten().max().unwrap_or(1).max(1)
    }
}

/// A score or margin in logits, two places after the point.
#[must_use]
pub fn logits(value: i32) -> String {
    format!("{:.2}", f64::from(value) / LOGIT)
}

/// `yes` or `no`, which reads better in a picture than a truth value.
#[must_use]
pub fn yes_no(end: bool) -> &'static str {
    if end { "yes" } else { "no" }
}

/// At most `most` characters, the middle left out.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let start: String = text.chars().take(most / 2).collect();
    let end = text.char_indices().rev().nth((most - most / 2).saturating_sub(2)).map_or(0, |(at, _)| at);
    let end = if most < 3 { "" } else { &text[end..] };
    if most == 0 { String::new() } else { start + "…" + end }
}

/// What the pictures' signs mean, in words that all legends share.
pub mod legend {
    /// Of a framed cell.
    pub const POINTER: &str = "a row's pointer";
    /// Of the ends of a heat strip.
    pub const UNITS: &str = "a hidden unit, from -1 to 1";
    /// Of a bar.
    pub const MARGIN: &str = "logits from the best choice to the second best";
    /// Above what the teacher would have made of the scratchpad.
    pub const TEACHER: &str = "its teacher's scratchpad";
    /// Of the score of `end`.
    pub const END: &str = "logits; above 0 the call ends";
}

/// A block of a height between −1 and 1: `▁` to `█`.
#[must_use]
pub fn block(hidden: i8) -> char {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    BLOCKS[((i32::from(hidden) + 128) / 32).clamp(0, 7) as usize]
}

/// Shades of the heat strip: this many, the middle one for zero.
pub const SHADES: usize = 11;

/// The shade of a hidden unit.
#[must_use]
pub fn shade(hidden: i8) -> usize {
    let shades = SHADES as i32 - 1;
    (((i32::from(hidden) + 127) * shades + 127) / 254).clamp(0, shades) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ends of the scale are the ends of the ramp, and zero is its middle.
    #[test]
    fn shades_are_symmetric() {
        assert_eq!([-128, -127, 0, 127].map(shade), [0, 0, 5, 10]);
        assert_eq!([-128, 0, 127].map(block), ['▁', '▅', '█']);
    }

    /// Text that is cut has as many characters as it may, and begins and ends as it did.
    #[test]
    fn texts_are_cut_in_the_middle() {
        let cuts = ["", "…", "a…", "a…h", "ab…h", "ab…gh", "abc…gh", "abc…fgh", "abcdéfgh", "abcdéfgh"];
        for (most, expected) in cuts.into_iter().enumerate() {
            assert_eq!(shorten("abcdéfgh", most), expected);
        }
    }
}
