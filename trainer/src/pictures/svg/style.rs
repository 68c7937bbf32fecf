//! The picture's frame: its sizes, its title, and the rules that all marks share.

use std::fmt::Write as _;

use super::clock::{STEP, seconds};
use super::{Canvas, WIDTH};
use crate::pictures::words::{SHADES, shade};
use crate::pictures::xml::escape;
use crate::pictures::{Storyboard, THEME};

/// Characters of the title that is read aloud.
const TITLE: usize = 200;

/// The whole file.
pub(super) fn file(canvas: Canvas, board: &Storyboard, height: usize) -> String {
    let rules = rules(&canvas);
    let Canvas { body, style, .. } = canvas;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"t\">\n\
         <title id=\"t\">{}, step by step, {}</title>\n<style>\n{THEME}{STYLE}{rules}{style}\n\
         @media(prefers-reduced-motion:reduce){{*{{animation:none!important}}}}\n</style>\n\
         <rect class=\"b\" width=\"{WIDTH}\" height=\"{height}\" rx=\"12\"/>\n{body}\n</svg>\n",
        escape(&board.title(TITLE)),
        escape(&board.by()),
    )
}

/// Colours by number, and what only some frames show.
fn rules(canvas: &Canvas) -> String {
    let clock = &canvas.clock;
    let (total, window) = (seconds(clock.total()), clock.percent(STEP));
    let (late, end) = (clock.percent(STEP - STEP / 4), clock.percent(clock.steps * STEP));
    let mut rules = String::new();
    for shade in 0..SHADES {
        let _ = write!(rules, ".c{shade}{{stroke:var(--h{shade})}}");
    }
    for row in 0..4 {
        let _ = write!(rules, ".r{row}{{--k:var(--r{row})}}");
    }
    let _ = write!(
        rules,
        "\n.f,.d,.e,.u{{animation:f {total} step-end infinite}}.f,.d,.u{{visibility:hidden}}.d{{animation-name:d}}.e{{animation-name:e}}.u{{animation-name:u}}.m{{animation:{total} infinite}}\n\
         @keyframes f{{0%{{visibility:visible}}{window},to{{visibility:hidden}}}}@keyframes d{{0%{{visibility:visible}}{late},to{{visibility:hidden}}}}\
         @keyframes e{{0%{{visibility:hidden}}{end},to{{visibility:visible}}}}@keyframes u{{0%{{visibility:visible}}{end},to{{visibility:hidden}}}}\n"
    );
    rules
}

/// Classes are letters: they stand in the file a thousand times.
const STYLE: &str = "\
text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:13px;fill:var(--ink)}\
.b{fill:var(--bg)}.p{fill:var(--panel);stroke:var(--line)}.t{font-size:23px;font-weight:600}.s{fill:var(--soft);font-size:12px}\
.r{text-anchor:end}.i{text-anchor:middle}.w{font-weight:600}.k{fill:var(--k)}.x{fill:var(--bg);stroke:var(--line)}\
.o{fill:var(--k);fill-opacity:.16;stroke:var(--k);stroke-width:2.5}.y{fill:var(--bg);stroke:var(--accent);stroke-width:2}\
.z{fill:none;stroke:var(--line)}.q{fill:var(--accent);fill-opacity:.75}.n{fill:var(--soft);fill-opacity:.35}.v{fill:var(--panel);fill-opacity:.8}\
.l{fill:var(--accent)}.g{transform-box:fill-box;transform-origin:center}.a{font-size:30px;font-weight:700}.bad{fill:var(--wrong);font-weight:600}.bo{fill:none;stroke:var(--wrong);stroke-width:3}\n";

/// Defines the heat strip of each step, once: units side by side, one high and one wide each.
pub(super) fn strips(board: &Storyboard, canvas: &mut Canvas) {
    canvas.add("<defs>");
    for step in 0..if board.units() == 0 { 0 } else { board.steps() } {
        let strip = strip(board.hidden(step));
        canvas.add(&format!("<g id=\"h{step}\" transform=\"translate(0 .5)\">{strip}</g>"));
    }
    canvas.add("</defs>");
}

/// A heat strip, a path for each shade that occurs: lines one unit thick take half the bytes of rectangles.
fn strip(hidden: &[i8]) -> String {
    let mut paths = vec![String::new(); SHADES];
    for run in
        hidden.iter().enumerate().collect::<Vec<_>>().chunk_by(|one, next| shade(*one.1) == shade(*next.1))
    {
        let ((start, unit), wide) = (run[0], run.len());
        let _ = write!(paths[shade(*unit)], "M{start} 0h{wide}");
    }
    let path = |(shade, path): (usize, &String)| format!("<path class=\"c{shade}\" d=\"{path}\"/>");
    paths.iter().enumerate().filter(|(_, path)| !path.is_empty()).map(path).collect()
}
