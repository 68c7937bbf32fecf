//! A parser of frames, held against one that sees the whole line at once and splits it at its flags.

mod reference;

use npi_tasks::Framing;
use npi_tests::controllers::{MILLION, STEPS, has_room, hold, is_small, problems, refuses, survives};
use npi_tests::random;
use reference::{LONGEST, bytes, hex, reference};

/// A frame of some bytes, with its checksum, between flags.
fn frame(payload: &[u8]) -> Vec<u8> {
    let sum = payload.iter().fold(0_u8, |sum, byte| sum.wrapping_sub(*byte));
    let escape = |byte: u8| if matches!(byte, 0x7d | 0x7e) { vec![0x7d, byte ^ 0x20] } else { vec![byte] };
    let body = payload.iter().copied().chain([sum]).flat_map(escape);
    [0x7e].into_iter().chain(body).chain([0x7e]).collect()
}

/// Those that a parser is most likely to get wrong.
fn adversarial() -> Vec<String> {
    let fixed = [
        "",
        "7E",
        "7E7E",
        "7E 7E 7E",
        "7D",
        "7D 7E",
        "7E 7D",
        "7E 7D 7E",
        "7E 7D 7D 7E",
        "7E 00 7E",
        "7E 00 00 7E",
        "7E 7D 20 7D 20 7E",
        "01 02 03",
        "41 BF 7E",
        "7d 7e 41 bf 7e",
        "7E 41 BF 7E 42 BE 7E",
        "7E 41 BF 41 7E 42 BE 7E",
        "7E 41 7D BF 7E 7D 7D 7D A3 7E",
    ];
    let mut problems: Vec<_> = fixed.map(str::to_owned).into();
    for length in 0..LONGEST + 4 {
        for filling in [0x41, 0x7e, 0x7d, 0x00, 0xff] {
            let frame = frame(&vec![filling; length]);
            problems.push(hex(&[&frame[..], &frame[..]].concat(), " "));
            problems.push(hex(&frame[..frame.len() - 1], "")); // the flag is missing
            problems.push(hex(&[&frame[..frame.len() - 1], &[0x7d, 0x7e], &frame[..]].concat(), " ")); // aborted
        }
    }
    problems
}

/// Bytes without any sense, of few values.
fn noise(bytes: usize) -> Vec<String> {
    let mut state = 9;
    let mut random = random(&mut state);
    let mut byte = |_| [0x7e, 0x7d, 0x01, 0xff, 0x5e, 0x7e][random(6) as usize];
    (0..bytes / 500).map(|_| hex(&(0..500).map(&mut byte).collect::<Vec<_>>(), " ")).collect()
}

/// The reference does what the module says, so that it is worth something as an oracle.
#[test]
fn the_reference_is_a_parser() {
    let check = |problem: &str, expected: &str| assert_eq!(reference(problem).unwrap(), expected);
    check("7E 48 69 4F 7E", "ok:4869");
    check("4869 7E 48694F 7E 48694F 7E7E 48694F 7E", "ok:4869 ok:4869 ok:4869");
    check("7E 48 69 4E 7E 00 7E 41 7D 7E 41", "bad short abort cut");
    check("7E 7D5E 7D5D 05 7E", "ok:7E7D");
    let long = |bytes| reference(&hex(&frame(&vec![b'a'; bytes]), "")).unwrap();
    assert!(long(16).starts_with("ok:6161") && long(17) == "long");
}

/// The teacher does as the reference does, and of every beginning of a line, too: so at each byte.
#[test]
fn the_parser_does_as_its_reference_does_at_each_byte() {
    let problems = [adversarial(), problems::<Framing>(STEPS), noise(STEPS)].concat();
    hold::<Framing>(&problems, reference);
    let answers: Vec<_> = problems.iter().filter_map(|problem| reference(problem)).collect();
    for what in ["ok:", "bad", "long", "short", "abort", "cut"] {
        let often = answers.iter().map(|answer| answer.matches(what).count()).sum::<usize>();
        assert!(often > 50, "too little happens: {what} {often} times");
    }
    for problem in problems.iter().step_by(8) {
        let bytes = bytes(problem);
        let beginnings: Vec<_> = (0..bytes.len()).map(|end| hex(&bytes[..end], "")).collect();
        hold::<Framing>(&beginnings, reference);
    }
}

/// The same over a million bytes of each kind: `cargo test -p npi-tests --no-default-features --test libraries frames -- --ignored`.
#[test]
#[ignore = "the same as above, fifty times as long"]
fn the_parser_does_as_its_reference_does_a_million_times() {
    hold::<Framing>(&problems::<Framing>(MILLION), reference);
    hold::<Framing>(&noise(MILLION), reference);
}

/// As many sequences as the module's table has.
#[test]
fn the_parser_is_73_sequences() {
    is_small::<Framing>(73);
}

/// What is no bytes is refused, with where; the largest line that fits is not.
#[test]
fn what_is_no_hexadecimal_is_refused() {
    for (problem, at) in [("7", 1), ("7 E", 1), ("7E x", 3), ("7E 0", 4), ("+7", 0)] {
        refuses::<Framing>(problem, at);
    }
    has_room::<Framing>(1000, |length| hex(&vec![0x41; length], " "));
}

/// No text and no action is too strange.
#[test]
fn the_world_takes_whatever_comes() {
    survives::<Framing>("7E ", b"7E7D");
}
