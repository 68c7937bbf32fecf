//! `npi export coq`: the bytes and the specs of which `tests/coq` proves something are the model's and the tasks'.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod npi;

use std::fs;
use std::path::Path;

use npi::{data, npi, shipped, talk};
use npi_format::{Model, ParseError};
use npi_runtime::Task;
use npi_tasks::Shipped;
use npi_trainer::error::Result;
use npi_trainer::tasks::{ForTask, Tasks};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Exports a shipped model; gives what it wrote.
#[track_caller]
fn export(folder: &Path, model: &str) -> [String; 2] {
    let output = npi(folder, &["export", "coq", shipped(model).to_str().unwrap(), "-o", "out"], b"");
    assert_eq!(talk(&output).1, Some(0));
    ["Blob.v", "Specs.v"].map(|file| fs::read_to_string(folder.join("out").join(file)).unwrap())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The tokens of a term of Coq without its comments: words, and each bracket and mark.
fn tokens(text: &str) -> Vec<String> {
    let code: String =
        text.split("(*").map(|part| part.split_once("*)").map_or(part, |parts| parts.1)).collect();
    let spaced: String = code
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!(" {c} ") })
        .collect();
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// A list of Coq.
fn list(elements: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", elements.into_iter().collect::<Vec<_>>().join(";"))
}

/// Numbers as a list of Coq.
fn numbers(json: &Value) -> String {
    list(json.as_array().unwrap().iter().map(Value::to_string))
}

/// What a row of a spec in JSON is in Coq: a view, and a decision with the next memory.
fn row(row: &Value) -> String {
    let view = numbers(&row[2]);
    if row[3].is_null() {
        return format!("({view}, None)");
    }
    format!("({view}, Some (Decision {} {} {}, {}))", row[3], numbers(&row[4]), row[5], row[6])
}

/// What a program's rows are: of each tuple of arguments, of each of its memories, all rows. One begins where the key is another.
fn teacher(rows: &[Value]) -> String {
    let calls = rows.chunk_by(|row, next| row[0] == next[0]).map(|rows| {
        let memories = rows.chunk_by(|row, next| row[1] == next[1]).enumerate().map(|(memory, rows)| {
            assert_eq!(rows[0][1], memory, "memories in order");
            list(rows.iter().map(row))
        });
        format!("({}, {})", numbers(&rows[0][0]), list(memories))
    });
    list(calls)
}

/// What a spec in JSON is in Coq, written once more.
fn spec(json: &Value) -> String {
    let programs = json["programs"].as_array().unwrap().iter().map(|program| {
        let sees = program["sees"].as_array().unwrap().iter().map(|seen| match seen.is_null() {
            true => "None".to_owned(),
            false => format!("Some {}", numbers(&seen["as"])),
        });
        let domains = list(program["arguments"].as_array().unwrap().iter().map(numbers));
        format!("Program {} {domains} {}", list(sees), teacher(program["rows"].as_array().unwrap()))
    });
    format!("Spec {} {}", json["depth"], list(programs))
}

/// The fingerprint of a shipped task.
fn fingerprint(task: &str) -> u64 {
    struct Fingerprint;
    impl ForTask for Fingerprint {
        type Output = u64;

        fn for_task<T: Task>(self) -> Result<u64> {
            Ok(T::SIGNATURE.fingerprint())
        }
    }
    Shipped::for_task(task, Fingerprint).unwrap()
}

/// The bytes are the model's, and so is the hash that is said of them.
#[test]
fn the_bytes_are_the_models() {
    let folder = tempfile::tempdir().unwrap();
    for model in ["addition.npi", "traffic-loop.npi", "all.npi"] {
        let bytes = fs::read(shipped(model)).unwrap();
        let [blob, _] = export(folder.path(), model);
        let numbers = blob.split_once(":= [").unwrap().1.trim_end().strip_suffix("].").unwrap();
        let numbers: Vec<u8> = numbers.split(';').map(|number| number.trim().parse().unwrap()).collect();
        assert!(numbers == bytes, "{model}");
        assert!(blob.starts_with(&format!("(* SHA-256 of these bytes: {} *)\n", sha256(&bytes))), "{model}");
    }
}

