//! embassy on a BBC micro:bit v2: the lights of a crossing, on pins, for ever. The run is saved after every step into RAM that a reset
//! leaves alone; so after one, a watchdog's say, the lights go on where they were.
//!
//! Button A asks to walk. P0, P1 and P2 at the edge connector are the cars' red, amber and green, and the LED in the upper left corner is
//! on while people walk.

#![no_std]
#![no_main]

use core::fmt::{self, Write};
use core::mem::MaybeUninit;

use cortex_m as _; // its critical section
use embassy_executor::Spawner;
use embassy_nrf::Peri;
use embassy_nrf::gpio::{AnyPin, Input, Level, Output, OutputDrive, Pull};
use embassy_time::Timer;
use npi_runtime::format::Model;
use npi_runtime::{Call, Environment, Exactly, Int8, Interpreter, Lstm, Refusal};
use npi_tasks::traffic::{CLEAR, Lamps};
use npi_tasks::{Traffic, models};
use panic_halt as _;

type Lights = Interpreter<Traffic, Lstm<'static, Traffic, Int8, 8, Exactly<8>>>;
type Saved = [u8; Lights::SAVED];

/// The run as it was after the last step; after power-on anything, which is refused.
#[unsafe(link_section = ".uninit")]
static mut SAVED: MaybeUninit<Saved> = MaybeUninit::uninit();

/// The crossing: the world is pins, which need not be saved.
struct Crossing {
    button: Input<'static>,
    cars: [Output<'static>; 3],
    walk: Output<'static>,
}

impl Environment for Crossing {
    type Observation = [u8; 1];
    type Arguments = [u8; 2];

    fn observe(&self) -> [u8; 1] {
        [self.button.is_low().into()] // the task's symbol 0 is up, 1 is pressed
    }

    fn act(&mut self, [what, _]: [u8; 2]) -> Result<(), Refusal> {
        let lamps = Lamps::of(what).ok_or(Refusal::Action("there are no such lights"))?;
        for (pin, on) in self.cars.iter_mut().zip(lamps.cars) {
            pin.set_level(on.into());
        }
        self.walk.set_level(lamps.walk.into());
        Ok(())
    }

    fn answer(&self, _: &mut impl Write) -> fmt::Result {
        Ok(()) // the lamps say it
    }
}

/// Runs the lights until the network goes astray, which one that is proven does not.
async fn run(crossing: &mut Crossing) -> Option<()> {
    let mut lights = Lights::new(Lstm::exactly(&Model::parse(models::TRAFFIC).ok()?).ok()?);
    let saved = (&raw mut SAVED).cast::<Saved>();
    // SAFETY: nobody else knows of it, and any bytes are an array.
    let mut bytes = unsafe { saved.read_volatile() };
    if lights.restore(&bytes).is_err() {
        lights.call(Call { program: CLEAR, arguments: [2, 0] }).ok()?;
    }
    let mut acted = false;
    while lights.step(crossing, |step, _state| acted = step.decision.call.program.index().is_none()).ok()? {
        lights.save(&mut bytes).ok()?;
        // SAFETY: as above.
        unsafe { saved.write_volatile(bytes) };
        if acted {
            Timer::after_secs(1).await; // a tick of the lights
        }
    }
    Some(())
}

#[embassy_executor::main]
async fn main(_spawner: Spawner) {
    let board = embassy_nrf::init(embassy_nrf::config::Config::default());
    let off = |pin: Peri<'static, AnyPin>| Output::new(pin, Level::Low, OutputDrive::Standard);
    let _column = off(board.P0_28.into()); // the LED's other end
    let mut crossing = Crossing {
        button: Input::new(board.P0_14, Pull::Up),
        cars: [off(board.P0_02.into()), off(board.P0_03.into()), off(board.P0_04.into())],
        walk: off(board.P0_21.into()),
    };
    let _ = run(&mut crossing).await;
    crossing.cars.iter_mut().for_each(Output::set_low); // all lamps are off
    crossing.walk.set_low();
}
