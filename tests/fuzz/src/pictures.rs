//! Lines of files of traces, drawn in every way.

use npi_runtime::Task;
use npi_tasks::Shipped;
use npi_trainer::error::Result;
use npi_trainer::pictures::{Storyboard, cast, html, svg, text};
use npi_trainer::record::trace;
use npi_trainer::sequence::Sequences;
use npi_trainer::shown::shown;
use npi_trainer::tasks::{ForTask, Tasks};
use npi_trainer::trace::{Trace, collect};

/// Byte that ends the changes; a line that does not begin with `{` begins with such.
const END: u8 = 0;

/// Draws a line; or, if it is none, the trace of a run that it asks for: changes, three bytes each, a zero, the task, and its problem.
///
/// # Panics
/// If something is drawn that is not text, or does not stand where it may.
pub fn check(bytes: &[u8]) {
    match bytes.first() {
        Some(b'{') => draw(bytes),
        _ => drop(draw_changed(bytes)),
    }
}

fn draw_changed(bytes: &[u8]) -> Option<()> {
    let end = bytes.iter().position(|&byte| byte == END)?;
    let (changes, [_, task, problem @ ..]) = bytes.split_at(end) else { return None };
    let name = Shipped::NAMES[usize::from(*task) % Shipped::NAMES.len()];
    let traced = Shipped::for_task(name, Run(std::str::from_utf8(problem).ok()?));
    let mut line = traced.ok()?.into_bytes();
    for &[high, low, byte] in changes.as_chunks().0 {
        let at = usize::from(u16::from_be_bytes([high, low])) % line.len();
        line[at] = byte;
    }
    draw(&line);
    Some(())
}

/// A run of the network that ships with a task, and so its trace.
struct Run<'p>(&'p str);

impl ForTask for Run<'_> {
    type Output = String;

    fn for_task<T: Task>(self) -> Result<String> {
        let mut line = String::new();
        let model = npi_format::Model::parse(T::MODEL.expect("a model that ships")).expect("a model");
        trace::<T>(&model, self.0, &mut line)?;
        Ok(line)
    }
}

/// Reads a line as lessons and as a storyboard, and draws it in every way.
fn draw(line: &[u8]) {
    if let Ok(trace) = Trace::parse(line) {
        let _ = Shipped::for_task(&trace.task.clone(), Lessons(trace)); // learned from or refused
    }
    let Ok(board) = Storyboard::parse::<Shipped>(line) else { return };
    let (mut plain, mut page, mut film) = (Vec::new(), Vec::new(), Vec::new());
    text::write(&board, &mut plain).expect("plain frames");
    html::write(&board, &mut page).expect("a page");
    cast::write(&board, &mut film).expect("a film");
    is_text(&plain);
    is_page(&page);
    is_film(&film);
    if let Ok(picture) = svg::picture(&board) {
        assert!(roxmltree::Document::parse(&picture).is_ok() && !picture.contains("<script"), "{picture}");
    }
}

struct Lessons(Trace);

impl ForTask for Lessons {
    type Output = ();

    fn for_task<T: Task>(self) -> Result<()> {
        collect::<T>(&self.0, &mut Sequences::default()).map(drop)
    }
}

/// Frames of nothing but text.
fn is_text(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    text.lines().for_each(|line| assert_eq!(shown(line), line));
}

/// A page with two scripts, ours: its data and its program.
fn is_page(bytes: &[u8]) {
    let page = std::str::from_utf8(bytes).expect("UTF-8");
    let count = |word| page.matches(word).count();
    assert_eq!((count("<script"), count("</script"), count("<!--")), (2, 2, 0));
    let data = page.split_once("id=\"data\">").and_then(|(_, rest)| rest.split_once("</script"));
    let data = data.map(|(data, _)| serde_json::from_str::<serde_json::Value>(data).is_ok());
    assert_eq!(data, Some(true));
}

/// A film of lines of JSON.
fn is_film(bytes: &[u8]) {
    let film = std::str::from_utf8(bytes).expect("UTF-8");
    assert!(film.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}
