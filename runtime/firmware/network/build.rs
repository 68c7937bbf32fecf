//! Puts a model into the firmware, and with it the precision and the hidden size that it is compiled for.
//!
//! The model is the shipped one, or the file that the environment variable `NPI_MODEL` names.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use npi_format::{ALIGNMENT, Model, Precision};

const SHIPPED: &str = "../../tasks/models/addition.npi";

fn main() {
    let shipped = || Path::new(&variable("CARGO_MANIFEST_DIR")).join(SHIPPED);
    let path = env::var_os("NPI_MODEL").map_or_else(shipped, PathBuf::from);
    println!("cargo:rerun-if-env-changed=NPI_MODEL");
    println!("cargo:rerun-if-changed={}", path.display());
    if let Err(error) = generate(&path, Path::new(&variable("OUT_DIR"))) {
        panic!("cannot put {} into flash: {error}", path.display());
    }
}

/// Writes what depends on the model: the items that `src/lib.rs` includes, and the stack's size, which the
/// boards' `memory.x` includes.
fn generate(path: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let path = fs::canonicalize(path)?;
    let blob = fs::read(&path)?;
    let model = Model::parse(&blob)?;
    let (hidden, precision, length) = (model.hidden(), model.precision(), blob.len());
    let (arithmetic, tasks) = (arithmetic(precision), tasks(&model)?);
    let code = format!(
        "/// How the model computes.\npub type Weights = npi_runtime::{arithmetic};\n\
         /// Its hidden units.\npub const HIDDEN: usize = {hidden};\n\
         /// Bytes that begin where a tensor may.\n#[repr(align({ALIGNMENT}))]\nstruct Aligned([u8; {length}]);\n\
         /// The model's bytes in flash, which begin at a multiple of {ALIGNMENT}, and so does each tensor in them.\n\
         static BLOB: Aligned = Aligned(*include_bytes!({path:?}));\n\
         flash!({tasks});\n"
    );
    fs::write(out.join("model.rs"), code)?;
    fs::write(out.join("stack.x"), format!("_stack_size = {};\n", stack(precision, hidden)))?;
    println!("cargo:rustc-link-search={}", out.display());
    Ok(())
}

/// The tasks of the model, each as a field's name and a type; those that are not known here are left out.
fn tasks(model: &Model<'_>) -> Result<String, Box<dyn Error>> {
    let fill = env::var_os("CARGO_FEATURE_FILL").map(|_| ("fill", "npi_fill::Fill"));
    let known: Vec<_> = npi_tasks::PATHS.iter().copied().chain(fill).collect();
    let of = |name: &str| known.iter().find(|(known, _)| *known == name).map(|(_, path)| *path);
    let paths = model.sections().filter_map(|section| of(section.task()));
    let fields: Vec<_> = paths.enumerate().map(|(place, path)| format!("task{place}: {path}")).collect();
    if fields.is_empty() {
        let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
        return Err(format!("expected a model of one of the tasks {}", names.join(", ")).into());
    }
    Ok(fields.join(", "))
}

fn arithmetic(precision: Precision) -> &'static str {
    match precision {
        Precision::F32 => "F32",
        Precision::Int4 => "Int4",
        _ => "Int8",
    }
}

/// Bytes of stack to reserve: a seventh more than was measured. States grow with the hidden size, and floats
/// are larger and computed by functions that call each other.
fn stack(precision: Precision, hidden: usize) -> usize {
    // Cores that multiply two pairs at once step sixteen units at a time.
    let dual = ["thumbv7em", "thumbv8m.main"].iter().any(|target| variable("TARGET").starts_with(target));
    let chunk = if dual { 128 } else { 0 };
    let bytes: usize = match precision {
        Precision::F32 => 1124 + 28 * hidden,
        _ => 932 + chunk + 20 * hidden,
    };
    bytes.next_multiple_of(8) // as the cores ask
}

fn variable(name: &str) -> String {
    env::var(name).expect("cargo sets it")
}
