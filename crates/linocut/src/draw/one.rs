//! One prompt: drawn, written, told.

use super::DrawArgs;
use super::models::Shelf;
use super::names::Places;
use super::prompts::shown;
use super::report::Written;
use crate::flow::{Input, RunRecord, told};
use crate::pen::{Brush, Pen, events};
use crate::world::World;
use linocut_core::{Asked, Context, Effort, Error, ImageModel, Kind, Raster, Result};
use linocut_draw::{Answer, DrawRequest, Drawn, Means, Painter, Route, Source, Writer, draw};
use linocut_flow::{Lineage, embed};
use linocut_icons::Library;
use linocut_stages::draw_params;
use linocut_svg::{Layout, Precision, WriteOptions};
use linocut_trace::TraceOptions;
use serde_json::{Value as Page, json};

/// What is the same for every prompt.
pub(super) struct Job<'a> {
    pub(super) args: &'a DrawArgs,
    pub(super) prompts: &'a [String],
    /// The request without its prompt.
    pub(super) request: DrawRequest,
    pub(super) library: Library,
    pub(super) shelf: Shelf,
    pub(super) places: Places,
    pub(super) pen: Option<Pen>,
    pub(super) brush: Option<Brush>,
    pub(super) record: RunRecord,
}

/// Which model of somebody else helps.
#[derive(Clone, Copy)]
enum By<'a> {
    Writer(Writer<'a>),
    Painter(&'a dyn ImageModel),
    Nobody,
}

impl Job<'_> {
    /// Draws prompt number `at` and writes what comes of it.
    pub(super) fn draw(&self, at: usize, world: &World) -> Result<(Drawn, Vec<Written>)> {
        let prompt = self.prompts.get(at).cloned().unwrap_or_default();
        let request = DrawRequest { prompt, ..self.request.clone() };
        let asks = |pen: &&Pen| pen.asked == Asked::Unbidden || matches!(request.route, Route::Plan | Route::Template);
        let pen = self.pen.as_ref().filter(asks);
        let limit = self.brush.as_ref().map(Brush::deadline);
        let whole = || world.followed(Effort::default(), limit);
        let mut cx = pen.map_or_else(whole, |pen| pen.context(Effort::default(), world));
        cx.seed = self.args.seed.unwrap_or_default();
        let (drawn, steps) = match (pen, &self.brush) {
            (Some(pen), _) => {
                pen.lend(world, |model| self.drawn(&request, By::Writer(Writer { model, asked: pen.asked }), &cx))
            }
            (None, Some(brush)) => brush.lend(world, |model| self.drawn(&request, By::Painter(model), &cx)),
            (None, None) => (self.drawn(&request, By::Nobody, &cx), Vec::new()),
        };
        let steps = events("draw", steps);
        let mut drawn = drawn.map_err(|error| {
            self.record.add(&request.prompt, "draw", &steps);
            self.place(error, &request.prompt)
        })?;
        drawn.warnings.extend(self.stroke_in_vain(&drawn));
        drawn.warnings.extend(self.family_in_vain(&drawn));
        let lineages = match self.lineages(&request, &drawn, &steps, &cx) {
            Err(error) if self.args.results.origin.embed => return Err(error),
            lineages => lineages.unwrap_or_default(),
        };
        match lineages.first() {
            Some(first) => self.record.keep(&request.prompt, first),
            None => self.record.add(&request.prompt, "draw", &steps),
        }
        let written = self.write(&drawn, &lineages, at)?;
        self.tell(&drawn, &written, world);
        Ok((drawn, written))
    }

    fn drawn(&self, request: &DrawRequest, by: By<'_>, cx: &Context) -> Result<Drawn> {
        let trace = |picture: &Raster, cx: &Context| linocut_trace::trace(picture, &TraceOptions::default(), cx);
        let (writer, painter) = match by {
            By::Writer(writer) => (Some(writer), None),
            By::Painter(model) => (None, Some(Painter { model, trace: &trace })),
            By::Nobody => (None, None),
        };
        draw(request, &Means { library: &self.library, models: &|| self.shelf.models(), writer, painter }, cx)
    }

    /// Names the prompt in the error of one among many, unless the error does so.
    fn place(&self, error: Error, prompt: &str) -> Error {
        let clear = self.prompts.len() < 2 || error.kind() == Kind::Missing;
        if clear { error } else { error.at(format!("\"{}\"", shown(prompt))) }
    }

    /// What is to be said when a width of lines was asked for and there are none.
    fn stroke_in_vain(&self, drawn: &Drawn) -> Option<String> {
        let filled = |answer: &Answer| !answer.drawing.shapes().any(|shape| shape.stroke.is_some());
        let none = self.args.look.stroke.is_some() && drawn.answers.iter().any(filled);
        none.then(|| "--stroke has no effect on filled shapes; --style line gives lines".to_owned())
    }

    /// What is to be said when icons of another family than the one asked for had to do.
    fn family_in_vain(&self, drawn: &Drawn) -> Option<String> {
        let name = self.args.look.family.as_deref()?;
        let family = self.library.family(name)?;
        let foreign = |answer: &Answer| match &answer.source {
            Source::Library { icon, .. } | Source::Composed { base: icon, .. } => !family.sets.contains(&icon.set.id),
            Source::Generated { .. } | Source::Painted { .. } | Source::Written { .. } => false,
        };
        let some = drawn.answers.iter().any(foreign);
        some.then(|| format!("{name} has no such icon in this style, so another family was taken"))
    }

    /// Where each drawing comes from: the recipe that draws it again, and what models were asked for it.
    fn lineages(&self, request: &DrawRequest, drawn: &Drawn, steps: &[Page], cx: &Context) -> Result<Vec<Lineage>> {
        if self.args.model.is_some() {
            return Err(Error::new(Kind::Input, "a recipe knows no icon model of your own").hinted("leave out --embed"));
        }
        let embedded = Library::embedded()?;
        let own = |answer: &Answer| match &answer.source {
            Source::Library { icon, .. } | Source::Composed { base: icon, .. } => embedded.named(&icon.id).is_some(),
            Source::Generated { .. } | Source::Painted { .. } | Source::Written { .. } => true,
        };
        if let Some(foreign) = drawn.answers.iter().find(|answer| !own(answer)) {
            let sentence =
                format!("{} is of a set that was added, which a recipe does not know", foreign.source.note());
            return Err(Error::new(Kind::Input, sentence).hinted("leave out --embed"));
        }
        let lineage = |pick: usize| {
            let unsaid =
                || Error::new(Kind::Input, "a recipe has no words for this request").hinted("leave out --embed");
            let params = draw_params(request, pick).ok_or_else(unsaid)?;
            let lineage = told("draw", params, vec![Input::text("words", &request.prompt)], cx);
            Ok(Lineage { record: json!({ "events": steps }), ..lineage })
        };
        (0..drawn.answers.len()).map(lineage).collect()
    }

    fn write(&self, drawn: &Drawn, lineages: &[Lineage], at: usize) -> Result<Vec<Written>> {
        let layout = if self.args.results.pretty { Layout::Pretty } else { Layout::Compact };
        let precision = Precision::new(2).unwrap_or_default();
        self.places.make()?;
        let mut written = Vec::new();
        for (number, answer) in drawn.answers.iter().enumerate() {
            let svg =
                linocut_svg::write(&answer.drawing, &WriteOptions { layout, precision, ..WriteOptions::default() });
            let lineage = lineages.get(number).filter(|_| self.args.results.origin.embed);
            let svg = lineage.map_or_else(|| Ok(svg.clone()), |lineage| embed(&svg, lineage))?;
            let target = self.places.target(at, number);
            target.write(svg.as_bytes())?;
            written.push(Written { output: target.name(), bytes: svg.len() });
        }
        Ok(written)
    }

    fn tell(&self, drawn: &Drawn, written: &[Written], world: &World) {
        let prompt = shown(&drawn.prompt);
        for warning in &drawn.warnings {
            world.screen.warning(&format!("{prompt}: {warning}"));
        }
        if self.args.json {
            return;
        }
        let mut lines = Vec::new();
        for (answer, written) in drawn.answers.iter().zip(written) {
            lines.push(format!("{prompt} → {}: {}", written.output, answer.source.note()));
            if world.screen.is_verbose() {
                lines.push(format!("  {}; score {:.2}", answer.source.credit(), answer.score.get()));
            }
        }
        lines.push(format!("  {}", drawn.why));
        world.screen.say_all(&lines);
    }
}
