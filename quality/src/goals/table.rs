//! The goals of each category at 512 pixels.

use super::Verdict;
use crate::contender::Contender;
use crate::goal::{least, most};
use crate::measure::Row;
use crate::summary::{Means, means};

/// What a category should reach; means, but for segments and time, which are medians.
struct Goal {
    category: &'static str,
    ssim: f64,
    psnr: f64,
    /// Displacement of boundaries, in pixels.
    delta: f64,
    flat: f64,
    /// Segments over those of the source.
    segx: f64,
    /// Milliseconds of all threads.
    cpu: f64,
}

const GOALS: [Goal; 7] = [
    Goal { category: "simple", ssim: 0.997, psnr: 42.0, delta: 0.06, flat: 0.10, segx: 1.3, cpu: 100.0 },
    Goal { category: "text", ssim: 0.997, psnr: 40.0, delta: 0.07, flat: 0.10, segx: 1.2, cpu: 100.0 },
    Goal { category: "gradient", ssim: 0.992, psnr: 38.0, delta: 0.12, flat: 0.40, segx: 1.5, cpu: 200.0 },
    Goal { category: "complex", ssim: 0.985, psnr: 32.0, delta: 0.18, flat: 0.20, segx: 1.1, cpu: 300.0 },
    Goal { category: "emoji", ssim: 0.998, psnr: 44.0, delta: 0.07, flat: 0.10, segx: 1.2, cpu: 100.0 },
    Goal { category: "degraded", ssim: 0.988, psnr: 33.0, delta: 0.15, flat: 0.30, segx: 2.0, cpu: 250.0 },
    // No source: no displacement, no segments to compare with; the last goal is about VTracer's.
    Goal { category: "diffusion", ssim: 0.985, psnr: 32.0, delta: 0.0, flat: 0.60, segx: 0.0, cpu: 300.0 },
];

/// Most segments on pictures without a source, as a share of VTracer's.
const OF_VTRACER: f64 = 0.5;

pub(super) fn goals(rows: &[Row]) -> Vec<Verdict> {
    let of = |who: Contender, goal: &Goal| means(rows, who.name(), goal.category);
    let known = GOALS.iter().filter_map(|goal| Some((goal, of(Contender::Linocut, goal)?)));
    known.flat_map(|(goal, m)| checked(goal, &m, of(Contender::Vtracer, goal).as_ref())).map(Verdict::of).collect()
}

fn checked(goal: &Goal, means: &Means, rival: Option<&Means>) -> Vec<String> {
    let name = |what: &str| format!("{}: {what}", goal.category);
    let failures = f64::from(u32::try_from(means.failures).unwrap_or(u32::MAX));
    let share = rival.and_then(|rival| Some(means.segments? / rival.segments?)).filter(|_| means.segx.is_none());
    [
        Some(most(&name("failures"), failures, 0.0)),
        means.ssim.map(|v| least(&name("SSIM"), v, goal.ssim)),
        means.psnr.map(|v| least(&name("PSNR"), v, goal.psnr)),
        means.delta.map(|v| most(&name("delta, px"), v, goal.delta)),
        means.flat.map(|v| most(&name("flat, levels"), v, goal.flat)),
        means.segx.map(|v| most(&name("segments over the source's"), v, goal.segx)),
        share.map(|v| most(&name("segments over VTracer's"), v, OF_VTRACER)),
        means.cpu_ms.map(|v| most(&name("CPU, ms"), v, goal.cpu)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{GOALS, checked};
    use crate::summary::Means;

    #[test]
    fn a_miss_is_called_a_miss() {
        let means = Means { ssim: Some(0.9996), segx: Some(1.31), ..Means::default() };
        let lines = checked(&GOALS[0], &means, None);
        assert_eq!(lines.len(), 3);
        assert!(lines[1].ends_with("0.9996  met"), "{lines:?}");
        assert!(lines[2].ends_with("1.3100  MISSED"), "{lines:?}");
    }

    #[test]
    fn without_a_source_segments_are_held_against_the_rival() {
        let means = |segments| Means { segments: Some(segments), ..Means::default() };
        let lines = checked(&GOALS[6], &means(600.0), Some(&means(3000.0)));
        assert!(lines[1].contains("over VTracer's") && lines[1].ends_with("0.2000  met"), "{lines:?}");
    }
}
