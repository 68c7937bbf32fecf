//! embassy on a Raspberry Pi Pico: one task adds, and awaits between two steps; another blinks all the while. The sum goes out at
//! GP0, 115200 baud.

#![no_std]
#![no_main]

use embassy_executor::Spawner;
use embassy_futures::yield_now;
use embassy_rp::gpio::{Level, Output};
use embassy_rp::uart::{Blocking, Config, UartTx};
use embassy_time::Timer;
use heapless::String;
use npi_runtime::format::Model;
use npi_runtime::{Environment, Exactly, Int8, Interpreter, Lstm, Task};
use npi_tasks::{Addition, models};
use panic_halt as _;
use static_cell::StaticCell;

type Adder = Interpreter<Addition, Lstm<'static, Addition, Int8, 16, Exactly<16>>>;

/// The digits: they outlive every call, and stand in no task's own memory.
static DIGITS: StaticCell<[u8; 64]> = StaticCell::new();

/// Writes the sum, step by step: what else is to be done is done in between. A step takes a tenth of a millisecond here.
async fn add(problem: &[u8], digits: &mut [u8], sum: &mut String<32>) -> Option<()> {
    let model = Model::parse(models::ADDITION).ok()?;
    let mut world = Addition::world(problem, digits).ok()?;
    let mut adder = Adder::new(Lstm::exactly(&model).ok()?);
    adder.call(Addition::start(&world)).ok()?;
    while adder.step(&mut world, |_step, _state| {}).ok()? {
        yield_now().await;
    }
    world.answer(sum).ok()
}

#[embassy_executor::task]
async fn blink(mut led: Output<'static>) {
    loop {
        led.toggle();
        Timer::after_millis(100).await;
    }
}

#[embassy_executor::task]
async fn serve(mut port: UartTx<'static, Blocking>) {
    let (digits, mut sum) = (DIGITS.init([0; 64]), String::new());
    let said = add(b"579+1221", digits, &mut sum).await;
    let _ = port.blocking_write(if said.is_some() { sum.as_bytes() } else { b"refused" });
    let _ = port.blocking_write(b"\r\n");
}

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    let board = embassy_rp::init(embassy_rp::config::Config::default());
    let led = Output::new(board.PIN_25, Level::Low);
    let port = UartTx::new_blocking(board.UART0, board.PIN_0, Config::default());
    if let (Ok(blink), Ok(serve)) = (blink(led), serve(port)) {
        spawner.spawn(blink);
        spawner.spawn(serve);
    }
}
