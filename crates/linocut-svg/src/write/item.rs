//! Items: groups, shapes, texts, and markup that is carried through.

use super::node::{Content, Node};
use super::number::Grid;
use super::page::Tag;
use super::paint::{Gradients, Ink, set_fill, set_stroke};
use super::path::grid_path;
use super::space::Space;
use super::transform::transform_text;
use crate::outline::{Axes, axes};
use linocut_core::kurbo::{Affine, RoundedRect};
use linocut_core::{Anchor, Body, FillRule, Item, Outline, Shape, Words};

/// The element of `item` with what it contains.
pub(super) fn node(item: &Item, space: &Space, gradients: &mut Gradients) -> Node {
    match &item.body {
        Body::Group(items) => {
            let (tag, inside) = start("g", item, item.transform, space);
            Node::group(tag, items.iter().map(|item| node(item, &inside, gradients)).collect())
        }
        Body::Shape(shape) => Node::empty(shape_tag(item, shape, space, gradients)),
        Body::Words(words) => {
            let (mut tag, inside) = start("text", item, item.transform, space);
            set_words(&mut tag, words, &mut Ink { space: inside, gradients });
            Node { tag: Some(tag), content: Content::Text(words.text.clone()) }
        }
        Body::Opaque(opaque) => {
            let (tag, _) = start("g", item, item.transform, space);
            Node { tag: (!tag.is_bare()).then_some(tag), content: Content::Markup(opaque.markup.clone()) }
        }
    }
}

/// A tag with what every item may have, and the space inside its transform.
fn start(name: &'static str, item: &Item, transform: Affine, space: &Space) -> (Tag, Space) {
    let mut tag = Tag::new(name);
    tag.set_some("id", item.id.as_ref());
    tag.set_some("data-name", item.label.as_ref());
    tag.set_some("data-node", item.node.as_ref());
    tag.set_some("transform", transform_text(transform, space));
    for (attribute, id) in [("clip-path", &item.clip), ("mask", &item.mask), ("filter", &item.filter)] {
        tag.set_some(attribute, id.as_ref().map(|id| format!("url(#{id})")));
    }
    let opacity = Grid::for_byte(item.opacity.get()).number(item.opacity.get());
    tag.set_some("opacity", (opacity != "1").then_some(opacity));
    (tag, space.inside(transform))
}

fn shape_tag(item: &Item, shape: &Shape, space: &Space, gradients: &mut Gradients) -> Tag {
    let (name, transform) = match &shape.outline {
        Outline::Path(_) => ("path", item.transform),
        Outline::Rect(_) => ("rect", item.transform),
        Outline::Circle(_) => ("circle", item.transform),
        Outline::Ellipse(ellipse) => ("ellipse", item.transform * axes(ellipse).turn),
        Outline::Line(_) => ("line", item.transform),
    };
    let (mut tag, inside) = start(name, item, transform, space);
    set_outline(&mut tag, &shape.outline, &inside);
    let mut ink = Ink { space: inside, gradients };
    if !matches!(shape.outline, Outline::Line(_)) {
        set_fill(&mut tag, shape.fill.as_ref(), shape.fill_rule, &mut ink);
    }
    if let Some(stroke) = &shape.stroke {
        set_stroke(&mut tag, stroke, &mut ink);
    }
    tag
}

fn set_outline(tag: &mut Tag, outline: &Outline, space: &Space) {
    let grid = space.grid();
    let length = |value: f64| grid.for_length(value).number(value.max(0.0));
    match outline {
        Outline::Path(path) => tag.set("d", grid_path(path, grid)),
        Outline::Rect(rect) => set_rect(tag, rect, grid),
        Outline::Circle(circle) => {
            tag.set_nonzero("cx", grid.number(circle.center.x));
            tag.set_nonzero("cy", grid.number(circle.center.y));
            tag.set("r", length(circle.radius));
        }
        Outline::Ellipse(ellipse) => {
            let Axes { center, rx, ry, .. } = axes(ellipse);
            tag.set_nonzero("cx", grid.number(center.x));
            tag.set_nonzero("cy", grid.number(center.y));
            tag.set("rx", length(rx));
            tag.set("ry", length(ry));
        }
        Outline::Line(line) => {
            let ends = [("x1", line.p0.x), ("y1", line.p0.y), ("x2", line.p1.x), ("y2", line.p1.y)];
            for (name, value) in ends {
                tag.set_nonzero(name, grid.number(value));
            }
        }
    }
}

/// Both sides are rounded where they lie, so that neighbors that touch go on touching.
fn set_rect(tag: &mut Tag, rect: &RoundedRect, grid: Grid) {
    let (corners, radius) = (rect.rect().abs(), rect.radii().top_left);
    let (x0, y0) = (grid.steps(corners.x0), grid.steps(corners.y0));
    let (x1, y1) = (grid.steps(corners.x1), grid.steps(corners.y1));
    tag.set_nonzero("x", grid.text(x0));
    tag.set_nonzero("y", grid.text(y0));
    tag.set("width", grid.text(x1 - x0));
    tag.set("height", grid.text(y1 - y0));
    tag.set_nonzero("rx", grid.number(radius.max(0.0)));
}

fn set_words(tag: &mut Tag, words: &Words, ink: &mut Ink<'_>) {
    let grid = ink.space.grid();
    tag.set_nonzero("x", grid.number(words.at.x));
    tag.set_nonzero("y", grid.number(words.at.y));
    if !words.families.is_empty() {
        tag.set("font-family", words.families.iter().map(|f| family(f)).collect::<Vec<_>>().join(","));
    }
    tag.set("font-size", grid.for_length(words.size).number(words.size.max(0.0)));
    tag.set_some("font-weight", (words.weight != 400).then_some(words.weight));
    if words.italic {
        tag.set("font-style", "italic");
    }
    match words.anchor {
        Anchor::Start => {}
        Anchor::Middle => tag.set("text-anchor", "middle"),
        Anchor::End => tag.set("text-anchor", "end"),
    }
    set_fill(tag, words.fill.as_ref(), FillRule::NonZero, ink);
    if let Some(stroke) = &words.stroke {
        set_stroke(tag, stroke, ink);
    }
    if words.text.starts_with(' ')
        || words.text.ends_with(' ')
        || words.text.contains(['\t', '\n', '\r'])
        || words.text.contains("  ")
    {
        tag.set("xml:space", "preserve");
    }
}

/// A font family as CSS; quoted unless it is one plain word.
fn family(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\\', "\\\\").replace('\'', "\\'")) }
}
