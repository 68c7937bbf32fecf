//! What `npi train` refuses, and what it does not lose.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Stdio};

use npi_tasks::Addition;
use npi_trainer::cmd::convert::Precision;
use npi_trainer::cmd::train::{Audience, By, How, Show, generated, learn};
use npi_trainer::learn::{Backend, Subject};
use rustix::process::{Pid, Signal, kill_process};
use shell::{check, command, folder, refuses, temporary};

const EMPTY: &str = r#"{"npi":2,"task":"addition","problem":"1+2","model":"teacher","steps":[]}"#;

/// There is nothing to learn from a trace without steps: it is said, and nothing panics.
#[test]
fn traces_without_steps_are_refused() {
    let folder = folder();
    fs::write(folder.path().join("t"), EMPTY).unwrap();
    for plain in ["", "--plain"] {
        let line = format!("npi train {plain} --data t -o x");
        let all =
            check(folder.path(), &line, 2, "expected traces with steps to learn from, found none; hint");
        assert!(!all.contains("panicked"), "{all}");
        assert!(!folder.path().join("x").exists());
    }
}

/// Where nothing can be written, nothing is learned.
#[test]
fn outputs_are_checked_before_training() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("file"), "kept").unwrap();
    refuses(at, "npi train -o none/x", "cannot write none/x");
    refuses(at, "npi train --task lock --task lock -o x", "expected every --task once, found `lock` twice");
    refuses(at, "npi train --task lock --task none -o x", "expected a task (");
    refuses(at, "npi train -o .", "cannot write .");
    refuses(at, "npi train --report file -o x", "cannot make file");
    refuses(at, "npi train --report file/below -o x", "cannot make file/below");
    refuses(at, "mkdir -p r/training.svg && npi train --report r -o x", "cannot write r/training.svg");
    refuses(
        at,
        "npi generate addition > t && npi train --data t -o t",
        "expected an output that is not read",
    );
    refuses(
        at,
        "mkdir d && cp t d/training.jsonl && npi train --data d/training.jsonl --report d -o x",
        "not read",
    );
    refuses(at, "npi train --report two -o two/training.svg", "expected two files");
    assert_eq!(fs::read_to_string(at.join("file")).unwrap(), "kept");
    assert!(!at.join("x").exists());
}

/// The folder of the report is made, also for the weights.
#[test]
fn weights_can_stand_beside_the_report() {
    let folder = folder();
    check(
        folder.path(),
        "npi train --report r/s -o r/s/x && ls r/s",
        0,
        "training.html\ntraining.jsonl\ntraining.svg\nx\n",
    );
}

/// Whoever stops to listen does not lose the weights.
#[test]
fn training_that_nobody_listens_to_keeps_its_weights() {
    let folder = folder();
    check(folder.path(), "npi train -o x.safetensors 2>&1 | head -n 1", 0, "the proof checks 25338");
    check(folder.path(), "npi convert x.safetensors -o x && npi verify x", 0, "proven");
}

/// What was taught is right, but not all that can be: that is no success.
#[test]
fn plain_training_with_wrong_sequences_left_exits_with_1() {
    let folder = folder();
    fs::write(
        folder.path().join("t"),
        shell::shell(folder.path(), "npi generate addition --max 1 --examples-per 1").stdout,
    )
    .unwrap();
    check(
        folder.path(),
        "npi train --plain --updates 6000 --data t -o x",
        1,
        "sequences that the proof checks",
    );
    assert!(folder.path().join("x").exists());
}

/// Signals are waited for once, however often a process trains.
#[test]
fn a_process_can_train_twice() {
    let how = How {
        hidden: Some(4),
        core: None,
        resume: None,
        seed: 0,
        precision: Precision::Int8,
        plain: false,
        prover: By::Sequences,
        split: false,
        margin: 0.5,
        updates: 100,
        backend: Backend::DEFAULT,
    };
    let taught = generated::<Addition>(0).unwrap();
    let train = || {
        let subject = Subject::new::<Addition>(&taught).unwrap();
        let mut audience = Audience::of(&Show { quiet: true, ..Show::default() }).unwrap();
        let patience = audience.patience().unwrap();
        let learned = learn(vec![subject], &how.options().unwrap(), &mut audience, &patience);
        learned.unwrap().trained.checkpoint
    };
    assert_eq!(train(), train());
}

