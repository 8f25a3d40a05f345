//! Comparison with an earlier run: quality may not fall unnoticed.

use crate::{
    contender::Contender,
    summary::{ALL, Means, Summary},
};
use linocut_core::{Error, Kind, Result};
use std::path::Path;

/// How far mean SSIM may fall; a change in the last digit of a few fills is below it.
const SSIM_FALL: f64 = 0.001;
/// How far delta may rise, as a share of the saved value.
const DELTA_RISE: f64 = 0.05;

/// Reads a summary that `--save` wrote.
///
/// # Errors
/// [`Kind::Io`] when it cannot be read, [`Kind::Input`] when it is something else.
pub(crate) fn read(path: &Path) -> Result<Summary> {
    let place = || path.display().to_string();
    let text = std::fs::read(path).map_err(|e| Error::new(Kind::Io, "cannot read").cause(e).at(place()))?;
    serde_json::from_slice(&text).map_err(|e| Error::new(Kind::Input, format!("not a summary: {e}")).at(place()))
}

/// Compares Linocut's numbers over all pictures with the saved ones; gives the line that says how they moved.
///
/// # Errors
/// [`Kind::Input`] when the runs cannot be compared or Linocut got worse.
pub(crate) fn compare(saved: &Summary, now: &Summary) -> Result<String> {
    let (before, after) = (overall(saved)?, overall(now)?);
    if (saved.size, before.pictures) != (now.size, after.pictures) {
        return Err(Error::new(
            Kind::Input,
            format!(
                "{} pictures at {} px cannot be compared with {} at {} px",
                after.pictures, now.size, before.pictures, saved.size
            ),
        ));
    }
    let ssim = (before.ssim.unwrap_or(0.0), after.ssim.unwrap_or(0.0));
    let delta = (before.delta.unwrap_or(0.0), after.delta.unwrap_or(0.0));
    let moved = format!("SSIM {:.4} → {:.4}, delta {:.3} → {:.3} px", ssim.0, ssim.1, delta.0, delta.1);
    let worse = [
        (after.failures > before.failures).then(|| format!("{} pictures fail", after.failures)),
        (ssim.1 < ssim.0 - SSIM_FALL).then(|| format!("SSIM fell by more than {SSIM_FALL}")),
        (delta.1 > delta.0 * (1.0 + DELTA_RISE)).then(|| format!("delta rose by more than {} %", DELTA_RISE * 100.0)),
    ];
    let worse: Vec<String> = worse.into_iter().flatten().collect();
    if worse.is_empty() {
        return Ok(format!("against the baseline: {moved}"));
    }
    let sentence = format!("worse than the baseline: {} ({moved})", worse.join(", "));
    Err(Error::new(Kind::Input, sentence).hinted("if the change is meant, write a new baseline with --save"))
}

fn overall(summary: &Summary) -> Result<&Means> {
    let own = summary.tools.get(Contender::Linocut.name()).and_then(|categories| categories.get(ALL));
    own.ok_or_else(|| Error::new(Kind::Input, "summary has no numbers of Linocut"))
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::summary::{Means, Summary};
    use std::collections::BTreeMap;

    fn summary(ssim: f64, delta: f64, failures: usize) -> Summary {
        let means = Means { pictures: 30, failures, ssim: Some(ssim), delta: Some(delta), ..Means::default() };
        let categories = BTreeMap::from([("all".to_owned(), means)]);
        Summary { size: 512, tools: BTreeMap::from([("linocut".to_owned(), categories)]) }
    }

    #[track_caller]
    fn check(now: &Summary, complaint: Option<&str>) {
        let outcome = compare(&summary(0.99, 0.1, 0), now);
        match complaint {
            None => assert!(outcome.is_ok(), "{outcome:?}"),
            Some(words) => assert!(outcome.unwrap_err().to_string().contains(words)),
        }
    }

    #[test]
    fn small_changes_pass() {
        check(&summary(0.9895, 0.104, 0), None);
        check(&summary(0.995, 0.05, 0), None);
    }

    #[test]
    fn a_fall_is_noticed() {
        check(&summary(0.9885, 0.1, 0), Some("SSIM fell by more than 0.001"));
        check(&summary(0.99, 0.106, 0), Some("delta rose by more than 5 %"));
        check(&summary(0.99, 0.1, 1), Some("1 pictures fail"));
    }

    #[test]
    fn runs_over_other_pictures_are_not_compared() {
        let other = Summary { size: 256, ..summary(0.99, 0.1, 0) };
        check(&other, Some("cannot be compared"));
    }
}
