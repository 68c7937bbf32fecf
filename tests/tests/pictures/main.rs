//! What people look at: frames, pages, films and pictures are the bytes that are committed, and show what a run did.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod animate;
mod astray;
mod box_pictures;
mod browser;
