//! The report of a training: a picture, a page and JSON Lines, read by parsers that know nothing of how they were made.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;
use std::path::Path;

use roxmltree::{Document, Node};
use serde_json::Value;
use shell::{check, folder};

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

fn has_class(node: Node<'_, '_>, class: &str) -> bool {
    node.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class))
}

/// The boxes of a picture's plots: left, top, right, bottom.
fn plots(picture: &Document<'_>) -> Vec<[f64; 4]> {
    let plots = picture.descendants().filter(|node| node.has_tag_name("rect") || has_class(*node, "plot"));
    let plots = plots.filter(|node| has_class(*node, "plot"));
    let edges = |node| {
        let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| number(node, name));
        [x, y, x + width, y + height]
    };
    plots.map(edges).collect()
}

/// Every text, with its box: glyphs of its font are 0.6 of its height wide.
fn texts<'a>(picture: &'a Document<'_>) -> Vec<(&'a str, [f64; 4])> {
    let texts = picture.descendants().filter(|node| node.has_tag_name("text"));
    let boxed = |node: Node<'a, '_>| {
        let (text, x, y) = (node.text().unwrap(), number(node, "x"), number(node, "y"));
        let size = if has_class(node, "t") {
            18.0
        } else if has_class(node, "v") {
            14.0
        } else {
            12.0
        };
        let wide = 0.6 * size * text.chars().count() as f64;
        let left = x - if has_class(node, "y") {
            wide
        } else if has_class(node, "m") {
            wide / 2.0
        } else {
            0.0
        };
        (text, [left, y - 0.75 * size, left + wide, y + 0.2 * size])
    };
    texts.map(boxed).collect()
}

