//! `npi verify`: proves a model, or refutes it.

mod animate;
mod json;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use animate::Animate;
use clap::Args;
use npi_format::Model;
use npi_runtime::Task;

use super::generate::Problems;
use crate::check::check;
use crate::course::Course;
use crate::error::{Context, Fault, Result, ensure};
use crate::files::{self, Sink};
use crate::jobs;
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::pictures::boxes;
use crate::proof::{Certificate, ProofOf, Prover, prove_by};
use crate::record::tasks_of;
use crate::refutation::Run;
use crate::spec::SpecOf;
use crate::tasks::{ForTask, Tasks};

/// Prove that a model does what its teacher does, for problems of every size; or refute it.
///
/// A model of several tasks is proven task after task.
#[derive(Debug, Args)]
#[command(
    after_help = "examples:\n  npi verify model.npi --certificate proof.json\n  npi verify all.npi --task addition\n  npi verify --task traffic-loop --svg boxes.svg\n  npi verify model.npi --animate"
)]
pub struct Cmd {
    /// The model; without it, the shipped one.
    model: Option<PathBuf>,
    /// Prove this task alone.
    #[arg(long, value_name = "NAME")]
    task: Option<String>,
    /// Write the figures here, whether they prove or refute the model; `-` is standard output, and what is said to
    /// people then goes to standard error. They are bound to the task, and to the bytes of the blob that holds the
    /// network of this task alone, which `npi split` gives.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// What is to prove it.
    #[arg(long, value_enum, default_value_t)]
    prover: Prover,
    /// Draw boxes into this file, with the states of a call that is really run in them, as SVG; with --animate, the network that leaves its
    /// teacher; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// The problem of which a call is drawn; without it, the task's example.
    #[arg(long, value_name = "TEXT", requires = "svg", conflicts_with = "animate")]
    problem: Option<String>,
    /// Walk sequences by so many threads at a time, 256 at most [default: as many as there are cores]. The verdict is the same.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(jobs::RANGE))]
    jobs: Option<u16>,
    #[command(flatten)]
    animate: Animate,
    /// Write each task's certificate as a line of JSON, which docs/schemas/verify.json describes, and nothing for people.
    #[arg(long)]
    json: bool,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A bad model, or a file that cannot be written.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        let films = self.animate.outputs();
        for output in [&self.certificate, &self.svg].into_iter().chain(films).flatten() {
            self.model.as_ref().map_or(Ok(()), |model| files::distinct(model, output))?;
        }
        let blob = Blob::load_or_shipped::<R>(self.model.as_deref(), self.task.as_deref())?;
        let tasks = blob.tasks(self.task.as_deref())?;
        let how = How {
            certificate: self.certificate.as_deref(),
            svg: self.svg.as_deref().filter(|_| !self.animate.animate),
            animate: self.animate.paths(self.svg.as_deref()),
            problem: self.problem.as_deref(),
            prover: self.prover,
            jobs: self.jobs,
            json: self.json,
        };
        how.check_streams()?;
        for (option, what, is_given) in [
            ("certificate", "a certificate", how.certificate.is_some()),
            ("svg", "a picture", how.svg.is_some()),
            ("animate", "what is shown", how.animate.is_some()),
        ] {
            ensure!(
                !is_given || tasks.len() == 1,
                "expected --task beside --{option}, as {what} is of one task; found {}",
                tasks_of(&blob.model()?)
            );
        }
        // Before the first proof, not after it.
        tasks.iter().try_for_each(|task| R::known(task)).with_context(|| blob.name.clone())?;
        let mut worst = Outcome::Done;
        for task in &tasks {
            if R::for_task(task, Verify { blob: &blob, how })? == Outcome::Refuted {
                worst = Outcome::Refuted;
            }
        }
        Ok(worst)
    }
}

/// How to prove a task, and what to write of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct How<'a> {
    /// Where the certificate goes.
    pub certificate: Option<&'a Path>,
    /// Where the picture of a call in its boxes goes.
    pub svg: Option<&'a Path>,
    /// Where a network that is refuted is shown leaving its teacher, if it is to be shown.
    pub animate: animate::Paths<'a>,
    /// The problem of which a call is drawn.
    pub problem: Option<&'a str>,
    /// What is to prove it.
    pub prover: Prover,
    /// How many threads walk sequences; without a number, as many as there are cores.
    pub jobs: Option<u16>,
    /// Whether the certificate goes to standard output as a line.
    pub json: bool,
}

