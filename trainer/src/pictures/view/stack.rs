//! The call stack as nested boxes; at the end, how the run has ended.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph, Widget, Wrap};

use super::{BORDERS, View, heat, pad, panel};
use crate::pictures::Scene;
use crate::pictures::palette::{bold, dim};
use crate::pictures::words::legend;

impl View<'_> {
    /// Nested boxes, the outermost left out if there is no room.
    pub(super) fn stack(&self, area: Rect, buffer: &mut Buffer) {
        let steps = self.step().map(|step| self.board.stack(step)).unwrap_or_default();
        if steps.is_empty() {
            return self.end(area, buffer);
        }
        let strip = u16::from(self.board.units() > 0);
        let room = usize::from((area.height / (BORDERS + strip)).max(1));
        let hidden = steps.len().saturating_sub(room);
        let mut area = area;
        for (&step, level) in steps.iter().zip(0..).skip(hidden) {
            let above =
                if hidden > 0 && level == hidden { format!("{hidden} more › ") } else { String::new() };
            area = self.frame(step, &above, level + 1 == steps.len(), area, buffer);
        }
    }

    /// A call's box; gives the room inside of it.
    fn frame(&self, step: usize, above: &str, top: bool, area: Rect, buffer: &mut Buffer) -> Rect {
        let board = self.board;
        let words = format!(" {above}{} · step {} ", board.own_text(step), board.taken(step));
        let style = if top { bold() } else { dim() };
        let frame = Block::bordered().title(Span::styled(words, style)).border_style(style);
        let inner = frame.inner(area);
        frame.render(area, buffer);
        if board.units() == 0 || inner.height == 0 {
            return inner;
        }
        let line = Rect { height: 1, ..inner };
        Line::from(heat(board.hidden(step), usize::from(inner.width))).render(line, buffer);
        Rect { y: inner.y + 1, height: inner.height - 1, ..inner }
    }

    fn end(&self, area: Rect, buffer: &mut Buffer) {
        if let Some(astray) = self.board.astray.as_ref().filter(|_| !self.board.is_of_views()) {
            let expected = &astray.expected;
            let rows = u16::try_from(expected.rows.len()).unwrap_or(u16::MAX).saturating_add(BORDERS);
            let area = Rect { height: area.height.min(rows), ..area };
            let title = format!(" {} ", legend::TEACHER);
            return pad::draw(expected, &Scene::last(expected), title, area, buffer);
        }
        let words = match (&self.board.answer, &self.board.astray) {
            (Some(answer), _) => format!("the stack is empty\n\nanswer {answer}"),
            (None, Some(_)) => "the network has left its teacher".to_owned(),
            (None, None) => "the run failed here, without an answer".to_owned(),
        };
        let words = Paragraph::new(words).wrap(Wrap { trim: true });
        words.style(bold()).block(panel(" the end ")).render(area, buffer);
    }
}
