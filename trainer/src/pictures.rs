//! All that is drawn: a run, of which there is one storyboard and a file for each way to show it; a training, live and as a report; a
//! model's memory map; a call in its boxes. They know nothing of files, of learning or of the command.
//!
//! ```text
//! trace → tape → replay → storyboard ─┬─ text     plain frames, for pipes
//!                                     ├─ player   the terminal; view draws it
//!                                     ├─ cast     the player's frames as an asciicast
//!                                     ├─ svg      one animated picture, no script
//!                                     └─ html     one page
//! ```

mod astray;
pub mod boxes;
mod caption;
pub mod cast;
pub mod html;
pub mod memory_map;
pub mod palette;
pub mod player;
mod read;
mod replay;
mod scene;
mod storyboard;
pub mod svg;
mod tape;
mod template;
pub mod text;
mod title;
pub mod training;
pub mod view;
pub mod words;
pub mod xml;

pub use astray::Astray;
pub use caption::{Caption, Kind, Piece};
pub use scene::{Change, Scene, Window};
pub use storyboard::Storyboard;

/// The colours of everything that is not a terminal: CSS variables, for light and for dark.
pub(crate) const THEME: &str = include_str!("pictures/theme.css");
