//! The icon library and the models that come with the program.

use super::Finding;
use crate::library::{added, home};
use crate::values::count;
use linocut_core::Result;
use linocut_icons::{Library, Pack};
use std::path::Path;

/// Looks at the library, the sets of the person, and the models.
pub(super) fn examine() -> Vec<Finding> {
    let mut findings = vec![Finding::of("icon library", library())];
    if let Ok(folder) = home() {
        findings.push(sets(&folder));
    }
    findings.extend(models());
    findings
}

fn library() -> Result<String> {
    let library = Library::embedded()?;
    let icons = library.sets().iter().map(|set| set.count).sum();
    Ok(format!("{}, {}", count(icons, "icon"), count(library.sets().len(), "set")))
}

/// The sets in `folder`; the first that cannot be read is a problem.
fn sets(folder: &Path) -> Finding {
    let packs = added(folder).and_then(|packs| packs.into_iter().collect::<Result<Vec<Pack>>>());
    let value = packs.map(|packs| {
        let icons = packs.iter().flat_map(Pack::sets).map(|set| set.count).sum();
        format!("{} of {} in {}", count(icons, "icon"), count(packs.len(), "set"), folder.display())
    });
    Finding::of("added sets", value)
}

/// Reads both models, as `draw` does when no icon shows what is asked for.
#[cfg(feature = "icon")]
fn models() -> Vec<Finding> {
    use linocut_core::Model;
    use linocut_models::{IconClip, IconModel};
    let icon = IconModel::embedded().map(|model| format!("version {}, embedded", model.vocabulary().version()));
    let clip = IconClip::embedded().map(|clip| {
        let id = clip.id();
        format!("version {}, embedded, digest {}", id.version, id.digest)
    });
    vec![Finding::of("icon model", icon), Finding::of("icon-clip", clip)]
}

#[cfg(not(feature = "icon"))]
fn models() -> Vec<Finding> {
    let absent = || Ok("not in this program; `linocut draw --model DIR` names one".to_owned());
    vec![Finding::of("icon model", absent()), Finding::of("icon-clip", absent())]
}
