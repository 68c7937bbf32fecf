//! Traffic lights, held against a machine that works tick by tick, and looked at for what must never be.

pub(crate) mod reference;

use npi_tasks::Traffic;
use npi_tasks::traffic::Lamps;
use npi_tests::controllers::{MILLION, STEPS, has_room, hold, is_small, problems, refuses, survives};
use reference::{Phases, adversarial, noise, reference};

/// What is shown one after the other, and for how many ticks.
fn runs(answer: &str) -> Vec<(char, usize)> {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for shows in answer.chars() {
        match runs.last_mut() {
            Some((last, ticks)) if *last == shows => *ticks += 1,
            _ => runs.push((shows, 1)),
        }
    }
    runs
}

/// What comes next, how long it is shown, and when who presses walks.
#[track_caller]
fn is_safe(problem: &str, answer: &str) {
    let (runs, place) = (runs(answer), |shows| PHASES.iter().position(|(phase, _)| *phase == shows).unwrap());
    for pair in runs.windows(2) {
        let [(shows, ticks), (next, _)] = [pair[0], pair[1]];
        assert_eq!(place(next), (place(shows) + 1) % PHASES.len(), "{problem}: {answer}");
        let least = PHASES[place(shows)].1;
        assert!(ticks == least || (shows == 'G' && ticks > least), "{problem}: {answer}");
    }
    for (at, _) in problem.match_indices('b').filter(|(at, _)| at + 16 < problem.len()) {
        assert!(answer[at..=at + 16].contains('W'), "{problem}: {answer}: nobody walks after tick {at}");
    }
}

/// What the lights show, one after the other, and for how many ticks: cars' green at least.
const PHASES: Phases = [('G', 8), ('A', 3), ('W', 6), ('R', 3), ('P', 2)];

/// What the reference machine shows in each tick of a problem.
fn lights(problem: &str) -> Option<String> {
    reference(PHASES, problem)
}

/// The reference does what the module says, so that it is worth something as an oracle.
#[test]
fn the_reference_is_traffic_lights() {
    let check = |problem: &str, expected: &str| assert_eq!(reference(PHASES, problem).unwrap(), expected);
    check(".................", "RRRPPGGGGGGGGGGGG"); // nobody asks
    check("..............b..............", "RRRPPGGGGGGGGGGAAAWWWWWWRRRPP"); // green stays, until somebody does
    check("b......................", "RRRPPGGGGGGGGAAAWWWWWWR"); // green has its shortest time
    check(".......b........bb..........................", "RRRPPGGGGGGGGAAAWWWWWWRRRPPGGGGGGGGGGGGGGGGG"); // served
    check("bbbbbb.................b...................", "RRRPPGGGGGGGGAAAWWWWWWRRRPPGGGGGGGGAAAWWWWW"); // again
}

/// The teacher does as the reference machine does, tick by tick; and that is safe.
#[test]
fn the_lights_do_as_their_reference_machine_and_are_safe() {
    let problems = [adversarial(), problems::<Traffic>(STEPS), noise(STEPS)].concat();
    hold::<Traffic>(&problems, lights);
    let walks = |problem: &String| {
        let answer = lights(problem).unwrap();
        is_safe(problem, &answer);
        answer.matches('W').count()
    };
    assert!(problems.iter().map(walks).sum::<usize>() > 5_000, "too little happens");
}

/// The same over a million ticks of each kind: `cargo test -p npi-tests --no-default-features --test libraries traffic -- --ignored`.
#[test]
#[ignore = "the same as above, fifty times as long"]
fn the_lights_do_as_their_reference_machine_a_million_times() {
    hold::<Traffic>(&problems::<Traffic>(MILLION), lights);
    hold::<Traffic>(&noise(MILLION), lights);
}

/// No lamps that can be lit let both go, and cars see red whenever people walk.
#[test]
fn no_lamps_let_cars_and_people_go_together() {
    let rows: Vec<_> = (0..=u8::MAX).filter_map(Lamps::of).collect();
    assert_eq!(rows.len(), PHASES.len());
    for Lamps { cars, walk, .. } in rows {
        assert!(!walk || cars == [true, false, false]);
        assert!(cars[0] != cars[2] || cars == [false, true, false], "neither go nor stop: {cars:?}");
    }
}

/// As many sequences as the module's table has: seven for each pair of arguments that sees the button, three for each other.
#[test]
fn the_lights_are_209_sequences() {
    is_small::<Traffic>(7 * 2 * (8 + 3 + 2) + 3 * (3 + 6));
}

/// What is no problem is refused, with where; the largest that fits is not.
#[test]
fn what_is_no_row_of_presses_is_refused() {
    for (problem, at) in [("x", 0), ("..b,", 3), (". b", 1)] {
        refuses::<Traffic>(problem, at);
    }
    has_room::<Traffic>(1000, |ticks| "b".repeat(ticks));
}

/// No text and no action is too strange.
#[test]
fn the_world_takes_whatever_comes() {
    survives::<Traffic>("", b"b..B");
}
