//! A browser, driven through chromedriver.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A browser with one window.
pub struct Browser {
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
    /// Starts a browser.
    pub fn start() -> Self {
        const MISSING: &str = "expected chromedriver, found none; hint: run tests/setup-browser.sh";
        let mut driver =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().expect(MISSING);
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            line.rsplit_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned())
        });
        let mut browser = Self { driver, session: format!("http://127.0.0.1:{}/session", port.unwrap()) };
        let options = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {"args": ARGUMENTS},
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let opened = browser.send("", &json!({"capabilities": {"alwaysMatch": options}}));
        browser.session += &format!("/{}", opened["sessionId"].as_str().expect("a session"));
        browser
    }

    /// Sends a command and gives back its value.
    #[track_caller]
    pub fn send(&self, command: &str, body: &Value) -> Value {
        let request = minreq::post(format!("{}{command}", self.session)).with_body(body.to_string());
        let answer: Value = serde_json::from_slice(request.send().unwrap().as_bytes()).unwrap();
        let hint = if command.is_empty() { "; hint: run tests/setup-browser.sh" } else { "" };
        assert!(answer["value"]["error"].is_null(), "{command}: {}{hint}", answer["value"]["message"]);
        answer["value"].clone()
    }

    /// Opens a page anew.
    pub fn open(&self, address: &str) {
        self.send("/url", &json!({"url": "about:blank"})); // or only the step would change, without a load
        self.send("/url", &json!({"url": address}));
    }

    /// The value of an expression in the page; of a promise, what it comes to.
    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        self.send("/execute/sync", &json!({"script": format!("return {script}"), "args": []}))
    }

    /// Presses a key.
    pub fn press(&self, key: char) {
        let keys = [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})];
        self.send("/actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": keys}]}));
    }

    /// Prefers a colour scheme, light or dark.
    pub fn prefer(&self, scheme: &str) {
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.tell("Emulation.setEmulatedMedia", &features);
    }

    /// Makes the window that of a phone of so many pixels, or as it was.
    pub fn width(&self, phone: Option<usize>) {
        match phone {
            Some(width) => {
                let size = json!({"width": width, "height": 740, "deviceScaleFactor": 2, "mobile": true});
                self.tell("Emulation.setDeviceMetricsOverride", &size)
            }
            None => self.tell("Emulation.clearDeviceMetricsOverride", &json!({})),
        }
    }

    /// A command of Chromium's own.
    fn tell(&self, command: &str, parameters: &Value) {
        self.send("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}));
    }

    /// What the page has complained of since it was asked last.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.send("/se/log", &json!({"type": "browser"}));
        log.as_array().unwrap().iter().map(|entry| entry["message"].to_string()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = minreq::delete(&self.session).send();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
