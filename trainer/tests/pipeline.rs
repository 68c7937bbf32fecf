//! The whole line through the command, as typed: generate, train, convert, verify, run.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod shell;

use std::fs;
use std::path::Path;

use shell::shell;

#[track_caller]
fn check(folder: &Path, line: &str, prints: &str) {
    let output = shell(folder, line);
    let (data, talk) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{line}: {talk}{data}");
    assert!(data.contains(prints), "{line}: expected `{prints}` in: {data}");
}

/// As the README types it; the certificate names the blob's bytes; the same seed gives the same weights.
#[test]
fn pipeline_works_as_typed() {
    let folder = tempfile::tempdir().unwrap();
    let check = |line, prints| check(folder.path(), line, prints);
    let line =
        "npi generate addition | npi train --data - -o m.safetensors && npi convert m.safetensors -o m.npi";
    check(line, "");
    check("npi verify m.npi --certificate proof.json", "proven");
    check("sha256sum m.npi | cut -c1-64 | grep -qf - proof.json && echo same", "same");
    check("npi run m.npi addition 579 1221", "1800");
    check("printf '1+2\\n999 1\\n' | npi run m.npi addition -", "3\n1000\n");
    check("npi run m.npi addition 579 1221 --trace - | npi animate -", "1800");
    check("npi inspect m.npi", "recurrent");
    check("npi train -o again.safetensors && cmp m.safetensors again.safetensors", "");
}

/// Without counterexamples, too; then it says so.
#[test]
fn plain_training_says_that_it_is_plain() {
    let folder = tempfile::tempdir().unwrap();
    let output = shell(
        folder.path(),
        "npi generate addition --max 4 --examples-per 4 | npi train --plain --updates 300 --data - -o m.safetensors",
    );
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(talk.contains("trained on traces alone"), "{talk}");
    assert!(folder.path().join("m.safetensors").exists());
}

/// A model with one weight changed so that an answer changes: exit 1, and a counterexample to follow.
#[test]
fn mutated_model_exits_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/tasks/models");
    let mut weights = npi_format::convert::Checkpoint::from_safetensors(
        &fs::read(models.join("addition.safetensors")).unwrap(),
    )
    .unwrap();
    weights.own[0][2][0] = 7.9; // the bias of `end`
    fs::write(folder.path().join("m.safetensors"), weights.to_safetensors().unwrap()).unwrap();
    let output = shell(folder.path(), "npi convert m.safetensors -o m.npi && npi verify m.npi");
    let data = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{data}");
    for part in ["refuted", "sees", "expected", "found", "IN1"] {
        assert!(data.contains(part), "expected `{part}` in: {data}");
    }
}

/// Weights that were proven in f32 say so, and become an f32 blob that is proven.
#[test]
fn what_training_proved_is_what_convert_makes() {
    let folder = tempfile::tempdir().unwrap();
    let line =
        "npi train --precision f32 --hidden 12 -o m.safetensors && npi convert m.safetensors -o m.npi 2>&1";
    let output = shell(folder.path(), line);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
    check(folder.path(), "npi verify m.npi", "addition, f32, 12 hidden units");
}

/// Weights that training did not prove say so, and what convert makes of them is as they were trained.
#[test]
fn what_training_did_not_prove_is_said_by_convert() {
    let folder = tempfile::tempdir().unwrap();
    let line = "npi train -p int4 --hidden 4 --updates 100 -o m.safetensors; npi convert m.safetensors -o m.npi 2>&1";
    let output = shell(folder.path(), line);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("warning: training ended without a proof in int4; stored as int4"), "{said}");
    check(folder.path(), "npi inspect m.npi", "task `addition`, int4, 4 hidden units");
}

/// A trace that cannot be learned from is named by its line, blank ones counted.
#[test]
fn a_bad_trace_is_named_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let line = "npi generate addition --max 2 --examples-per 1 | sed '2s/ADD1/SUB1/; 1s/^/\\n\\n/' > traces
        npi train --data traces -o m.safetensors";
    let output = shell(folder.path(), line);
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{talk}");
    assert!(
        talk.contains("traces: line 4: step 0: expected a program of `addition`, found `SUB1`"),
        "{talk}"
    );
}
