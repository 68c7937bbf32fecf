//! Puts a model into the firmware, and with it the precision and the hidden size that it is compiled for.
//!
//! The model is the shipped one, or the file that the environment variable `NPI_MODEL` names.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use npi_format::{ALIGNMENT, Model, Precision, Section};
use npi_tasks::Known;

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

/// Writes what depends on the model: the items that `src/network.rs` and `src/lib.rs` include, and the stack's size, which the
/// boards' `memory.x` includes.
fn generate(path: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let path = fs::canonicalize(path)?;
    let blob = fs::read(&path)?;
    let model = Model::parse(&blob)?;
    let (hidden, precision, length) = (model.hidden(), model.precision(), blob.len());
    let (arithmetic, tasks) = (arithmetic(precision), tasks(&model)?);
    let field = |(place, (known, _)): (usize, &Found<'_>)| format!("task{place}: {}", known.path);
    let fields = tasks.iter().enumerate().map(field).collect::<Vec<_>>().join(", ");
    let code = format!(
        "/// How the model computes.\npub type Weights = npi_runtime::{arithmetic};\n\
         /// Its hidden units.\npub const HIDDEN: usize = {hidden};\n\
         /// Bytes that begin where a tensor may.\n#[repr(align({ALIGNMENT}))]\nstruct Aligned([u8; {length}]);\n\
         /// The model's bytes in flash, which begin at a multiple of {ALIGNMENT}, and so does each tensor in them.\n\
         static BLOB: Aligned = Aligned(*include_bytes!({path:?}));\n"
    );
    fs::write(out.join("model.rs"), code)?;
    fs::write(out.join("tasks.rs"), format!("flash!({fields});\n"))?;
    fs::write(out.join("stack.x"), format!("_stack_size = {};\n", stack(precision, hidden, &tasks)))?;
    println!("cargo:rustc-link-search={}", out.display());
    Ok(())
}

/// A task that is known here, and the model's section of it.
type Found<'m> = (Known, Section<'m>);

/// The tasks of the model; those that are not known here are left out.
fn tasks<'m>(model: &Model<'m>) -> Result<Vec<Found<'m>>, String> {
    let fill = Known { name: "fill", path: "npi_fill::Fill", frames: 1 };
    let fill = env::var_os("CARGO_FEATURE_FILL").map(|_| fill);
    let known: Vec<_> = npi_tasks::KNOWN.iter().copied().chain(fill).collect();
    let of =
        |section: Section<'m>| Some((*known.iter().find(|known| known.name == section.task())?, section));
    let tasks: Vec<_> = model.sections().filter_map(of).collect();
    if tasks.is_empty() {
        let names: Vec<_> = known.iter().map(|known| known.name).collect();
        return Err(format!("expected a model of one of the tasks {}", names.join(", ")));
    }
    Ok(tasks)
}

fn arithmetic(precision: Precision) -> &'static str {
    match precision {
        Precision::F32 => "F32",
        Precision::Int4 => "Int4",
        _ => "Int8",
    }
}

/// Bytes of stack to reserve: at least a sixteenth more than each task that ships was measured to take. A frame holds a call and the
/// network's state, which in floats is twice as large; floats are computed by functions that call each other.
fn stack(precision: Precision, hidden: usize, tasks: &[Found<'_>]) -> usize {
    // Cores that multiply two pairs at once step sixteen units at a time.
    let dual = ["thumbv7em", "thumbv8m.main"].iter().any(|target| variable("TARGET").starts_with(target));
    let chunk = if dual { 128 } else { 0 };
    let (fixed, state) = match precision {
        Precision::F32 => (1028, 8 * hidden),
        _ => (836 + chunk, 4 * hidden),
    };
    // A proof, which needs no frames, takes as much as two of them.
    let frames =
        tasks.iter().map(|(known, _)| known.frames * (state + 12)).fold(2 * (state + 12), usize::max);
    let slots = |section: &Section<'_>| section.shape().observation.len() + section.shape().arguments.len();
    let inputs = tasks.iter().map(|(_, section)| 12 * slots(section)).max().unwrap_or_default();
    (fixed + 12 * hidden + frames + inputs).next_multiple_of(8) // as the cores ask
}

fn variable(name: &str) -> String {
    env::var(name).expect("cargo sets it")
}
