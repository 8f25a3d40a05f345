//! Sixteen-bit floating point numbers, widened exactly.

/// The value of IEEE 754 binary16 `bits`.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a significand of ten bits is exact")]
pub(crate) fn f16(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let exponent = u32::from(bits >> 10) & 31;
    let fraction = u32::from(bits) & 0x3ff;
    match exponent {
        0 => f32::from_bits(sign | (fraction as f32 * (1.0 / 16_777_216.0)).to_bits()),
        31 => f32::from_bits(sign | 0x7f80_0000 | (fraction << 13)),
        1.. => f32::from_bits(sign | ((exponent + 112) << 23) | (fraction << 13)),
    }
}

/// The value of bfloat16 `bits`: the upper half of an `f32`.
#[inline]
pub(crate) fn bf16(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

#[cfg(test)]
mod tests {
    use super::{bf16, f16};

    #[track_caller]
    fn check(bits: u16, expected: f32) {
        assert_eq!(f16(bits).to_bits(), expected.to_bits(), "{bits:#06x}");
    }

    #[test]
    fn widens_ordinary_small_and_infinite_numbers() {
        check(0x3c00, 1.0);
        check(0xc500, -5.0);
        check(0x7bff, 65504.0);
        check(0x0400, 2f32.powi(-14));
        check(0x0001, 2f32.powi(-24));
        check(0x83ff, -1023.0 * 2f32.powi(-24));
        check(0x8000, -0.0);
        check(0x7c00, f32::INFINITY);
        assert!(f16(0x7e00).is_nan());
        assert_eq!(bf16(0xc040).to_bits(), (-3.0f32).to_bits());
    }
}
