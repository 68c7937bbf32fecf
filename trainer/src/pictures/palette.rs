//! The colours of the terminal: the hues of the pictures' [theme](super::THEME), of the 256 colours that every terminal has, each
//! one to be read on black and on white alike, as nobody knows a terminal's background.

use ratatui::style::{Color, Modifier, Style};

use super::caption::Kind;
use super::words::SHADES;

/// The rows' colours: blue, purple, orange, green.
pub const ROWS: [u8; 4] = [27, 98, 130, 28];
/// What should not have been: red.
pub const WRONG: u8 = 161;
/// The heat strip's colours: blue, grey, orange.
pub const HEAT: [u8; SHADES] = [27, 27, 32, 68, 67, 244, 137, 137, 173, 166, 130];

/// The colour of a row.
#[must_use]
pub fn row(row: usize) -> Color {
    Color::Indexed(ROWS[row % ROWS.len()])
}

/// Text that stands out.
#[must_use]
pub fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

/// Text that stands back.
#[must_use]
pub fn dim() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}

/// How a piece of a caption is written.
#[must_use]
pub fn style(kind: Kind) -> Style {
    match kind {
        Kind::Plain => Style::new(),
        Kind::Strong => bold(),
        Kind::Row(row) => Style::new().fg(self::row(row)),
        Kind::Wrong => bold().fg(Color::Indexed(WRONG)),
    }
}
