//! Pages and pictures in a real browser: headless Chromium, driven through chromedriver (`tests/setup-browser.sh` installs both, and axe).

mod checks;
mod driver;

use std::path::PathBuf;

use driver::Browser;
use npi_format::Model;
use npi_runtime::{NetworkState, Task};
use npi_tasks::{Addition, Calculator, Shipped, Sorting, Traffic, models};
use npi_tests::traces::trace;
use npi_tests::{mutants, random};
use npi_trainer::pictures::{Storyboard, html, svg};
use npi_trainer::proof::prove;
use npi_trainer::record::{self, HIDDEN};
use npi_trainer::spec::SpecOf;
use serde_json::json;

const RIGHT: char = '\u{e014}';
const LEFT: char = '\u{e012}';
const HOME: char = '\u{e011}';
const END: char = '\u{e010}';

/// Text in a file, and its address.
fn file(name: &str, text: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    format!("file://{}", path.display())
}

/// The address of a storyboard's page.
fn page_of(name: &str, board: &Storyboard) -> String {
    let mut page = Vec::new();
    html::write(board, &mut page).unwrap();
    file(name, &page)
}

/// The address of a page of a sum.
fn page(name: &str, problem: &str) -> String {
    page_of(name, &Storyboard::parse::<Shipped>(trace::<Addition>(problem, 16).as_bytes()).unwrap())
}

/// A run of the shipped network.
fn shipped<T: Task>(problem: &str) -> Storyboard {
    let mut trace = String::new();
    record::trace::<T>(&Model::parse(T::MODEL.unwrap()).unwrap(), problem, &mut trace).unwrap();
    Storyboard::parse::<Shipped>(trace.as_bytes()).unwrap()
}

/// What the page says of a row of the scratchpad.
fn row(browser: &Browser, row: usize) -> String {
    let text = browser.run(&format!(
        "[...document.querySelectorAll('#cells tr')[{row}].querySelectorAll('td')].map(cell => cell.textContent).join('')"
    ));
    text.as_str().unwrap().trim().to_owned()
}

fn text(browser: &Browser, id: &str) -> String {
    browser.run(&format!("document.getElementById('{id}').textContent")).as_str().unwrap().to_owned()
}

/// The page plays from a file: by keyboard, by address, by its controls, in light and dark, without a network.
#[test]
fn the_page_plays_in_a_browser() {
    let (browser, address) = (Browser::start(), page("sum.html", "579+1221"));
    steps_by_keyboard(&browser, &address);
    opens_at_a_step(&browser, &address);
    can_be_read_aloud(&browser, &address);
    plays(&browser, &address);
    is_light_and_dark(&browser, &address);
    let requests = browser.run("performance.getEntriesByType('resource').length");
    assert_eq!(requests, 0, "the page must not ask for anything");
}

fn steps_by_keyboard(browser: &Browser, address: &str) {
    browser.open(address);
    assert_eq!((row(browser, 0), row(browser, 3)), ("579".to_owned(), String::new()));
    for step in 1..=40 {
        browser.press(RIGHT);
        assert_eq!(text(browser, "count"), format!("step {step} of 40"));
    }
    assert_eq!((row(browser, 3), text(browser, "answer")), ("1800".to_owned(), "1800".to_owned()));
    for (key, frame) in [(LEFT, 39), (HOME, 0), ('n', 6), ('n', 11), ('c', 23), (END, 40), (RIGHT, 40)] {
        browser.press(key);
        assert_eq!(browser.run("frame"), frame, "after {key:?}");
    }
    assert_eq!(row(browser, 3), "1800");
}

fn opens_at_a_step(browser: &Browser, address: &str) {
    browser.open(&format!("{address}#step=12"));
    assert_eq!(text(browser, "count"), "step 12 of 40");
    browser.press(RIGHT);
    assert_eq!(browser.run("location.hash"), "#step=13");
    browser.open(&format!("{address}#step=99999"));
    assert_eq!(text(browser, "count"), "step 40 of 40");
}

fn can_be_read_aloud(browser: &Browser, address: &str) {
    for (step, sees) in [
        (1, "Step 1 of 40, within ADD. ADD1 sees IN1 9, IN2 1 and CARRY blank, "),
        (5, "Step 5 of 40, within ADD. CARRY sees nothing, "),
    ] {
        browser.open(&format!("{address}#step={step}"));
        let said = text(browser, "said");
        assert!(said.starts_with(sees), "{said}");
    }
    assert_eq!(browser.run("document.getElementById('said').getAttribute('aria-live')"), "polite");
    let nameless = "[...document.querySelectorAll('button,input,select')].filter(control => \
                    !control.getAttribute('aria-label') && !control.labels?.length).length";
    assert_eq!(browser.run(nameless), 0);
}

