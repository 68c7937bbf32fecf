//! Draws a frame into a terminal's buffer. Everything is told by position, brackets and block heights too, so
//! that nothing is lost without colour.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Padding, Paragraph, Widget, Wrap};

use super::words::{SHADES, UNSEEN, block, logits, shade, yes_no};
use super::{Scene, Storyboard};

/// The pointers' colours, row by row.
const ROWS: [Color; 4] = [Color::Cyan, Color::Magenta, Color::Yellow, Color::Green];
/// The heat strip's colours, of the 256 that every terminal has: blue, grey, red.
const HEAT: [u8; SHADES] = [27, 33, 39, 75, 110, 245, 180, 215, 209, 203, 197];
/// Lines that a box of the call stack takes, without a heat strip's.
const BORDERS: u16 = 2;
/// Characters of a full bar.
const BAR: i64 = 20;

/// What the player knows beyond the frame.
#[derive(Debug, Clone, Copy, Default)]
pub struct Status<'a> {
    /// What stands at the right of the title, such as the speed.
    pub title: &'a str,
    /// What stands in the last line, such as the keys.
    pub footer: &'a str,
    /// What a full bar of a margin stands for.
    pub loudest: i32,
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
        let [title, body, decision, progress, footer] =
            Layout::vertical([Length(1), Min(0), Length(5), Length(1), Length(1)]).areas(area);
        let [left, right] = Layout::horizontal([Percentage(55), Percentage(45)]).areas(body);
        let rows = u16::try_from(self.board.rows.len()).unwrap_or(u16::MAX).saturating_add(BORDERS);
        let [pad, history] = Layout::vertical([Length(rows), Min(0)]).areas(left);
        self.title(title, buffer);
        self.pad(pad, buffer);
        self.history(history, buffer);
        self.stack(right, buffer);
        self.decision(decision, buffer);
        self.progress(progress, buffer);
        Line::styled(self.status.footer, dim()).render(footer, buffer);
    }
}