impl How<'_> {
    /// Refuses more than one kind of data on standard output.
    fn check_streams(&self) -> Result<()> {
        let is_stream = |path: Option<&Path>| path.is_some_and(files::is_dash);
        let streams = [
            ("--certificate", is_stream(self.certificate)),
            ("--svg", is_stream(self.svg)),
            ("--json", self.json),
        ];
        let streams = streams.into_iter().filter_map(|(option, is)| is.then_some(option));
        let streams: Vec<_> = streams.chain(animate::streams(self.animate)).collect();
        ensure!(
            streams.len() < 2,
            "expected one kind of data on standard output, found {}; hint: name a file",
            streams.join(" and ")
        );
        Ok(())
    }

    /// Opens what is to be written: the certificate, and the picture.
    fn open(&self) -> Result<[Option<Sink>; 2]> {
        let [certificate, svg] = [self.certificate, self.svg].map(|path| path.map(Sink::create));
        let (certificate, svg) = (certificate.transpose()?, svg.transpose()?);
        if let (Some(certificate), Some(svg)) = (&certificate, &svg) {
            svg.distinct(certificate)?;
        }
        Ok([certificate, svg])
    }

    /// Draws a call of the problem in its boxes, if that is asked for.
    fn draw<T: Task>(&self, spec: &SpecOf<T>, model: &Model<'_>) -> Result<Option<String>> {
        let problem = self.problem.unwrap_or(T::EXAMPLE);
        let draw = |_| boxes::picture(&Course::of::<T>(spec, model, problem)?);
        self.svg.map(draw).transpose()
    }

    /// Where people are talked to: not where data goes, and nowhere beside JSON, which says the same.
    fn out(&self) -> Box<dyn Write> {
        if self.json {
            return Box::new(io::sink());
        }
        let data = [self.certificate, self.svg].contains(&Some(Path::new("-")));
        if data || animate::takes_stdout(self.animate) {
            Box::new(io::stderr())
        } else {
            Box::new(io::stdout())
        }
    }
}

struct Verify<'a> {
    blob: &'a Blob,
    how: How<'a>,
}

impl ForTask for Verify<'_> {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        verify::<T>(self.blob, self.how)
    }
}

/// Problems that the teacher solves beside a proof, and, if there is none, the network.
const PROBLEMS: Problems = Problems { min: 1, max: None, examples_per: 8, seed: 0 };

/// Proves a task's network in a blob or refutes it, on the bytes of the blob that holds it alone; writes a certificate of
/// that, and prints it.
///
/// # Errors
/// A blob that is not a model of the task, a task that is not well formed, or a file that cannot be written.
pub fn verify<T: Task>(blob: &Blob, how: How<'_>) -> Result<Outcome> {
    let start = Instant::now();
    let blob = &blob.alone(T::SIGNATURE.task)?;
    let [certificate, svg] = how.open()?;
    let film = animate::open(how.animate, certificate.as_ref())?;
    let spec = SpecOf::<T>::of_task::<T>()?;
    let picture = how.draw::<T>(&spec, &blob.model()?)?;
    let Found { proof, run, figures } = prove::<T>(blob, &spec, how.prover, jobs::or_cores(how.jobs))?;
    if let Some(certificate) = certificate {
        certificate.put(figures.to_json()?.as_bytes())?;
    }
    if let (Some(svg), Some(picture)) = (svg, picture) {
        svg.put(picture.as_bytes())?;
    }
    let written = if how.json { json::write(&figures) } else { Ok(()) };
    if proof.findings.is_proven() {
        written?; // a refutation stands even if nobody reads it
    }
    let outcome = say::<T>(&figures, proof.findings.is_proven(), start, &mut how.out())?;
    let shown = film.map_or(Ok(()), |film| animate::show::<T>(film, &blob.model()?, &proof, run.as_ref()));
    match shown {
        Err(error) if error.fault() == Fault::Closed => {} // a verdict stands even if nobody watches
        shown => shown?,
    }
    Ok(outcome)
}

/// What was found of a task's network in a blob that holds it alone.
pub struct Found<T: Task> {
    /// The proof, or the refutation.
    pub proof: ProofOf<T>,
    /// A run that shows that the network is wrong.
    pub run: Option<Run>,
    /// All that a certificate says of both.
    pub figures: Certificate,
}

/// Proves the task's network in a blob that holds it alone, or refutes it, by `jobs` threads.
///
/// # Errors
/// A blob that is not a model of the task, or a program that cannot be proven in this way.
pub fn prove<T: Task>(blob: &Blob, spec: &SpecOf<T>, prover: Prover, jobs: usize) -> Result<Found<T>> {
    let problems = PROBLEMS.texts::<T>().collect::<Result<Vec<_>>>()?;
    let tested = check::<T>(&problems, |_| None)?;
    let model = blob.model()?;
    let proof = prove_by::<T>(spec, &model, prover, jobs)?;
    let run = if proof.findings.is_proven() { None } else { Run::find::<T>(&model, &problems)? };
    let figures = Certificate::new::<T>(blob, spec, &proof, tested, run.clone())?;
    Ok(Found { proof, run, figures })
}

/// Tells people what was found.
fn say<T: Task>(figures: &Certificate, proven: bool, start: Instant, out: &mut dyn Write) -> Result<Outcome> {
    let said = write!(out, "{}", figures.to_text());
    if !proven {
        return Ok(Outcome::Refuted); // even if nobody reads why
    }
    said?;
    let seconds = start.elapsed().as_secs_f64();
    writeln!(out, "proven in {seconds:.2} s: the network obeys its teacher, whatever it sees")?;
    writeln!(out, "so       {}", T::THEOREM)?;
    Ok(Outcome::Done)
}
