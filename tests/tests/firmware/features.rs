//! What each part of a firmware takes, on the smallest board: commands that are left out, other weights, proofs by boxes, more tasks.

use npi_image::Image;

use crate::boards::{ALL, BOARDS, BOXES, Board, F32, INT4, INT8, Kind, LOOPS, SMALL, WIDE, boards, firmware};
use crate::emulator::Console;
use crate::figures::number;
use crate::readme;
use crate::table::Table;

const TABLE: Table =
    Table { file: "features.md", columns: &["firmware", "flash", "static RAM", "stack"], keys: 1 };

/// The commands that a firmware can be built without, each alone, and all of them.
const WITHOUT: [Kind; 5] = [
    Kind::without("int8-without-trace", "trace"),
    Kind::without("int8-without-hash", "hash"),
    Kind::without("int8-without-bench", "bench"),
    Kind::without("int8-without-verify", "verify"),
    Kind::without("int8-without-any", "trace hash bench verify"),
];

/// The models that are compared with the shipped addition, as it is with all commands.
const MODELS: [(&str, Kind); 7] = [
    ("in int8, 6 units", SMALL),
    ("in int8, 32 units", WIDE),
    ("in int4, 9 units", INT4),
    ("in f32, 16 units", F32),
    ("in int8, 16 units, by boxes", BOXES),
    ("two tasks that loop, in int8, 16 units", LOOPS),
    ("six tasks, in int8, 16 units", ALL),
];

/// What an image takes: flash, static RAM, and the deepest stack of a sum with its trace and hash, after power-on.
#[track_caller]
fn row(board: &Board, name: &str, kind: Kind) -> String {
    let image = Image::read(&firmware(board.folder, kind)).expect("an image");
    let console = Console::of(board, kind);
    for line in ["579+1221", "trace", "hash"] {
        console.ask(line);
    }
    let stack = number(&console.ask("stack"), "");
    TABLE.row(&[name], &[image.flash() as u64, image.static_ram, stack])
}

/// The smallest board, if it is among those that are tested.
fn smallest() -> Option<&'static Board> {
    boards().find(|board| board.folder == BOARDS[0].folder)
}

/// Each part has its price, and that is what is committed.
#[test]
fn every_feature_takes_what_is_committed() {
    let Some(board) = smallest() else { return };
    let mut rows = vec![row(board, "addition in int8, 16 units", INT8)];
    for kind in WITHOUT {
        let words: Vec<_> = kind.without.split(' ').map(|word| format!("`{word}`")).collect();
        rows.push(row(board, &format!("without {}", words.join(", ")), kind));
    }
    rows.extend(MODELS.map(|(name, kind)| row(board, name, kind)));
    let committed = TABLE.hold(&rows);
    readme::hold("features", |_| committed);
}

/// A command that was left out is unknown, the help does not name it, and the others do as before; without the verifier there is no power-on check.
#[test]
fn a_command_that_is_left_out_is_gone() {
    let Some(board) = smallest() else { return };
    let [_, without_hash, .., without_any] = WITHOUT;
    let console = Console::of(board, without_any);
    assert!(!console.banner.contains("verify"), "{}", console.banner);
    let help = "579+1221; run (or run 579+1221); info, stack, echo";
    for command in without_any.without.split(' ') {
        assert_eq!(console.ask(command), help);
        assert_eq!(console.ask(&format!("{command} 1+1")), help);
    }
    assert_eq!(console.ask("579+1221"), "1800");
    let quiet = Console::of(board, without_hash);
    assert!(quiet.ask("help").contains("run, trace, bench (or trace 579+1221); verify, info"));
    assert!(quiet.ask("trace 1+1").contains("\"answer\":\"2\""));
}
