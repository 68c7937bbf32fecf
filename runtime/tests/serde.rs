//! What the feature `serde` writes: errors as their names and fields, the rest so that it can be read again.

use npi_runtime::trace::Hash;
use npi_runtime::verify::Findings;
use npi_runtime::{Call, Decision, Error, Misfit, Program, Refusal, format::Precision};
use serde_json::{from_value, json, to_value};

#[test]
fn errors_are_their_names_and_fields() -> serde_json::Result<()> {
    let problem = Refusal::Problem { expected: "a digit", at: 2 };
    assert_eq!(to_value(problem)?, json!({"Problem": {"expected": "a digit", "at": 2}}));
    assert_eq!(to_value(Error::StepLimit { limit: 9 })?, json!({"StepLimit": {"limit": 9}}));
    assert_eq!(to_value(Error::Float)?, json!("Float"));
    let precision = Misfit::Precision { expected: Precision::Int8, found: Precision::F32 };
    assert_eq!(to_value(precision)?, json!({"Precision": {"expected": "int8", "found": "f32"}}));
    Ok(())
}

#[test]
fn decisions_findings_and_hashes_are_read_as_they_were_written() -> serde_json::Result<()> {
    let decision = Decision::end(Call { program: Program::ACT, arguments: [1, 2] });
    let written = json!({"call": {"program": 1, "arguments": [1, 2]}, "end": true});
    assert_eq!(to_value(decision)?, written);
    assert_eq!(from_value::<Decision<[u8; 2]>>(written)?, decision);
    let mut findings = Findings::NONE;
    findings.margin = Some(-3);
    assert_eq!(from_value::<Findings>(to_value(findings)?)?, findings);
    assert_eq!(from_value::<Hash>(to_value(Hash::EMPTY)?)?, Hash::EMPTY);
    Ok(())
}
