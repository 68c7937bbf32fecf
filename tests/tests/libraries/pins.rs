//! The lock on pins, held against the same lock in its simulation, and against people whose keys bounce.

mod matrix;

use matrix::{MILLISECOND, Matrix, Press};
use npi_runtime::{Call, Environment, Interpreter, Refusal, Task, Teacher, solve};
use npi_tasks::Lock;
use npi_tasks::lock::pins::{Pins, Settings};
use npi_tasks::lock::{LOCKED_OUT, OPENED, SCAN, Times, what};
use npi_tests::random;

/// Microseconds between samples.
const PERIOD: u32 = 10_000;
/// As the simulated keypad's.
const TIMES: Times = Times { open: OPENED, locked_out: LOCKED_OUT };

/// What a key's contact is: row and column.
fn contact(key: char) -> (usize, usize) {
    let at = "123456789*0#".find(key).unwrap();
    (at / 3, at % 3)
}

/// Presses of keys one after the other, each held and let go for a random time of at least so many milliseconds.
fn presses(keys: &str, least: u64, random: &mut impl FnMut(u32) -> u32) -> Vec<Press> {
    let mut now = 50 * MILLISECOND;
    let mut later = || {
        now += least * MILLISECOND + u64::from(random(50_000_000));
        now
    };
    let press = |(row, column): (usize, usize)| Press { row, column, from: later(), to: later() };
    keys.chars().map(contact).map(press).collect()
}

/// What a sample and the bolt were in each tick, until so many are over.
fn drive(matrix: &Matrix, code: &str, times: Times, ticks: usize) -> Vec<(u8, bool)> {
    let settings = Settings { code: code.as_bytes(), period: PERIOD, times };
    let mut pins = Pins::new(matrix.wiring(), settings).unwrap();
    let mut interpreter = Interpreter::<Lock, _>::new(Teacher::<Lock>::new());
    interpreter.call(Call::new(SCAN)).unwrap();
    let mut seen = Vec::new();
    while seen.len() < ticks {
        let (before, mut ticks) = ((pins.observe()[0], matrix.open.get()), false);
        let took =
            interpreter.step(&mut pins, |event, _| ticks = event.decision.call == Call::act([what::TICK]));
        assert_eq!(took, Ok(true), "a lock on pins has no end");
        seen.extend(ticks.then_some(before));
    }
    seen
}

/// When the simulated lock is open, of the same samples.
fn simulated(code: &str, samples: impl Iterator<Item = u8>) -> Vec<bool> {
    let sample = |key| if key < 10 { char::from(b'0' + key) } else { '-' };
    let problem = format!("{code}:{}", samples.map(sample).collect::<String>());
    let mut memory = vec![0; Lock::memory(problem.as_bytes())];
    let mut world = Lock::world(problem.as_bytes(), &mut memory).unwrap();
    solve::<Lock, _>(Teacher::new(), &mut world, |_, _| {}).unwrap();
    let mut answer = String::new();
    world.answer(&mut answer).unwrap();
    answer.chars().map(|does| does == 'O').collect()
}

/// Whatever happens at the contacts, the bolt is drawn when the simulation's log says so: they bounce, and some keys are held too
/// shortly.
#[test]
fn the_lock_on_pins_is_the_simulated_lock() {
    let mut state = 1;
    let mut random = random(&mut state);
    let mut opened = 0;
    for least in [0, 5, 20, 60].repeat(10) {
        let keys: String = (0..40).map(|_| ['1', '2', '#'][random(3) as usize]).collect();
        let matrix = Matrix::new(presses(&keys, least, &mut random));
        let seen = drive(&matrix, "12", TIMES, 1_000);
        let expected = simulated("12", seen.iter().map(|(key, _)| *key));
        assert_eq!(seen.iter().map(|(_, open)| *open).collect::<Vec<_>>(), expected, "{keys}");
        opened += matrix.opened.get();
    }
    assert!(opened > 30, "too little happens: it opened {opened} times");
}

/// A person's keys count once each, however their contacts bounce: the bolt is drawn as often as the code is keyed in.
#[test]
fn keys_that_bounce_count_once() {
    let mut state = 2;
    let mut random = random(&mut state);
    for code in ["7", "42", "1234", "0990"] {
        let keys: String = (0..60)
            .map(|at| if random(6) == 0 { '8' } else { char::from(code.as_bytes()[at % code.len()]) })
            .collect();
        let (mut keyed, mut opens) = (String::new(), 0);
        for key in keys.chars() {
            keyed.push(key);
            if keyed == code {
                opens += 1;
            }
            if keyed == code || !code.starts_with(&keyed) {
                keyed.clear();
            }
        }
        let matrix = Matrix::new(presses(&keys, 60, &mut random));
        drive(&matrix, code, Times { open: 3, locked_out: 0 }, 1_500);
        assert!(matrix.now.get() > matrix.presses.last().unwrap().to, "some keys were not pressed");
        assert_eq!((matrix.opened.get(), opens > 2), (opens, true), "{code}: {keys}");
    }
}

/// Each contact is its key, and what is none: `*`, `#`, and two at once.
#[test]
fn each_contact_is_its_key() {
    let of = |keys: &str| {
        let press = |(row, column)| Press { row, column, from: 0, to: 1_000 * MILLISECOND };
        let matrix = Matrix::new(keys.chars().map(contact).map(press));
        drive(&matrix, "5", TIMES, 10).last().unwrap().0
    };
    for key in 0..10 {
        assert_eq!(of(&key.to_string()), key);
    }
    assert_eq!(["*", "#", "12", "14", "15"].map(of), [10; 5]);
}

/// A pin that fails is told, and the lock is shut.
#[test]
fn a_pin_that_fails_shuts_the_lock() {
    let matrix = Matrix::default();
    let settings = Settings { code: b"1", period: PERIOD, times: TIMES };
    let mut pins = Pins::new(matrix.wiring(), settings).unwrap();
    pins.act([what::OPEN]).unwrap();
    assert!(matrix.open.get());
    matrix.broken.set(true);
    assert_eq!(pins.act([what::TICK]), Err(Refusal::Action("a pin failed")));
    assert!(!matrix.open.get() && pins.observe()[4] == 0);
}
