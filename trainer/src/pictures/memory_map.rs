//! A picture of a blob: every byte in its place, tensors to scale.

use std::fmt::Write as _;
use std::ops::Range;

use npi_format::convert::file_name;
use npi_format::{Model, Tensor, TensorView};

use super::THEME;
use super::xml::escape;
use crate::record::tasks_of;
use crate::shown::shown;

/// The most lines of the map; a line then holds as many bytes as it takes, a power of two.
const MOST_LINES: usize = 24;
/// Width of a line, in pixels.
const WIDE: usize = 512;
/// Height of a line.
const HIGH: usize = 16;
/// Left edge of the map, right of the addresses.
const LEFT: usize = 76;
/// Top of the map.
const TOP: usize = 56;
/// Left edge of the list of parts.
const PARTS: usize = LEFT + WIDE + 28;
/// Height of a part in the list.
const PART: usize = 40;

/// A stretch of bytes.
struct Part {
    name: String,
    detail: String,
    class: &'static str,
    bytes: Range<usize>,
}

/// The memory map of a blob as SVG, light or dark as its reader is.
#[must_use]
pub fn picture(model: &Model<'_>, bytes: &[u8]) -> String {
    let parts = parts(model, bytes);
    let mut line = 16;
    while bytes.len().div_ceil(line) > MOST_LINES {
        line *= 2;
    }
    let lines = bytes.len().div_ceil(line);
    let height = TOP + (lines * HIGH).max(parts.len() * PART) + 40;
    let width = PARTS + 250;
    let (precision, hidden) = (model.precision().name(), model.hidden());
    let heading = format!("{}, {precision}, {hidden} hidden units", tasks_of(model));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"t\">\n\
         <title id=\"t\">Memory map of a model: {0}</title>\n<style>\n{THEME}{STYLE}</style>\n\
         <rect class=\"b\" width=\"{width}\" height=\"{height}\" rx=\"12\"/>\n\
         <text class=\"t\" x=\"16\" y=\"32\">{0}</text><text class=\"s r\" x=\"{1}\" y=\"32\">{2} bytes</text>\n",
        escape(&heading),
        width - 16,
        bytes.len()
    );
    for number in 0..lines {
        let y = TOP + number * HIGH + HIGH / 2 + 4;
        let _ =
            writeln!(svg, "<text class=\"s r\" x=\"{}\" y=\"{y}\">{:#06x}</text>", LEFT - 8, number * line);
    }
    for part in &parts {
        let _ = writeln!(svg, "<path class=\"{}\" d=\"{}\"/>", part.class, outline(&part.bytes, line));
    }
    list(&parts, bytes.len(), &mut svg);
    let _ = writeln!(
        svg,
        "<text class=\"s\" x=\"{LEFT}\" y=\"{}\">{line} bytes a line</text>",
        TOP + lines * HIGH + 20
    );
    svg + "</svg>\n"
}

const STYLE: &str = "\
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:var(--ink)}\
.b{fill:var(--bg)}.t{font-size:18px;font-weight:600}.s{fill:var(--soft);font-size:12px}.r{text-anchor:end}.w{font-weight:600}\
path{stroke:var(--bg);stroke-width:1}.k0{fill:var(--r0)}.k1{fill:var(--r1)}.k2{fill:var(--r2)}.k3{fill:var(--r3)}.h{fill:var(--soft)}.c{fill:var(--ink)}\n";

/// The parts in the order of their bytes. What stands between tensors is their padding.
fn parts(model: &Model<'_>, bytes: &[u8]) -> Vec<Part> {
    let part = |name: &str, detail: &str, class, bytes| Part {
        name: name.to_owned(),
        detail: detail.to_owned(),
        class,
        bytes,
    };
    let core = model.core().tensor();
    let own = model.sections().flat_map(|section| {
        let own = section.tensors().into_iter().filter(|view| view.tensor != Tensor::Recurrent);
        own.map(move |view| (file_name(Some(section.task()), view.tensor), view))
    });
    let tensor = |(name, view): (String, TensorView<'_>)| {
        let scale = view.fraction.map_or(String::new(), |bits| format!(", in 2^{}", -bits));
        let detail = format!("{} × {}{scale}", view.rows, view.columns);
        part(&shown(&name), &detail, class(view.tensor), place(view.bytes, bytes))
    };
    let tensors = core::iter::once((core.tensor.name().to_owned(), core)).chain(own).map(tensor);
    let boxes = model.sections().filter_map(|section| {
        let (name, boxes) = (shown(section.task()), section.boxes());
        let start = place(boxes.get(0)?.as_flattened(), bytes).start;
        let end = place(boxes.get(boxes.count() - 1)?.as_flattened(), bytes).end;
        let detail = format!("{} × {}", boxes.count(), model.hidden());
        Some(part(&format!("{name}.boxes"), &detail, "c", start..end))
    });
    let mut stored: Vec<_> = tensors.chain(boxes).collect();
    stored.sort_by_key(|part| part.bytes.start);
    let (mut parts, mut at) = (Vec::new(), 0);
    for stored in stored {
        let (before, detail) = if at == 0 { ("header", "and padding") } else { ("", "") };
        parts.push(part(before, detail, "h", at..stored.bytes.start));
        at = stored.bytes.end;
        parts.push(stored);
    }
    let end = bytes.len() - size_of::<u32>();
    parts.push(part("", "", "h", at..end));
    parts.push(part("crc32", &format!("{:08x}", model.checksum()), "c", end..bytes.len()));
    parts
}

/// Where some of a blob's bytes stand in it.
fn place(some: &[u8], bytes: &[u8]) -> Range<usize> {
    let start = some.as_ptr() as usize - bytes.as_ptr() as usize;
    start..start + some.len()
}

/// The style of a tensor's stretch.
fn class(tensor: Tensor) -> &'static str {
    match tensor {
        Tensor::Tables => "k0",
        Tensor::Recurrent => "k1",
        Tensor::Heads => "k2",
        Tensor::Bias => "k3",
    }
}

/// A path around a stretch of bytes, a rectangle for each line that it touches.
fn outline(bytes: &Range<usize>, line: usize) -> String {
    let (mut path, mut at) = (String::new(), bytes.start);
    while at < bytes.end {
        let (row, column) = (at / line, at % line);
        let whole = if column == 0 { (bytes.end - at) / line } else { 0 };
        let (count, rows) = if whole > 0 { (line, whole) } else { ((line - column).min(bytes.end - at), 1) };
        let x = |byte: usize| LEFT + byte * WIDE / line;
        let (wide, high) = (x(column + count) - x(column), rows * HIGH);
        let _ = write!(path, "M{} {}h{wide}v{high}h-{wide}z", x(column), TOP + row * HIGH);
        at += count * rows;
    }
    path
}

fn list(parts: &[Part], total: usize, svg: &mut String) {
    for (number, part) in parts.iter().filter(|part| !part.name.is_empty()).enumerate() {
        let (y, bytes) = (TOP + number * PART, part.bytes.len());
        let _ = writeln!(
            svg,
            "<path class=\"{}\" d=\"M{PARTS} {y}h14v14h-14z\"/><text class=\"w\" x=\"{1}\" y=\"{2}\">{3}</text>\
             <text class=\"s r\" x=\"{4}\" y=\"{2}\">{bytes} B, {5}%</text><text class=\"s\" x=\"{1}\" y=\"{6}\">{7}</text>",
            part.class,
            PARTS + 22,
            y + 12,
            escape(&part.name),
            PARTS + 234,
            (100 * bytes + total / 2) / total.max(1),
            y + 29,
            escape(&part.detail),
        );
    }
}
