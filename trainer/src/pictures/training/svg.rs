//! The curves of a training as a picture: the loss above, what is wrong below, both on logarithmic axes with a strip of its own for zero.

mod labels;
mod panel;

use std::fmt::Write as _;

use panel::Panel;

use super::Record;
use super::curve::{self, Curve};
use crate::pictures::THEME;
use crate::pictures::xml::escape;

/// The width of the picture in a file, in pixels.
const WIDE: f64 = 760.0;
/// Lines of the heading, each with its class and its lower edge.
const HEADING: [(&str, f64); 3] = [("t", 32.0), ("v", 56.0), ("s", 76.0)];
/// The heading's height.
const HEAD: f64 = 88.0;

/// What curves look like, in a picture and on a page.
pub(super) const STYLE: &str = include_str!("svg/curves.css");

/// The picture as a file, with a heading.
#[must_use]
pub fn picture(record: &Record<'_>) -> String {
    let (panels, height) = panels(record, WIDE, HEAD);
    let name = escape(&name(record));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {height}\" width=\"{WIDE}\" height=\"{height}\" role=\"img\" \
         aria-label=\"{name}\">\n<title>{name}</title>\n<style>\n{THEME}{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{WIDE}\" height=\"{height}\" rx=\"12\"/>\n"
    );
    let lines = [title(record), record.verdict(), about(record)];
    for ((class, y), line) in HEADING.into_iter().zip(lines) {
        let _ = writeln!(svg, "<text class=\"{class}\" x=\"16\" y=\"{y}\">{}</text>", escape(&line));
    }
    svg + &panels + "</svg>\n"
}

/// The curves for a page that has [`STYLE`], so many pixels wide, of a class.
#[must_use]
pub(super) fn figure(record: &Record<'_>, width: f64, class: &str) -> String {
    let (panels, height) = panels(record, width, 0.0);
    format!(
        "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\n{panels}</svg>\n",
        escape(&name(record))
    )
}

/// The title.
#[must_use]
pub(super) fn title(record: &Record<'_>) -> String {
    format!("Training of {}", record.facts.tasks.join(", "))
}

/// The picture in a sentence, for those who do not see it.
fn name(record: &Record<'_>) -> String {
    format!("{}: loss and what is wrong over the updates; {}", title(record), record.verdict())
}

/// What was trained, and how.
fn about(record: &Record<'_>) -> String {
    let (facts, [first, last]) = (record.facts, record.facts.rates);
    format!(
        "seed {}, {} hidden units, {}, learning rate {first} falling to {last}, {} updates in {:.1} s",
        facts.seed,
        facts.hidden,
        facts.precision,
        record.last(),
        record.time.as_secs_f64()
    )
}

/// Both panels, from `top` down, and where they end.
fn panels(record: &Record<'_>, width: f64, top: f64) -> (String, f64) {
    let (loss, wrong) = ([curve::loss(record.history)], curve::wrong(record.history));
    let (mut svg, mut bottom) = (String::new(), top);
    let captions =
        [("loss, the mean of an update", &loss[..]), ("wrong, of all that the proof checks", &wrong)];
    for (caption, curves) in captions {
        let panel = Panel::new(record, caption, curves, width, bottom);
        bottom = panel.draw(&mut svg);
    }
    (svg, bottom)
}

/// Whether a curve is ever at zero.
fn has_zero(curve: &Curve) -> bool {
    curve.points.iter().any(|point| point.value <= 0.0)
}
