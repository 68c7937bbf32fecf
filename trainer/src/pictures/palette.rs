//! The colours of the terminal: the hues of the pictures' theme (`theme.css`), of the 256 colours that every terminal has, each
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

#[cfg(test)]
#[allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
mod tests {
    use super::*;
    use crate::pictures::THEME;

    /// Red, green and blue between 0 and 1.
    type Rgb = [f64; 3];

    /// The colours of the theme: light, then dark.
    fn theme(name: &str) -> [Rgb; 2] {
        let named = format!("--{name}:#");
        let found: Vec<_> =
            THEME.match_indices(&named).map(|(at, _)| hex(&THEME[at + named.len()..])).collect();
        found.try_into().unwrap()
    }

    fn hex(text: &str) -> Rgb {
        let digits: String = text.chars().take_while(char::is_ascii_hexdigit).collect();
        let twice = |digit: char| [digit, digit].iter().collect();
        let digits: String = if digits.len() == 3 {
            digits.chars().map(twice).collect::<Vec<String>>().concat()
        } else {
            digits
        };
        [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0)
    }

    /// A colour of the cube and the ramp of 256 that terminals have.
    fn indexed(index: u8) -> Rgb {
        let part = |step: u8| f64::from([0, 95, 135, 175, 215, 255][usize::from(step)]) / 255.0;
        match index {
            16..232 => [(index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6].map(part),
            232.. => [(8.0 + 10.0 * f64::from(index - 232)) / 255.0; 3],
            _ => panic!("a terminal's own colour, which may be any"),
        }
    }

    /// What WCAG calls relative luminance.
    fn luminance(rgb: Rgb) -> f64 {
        let [red, green, blue] =
            rgb.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let [one, other] = [one, other].map(|rgb| luminance(rgb) + 0.05);
        (one / other).max(other / one)
    }

    /// The hue in degrees.
    fn hue([red, green, blue]: Rgb) -> f64 {
        let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
        let sixth = match most {
            most if most == red => (green - blue) / (most - least),
            most if most == green => 2.0 + (blue - red) / (most - least),
            _ => 4.0 + (red - green) / (most - least),
        };
        (60.0 * sixth).rem_euclid(360.0)
    }

    /// Text in the theme has the contrast that WCAG's level AA asks for, on pages and on panels, in light and in dark.
    #[test]
    fn the_theme_can_be_read() {
        for name in ["ink", "soft", "accent", "wrong", "r0", "r1", "r2", "r3"] {
            for behind in ["bg", "panel"] {
                for (text, behind) in theme(name).into_iter().zip(theme(behind)) {
                    assert!(contrast(text, behind) >= 4.5, "{name}: {}", contrast(text, behind));
                }
            }
        }
    }

    /// The terminal's colours can be read on black and on white, and are the theme's hues.
    #[test]
    fn the_terminal_has_the_hues_of_the_theme() {
        let names = ["r0", "r1", "r2", "r3", "wrong"];
        for (name, index) in names.into_iter().zip(ROWS.into_iter().chain([WRONG])) {
            let colour = indexed(index);
            for behind in [[0.0; 3], [1.0; 3]] {
                assert!(contrast(colour, behind) >= 4.0, "{name}: {}", contrast(colour, behind));
            }
            for themed in theme(name) {
                let apart = (hue(themed) - hue(colour)).rem_euclid(360.0);
                assert!(apart.min(360.0 - apart) < 40.0, "{name}: {} and {}", hue(themed), hue(colour));
            }
        }
    }
}
