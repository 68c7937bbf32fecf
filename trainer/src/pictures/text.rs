//! Plain frames, a paragraph a step: for pipes, for `grep`, and to be read aloud.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::words::{block, logits, yes_no};
use super::{Scene, Storyboard};

/// Columns of the scratchpad that fit onto a line of 80 characters.
const FIT: usize = 24;

/// Writes every frame.
///
/// # Errors
/// Those of `out`.
pub fn write(board: &Storyboard, out: &mut impl Write) -> io::Result<()> {
    let mut scene = board.scene();
    writeln!(out, "{} {} by {}", board.signature.task, board.problem, board.who())?;
    for step in 0..=board.steps() {
        scene.seek(board, step);
        write!(out, "\n{}", frame(board, &scene))?;
    }
    out.flush()
}

/// One frame, its last line ended.
#[must_use]
pub fn frame(board: &Storyboard, scene: &Scene) -> String {
    let (step, last) = (scene.at(), board.steps());
    let stack: Vec<_> = board.stack(step).iter().map(|&frame| board.own_text(frame)).collect();
    let heading = if step == last { "end".to_owned() } else { stack.join(" > ") };
    let mut text = format!("step {step} of {last}: {heading}\n");
    pad(board, scene, &mut text);
    if step < last {
        decision(board, step, &mut text);
    } else {
        let answer = board.answer.as_deref();
        let _ = writeln!(text, "answer {}", answer.unwrap_or("none: the run failed"));
    }
    text
}

fn pad(board: &Storyboard, scene: &Scene, text: &mut String) {
    let columns = scene.window(board.columns, FIT);
    let wide = board.rows.iter().map(|name| name.len()).max().unwrap_or_default();
    for (row, name) in board.rows.iter().enumerate() {
        let _ = write!(text, "  {name:<wide$} ");
        let cell = |column: usize| {
            let (cell, here) = (scene.cell(row, column), scene.pointer(row) == column);
            let blank = if here { '_' } else { '.' };
            let shown = if cell == ' ' { blank } else { cell };
            if here { format!("[{shown}]") } else { format!(" {shown} ") }
        };
        let cells: Vec<_> = columns.clone().map(cell).collect();
        let cells = if board.mirrored { cells.into_iter().rev().collect() } else { cells.concat() };
        let _ = writeln!(text, "{}", cells.trim_end());
    }
}

fn decision(board: &Storyboard, step: usize, text: &mut String) {
    let seen = board.seen_names(step).filter_map(|(slot, symbol)| Some(format!("{slot} {}", symbol?)));
    let seen: Vec<_> = seen.collect();
    let _ =
        writeln!(text, "  sees  {}", if seen.is_empty() { "nothing".to_owned() } else { seen.join(", ") });
    let _ = write!(text, "  calls {}", board.called_text(step));
    let evidence = board.evidence(step);
    if let Some(evidence) = evidence {
        let _ = write!(text, ", margin {}", logits(evidence.program));
        if let Some(margin) = evidence.arguments {
            let _ = write!(text, ", of arguments {}", logits(margin));
        }
    }
    let _ = write!(text, "\n  ends  {}", yes_no(board.ends(step)));
    if let Some(evidence) = evidence {
        let _ = write!(text, ", score {}", logits(evidence.end));
    }
    text.push('\n');
    if board.units() > 0 {
        let strip: String = board.hidden(step).iter().map(|&unit| block(unit)).collect();
        let _ = writeln!(text, "  state {strip}");
    }
}
