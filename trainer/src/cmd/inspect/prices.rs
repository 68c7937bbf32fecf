//! What cores take, in flash and in instructions: fitted to what boards in their emulators took with networks in int8 of 8, 12, 16, 20, 28, 32, 36, 40, 56
//! and 64 units for addition, and of two sizes for each other task; on Cortex-M55, where units come in sixteens, of 16, 32 and 48.
//! What the console has grown by since was added to each task's flash, and to what they share: by the images of addition and of six tasks, before and after.
//!
//! `budget.rs` beside this holds what is predicted against what boards are committed to take, which emulators measure in every test run, and against models
//! that were not used here.

/// What a core takes.
#[derive(Debug)]
pub(super) struct Core {
    /// The core's name, as people write it.
    pub(super) name: &'static str,
    /// Bytes of flash that go with each unit.
    flash: f64,
    /// Bytes of flash that are in the firmware whatever its tasks.
    shared: f64,
    /// Instructions of the product with the hidden state.
    product: Product,
    /// Each task's own.
    pub(super) tasks: [Price; 6],
    /// What it takes where units come in sixteens, if that is something else.
    sixteens: Option<&'static Self>,
}

/// Instructions of the product with the hidden state, which a call's first step does not have: for the square of the units H; and where 4, 8 or
/// 12 of them stand behind the last sixteen, for each step and for each unit of it. Small loops are unrolled, and some cores step sixteen
/// units at a time.
#[derive(Debug)]
struct Product {
    square: f64,
    rest: [[f64; 2]; 3],
}

/// What a task takes.
#[derive(Debug)]
pub(super) struct Price {
    /// The task's name, as its signature has it.
    pub(super) task: &'static str,
    /// Bytes of flash of a firmware with it alone and 16 units, the model not counted.
    flash: f64,
    /// Instructions of a step: all that does not depend on the units …
    fixed: f64,
    /// … for each of them …
    unit: f64,
    /// … and more in a firmware of several tasks, whose loops are compiled once for all.
    among: f64,
}

impl Core {
    /// What it takes for a network of so many units.
    pub(super) fn of(&self, hidden: usize) -> &Self {
        self.sixteens.filter(|_| hidden.is_multiple_of(16)).unwrap_or(self)
    }

    /// Bytes of flash of a firmware with these tasks, on the board on which the core was measured; the model is not counted.
    pub(super) fn flash(&self, prices: &[&Price], hidden: usize) -> f64 {
        let tasks: f64 = prices.iter().map(|price| price.flash - self.shared).sum();
        self.shared + tasks + self.flash * (hidden as f64 - 16.0)
    }

    /// Instructions of so many steps, of which so many are not a call's first, in a firmware of some tasks.
    pub(super) fn instructions(
        &self,
        price: &Price,
        hidden: usize,
        tasks: usize,
        [steps, later]: [usize; 2],
    ) -> f64 {
        let (units, among) = (hidden as f64, if tasks > 1 { price.among } else { 0.0 });
        let rest = (hidden % 16 / 4).checked_sub(1).and_then(|place| self.product.rest.get(place));
        let [alone, by_units] = rest.copied().unwrap_or_default();
        let each = price.fixed + price.unit * units + alone + among;
        steps as f64 * each + later as f64 * units * (self.product.square * units + by_units)
    }

    /// Instructions of the dearest kind of step, which is not a call's first and has arguments, whose heads have so many outputs. It is estimated: as if
    /// no step in the mean had any, at the product's price for a weight.
    pub(super) fn most(&self, price: &Price, hidden: usize, tasks: usize, outputs: usize) -> f64 {
        let heads = (outputs.next_multiple_of(4) * hidden) as f64 * self.product.square / 4.0;
        self.instructions(price, hidden, tasks, [1, 1]) + heads
    }
}

