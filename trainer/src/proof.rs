//! A proof, with a bar while it goes on, and the certificate of it.

use std::fmt;

use indicatif::{ProgressBar, ProgressStyle};
use npi_format::Model;
use npi_runtime::verify::{Findings, Walked, programs, verify};
use npi_runtime::{Call, Evidence, Machine, Program, Symbols, Task};
use serde::Serialize;

use crate::check::Checked;
use crate::error::Result;
use crate::model::Blob;
use crate::record::network;
use crate::refutation::{Counterexample, Refutation, Run, sees};
use crate::spec::{Spec, SpecOf, sha256};

/// What was found, in total and by program.
pub struct Proof<O, A> {
    /// In total.
    pub findings: Findings,
    /// Name and findings of each program.
    pub by_program: Vec<(&'static str, Findings)>,
    /// A shortest sequence on which network and teacher disagree.
    pub counterexample: Option<Counterexample<O, A>>,
}

/// The proof of a task's network.
pub type ProofOf<T> = Proof<<T as Machine>::Observation, <T as Machine>::Arguments>;

/// Holds a model against its teacher on all sequences of views, with a bar on a terminal.
///
/// # Errors
/// If the task cannot be proven, being too large or a loop, or the model is not of the task.
pub fn prove<T: Task>(spec: &SpecOf<T>, model: &Model<'_>) -> Result<ProofOf<T>> {
    let network = network::<T>(model)?;
    let counts = spec.counts()?;
    let mut proof = Proof { findings: Findings::NONE, by_program: Vec::new(), counterexample: None };
    let bar = ProgressBar::new(counts.iter().map(|count| count.sequences).sum::<usize>() as u64);
    bar.set_style(ProgressStyle::with_template("{msg:<8} [{bar:40}] {pos} of {len} sequences, {eta} left")?);
    for program in programs(&T::SIGNATURE) {
        let name = program.name(&T::SIGNATURE);
        bar.set_message(name);
        let findings = verify::<T, _, _>(spec, &network, program, &mut |call, walked| {
            bar.inc(1);
            proof.note(call, walked);
        })?;
        proof.findings.merge(&findings);
        proof.by_program.push((name, findings));
    }
    bar.finish_and_clear();
    Ok(proof)
}

impl<O: Symbols, A: Symbols> Proof<O, A> {
    /// Keeps a sequence if it is wrong, and none so short is known.
    fn note(&mut self, call: &Call<A>, walked: &[Walked<Spec<O, A>>]) {
        let Some(wrong) = walked.iter().find(|step| step.expected != step.found) else { return };
        if self.counterexample.as_ref().is_some_and(|known| known.steps.len() <= wrong.tally.steps) {
            return;
        }
        let steps = walked.iter().take(wrong.tally.steps).map(|step| (step.view, step.expected)).collect();
        self.counterexample = Some(Counterexample { call: *call, steps, found: wrong.found });
    }
}

/// A margin in logits.
#[must_use]
pub fn logits(margin: i32) -> f64 {
    f64::from(margin) / f64::from(1 << Evidence::FRACTION)
}

/// What a proof or a refutation says, of which bytes and of which teacher.
#[derive(Debug, Clone, Serialize)]
pub struct Certificate {
    task: &'static str,
    /// (a) The network obeys its teacher, whatever it sees: checked on the blob's bytes.
    proven: bool,
    /// (b) What follows if the teacher is right.
    theorem: &'static str,
    /// Why the teacher is right.
    argued: &'static str,
    /// How often the teacher was run for this certificate, and did not leave what the task declares.
    tested: Checked,
    /// What teachers say cannot be seen, and of which nothing is said here; empty if everything was checked.
    assumed_impossible: Vec<Assumed>,
    model: String,
    sha256: String,
    crc32: String,
    spec_sha256: String,
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
    /// A run that shows that the network is wrong; none was found if it is not proven and this is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    shown_by: Option<Run>,
    npi: &'static str,
}

/// What a program's teacher says it cannot see.
#[derive(Debug, Clone, Serialize)]
struct Assumed {
    program: &'static str,
    /// Rows of the program's table, each a call, a memory and a view, that are left out.
    excluded: usize,
    /// Rows of the table.
    of: usize,
    /// The first of them: the memory, and what is seen of each slot.
    first: (u8, Vec<(&'static str, &'static str)>),
}

impl fmt::Display for Assumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { program, excluded, of, first: (memory, sees) } = self;
        let sees: Vec<_> = sees.iter().map(|(slot, symbol)| format!("{slot} {symbol}")).collect();
        let sees = if sees.is_empty() { "nothing".to_owned() } else { sees.join(" ") };
        write!(
            f,
            "{excluded} of the {of} views of {program} cannot come, such as {sees} with memory {memory}"
        )
    }
}

