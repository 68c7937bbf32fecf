//! A certificate that was kept, held against what is found now.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value};

use crate::error::{Context, Result, bail};
use crate::files::{self, Kind};
use crate::json;
use crate::proof::Certificate;
use crate::shown::shown;

/// A certificate: larger ones are of no task that can be proven.
const CERTIFICATE: Kind = Kind { most: 64 << 20, start: 1, check: |_| Ok(()) };

/// Fields that say where and by what the certificate was made, and not what was found.
const OF_THE_PLACE: [&str; 2] = ["model", "npi"];

/// A certificate that was kept.
pub(super) struct Known {
    pub(super) task: String,
    /// What it says, without what is not compared.
    pub(super) fields: Map<String, Value>,
}

impl Known {
    /// Reads a certificate.
    ///
    /// # Errors
    /// If the file cannot be read or holds something else.
    pub(super) fn load(path: &Path) -> Result<Self> {
        let bytes = files::read(path, &CERTIFICATE)?;
        let expected = "expected a certificate, as `npi verify --certificate` writes one, found";
        let value: Value = serde_json::from_slice(&bytes)
            .ok()
            .with_context(|| format!("{}: {expected} something else", shown(path)))?;
        let Value::Object(mut fields) = value else { bail!("{}: {expected} no JSON object", shown(path)) };
        let missing =
            ["task", "proven", "sha256", "spec_sha256"].iter().find(|&&key| !fields.contains_key(key));
        if let Some(missing) = missing {
            bail!("{}: {expected} no `{missing}`", shown(path));
        }
        let Some(task) = fields["task"].as_str().map(str::to_owned) else {
            bail!("{}: {expected} no name of a task", shown(path))
        };
        fields.retain(|key, _| !OF_THE_PLACE.contains(&&key[..]));
        Ok(Self { task, fields })
    }
}

/// What differs between the fields of a kept certificate and those of one that was made now, each with its name.
///
/// # Errors
/// None in practice: those of the JSON writer.
pub(super) fn differences(expected: &Map<String, Value>, found: &Certificate) -> Result<Vec<String>> {
    // By way of text, as the kept one: a float is then the same number.
    let found: Map<String, Value> = serde_json::from_str(&json::line(found)?)?;
    let names: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    let names = names.into_iter().filter(|name| !OF_THE_PLACE.contains(&&name[..]));
    let mut lines = Vec::new();
    for name in names {
        compare(name, expected.get(name), found.get(name), &mut lines)?;
    }
    Ok(lines)
}

/// Goes down to the values that differ.
fn compare(
    name: &str,
    expected: Option<&Value>,
    found: Option<&Value>,
    lines: &mut Vec<String>,
) -> Result<()> {
    match (expected, found) {
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            let names: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
            names.into_iter().try_for_each(|key| {
                compare(&format!("{name}.{}", shown(key)), expected.get(key), found.get(key), lines)
            })
        }
        (Some(Value::Array(expected)), Some(Value::Array(found))) if expected.len() == found.len() => {
            expected.iter().zip(found).enumerate().try_for_each(|(index, (expected, found))| {
                compare(&format!("{name}[{index}]"), Some(expected), Some(found), lines)
            })
        }
        _ if expected == found => Ok(()),
        _ => {
            let (expected, found) = (text(expected)?, text(found)?);
            lines.push(format!("{}: expected {expected}, found {found}", shown(name)));
            Ok(())
        }
    }
}

/// A value in a line for people, cut if it is long.
fn text(value: Option<&Value>) -> Result<String> {
    const LONGEST: usize = 100;
    let Some(value) = value else { return Ok("nothing".to_owned()) };
    let text = json::line(value)?;
    let mut short: String = text.trim_end().chars().take(LONGEST).collect();
    if short.len() < text.trim_end().len() {
        short.push('…');
    }
    Ok(short)
}
