//! Goals of a measure, in a line each.

/// A goal that is met at `bound` or above.
pub(crate) fn least(what: &str, value: f64, bound: f64) -> String {
    line(what, (value, bound), "at least", value >= bound)
}

/// A goal that is met at `bound` or below.
pub(crate) fn most(what: &str, value: f64, bound: f64) -> String {
    line(what, (value, bound), "at most", value <= bound)
}

fn line(what: &str, (value, bound): (f64, f64), side: &str, met: bool) -> String {
    let verdict = if met { "met" } else { "MISSED" };
    // Bounds near 1 and below are shares, similarities and parts of a pixel.
    let value = if bound > 0.0 && bound < 2.0 { format!("{value:.4}") } else { format!("{value:.2}") };
    format!("goal {what:42} {:14} {value:>9}  {verdict}", format!("{side} {bound}"))
}
