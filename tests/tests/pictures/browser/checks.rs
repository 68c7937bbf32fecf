//! What must hold of every page, and of every picture.

use serde_json::Value;

use super::driver::Browser;

/// Width of a phone's window, in pixels.
const PHONE: usize = 360;
/// Where `tests/setup-browser.sh` puts [axe](https://github.com/dequelabs/axe-core).
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/axe-core/axe.min.js");

/// Holds a page at an address against what must hold of every page: in light and in dark, on a desktop and on a phone, it
/// complains of nothing, asks for nothing, needs no scrolling from side to side, and axe finds nothing wrong.
#[track_caller]
pub fn page(browser: &Browser, address: &str) {
    for scheme in ["light", "dark"] {
        browser.prefer(scheme);
        for phone in [None, Some(PHONE)] {
            browser.width(phone);
            browser.open(address);
            let place = format!("{address}, {scheme}, {phone:?}");
            assert_eq!(browser.complaints(), Vec::<String>::new(), "{place}");
            let requests = browser.run("performance.getEntriesByType('resource').length");
            assert_eq!(requests, 0, "{place} must not ask for anything");
            if phone.is_some() {
                let widths = browser.run("[document.documentElement.scrollWidth, innerWidth]");
                assert_eq!(widths, serde_json::json!([PHONE, PHONE]), "{place}");
            }
            assert_eq!(violations(browser), Vec::<String>::new(), "{place}");
        }
    }
    browser.width(None);
}

/// What axe finds wrong with the page that is open: of each rule its name, and what breaks it.
fn violations(browser: &Browser) -> Vec<String> {
    let axe = std::fs::read_to_string(AXE).expect("expected axe; hint: run tests/setup-browser.sh");
    let found = browser.run(&format!(
        "(() => {{ {axe}; return axe.run().then(found => [found.passes.length, found.violations]) }}).call(window)"
    ));
    assert!(found[0].as_u64() > Some(10), "expected axe to look at the page, found {found}");
    let nodes = |rule: &Value| -> Vec<String> {
        let nodes = rule["nodes"].as_array().unwrap().iter();
        nodes.map(|node| format!("{} {}", node["html"], node["failureSummary"])).collect()
    };
    let rules = found[1].as_array().unwrap().iter();
    rules.map(|rule| format!("{}: {}", rule["id"], nodes(rule).join("; "))).collect()
}

/// Texts that can be seen, with their boxes; those that a window cuts off cannot.
const OVERPRINTS: &str = "(() => {
    const shown = text => {
        const style = getComputedStyle(text);
        return style.visibility === 'visible' && style.opacity > .5 && text.textContent.trim();
    };
    const inside = ([text, box]) => {
        const clip = text.closest('[clip-path]'), middle = (box.left + box.right) / 2;
        if (!clip) return true;
        const seen = document.querySelector(clip.getAttribute('clip-path').slice(4, -1)).firstElementChild.getBBox();
        return middle > seen.x && middle < seen.x + seen.width;
    };
    const texts = [...document.querySelectorAll('text')].filter(shown)
        .map(text => [text, text.getBoundingClientRect()]).filter(inside);
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    const found = [];
    texts.forEach(([text, box], index) => {
        if (box.left < 0 || box.right > 860) found.push('outside: ' + text.textContent);
        for (const [other, place] of texts.slice(index + 1)) if (over(box, place)) found.push(text.textContent + ' | ' + other.textContent);
    });
    return [texts.length, found];
})()";

/// Stops an animated picture at a time, in milliseconds, and looks whether any text lies upon another or outside.
#[track_caller]
pub fn still(browser: &Browser, time: f64, name: &str) {
    let stop = format!(
        "document.getAnimations().map(all => {{ all.pause(); all.currentTime = {time}; return all }}).length"
    );
    assert!(browser.run(&stop).as_u64() > Some(0), "{name} must be animated");
    let found = browser.run(OVERPRINTS);
    assert!(found[0].as_u64() > Some(10), "{name}: expected texts, found {found}");
    assert_eq!(found[1], serde_json::json!([]), "{name} after {time} ms");
}
