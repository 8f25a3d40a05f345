//! Judging what a model wrote.

use super::accept::{named, squared};
use super::duel::best_of;
use super::{Flaw, critique};
use crate::answer::{Answer, Source};
use crate::finish::finish;
use crate::generate::judge;
use crate::request::{DrawRequest, Means, Route};
use linocut_core::{Context, Drawing, LanguageModel, Paint, Raster, Result, Rgba, Unit};
use linocut_edit::{Operation, RegularizeOptions, apply, regularize, stock};
use linocut_glyph::Style;
use linocut_models::judge::Geometry;
use linocut_svg::{Precision, RenderOptions, TidyOptions, render, tidy};
use std::sync::Arc;

/// Side of the view box of icons before they are finished.
pub(super) const GRID: f64 = 24.0;
/// What a flaw takes from a score: three make a drawing worth half.
const FLAW: f64 = 0.33;
/// Score of a flawless drawing when nothing can look at it: neither praised nor blamed.
const UNSEEN: f64 = 0.5;
/// Side of the pictures that a model sees, in pixels.
const SIDE: u32 = 384;

/// A drawing as a model wrote it, and what rules say of it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) drawing: Drawing,
    pub(super) flaws: Vec<Flaw>,
    /// Which of the concepts, and how often it was drawn before.
    pub(super) place: (usize, usize),
    pub(super) warnings: Vec<String>,
}

impl Candidate {
    /// Looks for flaws.
    pub(super) fn new(drawing: Drawing, place: (usize, usize), warnings: Vec<String>) -> Result<Self> {
        let flaws = critique(&drawing)?;
        Ok(Self { drawing, flaws, place, warnings })
    }
}

/// A drawing as a model sees it.
pub(super) fn shown(drawing: &Drawing) -> Result<Arc<Raster>> {
    let options = RenderOptions { width: Some(SIDE), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    render(drawing, &options).map(Arc::new)
}

/// Answers from the best candidates, those that repeat better ones left out.
pub(super) fn answers(
    candidates: Vec<Candidate>,
    request: &DrawRequest,
    means: &Means<'_>,
    model: &dyn LanguageModel,
    cx: &Context,
) -> Result<Vec<Answer>> {
    let clip = (means.models)().ok();
    let mut judged = Vec::new();
    for candidate in candidates {
        let seen = clip.as_ref().map(|models| judge(&request.prompt, &squared(&candidate.drawing, GRID), models.clip));
        let flaws: f64 = candidate.flaws.iter().map(|_| FLAW).sum();
        let score = seen.transpose()?.unwrap_or(UNSEEN) / (1.0 + flaws);
        judged.push((score, candidate));
    }
    judged.sort_by(|a, b| b.0.total_cmp(&a.0));
    // What repeats a better draft is left out before anybody is asked to compare it.
    let mut kept: Vec<Geometry> = Vec::new();
    judged.retain(|(_, candidate)| {
        let geometry = Geometry::of(&squared(&candidate.drawing, GRID));
        let fresh = !kept.iter().any(|other| other.repeats(&geometry).is_some());
        kept.extend(fresh.then_some(geometry));
        fresh
    });
    let judged = best_of(judged, &request.prompt, model, cx)?;
    judged.into_iter().map(|(score, candidate)| answer(score, candidate, request, model)).collect()
}

fn answer(score: f64, candidate: Candidate, request: &DrawRequest, model: &dyn LanguageModel) -> Result<Answer> {
    let finished = if request.route == Route::Template {
        scene(&candidate.drawing, request)?
    } else {
        let raw = regularize(&squared(&candidate.drawing, GRID), &RegularizeOptions::default());
        finish(&raw, style(&raw), request)?
    };
    let mut drawing = finished.value;
    named(&mut drawing);
    let source = Source::Written {
        model: model.id().to_string(),
        route: if request.route == Route::Template { Route::Template } else { Route::Plan },
        flaws: candidate.flaws.iter().map(ToString::to_string).collect(),
        place: candidate.place,
    };
    let warnings = [candidate.warnings, finished.warnings].concat();
    Ok(Answer { drawing, score: Unit::clamped(score), source, warnings })
}

/// A scene keeps its size and colors, unless others are asked for.
fn scene(drawing: &Drawing, request: &DrawRequest) -> Result<linocut_core::Warned<Drawing>> {
    let sized = request.grid.map_or_else(|| drawing.clone(), |grid| squared(drawing, grid));
    let operations: Vec<Operation> = request.palette.clone().map(Operation::Palette).into_iter().collect();
    let mut out = apply(&sized, &operations, &stock)?;
    out.value = tidy(&out.value, &TidyOptions { precision: Precision::new(1), ..TidyOptions::default() });
    Ok(out)
}

/// The style that a drawing is in already.
fn style(drawing: &Drawing) -> Style {
    let paints =
        drawing.shapes().flat_map(|shape| [shape.fill.as_ref(), shape.stroke.as_ref().map(|stroke| &stroke.paint)]);
    let mut colors: Vec<&Paint> = paints.flatten().collect();
    colors.dedup();
    let several = colors.iter().any(|paint| Some(paint) != colors.first());
    match drawing.shapes().any(|shape| shape.stroke.is_some()) {
        _ if several => Style::Color,
        true => Style::Line,
        false => Style::Solid,
    }
}
