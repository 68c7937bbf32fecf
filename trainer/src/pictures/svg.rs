//! One animated SVG, in CSS alone: it plays inside of a README, follows its readers' light or dark, and shows the
//! finished run to those who asked for less motion, or whose program cannot play.
//!
//! What a step shows is a group of its own, visible for its step: one rule with one delay each. Pointers
//! and digits have their own keyframes, for they move.

mod pad;
mod stack;
mod timeline;

use std::fmt::Write as _;

use super::Storyboard;
use super::words::{SHADES, shade};
use super::xml::escape;
use crate::error::{Result, ensure};

/// The most steps that a picture has room for.
const MOST_STEPS: usize = 1000;
/// The most columns: [`MOST_STEPS`] get nowhere near, and each has its own cells in the file.
const MOST_COLUMNS: usize = 500;
/// How long a step lasts, in milliseconds.
const STEP: usize = 650;
/// How long the end stays.
const REST: usize = 4500;
/// The picture's width; its height follows from what is in it.
const WIDTH: usize = 860;
/// The space around and between panels.
const MARGIN: usize = 16;
/// Where the panels begin.
const TOP: usize = 56;
/// Height of the upper panels.
const UPPER: usize = 212;
/// Height of the decision's panel.
const DECISION: usize = 74;

/// The animated picture of a run.
///
/// # Errors
/// If the run has more steps or columns than a picture can show.
pub fn picture(board: &Storyboard) -> Result<String> {
    let steps = board.steps();
    ensure!(
        steps <= MOST_STEPS,
        "expected at most {MOST_STEPS} steps in one picture, found {steps}; hint: use --html, or the terminal"
    );
    let columns = board.columns;
    ensure!(
        columns <= MOST_COLUMNS,
        "expected at most {MOST_COLUMNS} columns in one picture, found {columns}; hint: use --html, or the terminal"
    );
    let timeline = timeline::height(board);
    let height = TOP + UPPER + MARGIN + DECISION + MARGIN + timeline + MARGIN;
    let mut svg = Picture { body: String::new(), style: String::new(), clock: Clock { steps } };
    svg.strips(board);
    svg.header(board);
    pad::draw(board, &mut svg);
    stack::draw(board, &mut svg);
    timeline::draw(board, &mut svg);
    Ok(svg.finish(board, height))
}

/// When things happen.
struct Clock {
    steps: usize,
}

impl Clock {
    /// The length of one round.
    fn total(&self) -> usize {
        self.steps * STEP + REST
    }

    /// A time as a percentage of a round.
    fn percent(&self, time: usize) -> String {
        percent(time, self.total())
    }
}

