//! One panel of curves, with its caption, legend, marks and axes.

use std::fmt::Write as _;

use super::super::Record;
use super::super::curve::{Curve, Point};
use super::super::scale::{Decades, Place, steps};
use super::has_zero;
use super::labels::{self, GLYPH, LINE, Labels, Side};
use crate::pictures::xml::escape;

/// Room left of a panel, for labels of decades.
const LEFT: f64 = 64.0;
/// Room right of it.
const RIGHT: f64 = 20.0;
/// Its height.
const HIGH: f64 = 168.0;
/// What the axis is broken by, above the strip for zero.
const BREAK: f64 = 8.0;
/// The height of a curve's lane in that strip.
const LANE: f64 = 5.0;
/// Room below, for the updates.
const BELOW: f64 = 50.0;
/// Curves that have a colour of their own; beyond them dashes tell.
const COLOURS: usize = 6;

/// A panel.
pub(super) struct Panel<'a> {
    record: &'a Record<'a>,
    caption: &'a str,
    curves: &'a [Curve],
    scale: Decades,
    /// The upper edge of all of it, and that of its plot.
    head: f64,
    top: f64,
    wide: f64,
    legend: Vec<labels::Entry<'a>>,
}

impl<'a> Panel<'a> {
    /// A panel below `head` in a picture of a width.
    pub fn new(record: &'a Record<'a>, caption: &'a str, curves: &'a [Curve], width: f64, head: f64) -> Self {
        let values = curves.iter().flat_map(|curve| &curve.points).map(|point| point.value);
        let legend = if curves.len() > 1 { labels::legend(curves, width - 2.0 * RIGHT) } else { Vec::new() };
        let rows = legend.last().map_or(0, |entry| entry.row + 1);
        let top = head + 24.0 + LINE * rows as f64 + LINE + 6.0;
        Self {
            record,
            caption,
            curves,
            scale: Decades::of(values),
            head,
            top,
            wide: width - LEFT - RIGHT,
            legend,
        }
    }

    /// Draws it; gives its lower edge.
    pub fn draw(&self, svg: &mut String) -> f64 {
        let _ = writeln!(
            svg,
            "<text class=\"c\" x=\"16\" y=\"{:.1}\">{}</text>",
            self.head + 20.0,
            escape(self.caption)
        );
        for labels::Entry { index, name, x, row } in &self.legend {
            let y = self.head + 24.0 + LINE * (*row as f64 + 1.0) - 4.0;
            let _ = writeln!(
                svg,
                "<path class=\"k{}\" d=\"M{:.1} {:.1}h18\"/><text x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
                kind(*index),
                16.0 + x,
                y - 4.0,
                16.0 + x + 24.0,
                escape(name)
            );
        }
        let (left, top, wide) = (LEFT, self.top, self.wide);
        let _ = writeln!(
            svg,
            "<rect class=\"plot\" x=\"{left}\" y=\"{top:.1}\" width=\"{wide}\" height=\"{HIGH}\"/>"
        );
        if self.strip() > 0.0 {
            let (y, high) = (self.zero(), self.strip());
            let _ = writeln!(
                svg,
                "<rect class=\"plot zero\" x=\"{left}\" y=\"{y:.1}\" width=\"{wide}\" height=\"{high}\"/>"
            );
        }
        self.decades(svg);
        self.updates(svg);
        self.marks(svg);
        self.curves.iter().enumerate().for_each(|(index, curve)| self.curve(index, curve, svg));
        self.bottom() + BELOW
    }

    /// The upper edge of the strip for zero.
    fn zero(&self) -> f64 {
        self.top + HIGH + BREAK
    }

    /// The height of the strip for zero; 0 if no curve ever is.
    fn strip(&self) -> f64 {
        if self.curves.iter().any(has_zero) { (LANE * self.curves.len() as f64 + 6.0).max(16.0) } else { 0.0 }
    }

    fn bottom(&self) -> f64 {
        if self.strip() > 0.0 { self.zero() + self.strip() } else { self.top + HIGH }
    }

    fn x(&self, update: usize) -> f64 {
        LEFT + self.wide * update as f64 / self.record.last().max(1) as f64
    }

    /// Where a point of a curve stands: on the scale, or in the curve's lane of the strip.
    fn y(&self, index: usize, value: f64) -> f64 {
        match self.scale.place(value) {
            Place::At(part) => self.top + HIGH * (1.0 - part),
            Place::Zero => {
                let lanes = LANE * self.curves.len() as f64;
                self.zero() + (self.strip() - lanes) / 2.0 + LANE * (index as f64 + 0.5)
            }
        }
    }