fn overlap(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// No label stands in a plot, on another label, or outside of the picture.
#[track_caller]
fn is_tidy(picture: &Document<'_>) {
    let (plots, texts) = (plots(picture), texts(picture));
    let [_, _, width, height]: [f64; 4] = picture
        .root_element()
        .attribute("viewBox")
        .unwrap()
        .split(' ')
        .map(|edge| edge.parse().unwrap())
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    for (index, (text, edges)) in texts.iter().enumerate() {
        assert!(
            edges[0] >= 0.0 && edges[2] <= width && edges[3] <= height,
            "`{text}` leaves the picture: {edges:?}"
        );
        assert!(!plots.iter().any(|plot| overlap(plot, edges)), "`{text}` stands in a plot: {edges:?}");
        for (other, theirs) in &texts[..index] {
            assert!(!overlap(edges, theirs), "`{text}` stands on `{other}`");
        }
    }
}

/// Each decade of an axis is where its logarithm is, and zero below in a strip of its own.
#[test]
fn the_picture_has_real_axes() {
    let folder = folder();
    check(folder.path(), "npi train --report r -o x", 0, "int8 proven");
    let svg = read(folder.path(), "r/training.svg");
    let picture = Document::parse(&svg).unwrap();
    is_tidy(&picture);
    let root = picture.root_element();
    let name = "Training of addition: loss and what is wrong over the updates; int8 proven at update 800 with a margin of 1.389 logits";
    assert_eq!((root.attribute("role"), root.attribute("aria-label")), (Some("img"), Some(name)));
    let texts = texts(&picture);
    let said: Vec<_> = texts.iter().map(|(text, _)| *text).collect();
    for text in [
        "Training of addition",
        "updates",
        "loss, the mean of an update",
        "wrong, of all that the proof checks",
        "ADD1",
        "LSHIFT",
        "proven at update 800",
        "0.1",
    ] {
        assert!(said.contains(&text), "expected `{text}` among {said:?}");
    }
    let about = said.iter().find(|text| {
        text.starts_with(
            "seed 0, 16 hidden units, int8, learning rate 0.03 falling to 0.0015, 800 updates in ",
        )
    });
    assert!(about.is_some_and(|about| about.ends_with(" s")), "{said:?}");
    let middle = |label: &str| {
        texts
            .iter()
            .filter(|(text, _)| *text == label)
            .map(|(_, edges)| edges[1] + edges[3])
            .next_back()
            .unwrap()
            / 2.0
    };
    let decades = ["1", "10", "100", "1000", "10000", "100000"].map(middle);
    let apart = decades[0] - decades[1];
    assert!(
        decades.windows(2).all(|pair| (pair[0] - pair[1] - apart).abs() < 0.2) && apart > 20.0,
        "{decades:?}"
    );
    let plots = plots(&picture);
    let [_, wrong, zero] = &plots[..] else {
        panic!("expected a strip for zero in the second panel, found {plots:?}")
    };
    assert!(
        zero[1] > wrong[3]
            && (zero[1] + 2.0..zero[3] - 2.0).contains(
                &(texts
                    .iter()
                    .filter(|(text, edges)| *text == "0" && edges[0] < 64.0 && edges[2] < 60.0)
                    .map(|(_, edges)| edges[1] + edges[3])
                    .next_back()
                    .unwrap()
                    / 2.0)
            )
    );
    assert!(!svg.contains("1.0<") && !svg.contains("800.0<"), "integers are integers");
}

/// New draws are marked, and the best weights where there is no proof; many labels find room or are left out.
#[test]
fn draws_are_marked() {
    let folder = folder();
    check(
        folder.path(),
        "npi train --task traffic-loop --split --hidden 8 --updates 9000 --report r -o x",
        1,
        "in 2 draws",
    );
    let svg = read(folder.path(), "r/training.svg");
    let picture = Document::parse(&svg).unwrap();
    is_tidy(&picture);
    for (class, count) in [("n", 2), ("p", 2)] {
        let lines = picture.descendants().filter(|node| node.has_tag_name("path") && has_class(*node, class));
        assert_eq!(lines.count(), count, "{class}");
    }
    assert_eq!((svg.matches(">draw 2<").count(), svg.matches(">best at update 4300<").count()), (2, 2));
}

/// Six tasks have a legend that fits, on a desk and on a phone.
#[test]
fn many_tasks_have_a_legend() {
    let folder = folder();
    let tasks = ["addition", "calculator", "sorting", "lock", "traffic", "frames"]
        .map(|task| format!("--task {task}"));
    check(
        folder.path(),
        &format!("npi train {} --updates 200 --report r -o x", tasks.join(" ")),
        1,
        "not proven",
    );
    is_tidy(&Document::parse(&read(folder.path(), "r/training.svg")).unwrap());
    for figure in figures(&read(folder.path(), "r/training.html")) {
        is_tidy(&Document::parse(&figure).unwrap());
    }
}

/// The pictures of a page, as files.
fn figures(page: &str) -> Vec<String> {
    let parts = page.split("<svg ").skip(1).map(|part| part.split("</svg>").next().unwrap());
    let figures: Vec<_> = parts.map(|part| format!("<svg {part}</svg>")).collect();
    assert_eq!(figures.len(), 2, "one for desks, one for phones");
    figures
}

/// The page is whole by itself, and says what a reader of the file must know; of a sweep it tells all seeds.
#[test]
fn the_page_stands_alone() {
    let folder = folder();
    check(folder.path(), "npi train --seeds 1..2 --report r -o x", 0, "2 of 2 seeds proven");
    let page = read(folder.path(), "r/training.html");
    for part in [
        "<html lang=\"en\">",
        "<title>Training of addition</title>",
        "<main>",
        "default-src 'none'",
        "prefers-color-scheme:dark",
        "<dt>seed</dt><dd>2</dd>",
        "<dt>hidden units</dt><dd>16</dd>",
        "<dt>learning rate</dt><dd>0.03, falling to 0.0015 in each draw</dd>",
        "<dt>time</dt>",
        "<h2>All seeds: 2 of 2 proven</h2>",
        "<th scope=\"row\">1</th><td>500</td>",
        "<th scope=\"row\">addition</th><td>0</td><td>25338</td><td>1.132</td>",
    ] {
        assert!(page.contains(part), "expected `{part}` in {page}");
    }
    for part in ["http:", "https:", "<script", "url(", "<link", "{{"] {
        assert!(!page.contains(part), "found `{part}`");
    }
    for figure in figures(&page) {
        is_tidy(&Document::parse(&figure).unwrap());
    }
}

/// A line a check, with each task and program, and nothing that differs from run to run.
#[test]
fn lines_tell_every_check() {
    let folder = folder();
    let line = "npi train --task lock --task traffic --report r -o x";
    check(folder.path(), line, 0, "");
    let lines = read(folder.path(), "r/training.jsonl");
    let checks: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (index, check) in checks.iter().enumerate() {
        assert_eq!((&check["update"], &check["draw"]), (&(100 * (index + 1)).into(), &1.into()));
        assert!(check["loss"].as_f64() > Some(0.0) && check["rate"].as_f64() <= Some(0.03), "{check}");
        assert_eq!(check["tasks"][1]["task"], "traffic");
    }
    let program = &checks.last().unwrap()["tasks"][0]["programs"][0];
    assert_eq!((&program["wrong"], &program["obligations"]), (&0.into(), &false.into()));
    check(folder.path(), line, 0, "");
    assert_eq!(read(folder.path(), "r/training.jsonl"), lines);
}
