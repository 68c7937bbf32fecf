//! A controller as a task: a keypad lock, held against a machine that works sample by sample, with views that are right
//! and views that are not.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

use npi_format::Sees;
use npi_runtime::task::Frames;
use npi_runtime::verify::verify_all;
use npi_runtime::{Task, Teacher};
use npi_tests::lock::{Eyes, Lock, Right};
use npi_tests::random;
use npi_trainer::check::{Checked, check};
use npi_trainer::spec::{Count, SpecOf};

/// What the machine waits for.
#[derive(Clone, Copy)]
enum State {
    /// A key.
    Idle,
    /// The second sample of a key.
    Second(char),
    /// The third sample of a key, of which the second was the same or not.
    Third(char, bool),
    /// No key, for the second time if `quiet`.
    Held { quiet: bool },
    /// So many samples more.
    LockedOut(usize),
}

/// The lock as one would wire it: a machine that takes in a sample a tick, and says what happens.
struct Reference {
    code: Vec<char>,
    keyed: Vec<char>,
    tries: usize,
    state: State,
}

impl Reference {
    fn tick(&mut self, sample: char) -> char {
        let (state, happens) = match (self.state, sample) {
            (State::Idle, '-') => (State::Idle, '.'),
            (State::Idle, key) => (State::Second(key), '.'),
            (State::Second(key), sample) => (State::Third(key, key == sample), '.'),
            (State::Third(key, true), sample) if key == sample => self.press(key),
            (State::Third(..), _) => {
                self.state = State::Idle;
                return self.tick(sample);
            }
            (State::Held { quiet: true }, '-') => (State::Idle, '.'),
            (State::Held { .. }, sample) => (State::Held { quiet: sample == '-' }, '.'),
            (State::LockedOut(1), _) => (State::Held { quiet: false }, '.'),
            (State::LockedOut(ticks), _) => (State::LockedOut(ticks - 1), '.'),
        };
        self.state = state;
        happens
    }

    fn press(&mut self, key: char) -> (State, char) {
        let held = State::Held { quiet: false };
        self.keyed.push(key);
        if self.keyed == self.code {
            (self.keyed, self.tries) = (Vec::new(), 0);
            (held, 'O')
        } else if self.code.starts_with(&self.keyed) {
            (held, '+')
        } else if self.tries < 2 {
            (self.keyed, self.tries) = (Vec::new(), self.tries + 1);
            (held, 'x')
        } else {
            (self.keyed, self.tries) = (Vec::new(), 0);
            (State::LockedOut(19), '!')
        }
    }
}

fn reference(problem: &str) -> Option<String> {
    let (code, samples) = problem.split_once(':')?;
    let mut lock =
        Reference { code: code.chars().collect(), keyed: Vec::new(), tries: 0, state: State::Idle };
    Some(samples.chars().map(|sample| lock.tick(sample)).collect())
}

/// Random problems, and those that a lock is most likely to get wrong.
fn problems() -> Vec<String> {
    let (mut state, mut problems) = (4, Vec::new());
    let mut random = random(&mut state);
    for size in (0..300).chain([3000]) {
        let mut problem = String::new();
        Lock::<Right>::sample(size, 0, &mut random, &mut problem).unwrap();
        problems.push(problem);
    }
    let press = |key: char| format!("{key}{key}{key}--");
    let keys = |keys: &str| keys.chars().map(press).collect::<String>();
    problems
        .extend(["7:", "7:7", "7:77", "7:777", "7:-77-77-", "7:778777", "7:7787777--777"].map(str::to_owned));
    problems.push(format!("12:{}{}", keys("99"), keys("12121212"))); // two wrong ones are forgiven by the code
    problems.push(format!("12:{}", keys("1911"))); // a wrong key begins the code anew
    problems.push(format!("9999:{}", "9".repeat(50))); // a key that is held is one key
    problems.push(format!("9:{}", keys("9").repeat(50)));
    for wait in 0..30 {
        problems.push(format!("12:{}{}{}", keys("333"), "-".repeat(wait), keys("12"))); // a lockout, and its end
        problems.push(format!("12:{}{}{}", keys("333"), "1".repeat(wait), keys("12"))); // with a key held
    }
    problems.push(format!("1:{}", keys("2").repeat(200))); // one lockout after the other
    problems
}

