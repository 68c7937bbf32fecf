//! The page in a real browser: headless Chromium, driven through chromedriver (`tests/setup-browser.sh` installs both).

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use npi_tasks::Addition;
use npi_tasks::Shipped;
use npi_tests::traces::trace;
use npi_trainer::pictures::{Storyboard, html};
use serde_json::{Value, json};

/// A browser with one window.
struct Browser {
    driver: Child,
    session: String,
}

/// Chromium has no sandbox for root, as whom CI runs; the rest keeps it from looking for a network.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--proxy-server=127.0.0.1:9",
    "--window-size=1000,900",
];

impl Browser {
    fn start() -> Self {
        const MISSING: &str = "expected chromedriver, found none; hint: run tests/setup-browser.sh";
        let mut driver =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().expect(MISSING);
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            line.rsplit_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned())
        });
        let mut browser = Self { driver, session: format!("http://127.0.0.1:{}/session", port.unwrap()) };
        let options = json!({"browserName": "chrome", "goog:chromeOptions": {"args": ARGUMENTS}});
        let opened = browser.send("", &json!({"capabilities": {"alwaysMatch": options}}));
        browser.session += &format!("/{}", opened["sessionId"].as_str().expect("a session"));
        browser
    }

    /// Sends a command and gives back its value.
    #[track_caller]
    fn send(&self, command: &str, body: &Value) -> Value {
        let request = minreq::post(format!("{}{command}", self.session)).with_body(body.to_string());
        let answer: Value = serde_json::from_slice(request.send().unwrap().as_bytes()).unwrap();
        let hint = if command.is_empty() { "; hint: run tests/setup-browser.sh" } else { "" };
        assert!(answer["value"]["error"].is_null(), "{command}: {}{hint}", answer["value"]["message"]);
        answer["value"].clone()
    }

    fn open(&self, address: &str) {
        self.send("/url", &json!({"url": "about:blank"})); // or only the step would change, without a load
        self.send("/url", &json!({"url": address}));
    }

    #[track_caller]
    fn run(&self, script: &str) -> Value {
        self.send("/execute/sync", &json!({"script": format!("return {script}"), "args": []}))
    }

    fn press(&self, key: char) {
        let keys = [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})];
        self.send("/actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": keys}]}));
    }

    fn prefer(&self, scheme: &str) {
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.send("/goog/cdp/execute", &json!({"cmd": "Emulation.setEmulatedMedia", "params": features}));
    }

    /// What the page says of a row of the scratchpad.
    fn row(&self, row: usize) -> String {
        let text = self.run(&format!(
            "[...document.querySelectorAll('#cells tr')[{row}].querySelectorAll('td')].map(cell => cell.textContent).join('')"
        ));
        text.as_str().unwrap().trim().to_owned()
    }

    fn text(&self, id: &str) -> String {
        self.run(&format!("document.getElementById('{id}').textContent")).as_str().unwrap().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = minreq::delete(&self.session).send();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

const RIGHT: char = '\u{e014}';
const LEFT: char = '\u{e012}';
const HOME: char = '\u{e011}';
const END: char = '\u{e010}';

/// A page in a file, and its address.
fn page(name: &str, problem: &str) -> String {
    let board = Storyboard::parse::<Shipped>(trace::<Addition>(problem, 16).as_bytes()).unwrap();
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    html::write(&board, &mut std::fs::File::create(&path).unwrap()).unwrap();
    format!("file://{}", path.display())
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
    assert_eq!((browser.row(0), browser.row(3)), ("579".to_owned(), String::new()));
    for step in 1..=40 {
        browser.press(RIGHT);
        assert_eq!(browser.text("count"), format!("step {step} of 40"));
    }
    assert_eq!((browser.row(3), browser.text("answer")), ("1800".to_owned(), "1800".to_owned()));
    for (key, frame) in [(LEFT, 39), (HOME, 0), ('n', 6), ('n', 11), ('c', 23), (END, 40), (RIGHT, 40)] {
        browser.press(key);
        assert_eq!(browser.run("frame"), frame, "after {key:?}");
    }
    assert_eq!(browser.row(3), "1800");
}

fn opens_at_a_step(browser: &Browser, address: &str) {
    browser.open(&format!("{address}#step=12"));
    assert_eq!(browser.text("count"), "step 12 of 40");
    browser.press(RIGHT);
    assert_eq!(browser.run("location.hash"), "#step=13");
    browser.open(&format!("{address}#step=99999"));
    assert_eq!(browser.text("count"), "step 40 of 40");
}

fn can_be_read_aloud(browser: &Browser, address: &str) {
    for (step, sees) in [
        (1, "Step 1 of 40. ADD1, within ADD, sees IN1 9, IN2 1, CARRY blank."),
        (5, "Step 5 of 40. CARRY, within ADD, sees nothing."),
    ] {
        browser.open(&format!("{address}#step={step}"));
        let said = browser.text("said");
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
    assert_eq!(browser.text("said"), "The end. The answer is 1800.");
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