/// The first signal ends training with the best weights, whole, and says that they are not proven.
#[test]
fn a_signal_in_training_keeps_the_best_weights() {
    for signal in [Signal::TERM, Signal::INT] {
        let folder = folder();
        let (mut child, mut talk) = training(
            folder.path(),
            "exec npi train --hidden 4 --updates 1000000 --report r -o x.safetensors",
        );
        send(&child, signal);
        let mut rest = String::new();
        talk.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1), "{rest}");
        assert!(rest.contains("interrupted: finishing") && rest.contains("not proven"), "{rest}");
        assert!(rest.ends_with("\ninterrupted: the best weights so far are in x.safetensors\n"), "{rest}");
        check(folder.path(), "npi convert x.safetensors -o x && npi inspect x", 0, "4 hidden units");
        assert!(folder.path().join("r/training.svg").exists());
        assert_eq!(temporary(&folder.path().join("r")), 0);
    }
}

/// A signal that comes when all is learned, and nothing is written yet, loses no weights.
#[test]
fn a_late_signal_loses_no_weights() {
    for _ in 0..5 {
        let folder = folder();
        let line = "exec npi train --task lock --hidden 4 --updates 100 -o x.safetensors";
        let (mut child, mut talk) = training(folder.path(), line);
        let mut said = String::new();
        while !said.contains("trained on") {
            assert!(talk.read_line(&mut said).unwrap() > 0, "{said}");
        }
        send(&child, Signal::TERM);
        let ended = child.wait().unwrap();
        // It may have ended by itself before the signal came: then it is whole, too.
        assert!(folder.path().join("x.safetensors").exists(), "{ended}: {said}");
        assert_eq!(temporary(folder.path()), 0);
    }
}

/// Updates are made as many as are asked for, also where that is no whole number of checks; none is refused.
#[test]
fn updates_are_obeyed() {
    let folder = folder();
    let at = folder.path();
    refuses(at, "npi train --updates 0 -o x", "npi: expected at least 1 update, found 0");
    for (updates, checks) in [(1, vec![1]), (99, vec![99]), (100, vec![100]), (250, vec![100, 200, 250])] {
        let all = check(at, &format!("npi train --hidden 4 --updates {updates} -o x"), 1, "not proven");
        let begins: Vec<_> = checks.iter().map(|check| format!("update {check:>5}  loss ")).collect();
        let found: Vec<_> = all.lines().filter(|line| line.starts_with("update ")).collect();
        assert_eq!(found.len(), checks.len(), "{all}");
        assert!(found.iter().zip(begins).all(|(line, begin)| line.starts_with(&begin)), "{all}");
        let made = if updates == 1 { "1 update".to_owned() } else { format!("{updates} updates") };
        assert!(all.contains(&format!("counterexamples: {made}, ")), "{all}");
    }
}

/// A signal ends a sweep with what it has so far.
#[test]
fn a_signal_ends_a_sweep() {
    let folder = folder();
    let line = "exec npi train --hidden 4 --seeds 0..99 --updates 1000000 -o x.safetensors";
    let (mut child, mut talk) = training(folder.path(), line);
    send(&child, Signal::INT);
    let mut rest = String::new();
    talk.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{rest}");
    assert!(
        rest.contains(
            "\n0 of 100 seeds proven, 99 not run; x.safetensors has the best weights, those of seed 0\ninterrupted: "
        ),
        "{rest}"
    );
    assert!(folder.path().join("x.safetensors").exists());
}

/// The second signal breaks training off; nothing half-written is left.
#[test]
fn a_second_signal_in_training_ends_at_once() {
    let folder = folder();
    // So large a network that its first hundred updates do not end before the second signal.
    let line = "exec npi train --hidden 128 --updates 1000000 -o x.safetensors";
    let (mut child, mut talk) = training(folder.path(), line);
    send(&child, Signal::TERM);
    let mut said = String::new();
    talk.read_line(&mut said).unwrap();
    assert!(said.contains("interrupted"), "{said}");
    send(&child, Signal::TERM);
    assert_eq!(child.wait().unwrap().signal(), Some(Signal::TERM.as_raw()));
    assert_eq!(temporary(folder.path()), 0);
    assert!(!folder.path().join("x.safetensors").exists());
}

/// A training that has begun to learn.
fn training(folder: &Path, line: &str) -> (Child, impl BufRead) {
    let mut child = command(folder, line).stderr(Stdio::piped()).spawn().unwrap();
    let (mut talk, mut first) = (BufReader::new(child.stderr.take().unwrap()), String::new());
    while !first.contains("the proof") && talk.read_line(&mut first).unwrap() > 0 {}
    assert!(first.contains("the proof checks"), "{first}");
    (child, talk)
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}