/// Cortex-M0.
pub(super) static CORTEX_M0: Core = Core {
    name: "Cortex-M0",
    flash: 26.11,
    shared: 10443.0,
    product: Product { square: 14.4198, rest: [[-2.6, 3.923], [6.2, 2.288], [213.1, -12.650]] },
    tasks: [
        Price { task: "addition", flash: 21215.0, fixed: 1486.2, unit: 298.22, among: 566.0 },
        Price { task: "calculator", flash: 27211.0, fixed: 3013.0, unit: 459.45, among: 1001.0 },
        Price { task: "sorting", flash: 25957.0, fixed: 1399.1, unit: 295.01, among: 659.0 },
        Price { task: "lock", flash: 24100.0, fixed: 1949.7, unit: 357.66, among: 799.0 },
        Price { task: "traffic", flash: 21149.0, fixed: 1832.9, unit: 311.93, among: 609.0 },
        Price { task: "frames", flash: 24055.0, fixed: 1879.2, unit: 317.88, among: 672.0 },
    ],
    sixteens: None,
};

/// Cortex-M3.
pub(super) static CORTEX_M3: Core = Core {
    name: "Cortex-M3",
    flash: 16.39,
    shared: 11963.0,
    product: Product { square: 9.7140, rest: [[66.7, -0.759], [125.5, -3.327], [8.4, 2.494]] },
    tasks: [
        Price { task: "addition", flash: 22319.0, fixed: 1175.1, unit: 170.99, among: 240.0 },
        Price { task: "calculator", flash: 27545.0, fixed: 2233.3, unit: 250.79, among: 350.0 },
        Price { task: "sorting", flash: 25783.0, fixed: 1188.3, unit: 160.44, among: 224.0 },
        Price { task: "lock", flash: 24604.0, fixed: 1449.7, unit: 192.24, among: 319.0 },
        Price { task: "traffic", flash: 21999.0, fixed: 1485.2, unit: 179.55, among: 252.0 },
        Price { task: "frames", flash: 24837.0, fixed: 1500.6, unit: 174.96, among: 301.0 },
    ],
    sixteens: None,
};

/// Cortex-M4.
pub(super) static CORTEX_M4: Core = Core {
    name: "Cortex-M4",
    flash: 18.07,
    shared: 12422.0,
    product: Product { square: 6.3799, rest: [[-366.2, 38.836], [-249.6, 30.616], [-224.7, 23.957]] },
    tasks: [
        Price { task: "addition", flash: 22504.0, fixed: 1435.1, unit: 84.70, among: 10.0 },
        Price { task: "calculator", flash: 27781.0, fixed: 1976.4, unit: 162.29, among: 14.0 },
        Price { task: "sorting", flash: 26093.0, fixed: 1352.0, unit: 88.78, among: -17.0 },
        Price { task: "lock", flash: 24844.0, fixed: 1749.0, unit: 107.20, among: -86.0 },
        Price { task: "traffic", flash: 22201.0, fixed: 1573.2, unit: 97.65, among: -3.0 },
        Price { task: "frames", flash: 25121.0, fixed: 1495.7, unit: 105.54, among: -17.0 },
    ],
    sixteens: None,
};

/// Cortex-M33.
pub(super) static CORTEX_M33: Core = Core {
    name: "Cortex-M33",
    flash: 18.07,
    shared: 13335.0,
    product: Product { square: 6.3799, rest: [[-366.2, 38.836], [-249.6, 30.616], [-224.7, 23.957]] },
    tasks: [
        Price { task: "addition", flash: 23420.0, fixed: 1435.1, unit: 84.70, among: 10.0 },
        Price { task: "calculator", flash: 28697.0, fixed: 1976.4, unit: 162.29, among: 14.0 },
        Price { task: "sorting", flash: 27009.0, fixed: 1352.0, unit: 88.78, among: -17.0 },
        Price { task: "lock", flash: 25760.0, fixed: 1749.0, unit: 107.20, among: -86.0 },
        Price { task: "traffic", flash: 23117.0, fixed: 1573.2, unit: 97.65, among: -3.0 },
        Price { task: "frames", flash: 26037.0, fixed: 1495.7, unit: 105.54, among: -17.0 },
    ],
    sixteens: None,
};

