//! Puts a model into the firmware, and with it the precision and the hidden size that it is compiled for.
//!
//! The model is the shipped one, or the file that the environment variable `NPI_MODEL` names. Its tasks are those of the
//! registry, and those whose types `NPI_TASK` names, of crates that this one depends on.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use npi_format::{ALIGNMENT, Model, Precision, Section};
use npi_runtime::budget::{Needs, stack};

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

/// Writes what depends on the model: the items that `src/network.rs` and `src/lib.rs` include, and the stack's size, which the
/// boards' `memory.x` includes.
fn generate(path: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let path = fs::canonicalize(path)?;
    let blob = fs::read(&path)?;
    let model = Model::parse(&blob)?;
    let (hidden, precision, length) = (model.hidden(), model.precision(), blob.len());
    let (arithmetic, tasks) = (arithmetic(precision), tasks(&model)?);
    let boxes = tasks.iter().any(|task| !task.methods.is_empty());
    println!("cargo::rustc-check-cfg=cfg(boxes)");
    if boxes && env::var_os("CARGO_FEATURE_TEACHER").is_none() {
        println!("cargo::rustc-cfg=boxes");
    }
    let code = format!(
        "/// How the model computes.\npub type Weights = npi_runtime::{arithmetic};\n\
         /// Its hidden units.\npub const HIDDEN: usize = {hidden};\n\
         /// Bytes that begin where a tensor may.\n#[repr(align({ALIGNMENT}))]\nstruct Aligned([u8; {length}]);\n\
         /// The model's bytes in flash, which begin at a multiple of {ALIGNMENT}, and so does each tensor in them.\n\
         static BLOB: Aligned = Aligned(*include_bytes!({path:?}));\n"
    );
    fs::write(out.join("model.rs"), code)?;
    fs::write(out.join("tasks.rs"), flash(&tasks))?;
    let needs = tasks.iter().map(|task| task.needs).reduce(Needs::max).ok_or("no task")?;
    let boxed = tasks.iter().any(|task| !task.methods.is_empty());
    let stack = stack(&variable("TARGET"), precision, hidden, needs, boxed);
    fs::write(out.join("stack.x"), format!("_stack_size = {stack};\n"))?;
    println!("cargo:rustc-link-search={}", out.display());
    Ok(())
}

/// A task of the model.
struct Learned {
    /// The path of its type.
    path: String,
    /// The fingerprint of the task that the model has learned.
    fingerprint: u64,
    /// How many frames its call stack may have, and how many slots observations and arguments have.
    needs: Needs,
    /// How each program is proven, as its section says; empty if all are by sequences.
    methods: Vec<u8>,
}

/// How many frames a task's call stack may have that is not in the registry: whether it has more is checked as it compiles.
const FRAMES: usize = 4;

/// The tasks of the model whose types are known: those of the registry by name, the others in the order of `NPI_TASK`.
fn tasks(model: &Model<'_>) -> Result<Vec<Learned>, Box<dyn Error>> {
    let named = env::var("NPI_TASK").unwrap_or_default();
    let mut others = named.split(',').map(str::trim).filter(|path| !path.is_empty());
    let mut known = |name: &str| {
        let shipped = npi_tasks::KNOWN.iter().find(|known| known.name == name);
        let shipped = shipped.map(|known| (known.path, known.frames));
        shipped.or_else(|| others.next().map(|path| (path, FRAMES)))
    };
    let learned = |section: Section<'_>| {
        let ((path, frames), shape) = (known(section.task())?, section.shape());
        let slots = shape.observation.len() + shape.arguments.len();
        let (path, fingerprint, methods) = (path.to_owned(), section.fingerprint(), methods(section));
        Some(Learned { path, fingerprint, needs: Needs { frames, slots }, methods })
    };
    let tasks: Vec<_> = model.sections().filter_map(learned).collect();
    if tasks.is_empty() {
        let found: Vec<_> = model.sections().map(|section| section.task().to_owned()).collect();
        return Err(format!("expected a task that is known, found {}; {HINT}", found.join(", ")).into());
    }
    match others.next() {
        None => Ok(tasks),
        Some(path) => Err(format!("expected a task of the model for each of NPI_TASK, found none for {path}: what ships has its name already").into()),
    }
}

/// The byte of each program's method, if some program of the section is proven by boxes.
fn methods(section: Section<'_>) -> Vec<u8> {
    let programs = if section.boxes().count() > 0 { section.shape().programs } else { 0 };
    (0..programs).map(|program| section.boxes().method(program.into()) as u8).collect()
}

const HINT: &str = "hint: `cargo add --package npi-network --path ITS-CRATE --no-default-features`, then NPI_TASK=its_crate::ItsType";

/// The tasks' types, each with the name of a field and its programs' methods; and that each is the task which the model has learned, and no deeper than
/// the stack that is reserved.
fn flash(tasks: &[Learned]) -> String {
    let field =
        |(place, task): (usize, &Learned)| format!("task{place}: {} = &{:?}", task.path, task.methods);
    let fields: Vec<_> = tasks.iter().enumerate().map(field).collect();
    let check = |Learned { path, fingerprint, needs: Needs { frames, .. }, .. }: &Learned| {
        format!(
            "const _: () = assert!(<{path} as npi_runtime::Task>::SIGNATURE.fingerprint() == {fingerprint}, \
             \"the model has learned another task than {path}, or another version of it: train it again\");\n\
             const _: () = assert!(npi_runtime::task::depth::<{path}>() <= {frames}, \
             \"{path} calls deeper than there is stack for: raise FRAMES in the network's build.rs\");\n"
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

fn variable(name: &str) -> String {
    env::var(name).expect("cargo sets it")
}
