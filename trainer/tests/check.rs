//! `npi check`, as docs/ci.md has it, and what it finds.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;
use std::path::Path;

use shell::{check, refuses};

const CHECK: &str = "npi check model.npi --certificate proof.json --golden golden.jsonl";

/// The blocks of docs/ci.md in a language.
fn blocks(language: &str) -> Vec<String> {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/ci.md");
    let text = fs::read_to_string(document).unwrap();
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// A folder in which the first block of the recipe was run: the shipped model, its certificate, and runs of it.
fn folder() -> tempfile::TempDir {
    let folder = shell::folder();
    let at = folder.path();
    fs::rename(at.join("m"), at.join("model.npi")).unwrap();
    fs::write(at.join("problems.txt"), "579+1221\n999999+1\n0+0\n").unwrap();
    check(at, &format!("set -e; {}", blocks("sh")[0]), 0, "proven in");
    folder
}

/// Puts something else in a file's text.
#[track_caller]
fn replace(folder: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(folder.join(file), text.replacen(from, to, 1)).unwrap();
}

/// Every command of the recipe does what the document says, and the workflow runs the same.
#[test]
fn the_recipe_works() {
    let (folder, blocks, workflow) = (folder(), blocks("sh"), blocks("yaml"));
    assert_eq!((blocks.len(), blocks[1].trim_end(), workflow.len()), (3, CHECK, 1));
    for block in &blocks {
        check(folder.path(), &format!("set -e; {block}"), 0, "");
    }
    let said = check(
        folder.path(),
        CHECK,
        0,
        "same     model.npi: addition, proven, 17 fields of its certificate\n",
    );
    assert!(said.ends_with("same     3 runs kept\n"), "{said}");
    assert!(workflow[0].contains(&format!("- run: {CHECK}\n")), "{}", workflow[0]);
}

/// Each field that differs is named, with both values; where and by what the certificate was made is no difference.
#[test]
fn fields_that_differ_are_named() {
    let folder = folder();
    let at = folder.path();
    replace(at, "proof.json", "\"model\": \"model.npi\"", "\"model\": \"elsewhere\"");
    replace(at, "proof.json", "\"npi\": \"0", "\"npi\": \"9");
    check(at, CHECK, 0, "same");
    replace(at, "proof.json", "\"steps\": 51051", "\"steps\": 51050");
    replace(at, "proof.json", "\"ADD1\",\n      24824", "\"ADD1\",\n      24823");
    replace(at, "proof.json", "\"hidden\": 16,", "\"hidden\": 16, \"more\": [1],");
    let said = check(at, CHECK, 1, "differs  steps: expected 51050, found 51051\n");
    assert!(said.contains("differs  by_program[1][1]: expected 24823, found 24824\n"), "{said}");
    assert!(said.contains("differs  more: expected [1], found nothing\n"), "{said}");
    assert_eq!(said.lines().count(), 3, "{said}");
}

/// A run with another hash, answer or number of steps is named by its problem.
#[test]
fn runs_that_differ_are_named() {
    let folder = folder();
    let at = folder.path();
    replace(at, "golden.jsonl", "8a9f780ce6f8c37a", "8a9f780ce6f8c37b");
    replace(at, "golden.jsonl", "\"1000000\"", "\"1000001\"");
    replace(at, "golden.jsonl", "\"steps\":8,", "\"steps\":9,");
    let said = check(at, CHECK, 1, "579+1221: expected hash 8a9f780ce6f8c37b, found 8a9f780ce6f8c37a\n");
    assert!(said.contains("differs  999999+1: expected answer 1000001, found 1000000\n"), "{said}");
    assert!(
        said.contains("differs  0+0: expected steps 9, found 8\n") && said.lines().count() == 3,
        "{said}"
    );
}

/// Another model differs in its hash and its runs; one that is refuted fails even if its certificate says so.
#[test]
fn another_model_and_a_refuted_one_fail() {
    let folder = folder();
    let at = folder.path();
    let said =
        check(at, &CHECK.replace("model.npi", "bad"), 1, "refuted  bad; hint: `npi verify` says by what\n");
    for line in [
        "differs  sha256: expected \"c5eb",
        "differs  proven: expected true, found false",
        "579+1221: expected a run to its end",
    ] {
        assert!(said.contains(line), "{said}");
    }
    let line = "npi verify bad --certificate refuted.json; npi check bad --certificate refuted.json | grep -v 'disagree'";
    let said = check(at, line, 1, "refuted  bad");
    assert!(!said.contains("differs"), "{said}");
}

/// Boxes are compared, too, and by which prover is for the caller to say.
#[test]
fn the_prover_is_the_callers() {
    let folder = folder();
    let at = folder.path();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/tasks/models");
    fs::copy(models.join("addition-boxes.npi"), at.join("boxes")).unwrap();
    check(at, "npi verify boxes --prover boxes --certificate c", 0, "proven in");
    check(at, "npi check boxes --prover boxes --certificate c", 0, "same");
    check(at, "npi check boxes --certificate c", 1, "hint     --prover as when the certificate was made\n");
}

/// Files that are missing or something else are refused in one line.
#[test]
fn bad_files_are_refused() {
    let folder = folder();
    let at = folder.path();
    let with = |certificate: &str, golden: &str| {
        format!("npi check model.npi --certificate {certificate} --golden {golden}")
    };
    refuses(at, &with("none", "golden.jsonl"), "cannot open none");
    refuses(at, &with("proof.json", "none"), "cannot open none");
    refuses(at, &with("model.npi", "golden.jsonl"), "model.npi: expected a certificate, as `npi verify");
    refuses(at, &with("golden.jsonl", "golden.jsonl"), "golden.jsonl: expected a certificate");
    refuses(at, &with("proof.json", "proof.json"), "proof.json: line 1: expected a run in JSON");
    refuses(at, &with("-", "- < proof.json"), "expected one `-`");
    refuses(at, "npi check problems.txt --certificate proof.json", "expected an npi model");
    refuses(at, "npi check model.npi", "--certificate");
    check(at, "echo '{}' > c; npi check model.npi --certificate c", 2, "found no `task`");
    check(at, ": > c; npi check model.npi --certificate c", 2, "found an empty file");
    check(at, "npi run model.npi addition - --json < problems.txt > g", 0, "");
    refuses(
        at,
        &with("proof.json", "g"),
        "g: line 1: expected a run with a `hash`, found none; hint: `npi run",
    );
    check(at, "printf '1+1\\n\\n' | npi run addition - --json --hash > g", 0, "");
    check(at, &with("proof.json", "g"), 0, "1 run kept"); // a blank line is no run
    check(at, "echo 12-5 | npi run calculator - --json --hash > g", 0, "");
    refuses(at, &with("proof.json", "g"), "expected a run of task `addition`, found one of `calculator`");
    replace(at, "proof.json", "\"task\": \"addition\"", "\"task\": \"subtraction\"");
    refuses(at, "npi check model.npi --certificate proof.json", "expected a task (addition");
}
