//! What is measured of one attempt.

use crate::{
    contender::{Attempt, Contender},
    set::{Picture, render},
    truth::{self, Recovered},
};
use linocut_core::{Error, Kind, Result};
use linocut_svg::score::{compare, count, displacement};
use serde::Serialize;

/// The measurements of one contender on one picture.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    /// The picture's name.
    pub(crate) id: String,
    /// The picture's category.
    pub(crate) category: String,
    /// The contender's name.
    pub(crate) tool: &'static str,
    /// CPU time in milliseconds, if it was measured.
    pub(crate) cpu_ms: Option<f64>,
    /// The numbers, or nothing when the attempt failed.
    pub(crate) numbers: Option<Numbers>,
    /// Why it failed.
    pub(crate) failure: Option<String>,
}

/// The numbers of a successful attempt; `README.md` beside this crate says what they mean.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Numbers {
    /// Structural similarity of luma, at most 1.
    pub(crate) ssim: f64,
    /// The same over red, green and blue.
    pub(crate) ssim_color: f64,
    /// Peak signal-to-noise ratio in decibels, at most 61.14.
    pub(crate) psnr: f64,
    /// Mean absolute error near edges, in 0..=255.
    pub(crate) edge: f64,
    /// Mean absolute error away from edges, in 0..=255.
    pub(crate) flat: f64,
    /// Mean displacement of boundaries in pixels, where the source is known.
    pub(crate) delta: Option<f64>,
    /// Shapes.
    pub(crate) paths: u32,
    /// Path segments.
    pub(crate) segments: u32,
    /// Segments over those of the source, where it is known.
    pub(crate) segx: Option<f64>,
    /// Gradients.
    pub(crate) gradients: u32,
    /// Bytes of the SVG text.
    pub(crate) bytes: u32,
    /// Bytes after gzip.
    pub(crate) gzip_bytes: u32,
    /// What came back of the source as what it is; only of Linocut, and where the source is known.
    pub(crate) recovered: Option<Recovered>,
}

/// Measures one attempt; a result that cannot be rendered is a failure.
pub(crate) fn measure(attempt: &Attempt, picture: &Picture) -> Row {
    let numbers = match &attempt.svg {
        Ok(svg) => numbers(svg, picture, attempt.contender).map_err(|e| e.to_string()),
        Err(e) => Err(e.to_string()),
    };
    let (numbers, failure) = match numbers {
        Ok(numbers) => (Some(numbers), None),
        Err(failure) => (None, Some(failure)),
    };
    Row {
        id: picture.id.clone(),
        category: picture.category.clone(),
        tool: attempt.contender.name(),
        cpu_ms: attempt.cpu.map(|cpu| cpu.as_secs_f64() * 1000.0),
        numbers,
        failure,
    }
}

fn numbers(svg: &str, picture: &Picture, contender: Contender) -> Result<Numbers> {
    let (w, h) = (picture.clean.width(), picture.clean.height());
    let score = compare(&picture.clean, &render(svg, w, h)?)?;
    let part = |name: &str| {
        score.part(name).ok_or_else(|| Error::new(Kind::Bug, format!("score has no {name}")).at(contender.name()))
    };
    let counts = count(svg);
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let segments = small(counts.segments);
    let own = picture.source.as_ref().filter(|_| contender == Contender::Linocut);
    let segx = |source: &String| f64::from(segments) / f64::from(small(count(source).segments).max(1));
    Ok(Numbers {
        ssim: part("ssim")?,
        ssim_color: part("ssim_color")?,
        psnr: part("psnr")?,
        edge: part("edge")?,
        flat: part("flat")?,
        delta: picture.source.as_ref().map(|source| delta(source, svg, w, h)).transpose()?,
        paths: small(counts.paths),
        segments,
        segx: picture.source.as_ref().map(segx),
        gradients: small(counts.gradients),
        bytes: small(counts.bytes),
        gzip_bytes: small(counts.gzip_bytes),
        recovered: own.map(|source| truth::recovered(source, svg, (w, h))).transpose()?,
    })
}

/// Boundary displacement in pixels of the input, from renders at three times its size.
fn delta(source: &str, svg: &str, width: u32, height: u32) -> Result<f64> {
    let large = |svg: &str| render(svg, width.saturating_mul(3), height.saturating_mul(3));
    Ok(displacement(&large(source)?, &large(svg)?))
}
