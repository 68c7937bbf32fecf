//! `npi export coq`: a model's bytes and its tasks' specs, as the proofs of `tests/coq` take them.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use npi_format::{Model, Precision, Signature};
use npi_runtime::Task;

use crate::error::{Context, Result, ensure};
use crate::files::{Sink, is_dash};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::record::network;
use crate::shown::shown;
use crate::spec::coq::{numbers, plain};
use crate::spec::{SpecOf, sha256};
use crate::talk::say;
use crate::tasks::{ForTask, Tasks};

/// Write a model for the proof assistant Coq: its bytes as Blob.v, the specs of its tasks as Specs.v.
///
/// `tests/coq` proves of them that the network obeys its teacher; docs/proof.md says how.
#[derive(Debug, Args)]
#[command(after_help = "example: npi export coq addition.npi -o addition")]
pub struct Cmd {
    /// The model, in int8.
    model: PathBuf,
    /// The folder for Blob.v and Specs.v.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A file that is no model in int8, a task that is not known, not well formed or not the model's, or files that cannot be written.
    pub(super) fn run<R: Tasks>(self) -> Result<Outcome> {
        ensure!(!is_dash(&self.output), "expected a folder for two files, found `-`; hint: `-o DIR`");
        let blob = Blob::load(&self.model)?;
        let specs = specs::<R>(&blob)?;
        let (folder, files) = (shown(&self.output), [bytes(&blob.bytes), listed(&specs)]);
        fs::create_dir_all(&self.output).with_context(|| format!("cannot make {folder}"))?;
        let [blob_v, specs_v] = ["Blob.v", "Specs.v"].map(|name| Sink::create(&self.output.join(name)));
        for (sink, file) in [blob_v?, specs_v?].into_iter().zip(&files) {
            sink.put(file.as_bytes())?;
        }
        say(format_args!("{folder}: Blob.v of {} bytes, and Specs.v", blob.bytes.len()));
        Ok(Outcome::Done)
    }
}

/// Gives the specs of a model's tasks, in its order.
fn specs<R: Tasks>(blob: &Blob) -> Result<Vec<String>> {
    let model = blob.model()?;
    let found = model.precision();
    ensure!(
        found == Precision::Int8,
        "{}: expected a model in int8, found {}; hint: `npi convert --precision int8`",
        blob.name,
        found.name()
    );
    blob.tasks(None)?.iter().map(|task| R::for_task(task, Named(&model))).collect()
}

/// Writes a task's spec, with the fingerprint by which the model names it.
struct Named<'a>(&'a Model<'a>);

impl ForTask for Named<'_> {
    type Output = String;

    fn for_task<T: Task>(self) -> Result<String> {
        const { assert!(Signature::FIRST == 2, "tests/coq/Machine.v counts programs from there") };
        network::<T>(self.0)?; // refuses a section that is not of this very task
        let spec = SpecOf::<T>::of_task::<T>()?;
        let (name, sha256) = (plain(T::SIGNATURE.task), spec.sha256()?);
        let fingerprint = T::SIGNATURE.fingerprint();
        Ok(format!(
            "\n  (* {name}; SHA-256 of its spec: {sha256} *)\n  ({fingerprint},\n   {})",
            spec.to_coq()
        ))
    }
}

/// What stands above definitions: where the types are, and that numbers are whole.
const FROM: &str = "From Npi Require Import Options Machine.\nOpen Scope Z_scope.\n";

fn bytes(blob: &[u8]) -> String {
    let lines: Vec<_> = blob.chunks(24).map(|line| format!("\n  {}", numbers(line))).collect();
    let sha256 = sha256(blob);
    format!(
        "(* SHA-256 of these bytes: {sha256} *)\n{FROM}Definition blob : list Z := [{}].\n",
        lines.join(";")
    )
}

fn listed(specs: &[String]) -> String {
    format!("{FROM}Definition specs : list (Z * spec) := [{}].\n", specs.join(";"))
}
