//! Radii that are nearly equal made equal.

use super::figure::Figure;

/// Radii that differ by less were meant to be one, in 24ths of the view box.
const SAME: f64 = 0.2;

/// Gives circles, and corners of rectangles, the mean of radii near their own, to half a grid step.
pub(super) fn equalize(figures: &mut [Figure], grid: f64, unit: f64) {
    let mut radii: Vec<f64> = figures.iter().filter_map(radius).collect();
    radii.sort_by(f64::total_cmp);
    let mut groups: Vec<Vec<f64>> = Vec::new();
    for radius in radii {
        match groups.last_mut() {
            // Against the first of a group, so that a long row of steps does not become one radius.
            Some(group) if group.first().is_some_and(|first| radius - first <= SAME * unit) => group.push(radius),
            _ => groups.push(vec![radius]),
        }
    }
    for figure in figures {
        let Some(own) = radius(figure) else { continue };
        let Some(group) = groups.iter().find(|group| group.contains(&own)).filter(|group| group.len() > 1) else {
            continue;
        };
        let count = group.iter().fold(0.0, |n, _| n + 1.0);
        let mean = group.iter().sum::<f64>() / count;
        let to = libm::round(mean / (grid / 2.0)) * grid / 2.0;
        let to = if to > 0.0 && (to - own).abs() <= SAME * unit { to } else { own };
        match figure {
            Figure::Circle(_, radius) | Figure::Rect(_, radius) => *radius = to,
            Figure::Tracks(_) | Figure::Ellipse(_) => {}
        }
    }
}

fn radius(figure: &Figure) -> Option<f64> {
    match figure {
        Figure::Circle(_, radius) => Some(*radius),
        Figure::Rect(_, radius) => Some(*radius).filter(|radius| *radius > 0.0),
        Figure::Tracks(_) | Figure::Ellipse(_) => None,
    }
}
