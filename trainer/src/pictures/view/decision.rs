//! What the program on top sees and decides: in words, and how clearly as bars.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget, Wrap};

use super::{View, panel};
use crate::pictures::palette;
use crate::pictures::words::logits;

/// Characters beside a bar: its name, and the logits.
const WORDS: usize = 16;

impl View<'_> {
    pub(super) fn decision(&self, area: Rect, buffer: &mut Buffer) {
        let frame = panel(" this step ");
        let inner = frame.inner(area);
        frame.render(area, buffer);
        let [words, bars] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(inner);
        let caption = self.board.caption(self.scene.at()).0;
        let spans: Vec<_> =
            caption.into_iter().map(|piece| Span::styled(piece.text, palette::style(piece.kind))).collect();
        Paragraph::new(Line::from(spans)).wrap(Wrap { trim: true }).render(words, buffer);
        let Some(evidence) = self.step().and_then(|step| self.board.evidence(step)) else { return };
        let [left, right] = Layout::horizontal([Constraint::Fill(1); 2]).areas(bars);
        Line::from(self.bar("margin", evidence.decision(), left.width)).render(left, buffer);
        Line::from(self.bar("end", evidence.end, right.width)).render(right, buffer);
    }

    /// A bar of as many eighths of a character as a value is of the loudest.
    fn bar(&self, name: &str, value: i32, width: u16) -> String {
        let full = 8 * usize::from(width).saturating_sub(WORDS) as i64;
        let eighths = i64::from(value.saturating_abs()) * full / i64::from(self.status.loudest.max(1));
        let eighths = usize::try_from(eighths.min(full)).unwrap_or_default();
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
        format!("{name:<6} {:>7} {}{rest}", logits(value), "█".repeat(eighths / 8))
    }
}
