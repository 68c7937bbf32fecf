//! Every board's firmware, built as it is flashed and run by an emulator: the same bits as this machine.

#![expect(clippy::panic, reason = "a test says what it expected")]

mod all;
mod boards;
mod boxes;
mod budget;
mod built;
mod emulator;
mod examples;
mod features;
mod figures;
mod host;
mod pins;
mod readme;
mod table;
mod teacher;
mod wrong_boxes;

use boards::{
    ALL, BOARDS, BOTH, Board, F32, FRAMES, INT4, INT8, Kind, LOCK, NUCLEO, SMALL, TRAFFIC, WIDEST, boards,
    building, firmware, scratch,
};
use emulator::Console;
use figures::{hold, measure, number};
use host::Host;
use npi_fill::Fill;
use npi_image::{Image, Options, build};
use npi_runtime::Task;
use npi_runtime::verify::Random;
use npi_tasks::{Addition, Framing, Lock, Traffic};

/// Bytes that the micro:bit's firmware may take: flash, RAM beside stack and digits, stack.
const MOST: [u64; 3] = [24 * 1024, 2 * 1024, 1056];
/// Digits that it must have room for: the paper's figure.
const LEAST_DIGITS: u64 = 3_000;

/// The boards whose memory a test fills: in that of the others there is room for millions of steps.
const LITTLE_RAM: [&str; 3] = ["microbit", "stm32vldiscovery", "hifive1"];

/// Steps of a run whose answer and trace a slow emulator is asked for, too.
const FEW_STEPS: u64 = 50;

/// Short problems, whose traces are compared too.
const SHORT: [&str; 7] = [
    "579+1221",
    "0+0",
    "007+05",
    "999999+1",
    "1+99999999999999999999",
    "5+12345678901234567890",
    "1111+8888",
];

fn nines(digits: usize) -> String {
    "9".repeat(digits)
}

/// Digits without a pattern, the same in every run.
fn digits(count: usize, seed: u32) -> String {
    let mut random = Random(seed);
    (0..count).map(|_| char::from(b'0' + random.below(10) as u8)).collect()
}

/// Long problems: every carry, the longest carry from either side, unequal lengths, no pattern.
fn long(most: usize) -> Vec<String> {
    vec![format!("{}+1", nines(most)), format!("{}+{}", digits(most / 3, 3), digits(most / 2, 4))]
}

/// A problem, and what this machine says to it, to `hash` and, if it is short, to `trace`.
///
/// In f32, long problems are run but once: whatever would make the answer another changes the hash, too.
struct Expected {
    problem: String,
    answer: Option<String>,
    hash: String,
    trace: Option<String>,
}

/// What this machine does in a problem of a task; up to so many characters its trace, too.
fn expected_of<T: Task>(host: &Host<'_, T>, problem: &str, traced: usize) -> Expected {
    Expected {
        answer: Some(host.answer(problem)),
        hash: host.hash(problem),
        trace: (problem.len() <= traced).then(|| host.trace(problem)),
        problem: problem.to_owned(),
    }
}

/// What this machine does in the problems; `most` is the digits of the long ones.
fn expected(host: &Host<'_>, kind: Kind, most: usize) -> Vec<Expected> {
    let short = |problem: &str| SHORT.contains(&problem);
    let of = |problem: String| Expected {
        answer: (kind == INT8 || short(&problem)).then(|| host.answer(&problem)),
        hash: host.hash(&problem),
        trace: short(&problem).then(|| host.trace(&problem)),
        problem,
    };
    SHORT.map(str::to_owned).into_iter().chain(long(most)).map(of).collect()
}

/// The board says, does and remembers what this machine does: hash over all states, answer, and trace. Where the emulator is slow, the hash does
/// of a run that there is time for, and the others are asked of a run of few steps.
#[track_caller]
fn check(board: &Board, console: &Console, expected: &Expected) {
    let Expected { problem, answer, hash, trace } = expected;
    if !board.has_time_for(number(hash, "")) {
        return;
    }
    assert_eq!(&console.ask(&format!("hash {problem}")), hash, "{problem}");
    if board.is_slow() && number(hash, "") > FEW_STEPS {
        return;
    }
    if let Some(answer) = answer {
        assert_eq!(&console.ask(problem), answer, "{problem}");
    }
    if let Some(trace) = trace {
        assert_eq!(&console.ask("trace"), trace, "{problem}");
    }
}

