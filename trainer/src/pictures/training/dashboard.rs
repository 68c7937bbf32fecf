//! The live view of a training, drawn into a terminal's buffer: what is trained, how far it is, the curves, and a line for each task
//! and program. Every number is there as text, so that nothing is lost without colour.

mod standing;

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use standing::Standing;

use super::Record;
use super::curve;
use super::plot::Plot;
use crate::pictures::palette::dim;

/// The colours of curves, of the 256 that every terminal has; they are told apart on light and on dark ground.
const COLOURS: [u8; 6] = [33, 170, 172, 35, 203, 38];
/// Lines that curves take at least, and at most.
const CURVES: [u16; 2] = [8, 16];
/// Lines above the curves.
const HEAD: u16 = 4;

/// The live view at a moment.
pub struct Dashboard<'a> {
    /// The training as far as it has come.
    pub record: Record<'a>,
    /// What goes on at this moment.
    pub now: Now<'a>,
}

/// What goes on at a moment, which no check knows.
#[derive(Debug, Clone, Copy)]
pub struct Now<'a> {
    /// Updates so far.
    pub update: usize,
    /// Updates a second of late; 0 if that is not known yet.
    pub speed: f64,
    /// What stands at the right of the bar, such as which seed of a sweep it is.
    pub note: &'a str,
}

impl Dashboard<'_> {
    /// Lines that the view takes of so many.
    #[must_use]
    pub fn height(&self, most: u16) -> u16 {
        (HEAD + CURVES[1] + self.standing().lines()).min(most)
    }

    fn standing(&self) -> Standing<'_> {
        let tasks = self.record.history.last().map_or(&[][..], |check| &check.tasks);
        Standing { tasks, goal: self.record.facts.margin }
    }
}

impl Widget for Dashboard<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let rows = self.standing().lines().min(area.height.saturating_sub(HEAD + CURVES[0]));
        let curves = area.height.saturating_sub(HEAD + rows);
        let mut rest = area;
        let [title, bar, numbers, lessons, curves, standing] =
            [1, 1, 1, 1, curves, rows].map(|lines| cut(&mut rest, lines));
        self.title(title, buffer);
        self.bar(bar, buffer);
        self.numbers(numbers, buffer);
        self.lessons(lessons, buffer);
        self.curves(curves, buffer);
        self.standing().render(standing, buffer);
    }
}

impl Dashboard<'_> {
    fn title(&self, area: Rect, buffer: &mut Buffer) {
        let facts = self.record.facts;
        let about = format!("  {} hidden units, {}, seed {}", facts.hidden, facts.precision, facts.seed);
        let names = facts.tasks.join(", ");
        let fits = names.chars().count() + about.len() < usize::from(area.width);
        let tasks = if fits { format!(" {names}") } else { format!(" {} tasks", facts.tasks.len()) };
        Line::from(vec![Span::from(tasks).bold(), Span::from(about).dim()]).render(area, buffer);
    }

    /// How much of all updates is done, or, once it is over, what came of it.
    fn bar(&self, area: Rect, buffer: &mut Buffer) {
        if self.record.kept.is_some() {
            let proven = self.record.proven().is_some();
            let (sign, colour) = if proven { ("✔", colour(3)) } else { ("✘", colour(4)) };
            let verdict = self.record.verdict();
            let fits = verdict.chars().count() + 3 < usize::from(area.width);
            let verdict = if fits { verdict } else { self.record.brief() };
            return Line::from(format!(" {sign} {verdict}")).bold().fg(colour).render(area, buffer);
        }
        let (update, most) =
            (self.now.update.min(self.record.facts.updates), self.record.facts.updates.max(1));
        let note = format!("  {}", self.now.note);
        let width = usize::from(area.width).saturating_sub(2 + note.trim_end().chars().count());
        let done = update * width / most;
        let rest = Span::from("─".repeat(width - done)).dim();
        Line::from(vec![Span::from(format!(" {}", "━".repeat(done))).fg(colour(0)), rest, Span::from(note)])
            .render(area, buffer);
    }

    fn numbers(&self, area: Rect, buffer: &mut Buffer) {
        let (Now { update, speed, .. }, most) = (self.now, self.record.facts.updates);
        let gone = clock(self.record.time);
        let wide = area.width >= 76;
        let [of, each, left] =
            if wide { [" of at most ", " a second", "at most "] } else { ["/", "/s", "≤ "] };
        let mut line = format!(" update {update}{of}{most}");
        if speed > 0.0 {
            line += &format!(" · {speed:.0}{each}");
        }
        line += &format!(" · {gone} gone");
        if speed > 0.0 && self.record.kept.is_none() {
            let rest = most.saturating_sub(update) as f64 / speed;
            line += &format!(", {left}{} left", clock(Duration::from_secs_f64(rest.min(1e9))));
        }
        Line::from(line).render(area, buffer);
    }

    /// What has been learned from, at which rate, and in which draw.
    fn lessons(&self, area: Rect, buffer: &mut Buffer) {
        let Some(check) = self.record.history.last() else {
            return Line::styled(" curves begin with the first check", dim()).render(area, buffer);
        };
        let loss = check.loss.map_or("–".to_owned(), |loss| format!("{loss:.4}"));
        let lessons = match check.lessons {
            0 => String::new(),
            lessons if area.width >= 76 => {
                format!(" · {lessons} sequences learned from, {} of traces", self.record.facts.taught)
            }
            lessons => format!(" · {lessons} sequences learned from"),
        };
        let rate = if area.width >= 76 { format!(" · rate {:.4}", check.rate) } else { String::new() };
        let draw = if check.draw > 1 { format!(" · draw {}", check.draw) } else { String::new() };
        let words = [
            Span::from(format!(" loss {loss}")),
            Span::from(lessons),
            Span::from(rate).dim(),
            Span::from(draw).bold(),
        ];
        Line::from(words.to_vec()).render(area, buffer);
    }

    fn curves(&self, area: Rect, buffer: &mut Buffer) {
        let history = self.record.history;
        let (loss, wrong) = ([curve::loss(history)], curve::wrong(history));
        let redraws: Vec<_> = self.record.redraws().map(|(update, _)| update).collect();
        let left = Rect { width: area.width / 2, ..area };
        let right = Rect { x: area.x + left.width, width: area.width - left.width, ..area };
        let last = self.now.update.max(self.record.last());
        let plot = |title, curves, colour| Plot { title, curves, colour, last, redraws: &redraws };
        plot("loss", &loss, |_| Color::Reset).render(left, buffer);
        let title = if right.width >= 38 { "wrong of all the proof checks" } else { "wrong" };
        plot(title, &wrong, colour).render(right, buffer);
    }
}

/// Cuts so many lines off the top of a rectangle, as far as there are any. (ratatui's `Layout`, which solves equations, took nine tenths of the
/// time of a picture.)
fn cut(rest: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(rest.height);
    let top = Rect { height: lines, ..*rest };
    (rest.y, rest.height) = (rest.y + lines, rest.height - lines);
    top
}

/// The colour of a curve.
pub(super) fn colour(curve: usize) -> Color {
    Color::Indexed(COLOURS[curve % COLOURS.len()])
}

/// A time as people say it: `5 s`, `1:05 min`, `2:03 h`.
fn clock(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{}:{:02} min", seconds / 60, seconds % 60),
        seconds => format!("{}:{:02} h", seconds / 3600, seconds / 60 % 60),
    }
}
