//! What a proof or a refutation says, for machines and for people.

mod assumed;
mod of_boxes;

use assumed::{Assumed, assumed};
use npi_runtime::Task;
use of_boxes::{Boxes, Method};
use serde::Serialize;

use super::{ProofOf, logits};
use crate::check::Checked;
use crate::error::Result;
use crate::model::Blob;
use crate::plural::counted;
use crate::refutation::{Refutation, Run, Unheld};
use crate::spec::{SpecOf, sha256};

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
    /// How each program is proven, if some are by boxes; else all are by sequences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    methods: Vec<(&'static str, Method)>,
    /// What was found of the programs that are proven by boxes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_boxes: Vec<Boxes>,
    /// None if something is wrong: a network can be sure of what is wrong, too.
    smallest_margin_logits: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterexample: Option<Refutation>,
    /// The first obligation of boxes that does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    broken: Option<Unheld>,
    /// A run that shows that the network is wrong; none was found if it is not proven and this is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    shown_by: Option<Run>,
    /// Whether walking sequences alone proves what boxes do not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    proven_by_sequences: bool,
    npi: &'static str,
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
            methods: of_boxes::methods::<T>(&proof.by_boxes),
            by_boxes: proof.by_boxes.iter().map(Boxes::new::<T>).collect(),
            counterexample: proof.counterexample.as_ref().map(Refutation::new::<T>),
            broken: proof.broken.as_ref().map(Unheld::new::<T>),
            shown_by: run,
            proven_by_sequences: proof.broken.is_some() && proof.is_right_on_sequences(),
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
        let Self { model, task, precision, hidden, bytes, .. } = self;
        format!(
            "model    {model}: {task}, {precision}, {}, {bytes} bytes\n\
             sha256   {}\n\
             crc32    {}\n\
             spec     {}\n\
             checked  {}\n{}",
            counted(*hidden, "hidden unit"),
            self.sha256,
            self.crc32,
            self.spec_sha256,
            self.checked(),
            self.verdict()
        )
    }

    /// How much was checked: sequences, and the obligations of boxes.
    fn checked(&self) -> String {
        let walked = self.by_program.iter().filter(|(_, count)| self.by_boxes.is_empty() || *count > 0);
        let programs: Vec<_> = walked.map(|(name, count)| format!("{name} {count}")).collect();
        let (sequences, steps) = (counted(self.sequences, "sequence"), counted(self.steps, "step"));
        let walked = format!("{sequences} of views, {steps} ({})", programs.join(", "));
        let walked = (!programs.is_empty()).then_some(walked);
        let boxes = self.by_boxes.iter().map(ToString::to_string);
        boxes.chain(walked).collect::<Vec<_>>().join("\n         ")
    }

    /// What a proof rests on, or what is wrong.
    fn verdict(&self) -> String {
        if self.proven {
            return self.grounds();
        }
        let mut said = String::new();
        if let Some(counterexample) = &self.counterexample {
            let wrong = counted(self.wrong, "sequence");
            said += &format!("disagree {wrong} of views; a shortest one is {counterexample}");
        }
        if let Some(broken) = &self.broken {
            let open = counted(self.broken(), "obligation");
            said += &format!("broken   {open} of boxes; the first is {broken}");
        }
        said + &match &self.shown_by {
            Some(run) => format!("refuted: {run}\n"),
            None if self.proven_by_sequences => {
                "not proven by boxes, but every sequence is right; hint: --prover sequences proves it\n"
                    .to_owned()
            }
            None => "not proven: no problem was found that shows it\n".to_owned(),
        }
    }

    /// Counts the obligations of boxes that do not hold.
    fn broken(&self) -> usize {
        self.by_boxes.iter().map(Boxes::wrong).sum()
    }

    fn grounds(&self) -> String {
        let assumed: Vec<_> = self.assumed_impossible.iter().map(ToString::to_string).collect();
        let assumed = if assumed.is_empty() { "nothing".to_owned() } else { assumed.join("; ") };
        let at_least = if self.by_boxes.is_empty() { "" } else { "at least " };
        format!(
            "margin   {at_least}{:.4} logits, the smallest between the best and the second-best score\n\
             assumed  {assumed}\n\
             argued   the teacher is right: {}\n\
             tested   the teacher on {}, in {}, without leaving what the task declares\n",
            self.smallest_margin_logits.unwrap_or(0.0),
            self.argued,
            counted(self.tested.problems, "problem"),
            counted(self.tested.steps, "step")
        )
    }
}
