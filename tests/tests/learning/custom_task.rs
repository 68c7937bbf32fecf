//! A task in someone else's crate: trained, converted, proven and run through the public interface.

use std::ops::ControlFlow;

use npi_fill::Fill;
use npi_format::convert::{Checkpoint, alone, join};
use npi_format::{Model, Precision};
use npi_runtime::{Environment, Network, Task, solve};
use npi_tasks::{Addition, models};
use npi_tests::golden::bless;
use npi_trainer::cmd::generate::Problems;
use npi_trainer::learn::{Options, Trained, train};
use npi_trainer::sequence::{Sequence, Sequences};
use npi_trainer::trace::{self, Trace};

fn options(precision: Precision) -> Options {
    Options { hidden: 8, precision, margin: 0.1, updates: 2000, ..Options::default() }
}

fn trained(options: &Options) -> Trained {
    let (mut taught, problems) =
        (Sequences::default(), Problems { max: Some(4), examples_per: 4, ..Problems::default() });
    problems
        .each::<Fill>(|line| trace::collect::<Fill>(&Trace::parse(line.as_bytes())?, &mut taught))
        .unwrap();
    train::<Fill>(&taught, options, |_| ControlFlow::Continue(())).unwrap()
}

fn fill(blob: &[u8], problem: &str) -> String {
    let network = Network::<Fill, 16>::new(&Model::parse(blob).unwrap()).unwrap();
    let mut memory = vec![0; Fill::memory(problem.as_bytes())];
    let mut world = Fill::world(problem.as_bytes(), &mut memory).unwrap();
    solve(network, &mut world, |_, _| {}).unwrap();
    let mut answer = String::new();
    world.answer(&mut answer).unwrap();
    answer
}

/// From traces to a proven blob in every precision, and right on a tape longer than any it was taught.
#[test]
fn custom_task_goes_the_whole_line() {
    for precision in [Precision::F32, Precision::Int8, Precision::Int4] {
        let trained = trained(&options(precision));
        assert!(trained.reached, "{precision:?}: {:?}", trained.progress);
        assert_eq!(fill(&trained.blob, "1________"), "111111111");
        assert_eq!(fill(&trained.blob, &format!("0{}", "_".repeat(10_000))), "0".repeat(10_001));
    }
}

/// Learned on the core of the shipped addition, it stands beside addition in one blob, of which not a byte is another.
#[test]
fn a_task_learns_on_the_core_of_another() {
    let weights =
        Checkpoint::from_safetensors(include_bytes!("../../../runtime/tasks/models/addition.safetensors"));
    let core = weights.unwrap().recurrent;
    let trained = trained(&Options { hidden: 16, core: Some(core), ..options(Precision::Int8) });
    assert!(trained.reached, "{:?}", trained.progress);
    let [addition, new] = [models::ADDITION, &trained.blob].map(|blob| Model::parse(blob).unwrap());
    let sections: Vec<_> = addition.sections().chain(new.sections()).collect();
    let joined = join(&sections).unwrap();
    assert_eq!(fill(&joined, "0____"), "00000");
    let first = Model::parse(&joined).unwrap().section(Addition::SIGNATURE.fingerprint()).unwrap();
    assert_eq!(alone(&first), models::ADDITION);
    bless("addition-and-fill.npi", &joined);
}

/// Sequences and sizes that nobody can learn with are errors, not panics.
#[test]
fn hand_made_lessons_are_refused() {
    let refused = |taught: &[Sequence], hidden, says: &str| {
        let options = Options { hidden, ..options(Precision::Int8) };
        let mut given = Sequences::default();
        taught.iter().cloned().for_each(|sequence| given.add(sequence));
        let error = train::<Fill>(&given, &options, |_| ControlFlow::Break(())).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    };
    let stepless = &[Sequence { program: 0, steps: Vec::new() }];
    refused(stepless, 8, "expected a call with steps");
    refused(&[Sequence { program: 2, steps: Vec::new() }], 8, "expected one of 2 programs");
    refused(stepless, 0, "expected 1 to 128 hidden units, found 0");
    refused(stepless, 129, "expected 1 to 128 hidden units, found 129");
    refused(&[], 8, "expected traces with steps to learn from, found none");
}
