//! The curves of a training and its figures, as one page: without a script, and it needs no network.

use super::Record;
use super::svg::{STYLE, figure, title};
use crate::pictures::THEME;
use crate::pictures::template::fill;
use crate::pictures::xml::escape;
use crate::progress::Progress;

const PAGE: &str = include_str!("page/page.html");
const PAGE_STYLE: &str = include_str!("page/page.css");
/// Widths of the figure, in pixels: one for desks, one for phones. The page shows one of them.
const WIDTHS: [(&str, f64); 2] = [("wide", 760.0), ("narrow", 328.0)];

/// A table: its title, its head, and its rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// The names of its columns.
    pub head: Vec<String>,
    /// Its cells, row by row: the first of each is the row's name.
    pub rows: Vec<Vec<String>>,
}

/// The page; `more` are tables that only the caller knows of.
#[must_use]
pub fn page(record: &Record<'_>, more: &[Table]) -> String {
    let tables = || record.kept.map(standing).into_iter().chain(more.iter().cloned());
    fill(PAGE, |name| match name {
        "title" => escape(&title(record)),
        "verdict" => escape(&record.verdict()),
        "theme" => THEME.to_owned(),
        "style" => format!("{STYLE}{PAGE_STYLE}"),
        "figures" => WIDTHS.map(|(class, width)| figure(record, width, class)).concat(),
        "facts" => facts(record).iter().map(|(name, value)| fact(name, value)).collect(),
        "tables" => tables().map(|table| table.html()).collect(),
        _ => String::new(),
    })
}

fn fact(name: &str, value: &str) -> String {
    format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(name), escape(value))
}

/// All that was known before, and what it came to.
fn facts(record: &Record<'_>) -> Vec<(&'static str, String)> {
    let (facts, [first, last]) = (record.facts, record.facts.rates);
    let draws = record.history.last().map_or(0, |check| check.draw);
    let lessons = record.history.last().map_or(0, |check| check.lessons);
    let mut all = vec![
        ("tasks", facts.tasks.join(", ")),
        ("seed", facts.seed.to_string()),
        ("hidden units", facts.hidden.to_string()),
        ("precision", facts.precision.to_owned()),
        ("learning rate", format!("{first}, falling to {last} in each draw")),
        ("updates", format!("{} of at most {}", record.last(), facts.updates)),
        ("draws", draws.to_string()),
        ("time", format!("{:.1} s", record.time.as_secs_f64())),
        ("margin to reach", format!("{} logits", facts.margin)),
    ];
    if lessons > 0 {
        all.push(("sequences learned from", format!("{lessons}, {} of traces", facts.taught)));
    }
    all
}

/// How each task and program stands with the weights that are kept.
fn standing(kept: &Progress) -> Table {
    let mut rows = Vec::new();
    for task in &kept.tasks {
        let margin = task
            .margin
            .filter(|_| task.wrong() == 0)
            .map_or("–".to_owned(), |margin| format!("{margin:.3}"));
        rows.push(vec![task.task.to_owned(), task.wrong().to_string(), task.of().to_string(), margin]);
        for of in &task.programs {
            let [wrong, all] = [of.wrong, of.of].map(|count| count.to_string());
            rows.push(vec![format!("\u{2003}{}", of.program), wrong, all, String::new()]);
        }
    }
    let title = format!("What the proof checks: {}", kept.units());
    let head = ["task, program", "wrong", "of", "margin, logits"].map(str::to_owned);
    Table { title, head: head.to_vec(), rows }
}

impl Table {
    fn html(&self) -> String {
        let head: String =
            self.head.iter().map(|name| format!("<th scope=\"col\">{}</th>", escape(name))).collect();
        let row = |row: &Vec<String>| {
            let cells: String = row.iter().skip(1).map(|cell| format!("<td>{}</td>", escape(cell))).collect();
            let name = row.first().map(|name| escape(name)).unwrap_or_default();
            format!("<tr><th scope=\"row\">{name}</th>{cells}</tr>\n")
        };
        let rows: String = self.rows.iter().map(row).collect();
        format!(
            "<section>\n<h2>{0}</h2>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n",
            escape(&self.title)
        )
    }
}
