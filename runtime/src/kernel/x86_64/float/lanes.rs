//! σ and tanh of floats without branches, so that the compiler makes vectors of loops over them: each gives the bits of `libm`'s
//! `expf` and `tanhf`, whose every case is computed, and one chosen.

/// Computes 1 ÷ (1 + e^−x), the bits of `1.0 / (1.0 + libm::expf(-x))`.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    // Below, 1 + e^−x is 1.
    const LEAST: f32 = -30.0;
    /// The smallest number whose power of e overflows.
    const OVERFLOW: f32 = f32::from_bits(0x42b1_7218);
    let x = if -x < LEAST { LEAST } else { -x };
    let power = if x >= OVERFLOW { f32::INFINITY } else { exp(x) };
    1.0 / (1.0 + power)
}

/// Computes e^x from −30 to 88.72, as `libm::expf` does.
#[inline(always)]
fn exp(x: f32) -> f32 {
    const LN2: [f32; 2] = [f32::from_bits(0x3f31_7200), f32::from_bits(0x35bf_be8e)];
    const P: [f32; 2] = [f32::from_bits(0x3e2a_aa8f), f32::from_bits(0xbb35_5215)];
    let Reduced { fraction, high, low, exponent } = Reduced::by(LN2, x);
    let square = fraction * fraction;
    let c = fraction - square * (P[0] + square * P[1]);
    let y = 1.0 + (fraction * c / (2.0 - c) - low + high);
    // In two steps, as an exponent of 128 is none that a float has.
    let half = (exponent * 0.5).trunc();
    let power = y * power_of_two(half) * power_of_two(exponent - half);
    if x.abs() <= f32::from_bits(0x3900_0000) { 1.0 + x } else { power }
}

/// Computes the hyperbolic tangent, the bits of `libm::tanhf`.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    const LARGE: f32 = f32::from_bits(0x3f0c_9f54); // ln(3) ÷ 2
    const SMALL: f32 = f32::from_bits(0x3e82_c578); // ln(5 ÷ 3) ÷ 2
    let size = x.abs();
    let clamped = if size > 10.0 { 10.0 } else { size };
    let t = exp_m1(if size > SMALL { 2.0 * clamped } else { -2.0 * clamped });
    let above = if size > LARGE {
        2.0
    } else if size > SMALL {
        t
    } else {
        -t
    };
    let quotient = above / (t + 2.0);
    let tanh = if size > LARGE { 1.0 - quotient } else { quotient };
    let tanh = if size > 10.0 { 1.0 } else { tanh };
    tanh.copysign(x)
}

/// Computes e^x − 1 from −0.52 to 20, as `libm::expm1f` does.
#[inline(always)]
fn exp_m1(x: f32) -> f32 {
    const LN2: [f32; 2] = [f32::from_bits(0x3f31_7180), f32::from_bits(0x3717_f7d1)];
    const Q: [f32; 2] = [f32::from_bits(0xbd08_8868), f32::from_bits(0x3acf_3010)];
    let Reduced { fraction, high, low, exponent } = Reduced::by(LN2, x);
    let lost = (high - fraction) - low;
    let half = 0.5 * fraction;
    let square = fraction * half;
    let r = 1.0 + square * (Q[0] + square * Q[1]);
    let t = 3.0 - r * half;
    let e = square * ((r - t) / (6.0 - fraction * t));
    let e = (fraction * (e - lost) - lost) - square;
    let (two, inverse) = (power_of_two(exponent), power_of_two(-exponent));
    let few = (fraction - e + (1.0 - inverse)) * two;
    let many = (fraction - (e + inverse) + 1.0) * two;
    let one = if fraction < -0.25 { -2.0 * (e - (fraction + 0.5)) } else { 1.0 + 2.0 * (fraction - e) };
    let result = if exponent < 23.0 { few } else { many };
    let result = if exponent == 1.0 { one } else { result };
    let result = if exponent == -1.0 { 0.5 * (fraction - e) - 0.5 } else { result };
    let result = if exponent == 0.0 { fraction - e } else { result };
    if x.abs() < f32::from_bits(0x3300_0000) { x } else { result }
}

/// A number as a multiple of ln 2 and what is left.
struct Reduced {
    /// What is left, at most half of ln 2: `high − low`.
    fraction: f32,
    high: f32,
    low: f32,
    /// The multiple, a whole number.
    exponent: f32,
}

impl Reduced {
    /// Takes off the nearest multiple of ln 2, which is given in two parts.
    #[inline(always)]
    fn by([ln2, rest]: [f32; 2], x: f32) -> Self {
        const INVERSE: f32 = f32::from_bits(0x3fb8_aa3b);
        const HALF: f32 = f32::from_bits(0x3eb1_7218);
        const THREE_HALVES: f32 = f32::from_bits(0x3f85_1592);
        let (size, one) = (x.abs(), 1_f32.copysign(x));
        let near = if size > HALF { one } else { 0.0 };
        let exponent = if size > THREE_HALVES { (INVERSE * x + 0.5 * one).trunc() } else { near };
        let (high, low) = (x - exponent * ln2, exponent * rest);
        Self { fraction: high - low, high, low, exponent }
    }
}

/// Computes 2^n of a whole number from −126 to 127.
#[inline(always)]
fn power_of_two(n: f32) -> f32 {
    // The sum's last bits are n + 127, and the shift makes them the exponent.
    f32::from_bits((n + (8_388_608.0 + 127.0)).to_bits() << 23)
}
