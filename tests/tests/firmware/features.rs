//! What each part of a firmware takes, on the smallest board: commands that are left out, other weights, proofs by boxes, more tasks.

use std::fs;
use std::path::Path;

use npi_image::{Image, Options, build};

use crate::boards::{
    ALL, BOARDS, BOXES, Board, F32, INT4, INT8, Kind, LOOPS, SMALL, WIDE, boards, building, firmware, scratch,
};
use crate::emulator::Console;
use crate::figures::number;
use crate::readme;
use crate::table::Table;

const TABLE: Table =
    Table { file: "features.md", columns: &["firmware", "flash", "static RAM", "stack"], keys: 1 };

/// The commands that a firmware can be built without.
const COMMANDS: [&str; 4] = ["trace", "hash", "bench", "verify"];

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

/// The smallest board's firmware with the shipped addition, but without some commands.
#[track_caller]
fn without(board: &Board, commands: &str) -> std::path::PathBuf {
    let folder = scratch("features");
    fs::create_dir_all(&folder).expect("a folder");
    let kept = folder.join(commands.replace(' ', "-"));
    building(board.folder, |target| {
        let options = Options {
            model: Some(&INT8.path()),
            target: Some(target),
            without: Some(commands),
            ..Options::default()
        };
        let built = build(board.folder, options).unwrap_or_else(|error| panic!("{error:?}"));
        fs::copy(built, &kept).expect("a copy");
    });
    kept
}

/// What an image takes: flash, static RAM, and the deepest stack of a sum with its trace and hash, after power-on.
#[track_caller]
fn row(board: &Board, name: &str, elf: &Path) -> String {
    let (image, console) = (Image::read(elf).expect("an image"), Console::power_on(board, elf));
    for line in ["579+1221", "trace", "hash"] {
        console.ask(line);
    }
    let stack = number(&console.ask("stack"), "");
    TABLE.row(&[name], &[image.flash() as u64, image.static_ram, stack])
}

/// Each part has its price, and that is what is committed.
#[test]
fn every_feature_takes_what_is_committed() {
    let board = &BOARDS[0];
    if !boards().any(|chosen| chosen.folder == board.folder) {
        return;
    }
    let mut rows = vec![row(board, "addition in int8, 16 units", &firmware(board.folder, INT8))];
    for commands in COMMANDS.iter().map(|&one| one.to_owned()).chain([COMMANDS.join(" ")]) {
        let words: Vec<_> = commands.split(' ').map(|word| format!("`{word}`")).collect();
        rows.push(row(board, &format!("without {}", words.join(", ")), &without(board, &commands)));
    }
    for (name, kind) in MODELS {
        rows.push(row(board, name, &firmware(board.folder, kind)));
    }
    let committed = TABLE.hold(&rows);
    readme::hold("features", |_| committed);
}

/// A command that was left out is unknown, the help does not name it, and the others do as before; without the verifier there is no power-on check.
#[test]
fn a_command_that_is_left_out_is_gone() {
    let board = &BOARDS[0];
    let console = Console::power_on(board, &without(board, &COMMANDS.join(" ")));
    assert!(!console.banner.contains("verify"), "{}", console.banner);
    let help = "579+1221; run (or run 579+1221); info, stack, echo";
    for command in COMMANDS {
        assert_eq!(console.ask(command), help);
        assert_eq!(console.ask(&format!("{command} 1+1")), help);
    }
    assert_eq!(console.ask("579+1221"), "1800");
    let quiet = Console::power_on(board, &without(board, "hash"));
    assert!(quiet.ask("help").contains("run, trace, bench (or trace 579+1221); verify, info"));
    assert!(quiet.ask("trace 1+1").contains("\"answer\":\"2\""));
}
