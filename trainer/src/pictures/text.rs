//! Plain frames, a paragraph a step: for pipes, for `grep`, and to be read aloud.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::words::{block, legend, logits};
use super::{Astray, Scene, Storyboard};

/// Columns of the scratchpad that fit onto a line of 80 characters.
const FIT: usize = 21;
/// Characters of the title.
const TITLE: usize = 78;

/// Writes every frame.
///
/// # Errors
/// Those of `out`.
pub fn write(board: &Storyboard, out: &mut impl Write) -> io::Result<()> {
    let mut scene = board.scene();
    writeln!(out, "{}\n{}", board.title(TITLE), board.by())?;
    writeln!(out, "{}", key(board))?;
    for step in 0..=board.steps() {
        scene.seek(board, step);
        write!(out, "\n{}", frame(board, &scene))?;
    }
    out.flush()
}

/// What the signs mean, those that occur.
fn key(board: &Storyboard) -> String {
    let mut key = "A > B: A waits for B".to_owned();
    if !board.is_of_views() {
        let _ = write!(key, "\n[5] {}, . blank", legend::POINTER);
    }
    if board.units() > 0 {
        let _ = write!(key, "\nstate ▁ to █: {}", legend::UNITS);
    }
    if board.weighs() {
        let _ = write!(key, "\nmargin: {}\nend: {}", legend::MARGIN, legend::END);
    }
    key
}

/// One frame, its last line ended.
#[must_use]
pub fn frame(board: &Storyboard, scene: &Scene) -> String {
    let (step, last) = (scene.at(), board.steps());
    let stack: Vec<_> = board.stack(step).iter().map(|&frame| board.own_text(frame)).collect();
    let heading = if step == last { "the end".to_owned() } else { stack.join(" > ") };
    let mut text = format!("step {step} of {last}: {heading}\n");
    pad(board, scene, &mut text);
    if step < last {
        let _ = writeln!(text, "  {}", board.caption(step));
        evidence(board, step, &mut text);
    } else if let Some(astray) = &board.astray {
        beside(board, astray, &mut text);
    } else {
        let _ = writeln!(text, "answer {}", board.answer.as_deref().unwrap_or("none: the run failed"));
    }
    text
}

/// What the teacher would have made of the scratchpad, and what either does.
fn beside(board: &Storyboard, astray: &Astray, text: &mut String) {
    if !board.is_of_views() {
        let _ = writeln!(text, "  {}", legend::TEACHER);
        pad(&astray.expected, &Scene::last(&astray.expected), text);
    }
    let _ = writeln!(text, "{}", board.caption(board.steps()));
}

fn pad(board: &Storyboard, scene: &Scene, text: &mut String) {
    let window = board.window(scene, FIT);
    let wide = board.rows.iter().map(|name| name.len()).max().unwrap_or_default();
    for (row, name) in board.rows.iter().enumerate() {
        let _ = write!(text, "  {name:<wide$} ");
        let cell = |column: usize| {
            let (cell, here) = (scene.cell(row, column), scene.pointer(row) == column);
            let blank = if here { '_' } else { '.' };
            let shown = if cell == ' ' { blank } else { cell };
            if here { format!("[{shown}]") } else { format!(" {shown} ") }
        };
        let cells: Vec<_> = window.columns.clone().map(cell).collect();
        let cells = if board.mirrored { cells.into_iter().rev().collect() } else { cells.concat() };
        let _ = writeln!(text, "{}", cells.trim_end());
    }
    if let [left, right] = window.beyond
        && left + right > 0
    {
        let place = board.place(scene);
        let _ = writeln!(text, "  {:<wide$} {left} more to the left, {right} to the right; at {place}", "");
    }
}

/// How clearly a step was decided, and the hidden state after it.
fn evidence(board: &Storyboard, step: usize, text: &mut String) {
    if let Some(evidence) = board.evidence(step) {
        let _ = writeln!(text, "  margin {}, end {}", logits(evidence.decision()), logits(evidence.end));
    }
    if board.units() > 0 {
        let strip: String = board.hidden(step).iter().map(|&unit| block(unit)).collect();
        let _ = writeln!(text, "  state {strip}");
    }
}