    /// Ticks, lines and labels of the decades, short ticks between them, and the broken axis above zero.
    fn decades(&self, svg: &mut String) {
        let y = |place: f64| self.top + HIGH * (1.0 - place);
        let mut lowest = f64::INFINITY;
        for (place, label) in self.scale.ticks() {
            let y = y(place);
            let _ =
                writeln!(svg, "<path class=\"g\" d=\"M{:.1} {y:.1}h{:.1}\"/>", LEFT - 5.0, self.wide + 5.0);
            if lowest - y >= LINE {
                let _ = writeln!(
                    svg,
                    "<text class=\"s y\" x=\"{:.1}\" y=\"{:.1}\">{label}</text>",
                    LEFT - 9.0,
                    y + 4.0
                );
                lowest = y;
            }
        }
        let short: String =
            self.scale.between().map(|place| format!("M{:.1} {:.1}h3", LEFT - 3.0, y(place))).collect();
        let _ = writeln!(svg, "<path class=\"g\" d=\"{short}\"/>");
        if self.strip() > 0.0 {
            let (middle, gap) = (self.zero() + self.strip() / 2.0, self.zero() - BREAK);
            let _ = writeln!(
                svg,
                "<text class=\"s y\" x=\"{:.1}\" y=\"{:.1}\">0</text>",
                LEFT - 9.0,
                middle + 4.0
            );
            let _ = writeln!(
                svg,
                "<path class=\"x\" d=\"M{0:.1} {1:.1}l8 -4m-8 7l8 -4\"/>",
                LEFT - 4.0,
                gap + 4.5
            );
        }
    }

    fn updates(&self, svg: &mut String) {
        let bottom = self.bottom();
        for update in steps(self.record.last(), (self.wide / 90.0) as usize) {
            let x = self.x(update);
            let _ = writeln!(
                svg,
                "<path class=\"x\" d=\"M{x:.1} {bottom:.1}v5\"/><text class=\"s m\" x=\"{x:.1}\" y=\"{:.1}\">{update}</text>",
                bottom + 18.0
            );
        }
        let _ = writeln!(
            svg,
            "<text class=\"s m\" x=\"{:.1}\" y=\"{:.1}\">updates</text>",
            LEFT + self.wide / 2.0,
            bottom + 36.0
        );
    }

    /// New draws and the verdict, each a line from the plot's upper edge to the updates, with a label above.
    fn marks(&self, svg: &mut String) {
        let mut labels = Labels::new(LEFT, LEFT + self.wide, self.top - 6.0);
        let line = |x: f64, class: &str| {
            format!("<path class=\"{class}\" d=\"M{x:.1} {:.1}V{:.1}\"/>\n", self.top, self.bottom())
        };
        if let Some((update, what)) = self.record.mark() {
            *svg += &line(self.x(update), "p");
            labels.put(
                (self.x(update), Side::Before),
                &[&format!("{what} at update {update}"), what],
                "a",
                svg,
            );
        }
        for (update, draw) in self.record.redraws() {
            *svg += &line(self.x(update), "n");
            labels.put(
                (self.x(update), Side::Behind),
                &[&format!("draw {draw}"), &draw.to_string()],
                "s",
                svg,
            );
        }
    }

    /// A curve, run by run; where it comes to zero or leaves it, dots lead there.
    fn curve(&self, index: usize, curve: &Curve, svg: &mut String) {
        let kind = kind(index);
        let at = |point: &Point| format!("{:.1} {:.1}", self.x(point.update), self.y(index, point.value));
        for run in curve.runs() {
            match run {
                [one] => {
                    let (x, y) = (self.x(one.update), self.y(index, one.value));
                    let _ =
                        writeln!(svg, "<circle class=\"k{kind}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.5\"/>");
                }
                run => {
                    let points: Vec<_> = run.iter().map(at).collect();
                    let _ = writeln!(svg, "<path class=\"k{kind}\" d=\"M{}\"/>", points.join("L"));
                }
            }
        }
        for [one, next] in curve.leaps() {
            let _ = writeln!(svg, "<path class=\"k{kind} d\" d=\"M{}L{}\"/>", at(one), at(next));
        }
    }
}

/// The classes of a curve: its colour, and beyond the colours its dashes.
fn kind(index: usize) -> String {
    let dashes = index / COLOURS;
    if dashes == 0 { format!("{index}") } else { format!("{} w{}", index % COLOURS, dashes.min(2)) }
}

/// A guard for the constants: a decade's longest label fits left of the plot.
const _: () = assert!(6.0 * GLYPH + 9.0 < LEFT);
