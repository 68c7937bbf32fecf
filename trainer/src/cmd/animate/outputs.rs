//! Where a run is shown: in the terminal, or in files.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use crate::error::{Result, ensure};
use crate::files::{self, Sink};
use crate::pictures::{Storyboard, cast, html, player, svg, text};

/// How a run is written to a file.
type Draw = fn(&Storyboard, &mut Sink) -> Result<()>;

/// The files into which a run is drawn, opened; without any, it is shown in the terminal, or as plain frames in a pipe.
pub struct Outputs(Vec<(Draw, Sink)>);

/// A drawing for each file: an animated picture, a page, an asciicast.
const DRAWN: [Draw; 3] = [
    |board, sink| Ok(sink.write_all(svg::picture(board)?.as_bytes())?),
    |board, sink| Ok(html::write(board, sink)?),
    cast::write,
];

impl Outputs {
    /// Opens the files for a picture, a page and an asciicast, none of which may be the file that is read.
    ///
    /// # Errors
    /// If one cannot be written, or two are the same.
    pub fn open(paths: [Option<&Path>; 3], read: Option<&Path>) -> Result<Self> {
        let streams = paths.iter().flatten().filter(|path| files::is_dash(path));
        ensure!(
            streams.count() < 2,
            "expected one kind of data on standard output, found more; hint: name a file"
        );
        let mut sinks: Vec<(Draw, Sink)> = Vec::new();
        for (path, draw) in paths.into_iter().zip(DRAWN) {
            let Some(path) = path else { continue };
            read.map_or(Ok(()), |read| files::distinct(read, path))?;
            let sink = Sink::create(path)?;
            sinks.iter().try_for_each(|(_, before)| sink.distinct(before))?;
            sinks.push((draw, sink));
        }
        Ok(Self(sinks))
    }

    /// Refuses another sink with a file of these.
    ///
    /// # Errors
    /// If there is one.
    pub fn distinct(&self, other: &Sink) -> Result<()> {
        self.0.iter().try_for_each(|(_, sink)| sink.distinct(other))
    }

    /// Shows a run.
    ///
    /// # Errors
    /// If a file cannot be written, the run is too long for a picture, or the terminal cannot be drawn on.
    pub fn show(self, board: &Storyboard) -> Result<()> {
        if self.0.is_empty() {
            return show(board);
        }
        for (draw, mut sink) in self.0 {
            draw(board, &mut sink)?;
            sink.finish()?;
        }
        Ok(())
    }
}

/// The player in a terminal, plain frames anywhere else.
fn show(board: &Storyboard) -> Result<()> {
    if io::stdout().is_terminal() {
        return player::play(board);
    }
    Ok(text::write(board, &mut BufWriter::new(io::stdout().lock()))?)
}
