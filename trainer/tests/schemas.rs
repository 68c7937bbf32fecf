//! What `--json` writes is what docs/schemas says, no more and no less.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use npi_format::convert::{Checkpoint, convert};
use npi_format::{Bounds, Precision};
use npi_trainer::cmd::verify::{How, verify};
use npi_trainer::model::Blob;
use serde_json::{Value, json};
use shell::shell;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The schema of a name.
fn schema(name: &str) -> Value {
    serde_json::from_slice(&fs::read(root().join("docs/schemas").join(name)).unwrap()).unwrap()
}

/// What is wrong with each value by the schema of a name; nothing, if it is as it should be.
#[track_caller]
fn faults(name: &str, values: &[Value]) -> Vec<String> {
    let mut python = Command::new(root().join("target/python/bin/python"));
    let python = python.arg(root().join("tests/schemas.py")).arg(name);
    let python = python.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut python =
        python.expect("expected a validator of schemas, found none; hint: run tests/setup-pypi.sh");
    let mut input = python.stdin.take().unwrap();
    let lines: String = values.iter().map(|value| format!("{value}\n")).collect();
    let writer = thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{name}: {:?}", output.status);
    let faults: Vec<_> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(faults.len(), values.len(), "{name}");
    faults
}

/// Weights that ship, changed, as a model of a name in a folder.
fn model(folder: &Path, name: &str, weights: &str, change: impl FnOnce(&mut Checkpoint)) {
    let path = root().join("runtime/tasks/models").join(weights).with_extension("safetensors");
    let mut weights = Checkpoint::from_safetensors(&fs::read(path).unwrap()).unwrap();
    change(&mut weights);
    fs::write(folder.join(name), convert(&weights, Precision::Int8).unwrap().0).unwrap();
}

/// A box of the first task that is no longer entered as it was.
fn narrow(weights: &mut Checkpoint) {
    let hidden = weights.metadata.hidden;
    weights.boxes[0][hidden + 3] = Bounds { hidden: [100; 2], cell: [1; 2] };
}

/// Heads of the first task that say nothing: no call ends.
fn endless(weights: &mut Checkpoint) {
    let [_, heads, bias] = &mut weights.own[0];
    heads.fill(0.0);
    bias[0] = -7.5;
}

/// A folder with models that are proven and refuted, by sequences and by boxes.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    model(at, "right", "addition", |_| ());
    model(at, "wrong", "addition", endless);
    model(at, "boxed", "addition-boxes", |_| ());
    model(at, "narrow", "addition-boxes", narrow);
    model(at, "loops", "loops", |_| ());
    model(at, "endless", "loops", endless);
    model(at, "split", "traffic-loop", |_| ());
    model(at, "split-narrow", "traffic-loop", narrow);
    fs::copy(root().join("runtime/tasks/models/all.npi"), at.join("all")).unwrap();
    fs::copy(root().join("tests/models/addition-and-fill.npi"), at.join("fill")).unwrap();
    folder
}

/// What a line in a shell writes as JSON Lines, all of them by the schema of a name.
#[track_caller]
fn lines(folder: &Path, line: &str, code: i32, name: &str) -> Vec<Value> {
    let output = shell(folder, line);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{line}: {said}");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (value, fault) in lines.iter().zip(faults(name, &lines)) {
        assert!(fault.is_empty(), "{line}: {fault} in {value}");
    }
    lines
}

/// The keys of all objects in a value.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

/// The keys that a schema has properties for.
fn properties(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::Object(properties)) = fields.get("properties") {
                found.extend(properties.keys().cloned());
            }
            fields.values().for_each(|value| properties(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| properties(item, found)),
        _ => {}
    }
}

/// Every key of the schema is written at some time, and none that it does not know is accepted, wherever it stands.
#[track_caller]
fn check_drift(name: &str, samples: &[Value]) {
    let (mut known, mut written) = (BTreeSet::new(), BTreeSet::new());
    properties(&schema(name), &mut known);
    samples.iter().for_each(|sample| keys(sample, &mut written));
    assert_eq!(known, written, "{name}, left, knows other keys than are written");
    let others: Vec<_> = samples.iter().flat_map(with_unknown_keys).collect();
    for (other, fault) in others.iter().zip(faults(name, &others)) {
        assert!(fault.contains("unknown"), "{name} accepts an unknown key in {other}: {fault}");
    }
}

/// A value with an unknown key in one of its objects, for each of them.
fn with_unknown_keys(sample: &Value) -> impl Iterator<Item = Value> {
    objects(sample, "").into_iter().map(|pointer| {
        let mut other = sample.clone();
        other.pointer_mut(&pointer).unwrap()["unknown"] = json!(1);
        other
    })
}

/// Where objects stand in a value.
fn objects(value: &Value, at: &str) -> Vec<String> {
    let below: Vec<_> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        _ => vec![],
    };
    let own = value.is_object().then(|| at.to_owned());
    own.into_iter()
        .chain(below.iter().flat_map(|(key, value)| objects(value, &format!("{at}/{key}"))))
        .collect()
}