/// The specs are those that `npi export spec` writes, bracket by bracket, in the order of the blob; and so are their hashes.
#[test]
fn the_specs_are_the_tasks() {
    let folder = tempfile::tempdir().unwrap();
    let models: [(&str, &[&str]); 3] = [
        ("loops.npi", &["addition-loop", "sorting-loop"]),
        ("traffic-loop.npi", &["traffic-loop"]),
        ("all.npi", &["calculator", "sorting", "lock", "traffic", "frames", "addition"]),
    ];
    for (model, tasks) in models {
        let [_, specs] = export(folder.path(), model);
        let expected = tasks.iter().map(|task| {
            let json = data(&npi(folder.path(), &["export", "spec", task], b""));
            let said = format!("(* {task}; SHA-256 of its spec: {} *)", sha256(json.as_bytes()));
            assert!(specs.contains(&said), "{task}");
            format!("({}, {})", fingerprint(task), spec(&serde_json::from_str(&json).unwrap()))
        });
        let expected = tokens(&(list(expected) + "."));
        let found = tokens(specs.split_once(":= ").unwrap().1);
        let differ = found.iter().zip(&expected).position(|(one, other)| one != other);
        assert_eq!((differ, found.len()), (None, expected.len()), "{model}");
    }
}

/// Exports what is refused, into a folder that does not yet exist; gives what was said.
#[track_caller]
fn refusal(model: &Path, output: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (said, code) =
        talk(&npi(folder.path(), &["export", "coq", model.to_str().unwrap(), "-o", output], b""));
    let written = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!((said.lines().count(), code, written), (1, Some(2), 0), "{said}");
    said
}

/// What is no model in int8 is refused, and so is standard output, which two files cannot share; nothing is written.
#[test]
fn other_models_are_refused() {
    let int4 = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/models/addition-int4-h9.npi");
    for (model, found) in [(shipped("addition-f32.npi"), "f32"), (int4, "int4")] {
        let expected =
            format!("expected a model in int8, found {found}; hint: `npi convert --precision int8`");
        assert!(refusal(&model, "out").contains(&expected));
    }
    let said = refusal(&shipped("addition.npi"), "-");
    assert!(said.contains("expected a folder for two files, found `-`; hint: `-o DIR`"), "{said}");
}

/// A section with the fingerprint of another task is refused as `npi verify` refuses it.
#[test]
fn another_fingerprint_is_refused() {
    let (folder, mut blob) = (tempfile::tempdir().unwrap(), fs::read(shipped("addition.npi")).unwrap());
    let print = fingerprint("addition").to_le_bytes();
    let at = blob.windows(8).position(|bytes| bytes == print).unwrap();
    blob[at] ^= 1;
    let end = blob.len() - 4;
    let Err(ParseError::Checksum { expected, .. }) = Model::parse(&blob) else {
        panic!("expected another checksum")
    };
    blob[end..].copy_from_slice(&expected.to_le_bytes());
    let model = folder.path().join("m.npi");
    fs::write(&model, blob).unwrap();
    let said = refusal(&model, "out");
    let verify = talk(&npi(folder.path(), &["verify", model.to_str().unwrap()], b""));
    assert!(said.contains("with fingerprint"), "{said}");
    assert_eq!((said, Some(2)), verify);
}

/// Neither of two files is written if one of them cannot be.
#[test]
fn nothing_is_half_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("out/Specs.v")).unwrap();
    let model = shipped("addition.npi");
    let (said, code) =
        talk(&npi(folder.path(), &["export", "coq", model.to_str().unwrap(), "-o", "out"], b""));
    assert!(said.contains("cannot write") && said.contains("Specs.v"), "{said}");
    assert_eq!((code, folder.path().join("out/Blob.v").exists()), (Some(2), false));
}
