//! Numbers along axes.

/// Ticks at round numbers from at most `low` to at least `high`, about `wanted` of them.
pub(super) fn ticks(low: f64, high: f64, wanted: f64) -> Vec<f64> {
    let reach = (high - low).max(1e-9);
    let step = round_step(reach / wanted.max(1.0));
    let first = (low / step + 1e-9).floor() * step;
    (0..200_u32).map(|n| first + f64::from(n) * step).take_while(|&tick| tick < high + step * 0.999).collect()
}

/// 1, 2, 2.5 or 5 times a power of ten, at least `rough`.
fn round_step(rough: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(rough.max(1e-9))));
    let factors = [1.0, 2.0, 2.5, 5.0, 10.0];
    factors.into_iter().map(|factor| factor * power).find(|&step| step >= rough * 0.999).unwrap_or(power * 10.0)
}

/// A number as people write it on an axis: at most four decimals, no zeros at the end; very large and very small ones
/// with a power of ten.
pub(super) fn shown(value: f64) -> String {
    if value.abs() >= 1e15 || (value != 0.0 && value.abs() < 1e-4) {
        return format!("{value:e}");
    }
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{shown, ticks};

    #[test]
    fn ticks_are_round_and_cover_the_range() {
        assert_eq!(ticks(0.0, 97.0, 5.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(-3.0, 3.0, 4.0), [-4.0, -2.0, 0.0, 2.0, 4.0]);
        assert_eq!(shown(0.1 + 0.2), "0.3");
        assert_eq!((shown(1e308), shown(-0.00002)), ("1e308".to_owned(), "-2e-5".to_owned()));
    }
}
