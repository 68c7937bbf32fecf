//! A call in its boxes: for each unit its hidden state over the steps, as a line, before what is proven of it.

mod legend;

use std::fmt::Write as _;

use super::THEME;
use super::words::shorten;
use super::xml::escape;
use crate::course::{Course, State, Within};
use crate::error::{Result, ensure};
use crate::shown::shown;

/// The most steps that a panel has room for.
const MOST_STEPS: usize = 500;
/// The picture's width; its height follows from what is in it.
const WIDTH: usize = 860;
/// The space around panels.
const MARGIN: usize = 16;
/// Where the panels begin.
const TOP: usize = 88;
/// Height of a panel with the space below it, and of what is drawn in it.
const HIGH: usize = 92;
const INNER: f64 = 58.0;
/// The least range of hidden states that a panel shows, in 128ths: of less, nothing would be seen of its size.
const LEAST: f64 = 16.0;
/// The least height of a box, so that one that holds a single state is seen.
const THIN: f64 = 3.0;
/// The space left and right of what is drawn in a panel.
const ASIDE: f64 = 8.0;
/// Colours that memories have, again and again.
const COLOURS: usize = 10;

/// The picture of a call in its boxes, light or dark as its reader is.
///
/// # Errors
/// If the call has more steps than a picture can show.
pub fn picture(course: &Course) -> Result<String> {
    let steps = course.states.len();
    ensure!(
        steps <= MOST_STEPS,
        "expected at most {MOST_STEPS} steps of a call in one picture, found {steps}; hint: name a shorter --problem"
    );
    let units = course.states.first().map_or(0, |state| state.hidden.len());
    let columns = if units > 32 { 8 } else { 4 };
    let legend = TOP + units.div_ceil(columns) * HIGH + 6;
    let height = legend + legend::height(course) + MARGIN;
    let mut svg = head(course, height);
    for unit in 0..units {
        panel(course, unit, columns, &mut svg);
    }
    legend::draw(course, legend, &mut svg);
    Ok(svg + "</svg>\n")
}

/// Colours of memories beside the theme's four, the look of everything, and the fill of each memory.
fn style() -> String {
    let mut style = STYLE.to_owned();
    for colour in 0..COLOURS {
        let _ = write!(style, ".k{colour}{{fill:var(--r{colour});stroke:var(--r{colour})}}");
    }
    style
}

const STYLE: &str = "\
:root{--r4:#bf3989;--r5:#0e7c86;--r6:#9a6700;--r7:#cf222e;--r8:#6e7781;--r9:#2da44e}\
@media(prefers-color-scheme:dark){:root{--r4:#f778ba;--r5:#39c5cf;--r6:#d29922;--r7:#ff7b72;--r8:#8b949e;--r9:#7ee787}}\n\
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:var(--soft)}\
.b{fill:var(--bg)}.t{font-size:18px;font-weight:600;fill:var(--ink)}.n{font-size:10px}.r{text-anchor:end}.p{fill:var(--panel);stroke:var(--line)}\
.z{stroke:var(--line);fill:none}.l{fill:none;stroke:var(--ink);stroke-width:1.2;stroke-linejoin:round}.o{fill:none;stroke:var(--ink);stroke-width:3;stroke-linecap:round}\
path[class^=k]{fill-opacity:.3;stroke-width:.8;stroke-opacity:.8}\n";

/// The picture up to its first panel.
fn head(course: &Course, height: usize) -> String {
    let Course { task, call, problem, checksum, states, .. } = course;
    let (steps, problem) = (states.len(), shorten(&shown(problem), 44));
    let heading = escape(&format!("{call} of {task} in its boxes"));
    let detail = escape(&format!("solving {problem}: {steps} steps of network {checksum:08x}"));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"t\">\n\
         <title id=\"t\">{heading}</title>\n<style>\n{THEME}{}</style>\n\
         <rect class=\"b\" width=\"{WIDTH}\" height=\"{height}\" rx=\"12\"/>\n\
         <text class=\"t\" x=\"{MARGIN}\" y=\"34\">{heading}</text><text x=\"{MARGIN}\" y=\"56\">{detail}</text>\n\
         <text x=\"{MARGIN}\" y=\"74\">a panel for each unit: its hidden state, step by step from rest, and the box that is to hold it</text>\n",
        style()
    )
}

