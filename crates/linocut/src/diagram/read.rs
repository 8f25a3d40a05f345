//! Words to a plan, by rules or by a language model.

use super::DiagramArgs;
use crate::edit::By;
use crate::pen::Pen;
use crate::world::World;
use linocut_core::{Asked, Effort, Error, Kind, Result, Warned};
use linocut_diagram::{Composed, Plan, compose, write};
use std::time::Duration;

/// How long a model may take when nothing else is said; rules take over then.
const USUAL: Duration = Duration::from_secs(30);

/// A plan and, if rules made it, how much of the words it says.
pub(super) struct Read {
    pub(super) plan: Plan,
    pub(super) composed: Option<Composed>,
}

/// The plan that the words describe.
///
/// Rules read them; a language model does when it is asked for, or when it was chosen and rules leave something out.
/// Without an answer of it the rules do what they can, and it is said.
pub(super) fn plan(words: &str, args: &DiagramArgs, world: &World) -> Result<Read> {
    let composed = compose(words, args.family);
    let whole = composed.as_ref().is_ok_and(|composed| composed.unused.is_empty());
    let pen = match args.by {
        By::Rules => None,
        By::Model => Some(Pen::needed(&args.pen, world)?),
        By::Auto if whole => None,
        By::Auto => Pen::perhaps(&args.pen, world)?.filter(|pen| pen.asked == Asked::Unbidden),
    };
    let Some(pen) = pen else { return by_rules(composed) };
    let cx = world.context(Effort::default(), Some(args.pen.deadline.unwrap_or(USUAL)));
    let written = pen.lend(world, |model| write(words, args.family, model, &cx));
    pen.settle("diagram", world);
    match written {
        Ok(Warned { value: plan, warnings }) => {
            for warning in &warnings {
                world.screen.warning(warning);
            }
            world.screen.say("planned by a language model");
            Ok(Read { plan, composed: None })
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
    Ok(Read { plan: composed.plan.clone(), composed: Some(composed) })
}
