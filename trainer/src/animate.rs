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
pub mod player;
mod replay;
mod storyboard;
mod tape;
pub mod text;
pub mod view;
pub mod words;

pub use storyboard::{Change, Scene, Storyboard};
