//! Words to Mermaid text, by rules or by a language model.

use super::DiagramArgs;
use crate::edit::By;
use crate::flow::Flow;
use crate::pen::{Pen, events};
use crate::world::World;
use linocut_core::{Asked, Effort, Error, Kind, Result, Warned};
use linocut_diagram::{Composed, Plan, Written, compose, mermaid, write};
use std::time::Duration;

/// How long a model may take when nothing else is said; rules take over then.
const USUAL: Duration = Duration::from_secs(30);

/// Mermaid text, its plan if it has one and, if rules made it, how much of the words it says.
pub(super) struct Read {
    pub(super) text: String,
    pub(super) plan: Option<Plan>,
    pub(super) composed: Option<Composed>,
}

/// The diagram that the words describe.
///
/// Rules read them; a language model does when it is asked for, or when it was chosen and rules leave something out.
/// Without an answer of it the rules do what they can, and it is said.
pub(super) fn plan(words: &str, args: &DiagramArgs, (world, flow): (&World, &Flow)) -> Result<Read> {
    let composed = compose(words, args.family);
    let whole = composed.as_ref().is_ok_and(|composed| composed.unused.is_empty());
    let pen = match args.by {
        By::Rules => None,
        By::Model => Some(Pen::needed(&args.pen, world)?),
        // Who names a model wants it asked.
        By::Auto if args.pen.provider.is_some() => Some(Pen::needed(&args.pen, world)?),
        By::Auto if whole => None,
        By::Auto => Pen::perhaps(&args.pen, world)?.filter(|pen| pen.asked == Asked::Unbidden),
    };
    let Some(pen) = pen else { return by_rules(composed) };
    let cx = world.followed(Effort::default(), Some(args.pen.deadline.unwrap_or(USUAL)));
    let (written, steps) = pen.lend(world, |model| write(words, args.family, model, &cx));
    pen.settle("diagram", world);
    flow.record().add(words, "diagram", &events("diagram", steps));
    match written {
        Ok(Warned { value: Written { text, plan }, warnings }) => {
            for warning in &warnings {
                world.screen.warning(warning);
            }
            world.screen.say("planned by a language model");
            Ok(Read { text, plan, composed: None })
        }
        Err(error) if matches!(error.kind(), Kind::Unavailable | Kind::Limit | Kind::Refused) => {
            world.check()?;
            let read = by_rules(composed).map_err(|_| Error::new(error.kind(), error.to_string()))?;
            world.screen.warning(&format!("composed by rules, the language model gave no plan: {error}"));
            Ok(read)
        }
        Err(error) => Err(error),
    }
}

fn by_rules(composed: Result<Composed>) -> Result<Read> {
    let composed = composed?;
    Ok(Read { text: mermaid(&composed.plan)?, plan: Some(composed.plan.clone()), composed: Some(composed) })
}
