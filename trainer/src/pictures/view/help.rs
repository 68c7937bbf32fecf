//! All keys, and what the signs mean: above everything else.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Paragraph, Widget};

use super::LEAST;
use crate::pictures::palette::bold;
use crate::pictures::words::legend;

/// Keys and signs, and what they do or mean.
const LINES: [(&str, &str); 15] = [
    ("space", "plays, and pauses"),
    ("← →", "a step back, a step forwards"),
    ("n", "over the call that is made now"),
    ("c", "to the next column"),
    ("3 g", "to column 3; the first one is 1"),
    ("+ -", "faster, slower"),
    ("home end", "to the beginning, to the end"),
    ("?", "shows the keys; any key hides them"),
    ("q", "quits"),
    ("", ""),
    ("[5]", legend::POINTER),
    ("·", "a blank cell"),
    ("▁ to █", legend::UNITS),
    ("margin", legend::MARGIN),
    ("end", legend::END),
];

/// Draws the box of keys into the middle.
pub(super) fn render(area: Rect, buffer: &mut Buffer) {
    let (width, height) = (LEAST[0].min(area.width), (LINES.len() as u16 + 2).min(area.height));
    let middle =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    Clear.render(middle, buffer);
    let lines: Vec<_> = LINES.iter().map(|(key, what)| Line::from(format!(" {key:<9}{what}"))).collect();
    let frame = Block::bordered().title(" keys and signs ").border_style(bold());
    Paragraph::new(lines).block(frame).render(middle, buffer);
}
