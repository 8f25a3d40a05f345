//! Mermaid text to drawings: our own shapes and plain text, measured with the font that comes with Linocut.

mod architecture;
mod axis;
mod block;
mod c4;
mod calendar;
mod class;
mod er;
mod event_modeling;
mod flowchart;
mod foreign;
mod gantt;
mod git;
mod graph;
mod ignored;
mod ishikawa;
mod journey;
mod kanban;
mod markup;
mod mindmap;
mod packet;
mod pie;
mod quadrant;
mod radar;
mod requirement;
mod sankey;
mod scene;
mod sequence;
mod state;
mod text;
mod theme;
mod timeline;
mod tree_view;
mod treemap;
mod venn;
mod wardley;
mod xychart;

pub use theme::Theme;

use crate::check::{Diagnostic, Severity, check};
use crate::engine::{Parsed, guarded, parsed};
use crate::plan::Direction;
use linocut_core::kurbo::Rect;
use linocut_core::{Context, Drawing, Error, Kind, Result};
use merman::{OperationControl, ParsedDiagramRender, RenderSemanticModel};
use scene::{At, Ink, Names, Scene};
use text::{Face, Label};
use theme::Colors;

/// How a diagram is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawOptions {
    /// Its colors. Default: dark or neutral as the text says, else [`Theme::Light`].
    pub theme: Option<Theme>,
    /// Which way it flows, for families that flow. Default: what the text says.
    pub direction: Option<Direction>,
    /// Its title. Default: what the text says.
    pub title: Option<String>,
}

/// A diagram as a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What is seen; one group with [`linocut_core::Item::node`] for every node and line.
    pub drawing: Drawing,
    /// What Mermaid calls the kind of diagram, such as `flowchart-v2`.
    pub kind: String,
    /// Who drew it.
    pub drawer: Drawer,
    /// What the text asks for that the drawing does not show: settings, links, formulas; each a sentence.
    pub ignored: Vec<String>,
}

/// Who laid out and drew a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// This crate.
    Linocut,
    /// Merman, whose SVG was cleaned up and whose labels were made plain text.
    Merman,
}

/// Around the whole drawing, in user units.
const MARGIN: f64 = 20.0;
/// The size of titles.
const TITLE: f64 = 18.0;
/// Between a title and what is below it.
const BELOW_TITLE: f64 = 14.0;

/// Draws the diagram that `text` is the Mermaid source of.
///
/// Text is set in [`linocut_svg::font`] and measured with it, so that every label has its room; nothing in the source
/// is executed or fetched.
/// The same text and options give the same drawing.
///
/// ```
/// use linocut_core::Context;
/// use linocut_diagram::{DrawOptions, draw};
///
/// let drawn = draw("flowchart LR\n  a[Start] --> b{OK?}", &DrawOptions::default(), &Context::default())?;
/// assert!(drawn.drawing.items.iter().any(|item| item.node.as_deref() == Some("b")));
/// # Ok::<(), linocut_core::Error>(())
/// ```
///
/// # Errors
/// [`Kind::Input`] when the text is not valid Mermaid; [`Kind::Limit`] and [`Kind::Cancelled`] as `cx` says;
/// [`Kind::Bug`] when a diagram could not be laid out.
pub fn draw(text: &str, options: &DrawOptions, cx: &Context) -> Result<Drawn> {
    guarded(cx, |control| match parsed(text, control)? {
        Parsed::Right(parsed) => drawn(text, &parsed, options, control).map(Some),
        Parsed::Wrong(_) => Ok(None),
    })??
    .ok_or_else(|| refusal(text, cx))
}

