//! The boards of `runtime/firmware`: what they have, and which core's prices they pay.

use super::prices::{self, Core};
use crate::error::{Error, Result};
use crate::shown::shown;

/// A board that the firmware is built for.
#[derive(Debug)]
pub(super) struct Board {
    /// Its folder in `runtime/firmware/boards`.
    pub(super) name: &'static str,
    /// What people call it.
    pub(super) title: &'static str,
    /// What its programs are compiled for.
    pub(super) target: &'static str,
    /// Kilobytes of flash and of RAM.
    pub(super) kilobytes: [usize; 2],
    /// What its core takes.
    pub(super) core: &'static Core,
    /// Bytes of flash that its drivers take, beside those of the board on which its core was measured.
    drivers: isize,
    /// And for each task but the first: a port whose type says all of it takes nothing in each task's console, lights take more.
    each: isize,
}

/// Every board with a console, in the order of the firmware's README.
pub(super) const BOARDS: [Board; 13] = [
    Board::new("microbit", "BBC micro:bit v1", V6M, [256, 16], &prices::CORTEX_M0, [0, 0]),
    Board::new("stm32vldiscovery", "STM32VLDISCOVERY", V7M, [128, 8], &prices::CORTEX_M3, [0, 0]),
    Board::new("netduinoplus2", "Netduino Plus 2", V7EM, [1024, 128], &prices::CORTEX_M4, [-1056, -63]),
    Board::new("mps2-an500", "Arm MPS2 with AN500", V7EM, [4096, 4096], &prices::CORTEX_M7, [0, 0]),
    Board::new("mps2-an505", "Arm MPS2 with AN505", V8M, [4096, 4096], &prices::CORTEX_M33, [0, 0]),
    Board::new("mps3-an547", "Arm MPS3 with AN547", V8M, [512, 512], &prices::CORTEX_M55, [0, 0]),
    Board::new("hifive1", "SiFive HiFive1 Rev B", RV32IMAC, [4032, 16], &prices::RV32, [68, -8]),
    Board::new("pico", "Raspberry Pi Pico", V6M, [2048, 256], &prices::CORTEX_M0, [12, -110]),
    Board::new("riscv32-virt", "QEMU's virt", RV32IMC, [4096, 320], &prices::RV32, [0, 0]),
    Board::new("nucleo-f401re", "STM32 Nucleo-F401RE", V7EM, [512, 96], &prices::CORTEX_M4, [-1060, -63]),
    Board::new("microbit-v2", "BBC micro:bit v2", V7EM, [512, 128], &prices::CORTEX_M4, [1196, 589]),
    Board::new("pico2", "Raspberry Pi Pico 2", V8M, [4096, 512], &prices::CORTEX_M33, [-304, -58]),
    Board::new("esp32-c3", "ESP32-C3", RV32IMC, [4096, 320], &prices::RV32, [56, 22]),
];

/// The boards whose port is their chip's HAL's.
const HAL: [&str; 2] = ["netduinoplus2", "nucleo-f401re"];

const V6M: &str = "thumbv6m-none-eabi";
const V7M: &str = "thumbv7m-none-eabi";
const V7EM: &str = "thumbv7em-none-eabihf";
const V8M: &str = "thumbv8m.main-none-eabihf";
const RV32IMC: &str = "riscv32imc-unknown-none-elf";
const RV32IMAC: &str = "riscv32imac-unknown-none-elf";

impl Board {
    const fn new(
        name: &'static str,
        title: &'static str,
        target: &'static str,
        kilobytes: [usize; 2],
        core: &'static Core,
        [drivers, each]: [isize; 2],
    ) -> Self {
        Self { name, title, target, kilobytes, core, drivers, each }
    }

    /// The board of a name.
    ///
    /// # Errors
    /// If there is none, and which there are.
    pub(super) fn named(name: &str) -> Result<&'static Self> {
        let names = || BOARDS.map(|board| board.name).join(", ");
        let found = BOARDS.iter().find(|board| board.name == name);
        found.ok_or_else(|| {
            Error::input(format_args!("expected a board ({}), found `{}`", names(), shown(name)))
        })
    }

    /// Bytes of flash of a firmware of so many tasks without its model, from those on the board on which its core was measured.
    pub(super) fn code(&self, measured: f64, tasks: usize) -> usize {
        let others = tasks.saturating_sub(1) as isize;
        (measured.round() as usize).saturating_add_signed(self.drivers + self.each * others)
    }

    /// Bytes of static RAM beside the verifiers': Arm's start-up keeps a word, and a HAL one that says whether the chip is taken.
    pub(super) fn words(&self) -> usize {
        let words = [self.target.starts_with("thumb"), HAL.contains(&self.name)];
        words.iter().filter(|&&is_there| is_there).count() * 4
    }
}