/// What bounds the states of a unit, as drawn: a line's ends and a picture's.
struct Scale {
    left: f64,
    top: f64,
    /// Pixels of a step.
    step: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn x(&self, step: f64) -> f64 {
        self.left + self.step * step
    }

    fn y(&self, hidden: i8) -> f64 {
        self.top + INNER * (self.high - f64::from(hidden)) / (self.high - self.low)
    }
}

/// The hidden states that a unit has, and may have: rest among them.
fn range(course: &Course, unit: usize) -> (f64, f64) {
    let sides = |state: &State| {
        let within = state.within.as_ref().and_then(|within| within.hidden.get(unit)).copied();
        let [low, high] = within.unwrap_or([0; 2]);
        [state.hidden[unit], low, high].map(f64::from)
    };
    let all = course.states.iter().flat_map(sides);
    let (low, high) = all.fold((0.0_f64, 0.0_f64), |(low, high), side| (low.min(side), high.max(side)));
    let wider = (LEAST - (high - low)).max(0.0) / 2.0;
    (low - wider, high + wider)
}

/// The panel of a unit.
fn panel(course: &Course, unit: usize, columns: usize, svg: &mut String) {
    let wide = (WIDTH - 2 * MARGIN + 8) / columns;
    let (left, top) = (MARGIN + unit % columns * wide, TOP + unit / columns * HIGH);
    let (low, high) = range(course, unit);
    let step = (wide as f64 - 8.0 - 2.0 * ASIDE) / (course.states.len() as f64 + 0.5);
    let scale = Scale { left: left as f64 + ASIDE, top: top as f64 + 20.0, step, low, high };
    let _ = writeln!(
        svg,
        "<rect class=\"p\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"6\"/><text class=\"n\" x=\"{}\" y=\"{3}\">unit {unit}</text>\
         <text class=\"n r\" x=\"{4}\" y=\"{3}\">{5:.2} to {6:.2}</text><path class=\"z\" d=\"M{7:.1} {8:.1}H{9:.1}\"/>",
        wide - 8,
        HIGH - 8,
        left + 8,
        top + 14,
        left + wide - 16,
        low / 128.0,
        high / 128.0,
        scale.left,
        scale.y(0),
        scale.x(course.states.len() as f64 + 0.5)
    );
    for (memory, _) in &course.memories {
        let class = usize::from(*memory) % COLOURS;
        let _ = writeln!(svg, "<path class=\"k{class}\" d=\"{}\"/>", boxes(course, *memory, unit, &scale));
    }
    let line: String = course
        .states
        .iter()
        .enumerate()
        .map(|(step, state)| format!("L{:.1} {:.1}", scale.x(step as f64 + 1.0), scale.y(state.hidden[unit])))
        .collect();
    let rest = format!("M{:.1} {:.1}", scale.x(0.0), scale.y(0));
    let _ = writeln!(
        svg,
        "<path class=\"l\" d=\"{rest}{line}\"/><path class=\"o\" d=\"{rest}{}\"/>",
        dots(&line)
    );
}

/// The points of a line, each as a stroke of no length, which has round ends.
fn dots(line: &str) -> String {
    line.replace('L', "h0M") + "h0"
}

/// The boxes of a memory: a rectangle around the steps after which the teacher has it, one for several that follow each other.
fn boxes(course: &Course, memory: u8, unit: usize, scale: &Scale) -> String {
    let of = |within: &&Within| within.memory == memory;
    let sides = |state: &State| state.within.as_ref().filter(of)?.hidden.get(unit).copied();
    let (mut path, mut step) = (String::new(), 0);
    for alike in course.states.chunk_by(|one, next| sides(one) == sides(next)) {
        if let Some([low, high]) = alike.first().and_then(sides) {
            let (top, bottom) = (scale.y(high), scale.y(low));
            let thin = (THIN - (bottom - top)).max(0.0);
            let (x, wide, tall) =
                (scale.x(step as f64 + 0.5), scale.step * alike.len() as f64, bottom - top + thin);
            let _ = write!(path, "M{x:.1} {:.1}h{wide:.1}v{tall:.1}h-{wide:.1}z", top - thin / 2.0);
        }
        step += alike.len();
    }
    path
}
