//! Edits that a language model makes.

use super::{By, EditArgs};
use crate::flow::Flow;
use crate::pen::{Pen, events};
use crate::values::count;
use crate::world::World;
use linocut_core::{Asked, Drawing, Effort, Error, Kind, Result, Warned};
use linocut_edit::{Diff, rewrite};

/// The language model, if it is to make the change: asked for, or chosen where rules do not understand the words.
pub(super) fn takes_over(args: &EditArgs, rules: Option<&Error>, world: &World) -> Result<Option<Pen>> {
    let has_words = args.words.iter().any(|words| !words.trim().is_empty());
    match args.model.by {
        By::Model if !has_words => Err(Error::new(Kind::Input, "--by model needs words that say what to change")),
        By::Model => Pen::needed(&args.model.pen, world).map(Some),
        // Who names a model wants it asked.
        By::Auto if has_words && args.model.pen.provider.is_some() => Pen::needed(&args.model.pen, world).map(Some),
        // Some elements only is what rules cannot do.
        By::Auto if has_words && (rules.is_some_and(|error| error.kind() == Kind::Input) || is_choosy(args)) => {
            Ok(Pen::perhaps(&args.model.pen, world)?.filter(|pen| pen.asked == Asked::Unbidden))
        }
        By::Auto | By::Rules => Ok(None),
    }
}

fn is_choosy(args: &EditArgs) -> bool {
    !args.model.only.is_empty()
}

/// Refuses `--only` where rules do the work.
pub(super) fn refuse_choice(args: &EditArgs) -> Result<()> {
    if is_choosy(args) {
        return Err(Error::new(Kind::Input, "rules cannot keep to the elements of --only")
            .hinted("a language model can: --by model"));
    }
    Ok(())
}

/// The drawing as the model changed it, and what it did, for people.
pub(super) fn edit(
    drawing: &Drawing,
    args: &EditArgs,
    pen: &Pen,
    (world, flow): (&World, &Flow),
) -> Result<(Warned<Drawing>, String)> {
    let words = args.words.join(" ");
    let cx = pen.context(Effort::default(), world);
    let (result, steps) = pen.lend(world, |model| rewrite(drawing, &words, &args.model.only, model, &cx));
    pen.settle("edit", world);
    flow.record().add(&args.input.display().to_string(), "edit", &events("edit", steps));
    let rewritten = result.inspect_err(|_| drop(flow.close()))?;
    let told = told(&rewritten.diff);
    Ok((Warned { value: rewritten.drawing, warnings: rewritten.warnings }, told))
}

/// Which elements changed, in words.
fn told(diff: &Diff) -> String {
    let part = |ids: &[String], what: &str| {
        let names = ids.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
        let more = if ids.len() > 6 { ", …" } else { "" };
        (!ids.is_empty()).then(|| format!("{} {what} ({names}{more})", count(ids.len(), "element")))
    };
    let parts = [part(&diff.modified, "changed"), part(&diff.removed, "removed"), part(&diff.added, "added")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