/// Runs the problems on boards.
#[track_caller]
fn check_boards(boards: impl Iterator<Item = &'static Board>, kind: Kind, most: usize) {
    let blob = kind.blob();
    let host = Host::new(&blob);
    let expected = expected(&host, kind, most);
    for board in boards {
        let console = Console::of(board, kind);
        assert!(console.banner.contains(&format!("model {}", host.checksum())), "{}", console.banner);
        expected.iter().for_each(|expected| check(board, &console, expected));
    }
}

/// 8-bit: the same trace, the same states and the same answer as on this machine, on every board.
#[test]
fn every_board_does_in_int8_what_this_machine_does() {
    check_boards(boards(), INT8, 3_000);
}

/// The Nucleo's image on a larger sibling of its chip does the same.
#[test]
fn the_nucleo_does_in_int8_what_this_machine_does() {
    check_boards([&NUCLEO].into_iter(), INT8, 300);
}

/// In 4 bits, and with columns left over, which the kernels of some cores take one by one.
#[test]
fn every_core_does_in_other_sizes_what_this_machine_does() {
    for kind in [SMALL, INT4] {
        check_boards(boards().filter(|board| !board.is_another()), kind, 60);
    }
}

/// Helium's kernel, of which an assembler takes some instructions with some registers only, at as many units as it may have to loop over.
#[test]
fn helium_does_with_many_units_what_this_machine_does() {
    check_boards(boards().filter(|board| board.folder == "mps3-an547"), WIDEST, 60);
}

/// Floats: the same bits, too.
#[test]
fn boards_with_an_fpu_do_in_f32_what_this_machine_does() {
    check_boards(boards().filter(|board| board.hardware_floats), F32, 3_000);
}

/// And without: a step takes 300,000 to 500,000 instructions, and 3,000 digits minutes of emulation; the slow Pico has the smallest board's instructions.
#[test]
fn boards_without_an_fpu_do_in_f32_what_this_machine_does() {
    check_boards(boards().filter(|board| !board.hardware_floats && !board.is_slow()), F32, 60);
}

/// Two tasks from one blob, whose bytes are the same on every core: each runs as on this machine, and is proven.
#[test]
fn every_core_runs_and_proves_both_tasks_of_a_blob() {
    let blob = BOTH.blob();
    let (addition, fill) = (Host::<Addition>::new(&blob), Host::<Fill>::new(&blob));
    let tape = format!("1{}", "_".repeat(99));
    for board in boards().filter(|board| !board.is_another()) {
        let console = Console::of(board, BOTH);
        assert!(console.banner.contains(&format!("model {}", addition.checksum())), "{}", console.banner);
        for problem in ["579+1221", "999999+1"] {
            assert_eq!(console.ask(problem), addition.answer(problem), "{}", board.folder);
            assert_eq!(console.ask(&format!("hash {problem}")), addition.hash(problem), "{}", board.folder);
        }
        assert!(console.ask("verify").ends_with(&addition.proof()), "{}", board.folder);
        let banner = console.ask("fill");
        assert!(
            banner.contains("fill of up to ") && banner.contains("a sample of `verify` holds"),
            "{banner}"
        );
        assert_eq!(
            console.ask("trace"),
            "refused: no problem yet",
            "{}: a sum stands in memory",
            board.folder
        );
        assert_eq!(console.ask(&tape), "1".repeat(100), "{}", board.folder);
        assert_eq!(console.ask("hash"), fill.hash(&tape), "{}", board.folder);
        assert_eq!(console.ask("trace 0__"), fill.trace("0__"), "{}", board.folder);
        assert!(console.ask("verify").ends_with(&fill.proof()), "{}", board.folder);
        console.ask("addition");
        assert_eq!(console.ask("579+1221"), "1800", "{}: addition again", board.folder);
    }
}

/// A controller is a task like any other: typed at the micro:bit's console, it does as on this machine, and is proven there.
#[test]
fn the_smallest_board_runs_and_proves_the_controllers() {
    #[track_caller]
    fn check<T: Task>(kind: Kind) {
        let (blob, problem) = (kind.blob(), T::EXAMPLE);
        let (host, console) = (Host::<T>::new(&blob), Console::of(&BOARDS[0], kind));
        assert!(console.banner.contains(T::SIGNATURE.task), "{}", console.banner);
        assert_eq!(console.ask(problem), host.answer(problem));
        assert_eq!(console.ask("hash"), host.hash(problem));
        assert!(console.ask("verify").ends_with(&host.proof()));
        assert!(console.ask("bench").contains(" steps"), "a sample of size 100 fits");
    }
    check::<Lock>(LOCK);
    check::<Traffic>(TRAFFIC);
    check::<Framing>(FRAMES);
}