fn plays(browser: &Browser, address: &str) {
    browser.open(address);
    browser.run("(document.getElementById('speed').value = 50, document.getElementById('play').click())");
    let ended = "new Promise(done => { const look = () => frame === last ? done(frame) : setTimeout(look, 50); look() })";
    assert_eq!(browser.run(ended), 40);
    assert_eq!(text(browser, "said"), "The stack is empty after 40 steps, the answer is 1800.");
    browser.run("(scrub => { scrub.value = 7; scrub.dispatchEvent(new Event('input')) })(document.getElementById('scrub'))");
    assert_eq!(browser.run("frame"), 7);
}

fn is_light_and_dark(browser: &Browser, address: &str) {
    browser.open(address);
    let colours = || {
        browser.run(
            "(style => [style.backgroundColor, style.color])(getComputedStyle(document.documentElement))",
        )
    };
    browser.prefer("light");
    assert_eq!(colours(), json!(["rgb(255, 255, 255)", "rgb(31, 35, 40)"]));
    browser.prefer("dark");
    assert_eq!(colours(), json!(["rgb(13, 17, 23)", "rgb(240, 246, 252)"]));
}

/// A page says in its title what the run is, in a caption what each step is, and in a legend what the signs mean.
#[test]
fn the_page_says_what_it_shows() {
    let browser = Browser::start();
    let board = shipped::<Addition>("579 1221");
    browser.open(&format!("{}#step=1", page_of("said.html", &board)));
    assert_eq!(browser.run("document.title"), "579 + 1221 = 1800, step by step");
    assert_eq!(text(&browser, "problem"), "579 + 1221 = 1800");
    assert_eq!(text(&browser, "about"), "addition by network e4ebe843");
    assert_eq!(text(&browser, "caption"), board.caption(1).to_string());
    assert_eq!(text(&browser, "place"), "column 1 of 5");
    let legend = browser.run("document.querySelector('.legend').innerText");
    let legend: Vec<_> =
        legend.as_str().unwrap().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let meanings =
        ["a row's pointer", "a hidden unit, from -1 to 1", "logits from the best choice to the second best"];
    assert_eq!(legend, meanings);
}

/// A mutant of addition in the first run or, where none is known, in the views that lead it astray.
fn astray(views: bool) -> Storyboard {
    let (spec, mut state) = (SpecOf::<Addition>::of_task::<Addition>().unwrap(), 1);
    let (mut random, mut blob) = (random(&mut state), models::ADDITION.to_vec());
    loop {
        blob = mutants::mutant::<Addition>(if views { models::ADDITION } else { &blob }, &mut random);
        let model = Model::parse(&blob).unwrap();
        let hidden = |state: &NetworkState<HIDDEN>| state.hidden().take(model.hidden()).collect();
        let network = record::network::<Addition>(&model).unwrap();
        let run = Storyboard::of_astray::<Addition, _>(network, "0", "123456789+987654321", hidden).unwrap();
        let wrong = prove::<Addition>(&spec, &model).unwrap().counterexample;
        match (run, wrong) {
            (Some(run), _) if !views => return run,
            (None, Some(wrong)) if views => {
                let network = record::network::<Addition>(&model).unwrap();
                return Storyboard::of_views::<Addition, _>(&network, "0", &wrong, hidden).unwrap();
            }
            _ => {}
        }
    }
}

/// Every page holds what [`checks::page`] asks of all, at its beginning, on its way and at its end.
#[test]
fn pages_of_runs_are_for_everyone() {
    let browser = Browser::start();
    for (name, board) in [
        ("all-sum.html", shipped::<Addition>("579 1221")),
        ("all-product.html", shipped::<Calculator>("12*34")),
        ("all-sorting.html", shipped::<Sorting>("3 1 2")),
        ("all-traffic.html", shipped::<Traffic>("..B......")),
        ("all-astray.html", astray(false)),
        ("all-views.html", astray(true)),
    ] {
        let address = page_of(name, &board);
        for step in ["0", "5", "99999"] {
            checks::page(&browser, &format!("{address}#step={step}"));
        }
    }
}

