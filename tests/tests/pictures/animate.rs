//! What is drawn of a run: frames, files, and what broken traces are told.

use npi_fill::Fill;
use npi_format::convert::{Checkpoint, convert};
use npi_format::{Model, Precision};
use npi_runtime::Task;
use npi_tasks::Shipped;
use npi_tasks::{
    Addition, AdditionLoop, Calculator, Framing, Lock, Sorting, SortingLoop, Traffic, TrafficLoop, models,
};
use npi_tests::golden;
use npi_tests::traces::trace;
use npi_trainer::pictures::{Storyboard, cast, html, memory_map, svg, text};
use npi_trainer::record;

fn sum(units: usize) -> Storyboard {
    Storyboard::parse::<Shipped>(trace::<Addition>("579+1221", units).as_bytes()).unwrap()
}

/// What a writer writes, as text.
fn written<E: std::fmt::Debug>(write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn page(board: &Storyboard) -> String {
    written(|out| html::write(board, out))
}

fn row(board: &Storyboard, frame: usize, row: usize) -> String {
    let mut scene = board.scene();
    scene.seek(board, frame);
    (0..board.columns).rev().map(|column| scene.cell(row, column)).collect()
}

/// The picture near the README's top is what the command beside it draws.
#[test]
fn the_readme_shows_the_shipped_model() {
    let mut trace = String::new();
    record::trace::<Addition>(&Model::parse(models::ADDITION).unwrap(), "579 1221", &mut trace).unwrap();
    let board = Storyboard::parse::<Shipped>(trace.as_bytes()).unwrap();
    golden::check("../../docs/sum.svg", &svg::picture(&board).unwrap());
}

/// So do the pictures of `docs/tasks.md`.
#[test]
fn the_documents_show_what_ships() {
    fn check<T: Task>(file: &str, problem: &str) {
        let mut trace = String::new();
        record::trace::<T>(&Model::parse(T::MODEL.unwrap()).unwrap(), problem, &mut trace).unwrap();
        let board = Storyboard::parse::<Shipped>(trace.as_bytes()).unwrap();
        golden::check(&format!("../../docs/tasks/{file}.svg"), &svg::picture(&board).unwrap());
    }
    check::<Calculator>("product", "12*3");
    check::<Calculator>("difference", "3-12");
    check::<Sorting>("sorting", "3 1 2");
    check::<Lock>("lock", "42:444--222--------");
    check::<Traffic>("traffic", "..B...............");
    check::<Framing>("frames", "7E 48 69 4F 7E");
}

/// The last frame reads 1800, and the first nothing.
#[test]
fn the_last_frame_reads_the_sum() {
    let board = sum(16);
    assert_eq!(board.steps(), 40);
    assert_eq!(row(&board, 0, 3).trim(), "");
    assert_eq!(row(&board, 40, 3).trim(), "1800");
    assert_eq!(board.answer.as_deref(), Some("1800"));
}

/// Going backwards undoes exactly what going forwards did.
#[test]
fn every_frame_is_the_same_from_either_side() {
    let board = sum(0);
    let mut scene = board.scene();
    let forwards: Vec<_> = (0..=40).map(|frame| (scene.seek(&board, frame), scene.clone()).1).collect();
    for frame in (0..=40).rev() {
        scene.seek(&board, frame);
        assert_eq!(scene, forwards[frame]);
    }
}

/// The call stack of a step holds its callers, and their last steps.
#[test]
fn the_stack_holds_the_callers() {
    let board = sum(16);
    let names = |step: usize| -> Vec<_> {
        board.stack(step).iter().map(|&at| format!("{} {}", board.own_text(at), board.taken(at))).collect()
    };
    assert_eq!(names(0), ["ADD 0"]);
    assert_eq!(names(5), ["ADD 0", "CARRY 2"]);
    assert_eq!(names(10), ["ADD 1", "LSHIFT 3"]);
    assert!(names(40).is_empty());
    assert_eq!((board.prior(0), board.prior(2), board.prior(6)), (None, Some(1), Some(0)));
}

/// Another task, with its own pointers, programs and arguments, is drawn by the same code.
#[test]
fn any_task_can_be_drawn() {
    let board = Storyboard::of_task::<Fill>(trace::<Fill>("1___", 3).as_bytes()).unwrap();
    golden::check("fill.txt", &written(|out| text::write(&board, out)));
    assert!(!board.mirrored);
    roxmltree::Document::parse(&svg::picture(&board).unwrap()).unwrap();
}

/// Every output is, byte for byte, what stands in the golden files.
#[test]
fn outputs_are_the_golden_files() {
    let (teacher, network) = (sum(0), sum(16));
    golden::check("sum-teacher.txt", &written(|out| text::write(&teacher, out)));
    golden::check("sum.txt", &written(|out| text::write(&network, out)));
    golden::check("sum.svg", &svg::picture(&network).unwrap());
    golden::check("sum.html", &page(&network));
    golden::check("sum.cast", &written(|out| cast::write(&network, out)));
}

/// The picture is XML that any parser takes, small, and has neither script nor address.
#[test]
fn the_picture_is_valid_and_small() {
    for units in [0, 16, 32] {
        let picture = svg::picture(&sum(units)).unwrap();
        assert!(picture.len() <= 100_000, "{units} units: {} bytes", picture.len());
        let document = roxmltree::Document::parse(&picture).unwrap();
        let tags = || document.descendants().map(|node| node.tag_name().name());
        assert!(tags().all(|tag| !["script", "image", "foreignObject", "a"].contains(&tag)));
        let addresses = document.descendants().flat_map(|node| node.attributes());
        let outside = addresses
            .filter(|attribute| attribute.name().ends_with("href") && !attribute.value().starts_with('#'));
        assert_eq!(outside.count(), 0);
        assert!(!picture.contains("url(h") && !picture.contains("@import"));
    }
}

/// Every heat strip that is used is there.
#[test]
fn the_picture_refers_to_what_it_has() {
    let picture = svg::picture(&sum(16)).unwrap();
    let document = roxmltree::Document::parse(&picture).unwrap();
    let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let mut used = document.descendants().filter_map(|node| node.attribute("href")).peekable();
    assert!(used.peek().is_some());
    assert!(used.all(|used| ids.contains(&&used[1..])));
}

/// The page of a 20-digit sum is small.
#[test]
fn the_page_of_twenty_digits_is_small() {
    let problem = "99999999999999999999+12345678901234567890";
    let board = Storyboard::parse::<Shipped>(trace::<Addition>(problem, 16).as_bytes()).unwrap();
    assert!(page(&board).len() <= 300_000, "{}", page(&board).len());
}

/// An asciicast has a header, and events in the order of time.
#[test]
fn the_recording_is_an_asciicast() {
    let cast = written(|out| cast::write(&sum(16), out));
    let lines: Vec<serde_json::Value> =
        cast.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&lines[0]["version"], &lines[0]["width"], &lines[0]["height"]),
        (&2.into(), &80.into(), &24.into())
    );
    assert!(lines[1..].iter().all(|event| event[1] == "o" && event[2].is_string()));
    assert!(lines[1..].is_sorted_by_key(|event| event[0].as_f64().unwrap().to_bits()));
}

