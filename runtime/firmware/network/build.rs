//! Puts a model into the firmware, and with it the precision and the hidden size that it is compiled for.
//!
//! The model is the shipped one, or the file that the environment variable `NPI_MODEL` names. Its tasks are those of the
//! registry, and those whose types `NPI_TASK` names, of crates that this one depends on.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use npi_format::{ALIGNMENT, Model, Precision, Section};

const SHIPPED: &str = "../../tasks/models/addition.npi";

fn main() {
    let shipped = || Path::new(&variable("CARGO_MANIFEST_DIR")).join(SHIPPED);
    let path = env::var_os("NPI_MODEL").map_or_else(shipped, PathBuf::from);
    println!("cargo:rerun-if-env-changed=NPI_MODEL");
    println!("cargo:rerun-if-env-changed=NPI_TASK");
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
    let (arithmetic, flash) = (arithmetic(precision), flash(&tasks(&model)?));
    let code = format!(
        "/// How the model computes.\npub type Weights = npi_runtime::{arithmetic};\n\
         /// Its hidden units.\npub const HIDDEN: usize = {hidden};\n\
         /// Bytes that begin where a tensor may.\n#[repr(align({ALIGNMENT}))]\nstruct Aligned([u8; {length}]);\n\
         /// The model's bytes in flash, which begin at a multiple of {ALIGNMENT}, and so does each tensor in them.\n\
         static BLOB: Aligned = Aligned(*include_bytes!({path:?}));\n\
         {flash}"
    );
    fs::write(out.join("model.rs"), code)?;
    fs::write(out.join("stack.x"), format!("_stack_size = {};\n", stack(precision, hidden)))?;
    println!("cargo:rustc-link-search={}", out.display());
    Ok(())
}

/// A task of the model: the path of its type, and the fingerprint of the task that the model has learned.
struct Learned {
    path: String,
    fingerprint: u64,
}

/// The tasks of the model whose types are known: those of the registry by name, the others in the order of `NPI_TASK`.
fn tasks(model: &Model<'_>) -> Result<Vec<Learned>, Box<dyn Error>> {
    let named = env::var("NPI_TASK").unwrap_or_default();
    let mut others = named.split(',').map(str::trim).filter(|path| !path.is_empty());
    let mut path_of = |name: &str| {
        let shipped = npi_tasks::PATHS.iter().find(|(known, _)| *known == name).map(|(_, path)| *path);
        shipped.or_else(|| others.next()).map(str::to_owned)
    };
    let learned = |section: Section<'_>| {
        Some(Learned { path: path_of(section.task())?, fingerprint: section.fingerprint() })
    };
    let tasks: Vec<_> = model.sections().filter_map(learned).collect();
    if tasks.is_empty() {
        let found: Vec<_> = model.sections().map(|section| section.task().to_owned()).collect();
        return Err(format!("expected a task that is known, found {}; {HINT}", found.join(", ")).into());
    }
    Ok(tasks)
}

const HINT: &str = "hint: `cargo add --package npi-network --path ITS-CRATE --no-default-features`, then NPI_TASK=its_crate::ItsType";

/// The tasks' types, each with the name of a field; and that each is the task which the model has learned.
fn flash(tasks: &[Learned]) -> String {
    let field = |(place, task): (usize, &Learned)| format!("task{place}: {}", task.path);
    let fields: Vec<_> = tasks.iter().enumerate().map(field).collect();
    let check = |Learned { path, fingerprint }: &Learned| {
        format!(
            "const _: () = assert!(<{path} as npi_runtime::Task>::SIGNATURE.fingerprint() == {fingerprint}, \
             \"the model has learned another task than {path}, or another version of it: train it again\");\n"
        )
    };
    let checks: String = tasks.iter().map(check).collect();
    format!("flash!({});\n{checks}", fields.join(", "))
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
