//! Whether a network learns the task: trained, converted, proven, and run.

use std::fmt::{self, Write};
use std::sync::LazyLock;

use npi_runtime::format::Model;
use npi_runtime::{Environment, Int8, Interpreter, Lstm, Refusal};
use npi_trainer::check::{astray, trained};
use npi_trainer::proof::prove;
use npi_trainer::spec::SpecOf;
use proptest::prelude::*;

use my_task::MyTask;
use my_task::{OFF, ON, Seen, State, cool};

/// Hidden units. Fewer make a smaller model, more learn sooner.
const HIDDEN: usize = 8;

/// What `generate`, `train` and `convert` make: the bytes that a board has in flash. Learned once for all tests.
static BLOB: LazyLock<Vec<u8>> = LazyLock::new(|| trained::<MyTask>(HIDDEN).unwrap());

/// The network, as firmware makes it of the bytes.
fn network() -> Lstm<'static, MyTask, Int8, HIDDEN> {
    Lstm::new(&Model::parse(&BLOB).unwrap()).unwrap()
}

/// The network obeys its teacher on every sequence of views, as `verify` says.
#[test]
fn the_network_is_proven() {
    let spec = SpecOf::<MyTask>::of_task::<MyTask>().unwrap();
    let proof = prove::<MyTask>(&spec, &Model::parse(&BLOB).unwrap()).unwrap();
    assert!(proof.findings.is_proven(), "{:?}", proof.findings);
}

proptest! {
    /// So it does on whole problems.
    #[test]
    fn the_network_follows_its_teacher(readings in "[0-9]{1,200}") {
        prop_assert_eq!(astray::<MyTask>(network(), &readings).unwrap(), None);
    }
}

/// A thermometer and a relay, as your firmware has them: there is always a reading.
struct Pins {
    degrees: u8,
    relay: bool,
}

impl Environment for Pins {
    type Observation = Seen;
    type Arguments = State;

    fn observe(&self) -> Seen {
        [self.degrees.min(9)]
    }

    fn act(&mut self, [state]: State) -> Result<(), Refusal> {
        self.relay = state == ON;
        // On a board: wait for the next tick. Here a degree goes, or comes.
        match self.relay {
            true => self.degrees -= 1,
            false => self.degrees += 1,
        }
        Ok(())
    }

    fn answer(&self, _: &mut impl Write) -> fmt::Result {
        Ok(()) // it never ends
    }
}

/// On pins it keeps the food cold for ever, in a call stack of one frame.
#[test]
fn it_runs_for_ever() {
    let (degrees, relay) = (7, false);
    let mut pins = Pins { degrees, relay };
    let mut interpreter = Interpreter::<MyTask, _>::new(network());
    interpreter.call(cool(OFF)).unwrap();
    for _ in 0..20_000 {
        assert!(interpreter.step(&mut pins, |_, _| {}).unwrap());
        assert!((3..=7).contains(&pins.degrees), "{} degrees", pins.degrees);
    }
}