/// A run too long for a picture is told where to look instead.
#[test]
fn long_runs_have_no_picture() {
    let digits = "7".repeat(200);
    let board =
        Storyboard::parse::<Shipped>(trace::<Addition>(&format!("{digits}+{digits}"), 0).as_bytes()).unwrap();
    let error = svg::picture(&board).unwrap_err().to_string();
    assert!(error.contains("hint: use --html"), "{error}");
}

/// What a step says, for each of the tasks that ship: from what the task calls things, and from what changes in the picture.
#[test]
fn every_task_has_captions() {
    fn check<T: Task>(problem: &str, expected: &[(usize, &str)]) {
        let board = Storyboard::of_task::<T>(trace::<T>(problem, 0).as_bytes()).unwrap();
        for &(step, expected) in expected {
            assert_eq!(board.caption(step).to_string(), expected, "{problem}, step {step}");
        }
        assert!(board.caption(board.steps()).to_string().starts_with("The stack is empty after "));
    }
    let sum = [
        (0, "ADD sees IN1 digit, IN2 digit and CARRY blank, calls ADD1"),
        (1, "ADD1 sees IN1 9, IN2 1 and CARRY blank, writes 0 into OUT"),
        (3, "CARRY sees nothing, moves CARRY's pointer left"),
    ];
    check::<Addition>("579+1221", &sum);
    check::<Addition>("579+1221", &[(2, "ADD1 sees IN1 9, IN2 1 and CARRY blank, hands over to CARRY")]);
    check::<AdditionLoop>("579+1221", &sum);
    let quotient = [
        (0, "DIV sees ACC digit, calls SHIFT(COUNT, 0)"),
        (2, "SHIFT(COUNT, 0) sees nothing, moves COUNT's pointer left, and ends"),
    ];
    check::<Calculator>("17/5", &quotient);
    let sorted = [
        (0, "SORT sees P3 inside, calls BUBBLE"),
        (1, "BUBBLE sees P2 inside, moves P2's pointer right"),
        (4, "SWAP sees order wrong, calls ACT(SWAP), which changes 3 cells, and ends"),
    ];
    check::<Sorting>("3 1 2", &sorted);
    check::<SortingLoop>("3 1 2", &[(0, "BUBBLESORT sees P3 inside, calls BUBBLE")]);
    let keys = [
        (0, "SCAN sees KEY 4, hands over to ONCE(4)"),
        (1, "ONCE(4) sees nothing, calls ACT(TICK), which moves all pointers right"),
    ];
    check::<Lock>("42:444--222--", &keys);
    let light = ", which writes R into CARS and moves all pointers right";
    check::<Traffic>("..B..", &[(0, &format!("CLEAR(2, no) sees BUTTON up, calls ACT(CLEAR, no){light}"))]);
    check::<TrafficLoop>("..B..", &[(0, &format!("LIGHTS sees BUTTON up, calls ACT(CLEAR){light}"))]);
    check::<Framing>("7E 48 7E", &[(0, "HUNT(SKIP) sees BYTE flag, hands over to END(SKIP)")]);
}