/// Cortex-M7.
pub(super) static CORTEX_M7: Core = Core {
    name: "Cortex-M7",
    flash: 18.38,
    shared: 12490.0,
    product: Product { square: 6.3955, rest: [[-349.9, 36.610], [-246.1, 31.372], [-244.4, 25.136]] },
    tasks: [
        Price { task: "addition", flash: 22520.0, fixed: 1465.0, unit: 84.43, among: -22.0 },
        Price { task: "calculator", flash: 27911.0, fixed: 2100.2, unit: 158.72, among: 12.0 },
        Price { task: "sorting", flash: 26179.0, fixed: 1332.4, unit: 90.30, among: 17.0 },
        Price { task: "lock", flash: 25034.0, fixed: 1730.8, unit: 109.08, among: -83.0 },
        Price { task: "traffic", flash: 22345.0, fixed: 1556.3, unit: 100.72, among: 26.0 },
        Price { task: "frames", flash: 25230.0, fixed: 1505.3, unit: 106.33, among: 12.0 },
    ],
    sixteens: None,
};

/// Cortex-M55.
pub(super) static CORTEX_M55: Core = Core {
    name: "Cortex-M55",
    flash: 18.12,
    shared: 12476.0,
    product: Product { square: 6.3799, rest: [[-366.2, 38.836], [-249.6, 30.616], [-224.7, 23.957]] },
    tasks: [
        Price { task: "addition", flash: 23327.0, fixed: 1289.3, unit: 85.57, among: 0.0 },
        Price { task: "calculator", flash: 28757.0, fixed: 2653.7, unit: 133.79, among: 0.0 },
        Price { task: "sorting", flash: 27061.0, fixed: 1443.7, unit: 82.51, among: 0.0 },
        Price { task: "lock", flash: 25575.0, fixed: 1527.9, unit: 115.93, among: 0.0 },
        Price { task: "traffic", flash: 22824.0, fixed: 1516.6, unit: 96.45, among: 0.0 },
        Price { task: "frames", flash: 25818.0, fixed: 1497.6, unit: 108.37, among: 0.0 },
    ],
    sixteens: Some(&SIXTEENS),
};

/// Cortex-M55, where units come in sixteens.
static SIXTEENS: Core = Core {
    name: "Cortex-M55",
    flash: 44.72,
    shared: 14160.0,
    product: Product { square: 0.9279, rest: [[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]] },
    tasks: [
        Price { task: "addition", flash: 24939.0, fixed: 964.0, unit: 37.17, among: 1.0 },
        Price { task: "calculator", flash: 30356.0, fixed: 2007.8, unit: 103.52, among: 6.0 },
        Price { task: "sorting", flash: 28476.0, fixed: 962.1, unit: 38.36, among: 1.0 },
        Price { task: "lock", flash: 27384.0, fixed: 1141.3, unit: 45.68, among: 2.0 },
        Price { task: "traffic", flash: 24558.0, fixed: 1095.3, unit: 36.74, among: 3.0 },
        Price { task: "frames", flash: 27468.0, fixed: 1074.9, unit: 38.14, among: 6.0 },
    ],
    sixteens: None,
};

/// RV32IMC.
pub(super) static RV32: Core = Core {
    name: "RV32IMC",
    flash: 19.54,
    shared: 9343.0,
    product: Product { square: 13.5758, rest: [[-104.5, 4.631], [93.1, -3.675], [169.4, -10.402]] },
    tasks: [
        Price { task: "addition", flash: 24002.0, fixed: 1228.8, unit: 259.58, among: 486.0 },
        Price { task: "calculator", flash: 29744.0, fixed: 2880.5, unit: 407.05, among: 349.0 },
        Price { task: "sorting", flash: 33116.0, fixed: 1234.2, unit: 255.01, among: 419.0 },
        Price { task: "lock", flash: 26228.0, fixed: 1675.3, unit: 314.97, among: 451.0 },
        Price { task: "traffic", flash: 23206.0, fixed: 1446.5, unit: 278.22, among: 474.0 },
        Price { task: "frames", flash: 30622.0, fixed: 1610.5, unit: 276.30, among: 409.0 },
    ],
    sixteens: None,
};