/// The lock on pins, in the flash of a micro:bit: small, and it asks its keypad's rows one after the other, for ever.
#[test]
fn the_lock_on_pins_asks_its_rows() {
    let elf = firmware("microbit-lock", LOCK);
    let flash = Image::read(&elf).expect("an image").flash();
    assert!(flash <= 16 * 1024, "{flash} bytes of flash");
    pins::asks_its_rows(&elf);
}

/// The answers are right, by an arithmetic that has nothing to do with any of this.
#[test]
fn this_machine_adds_what_boards_are_compared_on() {
    let blob = INT8.blob();
    let host = Host::<Addition>::new(&blob);
    for problem in SHORT.iter().map(|&problem| problem.to_owned()).chain(long(3_000)) {
        let (first, second) = problem.split_once('+').expect("a sum");
        let [first, second] =
            [first, second].map(|number| number.parse::<dashu_int::UBig>().expect("digits"));
        assert_eq!(host.answer(&problem), (first + second).to_string(), "{problem}");
    }
}

/// The capacity is exact: as many digits are added, one more is refused, and the console goes on.
#[test]
fn refuses_one_digit_more_than_fits() {
    for board in boards().filter(|board| LITTLE_RAM.contains(&board.folder)) {
        let console = Console::of(board, INT8);
        let capacity = number(&console.banner, "up to ") as usize;
        let full = nines(capacity);
        let sum = format!("1{}", "0".repeat(capacity));
        assert_eq!(console.ask(&format!("{full}+1")), sum, "{}", board.folder);
        let refusal = format!("refused: up to {capacity} digits");
        assert_eq!(console.ask(&format!("{full}9+1")), refusal, "{}", board.folder);
        assert_eq!(console.ask(&format!("1+{full}9")), refusal, "{}", board.folder);
        assert_eq!(console.ask("hash"), "refused: no problem yet", "{}", board.folder);
        assert_eq!(console.ask("1+1"), "2", "{}", board.folder);
    }
}

/// What is no sum is refused, whatever it is, on every board alike, and the console goes on.
#[test]
fn refuses_what_is_no_sum() {
    for board in boards() {
        let console = Console::of(board, INT8);
        for line in ["1", "1+", "+1", "1+2+3", "12x", "-1+1", "1++1", "\u{1b}[A", "infox9", "verylongword"] {
            let answer = console.ask(line);
            assert!(answer.starts_with("refused: expected "), "{}: {line:?} gives {answer:?}", board.folder);
        }
        assert_eq!(console.ask("1+1"), "2", "{}", board.folder);
    }
}

/// Backspace takes digits, the plus, letters and spaces back; Ctrl-U a whole line; a space may stand for the plus.
#[test]
fn edits_the_line() {
    let console = Console::of(&BOARDS[0], INT8);
    for (typed, answer) in [
        ("19\x082+3", "15"),
        ("1+\x082+3", "15"),
        ("in\x7f\x7f4+5", "9"),
        ("1\x08hash\x7f\x7f\x7f\x7f2+2", "4"),
        (" 579  1221 ", "1800"),
        ("9 + 1", "10"),
        ("57 \x089+1221", "1800"),
        ("12 + 3\x08\x08\x08+5", "17"),
        ("12\t\x08\x083 + 4", "17"),
    ] {
        assert_eq!(console.ask(typed), answer, "{typed:?}");
    }
    for given_up in ["99+\x15", "1\x08\r"] {
        assert_eq!(console.ask("579+1221"), "1800");
        assert_eq!(console.press(given_up), "");
        assert_eq!(console.ask("trace"), "refused: no problem yet", "{given_up:?}");
    }
}

/// Echo is on at power-on, for people; `echo` turns it on again.
#[test]
fn echoes_what_is_typed() {
    let console = Console::of(&BOARDS[0], INT8);
    assert_eq!(console.ask("echo"), "");
    assert_eq!(console.ask("12\x083 + 4"), "12\x08 \x083 + 4\r\n17");
    assert_eq!(console.ask("1\t3"), "1 3\r\n4");
}

