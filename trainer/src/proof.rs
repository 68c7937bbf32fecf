//! A proof, with a bar while it goes on, and the certificate of it.

use indicatif::{ProgressBar, ProgressStyle};
use npi_format::Model;
use npi_runtime::verify::{Findings, programs, verify};
use npi_runtime::{Evidence, Task};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::model::Blob;
use crate::record::network;
use crate::refutation::Refutation;

/// Bytes that any task's cases may use.
pub const CASE_MEMORY: usize = 4096;

/// What was found, in total and by program.
pub struct Proof<T: Task> {
    /// In total.
    pub findings: Findings<T>,
    /// Name and findings of each program.
    pub by_program: Vec<(&'static str, Findings<T>)>,
}

/// Holds a model against its teacher on all cases, with a bar on a terminal.
///
/// # Errors
/// If the model is not of the task.
pub fn prove<T: Task>(model: &Model<'_>) -> Result<Proof<T>> {
    let network = network::<T>(model)?;
    let mut proof = Proof { findings: Findings::none(), by_program: Vec::new() };
    let bar = ProgressBar::new(programs::<T>().map(T::cases).sum::<usize>() as u64);
    bar.set_style(ProgressStyle::with_template("{msg:<8} [{bar:40}] {pos} of {len} sequences, {eta} left")?);
    for program in programs::<T>() {
        let name = program.name(&T::SIGNATURE);
        bar.set_message(name);
        let findings = verify(&network, program, 1, &mut [0; CASE_MEMORY], |_, _| bar.inc(1))?;
        proof.findings.merge(findings.clone());
        proof.by_program.push((name, findings));
    }
    bar.finish_and_clear();
    Ok(proof)
}

/// A margin in logits.
#[must_use]
pub fn logits(margin: i32) -> f64 {
    f64::from(margin) / f64::from(1 << Evidence::FRACTION)
}

/// What a proof or a refutation says, and of which bytes.
#[derive(Debug, Clone, Serialize)]
pub struct Certificate {
    task: &'static str,
    theorem: &'static str,
    proven: bool,
    model: String,
    sha256: String,
    crc32: String,
    precision: &'static str,
    hidden: usize,
    bytes: usize,
    sequences: usize,
    steps: usize,
    wrong: usize,
    by_program: Vec<(&'static str, usize)>,
    /// None if something is wrong: a network can be sure of what is wrong, too.
    smallest_margin_logits: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterexample: Option<Refutation>,
    npi: &'static str,
}

impl Certificate {
    /// The certificate of a proof or a refutation, bound to the blob's bytes.
    ///
    /// # Errors
    /// If the blob is not a model.
    pub fn new<T: Task>(blob: &Blob, proof: &Proof<T>) -> Result<Self> {
        let (model, findings) = (blob.model()?, &proof.findings);
        Ok(Self {
            task: T::SIGNATURE.task,
            theorem: T::THEOREM,
            proven: findings.all_right(),
            model: blob.name.clone(),
            sha256: Sha256::digest(&blob.bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
            crc32: format!("{:08x}", model.checksum),
            precision: model.precision.name(),
            hidden: model.shape.hidden,
            bytes: blob.bytes.len(),
            sequences: findings.sequences,
            steps: findings.steps,
            wrong: findings.wrong,
            by_program: proof.by_program.iter().map(|(name, findings)| (*name, findings.sequences)).collect(),
            smallest_margin_logits: findings.all_right().then(|| logits(findings.margin)),
            counterexample: findings.counterexample.as_ref().map(Refutation::new),
            npi: env!("CARGO_PKG_VERSION"),
        })
    }

    /// For machines.
    ///
    /// # Errors
    /// None in practice: those of the JSON writer.
    pub fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let programs: Vec<_> =
            self.by_program.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let (programs, Self { model, task, precision, hidden, bytes, .. }) = (programs.join(", "), self);
        format!(
            "model    {model}: {task}, {precision}, {hidden} hidden units, {bytes} bytes\n\
             sha256   {}\n\
             crc32    {}\n\
             checked  {} sequences, {} steps ({programs})\n{}",
            self.sha256,
            self.crc32,
            self.sequences,
            self.steps,
            self.verdict()
        )
    }

    /// The margin, or what is wrong.
    fn verdict(&self) -> String {
        let margin = self.smallest_margin_logits.map(|margin| {
            format!("margin   {margin:.4} logits, the smallest between the best and the second-best score\n")
        });
        let refuted = self.counterexample.as_ref().map(|shortest| {
            format!("refuted: {} sequences are wrong; a shortest one is {shortest}", self.wrong)
        });
        margin.into_iter().chain(refuted).collect()
    }
}
