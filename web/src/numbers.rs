//! Sine, logarithm and power for drawing and sliders.
//!
//! The standard ones are exact to the last bit and bring tables along: with them the page would be
//! some kilobytes heavier. A pixel needs five digits, a slider's round value eight; here are ten.

use core::f64::consts::{LN_2, PI, TAU};

/// Sine and cosine of an angle of some turns at most.
#[must_use]
pub fn sin_cos(angle: f64) -> (f64, f64) {
    (sin(angle), sin(angle + PI / 2.0))
}

fn sin(angle: f64) -> f64 {
    // Folded into a quarter turn to either side, where the series is short.
    let turned = angle - (angle / TAU).round() * TAU;
    let folded = if turned.abs() > PI / 2.0 { PI.copysign(turned) - turned } else { turned };
    let square = folded * folded;
    let mut sum = 0.0;
    for n in (1..=8).rev() {
        let n = f64::from(n);
        sum = square / (2.0 * n * (2.0 * n + 1.0)) * (1.0 - sum);
    }
    folded * (1.0 - sum)
}

/// The natural logarithm of a positive number.
#[must_use]
pub fn ln(value: f64) -> f64 {
    let bits = value.to_bits();
    let exponent = (bits >> 52) as f64 - 1023.0;
    let mantissa = f64::from_bits(bits & ((1 << 52) - 1) | (1023 << 52));
    // ln m = 2 artanh((m - 1) / (m + 1)), with m between 1 and 2.
    let part = (mantissa - 1.0) / (mantissa + 1.0);
    let square = part * part;
    let mut sum = 0.0;
    for n in (0..12).rev() {
        sum = sum * square + 1.0 / (2.0 * f64::from(n) + 1.0);
    }
    exponent * LN_2 + 2.0 * part * sum
}

/// `e` to the power of a number between -700 and 700.
#[must_use]
pub fn exp(power: f64) -> f64 {
    let whole = (power / LN_2).round();
    let rest = power - whole * LN_2;
    let mut sum = 1.0;
    for n in (1..=14).rev() {
        sum = 1.0 + rest / f64::from(n) * sum;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an exponent between 0 and 2047"
    )]
    let scale = f64::from_bits(((whole + 1023.0) as u64) << 52);
    sum * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_agree_with_the_standard_ones() {
        for n in -4000..4000 {
            let angle = f64::from(n) / 100.0;
            let (sin, cos) = sin_cos(angle);
            assert!((sin - angle.sin()).abs() < 1e-10, "sin {angle}");
            assert!((cos - angle.cos()).abs() < 1e-10, "cos {angle}");
            let value = exp(angle);
            assert!((value / angle.exp() - 1.0).abs() < 1e-12, "exp {angle}");
            assert!((ln(value) - angle).abs() < 1e-10, "ln {angle}");
        }
    }
}
