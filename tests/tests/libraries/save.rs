//! A run that is stopped anywhere, saved, and resumed by another interpreter is the run that was not stopped; and no other bytes are taken
//! for one.

use npi_fill::Fill;
use npi_format::Model;
use npi_runtime::trace::Hash;
use npi_runtime::verify::Random;
use npi_runtime::{Environment, Event, Int8, Interpreter, Lstm, Network, NetworkState, SaveError, Task};
use npi_tasks::{
    Addition, AdditionLoop, Calculator, Framing, Lock, Sorting, SortingLoop, Traffic, TrafficLoop, models,
};
use npi_tests::tiny::sealed;

/// Hidden units that there is room for: more than any model has, so that states are larger than what is saved.
const ROOM: usize = 48;

const INT4_H9: &[u8] = include_bytes!("../../models/addition-int4-h9.npi");
const INT8_H6: &[u8] = include_bytes!("../../models/addition-h6.npi");
const INT8_H32: &[u8] = include_bytes!("../../models/addition-h32.npi");
const AND_FILL: &[u8] = include_bytes!("../../models/addition-and-fill.npi");
const LOOP_INT4: &[u8] = include_bytes!("../../models/sorting-loop-int4.npi");
const LOOPS: &[u8] = include_bytes!("../../../runtime/tasks/models/loops.npi");
const TRAFFIC_LOOP: &[u8] = include_bytes!("../../../runtime/tasks/models/traffic-loop.npi");

type Runner<'m, T> = Interpreter<T, Network<'m, T, ROOM>>;

/// A problem, and a network that solves it.
struct Run<'m, T: Task> {
    network: Network<'m, T, ROOM>,
    units: usize,
    problem: &'m str,
}

impl<'m, T: Task> Run<'m, T> {
    fn new(blob: &'m [u8], problem: &'m str) -> Self {
        let model = Model::parse(blob).expect("a model");
        Self { network: Network::new(&model).expect("of the task"), units: model.hidden(), problem }
    }

    fn memory(&self) -> Vec<u8> {
        vec![0; T::memory(self.problem.as_bytes())]
    }

    fn world<'w>(&self, memory: &'w mut [u8]) -> T::World<'w> {
        T::world(self.problem.as_bytes(), memory).expect("a problem")
    }

    /// An interpreter at the run's beginning.
    fn begun(&self, world: &T::World<'_>) -> Runner<'m, T> {
        let mut runner = Runner::new(self.network);
        runner.call(T::start(world)).expect("room");
        runner
    }

    /// Takes up to so many steps; the hash of all, and whether the run is over.
    fn go(
        &self,
        runner: &mut Runner<'m, T>,
        world: &mut T::World<'_>,
        steps: usize,
        hash: &mut Hash,
    ) -> bool {
        let mut see = |event: &Event<T>, state: &NetworkState<ROOM>| {
            *hash = state.hash(*hash, self.units).event(event);
        };
        (0..steps).all(|_| runner.step(world, &mut see).expect("a network that solves it"))
    }

    /// The hash of the whole run, and its answer; and its steps.
    fn whole(&self) -> (Hash, String, usize) {
        let (mut memory, mut hash, mut steps) = (self.memory(), Hash::EMPTY, 0);
        let mut world = self.world(&mut memory);
        let mut runner = self.begun(&world);
        while self.go(&mut runner, &mut world, 1, &mut hash) {
            steps += 1;
        }
        (hash, answer::<T>(&world), steps)
    }

    /// The same, but stopped after so many steps, and resumed by an interpreter that has run something else before, and deeper, or nothing.
    fn stopped(&self, at: usize, used: bool) -> (Hash, String) {
        let (mut memory, mut hash) = (self.memory(), Hash::EMPTY);
        let mut world = self.world(&mut memory);
        let mut first = self.begun(&world);
        assert!(self.go(&mut first, &mut world, at, &mut hash), "the run is longer");
        let bytes = save(&first);
        drop(first);

        let mut second = if used { self.used() } else { Runner::new(self.network) };
        second.restore(&bytes).expect("what was saved");
        assert_eq!(save(&second), bytes, "saved again");
        assert!(!self.go(&mut second, &mut world, usize::MAX, &mut hash));
        (hash, answer::<T>(&world))
    }

    /// An interpreter that has taken the problem's run to its end.
    fn used(&self) -> Runner<'m, T> {
        let mut memory = self.memory();
        let mut world = self.world(&mut memory);
        let mut runner = self.begun(&world);
        assert!(!self.go(&mut runner, &mut world, usize::MAX, &mut { Hash::EMPTY }));
        runner
    }

    /// What is saved after so many steps.
    fn saved(&self, at: usize) -> Vec<u8> {
        let mut memory = self.memory();
        let mut world = self.world(&mut memory);
        let mut runner = self.begun(&world);
        assert!(self.go(&mut runner, &mut world, at, &mut { Hash::EMPTY }));
        save(&runner)
    }
}