#[track_caller]
fn refused(line: &str, expected: &str) {
    let error = format!("{:#}", Storyboard::parse::<Shipped>(line.as_bytes()).unwrap_err());
    assert!(error.contains(expected), "expected `{expected}`, found `{error}`");
}

/// Each way in which a trace can be broken is named, with its step.
#[test]
fn broken_traces_are_named() {
    let good = trace::<Addition>("579+1221", 4);
    refused("", "expected a trace");
    refused("PK\u{3}\u{4}", "expected a trace");
    refused(&good[..good.len() / 2], "expected a trace");
    refused(&good.replace("\"npi\":2", "\"npi\":3"), "expected a trace of version 2, found 3");
    refused(&good.replace("\"task\":\"addition\"", "\"task\":\"chess\""), "found `chess`");
    refused(&good.replace("579+1221", "579+"), "the trace's problem");
    refused(&good.replace("579+1221", "578+1221"), "step 1: it sees what does not follow");
    refused(&good.replacen("ADD1", "ADD9", 1), "step 0: expected a program of `addition`, found `ADD9`");
    refused(&good.replacen("\"depth\":1", "\"depth\":4000000000", 1), "step 1: expected depth 1");
    refused(&good.replacen("\"step\":1", "\"step\":7", 1), "step 2: expected step 1 of its call, found 7");
    refused(&good.replacen("\"LEFT\"", "\"RIGHT\"", 1), "step 3: a pointer left the scratchpad");
    refused(
        &good.replacen("\"hidden\":[", "\"hidden\":[1,", 1),
        "step 1: expected 5 hidden units as before, found 4",
    );
}

/// A run that failed is shown as far as it went, without an answer; and so is one that never began.
#[test]
fn failed_runs_are_shown() {
    let good = trace::<Addition>("579+1221", 4);
    let (start, _) = good.rsplit_once(",{\"depth\"").unwrap();
    let (none, _) = good.split_once("{\"depth\"").unwrap();
    for (start, steps) in [(start, 39), (none, 0)] {
        let board = Storyboard::parse::<Shipped>(format!("{start}]}}").as_bytes()).unwrap();
        assert_eq!(board.steps(), steps);
        assert!(written(|out| text::write(&board, out)).ends_with("answer none: the run failed\n"));
        assert!(svg::picture(&board).unwrap().contains("the run failed"));
        assert!(page(&board).contains("\"answer\":null"));
        assert!(written(|out| cast::write(&board, out)).contains("the run failed"));
    }
}

/// A blob's memory map has a label for each tensor, and is the golden file.
#[test]
fn the_memory_map_shows_every_tensor() {
    let checkpoint = Checkpoint::drawn(&Addition::SIGNATURE, 16, || 0.5);
    let (bytes, _) = convert(&checkpoint, Precision::F32).unwrap();
    let map = memory_map::picture(&Model::parse(&bytes).unwrap(), &bytes);
    let document = roxmltree::Document::parse(&map).unwrap();
    let texts: Vec<_> = document.descendants().filter_map(|node| node.text()).collect();
    for name in ["recurrent", "addition.tables", "addition.heads", "addition.bias", "header", "crc32"] {
        assert!(texts.contains(&name), "{name}");
    }
    golden::check("memory-map.svg", &map);
}
