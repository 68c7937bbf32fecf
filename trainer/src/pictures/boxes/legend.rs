//! What the colours of boxes mean.

use std::fmt::Write as _;

use super::{COLOURS, MARGIN};
use crate::course::Course;
use crate::pictures::xml::escape;

/// Height of a line.
const LINE: usize = 20;

/// The height of the legend.
pub(super) fn height(course: &Course) -> usize {
    (1 + course.memories.len()) * LINE
}

/// Decisions of a memory that the legend names.
const NAMED: usize = 3;

/// The legend: what each memory's colour is, its boxes, and what is decided there.
pub(super) fn draw(course: &Course, top: usize, svg: &mut String) {
    let _ = writeln!(
        svg,
        "<text x=\"{MARGIN}\" y=\"{}\">boxes of {}, by the teacher's memory, and what is decided there</text>",
        top + 14,
        escape(&course.call)
    );
    for (number, (memory, decided)) in course.memories.iter().enumerate() {
        let y = top + (1 + number) * LINE;
        let class = usize::from(*memory) % COLOURS;
        let named: Vec<_> = decided.iter().take(NAMED).map(String::as_str).collect();
        let more = if decided.len() > NAMED { "; …" } else { "" };
        let text = format!("memory {memory}, {}: {}{more}", numbers(course, *memory), named.join("; "));
        let _ = writeln!(
            svg,
            "<path class=\"k{class}\" d=\"M{MARGIN} {y}h14v14h-14z\"/><text x=\"{}\" y=\"{}\">{}</text>",
            MARGIN + 22,
            y + 11,
            escape(&text)
        );
    }
}

/// The numbers of a memory's boxes to which the call comes.
fn numbers(course: &Course, memory: u8) -> String {
    let within = course.states.iter().filter_map(|state| state.within.as_ref());
    let mut numbers: Vec<_> = within.filter(|of| of.memory == memory).map(|of| of.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let word = if numbers.len() == 1 { "box" } else { "boxes" };
    let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    format!("{word} {}", numbers.join(", "))
}
