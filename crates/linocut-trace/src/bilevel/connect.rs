//! How dark pixels connect.

use crate::{
    TurnPolicy,
    grid::Grid,
    regions::{Link, Regions, components},
};

/// Windows around a corner in which dark and light are counted, half their sides in pixels, until they differ.
const WINDOWS: [usize; 3] = [2, 3, 4];

/// The dark (1) and light (0) regions, corners connected by `policy`.
///
/// Boundaries run with the dark pixels to their left, so turning left at a corner parts two dark pixels that touch
/// there, and turning right joins them.
pub(super) fn regions(dark: &Grid<u16>, policy: TurnPolicy) -> Regions {
    let corners = Grid::filled(dark.width + 1, dark.height + 1, ());
    components(dark, corners.map_at(|x, y| link(dark, (x, y), policy)))
}

/// Which diagonal is connected at the corner before pixel `(x, y)`.
fn link(dark: &Grid<u16>, (x, y): (usize, usize), policy: TurnPolicy) -> Link {
    if x == 0 || y == 0 || x == dark.width || y == dark.height {
        return Link::None;
    }
    let is_dark = |x: usize, y: usize| dark.cells.get(y * dark.width + x) == Some(&1);
    let (falling, rising) = match [is_dark(x - 1, y - 1), is_dark(x, y - 1), is_dark(x - 1, y), is_dark(x, y)] {
        [true, false, false, true] => (Link::Falling, Link::Rising),
        [false, true, true, false] => (Link::Rising, Link::Falling),
        _ => return Link::None,
    };
    let join_dark = match policy {
        TurnPolicy::Black | TurnPolicy::Right => true,
        TurnPolicy::White | TurnPolicy::Left => false,
        TurnPolicy::Minority => !mostly_dark(dark, (x, y)),
        TurnPolicy::Majority => mostly_dark(dark, (x, y)),
    };
    if join_dark { falling } else { rising }
}

/// Whether there is more dark than light around a corner, in the smallest window where they differ.
fn mostly_dark(dark: &Grid<u16>, (x, y): (usize, usize)) -> bool {
    let balance = |reach: usize| {
        let rows = y.saturating_sub(reach)..(y + reach).min(dark.height);
        let columns = x.saturating_sub(reach)..(x + reach).min(dark.width);
        rows.flat_map(|v| columns.clone().map(move |u| v * dark.width + u))
            .map(|i| if dark.cells.get(i) == Some(&1) { 1 } else { -1 })
            .sum::<i32>()
    };
    WINDOWS.into_iter().map(balance).find(|&b| b != 0).is_some_and(|b| b > 0)
}
