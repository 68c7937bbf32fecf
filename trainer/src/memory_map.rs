//! A picture of a blob: every byte in its place, tensors to scale.

use std::fmt::Write as _;
use std::ops::Range;

use npi_format::{Model, Precision, TENSORS};

use crate::animate::THEME;
use crate::animate::xml::escape;

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
    let heading = format!("{}, {}, {} hidden units", model.task, model.precision.name(), model.shape.hidden);
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

/// The parts in the order of their bytes. What stands between tensors are their lengths.
fn parts(model: &Model<'_>, bytes: &[u8]) -> Vec<Part> {
    let (shape, start) = (&model.shape, bytes.as_ptr() as usize);
    let dimensions = [
        [shape.rows(), shape.gates()],
        [shape.gates(), shape.hidden],
        [shape.padded_outputs(), shape.hidden],
        [shape.padded_outputs(), 1],
    ];
    let scales = [model.scales.tables, model.scales.recurrent, model.scales.heads, model.scales.heads];
    let (mut parts, mut at) = (Vec::new(), 0);
    for (tensor, weights) in model.tensors.iter().enumerate() {
        let from = weights.as_ptr() as usize - start;
        let (name, detail) = if tensor == 0 { ("header", "and lengths of tensors") } else { ("", "") };
        parts.push(Part { name: name.to_owned(), detail: detail.to_owned(), class: "h", bytes: at..from });
        at = from + weights.len();
        let [rows, columns] = dimensions[tensor];
        let scale = match model.precision {
            Precision::F32 => String::new(),
            _ => format!(", in 2^{}", -i32::from(scales[tensor])),
        };
        let (name, detail) = (TENSORS[tensor].to_owned(), format!("{rows} × {columns}{scale}"));
        parts.push(Part { name, detail, class: ["k0", "k1", "k2", "k3"][tensor], bytes: from..at });
    }
    let detail = format!("{:08x}", model.checksum);
    parts.push(Part { name: "crc32".to_owned(), detail, class: "c", bytes: at..bytes.len() });
    parts
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
