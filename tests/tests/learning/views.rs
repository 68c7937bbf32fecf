//! What views contribute: sorting learned from a teacher's traces alone, by programs that see what they need, and by programs that see
//! all there is.

use std::ops::ControlFlow;

use npi_format::Model;
use npi_runtime::task::{Entry, Frames, Sees, Signature};
use npi_runtime::{Call, Decision, Machine, Network, Task};
use npi_tasks::Sorting;
use npi_trainer::check::astray;
use npi_trainer::cmd::generate::Problems;
use npi_trainer::learn::{Options, train};
use npi_trainer::sequence::Sequences;
use npi_trainer::spec::SpecOf;
use npi_trainer::trace::{Trace, collect};

const HIDDEN: usize = 16;

/// Sorting whose programs see the whole of an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Unmasked;

const PROGRAMS: [Entry; 6] = {
    let mut programs = [Sorting::SIGNATURE.programs[0]; 6];
    let mut index = 0;
    while index < programs.len() {
        programs[index] = Entry { sees: &[Sees::Each; 4], ..Sorting::SIGNATURE.programs[index] };
        index += 1;
    }
    programs
};

impl Machine for Unmasked {
    type Observation = [u8; 4];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(&self, call: &Call<[u8; 1]>, memory: u8, view: &[u8; 4]) -> Option<(Decision<[u8; 1]>, u8)> {
        Sorting.teach(call, memory, view)
    }
}

impl Task for Unmasked {
    npi_tests::worlds_of!(Sorting);

    const SIGNATURE: Signature = Signature { task: "unmasked", programs: &PROGRAMS, ..Sorting::SIGNATURE };

    type Stack<F> = Frames<F, 3>;
}

/// How many of 200 problems of up to 40 values a network does as its teacher does, that has learned from the traces of so many
/// problems of up to 8.
fn right<T: Task>(seed: u64, per_size: usize) -> usize {
    let mut taught = Sequences::default();
    let problems = Problems { seed, examples_per: per_size, ..Problems::default() };
    problems.each::<T>(|line| collect::<T>(&Trace::parse(line.as_bytes())?, &mut taught)).unwrap();
    let options =
        Options { hidden: HIDDEN, seed, counterexamples: false, updates: 6000, ..Options::default() };
    let trained = train::<T>(&taught, &options, |_| ControlFlow::Continue(())).unwrap();
    let model = Model::parse(&trained.blob).unwrap();
    let tests = Problems { min: 1, max: Some(40), examples_per: 5, seed: 1000 + seed };
    let is_right = |problem: String| {
        let network = Network::<T, HIDDEN>::new(&model).unwrap();
        usize::from(astray::<T>(network, &problem).unwrap().is_none())
    };
    tests.texts::<T>().map(|problem| is_right(problem.unwrap())).sum()
}

/// What a proof walks of sorting, with views and without.
#[test]
fn views_leave_little_to_prove() {
    fn sequences<T: Task>() -> usize {
        let counts = SpecOf::<T>::of_task::<T>().unwrap().counts().unwrap();
        counts.iter().map(|count| count.sequences).sum()
    }
    assert_eq!((sequences::<Sorting>(), sequences::<Unmasked>()), (45, 133_536));
}

/// With views, a handful of problems shows all that there is to learn.
#[test]
fn few_problems_teach_programs_that_see_little() {
    assert_eq!(right::<Sorting>(0, 4), 200);
}

/// The table of `docs/tasks.md`: `cargo test --release -p npi-tests --test learning views -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes"]
fn ten_seeds_with_views_and_without() {
    println!("| problems | seeds all right, with views | without | problems right, with views | without |");
    println!("|---:|---:|---:|---:|---:|");
    for per_size in [1, 2, 4, 20, 80] {
        let with: Vec<_> = (0..10).map(|seed| right::<Sorting>(seed, per_size)).collect();
        let without: Vec<_> = (0..10).map(|seed| right::<Unmasked>(seed, per_size)).collect();
        let all = |right: &[usize]| right.iter().filter(|&&right| right == 200).count();
        let mean = |right: &[usize]| right.iter().sum::<usize>() as f64 / 20.0;
        println!(
            "| {} | {} of 10 | {} of 10 | {:.1} % | {:.1} % |",
            8 * per_size,
            all(&with),
            all(&without),
            mean(&with),
            mean(&without)
        );
    }
}
