//! Models that boxes prove, at the command line: proven, refuted obligation by obligation, refused with a reason.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;
use std::path::Path;

use npi_format::convert::{Checkpoint, convert};
use npi_format::{Bounds, Precision};
use serde_json::Value;
use shell::{check, refuses, shell};

/// Weights that ship.
fn weights(name: &str) -> Checkpoint {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/tasks/models");
    Checkpoint::from_safetensors(&fs::read(models.join(name).with_extension("safetensors")).unwrap()).unwrap()
}

/// A folder with a model `m`: that of some shipped weights, changed before they are converted.
fn folder(name: &str, change: impl FnOnce(&mut Checkpoint)) -> tempfile::TempDir {
    let (folder, mut weights) = (tempfile::tempdir().unwrap(), weights(name));
    change(&mut weights);
    let (blob, _) = convert(&weights, Precision::Int8).unwrap();
    fs::write(folder.path().join("m"), blob).unwrap();
    folder
}

/// The certificate of a task, whatever it says.
fn certificate(folder: &Path, options: &str) -> Value {
    let output = shell(folder, &format!("npi verify m --certificate - {options}"));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Narrows what a box allows its unit 3 to a single state, with which it does not begin.
fn narrow(weights: &mut Checkpoint, task: usize, number: usize) {
    let hidden = weights.metadata.hidden;
    weights.boxes[task][number * hidden + 3] = Bounds { hidden: [100; 2], cell: [1; 2] };
}

/// Leaves the heads of the first task nothing but their biases, by which no call ends.
fn endless(weights: &mut Checkpoint) {
    let [_, heads, bias] = &mut weights.own[0];
    heads.fill(0.0);
    bias[0] = -7.5;
}

/// The loops that ship are proven without a model being named, and say by what.
#[test]
fn shipped_loops_are_proven() {
    let folder = folder("addition-boxes", |_| ());
    for (task, says) in [
        ("addition-loop", "ADD by boxes: 24 obligations, 2 boxes\n"),
        ("sorting-loop", "BUBBLE by boxes: 6 obligations, 3 boxes, 1 of them empty\n"),
        ("traffic-loop", "LIGHTS by split boxes: 51 obligations, 30 boxes, 14 of them empty\n"),
    ] {
        let said = check(folder.path(), &format!("npi verify --task {task}"), 0, says);
        assert!(said.contains("\nproven in ") && said.contains("margin   at least "), "{said}");
    }
}

/// Programs that end are proven by their boxes, by their sequences, or by both, as is asked for.
#[test]
fn a_program_that_ends_is_proven_either_way() {
    let folder = folder("addition-boxes", |_| ());
    let figures = |options| {
        let certificate = certificate(folder.path(), options);
        let beside = &certificate["by_boxes"][1]["sequences_beside"];
        assert_eq!(certificate["proven"], true);
        (certificate["sequences"].clone(), beside.clone(), certificate.get("methods").is_some())
    };
    assert_eq!(figures(""), (25_338.into(), 24_824.into(), true));
    assert_eq!(figures("--prover auto"), figures(""));
    assert_eq!(figures("--prover boxes"), (0.into(), Value::Null, true));
    assert_eq!(figures("--prover sequences"), (25_338.into(), Value::Null, false));
}

/// What cannot be proven in the way that is asked for, or in any, is refused in a line that says what to do.
#[test]
fn what_has_no_proof_is_refused() {
    let folder = folder("traffic-loop", |weights| weights.metadata.checked = None);
    let at = folder.path();
    fs::write(at.join("w"), weights("traffic-loop").to_safetensors().unwrap()).unwrap();
    refuses(at, "npi verify m", "program LIGHTS: expected boxes, as it loops, found none; hint: `npi train");
    refuses(at, "npi verify m --prover boxes", "expected boxes, as it loops, found none");
    refuses(
        at,
        "npi verify m --prover sequences",
        "expected one that ends for --prover sequences, found one that loops",
    );
    refuses(
        at,
        "npi verify --task traffic-loop --prover sequences",
        "found one that loops; hint: --prover auto",
    );
    refuses(at, "npi verify --prover boxes", "program ADD: expected boxes for --prover boxes, found none");
    check(at, "npi convert w -p f32 -o f", 0, "warning: boxes were dropped: they are of int8, not of f32");
    refuses(
        at,
        "npi verify f",
        "expected boxes, which hold in integers alone, found f32, where sums are rounded",
    );
    let said = check(at, "npi convert w -o i", 0, "");
    assert!(!said.contains("dropped"), "{said}");
}

/// A tampered box proves nothing: the obligation is named, with the unit that leaves it.
#[test]
fn a_tampered_box_is_named() {
    let folder = folder("loops", |weights| narrow(weights, 0, 1));
    let at = folder.path();
    let said =
        check(at, "npi verify m --task addition-loop", 1, "not proven: no problem was found that shows it");
    for part in [
        "broken ",
        "obligations of boxes; the first is of ADD:",
        "a state that may leave box 1, memory 1",
        "unit 3: hidden 0.7812 to 0.7812, cell 0.0002 to 0.0002, allowed",
    ] {
        assert!(said.contains(part), "expected `{part}` in {said}");
    }
    let certificate = certificate(at, "--task addition-loop");
    let broken = &certificate["broken"];
    assert_eq!(
        (&certificate["proven"], &certificate["smallest_margin_logits"]),
        (&false.into(), &Value::Null)
    );
    assert_eq!((&broken["call"], &broken["leaves"]["to"]["box"]), (&"ADD".into(), &1.into()));
    assert_eq!((&broken["leaves"]["found"]["unit"], &broken["sees"][0][0]), (&3.into(), &"IN1".into()));
    assert!(
        certificate["by_boxes"][0]["wrong"].as_u64() > Some(0) && certificate.get("shown_by").is_none(),
        "{certificate}"
    );
    check(at, "npi verify m --task sorting-loop", 0, "proven in");
}

/// Boxes that fail though every sequence is right: not proven, and the prover that does it is named.
#[test]
fn sequences_may_prove_what_boxes_do_not() {
    let folder = folder("addition-boxes", |weights| narrow(weights, 0, 1));
    let at = folder.path();
    check(
        at,
        "npi verify m",
        1,
        "not proven by boxes, but every sequence is right; hint: --prover sequences proves it",
    );
    assert_eq!(certificate(at, "")["proven_by_sequences"], true);
    check(at, "npi verify m --prover sequences", 0, "proven in");
    let said = check(at, "npi verify m --prover boxes", 1, "not proven: no problem was found that shows it");
    assert!(!said.contains("--prover sequences"), "{said}");
}

/// A network that is wrong is refuted by a run, and by the decision that its boxes leave open.
#[test]
fn a_wrong_network_is_refuted() {
    let looping = folder("loops", endless);
    let said = check(looping.path(), "npi verify m --task addition-loop", 1, "\nrefuted: solving ");
    assert!(said.contains("found     program `LSHIFT` may win, by up to 10.0000 logits"), "{said}");
    let certificate = certificate(looping.path(), "--task addition-loop");
    let undecided = &certificate["broken"]["undecided"];
    assert_eq!((&undecided["head"], &undecided["instead"]), (&"program".into(), &"LSHIFT".into()));
    assert!(certificate["shown_by"]["problem"].is_string(), "{certificate}");
    let both = folder("addition-boxes", endless);
    let said = check(both.path(), "npi verify m", 1, "\nrefuted: solving ");
    assert!(said.contains("\ndisagree ") && said.contains("\nbroken   "), "{said}");
}

/// A certificate names each program's method, and each box: what it is for, how wide it is, and how clear what follows.
#[test]
fn certificates_tell_of_boxes() {
    let folder = folder("traffic-loop", |_| ());
    let certificate = certificate(folder.path(), "");
    assert_eq!(certificate["methods"], serde_json::json!([["LIGHTS", "split"]]));
    let lights = &certificate["by_boxes"][0];
    assert_eq!((&lights["obligations"], &lights["sequences_beside"]), (&51.into(), &Value::Null));
    let boxes = lights["boxes"].as_array().unwrap();
    assert_eq!(boxes.len(), 30);
    for (number, class) in boxes.iter().enumerate() {
        assert_eq!(class["box"], number);
        assert_eq!(class["memory"], number / 3);
        assert!(class["after"][0].is_array(), "{class}");
        let (empty, wide) = (class["empty"] == true, class["widest_hidden"].as_f64() > Some(0.0));
        assert!(!(empty && wide) && empty == class["margin_logits"].is_null(), "{class}");
    }
    assert!(boxes.iter().any(|class| class["widest_cell"].as_f64() > Some(0.0)));
}

/// Boxes are shown among the tensors, with each program's method; joining and splitting keep them, byte by byte.
#[test]
fn boxes_are_inspected_and_kept() {
    let folder = folder("loops", |_| ());
    let at = folder.path();
    let said = check(at, "npi inspect m", 0, "  boxes               2x16      192\n");
    for part in
        ["  boxes               7x16      672\n", "proof of addition-loop: ADD by boxes, ADD1 by sequences"]
    {
        assert!(said.contains(part), "{said}");
    }
    check(at, "npi inspect m --svg - | grep -c 'addition-loop.boxes'", 0, "1");
    let line =
        "npi split m addition-loop -o a && npi split m sorting-loop -o s && npi join a s -o c && cmp c m";
    check(at, line, 0, "");
    check(at, "npi verify a && npi verify s", 0, "BUBBLESORT by boxes");
}

/// A picture on standard output is alone; where there is nothing to draw, a line says so before anything is written.
#[test]
fn boxes_are_drawn() {
    let folder = folder("loops", |_| ());
    let at = folder.path();
    let output = shell(at, "npi verify m --task addition-loop --problem 12+34 --svg -");
    let (picture, said) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"), "{picture}");
    assert!(picture.contains("solving 12+34: 5 steps") && said.contains("\nproven in "), "{said}");
    check(at, "npi verify --task traffic-loop --svg b.svg --certificate c.json", 0, "proven in");
    assert!(at.join("b.svg").exists() && at.join("c.json").exists());
    refuses(at, "npi verify m --svg x", "expected --task beside --svg, as a picture is of one task");
    refuses(at, "npi verify --svg x", "expected a call that boxes prove, found none in this run");
    refuses(at, "npi verify m --task addition-loop --svg m", "m");
    refuses(at, "npi verify --task addition-loop --svg x --certificate x", "expected two files");
    refuses(at, "npi verify --task addition-loop --problem 12+ --svg x", "found its end after 3 characters");
    check(at, "npi verify --problem 12+34", 2, "--svg");
    assert!(!at.join("x").exists());
}
