//! One page with everything in it: it needs no network, and says so to the browser.

use std::collections::BTreeMap;
use std::io::{self, Write};

use npi_runtime::Evidence;
use serde_json::{Value, json};

use super::words::legend;
use super::{Caption, Change, Kind, Piece, Scene, Storyboard, template};

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
/// Characters of the title.
const TITLE: usize = 60;

/// Writes the page.
///
/// # Errors
/// Those of `out`.
pub fn write(board: &Storyboard, out: &mut impl Write) -> io::Result<()> {
    for (name, rest) in template::parts(PAGE) {
        match name {
            "title" => out.write_all(super::xml::escape(&board.title(TITLE)).as_bytes())?,
            "theme" => out.write_all(super::THEME.as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "data" => data(board, out)?,
            "pointer" => out.write_all(legend::POINTER.as_bytes())?,
            "units" => out.write_all(legend::UNITS.as_bytes())?,
            "margin" => out.write_all(legend::MARGIN.as_bytes())?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            _ => {}
        }
        out.write_all(rest.as_bytes())?;
    }
    out.flush()
}

/// The run as JSON: a head, and a short list of numbers for each step.
fn data(board: &Storyboard, out: &mut impl Write) -> io::Result<()> {
    let mut head = json!({
        "title": board.title(TITLE),
        "by": board.by(),
        "answer": board.answer,
        "rows": board.rows,
        "mirrored": board.mirrored,
        "columns": board.columns,
        "units": board.units(),
        "loudest": board.loudest(),
        "cells": cells(board, &board.scene()),
        "pointers": board.scene().pointers(),
        "views": board.is_of_views().then(|| views(board)),
        "teacher": legend::TEACHER,
        "wrong": board.wrong_cells(board.steps()),
        "expected": board.astray.as_ref().map(|astray| last(&astray.expected)),
    });
    let (mut calls, mut captions) = (Words::default(), Words::default());
    let steps = (0..board.steps()).map(|step| self::step(board, step, &mut calls, &mut captions));
    let steps: Vec<String> = steps.collect();
    captions.number(caption(&board.caption(board.steps()))); // the last one, as no step has it
    head["calls"] = calls.list.into();
    head["captions"] = captions.list.into();
    let data = format!("{{\"run\":{head},\"steps\":[{}]}}", steps.join(","));
    // A problem is any text: it must not end the script that it stands in.
    out.write_all(data.replace('<', "\\u003c").as_bytes())
}

/// What a program is shown, step by step.
fn views(board: &Storyboard) -> Value {
    (0..board.steps()).map(|step| board.view_text(step)).collect()
}

/// What a teacher would have made of the world.
fn last(board: &Storyboard) -> Value {
    let scene = Scene::last(board);
    json!({"cells": cells(board, &scene), "pointers": scene.pointers()})
}

/// What stands in each row.
fn cells(board: &Storyboard, scene: &Scene) -> Value {
    let row = |row| (0..board.columns).map(|column| scene.cell(row, column)).collect::<String>();
    (0..board.rows.len()).map(row).collect()
}

/// Texts of calls or of captions, as JSON; the steps name them by number.
#[derive(Default)]
struct Words {
    list: Vec<Value>,
    numbers: BTreeMap<String, usize>,
}

impl Words {
    fn number(&mut self, words: Value) -> usize {
        let next = self.list.len();
        let number = *self.numbers.entry(words.to_string()).or_insert(next);
        if number == next {
            self.list.push(words);
        }
        number
    }
}

/// A caption, piece by piece: plain text, or `[how it is drawn, text]`: `w` strong, `x` wrong, or a row's number.
fn caption(caption: &Caption) -> Value {
    let piece = |Piece { kind, text }: &Piece| match kind {
        Kind::Plain => json!(text),
        Kind::Strong => json!(["w", text]),
        Kind::Wrong => json!(["x", text]),
        Kind::Row(row) => json!([row, text]),
    };
    caption.0.iter().map(piece).collect()
}

/// `[depth, taken, call, end, caption, [changes], [score, margins], [hidden]]`; a teacher has null and nothing instead of the last two.
fn step(board: &Storyboard, step: usize, calls: &mut Words, captions: &mut Words) -> String {
    let mut parts = json!([
        board.depth(step),
        board.taken(step),
        calls.number(board.own_text(step).into()),
        u8::from(board.ends(step)),
        captions.number(caption(&board.caption(step))),
        board.changes(step).iter().map(change).collect::<Value>(),
    ]);
    if let Some(parts) = parts.as_array_mut() {
        parts.push(board.evidence(step).map(evidence).unwrap_or_default());
        if board.units() > 0 {
            parts.push(json!(board.hidden(step)));
        }
    }
    parts.to_string()
}

/// `[score, margin of the program, margin of the arguments]`.
fn evidence(Evidence { end, program, arguments, .. }: Evidence) -> Value {
    json!([end, program, arguments])
}

/// `[row, before, after]` of a pointer, `[row, column, before, after]` of a cell.
fn change(change: &Change) -> Value {
    match *change {
        Change::Pointer { row, before, after } => json!([row, before, after]),
        Change::Cell { row, column, before, after } => json!([row, column, before, after]),
    }
}
