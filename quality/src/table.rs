//! The table on the terminal.

use crate::{
    contender::Contender,
    measure::Row,
    summary::{ALL, Means, categories, means},
};

const HEAD: &str = "tool        n/fail    SSIM   PSNR  delta   flat   segx   segs  paths   bytes  CPU ms  × VTracer   grad   prim    sym";

/// The table of a run, one block for each category and one for all.
pub(crate) fn lines(rows: &[Row], contenders: &[Contender], size: u32) -> String {
    let titles: Vec<&str> = contenders.iter().map(|c| c.title()).collect();
    let mut lines = vec![format!("{size} px; {}", titles.join(", "))];
    for category in categories(rows).iter().map(String::as_str).chain([ALL]) {
        lines.push(format!("\n[{category}]\n{HEAD}"));
        let blocks = contenders.iter().filter_map(|c| Some(line(c.name(), &means(rows, c.name(), category)?)));
        lines.extend(blocks);
    }
    let failures = rows.iter().filter_map(|r| Some(format!("failed: {} on {}: {}", r.tool, r.id, r.failure.as_ref()?)));
    lines.extend(failures);
    lines.join("\n")
}

fn line(name: &str, m: &Means) -> String {
    let cell = |value: Option<f64>, width: usize, decimals: usize| {
        value.map_or_else(|| format!("{:>width$}", "-"), |v| format!("{v:>width$.decimals$}"))
    };
    [
        format!("{name:<10} {:>4}/{:<2}", m.pictures, m.failures),
        cell(m.ssim, 8, 4),
        cell(m.psnr, 7, 2),
        cell(m.delta, 7, 3),
        cell(m.flat, 7, 2),
        cell(m.segx, 7, 2),
        cell(m.segments, 7, 0),
        cell(m.paths, 7, 0),
        cell(m.bytes, 8, 0),
        cell(m.cpu_ms, 8, 1),
        cell(m.cpu_ratio, 11, 2),
        cell(m.gradients, 7, 2),
        cell(m.primitives, 7, 2),
        cell(m.asymmetry, 7, 3),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::{HEAD, line};
    use crate::summary::Means;

    #[test]
    fn cells_stand_under_their_heads() {
        let full = Means {
            pictures: 25,
            ssim: Some(0.98765),
            psnr: Some(38.123),
            delta: Some(0.1),
            flat: Some(0.42),
            segx: Some(1.25),
            segments: Some(120.0),
            paths: Some(12.0),
            bytes: Some(4321.0),
            cpu_ms: Some(120.5),
            cpu_ratio: Some(3.5),
            failures: 0,
            gradients: Some(0.8),
            primitives: Some(0.95),
            asymmetry: Some(0.012),
        };
        assert_eq!(
            line("linocut", &full),
            "linocut      25/0   0.9877  38.12  0.100   0.42   1.25    120     12    4321   120.5       3.50   0.80   0.95  0.012"
        );
        assert_eq!(line("linocut", &full).chars().count(), HEAD.chars().count());
        let empty = Means { delta: None, segx: None, ..full };
        assert!(line("vtracer", &empty).contains("38.12      -   0.42      -    120"));
    }
}
