//! Puts a model into the firmware, and with it the precision and the hidden size that it is compiled for.
//!
//! The model is the shipped one, or the file that the environment variable `NPI_MODEL` names.

use std::path::{Path, PathBuf};
use std::{env, fs};

use npi_format::{Model, Precision};

const SHIPPED: &str = "../../models/addition.npi";

fn main() {
    let path = env::var_os("NPI_MODEL").map_or_else(|| Path::new(&variable("CARGO_MANIFEST_DIR")).join(SHIPPED), PathBuf::from);
    println!("cargo:rerun-if-env-changed=NPI_MODEL");
    println!("cargo:rerun-if-changed={}", path.display());
    let code = generate(&path).unwrap_or_else(|error| panic!("cannot put {} into flash: {error}", path.display()));
    fs::write(Path::new(&variable("OUT_DIR")).join("model.rs"), code).expect("cargo's own folder can be written");
}

/// The items that depend on the model; `src/lib.rs` includes them.
fn generate(path: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let path = fs::canonicalize(path)?;
    let blob = fs::read(&path)?;
    let model = Model::parse(&blob)?;
    let arithmetic = match model.precision {
        Precision::F32 => "F32",
        Precision::Int8 => "Int8",
        Precision::Int4 => "Int4",
    };
    let (hidden, length) = (model.shape.hidden, blob.len());
    Ok(format!(
        "/// How the model computes.\npub type Weights = npi_runtime::{arithmetic};\n\
         /// Its hidden units.\npub const HIDDEN: usize = {hidden};\n\
         /// Its bytes, in flash.\nstatic BLOB: [u8; {length}] = *include_bytes!({path:?});\n"
    ))
}

fn variable(name: &str) -> String {
    env::var(name).expect("cargo sets it")
}
