//! Draws a frame into a terminal's buffer. Everything is told by position, brackets and block heights too, so
//! that nothing is lost without colour.

mod decision;
mod help;
mod pad;
mod stack;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

use super::palette::{self, bold, dim};
use super::words::{SHADES, block, shade};
use super::{Scene, Storyboard};

/// The least width and height that a frame has room in.
pub const LEAST: [u16; 2] = [60, 20];
/// Lines that a panel's borders take.
const BORDERS: u16 = 2;

/// What the player knows beyond the frame.
#[derive(Debug, Clone, Copy, Default)]
pub struct Status<'a> {
    /// What stands at the right of the title, such as the speed.
    pub title: &'a str,
    /// What stands in the last line, such as the keys.
    pub footer: &'a str,
    /// What a full bar of a margin stands for.
    pub loudest: i32,
    /// Whether the keys are shown, above all else.
    pub help: bool,
}

/// A frame of a storyboard.
pub struct View<'a> {
    /// The run.
    pub board: &'a Storyboard,
    /// The frame.
    pub scene: &'a Scene,
    /// The rest.
    pub status: Status<'a>,
}

impl Widget for View<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        use Constraint::{Length, Min, Percentage};
        let [width, height] = LEAST;
        if area.width < width || area.height < height {
            let found =
                format!("expected a terminal of {width}×{height}, found {}×{}", area.width, area.height);
            return Line::from(found).render(area, buffer);
        }
        let [title, by, body, decision, progress, legend, footer] = Layout::vertical(
            [1, 1, 0, 5, 1, 1, 1].map(|lines| if lines == 0 { Min(0) } else { Length(lines) }),
        )
        .areas(area);
        let [left, right] = Layout::horizontal([Percentage(55), Percentage(45)]).areas(body);
        let rows = u16::try_from(self.lines()).unwrap_or(u16::MAX).saturating_add(BORDERS);
        let [pad, history] = Layout::vertical([Length(rows), Min(0)]).areas(left);
        self.title(title, buffer);
        Line::styled(format!(" {}", self.board.by()), dim()).render(by, buffer);
        self.pad(pad, buffer);
        self.history(history, buffer);
        self.stack(right, buffer);
        self.decision(decision, buffer);
        self.progress(progress, buffer);
        Line::styled(self.legend(), dim()).render(legend, buffer);
        Line::styled(self.status.footer, bold()).render(footer, buffer);
        if self.status.help {
            help::render(area, buffer);
        }
    }
}

impl View<'_> {
    /// The step that this frame decides; none at the end.
    fn step(&self) -> Option<usize> {
        Some(self.scene.at()).filter(|&at| at < self.board.steps())
    }

    /// Lines of the scratchpad, or of the views where there is none.
    fn lines(&self) -> usize {
        if self.board.is_of_views() { self.board.steps() } else { self.board.rows.len() }
    }

    fn title(&self, area: Rect, buffer: &mut Buffer) {
        let (board, at) = (self.board, self.scene.at());
        let right = format!("step {at} of {} {} ", board.steps(), self.status.title);
        let room = usize::from(area.width).saturating_sub(right.chars().count() + 3);
        Line::styled(format!(" {}", board.title(room)), bold()).render(area, buffer);
        Line::from(right).right_aligned().render(area, buffer);
    }

    fn progress(&self, area: Rect, buffer: &mut Buffer) {
        let width = usize::from(area.width).saturating_sub(2);
        let done = self.scene.at() * width / self.board.steps().max(1);
        let line = Line::from(vec![
            Span::raw(format!(" {}", "━".repeat(done))),
            Span::styled("─".repeat(width - done), dim()),
        ]);
        line.render(area, buffer);
    }

    /// What the signs mean, in as few words as have room everywhere.
    fn legend(&self) -> String {
        let mut legend = if self.board.is_of_views() { "" } else { " [5] pointer  · blank" }.to_owned();
        if self.board.units() > 0 {
            legend.push_str("  ▁▅█ hidden unit, -1 to 1");
        }
        if self.board.weighs() {
            legend.push_str("  ██ logits");
        }
        legend
    }
}

/// A heat strip of at most `width` characters: two for each unit if there is room.
fn heat(hidden: &[i8], width: usize) -> Vec<Span<'static>> {
    let each = if 2 * hidden.len() <= width { 2 } else { 1 };
    let unit = |&unit: &i8| {
        let colour = ratatui::style::Color::Indexed(palette::HEAT[shade(unit)]);
        Span::styled(block(unit).to_string().repeat(each), Style::new().fg(colour))
    };
    hidden.iter().take(width / each).map(unit).collect()
}

fn panel<'a>(title: impl Into<Line<'a>>) -> Block<'a> {
    Block::bordered().title(title).border_style(dim())
}

/// The palette has as many colours as there are shades.
const _: () = assert!(palette::HEAT.len() == SHADES);
