//! Trainings from many seeds, and from weights that are there already.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;

use npi_format::convert::Checkpoint;
use shell::{check, folder, refuses};

/// Weights are gone on from: those that are proven stay, others are brought to a proof sooner than new ones; the file tells both.
#[test]
fn weights_are_gone_on_from() {
    let folder = folder();
    let at = folder.path();
    let weights = |name: &str| Checkpoint::from_safetensors(&fs::read(at.join(name)).unwrap()).unwrap();
    let all = check(
        at,
        "npi train --resume w -o kept",
        0,
        "update     0  wrong 0 of 25338  margin 1.389\ntrained on ",
    );
    assert!(all.contains(": 0 updates, "), "{all}");
    let [kept, shipped] = ["kept", "w"].map(weights);
    assert_eq!((kept.own, kept.recurrent), (shipped.own, shipped.recurrent));
    check(at, "npi train --seed 3 --updates 300 -o some", 1, "update   300");
    check(
        at,
        "npi train --seed 4 --resume some -o more && npi convert more -o m && npi verify m",
        0,
        "proven in ",
    );
    let told = weights("more").metadata.training;
    assert!(told.starts_with("traces and counterexamples for int8, seed 4, "), "{told}");
    assert!(
        told.ends_with(" updates; before: traces and counterexamples for int8, seed 3, 300 updates"),
        "{told}"
    );
    check(at, "npi train --seed 4 --resume some -o again && cmp more again", 0, "");
}

/// Boxes are gone on from, too: those that hold are proven at once.
#[test]
fn boxes_are_gone_on_from() {
    let folder = folder();
    let at = folder.path();
    check(at, "npi train --task sorting-loop --hidden 8 -o s", 0, "int8 proven");
    check(at, "npi train --task sorting-loop --resume s -o again", 0, "update     0  wrong 0 of ");
    check(at, "npi convert again -o b && npi verify b", 0, "BUBBLE by boxes");
}

/// Weights of something else are refused in a line that says what was found.
#[test]
fn other_weights_are_refused() {
    let folder = folder();
    let at = folder.path();
    refuses(
        at,
        "npi train --task lock --resume w -o x",
        "npi: expected weights of lock to go on from, found those of addition",
    );
    refuses(
        at,
        "npi train --hidden 8 --resume w -o x",
        "expected weights of 8 hidden units to go on from, found 16; hint: leave out --hidden",
    );
    refuses(
        at,
        "npi train -p int4 --resume w -o x",
        "expected weights that were trained for int4 to go on from, found int8; hint: --precision int8",
    );
    refuses(at, "npi train --resume m -o x", "m: ");
    refuses(at, "npi train --resume none -o x", "cannot open none");
    refuses(at, "npi train --resume w -o w", "expected an output that is not read");
    refuses(
        at,
        "npi train --resume w --core w -o x",
        "expected --resume <FILE> without --core <FILE>, found both",
    );
    refuses(at, "npi train --resume - --data - -o x", "expected one `-`");
    assert!(!at.join("x").exists());
}

/// A sweep keeps the best of its seeds' weights, which are those of the seed alone, and fails only if no seed is proven.
#[test]
fn a_sweep_keeps_the_best() {
    let folder = folder();
    let at = folder.path();
    let line = "npi train --task lock --hidden 8 --seeds 0,2..3 --updates 900 -o best";
    let all = check(at, line, 0, "\n  seed  updates  draws  seconds  proven  margin\n");
    let rows: Vec<Vec<_>> = all
        .lines()
        .skip_while(|line| !line.starts_with("  seed"))
        .skip(1)
        .map(|row| row.split_whitespace().collect())
        .collect();
    let margin = |row: &Vec<&str>| -> f64 { if row[4] == "yes" { row[5].parse().unwrap() } else { -1.0 } };
    let best = rows[..3].iter().max_by(|one, other| margin(one).total_cmp(&margin(other))).unwrap();
    assert_eq!(rows[..3].iter().map(|row| row[0]).collect::<Vec<_>>(), ["0", "2", "3"]);
    assert!(
        all.ends_with(&format!("seeds proven; best has the best weights, those of seed {}\n", best[0])),
        "{all}"
    );
    let alone = format!(
        "npi train --task lock --hidden 8 --seed {} --updates 900 -o alone && cmp alone best",
        best[0]
    );
    check(at, &alone, 0, "");
    check(
        at,
        "npi train --hidden 1 --seeds 0..1 --updates 100 -o none",
        1,
        "0 of 2 seeds proven; none has the best weights",
    );
    check(
        at,
        "npi generate lock | npi train --data - --hidden 8 --seeds 0..1 --updates 900 -o x",
        0,
        " of 2 seeds proven",
    );
    refuses(
        at,
        "npi train --seeds 0..99999 -o x1",
        "expected --seeds <SEEDS> to be at most 10000 seeds, found",
    );
    refuses(
        at,
        "npi train --seeds 3..1 -o x1",
        "expected --seeds <SEEDS> to be seeds that count up, such as 1..3, found `3..1`",
    );
    for bad in ["a", "1,1"] {
        refuses(
            at,
            &format!("npi train --seeds {bad} -o x1"),
            "expected --seeds <SEEDS> to be seeds such as 0..9",
        );
    }
    refuses(at, "npi train --seed 1 --seeds 0..1 -o x1", "found both");
    assert!(!at.join("x1").exists());
}
