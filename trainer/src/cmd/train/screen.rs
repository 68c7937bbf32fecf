//! The live view in lines of its own, below what was said before, on standard error.
//!
//! It takes no alternate screen, so that the curves stay where they are when it is over; and it asks the terminal nothing, as ratatui's own
//! inline view does: the question would go to standard output, which may be the weights' pipe, and the answer come from standard input.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::widgets::Widget;
use terminal_size::{Height, Width, terminal_size_of};

use crate::error::Result;
use crate::pictures::cast::rendition;
use crate::pictures::training::dashboard::Dashboard;
use crate::signals::{self, Undo};

/// Columns and lines that the view takes at least.
pub const LEAST: [u16; 2] = [60, 20];
/// Columns that it takes at most: wider curves say no more.
const WIDEST: u16 = 120;

/// Lines that are left below it, for what is said when it is over.
const BELOW: u16 = 3;

const HIDE_CURSOR: &str = "\x1b[?25l";
const SHOW_CURSOR: &str = "\x1b[?25h";

/// The live view's lines on a terminal.
pub struct Screen {
    /// How many are drawn, all above the cursor …
    lines: u16,
    /// … and the terminal's size when they were.
    size: [u16; 2],
    colour: bool,
    _undo: Undo,
}

/// Whether standard error is a terminal that can move its cursor.
pub fn is_there() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Columns and lines of the terminal; none if it is too small for the view.
fn size() -> Option<[u16; 2]> {
    let (Width(width), Height(height)) = terminal_size_of(io::stderr())?;
    (width >= LEAST[0] && height >= LEAST[1]).then_some([width, height])
}

impl Screen {
    /// Makes ready to draw; none if the terminal is too small.
    ///
    /// # Errors
    /// If the system lets nobody wait for signals, after which the cursor would stay hidden.
    pub fn open() -> Result<Option<Self>> {
        let Some(size) = size() else { return Ok(None) };
        let mut held = signals::hold()?; // a signal between the two would leave the cursor hidden
        send(HIDE_CURSOR);
        let undo = held.undo(|| send(SHOW_CURSOR));
        let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Ok(Some(Self { lines: 0, size, colour, _undo: undo }))
    }

    /// Draws the view over the one before. False if the terminal has become too small.
    pub fn draw(&mut self, view: Dashboard<'_>) -> bool {
        let Some(size) = size() else { return false };
        let area = Rect { x: 0, y: 0, width: size[0].min(WIDEST), height: view.height(size[1] - BELOW) };
        let mut buffer = Buffer::empty(area);
        view.render(area, &mut buffer);
        // What a narrower terminal made of longer lines nobody knows: the view begins anew, at the top.
        let (lines, resized) = (self.lines, self.size != size);
        let home = if resized { "\x1b[2J\x1b[H".to_owned() } else { up(lines) };
        let Ok(_held) = signals::hold() else { return false }; // nothing is drawn once a signal has shown the cursor
        send(&format!("\x1b[?2026h{home}{}\x1b[J\x1b[?2026l", self.text(&buffer)));
        (self.lines, self.size) = (area.height, size);
        true
    }

    /// A buffer's lines, each with its end.
    fn text(&self, buffer: &Buffer) -> String {
        let mut text = String::new();
        for row in buffer.area.rows() {
            let cells = row.columns().filter_map(|at| buffer.cell((at.x, at.y)));
            let mut style = None;
            text += "\x1b[2K";
            for cell in cells {
                let mut cell = cell.clone();
                cell.fg = if self.colour { cell.fg } else { Color::Reset };
                if style != Some((cell.fg, cell.modifier)) {
                    text += &rendition(&cell);
                    style = Some((cell.fg, cell.modifier));
                }
                text += cell.symbol();
            }
            text += "\x1b[0m\r\n";
        }
        text
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        send(SHOW_CURSOR);
    }
}

/// What brings the cursor up so many lines, to the first column.
fn up(lines: u16) -> String {
    let mut text = "\r".to_owned();
    if lines > 0 {
        let _ = write!(text, "\x1b[{lines}A"); // a string takes anything
    }
    text
}

/// Sends to the terminal. That it has gone is no reason to stop learning.
fn send(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
