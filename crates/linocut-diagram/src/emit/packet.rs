//! Fields of a packet, by bit.

use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect};
use merman::diagrams::packet::{PacketDiagramRenderModel, PacketRenderBlock};

/// The least and the most width of a bit, in user units.
const BIT: f64 = 26.0;
const WIDEST: f64 = 46.0;
/// Fields of at most this many bits make bits wider, so that their names fit.
const NARROW: i64 = 4;
const HIGH: f64 = 40.0;
/// Room above a row for the numbers of its bits.
const NUMBERS: f64 = 18.0;

pub(super) fn draw(model: &PacketDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let mut scene = Scene::default();
    let mut y = 0.0;
    let mut count = 0;
    let bit = width(model);
    let bits = |count: i64| times(count) * bit;
    for word in &model.packet {
        let first = word.first().map_or(0, |block| block.start);
        let labels: Vec<Label> =
            word.iter().map(|b| Label::new(&b.label, bits(b.bits) - 6.0, SMALL, Face::default())).collect();
        let high = labels.iter().map(|label| label.height + 12.0).fold(HIGH, f64::max);
        for (block, label) in word.iter().zip(&labels) {
            let left = bits(block.start - first);
            let rect = Rect::new(left, y + NUMBERS, left + bits(block.bits), y + NUMBERS + high);
            let mut inside = Scene::default();
            inside.rect(rect, 3.0, &Ink::both(brush.colors.fill, brush.colors.stroke, 1.2));
            inside.label(label, At::Middle(rect.center()), brush.colors.ink);
            numbers(&mut inside, block, rect, brush);
            count += 1;
            let names = Names { id: format!("field-{count}"), node: block.label.clone(), name: block.label.clone() };
            scene.group(names, inside);
        }
        y += NUMBERS + high + 6.0;
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

/// The width of a bit.
fn width(model: &PacketDiagramRenderModel) -> f64 {
    let narrow = model.packet.iter().flatten().filter(|block| (1..=NARROW).contains(&block.bits));
    let wanted = narrow.map(|block| (Label::small(&block.label).width + 10.0) / times(block.bits));
    wanted.fold(BIT, f64::max).min(WIDEST)
}

fn times(count: i64) -> f64 {
    u32::try_from(count.max(0)).map_or(0.0, f64::from)
}

fn numbers(scene: &mut Scene, block: &PacketRenderBlock, rect: Rect, brush: Brush<'_>) {
    let number = |bit: i64| Label::exact(&bit.to_string(), 10.5, Face::default());
    let top = rect.y0 - 15.0;
    let (start, end) = (number(block.start), number(block.end));
    if block.start == block.end {
        return scene.label(&start, At::Top(Point::new(rect.center().x, top)), brush.colors.quiet);
    }
    scene.label(&start, At::Left(Point::new(rect.x0 + 2.0, top)), brush.colors.quiet);
    scene.label(&end, At::Left(Point::new(rect.x1 - 2.0 - end.width, top)), brush.colors.quiet);
}
