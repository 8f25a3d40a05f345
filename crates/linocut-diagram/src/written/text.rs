//! Mermaid text in place of a plan.

use super::Written;
use super::bare::bare;
use crate::check::{Severity, check};
use crate::repair::draft::Draft;
use crate::repair::header::stands_alone;
use crate::repair::repair;
use crate::{Family, Plan};
use linocut_core::{Context, Error, Kind, Result, Warned};

/// Longest quote of a line, in letters.
const QUOTED: usize = 80;

/// The diagram in a reply that is Mermaid text, mended and bare of what is not allowed; `None` for a reply that is none.
///
/// It must be of kind `family`, if one is given.
pub(super) fn read(reply: &str, family: Option<Family>, cx: &Context) -> Option<Result<Warned<Written>>> {
    let is_header = |line: &str| stands_alone(line.trim().trim_start_matches('`').trim());
    let looks = reply.lines().any(is_header) || reply.contains("```mermaid");
    looks.then(|| taken(reply, family, cx))
}

fn taken(reply: &str, family: Option<Family>, cx: &Context) -> Result<Warned<Written>> {
    let Warned { value: text, mut warnings } = bare(reply);
    let repaired = repair(&text, cx)?;
    if !repaired.valid {
        return Err(mistake(&text, cx)?);
    }
    let kind = Draft::new(&repaired.text).family;
    if let Some(wanted) = family.filter(|wanted| kind != Some(*wanted)) {
        let kind = kind.map_or("another", Family::name);
        let sentence = format!("this is a diagram of kind {kind}, {} is wanted", wanted.name());
        return Err(Error::new(Kind::Input, sentence));
    }
    warnings.extend(repaired.log.into_iter().map(|fix| fix.what));
    let value = match Plan::from_mermaid(&repaired.text, cx) {
        Ok(plan) => Written::of(plan)?,
        // It says more than a plan can, and is drawn as it stands.
        Err(error) if error.kind() == Kind::Input => Written { text: repaired.text, plan: None },
        Err(error) => return Err(error),
    };
    Ok(Warned { value, warnings })
}

/// What the checker says first of text that cannot be mended, with the line that it is about.
fn mistake(text: &str, cx: &Context) -> Result<Error> {
    let report = check(text, cx)?;
    // What the rules mend is no news: the parser's own complaint is that of what they left.
    let worst = report.diagnostics.iter().rfind(|found| found.severity == Severity::Error);
    let Some(found) = worst else { return Ok(Error::new(Kind::Input, "this Mermaid text is no diagram")) };
    let line = text.lines().nth(found.line.saturating_sub(1)).unwrap_or_default().trim();
    let quote: String = line.chars().take(QUOTED).collect();
    let sentence = format!("the Mermaid text is wrong in line {}, `{quote}`: {}", found.line, found.message);
    Ok(Error::new(Kind::Input, sentence).hinted(found.hint.clone()))
}
