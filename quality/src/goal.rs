//! Goals of a measure, in a line each.

/// A goal that is met at `bound` or above.
pub(crate) fn least(what: &str, value: f64, bound: f64) -> String {
    line(what, value, &format!("at least {bound}"), value >= bound)
}

/// A goal that is met at `bound` or below.
pub(crate) fn most(what: &str, value: f64, bound: f64) -> String {
    line(what, value, &format!("at most {bound}"), value <= bound)
}

fn line(what: &str, value: f64, bound: &str, met: bool) -> String {
    let verdict = if met { "met" } else { "MISSED" };
    format!("goal {what:42} {bound:14} {value:>9.2}  {verdict}")
}
