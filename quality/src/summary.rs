//! Many measurements as a few numbers.

use crate::{
    contender::Contender,
    measure::{Numbers, Row},
    truth::{Recovered, Share},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a run comes to: the numbers of each contender, by category and over all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Summary {
    /// Longest side of the pictures, in pixels.
    pub(crate) size: u32,
    /// Contender → category → numbers; the category [`ALL`] is everything.
    pub(crate) tools: BTreeMap<String, BTreeMap<String, Means>>,
}

/// The name of the category that holds every picture.
pub(crate) const ALL: &str = "all";

/// The numbers of one contender on some pictures: means of quality, medians of size and time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Means {
    /// How many pictures it tried.
    pub(crate) pictures: usize,
    /// How many of them failed; they are in none of the numbers.
    pub(crate) failures: usize,
    /// Mean structural similarity of luma.
    pub(crate) ssim: Option<f64>,
    /// Mean peak signal-to-noise ratio, in decibels.
    pub(crate) psnr: Option<f64>,
    /// Mean boundary displacement, in pixels.
    pub(crate) delta: Option<f64>,
    /// Mean error away from edges, in 0..=255.
    pub(crate) flat: Option<f64>,
    /// Median of segments over those of the source.
    pub(crate) segx: Option<f64>,
    /// Median number of segments.
    pub(crate) segments: Option<f64>,
    /// Median number of shapes.
    pub(crate) paths: Option<f64>,
    /// Median bytes.
    pub(crate) bytes: Option<f64>,
    /// Median CPU time, in milliseconds.
    pub(crate) cpu_ms: Option<f64>,
    /// Median over the pictures of CPU time over VTracer's on the same picture.
    pub(crate) cpu_ratio: Option<f64>,
    /// Share of the sources' gradients that came back.
    #[serde(default)]
    pub(crate) gradients: Option<f64>,
    /// Share of the sources' circles, ellipses and rectangles that came back.
    #[serde(default)]
    pub(crate) primitives: Option<f64>,
    /// Mean displacement between results and their mirror images where the source is symmetric, in pixels.
    #[serde(default)]
    pub(crate) asymmetry: Option<f64>,
}

impl Summary {
    /// Sums up `rows`.
    pub(crate) fn of(rows: &[Row], contenders: &[Contender], size: u32) -> Self {
        let categories = categories(rows);
        let names = categories.iter().map(String::as_str).chain([ALL]);
        let tools = contenders.iter().map(|contender| {
            let means = names.clone().filter_map(|name| Some((name.to_owned(), means(rows, contender.name(), name)?)));
            (contender.name().to_owned(), means.collect())
        });
        Self { size, tools: tools.collect() }
    }
}

/// The categories in the order they first appear.
pub(crate) fn categories(rows: &[Row]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in rows {
        if !names.contains(&row.category) {
            names.push(row.category.clone());
        }
    }
    names
}

/// The numbers of `tool` on the pictures of `category`, or `None` when it tried none.
pub(crate) fn means(rows: &[Row], tool: &str, category: &str) -> Option<Means> {
    let own: Vec<&Row> =
        rows.iter().filter(|r| r.tool == tool && (category == ALL || r.category == category)).collect();
    let done: Vec<&Numbers> = own.iter().filter_map(|r| r.numbers.as_ref()).collect();
    let of = |number: fn(&Numbers) -> f64| done.iter().map(|n| number(n)).collect::<Vec<f64>>();
    let cpu: Vec<(&Row, f64)> =
        own.iter().filter(|r| r.numbers.is_some()).filter_map(|r| Some((*r, r.cpu_ms?))).collect();
    let ratios = cpu.iter().filter_map(|(row, ms)| {
        let rival = rows.iter().find(|r| r.tool == Contender::Vtracer.name() && r.id == row.id)?.cpu_ms?;
        (rival > 0.0).then_some(ms / rival)
    });
    (!own.is_empty()).then(|| Means {
        pictures: own.len(),
        failures: own.len() - done.len(),
        ssim: mean(&of(|n| n.ssim)),
        psnr: mean(&of(|n| n.psnr)),
        delta: mean(&done.iter().filter_map(|n| n.delta).collect::<Vec<f64>>()),
        flat: mean(&of(|n| n.flat)),
        segx: median(done.iter().filter_map(|n| n.segx).collect()),
        segments: median(of(|n| n.segments.into())),
        paths: median(of(|n| n.paths.into())),
        bytes: median(of(|n| n.bytes.into())),
        cpu_ms: median(cpu.iter().map(|&(_, ms)| ms).collect()),
        cpu_ratio: median(ratios.collect()),
        gradients: share(&done, |r| r.gradients),
        primitives: share(&done, |r| r.primitives),
        asymmetry: mean(&done.iter().filter_map(|n| n.recovered?.asymmetry).collect::<Vec<f64>>()),
    })
}

/// What came back of all that the sources have, if they have any.
fn share(done: &[&Numbers], of: fn(Recovered) -> Share) -> Option<f64> {
    let shares = done.iter().filter_map(|n| n.recovered.map(of));
    let (all, back) = shares.fold((0, 0), |(all, back), s| (all + s.of, back + s.back));
    (all > 0).then(|| f64::from(back) / f64::from(all))
}

fn mean(values: &[f64]) -> Option<f64> {
    let count = u32::try_from(values.len()).ok().filter(|&n| n > 0)?;
    Some(values.iter().sum::<f64>() / f64::from(count))
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = values.get(values.len() / 2)?;
    let lower = values.get(values.len().saturating_sub(1) / 2)?;
    Some(f64::midpoint(*lower, *upper))
}

#[cfg(test)]
mod tests {
    use super::{Summary, mean, median};
    use crate::{
        contender::Contender,
        measure::{Numbers, Row},
    };

    fn row(id: &str, tool: &'static str, cpu_ms: f64, ssim: Option<f64>) -> Row {
        let numbers = |ssim| Numbers {
            ssim,
            ssim_color: 1.0,
            psnr: 40.0,
            edge: 1.0,
            flat: 0.1,
            delta: None,
            paths: 3,
            segments: 12,
            segx: Some(1.5),
            gradients: 0,
            bytes: 900,
            gzip_bytes: 300,
            recovered: None,
        };
        let failure = ssim.is_none().then(|| "panicked".to_owned());
        Row {
            id: id.to_owned(),
            category: "simple".to_owned(),
            tool,
            cpu_ms: Some(cpu_ms),
            numbers: ssim.map(numbers),
            failure,
        }
    }

    #[test]
    fn failures_are_counted_and_not_averaged() {
        let rows = [
            row("a", "linocut", 30.0, Some(0.9)),
            row("a", "vtracer", 10.0, Some(0.5)),
            row("b", "linocut", 99.0, None),
            row("c", "linocut", 80.0, Some(1.0)),
            row("c", "vtracer", 40.0, Some(0.7)),
        ];
        let summary = Summary::of(&rows, &[Contender::Linocut], 512);
        let means = &summary.tools["linocut"]["simple"];
        assert_eq!((means.pictures, means.failures), (3, 1));
        assert_eq!((means.ssim, means.cpu_ms), (Some(0.95), Some(55.0)));
        assert_eq!((means.cpu_ratio, means.delta), (Some(2.5), None));
        assert_eq!(means, &summary.tools["linocut"]["all"]);
    }

    #[test]
    fn medians_and_means_of_few() {
        assert_eq!((mean(&[]), median(vec![])), (None, None));
        assert_eq!(median(vec![9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0]), Some(2.5));
    }
}
