//! The scratchpad: rows of cells with their pointers, as many columns as have room.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

use super::{BORDERS, View, heat, panel};
use crate::pictures::palette::{self, bold, dim};
use crate::pictures::{Scene, Storyboard, Window};

/// Characters of a cell.
const CELL: usize = 3;

impl View<'_> {
    pub(super) fn pad(&self, area: Rect, buffer: &mut Buffer) {
        if self.board.is_of_views() {
            return self.views(area, buffer);
        }
        let place = self.board.place(self.scene);
        let (long, short) = (format!(" scratchpad · {place} "), format!(" {place} "));
        let fits = long.chars().count() <= usize::from(area.width.saturating_sub(BORDERS));
        draw(self.board, self.scene, if fits { long } else { short }, area, buffer);
    }

    /// The views so far, where there is no world: a line each.
    fn views(&self, area: Rect, buffer: &mut Buffer) {
        let steps = 0..(self.scene.at() + 1).min(self.board.steps());
        let line = |step| Line::from(format!("{step:>3} {}", self.board.view_text(step)));
        let lines: Vec<_> = steps.map(line).collect();
        Paragraph::new(lines).block(panel(" views, step by step ")).render(area, buffer);
    }

    /// The hidden state of this call, a line for each of its steps: blank when a call begins.
    pub(super) fn history(&self, area: Rect, buffer: &mut Buffer) {
        if self.board.units() == 0 || area.height <= BORDERS {
            return;
        }
        let frame = panel(" hidden state in this call ");
        let inner = frame.inner(area);
        frame.render(area, buffer);
        let prior = |&step: &usize| self.board.prior(step);
        let steps = std::iter::successors(self.step(), prior).take(usize::from(inner.height));
        let line = |step: usize| {
            let mut spans = vec![Span::styled(format!("{:>3} ", self.board.taken(step)), dim())];
            spans.extend(heat(self.board.hidden(step), usize::from(inner.width).saturating_sub(4)));
            Line::from(spans)
        };
        let mut lines: Vec<_> = steps.map(line).collect();
        lines.reverse();
        Paragraph::new(lines).render(inner, buffer);
    }
}

/// Draws a scratchpad in a panel of its own, with a title.
pub(super) fn draw(board: &Storyboard, scene: &Scene, title: String, area: Rect, buffer: &mut Buffer) {
    let names = board.rows.iter().map(|name| name.len()).max().unwrap_or_default();
    let fit = usize::from(area.width.saturating_sub(BORDERS)).saturating_sub(names + 1) / CELL;
    let window = board.window(scene, fit);
    let mut frame = panel(title);
    let [left, right] = window.beyond;
    if left + right > 0 {
        frame = frame.title_bottom(Line::from(format!(" ‹ {left} more ")));
        frame = frame.title_bottom(Line::from(format!(" {right} more › ")).right_aligned());
    }
    let lines: Vec<_> = (0..board.rows.len()).map(|row| line(board, scene, &window, row, names)).collect();
    Paragraph::new(lines).block(frame).render(area, buffer);
}

fn line(board: &Storyboard, scene: &Scene, window: &Window, row: usize, names: usize) -> Line<'static> {
    let mut cells: Vec<_> = window.columns.clone().map(|column| cell(board, scene, row, column)).collect();
    if board.mirrored {
        cells.reverse();
    }
    let arrow = board.arrow(window, scene.pointer(row));
    let name = format!("{:<names$}{arrow}", board.rows[row]);
    let mut spans = vec![Span::styled(name, Style::new().fg(palette::row(row)))];
    spans.extend(cells);
    Line::from(spans)
}

fn cell(board: &Storyboard, scene: &Scene, row: usize, column: usize) -> Span<'static> {
    let (cell, here) = (scene.cell(row, column), scene.pointer(row) == column);
    let wrong = board.wrong_cells(scene.at()).contains(&(row, column));
    let colour = if wrong { Color::Indexed(palette::WRONG) } else { palette::row(row) };
    match (cell, here) {
        (' ', false) => Span::styled(" · ", if wrong { Style::new().fg(colour) } else { dim() }),
        (cell, false) => {
            Span::styled(format!(" {cell} "), if wrong { bold().fg(colour) } else { Style::new() })
        }
        (cell, true) => Span::styled(format!("[{cell}]"), bold().fg(colour).add_modifier(Modifier::REVERSED)),
    }
}
