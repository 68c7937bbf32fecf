//! What is said of a proof: by certificates, and by the weights when they are converted.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod npi;

use std::fs;
use std::path::Path;

use npi::{astray, data, npi, shipped, talk, weights};
use npi_format::convert::Checked;
use npi_format::{Model, Precision};
use serde_json::Value;

/// Converts the shipped weights as if training had said this of them; gives the blob's precision and what was said.
fn convert(checked: Option<Checked>, options: &[&str]) -> (Precision, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut weights = weights();
    weights.metadata.checked = checked;
    fs::write(folder.path().join("w"), weights.to_safetensors().unwrap()).unwrap();
    let output = npi(folder.path(), &[&["convert", "w", "-o", "m.npi"], options].concat(), b"");
    let (said, code) = talk(&output);
    assert_eq!(code, Some(0), "{said}");
    (Model::parse(&fs::read(folder.path().join("m.npi")).unwrap()).unwrap().precision(), said)
}

/// Without `--precision`, the blob is the one that was proven, and nothing is to be warned of.
#[test]
fn convert_follows_what_was_proven() {
    for precision in [Precision::F32, Precision::Int8, Precision::Int4] {
        let (found, said) = convert(Some(Checked { precision, proven: true }), &[]);
        assert_eq!(found, precision);
        assert!(!said.contains("warning"), "{said}");
    }
}

/// Another precision than the proven one is written if asked for, and said loudly.
#[test]
fn convert_says_that_the_proof_was_of_another_precision() {
    let (found, said) =
        convert(Some(Checked { precision: Precision::F32, proven: true }), &["--precision", "int8"]);
    assert_eq!(found, Precision::Int8);
    assert!(
        said.contains("warning: the proof was of f32, not of int8 as stored here; hint: `npi verify`"),
        "{said}"
    );
}

/// Weights that were not proven, or do not say, are converted with a warning.
#[test]
fn convert_says_that_there_was_no_proof() {
    let (found, said) = convert(Some(Checked { precision: Precision::Int4, proven: false }), &[]);
    assert_eq!(found, Precision::Int4);
    assert!(said.contains("warning: training ended without a proof in int4; stored as int4"), "{said}");
    let (found, said) = convert(None, &[]);
    assert_eq!(found, Precision::Int8);
    assert!(
        said.contains("warning: the weights do not say what they were proven in; stored as int8"),
        "{said}"
    );
}

/// A folder with a model that is proven, one that is refuted, and an older certificate.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(shipped("addition.npi"), folder.path().join("right.npi")).unwrap();
    fs::write(folder.path().join("wrong.npi"), astray()).unwrap();
    fs::write(folder.path().join("c.json"), "{\"proven\": true}").unwrap();
    folder
}

fn certificate(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("c.json")).unwrap()).unwrap()
}

/// A refutation replaces an older certificate by one that says so, with a counterexample and without a margin.
#[test]
fn a_refutation_replaces_an_older_certificate() {
    let folder = folder();
    let output = npi(folder.path(), &["verify", "wrong.npi", "--certificate", "c.json"], b"");
    assert_eq!(output.status.code(), Some(1));
    let refuted = certificate(folder.path());
    assert_eq!(refuted["proven"], false);
    assert_eq!(refuted["smallest_margin_logits"], Value::Null);
    assert!(refuted["wrong"].as_u64().unwrap() > 0);
    let shortest = &refuted["counterexample"];
    let last = shortest["steps"].as_array().unwrap().last().unwrap();
    assert!(last["expected"].is_string() && last["expected"] != shortest["found"], "{refuted}");
    assert_eq!(last["sees"][0][0], "IN1");
    npi(folder.path(), &["verify", "right.npi", "--certificate", "c.json"], b"");
    let proven = certificate(folder.path());
    assert!(proven["proven"] == true && proven.get("counterexample").is_none(), "{proven}");
    assert!(proven["smallest_margin_logits"].as_f64().unwrap() > 0.0);
}

/// On standard output a certificate is alone; what is said to people goes to standard error.
#[test]
fn a_certificate_on_standard_output_is_alone() {
    let folder = folder();
    for (model, proven, says) in [("right.npi", true, "\nproven in "), ("wrong.npi", false, "\nrefuted: ")] {
        let output = npi(folder.path(), &["verify", model, "--certificate", "-"], b"");
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(value["proven"], proven);
        let (said, code) = talk(&output);
        assert!(said.contains(says), "{said}");
        assert_eq!(code, Some(i32::from(!proven)));
    }
}

/// A refuted model has no margin to boast of.
#[test]
fn a_refuted_model_has_no_margin() {
    let folder = folder();
    let text = data(&npi(folder.path(), &["verify", "wrong.npi"], b""));
    assert!(text.contains("refuted: ") && !text.contains("margin"), "{text}");
    assert!(data(&npi(folder.path(), &["verify", "right.npi"], b"")).contains("margin   1.3887 logits"));
}

/// What `npi export spec` writes is, byte for byte, what a certificate binds beside the blob.
#[test]
fn a_certificate_binds_the_exported_spec() {
    use sha2::{Digest, Sha256};
    let folder = folder();
    let spec = npi(folder.path(), &["export", "spec", "addition"], b"").stdout;
    let value: Value = serde_json::from_slice(&spec).unwrap();
    assert_eq!(
        (&value["npi_spec"], &value["task"], &value["depth"]),
        (&1.into(), &"addition".into(), &2.into())
    );
    let name: String = Sha256::digest(&spec).iter().map(|byte| format!("{byte:02x}")).collect();
    npi(folder.path(), &["verify", "right.npi", "--certificate", "c.json"], b"");
    assert_eq!(certificate(folder.path())["spec_sha256"], *name);
}
