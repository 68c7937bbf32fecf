//! A line for each task and each of its programs: what is wrong of all that the proof checks, and the margin against its goal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::{colour, dim};
use crate::progress::{ProgramProgress, TaskProgress};

/// Columns of a name, with the sign of its curve.
const NAME: usize = 18;
/// Columns of what is wrong, and of how many.
const COUNTS: usize = 7;
/// Columns of what is said of a margin, and of what is said where there is little room.
const MARGIN: [usize; 2] = [22, 17];
/// Columns that are enough for the longer of the two.
const WIDE: usize = 76;

/// How all tasks stand.
pub(super) struct Standing<'a> {
    /// The tasks.
    pub tasks: &'a [TaskProgress],
    /// The margin, in logits, that is to be reached.
    pub goal: f64,
}

impl Standing<'_> {
    /// Lines that it takes, with every program.
    pub fn lines(&self) -> u16 {
        let lines: usize = self.tasks.iter().map(|task| 1 + task.programs.len()).sum();
        u16::try_from(lines).unwrap_or(u16::MAX)
    }
}

impl Widget for Standing<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let (room, width) = (usize::from(area.height), usize::from(area.width));
        let mut lines = self.rows(self.lines() <= area.height, width);
        if lines.len() > room {
            let more = lines.len() - room.saturating_sub(1);
            lines.truncate(room.saturating_sub(1));
            lines.push(Line::styled(format!("   … and {more} more"), dim()));
        }
        for (line, row) in lines.iter().zip(area.rows()) {
            line.render(row, buffer);
        }
    }
}

impl Standing<'_> {
    /// A row for each task, and for each program if they are to be told.
    fn rows(&self, programs: bool, width: usize) -> Vec<Line<'static>> {
        let single = self.tasks.len() == 1;
        let mut rows = Vec::new();
        for (index, task) in self.tasks.iter().enumerate() {
            let sign = if single { None } else { Some(colour(index)) };
            let counts = counts(task.task, sign, task.wrong(), task.of());
            rows.push(row(
                counts.map(Stylize::bold),
                task.wrong(),
                task.of(),
                width,
                self.margin(task, width),
            ));
            for (index, of) in task.programs.iter().enumerate().filter(|_| programs) {
                let ProgramProgress { program, wrong, of: all, .. } = *of;
                let counts = self::counts(program, Some(colour(index)).filter(|_| single), wrong, all);
                rows.push(row(counts, wrong, all, width, Span::styled(format!("{}s", of.unit()), dim())));
            }
        }
        rows
    }

    /// A task's margin against its goal: of a task of which something is wrong there is none.
    fn margin(&self, task: &TaskProgress, width: usize) -> Span<'static> {
        let margin = task.margin.filter(|_| task.wrong() == 0);
        let found = margin.map_or("–".to_owned(), |margin| format!("{margin:.3}"));
        let words = format!("margin {found}{}{}", if width >= WIDE { ", goal " } else { "/" }, self.goal);
        match margin {
            Some(margin) if margin >= self.goal => Span::from(words).fg(colour(3)).bold(),
            Some(_) => Span::from(words),
            None => Span::styled(words, dim()),
        }
    }
}

/// Name, and what is wrong of how many.
fn counts(name: &str, sign: Option<Color>, wrong: usize, of: usize) -> [Span<'static>; 2] {
    let sign = sign.map_or(Span::from("   "), |sign| Span::from(" ━ ").fg(sign));
    [sign, Span::from(format!("{name:<width$.width$}{wrong:>COUNTS$} of {of:<COUNTS$}", width = NAME - 3))]
}

/// A row: counts, a line as long as what is right, and what else is to be said.
fn row(
    counts: [Span<'static>; 2],
    wrong: usize,
    of: usize,
    width: usize,
    more: Span<'static>,
) -> Line<'static> {
    let margin = MARGIN[usize::from(width < WIDE)];
    let room = width.saturating_sub(NAME + 2 * COUNTS + 4 + 2 + 2 + margin).min(40);
    let full = (of - wrong.min(of)) * room / of.max(1); // full only if nothing is wrong
    let [right, rest] = [Span::from("━".repeat(full)), Span::styled("─".repeat(room - full), dim())];
    let [sign, counts] = counts;
    Line::from(vec![sign, counts, "  ".into(), right, rest, "  ".into(), more])
}
