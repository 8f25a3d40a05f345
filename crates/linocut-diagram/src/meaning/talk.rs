//! Sequences: the parser's flat list of messages becomes steps in frames.

use super::{id, items, lost, plain, text, word};
use linocut_core::Result;
use serde_json::{Value, json};

pub(super) fn sequence(model: &Value) -> Result<Value> {
    let actors = model.get("actors");
    let mut participants = Vec::new();
    for name in items(model, "actorOrder").filter_map(Value::as_str) {
        let actor = actors.and_then(|actors| actors.get(name)).unwrap_or(&Value::Null);
        let person = match word(actor, "type") {
            "actor" => true,
            "participant" => false,
            other => return Err(lost(&format!("the sort {other:?} of {name:?}"))),
        };
        participants.push(json!({ "id": id(name)?, "label": text(actor, "description"), "person": person }));
    }
    let mut numbered = false;
    let mut frames: Vec<Frame> = vec![Frame::default()];
    for message in items(model, "messages") {
        let kind = message.get("type").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let said = message.get("message").and_then(Value::as_str).map(plain).unwrap_or_default();
        match kind {
            26 => numbered = true,
            10 | 12 | 15 | 19 => frames.push(Frame::new(kind, said)),
            13 | 20 => match frames.last_mut() {
                Some(frame) => frame.arms.push((said, Vec::new())),
                None => return Err(lost("a frame")),
            },
            11 | 14 | 16 | 21 => {
                let frame = frames.pop().filter(|_| !frames.is_empty()).ok_or_else(|| lost("a frame"))?;
                push(&mut frames, frame.step());
            }
            _ => push(&mut frames, step(kind, message, &said)?),
        }
    }
    let steps = frames.pop().and_then(|mut frame| frame.arms.pop()).map(|(_, steps)| steps).unwrap_or_default();
    Ok(json!({ "diagram": "sequence", "numbered": numbered, "participants": participants, "steps": steps }))
}

fn step(kind: u64, message: &Value, said: &str) -> Result<Value> {
    let line = match kind {
        0 => "call",
        1 => "reply",
        2 => return note(message, said),
        3 => "lost",
        4 => "lost-reply",
        5 => "line",
        6 => "dotted-line",
        17 => return Ok(json!({ "activate": id(word(message, "from"))? })),
        18 => return Ok(json!({ "deactivate": id(word(message, "from"))? })),
        24 => "async",
        25 => "async-reply",
        22 | 23 => return Err(lost("a colored background (rect)")),
        27..=32 => return Err(lost("a critical or break frame")),
        _ => return Err(lost("a sort of message")),
    };
    let (from, to) = (id(word(message, "from"))?, id(word(message, "to"))?);
    Ok(json!({ "message": { "from": from, "to": to, "text": said, "line": line } }))
}

fn note(message: &Value, said: &str) -> Result<Value> {
    let side = match message.get("placement").and_then(Value::as_u64) {
        Some(0) => "left",
        Some(1) => "right",
        _ => "over",
    };
    let (over, until) = (id(word(message, "from"))?, id(word(message, "to"))?);
    let until = Some(until).filter(|until| *until != over);
    Ok(json!({ "note": { "over": over, "until": until, "side": side, "text": said } }))
}

/// A frame that is open, with its parts.
#[derive(Default)]
struct Frame {
    kind: u64,
    arms: Vec<(String, Vec<Value>)>,
}

impl Frame {
    fn new(kind: u64, label: String) -> Self {
        Self { kind, arms: vec![(label, Vec::new())] }
    }

    fn step(self) -> Value {
        let kind = match self.kind {
            12 => "choice",
            15 => "optional",
            10 => "loop",
            _ => "parallel",
        };
        let arms: Vec<Value> =
            self.arms.into_iter().map(|(label, steps)| json!({ "label": label, "steps": steps })).collect();
        json!({ "fragment": { "kind": kind, "arms": arms } })
    }
}

fn push(frames: &mut [Frame], step: Value) {
    if let Some(frame) = frames.last_mut() {
        if frame.arms.is_empty() {
            frame.arms.push((String::new(), Vec::new()));
        }
        if let Some((_, steps)) = frame.arms.last_mut() {
            steps.push(step);
        }
    }
}