impl View<'_> {
    /// The step that this frame decides; none at the end.
    fn step(&self) -> Option<usize> {
        Some(self.scene.at()).filter(|&at| at < self.board.steps())
    }

    fn title(&self, area: Rect, buffer: &mut Buffer) {
        let (board, at) = (self.board, self.scene.at());
        let (who, right) = (board.who(), format!("step {at} of {} {} ", board.steps(), self.status.title));
        let room = usize::from(area.width).saturating_sub(who.len() + right.chars().count() + 5);
        let problem = Span::styled(format!(" {}", clip(&board.problem, room.max(8))), bold());
        Line::from(vec![problem, Span::styled(format!("  {who}"), dim())]).render(area, buffer);
        Line::from(format!("  {right}")).right_aligned().render(area, buffer);
    }

    fn pad(&self, area: Rect, buffer: &mut Buffer) {
        let frame = panel(" scratchpad ");
        let inner = frame.inner(area);
        frame.render(area, buffer);
        let names = self.board.rows.iter().map(|name| name.len()).max().unwrap_or_default();
        let fit = usize::from(inner.width).saturating_sub(names + 1) / 3;
        let columns = self.scene.window(self.board.columns, fit);
        let line = |(row, name): (usize, &&str)| {
            let mut cells: Vec<_> = columns.clone().map(|column| self.cell(row, column)).collect();
            if self.board.mirrored {
                cells.reverse();
            }
            let mut spans = vec![Span::styled(format!("{name:<names$} "), Style::new().fg(colour(row)))];
            spans.extend(cells);
            Line::from(spans)
        };
        let lines: Vec<_> = self.board.rows.iter().enumerate().map(line).collect();
        Paragraph::new(lines).render(inner, buffer);
    }

    fn cell(&self, row: usize, column: usize) -> Span<'static> {
        let here = self.scene.pointer(row) == column;
        match (self.scene.cell(row, column), here) {
            (' ', false) => Span::styled(" · ", dim()),
            (cell, false) => Span::raw(format!(" {cell} ")),
            (cell, true) => {
                Span::styled(format!("[{cell}]"), bold().fg(colour(row)).add_modifier(Modifier::REVERSED))
            }
        }
    }

    /// The hidden state of this call, a line for each of its steps: blank when a call begins.
    fn history(&self, area: Rect, buffer: &mut Buffer) {
        if self.board.units() == 0 || area.height <= BORDERS {
            return;
        }
        let frame = panel(" hidden state in this call ");
        let inner = frame.inner(area);
        frame.render(area, buffer);
        let prior = |&step: &usize| self.board.prior(step);
        let mut steps: Vec<_> =
            std::iter::successors(self.step(), prior).take(usize::from(inner.height)).collect();
        steps.reverse();
        let line = |&step: &usize| {
            let mut spans = vec![Span::styled(format!("{:>3} ", self.board.taken(step)), dim())];
            spans.extend(heat(self.board.hidden(step), usize::from(inner.width).saturating_sub(4)));
            Line::from(spans)
        };
        Paragraph::new(steps.iter().map(line).collect::<Vec<_>>()).render(inner, buffer);
    }

    /// Nested boxes, the outermost left out if there is no room.
    fn stack(&self, area: Rect, buffer: &mut Buffer) {
        let steps = self.step().map(|step| self.board.stack(step)).unwrap_or_default();
        let strip = u16::from(self.board.units() > 0);
        let room = usize::from((area.height / (BORDERS + strip)).max(1));
        let hidden = steps.len().saturating_sub(room);
        let mut area = area;
        for (&step, level) in steps.iter().zip(0..).skip(hidden) {
            let top = level + 1 == steps.len();
            let above =
                if hidden > 0 && level == hidden { format!("{hidden} more › ") } else { String::new() };
            let words = format!(" {above}{} · step {} ", self.board.own_text(step), self.board.taken(step));
            let style = if top { bold() } else { dim() };
            let frame = Block::bordered().title(Span::styled(words, style)).border_style(style);
            let mut inner = frame.inner(area);
            frame.render(area, buffer);
            if strip == 1 && inner.height > 0 {
                let line = Rect { height: 1, ..inner };
                Line::from(heat(self.board.hidden(step), usize::from(inner.width))).render(line, buffer);
                inner = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
            }
            area = inner;
        }
        if steps.is_empty() {
            let words = match &self.board.answer {
                Some(answer) => format!("the stack is empty\n\nanswer {answer}"),
                None => "the run failed here, without an answer".to_owned(),
            };
            let words = Paragraph::new(words).wrap(Wrap { trim: true });
            words.style(bold()).block(panel(" the end ")).render(area, buffer);
        }
    }

    fn decision(&self, area: Rect, buffer: &mut Buffer) {
        let frame = panel(" decision ");
        let inner = frame.inner(area);
        frame.render(area, buffer);
        let Some(step) = self.step() else { return };
        let (board, evidence) = (self.board, self.board.evidence(step));
        let mut sees = vec![Span::styled("sees  ", dim())];
        for (row, (slot, symbol)) in board.seen_names(step).enumerate() {
            sees.push(Span::styled(format!("{slot} "), Style::new().fg(colour(row))));
            let style = if symbol.is_some() { bold() } else { dim() };
            sees.push(Span::styled(format!("{}  ", symbol.unwrap_or(UNSEEN)), style));
        }
        let mut calls = vec![
            Span::styled("calls ", dim()),
            Span::styled(format!("{:<18}", board.called_text(step)), bold()),
        ];
        let mut ends = vec![
            Span::styled("ends  ", dim()),
            Span::styled(format!("{:<18}", yes_no(board.ends(step))), bold()),
        ];
        if let Some(evidence) = evidence {
            calls.push(self.bar("margin", evidence.decision()));
            ends.push(self.bar("score ", evidence.end));
        }
        Paragraph::new(vec![sees.into(), calls.into(), ends.into()]).render(inner, buffer);
    }

    fn bar(&self, name: &str, value: i32) -> Span<'static> {
        let eighths = i64::from(value.saturating_abs()) * BAR * 8 / i64::from(self.status.loudest.max(1));
        let eighths = usize::try_from(eighths.min(BAR * 8)).unwrap_or_default();
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
        Span::raw(format!("{name} {:>6} {}{rest}", logits(value), "█".repeat(eighths / 8)))
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
}

/// A heat strip of at most `width` characters: two for each unit if there is room.
fn heat(hidden: &[i8], width: usize) -> Vec<Span<'static>> {
    let each = if 2 * hidden.len() <= width { 2 } else { 1 };
    let unit = |&unit: &i8| {
        let colour = Color::Indexed(HEAT[shade(unit)]);
        Span::styled(block(unit).to_string().repeat(each), Style::new().fg(colour))
    };
    hidden.iter().take(width / each).map(unit).collect()
}

fn panel(title: &str) -> Block<'_> {
    Block::bordered().title(title).border_style(dim()).padding(Padding::ZERO)
}

fn colour(row: usize) -> Color {
    ROWS[row % ROWS.len()]
}

fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

fn dim() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}

/// At most `most` characters, the end cut off.
fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
