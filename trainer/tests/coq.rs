//! `npi export coq`: the bytes and the specs of which `tests/coq` proves something are the model's and the tasks'.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod npi;

use std::fs;
use std::path::Path;

use npi::{data, npi, shipped, talk};
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

/// The words of a text without its comments: numbers and names.
fn words(text: &str) -> Vec<String> {
    let code: String =
        text.split("(*").map(|part| part.split_once("*)").map_or(part, |parts| parts.1)).collect();
    let words = code.split(|character: char| !character.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words that a spec has in Coq, of what it has in JSON.
fn spec(json: &Value, out: &mut Vec<String>) {
    out.extend(["Spec".to_owned(), json["depth"].to_string()]);
    for program in json["programs"].as_array().unwrap() {
        out.push("Program".to_owned());
        for seen in program["sees"].as_array().unwrap() {
            out.push(if seen.is_null() { "None" } else { "Some" }.to_owned());
            out.extend(words(&seen["as"].to_string()).into_iter().filter(|word| word != "null"));
        }
        out.push((!program["arguments"].as_array().unwrap().is_empty()).to_string());
        let mut arguments = None;
        for row in program["rows"].as_array().unwrap() {
            if arguments != Some(&row[0]) {
                out.extend(words(&row[0].to_string()));
                arguments = Some(&row[0]);
            }
            out.extend(words(&row[2].to_string()));
            match row[3].is_null() {
                true => out.push("None".to_owned()),
                false => {
                    out.extend(words(&format!("Some Decision {} {} {} {}", row[3], row[4], row[5], row[6])))
                }
            }
        }
    }
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

/// The specs are those that `npi export spec` writes, number by number, in the order of the blob; and so are their hashes.
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
        let mut found = words(specs.split_once(":= [").unwrap().1).into_iter();
        for task in tasks {
            let json = data(&npi(folder.path(), &["export", "spec", task], b""));
            assert!(
                specs.contains(&format!("(* {task}; SHA-256 of its spec: {} *)", sha256(json.as_bytes())))
            );
            let mut expected = Vec::new();
            spec(&serde_json::from_str(&json).unwrap(), &mut expected);
            assert!(found.next().unwrap().parse::<u64>().is_ok(), "the fingerprint");
            assert!(found.by_ref().take(expected.len()).eq(expected), "{task}");
        }
        assert_eq!(found.next(), None, "{model}");
    }
}

/// What is no model in int8 is refused, and nothing is written.
#[test]
fn other_models_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (f32, out) = (shipped("addition-f32.npi"), folder.path().join("out"));
    let (said, code) = talk(&npi(folder.path(), &["export", "coq", f32.to_str().unwrap(), "-o", "out"], b""));
    assert!(
        said.contains("expected a model in int8, found f32; hint: `npi convert --precision int8`"),
        "{said}"
    );
    assert_eq!((code, out.exists()), (Some(2), false));
}
