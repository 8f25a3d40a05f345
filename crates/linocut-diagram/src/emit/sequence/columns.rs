//! Where participants stand: as close as their names, messages and notes let them.

use super::actor::Actor;
use super::walk::{MESSAGE, SELF, note_label};
use crate::emit::text::{Face, Label, SMALL};
use merman::diagrams::sequence::{SequenceDiagramRenderModel, SequenceMessageKind, SequenceNotePlacement};

/// Between two participants' boxes, in user units.
const APART: f64 = 36.0;

/// The middles of all participants, in their order.
pub(super) fn centers(model: &SequenceDiagramRenderModel, actors: &[Actor]) -> Vec<f64> {
    let wants = wants(model, actors);
    let mut centers: Vec<f64> = Vec::new();
    for (index, actor) in actors.iter().enumerate() {
        let beside = centers
            .last()
            .zip(actors.get(index.wrapping_sub(1)))
            .map(|(x, before)| x + before.size.width / 2.0 + APART + actor.size.width / 2.0);
        let wanted = wants.iter().filter(|want| want.to == index && want.from < index);
        let wanted = wanted.filter_map(|want| centers.get(want.from).map(|x| x + want.room));
        centers.push(beside.into_iter().chain(wanted).fold(0.0, f64::max));
    }
    centers
}

/// Room that is wanted between the middles of two participants.
struct Want {
    from: usize,
    to: usize,
    room: f64,
}

fn wants(model: &SequenceDiagramRenderModel, actors: &[Actor]) -> Vec<Want> {
    let index = |id: Option<&String>| id.and_then(|id| actors.iter().position(|actor| actor.id == *id));
    let mut wants = Vec::new();
    for message in &model.messages {
        let ends = (index(message.from.as_ref()), index(message.to.as_ref()));
        let (Some(from), Some(to)) = ends else { continue };
        let (low, high) = (from.min(to), from.max(to));
        match message.semantic_kind() {
            SequenceMessageKind::Signal if low == high => {
                let label = Label::new(message.message_text(), MESSAGE, SMALL, Face::default());
                wants.push(Want { from: low, to: low + 1, room: SELF + label.width + 28.0 });
            }
            SequenceMessageKind::Signal => {
                let label = Label::new(message.message_text(), MESSAGE, SMALL, Face::default());
                wants.push(Want { from: low, to: high, room: label.width + 36.0 });
            }
            SequenceMessageKind::Note => {
                let width = note_label(message.message_text()).width + 20.0;
                match message.note_placement() {
                    Some(SequenceNotePlacement::LeftOf) if low > 0 => {
                        wants.push(Want { from: low - 1, to: low, room: width + 28.0 });
                    }
                    Some(SequenceNotePlacement::RightOf) => {
                        wants.push(Want { from: high, to: high + 1, room: width + 28.0 });
                    }
                    Some(SequenceNotePlacement::Over) if low < high => {
                        wants.push(Want { from: low, to: high, room: width - 40.0 });
                    }
                    Some(SequenceNotePlacement::LeftOf | SequenceNotePlacement::Over) => {
                        let half = width / 2.0 + 14.0;
                        wants.push(Want { from: low, to: low + 1, room: half });
                        if low > 0 {
                            wants.push(Want { from: low - 1, to: low, room: half });
                        }
                    }
                    None => {}
                }
            }
            SequenceMessageKind::ActivationStart
            | SequenceMessageKind::ActivationEnd
            | SequenceMessageKind::Autonumber
            | SequenceMessageKind::Control
            | SequenceMessageKind::CentralDecorationRecord
            | SequenceMessageKind::Unknown => {}
        }
    }
    wants
}
