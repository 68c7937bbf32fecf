//! `npi inspect`: what is in a blob.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use npi_format::convert::alone;
use npi_format::{Model, Precision, Section, Stored, TensorView};
use npi_runtime::Task;
use npi_runtime::verify::programs;

use crate::error::Result;
use crate::files;
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::pictures::memory_map;
use crate::record::tasks_of;
use crate::shown::shown;
use crate::tasks::{ForTask, Tasks};

/// Show what is in a model: its core and its tasks, tensors, bytes, arithmetic per step, memory for the state.
#[derive(Debug, Args)]
#[command(after_help = "examples:\n  npi inspect model.npi\n  npi inspect model.npi --svg map.svg")]
pub struct Cmd {
    /// The model; without it, the shipped one.
    model: Option<PathBuf>,
    /// Draw its memory map into this file instead, as SVG; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A file that cannot be read, or is not a model.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        if let (Some(model), Some(svg)) = (&self.model, &self.svg) {
            files::distinct(model, svg)?;
        }
        let blob = Blob::load_or_shipped::<R>(self.model.as_deref(), None)?;
        if let Some(path) = &self.svg {
            files::write(path, memory_map::picture(&blob.model()?, &blob.bytes).as_bytes())?;
            return Ok(Outcome::Done);
        }
        write!(std::io::stdout(), "{}", describe::<R>(&blob.model()?, &blob.name, blob.bytes.len()))?;
        Ok(Outcome::Done)
    }
}

fn describe<R: Tasks>(model: &Model<'_>, name: &str, bytes: usize) -> String {
    let mut text = String::new();
    let (precision, hidden, checksum) = (model.precision().name(), model.hidden(), model.checksum());
    let _ = writeln!(text, "{name}: {}, {precision}, {hidden} hidden units", tasks_of(model));
    let _ = writeln!(text, "crc32 {checksum:08x}\n");
    let _ = writeln!(text, "{:<13} {:>12} {:>8} {:>7}", "tensor", "shape", "bytes", "scale");
    let core = model.core().tensor();
    let mut weights = core.bytes.len();
    row(&core, &mut text);
    for section in model.sections() {
        let _ = writeln!(
            text,
            "{}, fingerprint {:016x}, {} parameters and {} bytes with the core:",
            shown(section.task()),
            section.fingerprint(),
            section.parameters(),
            alone(&section).len()
        );
        for tensor in section.tensors().iter().filter(|tensor| tensor.tensor != core.tensor) {
            weights += tensor.bytes.len();
            row(tensor, &mut text);
        }
        weights += boxes(&section, model.hidden(), &mut text);
    }
    let _ = writeln!(text, "{:<26} {:>8}", "header, padding, crc32", bytes - weights);
    let _ = writeln!(text, "{:<26} {bytes:>8}\n", "total");
    for section in model.sections() {
        text += &costs(&section);
        text += &methods::<R>(&section);
    }
    text + &states(model)
}

/// A line of the table of tensors.
fn row(tensor: &TensorView<'_>, text: &mut String) {
    let TensorView { rows, columns, bytes, .. } = tensor;
    let scale = tensor.fraction.map_or("1".to_owned(), |bits| format!("2^{}", -bits));
    let (name, shape) = (tensor.tensor.name(), format!("{rows}x{columns}"));
    let _ = writeln!(text, "  {name:<11} {shape:>12} {:>8} {scale:>7}", bytes.len());
}

/// A line for the boxes of a task, if it has some; gives their bytes.
fn boxes(section: &Section<'_>, hidden: usize, text: &mut String) -> usize {
    let count = section.boxes().count();
    let bytes = count * hidden * size_of::<Stored>();
    if count > 0 {
        let _ = writeln!(text, "  {:<11} {:>12} {bytes:>8}", "boxes", format!("{count}x{hidden}"));
    }
    bytes
}

/// How each program of a task is proven, if it has boxes; programs of a task that the command does not know have numbers alone.
fn methods<R: Tasks>(section: &Section<'_>) -> String {
    let boxes = section.boxes();
    if boxes.count() == 0 {
        return String::new();
    }
    let names = R::for_task(section.task(), Names).unwrap_or_default();
    let programs = usize::from(section.shape().programs);
    let method = |program: usize| {
        let name = names.get(program).map_or(format!("program {program}"), |name| (*name).to_owned());
        format!("{name} by {}", boxes.method(program).name())
    };
    let methods: Vec<_> = (0..programs).map(method).collect();
    format!("proof of {}: {}\n", shown(section.task()), methods.join(", "))
}

/// The names of a task's programs.
struct Names;

impl ForTask for Names {
    type Output = Vec<&'static str>;

    fn for_task<T: Task>(self) -> Result<Self::Output> {
        Ok(programs(&T::SIGNATURE).map(|program| program.name(&T::SIGNATURE)).collect())
    }
}

/// Multiply-adds of a step of a task.
fn costs(section: &Section<'_>) -> String {
    let weights = |tensor: &TensorView<'_>| tensor.rows * tensor.columns;
    let [_, recurrent, heads, _] = section.tensors();
    format!(
        "multiply-adds a step of {}: {} recurrent (none in a call's first step) + at most {} in the heads\n",
        shown(section.task()),
        weights(&recurrent),
        weights(&heads)
    )
}

/// Bytes of state by depth of the call stack.
fn states(model: &Model<'_>) -> String {
    let state = 2 * model.hidden() * if model.precision() == Precision::F32 { 4 } else { 2 };
    let depths: Vec<_> = (1..=4).map(|depth| format!("{depth}: {}", depth * state)).collect();
    format!("state bytes by stack depth: {}\n", depths.join(", "))
}
