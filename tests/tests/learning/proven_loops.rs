//! Programs that loop are learned until boxes prove them; and how often that goes well, and how long it takes.

use std::ops::ControlFlow;

use npi_fill::Fill;
use npi_format::{Model, Precision};
use npi_runtime::task::{Entry, Frames, Sees, Signature, Slot};
use npi_runtime::verify::{check_boxes, programs, verify};
use npi_runtime::{Call, Decision, Machine, Network, Program, Task, boxes};
use npi_tasks::{Addition, AdditionLoop, SortingLoop, TrafficLoop};
use npi_tests::cycles::Parity;
use npi_tests::worlds_of;
use npi_trainer::cmd::train::generated;
use npi_trainer::learn::{Options, Prover, Subject, Trained, train_all};
use npi_trainer::sequence::Sequences;
use npi_trainer::spec::SpecOf;

/// Makes a task of looping addition whose ADD sees something else.
macro_rules! seeing {
    ($(#[$doc:meta])* $task:ident, $name:literal, $sees:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        struct $task;

        impl Machine for $task {
            type Observation = [u8; 4];
            type Arguments = [u8; 2];

            fn signature(&self) -> &'static Signature {
                &Self::SIGNATURE
            }

            fn teach(&self, call: &Call<[u8; 2]>, memory: u8, view: &[u8; 4]) -> Option<(Decision<[u8; 2]>, u8)> {
                AdditionLoop.teach(call, memory, view)
            }
        }

        impl $task {
            const SEES: [Sees; 4] = $sees;
            const PROGRAMS: [Entry; 4] = {
                let [add, add1, carry, lshift] = AdditionLoop::SIGNATURE.programs else { panic!() };
                [Entry { sees: &Self::SEES, ..*add }, *add1, *carry, *lshift]
            };
        }

        impl Task for $task {
            worlds_of!(AdditionLoop);

            const SIGNATURE: Signature =
                Signature { task: $name, programs: &Self::PROGRAMS, ..AdditionLoop::SIGNATURE };

            type Stack<F> = Frames<F, 2>;
        }
    };
}

const ADD: Entry = AdditionLoop::SIGNATURE.programs[0];

seeing!(
    /// Looping addition whose ADD sees, too, whether something stands in OUT: what a column has come to.
    Seen,
    "seen",
    [ADD.sees[0], ADD.sees[1], ADD.sees[2], ADD.sees[0]]
);

seeing!(
    /// Looping addition whose ADD sees every symbol of every slot, as in the paper.
    All,
    "all",
    [Sees::Each; 4]
);

/// A counter modulo five that goes up, down, or stays, and says each time where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Five;

impl Machine for Five {
    type Observation = [u8; 1];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(&self, _: &Call<[u8; 1]>, memory: u8, &[seen]: &[u8; 1]) -> Option<(Decision<[u8; 1]>, u8)> {
        let next = match seen {
            0 => memory,
            1 => (memory + 1) % 5,
            2 => (memory + 4) % 5,
            _ => return Some((Decision::end(Call::new(Program::NOP)), 0)),
        };
        Some((Decision::go_on(Call::act([next])), next))
    }
}

impl Task for Five {
    worlds_of!(Fill);

    const SIGNATURE: Signature = Signature {
        task: "five",
        programs: &[Entry { name: "COUNT", sees: &[Sees::Each], arguments: &[], memories: 5 }],
        observation: &[Slot { name: "MOVE", symbols: &["stay", "up", "down", "end"] }],
        arguments: &[Slot { name: "COUNT", symbols: &["0", "1", "2", "3", "4"] }],
    };

    type Stack<F> = Frames<F, 1>;
}

/// What of a task is learned: it has traces only if a program of it is proven by sequences.
fn subject<T: Task>(prover: Prover) -> Subject {
    let spec = SpecOf::<T>::of_task::<T>().unwrap();
    let all_boxed = !prover.methods::<T>(&spec).contains(&npi_format::Method::Sequences);
    let taught = if all_boxed { Sequences::default() } else { generated::<T>(0).unwrap() };
    Subject::proven_by::<T>(&taught, prover).unwrap()
}

fn trained(subjects: Vec<Subject>, options: &Options) -> Trained {
    train_all(subjects, options, |_| ControlFlow::Continue(())).unwrap()
}

/// The blob's own boxes hold for the programs that have some, all sequences of the others are right, and the margin is what training
/// says.
fn is_proven<T: Task>(blob: &[u8]) -> Option<i32> {
    let (model, spec) = (Model::parse(blob).unwrap(), SpecOf::<T>::of_task::<T>().unwrap());
    let (network, boxes) = (Network::<T, 32>::new(&model).unwrap(), boxes::<T>(&model).unwrap());
    let mut image = vec![npi_format::Bounds::REST; model.hidden()];
    let findings = programs(&T::SIGNATURE).map(|program| match boxes.method(program.index().unwrap()) {
        npi_format::Method::Sequences => verify::<T, _, _>(&spec, &network, program, &mut |_, _| {}),
        _ => check_boxes::<T, _, _>(&spec, &network, &boxes, program, &mut image, &mut |_| {}),
    });
    let findings: Vec<_> = findings.map(Result::unwrap).collect();
    assert!(findings.iter().all(|findings| findings.is_proven()), "{findings:?}");
    findings.iter().filter_map(|findings| findings.margin).min()
}

