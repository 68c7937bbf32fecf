//! Every verb, of a command that knows one task, which is not built in.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

use std::path::Path;
use std::process::{Command, Output};

fn fill(folder: &Path, words: &str) -> Output {
    let built = std::env::current_exe().unwrap(); // in `deps`, beside which cargo puts examples
    let mut command = Command::new(built.parent().unwrap().with_file_name("examples").join("fill"));
    command.args(words.split_whitespace()).current_dir(folder);
    command.output().unwrap()
}

/// What a verb that is done writes to standard output.
#[track_caller]
fn done(folder: &Path, words: &str) -> String {
    let Output { status, stdout, stderr } = fill(folder, words);
    assert_eq!(status.code(), Some(0), "{words}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

/// From traces to a picture, as `npi` does it for its own tasks; a network is learned, proven and run.
#[test]
fn every_verb_knows_the_task() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    done(folder, "generate --max 6 --examples-per 4 -o traces.jsonl");
    done(folder, "train --data traces.jsonl --hidden 8 -o fill.safetensors");
    done(folder, "convert fill.safetensors -o fill.npi");
    let proven = done(folder, "verify fill.npi --certificate proof.json");
    assert!(proven.contains("every cell becomes what the first one is"), "{proven}");
    assert_eq!(done(folder, "run fill.npi fill 1________ --trace trace.json"), "111111111\n");
    assert!(done(folder, "animate trace.json").contains("FILL(1)"));
    done(folder, "animate trace.json --svg run.svg --html run.html");
    assert!(done(folder, "inspect fill.npi").contains("task `fill`, int8, 8 hidden units"));
    assert!(done(folder, "export spec").contains("\"task\":\"fill\""));
    assert!(done(folder, "bench fill.npi --size 3").contains("int8, 8 hidden"));
    assert!(done(folder, "run fill.npi fill 1__ --hash").contains(" steps, hash "));
    assert!(
        done(folder, "run fill.npi fill 1__ --json")
            .starts_with("{\"task\":\"fill\",\"problem\":\"1__\",\"answer\":\"111\"")
    );
    assert!(
        done(folder, "check fill.npi --certificate proof.json")
            .starts_with("same     fill.npi: fill, proven")
    );
    assert!(done(folder, "completions bash").contains("fill__subcmd__verify"));
    assert!(done(folder, "man").contains("fill\\-verify(1)"));
    assert!(done(folder, "demo 0____ --hidden 8").ends_with("fill 0____ =\n00000\n"));
}

/// No model ships with it, and it knows no addition: each is said in one line.
#[test]
fn what_there_is_not_is_said() {
    let folder = tempfile::tempdir().unwrap();
    for (words, says) in [
        ("verify", "expected a model, as none ships with task `fill`; hint: `npi train --task fill`"),
        ("run addition 1+1", "expected a task (fill), found `addition`"),
        ("run fil 1__", "expected a task (fill), found `fil`; hint: `fill`"),
        (
            "verify --nonsense",
            "expected an option of `fill verify`, found `--nonsense`; hint: `fill verify --help`",
        ),
    ] {
        let Output { status, stderr, .. } = fill(folder.path(), words);
        let said = String::from_utf8(stderr).unwrap();
        assert_eq!((status.code(), said.lines().count()), (Some(2), 1), "{said}");
        assert!(said.contains(says), "{said}");
    }
}
