//! Pictures of a run: one storyboard, and a file for each way to show it.
//!
//! ```text
//! trace → tape → replay → storyboard ─┬─ text     plain frames, for pipes
//!                                     ├─ player   the terminal; view draws it
//!                                     ├─ cast     the player's frames as an asciicast
//!                                     ├─ svg      one animated picture, no script
//!                                     └─ html     one page
//! ```

pub mod cast;
pub mod html;
pub mod player;
mod read;
mod replay;
mod storyboard;
pub mod svg;
mod tape;
pub mod text;
pub mod view;
pub mod words;
pub mod xml;

pub use storyboard::{Change, Scene, Storyboard};

/// The colours of everything that is not a terminal: CSS variables, for light and for dark.
pub(crate) const THEME: &str = include_str!("animate/theme.css");