/// What the teachers of a task's programs say they cannot see.
fn assumed<T: Task>(spec: &SpecOf<T>) -> Vec<Assumed> {
    let of_program = |program: Program| {
        let rows = || spec.rows().filter(|(call, ..)| call.program == program);
        let mut excluded = rows().filter(|(.., row)| row.is_none());
        let (_, memory, view, _) = excluded.next()?;
        let first = (memory, sees::<T>(program, &view));
        Some(Assumed {
            program: program.name(&T::SIGNATURE),
            excluded: 1 + excluded.count(),
            of: rows().count(),
            first,
        })
    };
    programs(&T::SIGNATURE).filter_map(of_program).collect()
}

impl Certificate {
    /// The certificate of a proof or a refutation, bound to the task's spec and to the bytes of a blob that holds the task
    /// alone, so that other sections change nothing.
    ///
    /// # Errors
    /// If the blob is not a model.
    pub fn new<T: Task>(
        blob: &Blob,
        spec: &SpecOf<T>,
        proof: &ProofOf<T>,
        tested: Checked,
        run: Option<Run>,
    ) -> Result<Self> {
        let (model, findings) = (blob.model()?, &proof.findings);
        Ok(Self {
            task: T::SIGNATURE.task,
            proven: findings.is_proven(),
            theorem: T::THEOREM,
            argued: T::ARGUMENT,
            tested,
            assumed_impossible: assumed::<T>(spec),
            model: blob.name.clone(),
            sha256: sha256(&blob.bytes),
            crc32: format!("{:08x}", model.checksum()),
            spec_sha256: spec.sha256()?,
            precision: model.precision().name(),
            hidden: model.hidden(),
            bytes: blob.bytes.len(),
            sequences: findings.sequences,
            steps: findings.steps,
            wrong: findings.wrong,
            by_program: proof.by_program.iter().map(|(name, findings)| (*name, findings.sequences)).collect(),
            smallest_margin_logits: findings.margin.filter(|_| findings.is_proven()).map(logits),
            counterexample: proof.counterexample.as_ref().map(Refutation::new::<T>),
            shown_by: run,
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

    /// For people: which bytes were checked, against which teacher, and how much.
    #[must_use]
    pub fn to_text(&self) -> String {
        let programs: Vec<_> =
            self.by_program.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let (programs, Self { model, task, precision, hidden, bytes, .. }) = (programs.join(", "), self);
        format!(
            "model    {model}: {task}, {precision}, {hidden} hidden units, {bytes} bytes\n\
             sha256   {}\n\
             crc32    {}\n\
             spec     {}\n\
             checked  {} sequences of views, {} steps ({programs})\n{}",
            self.sha256,
            self.crc32,
            self.spec_sha256,
            self.sequences,
            self.steps,
            self.verdict()
        )
    }

    /// What a proof rests on, or what is wrong.
    fn verdict(&self) -> String {
        let Some(counterexample) = &self.counterexample else { return self.grounds() };
        let wrong = self.wrong;
        let run = match &self.shown_by {
            Some(run) => format!("refuted: {run}\n"),
            None => "not proven: no problem was found that shows it\n".to_owned(),
        };
        format!("disagree {wrong} sequences of views; a shortest one is {counterexample}{run}")
    }

    fn grounds(&self) -> String {
        let assumed: Vec<_> = self.assumed_impossible.iter().map(ToString::to_string).collect();
        let assumed = if assumed.is_empty() { "nothing".to_owned() } else { assumed.join("; ") };
        format!(
            "margin   {:.4} logits, the smallest between the best and the second-best score\n\
             assumed  {assumed}\n\
             argued   the teacher is right: {}\n\
             tested   the teacher on {} problems, in {} steps, without leaving what the task declares\n",
            self.smallest_margin_logits.unwrap_or(0.0),
            self.argued,
            self.tested.problems,
            self.tested.steps
        )
    }
}
