//! Foreign text never reaches the terminal as it is.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod npi;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::process::Output;

use npi::{data, npi, shipped, talk, weights};
use npi_format::Precision;
use npi_format::convert::convert;
use npi_runtime::Teacher;
use npi_tasks::Addition;
use npi_tasks::Shipped;
use npi_trainer::pictures::Storyboard;
use npi_trainer::pictures::view::{Status, View};
use npi_trainer::record::run_traced;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// Turns red, rings, ends the line, and turns the direction of reading; and how it is shown.
const EVIL: &str = "\x1b[31m\x07\n\u{9b}\u{202e}x";
const SHOWN: &str = "\\u{1b}[31m\\u{7}\\n\\u{9b}\\u{202e}x";

#[track_caller]
fn check_harmless(text: &str) {
    let harmful = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!text.contains(harmful), "{text:?}");
    assert!(text.contains(SHOWN), "expected `{SHOWN}` in: {text}");
}

/// Exits with 2 and one line, in which the evil is written out.
#[track_caller]
fn check_refused(output: &Output) {
    let (said, code) = talk(output);
    assert_eq!((code, said.lines().count()), (Some(2), 1), "{said}");
    check_harmless(&said);
}

/// A trace of the teacher's in which somebody has put other text; `@` stands for the evil.
fn trace(replace: &str, by: &str) -> String {
    let mut trace = String::new();
    run_traced::<Addition, _>(Teacher::<Addition>::new(), "5+3", None, |_| Vec::new(), &mut trace).unwrap();
    let evil = serde_json::to_string(EVIL).unwrap();
    assert!(trace.contains(replace), "{trace}");
    trace.replacen(replace, &by.replace('@', evil.trim_matches('"')), 1)
}

/// File names in errors and in what is said of success, in every verb that takes one.
#[test]
fn file_names_are_written_out() {
    let folder = tempfile::tempdir().unwrap();
    let missing = |words: &[&str]| check_refused(&npi(folder.path(), words, b""));
    missing(&["verify", EVIL]);
    missing(&["inspect", EVIL]);
    missing(&["bench", EVIL]);
    missing(&["animate", EVIL]);
    missing(&["convert", EVIL, "-o", "m.npi"]);
    missing(&["run", EVIL, "addition", "1", "2"]);
    missing(&["run", "addition", "1", "2", "--trace", &format!("none/{EVIL}")]);
    missing(&["generate", "addition", "-o", &format!("none/{EVIL}")]);
    fs::copy(shipped("addition.npi"), folder.path().join(EVIL)).unwrap();
    check_harmless(&data(&npi(folder.path(), &["verify", EVIL], b"")));
    check_harmless(
        &data(&npi(folder.path(), &["verify", EVIL, "--certificate", "-"], b"")).replace("\\\\", "\\"),
    );
    check_harmless(&data(&npi(folder.path(), &["inspect", EVIL], b"")));
    let weights = shipped("addition.safetensors");
    let output =
        npi(folder.path(), &[OsStr::new("convert"), weights.as_os_str(), "-o".as_ref(), EVIL.as_ref()], b"");
    check_harmless(&talk(&output).0);
}

/// A file name that is no text keeps its bytes apart.
#[cfg(target_os = "linux")]
#[test]
fn file_names_that_are_no_text_are_written_out() {
    use std::os::unix::ffi::OsStringExt;
    let name = OsString::from_vec(b"a\xff\xfe".to_vec());
    for words in [vec!["verify".into(), name.clone()], vec!["animate".into(), name.clone()]] {
        let (said, code) = talk(&npi(Path::new("."), &words, b""));
        assert!(code == Some(2) && said.contains("cannot open a\\xff\\xfe: "), "{said}");
    }
}

/// Words of the command line, quoted in a usage message.
#[test]
fn words_in_usage_messages_are_written_out() {
    for words in [&[EVIL][..], &["verify", "a", EVIL], &["bench", "--size", EVIL], &["run", EVIL]] {
        let (said, code) = talk(&npi(Path::new("."), words, b""));
        assert_eq!(code, Some(2));
        check_harmless(&said);
    }
}

/// The name of a task in a model and in a trace; a program and a claimed answer in a trace.
#[test]
fn names_in_files_are_written_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut foreign = weights();
    foreign.metadata.tasks[0].task = EVIL.to_owned();
    let (blob, _) = convert(&foreign, Precision::Int8).unwrap();
    fs::write(folder.path().join("m.npi"), blob).unwrap();
    check_refused(&npi(folder.path(), &["verify", "m.npi"], b""));
    check_refused(&npi(folder.path(), &["run", "m.npi", "addition", "1+1"], b""));
    fs::write(folder.path().join("w"), foreign.to_safetensors().unwrap()).unwrap();
    check_harmless(&talk(&npi(folder.path(), &["convert", "w", "-o", "x"], b"")).0);
    check_harmless(&data(&npi(folder.path(), &["inspect", "m.npi"], b"")));
    check_harmless(&data(&npi(folder.path(), &["inspect", "m.npi", "--svg", "-"], b"")));
    check_refused(&npi(folder.path(), &["split", "m.npi", "addition", "-o", "x.npi"], b""));
    check_refused(&npi(folder.path(), &["join", "m.npi", "m.npi", "-o", "x.npi"], b""));
    let animate = |trace: String| npi(folder.path(), &["animate", "-"], trace.as_bytes());
    check_refused(&animate(trace("addition", "@")));
    check_refused(&animate(trace("ADD1", "@")));
    check_refused(&animate(trace("\"answer\":\"8", "\"answer\":\"@")));
}

/// A model's name in a trace: as text, and in the player's picture.
#[test]
fn models_in_pictures_are_written_out() {
    let trace = trace("teacher", "@");
    check_harmless(&data(&npi(Path::new("."), &["animate", "-"], trace.as_bytes())));
    let board = Storyboard::parse::<Shipped>(trace.as_bytes()).unwrap();
    let area = Rect::new(0, 0, 120, 24);
    let mut buffer = Buffer::empty(area);
    View { board: &board, scene: &board.scene(), status: Status::default() }.render(area, &mut buffer);
    check_harmless(&buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>());
}

/// A problem in a trace, which may have tabs in it.
#[test]
fn problems_in_pictures_are_written_out() {
    let text = data(&npi(Path::new("."), &["animate", "-"], trace("5+3", "5\\t+3").as_bytes()));
    assert!(text.starts_with("5\\t+3 → 8\naddition by its teacher\n"), "{text}");
}