fn answer<T: Task>(world: &T::World<'_>) -> String {
    let mut answer = String::new();
    world.answer(&mut answer).expect("a string takes anything");
    answer
}

/// What is saved, in a buffer of the size that is promised to do.
fn save<T: Task>(runner: &Runner<'_, T>) -> Vec<u8> {
    let mut bytes = vec![0xee; Runner::<T>::SAVED];
    let length = runner.save(&mut bytes).expect("room");
    assert_eq!(length, runner.saved_bytes());
    assert!(bytes[length..].iter().all(|&byte| byte == 0xee), "nothing behind it");
    bytes.truncate(length);
    bytes
}

/// Stopped at every step, the run has the same states, decisions and answer.
#[track_caller]
fn check<T: Task>(blob: &[u8], problem: &str) {
    let run = Run::<T>::new(blob, problem);
    let (hash, answer, steps) = run.whole();
    assert!(steps > 3, "{steps} steps");
    for at in 0..=steps {
        assert_eq!(run.stopped(at, at % 2 == 1), (hash, answer.clone()), "{problem} after {at} steps");
    }
}

/// Integers of 8 bits: every task that ships, at the sizes and on the cores that ship.
#[test]
fn in_int8_every_task_goes_on_where_it_was_stopped() {
    check::<Addition>(models::ADDITION, "579+1221");
    check::<Addition>(INT8_H6, "99+1");
    check::<Addition>(INT8_H32, "99+1");
    check::<Calculator>(models::ALL, "12*34");
    check::<Calculator>(models::ALL, "17/5");
    check::<Sorting>(models::ALL, "3 1 2");
    check::<Lock>(models::LOCK, Lock::EXAMPLE);
    check::<Traffic>(models::TRAFFIC, Traffic::EXAMPLE);
    check::<Framing>(models::FRAMES, Framing::EXAMPLE);
    check::<AdditionLoop>(LOOPS, "579+1221");
    check::<SortingLoop>(LOOPS, "3 1 2");
    check::<TrafficLoop>(TRAFFIC_LOOP, TrafficLoop::EXAMPLE);
    check::<Fill>(AND_FILL, "1___");
}

/// A network in int4 with an odd number of units saves and resumes as others do.
#[test]
fn in_int4_a_run_goes_on_where_it_was_stopped() {
    check::<Addition>(INT4_H9, "579+1221");
    check::<SortingLoop>(LOOP_INT4, "3 1 2");
}

/// Floats, to the last bit.
#[test]
fn in_f32_a_run_goes_on_where_it_was_stopped() {
    check::<Addition>(models::ADDITION_F32, "579+1221");
}

/// The bytes are those that the layout's page describes, however much room the network has; they are put together here by hand.
#[test]
fn bytes_are_as_documented() {
    let model = Model::parse(models::ADDITION).expect("a model");
    let mut memory = [0; 10];
    let mut world = Addition::world(b"579+1221", &mut memory).expect("a sum");
    let network = Lstm::<Addition, Int8, 16, _>::exactly(&model).expect("16 units");
    let mut adder = Interpreter::<Addition, _>::new(network);
    adder.call(Addition::start(&world)).expect("room");
    let mut states = Vec::new();
    for _ in 0..2 {
        adder.step(&mut world, |event, state| states.push((event.call, *state))).expect("a step");
    }
    let mut expected = b"npi\x1b\x01\x02".to_vec(); // ADD has called ADD1, which has taken a step
    expected.extend(Addition::SIGNATURE.fingerprint().to_le_bytes());
    expected.extend(npi_runtime::Save::<Addition>::identity(&network).to_le_bytes());
    for (call, state) in states {
        expected.push(call.program.0);
        expected.extend(call.arguments);
        expected.extend(1_u32.to_le_bytes());
        expected.push(1);
        let (hidden, cell) = state.parts();
        expected.extend(hidden.iter().chain(cell).flat_map(|value| value.to_le_bytes()));
    }
    expected.extend([0; 4]);
    let expected = sealed(expected);
    let mut bytes = [0; 256];
    let length = adder.save(&mut bytes).expect("room");
    assert_eq!(bytes[..length], expected);
    assert_eq!(Run::<Addition>::new(models::ADDITION, "579+1221").saved(2), expected, "with more room");
}