fn drawn(text: &str, parsed: &ParsedDiagramRender, options: &DrawOptions, control: &OperationControl) -> Result<Drawn> {
    let kind = parsed.metadata().diagram_type.clone();
    let colors = options.theme.clone().or_else(|| ignored::theme(parsed)).unwrap_or_default().colors();
    let ignored = ignored::ignored(text, parsed, options.theme.as_ref());
    let brush = Brush { colors: &colors, direction: options.direction };
    if let Some(picture) = picture(parsed.model(), brush)? {
        let title = options.title.clone().or(picture.title.clone()).or(parsed.metadata().title.clone());
        return Ok(Drawn { drawing: finished(picture, title, &kind, &colors), kind, drawer: Drawer::Linocut, ignored });
    }
    let drawing = foreign::draw(text, control)?;
    let description = drawing.description.clone().or_else(|| Some(BY_MERMAN.to_owned()));
    Ok(Drawn { drawing: Drawing { description, ..drawing }, kind, drawer: Drawer::Merman, ignored })
}

/// Why a text cannot be drawn: the first thing that a check finds, and where.
fn refusal(text: &str, cx: &Context) -> Error {
    let found = match check(text, cx) {
        Ok(report) => report.diagnostics.into_iter().find(|found| found.severity == Severity::Error),
        Err(error) => return error,
    };
    let Some(found) = found else { return Error::new(Kind::Input, "this is no diagram").hinted(MEND) };
    let Diagnostic { line, column, message, hint, .. } = found;
    Error::new(Kind::Input, format!("line {line}, column {column}: {message}")).hinted(format!("{hint}; {MEND}"))
}

/// What the description of a drawing says that is not ours.
const BY_MERMAN: &str = "Laid out and drawn by merman; labels made plain text by Linocut.";

/// The way out of text that is no diagram.
const MEND: &str = "linocut diagram check --fix mends what its rules know";

/// The picture on its page, with what screen readers say.
fn finished(picture: Picture, title: Option<String>, kind: &str, colors: &Colors) -> Drawing {
    let title = title.filter(|title| !title.trim().is_empty());
    let drawing = page(picture.scene, title.as_deref(), colors);
    let said = picture.accessible.or(title).or_else(|| Some(spoken(kind)));
    Drawing { title: said, description: picture.description, ..drawing }
}

/// What a kind of diagram is called in words: `classDiagram` is a class diagram.
fn spoken(kind: &str) -> String {
    let bare = kind.split('-').next().unwrap_or(kind);
    let bare = bare.strip_suffix("Diagram").unwrap_or(bare).to_lowercase();
    let whole = ["chart", "map", "graph", "view", "kanban", "timeline", "journey"];
    if whole.iter().any(|end| bare.ends_with(end)) { bare } else { format!("{bare} diagram") }
}

/// What every family draws with.
#[derive(Clone, Copy, Debug)]
struct Brush<'c> {
    colors: &'c Colors,
    direction: Option<Direction>,
}

/// What a family drew.
#[derive(Clone, Debug, Default)]
struct Picture {
    scene: Scene,
    title: Option<String>,
    /// Title and description for screen readers.
    accessible: Option<String>,
    description: Option<String>,
}

impl Picture {
    fn new(scene: Scene) -> Self {
        Self { scene, ..Self::default() }
    }

    fn described(self, title: Option<&String>, accessible: Option<&String>, description: Option<&String>) -> Self {
        Self { title: title.cloned(), accessible: accessible.cloned(), description: description.cloned(), ..self }
    }
}