/// The reference does what the module says, so that it is worth something as an oracle.
#[test]
fn the_reference_is_a_lock() {
    let check = |problem: &str, expected: &str| assert_eq!(reference(problem).unwrap(), expected);
    check("42:444--222", "..+....O");
    check("42:444-222--", "..+......"); // the key was not let go for two ticks
    check("4:44-444", ".....O"); // twice is not enough
    check("4:555--555--555--444", "..x....x....!.....");
    let after = |ticks| reference(&format!("4:555--555--555{}444", "-".repeat(ticks))).unwrap();
    assert!(after(21).ends_with("..O") && after(20).ends_with("...")); // the timer, and two ticks without a key
}

/// With the right views, the teacher does as the reference machine does, and leaves nothing that the task declares.
#[test]
fn the_lock_does_as_its_reference_machine() {
    let problems = problems();
    let Checked { problems: solved, compared, .. } = check::<Lock>(&problems, reference).unwrap();
    assert_eq!((solved, compared), (problems.len(), problems.len()));
    let answers: String = problems.iter().filter_map(|problem| reference(problem)).collect();
    assert!("+Ox!".chars().all(|what| answers.matches(what).count() > 100), "too little happens");
}

/// As many sequences as the design counted, none excluded, and the teacher passes its own proof.
#[test]
fn the_lock_is_2_284_sequences() {
    let spec = SpecOf::<Lock>::of_task::<Lock>().unwrap();
    let count = |sequences, steps| Count { sequences, steps, excluded: 0 };
    // LOCK sees 6 views, SCAN 12, PRESS 24, WAIT 2 and RELEASE 2.
    let lock = count(3 + 3 * (2 + 4 * 36), 3 + 3 * (2 * 2 + 4 * 36 * 4));
    let scan = count(2 + 10 * 144, 2 + 10 * 144 * 3);
    let press = count(8 + 16 * 24, 8 + 16 * 24 * 2);
    assert_eq!(spec.counts().unwrap(), [lock, scan, press, count(1, 2), count(4, 8), count(4, 8)]);
    let findings = verify_all(&Lock::<Right>::default(), &Teacher::<Lock>::new()).unwrap();
    assert_eq!((findings.sequences, findings.wrong, findings.excluded), (2_284, 0, 0));
    assert_eq!(spec.depth(), 2);
}

/// Defines eyes that are right but for one thing, and the frames of their call stack.
macro_rules! eyes {
    ($name:ident on $frames:literal frames: $($field:ident = $value:expr)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        struct $name;

        impl Eyes for $name {
            type Stack<F> = Frames<F, $frames>;
            $(const $field: Sees = $value;)?
        }
    };
}

eyes!(Untried on 2 frames: PRESS = Sees::Nothing);
eyes!(Blind on 2 frames: SCAN = Sees::Nothing);
eyes!(Shallow on 1 frames:);

#[track_caller]
fn caught<E: Eyes>(expected: &str) {
    // Its form is without a fault, and its teacher passes its own proof: only running it tells.
    let spec = SpecOf::<Lock<E>>::of_task::<Lock<E>>().unwrap();
    assert!(spec.counts().is_ok());
    assert!(verify_all(&Lock::<E>::default(), &Teacher::<Lock<E>>::new()).unwrap().is_proven());
    let error = format!("{:#}", check::<Lock<E>>(&problems(), reference).unwrap_err());
    assert!(error.contains(expected), "{error}");
}

/// A PRESS that does not see the tries never locks out.
#[test]
fn a_lock_that_does_not_see_the_tries_is_caught() {
    caught::<Untried>("wrongly: expected");
}

/// A SCAN that does not see the key takes any for the first.
#[test]
fn a_lock_that_does_not_see_the_key_is_caught() {
    caught::<Blind>("wrongly: expected");
}

/// A stack of one frame less than the teacher needs is refused with what it needs.
#[test]
fn a_depth_of_one_frame_too_few_is_refused() {
    let error = SpecOf::<Lock<Shallow>>::of_task::<Lock<Shallow>>().unwrap_err();
    assert_eq!(error.to_string(), "expected a Stack of at least 2 frames, found 1");
}
