//! A picture in the making: marks, and the rules that move them.

use std::fmt::Write as _;

use super::clock::{Clock, STEP, seconds};
use crate::pictures::xml::escape;
use crate::pictures::{Caption, Kind, Piece};

/// A picture in the making.
pub(super) struct Canvas {
    pub(super) body: String,
    pub(super) style: String,
    pub(super) clock: Clock,
}

impl Canvas {
    pub(super) fn add(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    pub(super) fn rule(&mut self, rule: &str) {
        self.style.push_str(rule);
    }

    pub(super) fn text(&mut self, class: &str, x: usize, y: usize, text: &str) {
        let _ = write!(self.body, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escape(text));
    }

    pub(super) fn panel(&mut self, [x, y, width, height]: [usize; 4], title: &str) {
        self.rect("p", [x, y, width, height], 8);
        self.text("s", x + 12, y + 19, title);
    }

    /// A rectangle at x and y, so wide and high.
    pub(super) fn rect(&mut self, class: &str, [x, y, width, height]: [usize; 4], round: usize) {
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\"/>"
        );
    }

    /// Begins what only one frame shows; `late` leaves the network a moment to think.
    pub(super) fn only(&mut self, frame: usize, late: bool) {
        if frame == self.clock.steps {
            self.add("<g class=\"e\">");
        } else {
            let (class, delay) = if late { ("d", frame * STEP + STEP / 4) } else { ("f", frame * STEP) };
            let _ = write!(self.body, "<g class=\"{class}\" style=\"animation-delay:{}\">", seconds(delay));
        }
    }

    pub(super) fn done(&mut self) {
        self.add("</g>");
    }

    /// A sentence on lines of at most so many characters, one `down` pixels below the other.
    pub(super) fn caption(&mut self, caption: &Caption, [x, y, down]: [usize; 3], most: usize) {
        for (number, line) in caption.lines(most).iter().enumerate() {
            let _ = write!(self.body, "<text x=\"{x}\" y=\"{}\">", y + number * down);
            line.iter().for_each(|piece| self.piece(piece));
            self.add("</text>");
        }
    }

    fn piece(&mut self, Piece { kind, text }: &Piece) {
        let class = match kind {
            Kind::Plain => return self.add(&escape(text)),
            Kind::Strong => "w".to_owned(),
            Kind::Row(row) => format!("r{} k", row % 4),
            Kind::Wrong => "bad".to_owned(),
        };
        let _ = write!(self.body, "<tspan class=\"{class}\">{}</tspan>", escape(text));
    }
}