/// The picture of a model; `None` for the families that are left to merman.
fn picture(model: &RenderSemanticModel, brush: Brush<'_>) -> Result<Option<Picture>> {
    let picture = match model {
        RenderSemanticModel::Flowchart(model) => flowchart::draw(model, brush)?,
        RenderSemanticModel::Sequence(model) => sequence::draw(model, brush),
        RenderSemanticModel::State(model) => state::draw(model, brush)?,
        RenderSemanticModel::Class(model) => class::draw(model, brush)?,
        RenderSemanticModel::Er(model) => er::draw(model, brush)?,
        RenderSemanticModel::Requirement(model) => requirement::draw(model, brush)?,
        RenderSemanticModel::Pie(model) => pie::draw(model, brush),
        RenderSemanticModel::Kanban(model) => kanban::draw(model, brush),
        RenderSemanticModel::Packet(model) => packet::draw(model, brush),
        RenderSemanticModel::QuadrantChart(model) => quadrant::draw(model, brush),
        RenderSemanticModel::XyChart(model) => xychart::draw(model, brush),
        RenderSemanticModel::GitGraph(model) => git::draw(model, brush),
        RenderSemanticModel::Mindmap(model) => mindmap::draw(model, brush),
        RenderSemanticModel::Timeline(model) => timeline::draw(model, brush),
        RenderSemanticModel::Journey(model) => journey::draw(model, brush),
        RenderSemanticModel::Sankey(model) => sankey::draw(model, brush),
        RenderSemanticModel::Gantt(model) => gantt::draw(model, brush),
        RenderSemanticModel::Block(model) => block::draw(model, brush),
        RenderSemanticModel::C4(model) => c4::draw(model, brush)?,
        RenderSemanticModel::Architecture(model) => return Ok(architecture::draw(model, brush)),
        RenderSemanticModel::Radar(model) => radar::draw(model, brush),
        RenderSemanticModel::Treemap(model) => treemap::draw(model, brush),
        RenderSemanticModel::TreeView(model) => tree_view::draw(model, brush),
        RenderSemanticModel::Ishikawa(model) => ishikawa::draw(model, brush),
        RenderSemanticModel::Venn(model) => venn::draw(model, brush),
        RenderSemanticModel::EventModeling(model) => event_modeling::draw(model, brush),
        RenderSemanticModel::Wardley(model) => wardley::draw(model, brush),
        RenderSemanticModel::Error(_)
        | RenderSemanticModel::CustomJson(_)
        | RenderSemanticModel::Zenuml(_)
        | RenderSemanticModel::Cynefin(_)
        | RenderSemanticModel::Railroad(_)
        | RenderSemanticModel::Info(_)
        | RenderSemanticModel::Usecase(_)
        | RenderSemanticModel::Agentflow(_) => return Ok(None),
    };
    Ok(Some(picture))
}

/// Puts a scene on its page, under its title.
fn page(scene: Scene, title: Option<&str>, colors: &Colors) -> Drawing {
    let content = scene.bounds.unwrap_or(Rect::new(0.0, 0.0, 100.0, 40.0));
    let mut all = Scene::default();
    if let Some(title) = title {
        let label = Label::new(title, content.width().max(360.0), TITLE, Face::BOLD);
        let top = content.y0 - BELOW_TITLE - label.height;
        let mut inside = Scene::default();
        inside.label(&label, At::Top((content.center().x, top).into()), colors.ink);
        all.group(Names { id: "title".to_owned(), ..Names::default() }, inside);
    }
    all.append(scene);
    let bounds = all.bounds.unwrap_or(content).inflate(MARGIN, MARGIN);
    let bounds = Rect::new(bounds.x0.floor(), bounds.y0.floor(), bounds.x1.ceil(), bounds.y1.ceil());
    let mut back = Scene::default();
    back.rect(bounds, 0.0, &Ink::fill(colors.page));
    if let Some(item) = back.items.first_mut() {
        item.id = linocut_core::Id::new("page");
    }
    back.append(all);
    Drawing::new(bounds, distinct(back.items))
}

/// The items with ids that occur once: later ones of a name get a number.
fn distinct(mut items: Vec<linocut_core::Item>) -> Vec<linocut_core::Item> {
    let mut seen = std::collections::BTreeSet::new();
    for item in &mut items {
        let Some(id) = item.id.clone() else { continue };
        let mut free = id.clone();
        let mut number = 2;
        while !seen.insert(free.clone()) {
            free = linocut_core::Id::new(&format!("{id}-{number}")).unwrap_or(free);
            number += 1;
        }
        item.id = Some(free);
    }
    items
}

/// A count as a number to reckon with.
fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}
