//! A proof, with a bar while it goes on, and the certificate of it.

mod boxed;
mod certificate;
mod plan;
mod quick;
mod walk;

use indicatif::{ProgressBar, ProgressStyle};
use npi_format::Model;
use npi_runtime::verify::Findings;
use npi_runtime::{Evidence, Machine, Symbols, Task};

pub use boxed::{ByBoxes, Held};
pub use certificate::Certificate;
use plan::Plan;
pub use plan::Prover;
pub use quick::prove_at_once;

use crate::error::{Error, Result};
use crate::jobs::cores;
use crate::record::network;
use crate::refutation::{Broken, Counterexample};
use crate::spec::SpecOf;

/// What was found, in total and by program.
pub struct Proof<O, A> {
    /// In total.
    pub findings: Findings,
    /// Name and findings of each program.
    pub by_program: Vec<(&'static str, Findings)>,
    /// What was found of each program that is proven by boxes.
    pub by_boxes: Vec<ByBoxes<O>>,
    /// A shortest sequence on which network and teacher disagree.
    pub counterexample: Option<Counterexample<O, A>>,
    /// The first obligation of boxes that does not hold.
    pub broken: Option<Broken<O, A>>,
}

/// The proof of a task's network.
pub type ProofOf<T> = Proof<<T as Machine>::Observation, <T as Machine>::Arguments>;

/// Holds a model against its teacher, each program by the method that the model names, on all cores, with a bar on a terminal.
///
/// # Errors
/// As [`prove_by`].
pub fn prove<T: Task>(spec: &SpecOf<T>, model: &Model<'_>) -> Result<ProofOf<T>> {
    prove_by::<T>(spec, model, Prover::Auto, cores())
}

/// Holds a model against its teacher, with a bar on a terminal: on all sequences of views, by boxes, or by both. `jobs` threads walk
/// the sequences; what is found is the same for any number of them.
///
/// # Errors
/// If the model is not of the task, or a program cannot be proven in this way: it has too many sequences, loops, or has no boxes.
pub fn prove_by<T: Task>(
    spec: &SpecOf<T>,
    model: &Model<'_>,
    prover: Prover,
    jobs: usize,
) -> Result<ProofOf<T>> {
    network::<T>(model)?; // that it fits is said before what its boxes lack
    let plans = plan::plans::<T>(spec, model, prover)?;
    let bar = bar(&plans)?;
    prove_plans::<T>(spec, model, plans, jobs, &bar)
}

/// Carries out the plans of all programs, and counts sequences on a bar.
fn prove_plans<T: Task>(
    spec: &SpecOf<T>,
    model: &Model<'_>,
    plans: Vec<Plan<'_>>,
    jobs: usize,
    bar: &ProgressBar,
) -> Result<ProofOf<T>> {
    let (network, mut proof) = (network::<T>(model)?, Proof::nothing());
    for Plan { program, boxes, walked } in plans {
        let name = program.name(&T::SIGNATURE);
        bar.set_message(name);
        let walked = walked.map(|_| walk::walk::<T, _>(spec, &network, program, jobs, bar)).transpose()?;
        let held = boxes.map(|boxes| boxed::check::<T, _>(spec, &network, &boxes, program)).transpose()?;
        proof.add(name, walked, held)?;
    }
    bar.finish_and_clear();
    Ok(proof)
}

/// A bar that counts the sequences that are walked.
fn bar(plans: &[Plan<'_>]) -> Result<ProgressBar> {
    let sequences: usize = plans.iter().filter_map(|plan| plan.walked).map(|count| count.sequences).sum();
    let bar = ProgressBar::new(sequences as u64);
    bar.set_style(ProgressStyle::with_template("{msg:<8} [{bar:40}] {pos} of {len} sequences, {eta} left")?);
    Ok(bar)
}

impl<O: Symbols, A: Symbols> Proof<O, A> {
    /// A proof of nothing yet.
    fn nothing() -> Self {
        let findings = Findings::NONE;
        Self { findings, by_program: Vec::new(), by_boxes: Vec::new(), counterexample: None, broken: None }
    }

    /// Adds what was found of a program, on its sequences and by its boxes.
    fn add(
        &mut self,
        name: &'static str,
        walked: Option<walk::Found<O, A>>,
        held: Option<boxed::Found<O, A>>,
    ) -> Result<()> {
        let (walked, wrong) = walked.map(|found| (found.findings, found.counterexample())).unzip();
        wrong.flatten().into_iter().for_each(|wrong| self.keep(wrong));
        let mut findings = walked.unwrap_or(Findings::NONE);
        if let Some((mut boxes, broken)) = held {
            agree(name, &boxes.findings, walked.as_ref())?;
            findings.merge(&boxes.findings);
            boxes.walked = walked;
            self.by_boxes.push(boxes);
            self.broken = self.broken.take().or(broken);
        }
        self.findings.merge(&findings);
        self.by_program.push((name, findings));
        Ok(())
    }

    /// Keeps a sequence on which network and teacher disagree, if none so short is known.
    fn keep(&mut self, wrong: Counterexample<O, A>) {
        if self.counterexample.as_ref().is_none_or(|known| wrong.steps.len() < known.steps.len()) {
            self.counterexample = Some(wrong);
        }
    }

    /// Whether sequences alone would prove what boxes do not: all programs end, and all their sequences are right.
    fn is_right_on_sequences(&self) -> bool {
        self.counterexample.is_none() && self.by_boxes.iter().all(|boxes| boxes.walked.is_some())
    }
}

/// Checks that two provers do not disagree on a program: boxes that hold, and a sequence that is wrong, cannot both be.
fn agree(name: &str, boxes: &Findings, walked: Option<&Findings>) -> Result<()> {
    match walked {
        Some(walked) if boxes.is_proven() && walked.wrong > 0 => Err(Error::ours(format_args!(
            "program {name}: expected the provers to agree, found that they disagree: boxes prove it, and {} of its sequences are wrong; hint: please report this, with the model",
            walked.wrong
        ))),
        _ => Ok(()),
    }
}

/// A margin in logits.
#[must_use]
pub fn logits(margin: i32) -> f64 {
    f64::from(margin) / f64::from(1 << Evidence::FRACTION)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
mod tests {
    use super::*;

    /// Boxes that hold and a wrong sequence are an error of its own, which is ours; all else is a verdict.
    #[test]
    fn provers_that_disagree_are_reported() {
        let [proven, refuted] = [0, 3].map(|wrong| {
            let mut findings = Findings::NONE;
            (findings.sequences, findings.obligations, findings.wrong) = (5, 5, wrong);
            findings
        });
        let error = agree("ADD", &proven, Some(&refuted)).unwrap_err();
        assert!(
            error.to_string().contains("the provers") && error.to_string().contains("3 of its sequences")
        );
        assert_eq!(error.fault().code(), 3);
        for (boxes, walked) in [(&proven, &proven), (&refuted, &proven), (&refuted, &refuted)] {
            assert_eq!(agree("ADD", boxes, Some(walked)), Ok(()));
        }
        assert_eq!(agree("ADD", &proven, None), Ok(()));
    }
}
