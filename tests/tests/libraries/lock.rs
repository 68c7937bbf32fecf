//! A keypad lock, held against a machine that works sample by sample, with views that are right and views that are not.

mod eyes;
mod reference;

use eyes::{Blind, Eyes, Seeing, Shallow, Untried};
use npi_runtime::Teacher;
use npi_runtime::verify::verify_all;
use npi_tasks::Lock;
use npi_tests::controllers::{MILLION, STEPS, has_room, hold, is_small, problems, refuses, survives};
use npi_tests::random;
use npi_trainer::check::check;
use npi_trainer::spec::SpecOf;
use reference::reference;

/// Keys that are pressed well, one after the other.
fn keys(keys: &str) -> String {
    keys.chars().map(|key| format!("{key}{key}{key}--")).collect()
}

/// Those that a lock is most likely to get wrong.
fn adversarial() -> Vec<String> {
    let fixed = ["7:", "7:7", "7:77", "7:777", "7:-77-77-", "7:778777", "7:7787777--777", "7:7878777"];
    let mut problems: Vec<_> = fixed.map(str::to_owned).into();
    problems.push(format!("12:{}{}", keys("99"), keys("12121212"))); // two wrong ones are forgiven by the code
    problems.push(format!("12:{}", keys("1911"))); // a wrong key begins the code anew
    problems.push(format!("9999:{}", "9".repeat(50))); // a key that is held is one key
    problems.push(format!("9:{}", keys("9").repeat(50)));
    for wait in 0..30 {
        problems.push(format!("12:{}{}{}", keys("333"), "-".repeat(wait), keys("12"))); // a lockout, and its end
        problems.push(format!("12:{}{}{}", keys("333"), "1".repeat(wait), keys("12"))); // with a key held
        problems.push(format!("1:111{}{}", "1".repeat(wait % 8), keys("212"))); // open, with the key held
        problems.push(format!("1:111{}{}", "-".repeat(wait % 8), keys("212")));
    }
    problems.push(format!("1:{}", keys("2").repeat(200))); // one lockout after the other
    problems
}

/// Samples without any sense, of few keys, so that some of them come three times running.
fn noise(samples: usize) -> Vec<String> {
    let mut state = 9;
    let mut random = random(&mut state);
    let mut sample = |_| ['1', '2', '-'][random(3) as usize];
    (0..samples / 500).map(|_| format!("12:{}", (0..500).map(&mut sample).collect::<String>())).collect()
}

/// The reference does what the module says, so that it is worth something as an oracle.
#[test]
fn the_reference_is_a_lock() {
    let check = |problem: &str, expected: &str| assert_eq!(reference(problem).unwrap(), expected);
    check("42:444--222--------", "..+....OOOOO....");
    check("42:444-222--", "..+......"); // the key was not let go for two ticks
    check("4:44-444", ".....O"); // twice is not enough
    check("4:45444", "....O"); // a sample that is another begins its own three
    check("4:555--555--555--444", "..x....x....!!!!!!");
    let after = |ticks| reference(&format!("4:555--555--555{}444", "-".repeat(ticks))).unwrap();
    assert!(after(21).ends_with("..O") && after(20).ends_with("...")); // the timer, and two ticks without a key
}

/// The teacher does as the reference machine does, tick by tick.
#[test]
fn the_lock_does_as_its_reference_machine() {
    let problems = [adversarial(), problems::<Lock>(STEPS), noise(STEPS)].concat();
    hold::<Lock>(&problems, reference);
    let answers: String = problems.iter().filter_map(|problem| reference(problem)).collect();
    assert!("+Ox!".chars().all(|what| answers.matches(what).count() > 100), "too little happens");
}

/// The same over a million samples of each kind: `cargo test -p npi-tests --no-default-features --test libraries lock -- --ignored`.
#[test]
#[ignore = "the same as above, fifty times as long"]
fn the_lock_does_as_its_reference_machine_a_million_times() {
    hold::<Lock>(&problems::<Lock>(MILLION), reference);
    hold::<Lock>(&noise(MILLION), reference);
}

/// As many sequences as the module's table has.
#[test]
fn the_lock_is_280_sequences() {
    is_small::<Lock>(280);
}

/// What is no problem is refused, with what should stand there.
#[test]
fn what_is_no_code_and_samples_is_refused() {
    for (problem, at) in [("", 0), (":1", 0), ("12", 2), ("1-2:3", 1), ("12:3x", 4), ("12:3:", 4)] {
        refuses::<Lock>(problem, at);
    }
    has_room::<Lock>(1000, |samples| format!("1:{}", "1".repeat(samples)));
}

/// No text and no action is too strange.
#[test]
fn the_world_takes_whatever_comes() {
    survives::<Lock>("12:", b"12-");
}

#[track_caller]
fn caught<E: Eyes>(expected: &str) {
    // Its form is without a fault, and its teacher passes its own proof: only running it tells.
    let spec = SpecOf::<Seeing<E>>::of_task::<Seeing<E>>().unwrap();
    assert!(spec.counts().is_ok());
    assert!(verify_all(&Seeing::<E>::default(), &Teacher::<Seeing<E>>::new()).unwrap().is_proven());
    let error = format!("{:#}", check::<Seeing<E>>(&adversarial(), reference).unwrap_err());
    assert!(error.contains(expected), "{error}");
}

/// A PRESS that does not see the tries never locks out.
#[test]
fn a_lock_that_does_not_see_the_tries_is_caught() {
    caught::<Untried>("the lock does not do that now");
}

/// A THIRD that does not see the key takes any for the first.
#[test]
fn a_lock_that_does_not_see_the_key_is_caught() {
    caught::<Blind>("wrongly: expected");
}

/// A stack of one frame less than the teacher needs is refused with what it needs.
#[test]
fn a_depth_of_one_frame_too_few_is_refused() {
    let error = SpecOf::<Seeing<Shallow>>::of_task::<Seeing<Shallow>>().unwrap_err();
    assert_eq!(error.to_string(), "expected a Stack of at least 3 frames, found 2");
}