/// Buffers that are too small are told how large the run is, and are left alone.
#[test]
fn says_how_much_room_it_takes() {
    let run = Run::<Addition>::new(models::ADDITION, "579+1221");
    let (memory, mut out) = (&mut run.memory(), [7; 40]);
    let world = run.world(memory);
    let runner = run.begun(&world);
    let needed = runner.saved_bytes();
    assert_eq!(runner.save(&mut out), Err(SaveError::Room { needed, found: 40 }));
    assert_eq!(out, [7; 40]);
    assert_eq!(runner.save(&mut vec![0; needed]), Ok(needed));
}

/// A task refuses the runs of another task, and a network those of another network; a network is the same in every blob that has its weights.
#[test]
fn refuses_the_runs_of_others() {
    #[track_caller]
    fn restored<T: Task>(blob: &[u8], bytes: &[u8]) -> Result<(), SaveError> {
        Runner::<T>::new(Run::new(blob, T::EXAMPLE).network).restore(bytes)
    }
    let sum = Run::<Addition>::new(models::ADDITION, "579+1221").saved(9);
    assert_eq!(restored::<Addition>(models::ALL, &sum), Ok(()), "the same network beside others");
    for other in [models::ADDITION_F32, INT4_H9, INT8_H6, INT8_H32] {
        assert!(matches!(restored::<Addition>(other, &sum), Err(SaveError::Network { .. })));
    }
    for (task, found) in
        [restored::<Sorting>(models::ALL, &sum), restored::<AdditionLoop>(LOOPS, &sum)].iter().enumerate()
    {
        assert!(matches!(found, Err(SaveError::Task { .. })), "{task}: {found:?}");
    }
    let mut newer = sum.clone();
    newer[4] += 1;
    assert_eq!(restored::<Addition>(models::ADDITION, &sealed(newer)), Err(SaveError::Version(2)));
}

/// Whatever byte is changed, and wherever the bytes end, they are refused, and the run that stands on the stack goes on.
#[test]
fn refuses_bytes_that_have_changed() {
    let run = Run::<Addition>::new(models::ADDITION, "579+1221");
    let saved = run.saved(9);
    let mut runner = run.used();
    runner.restore(&run.saved(4)).expect("what was saved");
    let before = save(&runner);
    for at in 0..saved.len() {
        for mask in [1, 0x10, 0x80, 0xff] {
            let mut broken = saved.clone();
            broken[at] ^= mask;
            assert!(runner.restore(&broken).is_err(), "byte {at} ^ {mask}");
        }
        assert!(runner.restore(&saved[..at]).is_err(), "{at} bytes");
        assert_eq!(save(&runner), before);
    }
    assert_eq!(runner.restore(&[&saved[..], &[0xff; 64]].concat()), Ok(()), "the rest of a page");
    assert_eq!(runner.restore(b"npi\x1a, and so on, as a model begins"), Err(SaveError::Format));
}

/// Bytes whose checksum somebody has made right are refused, or a stack that this task can have: it runs, whatever it does, without a panic.
#[test]
fn runs_whatever_it_takes() {
    #[track_caller]
    fn check<T: Task>(blob: &[u8], at: usize) -> [usize; 2] {
        let run = Run::<T>::new(blob, T::EXAMPLE);
        let (saved, mut random, mut counts) = (run.saved(at), Random(3), [0; 2]);
        for round in 0..4_000 {
            let mut forged = saved.clone();
            for _ in 0..1 + round % 3 {
                let place =
                    random.below((forged.len() - 18) as u32) as usize + if round % 8 == 0 { 4 } else { 18 };
                forged[place % saved.len()] =
                    [0, 1, 0x7f, 0x80, 0xff, random.below(256) as u8][random.below(6) as usize];
            }
            counts[usize::from(goes_on(&run, &sealed(forged)))] += 1;
        }
        counts
    }
    for counts in [
        check::<Addition>(models::ADDITION, 9),
        check::<Addition>(models::ADDITION_F32, 9),
        check::<Addition>(INT4_H9, 9),
        check::<Calculator>(models::ALL, 20),
        check::<Fill>(AND_FILL, 3),
    ] {
        assert!(counts.iter().all(|&count| count > 100), "some of each: {counts:?}");
    }
}

/// Whether bytes are taken; if they are, some steps are run.
fn goes_on<T: Task>(run: &Run<'_, T>, bytes: &[u8]) -> bool {
    let (mut memory, mut runner) = (run.memory(), Runner::new(run.network));
    let mut world = run.world(&mut memory);
    let taken = runner.restore(bytes).is_ok();
    let _ = runner.resume(&mut world, 200, |_, _| {}); // ends, or is refused by the world, or goes on for ever
    taken
}