/// So does the report of a training, which is trained for it.
#[cfg(feature = "learn")]
#[test]
fn the_report_is_for_everyone() {
    use npi_trainer::learn::{Options, train};
    use npi_trainer::pictures::training::{Facts, Record, page::page};
    let (taught, mut history, options) =
        (npi_trainer::cmd::train::generated::<Sorting>(0).unwrap(), Vec::new(), Options::default());
    let trained = train::<Sorting>(&taught, &options, |progress| {
        history.push(progress.clone());
        std::ops::ControlFlow::Continue(())
    });
    let facts = Facts {
        tasks: vec![Sorting::SIGNATURE.task],
        seed: 0,
        hidden: 16,
        precision: "int8",
        rates: [0.01, 0.001],
        margin: 0.5,
        updates: 6000,
        taught: taught.into_vec().len(),
    };
    let kept = trained.unwrap().progress;
    let time = std::time::Duration::from_secs(2);
    let record = Record { facts: &facts, history: &history, kept: Some(&kept), time };
    checks::page(&Browser::start(), &file("report.html", page(&record, &[]).as_bytes()));
}

/// Sums of 30, 300 and 5,000 digits show as many columns as have room, where the pointers are, and how many are left and right.
#[test]
fn long_sums_have_a_window() {
    let browser = Browser::start();
    for digits in [30, 300, 5000] {
        let number = "7".repeat(digits);
        let board =
            Storyboard::parse::<Shipped>(trace::<Addition>(&format!("{number}+{number}"), 0).as_bytes())
                .unwrap();
        let address = page_of(&format!("long-{digits}.html"), &board);
        for phone in [Some(360), None] {
            browser.width(phone);
            browser.open(&format!("{address}#step={}", board.steps() / 2));
            let pointers = browser.run("document.querySelectorAll('#cells .here').length");
            assert_eq!(pointers, 4, "{digits} digits, {phone:?}");
            let shown =
                browser.run("document.querySelectorAll('#cells tr')[0].querySelectorAll('td').length");
            let more = |id: &str| -> u64 {
                let digits: String = text(&browser, id).chars().filter(char::is_ascii_digit).collect();
                digits.parse().unwrap_or(0)
            };
            assert_eq!(shown.as_u64().unwrap() + more("left") + more("right"), digits as u64 + 2);
            let narrowest =
                "Math.min(...[...document.querySelectorAll('#cells td')].map(cell => cell.clientWidth))";
            assert!(browser.run(narrowest).as_f64().unwrap() >= 14.0, "{digits} digits, {phone:?}");
        }
        checks::page(&browser, &format!("{address}#step=7"));
    }
}

/// In no picture does a text lie upon another, or leave the picture, whenever one looks.
#[test]
fn no_picture_overprints() {
    let browser = Browser::start();
    let digits = "7".repeat(50);
    let long = Storyboard::parse::<Shipped>(trace::<Addition>(&format!("{digits}+{digits}"), 0).as_bytes());
    for (name, board) in [
        ("sum.svg", shipped::<Addition>("579 1221")),
        ("product.svg", shipped::<Calculator>("12*34")),
        ("sorting.svg", shipped::<Sorting>("9 8 7 6 5 4 3 2 1")),
        ("traffic.svg", shipped::<Traffic>("..B.......................B........")),
        ("thirty.svg", shipped::<Addition>(&format!("{} {}", &digits[..30], &digits[..30]))),
        ("fifty.svg", long.unwrap()),
        ("astray.svg", astray(false)),
        ("views.svg", astray(true)),
    ] {
        let address = file(name, svg::picture(&board).unwrap().as_bytes());
        browser.open(&address);
        for step in [0, 1, 7, board.steps() / 2, board.steps() - 1, board.steps()] {
            checks::still(&browser, step as f64 * 650.0 + 500.0, name);
        }
    }
}

/// A problem's text ends neither the page's title nor its data.
#[test]
fn text_of_a_problem_stays_text() {
    let mut line = trace::<Addition>("1+2", 0);
    line = line.replace("\"model\":\"teacher\"", "\"model\":\"</script><b id=bad>\"");
    let board = Storyboard::parse::<Shipped>(line.as_bytes()).unwrap();
    let mut page = Vec::new();
    html::write(&board, &mut page).unwrap();
    assert!(!String::from_utf8(page).unwrap().contains("<b id=bad>"));
}