/// A model that was damaged in flash is named as such, and neither adds nor crashes, wherever it was hit.
#[test]
fn refuses_to_add_with_a_broken_model() {
    let blob = INT8.blob();
    for board in boards() {
        let elf = std::fs::read(firmware(board.folder, INT8)).expect("a firmware");
        let model = elf.windows(blob.len()).position(|window| window == blob).expect("the model is in flash");
        for (offset, part) in [(0, "beginning"), (4, "version"), (6, "parts"), (blob.len() / 2, "checksum")] {
            let mut broken = elf.clone();
            broken[model + offset] ^= 0x10;
            let path = scratch("broken").join(format!("{}-{offset}", board.folder));
            std::fs::create_dir_all(scratch("broken")).expect("a folder");
            std::fs::write(&path, broken).expect("a file");
            refuses_everything(&Console::power_on(board, &path), part);
        }
    }
}

#[track_caller]
fn refuses_everything(console: &Console, part: &str) {
    let refusal = format!("refused: the model is broken (its {part}); flash it again");
    assert!(
        console.banner.contains("model BROKEN") && console.banner.contains(&refusal),
        "{}",
        console.banner
    );
    for line in ["579+1221", "trace 1+1", "hash 1+1", "verify", "bench"] {
        assert_eq!(console.ask(line), refusal, "{line}");
    }
    assert!(console.ask("info").contains("BROKEN"));
}

/// The proof, run on the device, finds what it finds here: as many sequences and steps, the same margin.
/// Flash, RAM, stack and instructions stay what they are committed as; the micro:bit's are within their bounds.
#[test]
fn every_board_proves_its_model_and_needs_what_is_committed() {
    let blob = INT8.blob();
    let proof = Host::<Addition>::new(&blob).proof();
    let measured: Vec<_> = boards().map(|board| (board, measure(board, &proof))).collect();
    for (_, figures) in measured.iter().filter(|(board, _)| board.folder == BOARDS[0].folder) {
        let [digits, flash, _, ram, stack, ..] = *figures;
        assert!([flash, ram, stack].iter().zip(MOST).all(|(&found, most)| found <= most), "{figures:?}");
        assert!(digits >= LEAST_DIGITS, "{digits} digits");
    }
    hold(&measured);
}

/// The sessions in the firmware's README are what the micro:bit says; `…` stands for the rest of a long line.
#[test]
fn readme_shows_sessions_that_happen() {
    for (part, kind) in [("session", INT8), ("calculator", ALL)] {
        readme::hold(part, |shown| session(&Console::of(&BOARDS[0], kind), shown));
    }
}

/// What a board says from power-on, when the lines behind the prompts that are shown are typed.
#[track_caller]
fn session(console: &Console, shown: &str) -> String {
    let mut said = console.banner.replace('\r', "");
    for line in shown.lines().filter_map(|line| line.strip_prefix("> ")) {
        said += &format!("> {line}\n{}\n", console.ask(line).replace('\r', ""));
    }
    let short = |line: &str| match line.char_indices().nth(150) {
        Some((end, _)) => format!("{}…\n", &line[..end]),
        None => format!("{line}\n"),
    };
    format!("```\n{}```\n", said.lines().map(short).collect::<String>())
}

/// The firmware's README shows the first line of every board.
#[test]
fn readme_shows_what_each_board_says() {
    readme::hold("banners", |_| {
        let first =
            |board| Console::of(board, INT8).banner.lines().next().unwrap_or_default().to_owned() + "\n";
        format!("```\n{}```\n", BOARDS.iter().map(first).collect::<String>())
    });
}

/// A firmware in which a panic can be reached does not link: the check that all others pass can fail.
#[test]
fn does_not_link_when_a_panic_is_reachable() {
    let (model, feature) = (INT8.path(), Some("planted-panic"));
    for board in ["microbit", "netduinoplus2", "hifive1"] {
        let error = building(board, |target| {
            let options =
                Options { model: Some(&model), target: Some(target), feature, ..Options::default() };
            build(board, options).expect_err(board).to_string()
        });
        assert!(error.contains("npi_panic_is_reachable"), "{board}: {error}");
    }
}