/// Two tasks that loop and their bounded programs, in one network of which the blob carries the boxes.
#[test]
fn loops_are_learned_in_one_network_with_bounded_programs() {
    let prover = Prover::default();
    let subjects = vec![subject::<AdditionLoop>(prover), subject::<SortingLoop>(prover)];
    let trained = trained(subjects, &Options::default());
    let [one, other] = [is_proven::<AdditionLoop>(&trained.blob), is_proven::<SortingLoop>(&trained.blob)];
    let margin = one.min(other).map(|margin| f64::from(margin) / 65536.0);
    assert_eq!((trained.progress.total_wrong(), trained.progress.margin), (0, margin));
}

/// All of addition, ADD and its bounded programs alike.
#[test]
fn all_of_addition_is_learned_by_boxes() {
    let prover = Prover { boxes: true, split: false };
    let options = Options { prover, ..Options::default() };
    let trained = trained(vec![subject::<Addition>(prover)], &options);
    assert!(is_proven::<Addition>(&trained.blob).is_some());
}

/// Boxes are exact in integers alone, and nothing is learned of them from traces.
#[test]
fn boxes_in_floats_and_from_traces_alone_are_refused() {
    let refused = |options: Options| {
        let subjects = vec![subject::<AdditionLoop>(options.prover)];
        let error = train_all(subjects, &options, |_| ControlFlow::Continue(())).unwrap_err();
        error.to_string()
    };
    let float = refused(Options { precision: Precision::F32, ..Options::default() });
    assert!(float.contains("expected precision int8 or int4, found f32"), "{float}");
    let plain = refused(Options { counterexamples: false, ..Options::default() });
    assert!(plain.contains("found traces alone; hint: leave out --plain"), "{plain}");
}

/// Nanoseconds that this thread has had of a processor.
fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// Trains ten seeds and writes a line of the table.
fn row(name: &str, hidden: usize, precision: Precision, prover: Prover, of: &[fn(Prover) -> Subject]) {
    let (mut updates, mut seconds, mut margins) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 1..=10 {
        let begun = processor_seconds();
        let subjects = of.iter().map(|subject| subject(prover)).collect();
        let options = Options { hidden, seed, precision, prover, updates: 12_000, ..Options::default() };
        let trained = trained(subjects, &options);
        seconds.push(processor_seconds() - begun);
        if trained.progress.total_wrong() == 0 {
            updates.push(trained.progress.update);
            margins.push(trained.progress.margin.unwrap());
        }
    }
    updates.sort_unstable();
    seconds.sort_by(f64::total_cmp);
    let range = match &updates[..] {
        [] => "–".to_owned(),
        [least, .., most] => format!("{least}–{most}"),
        [one] => one.to_string(),
    };
    let margin =
        margins.iter().copied().reduce(f64::min).map_or("–".to_owned(), |least| format!("{least:.2}"));
    println!(
        "| {name} | {} | {hidden} | {} | {range} | {:.1}, {:.1} | {margin} |",
        precision.name(),
        updates.len(),
        seconds[5],
        seconds[9]
    );
}

/// A part of the table of `docs/proof.md`.
fn table(precision: Precision, hidden: usize) {
    let (plain, boxed) = (Prover::default(), Prover { boxes: true, split: false });
    let split = Prover { boxes: false, split: true };
    let row = |name: &str, prover, of: &[fn(Prover) -> Subject]| row(name, hidden, precision, prover, of);
    row("looping ADD", plain, &[subject::<AdditionLoop>]);
    row("the same, OUT in view", plain, &[subject::<Seen>]);
    row("the same, every digit in view", plain, &[subject::<All>]);
    row("looping bubble sort", plain, &[subject::<SortingLoop>]);
    row("both in one network", plain, &[subject::<AdditionLoop>, subject::<SortingLoop>]);
    row("all of recursive addition by boxes", boxed, &[subject::<Addition>]);
    row("parity", plain, &[subject::<Parity>]);
    row("parity, split", split, &[subject::<Parity>]);
    row("counter modulo 5, split", split, &[subject::<Five>]);
    row("traffic light, split", split, &[subject::<TrafficLoop>]);
}

/// The table of `docs/proof.md`: `cargo test --release -p npi-tests --test learning ten_seeds -- --ignored --nocapture --test-threads 1`.
#[test]
#[ignore = "takes many minutes"]
fn ten_seeds_of_each_loop_in_int8() {
    for hidden in [8, 16, 32] {
        table(Precision::Int8, hidden);
    }
}

/// The table's second half.
#[test]
#[ignore = "takes many minutes"]
fn ten_seeds_of_each_loop_in_int4() {
    for hidden in [8, 16, 32] {
        table(Precision::Int4, hidden);
    }
}