/// A ratio in percent, three places after the point, in integers so that it is the same everywhere.
fn percent(part: usize, whole: usize) -> String {
    let thousandths = part * 100_000 / whole.max(1);
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Milliseconds in CSS.
fn seconds(milliseconds: usize) -> String {
    let text = format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
    format!("{}s", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A picture in the making.
struct Picture {
    body: String,
    style: String,
    clock: Clock,
}

impl Picture {
    fn add(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    fn rule(&mut self, rule: &str) {
        self.style.push_str(rule);
    }

    fn text(&mut self, class: &str, x: usize, y: usize, text: &str) {
        let _ = write!(self.body, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escape(text));
    }

    fn panel(&mut self, x: usize, y: usize, width: usize, height: usize, title: &str) {
        let _ = write!(
            self.body,
            "<rect class=\"p\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>"
        );
        self.text("s", x + 12, y + 19, title);
    }

    /// Begins what only one frame shows; `late` leaves the network a moment to think.
    fn only(&mut self, frame: usize, late: bool) {
        if frame == self.clock.steps {
            self.add("<g class=\"e\">");
        } else {
            let (class, delay) = if late { ("d", frame * STEP + STEP / 4) } else { ("f", frame * STEP) };
            let _ = write!(self.body, "<g class=\"{class}\" style=\"animation-delay:{}\">", seconds(delay));
        }
    }

    fn done(&mut self) {
        self.add("</g>");
    }

    /// The heat strip of each step, once: units side by side, one high and one wide each.
    fn strips(&mut self, board: &Storyboard) {
        self.add("<defs>");
        for step in 0..if board.units() == 0 { 0 } else { board.steps() } {
            let _ = write!(
                self.body,
                "<g id=\"h{step}\" transform=\"translate(0 .5)\">{}</g>",
                strip(board.hidden(step))
            );
        }
        self.add("</defs>");
    }

    fn header(&mut self, board: &Storyboard) {
        let (problem, who) = (shorten(&board.problem, 44), board.who());
        self.text("t", MARGIN, 36, &problem);
        let at = MARGIN + problem.chars().count() * 14 + 18;
        self.text("s", at, 36, &format!("{} · {who}", board.signature.task));
        for frame in 0..=board.steps() {
            self.only(frame, false);
            self.text("s r", WIDTH - MARGIN, 36, &format!("step {frame} of {}", board.steps()));
            self.done();
        }
    }

    fn finish(self, board: &Storyboard, height: usize) -> String {
        let (total, window) = (seconds(self.clock.total()), self.clock.percent(STEP));
        let late = self.clock.percent(STEP - STEP / 4);
        let end = self.clock.percent(self.clock.steps * STEP);
        let title = format!("{} step by step", escape(&board.problem));
        let mut shades = String::new();
        for shade in 0..SHADES {
            let _ = write!(shades, ".c{shade}{{stroke:var(--h{shade})}}");
        }
        let mut rows = String::new();
        for row in 0..4 {
            let _ = write!(rows, ".r{row}{{--k:var(--r{row})}}");
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"t\">\n\
             <title id=\"t\">{title}</title>\n<style>\n{}{STYLE}{shades}{rows}\n\
             .f,.d,.e,.u{{animation:f {total} step-end infinite}}.f,.d,.u{{visibility:hidden}}.d{{animation-name:d}}.e{{animation-name:e}}.u{{animation-name:u}}.m{{animation:{total} infinite}}\n\
             @keyframes f{{0%{{visibility:visible}}{window},to{{visibility:hidden}}}}@keyframes d{{0%{{visibility:visible}}{late},to{{visibility:hidden}}}}\
             @keyframes e{{0%{{visibility:hidden}}{end},to{{visibility:visible}}}}@keyframes u{{0%{{visibility:visible}}{end},to{{visibility:hidden}}}}\n{}\n\
             @media(prefers-reduced-motion:reduce){{*{{animation:none!important}}}}\n</style>\n\
             <rect class=\"b\" width=\"{WIDTH}\" height=\"{height}\" rx=\"12\"/>\n{}\n</svg>\n",
            super::THEME,
            self.style,
            self.body
        )
    }
}

/// Classes are letters: they stand in the file a thousand times.
const STYLE: &str = "\
text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:13px;fill:var(--ink)}\
.b{fill:var(--bg)}.p{fill:var(--panel);stroke:var(--line)}.t{font-size:23px;font-weight:600}.s{fill:var(--soft);font-size:12px}\
.r{text-anchor:end}.i{text-anchor:middle}.w{font-weight:600}.k{fill:var(--k)}.x{fill:var(--bg);stroke:var(--line)}\
.o{fill:var(--k);fill-opacity:.16;stroke:var(--k);stroke-width:2.5}.y{fill:var(--bg);stroke:var(--accent);stroke-width:2}\
.z{fill:none;stroke:var(--line)}.q{fill:var(--accent);fill-opacity:.75}.n{fill:var(--soft);fill-opacity:.35}.v{fill:var(--panel);fill-opacity:.8}\
.l{fill:var(--accent)}.g{transform-box:fill-box;transform-origin:center}.a{font-size:30px;font-weight:700}\n";

/// A heat strip, a path for each shade that occurs: lines one unit thick take half the bytes of rectangles.
fn strip(hidden: &[i8]) -> String {
    let mut paths = vec![String::new(); SHADES];
    for run in
        hidden.iter().enumerate().collect::<Vec<_>>().chunk_by(|one, next| shade(*one.1) == shade(*next.1))
    {
        let ((start, unit), wide) = (run[0], run.len());
        let _ = write!(paths[shade(*unit)], "M{start} 0h{wide}");
    }
    let path = |(shade, path): (usize, &String)| format!("<path class=\"c{shade}\" d=\"{path}\"/>");
    paths.iter().enumerate().filter(|(_, path)| !path.is_empty()).map(path).collect()
}

/// At most `most` characters, the middle left out.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= most {
        return text.to_owned();
    }
    let half = most / 2;
    let (start, end) = (&characters[..half], &characters[characters.len() - half + 1..]);
    start.iter().chain(&['…']).chain(end).collect()
}
