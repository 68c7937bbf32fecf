//! Curves in a terminal, on a logarithmic scale with a line of its own for zero.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style, Stylize};
use ratatui::symbols::Marker;
use ratatui::text::Line;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Context, Line as Stroke};

use super::curve::{Curve, Point};
use super::scale::{Decades, Place, steps};
use crate::pictures::palette::dim;

/// Columns left of the axis: the longest label of a decade.
const GUTTER: u16 = 6;
/// Lines beside those of the scale: the title, zero, the updates.
const AROUND: u16 = 3;

/// Curves in a terminal.
pub struct Plot<'a> {
    /// What they are of.
    pub title: &'a str,
    /// The curves.
    pub curves: &'a [Curve],
    /// The colour of each.
    pub colour: fn(usize) -> Color,
    /// The update at the right edge.
    pub last: usize,
    /// Updates at which a new draw began.
    pub redraws: &'a [usize],
}

impl Widget for Plot<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.height <= AROUND || area.width <= GUTTER + 2 {
            return;
        }
        let points = self.curves.iter().flat_map(|curve| &curve.points);
        let scale = Decades::of(points.map(|point| point.value));
        let body = Rect {
            x: area.x + GUTTER + 1,
            y: area.y + 1,
            width: area.width - GUTTER - 1,
            height: area.height - AROUND,
        };
        let title = Rect { height: 1, ..area };
        Line::from(format!("{:>width$} {}", "", self.title, width = usize::from(GUTTER)))
            .bold()
            .render(title, buffer);
        axis(scale, body, buffer);
        self.redraws(body, buffer);
        self.lines(scale, body, buffer);
        self.zeros(body, buffer);
        self.updates(body, buffer);
    }
}

/// The axis with its decades; below them, past a break, zero.
fn axis(scale: Decades, body: Rect, buffer: &mut Buffer) {
    let axis = body.x - 1;
    for y in body.top()..body.bottom() {
        buffer.set_string(axis, y, "│", dim());
    }
    let mut below = u16::MAX;
    for (place, label) in scale.ticks() {
        let y = body.top() + ((1.0 - place) * f64::from(body.height - 1)).round() as u16;
        if y != below {
            tick(axis, y, &label, "┤", buffer);
            below = y;
        }
    }
    tick(axis, body.bottom(), "0", "╪", buffer);
}

fn tick(axis: u16, y: u16, label: &str, sign: &str, buffer: &mut Buffer) {
    let width = u16::try_from(label.chars().count()).unwrap_or(GUTTER).min(GUTTER);
    buffer.set_string(axis - width, y, label, dim());
    buffer.set_string(axis, y, sign, dim());
}

impl Plot<'_> {
    /// The column of an update.
    fn column(&self, update: usize, body: Rect) -> u16 {
        let part = update as f64 / self.last.max(1) as f64;
        body.x + (part.min(1.0) * f64::from(body.width - 1)).round() as u16
    }

    fn redraws(&self, body: Rect, buffer: &mut Buffer) {
        for &update in self.redraws {
            for y in body.top()..=body.bottom() {
                buffer.set_string(self.column(update, body), y, "┊", dim());
            }
        }
    }

    fn lines(&self, scale: Decades, body: Rect, buffer: &mut Buffer) {
        let paint = |context: &mut Context<'_>| {
            for (index, curve) in self.curves.iter().enumerate() {
                let single = curve.runs().filter(|run| run.len() == 1).map(|run| [&run[0]; 2]);
                let joined = curve.runs().flat_map(|run| run.windows(2)).map(|pair| [&pair[0], &pair[1]]);
                let strokes = single.chain(joined).chain(curve.leaps());
                strokes
                    .filter_map(|ends| self.stroke(index, scale, ends))
                    .for_each(|stroke| context.draw(&stroke));
            }
        };
        let canvas = Canvas::default().marker(Marker::Braille);
        canvas
            .x_bounds([0.0, self.last.max(1) as f64])
            .y_bounds([0.0, 1.0])
            .paint(paint)
            .render(body, buffer);
    }

    /// The line between two points; to one at zero it leads down to the scale's end, and between two of them there is none.
    fn stroke(&self, index: usize, scale: Decades, ends: [&Point; 2]) -> Option<Stroke> {
        if ends.iter().all(|point| point.value <= 0.0) {
            return None;
        }
        let [(x1, y1), (x2, y2)] = ends.map(|point| match scale.place(point.value) {
            Place::At(part) => (point.update as f64, part),
            Place::Zero => (point.update as f64, 0.0),
        });
        Some(Stroke { x1, y1, x2, y2, color: (self.colour)(index) })
    }

    /// Where curves are at zero, in the line for it.
    fn zeros(&self, body: Rect, buffer: &mut Buffer) {
        for (index, curve) in self.curves.iter().enumerate() {
            for run in curve.runs().filter(|run| run.iter().all(|point| point.value <= 0.0)) {
                let [Some(first), Some(last)] = [run.first(), run.last()] else { continue };
                let style = Style::new().fg((self.colour)(index));
                for x in self.column(first.update, body)..=self.column(last.update, body) {
                    buffer.set_string(x, body.bottom(), "━", style);
                }
            }
        }
    }

    /// The updates below, as far as there is room.
    fn updates(&self, body: Rect, buffer: &mut Buffer) {
        let mut free = body.x - 1;
        for update in steps(self.last, usize::from(body.width / 8)) {
            let label = update.to_string();
            let width = label.len() as u16;
            let x =
                self.column(update, body).saturating_sub(width / 2).clamp(body.x - 1, body.right() - width);
            if x >= free {
                buffer.set_string(x, body.bottom() + 1, &label, dim());
                free = x + width + 1;
            }
        }
    }
}