/// Proven and refuted models, by sequences, by boxes, by neither; a line a task, and the same as the certificate.
#[test]
fn verify_writes_certificates() {
    let (folder, mut samples) = (folder(), vec![]);
    for (words, code, proven) in [
        ("right", 0, &[true][..]),
        ("wrong", 1, &[false]),
        ("boxed", 0, &[true]),
        ("boxed --prover boxes", 0, &[true]),
        ("narrow", 1, &[false]),
        ("loops", 0, &[true, true]),
        ("endless", 1, &[false, true]),
        ("split", 0, &[true]),
        ("split-narrow", 1, &[false]),
        ("all", 0, &[true; 6]),
    ] {
        let found = lines(folder.path(), &format!("npi verify --json {words}"), code, "verify.json");
        let verdicts: Vec<_> = found.iter().map(|line| line["proven"].as_bool().unwrap()).collect();
        assert_eq!(verdicts, proven, "{words}");
        let quiet = shell(folder.path(), &format!("npi verify --json {words}")).stderr;
        assert!(quiet.is_empty(), "{words}: {}", String::from_utf8_lossy(&quiet));
        for line in found {
            let task = line["task"].as_str().unwrap();
            shell(folder.path(), &format!("npi verify {words} --task {task} --certificate c"));
            let written: Value = serde_json::from_slice(&fs::read(folder.path().join("c")).unwrap()).unwrap();
            assert_eq!(written, line, "{words} {task}");
            samples.push(line);
        }
    }
    samples.push(of_somebody_else(folder.path()));
    assert!(faults("certificate.json", &samples).concat().is_empty());
    check_drift("certificate.json", &samples);
}

/// The certificate of a task that is not built in, whose teacher says that it cannot see everything.
fn of_somebody_else(folder: &Path) -> Value {
    let (blob, path) = (Blob::load(&folder.join("fill")).unwrap(), folder.join("certificate"));
    let how = How { certificate: Some(&path), ..How::default() };
    verify::<npi_fill::Fill>(&blob, how).unwrap();
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Tasks on one core, boxes, a task that the command does not know, floats.
#[test]
fn inspect_writes_what_is_in_a_model() {
    let (folder, schema) = (folder(), "inspect.json");
    let at = folder.path();
    let mut samples = vec![];
    for (model, tasks) in [("right", 1), ("loops", 2), ("split", 1), ("all", 6), ("fill", 2), ("", 1)] {
        let found = lines(at, &format!("npi inspect --json {model}"), 0, schema);
        assert_eq!((found.len(), found[0]["tasks"].as_array().unwrap().len()), (1, tasks), "{model}");
        samples.extend(found);
    }
    shell(
        at,
        &format!(
            "npi convert {} -o f32",
            root().join("runtime/tasks/models/addition-f32.safetensors").display()
        ),
    );
    samples.extend(lines(at, "npi inspect --json f32", 0, schema));
    assert_eq!(samples.last().unwrap()["core"]["fraction_bits"], Value::Null);
    let line =
        format!("echo '{}  right' | sha256sum -c", samples[0]["tasks"][0]["sha256_alone"].as_str().unwrap());
    assert_eq!(shell(at, &line).stdout, b"right: OK\n");
    check_drift(schema, &samples);
}

/// A line for the model, and for random networks of every size.
#[test]
fn bench_writes_a_line_a_network() {
    let (folder, schema) = (folder(), "bench.json");
    let found = lines(folder.path(), "npi bench right --size 3 --json", 0, schema);
    let random: Vec<_> = found.iter().map(|line| line["random"].as_bool().unwrap()).collect();
    assert_eq!(random, [vec![false], vec![true; 15]].concat());
    for line in &found {
        let rate = |key: &str| line["steps_per_second"][key].as_f64().unwrap();
        assert!(rate("least") <= rate("median") && rate("median") <= rate("most"), "{line}");
    }
    check_drift(schema, &found);
}

/// Answers, refusals, runs that go astray, blank lines and lines that are no text: each has its line, in order.
#[test]
fn run_writes_a_line_a_problem() {
    let (folder, schema) = (folder(), "run.json");
    let at = folder.path();
    let mut samples = lines(at, "npi run addition 579 1221 --json", 0, schema);
    assert_eq!((&samples[0]["answer"], samples[0].get("line")), (&json!("1800"), None));
    let input = r"printf '1+2\n\n1x2\n\xff\n 3+4 \n'";
    for options in ["--json", "--json --hash"] {
        let found = lines(at, &format!("{input} | npi run addition - {options}"), 2, schema);
        let of = |key: &str| found.iter().map(|line| line[key].clone()).collect::<Vec<_>>();
        assert_eq!(of("line"), [1, 2, 3, 4, 5].map(|line| json!(line)));
        assert_eq!(of("answer"), [json!("3"), Value::Null, Value::Null, Value::Null, json!("7")]);
        assert_eq!(of("problem"), [json!("1+2"), json!(""), json!("1x2"), Value::Null, json!("3+4")]);
        let why = of("error").into_iter().map(|error| error.is_string()).collect::<Vec<_>>();
        assert_eq!(why, [false, false, true, true, false]);
        samples.extend(found);
    }
    let astray = lines(at, "echo 1+2 | npi run wrong addition - --json --hash", 1, schema);
    assert!(astray[0]["error"].is_string() && astray[0]["hash"].is_null(), "{astray:?}");
    let strict = lines(at, &format!("{input} | npi run addition - --json --strict"), 2, schema);
    assert_eq!((strict.len(), &strict[2]["line"]), (3, &json!(3)));
    samples.extend(astray);
    samples.extend(lines(at, "npi run addition 1x2 --json", 2, schema));
    check_drift(schema, &samples);
}

/// Standard output has room for one kind of data.
#[test]
fn json_does_not_share_its_stream() {
    let folder = folder();
    let both = "expected one kind of data on standard output, found";
    shell::refuses(folder.path(), "npi verify right --json --certificate -", both);
    shell::refuses(folder.path(), "npi verify split --json --svg -", both);
}
