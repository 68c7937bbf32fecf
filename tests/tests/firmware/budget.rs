//! What models take that `npi inspect --board` has no figures of: trainer/tests/budget.rs holds what it says against these.

use npi_image::Image;

use crate::boards::{ADDITION_24, Board, Kind, LOCK_24, SORTING_48, boards, firmware};
use crate::emulator::Console;
use crate::figures::{bench, name, number};
use crate::table::Table;

const TABLE: Table = Table {
    file: "budget.md",
    columns: &["model", "board", "largest problem", "flash", "static RAM", "instructions a step"],
    keys: 2,
};

/// One board for each way to step a layer.
const MEASURED: [&str; 4] = ["microbit", "netduinoplus2", "mps3-an547", "riscv32-virt"];

/// What a board takes with a model of one task.
#[track_caller]
fn row(board: &Board, kind: Kind) -> String {
    let (console, image) = (Console::of(board, kind), Image::read(&firmware(board.folder, kind)));
    let (image, (_, instructions)) = (image.expect("an image"), bench(&console, board));
    let largest = number(&console.banner, "up to ");
    TABLE
        .row(&[&kind.model(), &name(board)], &[largest, image.flash() as u64, image.static_ram, instructions])
}

/// Networks of other sizes than those that prices were made of take what is committed.
#[test]
fn models_without_a_price_of_their_own_take_what_is_committed() {
    let measured = || boards().filter(|board| MEASURED.contains(&board.folder));
    let rows = [ADDITION_24, LOCK_24, SORTING_48]
        .into_iter()
        .flat_map(|kind| measured().map(move |board| row(board, kind)));
    TABLE.hold(&rows.collect::<Vec<_>>());
}
