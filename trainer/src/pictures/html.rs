//! One page with everything in it: it needs no network, and says so to the browser.

use std::io::{self, Write};

use npi_runtime::{Evidence, Program};
use serde_json::{Value, json};

use super::{Change, Storyboard};

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// Writes the page.
///
/// # Errors
/// Those of `out`.
pub fn write(board: &Storyboard, out: &mut impl Write) -> io::Result<()> {
    for (index, part) in PAGE.split("{{").enumerate() {
        let (name, rest) = part.split_once("}}").filter(|_| index > 0).unwrap_or(("", part));
        match name {
            "title" => out.write_all(super::xml::escape(&board.problem).as_bytes())?,
            "theme" => out.write_all(super::THEME.as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "data" => data(board, out)?,
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
        "task": board.signature.task,
        "problem": board.problem,
        "who": board.who(),
        "answer": board.answer,
        "rows": board.rows,
        "mirrored": board.mirrored,
        "columns": board.columns,
        "units": board.units(),
        "loudest": board.loudest(),
        "slots": board.signature.observation.iter().map(|slot| slot.name).collect::<Value>(),
        "cells": cells(board),
        "pointers": (0..board.rows.len()).map(|row| board.scene().pointer(row)).collect::<Value>(),
        "act": Program::ACT.name(&board.signature),
    });
    let (mut calls, mut symbols) = (Words::default(), Words::default());
    let steps = (0..board.steps()).map(|step| self::step(board, step, &mut calls, &mut symbols));
    let steps: Vec<String> = steps.collect();
    head["calls"] = calls.0.into();
    head["symbols"] = symbols.0.into();
    let data = format!("{{\"run\":{head},\"steps\":[{}]}}", steps.join(","));
    // A problem is any text: it must not end the script that it stands in.
    out.write_all(data.replace('<', "\\u003c").as_bytes())
}

/// What stands in each row at first.
fn cells(board: &Storyboard) -> Value {
    let scene = board.scene();
    let row = |row| (0..board.columns).map(|column| scene.cell(row, column)).collect::<String>();
    (0..board.rows.len()).map(row).collect()
}

/// Texts of calls or of symbols; the steps name them by number.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn number(&mut self, text: String) -> usize {
        self.0.iter().position(|known| *known == text).unwrap_or_else(|| {
            self.0.push(text);
            self.0.len() - 1
        })
    }
}

/// `[depth, taken, call, called, end, [symbols seen, null for nothing], [changes], [score, margins], [hidden]]`; a teacher has null and
/// nothing instead of the last two.
fn step(board: &Storyboard, step: usize, calls: &mut Words, symbols: &mut Words) -> String {
    let (own, called) = (calls.number(board.own_text(step)), calls.number(board.called_text(step)));
    let mut parts = json!([
        board.depth(step),
        board.taken(step),
        own,
        called,
        u8::from(board.ends(step)),
        board
            .seen_names(step)
            .map(|(_, name)| name.map(|name| symbols.number(name.to_owned())))
            .collect::<Vec<_>>(),
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
