//! Fewer colors: which of a picture's colors look alike enough to become one.

use crate::inks::Seen;
use crate::number::byte;
use linocut_core::{Oklab, Rgba};

/// How strongly the number of its pixels holds a color: 1 minimizes the error of the picture and sacrifices small accents
/// to the shades of what is large, 0 forgets size. A half keeps the red dot of a logo before its third gray.
const WEIGHT: f64 = 0.75;
/// Rare colors beyond this many take part in no merging, which costs the cube of their number.
const MOST_MERGED: usize = 192;
/// Part of a cluster's pixels that one color needs to stand for all of it; below, their mean does.
const LEADER: f64 = 0.4;
/// How much a step of alpha counts against one of lightness.
const ALPHA: f64 = 1.0;

/// A color as a point in a space where distance is difference to the eye.
type Place = [f64; 4];

/// A group of colors that become one.
struct Cluster {
    weight: f64,
    place: Place,
}

/// At most `most` colors for `seen`, and which of them each takes.
///
/// Joins again and again the two clusters whose union strays least (Ward 1963), in OKLab, then moves colors to the
/// cluster they are nearest to (Lloyd 1982). A cluster gets its most frequent color if that is frequent enough, so that
/// white stays white.
pub(crate) fn reduce(seen: &[Seen], most: usize) -> (Vec<Rgba>, Vec<usize>) {
    let places: Vec<Place> = seen.iter().map(|s| place(s.color)).collect();
    let weights: Vec<f64> = seen.iter().map(|s| libm::pow(f64::from(s.pixels.max(1)), WEIGHT)).collect();
    let mut order: Vec<usize> = (0..seen.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(seen.get(i).map(|s| s.pixels)), i));
    let single = |&i: &usize| Some(Cluster { weight: *weights.get(i)?, place: *places.get(i)? });
    let mut clusters: Vec<Cluster> = order.iter().take(MOST_MERGED.max(most)).filter_map(single).collect();
    merge(&mut clusters, most.max(1));
    let mut centers: Vec<Place> = clusters.iter().map(|c| c.place).collect();
    let mut of = Vec::new();
    for _ in 0..4 {
        of = places.iter().map(|p| closest(*p, &centers)).collect::<Vec<usize>>();
        for (k, center) in centers.iter_mut().enumerate() {
            let own = of.iter().zip(places.iter().zip(&weights)).filter(|(o, _)| **o == k);
            let (sum, weight) = own.fold(([0.0; 4], 0.0), |(sum, n), (_, (p, w))| (add(sum, *p, *w), n + w));
            if weight > 0.0 {
                *center = sum.map(|s| s / weight);
            }
        }
    }
    let colors = (0..centers.len()).map(|k| color_of(seen, &of, k)).collect();
    (colors, of)
}

/// The position of the color of `colors` that looks most like `color`.
pub(crate) fn nearest(color: Rgba, colors: &[Rgba]) -> usize {
    let places: Vec<Place> = colors.iter().map(|&c| place(c)).collect();
    closest(place(color), &places)
}

/// Joins the cheapest pair until `most` are left.
fn merge(clusters: &mut Vec<Cluster>, most: usize) {
    while clusters.len() > most {
        let pairs = (1..clusters.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
        let priced = pairs.filter_map(|(i, j)| Some((cost(clusters.get(i)?, clusters.get(j)?), i, j)));
        let Some((_, i, j)) = priced.min_by(|a, b| a.0.total_cmp(&b.0)) else { break };
        let gone = clusters.remove(j);
        if let Some(kept) = clusters.get_mut(i) {
            let weight = kept.weight + gone.weight;
            kept.place = add(kept.place.map(|c| c * kept.weight), gone.place, gone.weight).map(|c| c / weight);
            kept.weight = weight;
        }
    }
}

/// What joining two clusters adds to the squared error.
fn cost(a: &Cluster, b: &Cluster) -> f64 {
    a.weight * b.weight / (a.weight + b.weight) * squared(a.place, b.place)
}

fn closest(place: Place, places: &[Place]) -> usize {
    let near = places.iter().enumerate().min_by(|a, b| squared(*a.1, place).total_cmp(&squared(*b.1, place)));
    near.map_or(0, |(k, _)| k)
}

/// The color that stands for cluster `k`.
fn color_of(seen: &[Seen], of: &[usize], k: usize) -> Rgba {
    let own: Vec<&Seen> = seen.iter().zip(of).filter(|(_, o)| **o == k).map(|(s, _)| s).collect();
    let all: f64 = own.iter().map(|s| f64::from(s.pixels.max(1))).sum();
    match own.iter().max_by_key(|s| s.pixels) {
        Some(leader) if f64::from(leader.pixels.max(1)) >= LEADER * all => leader.color,
        Some(_) => mean(&own, all),
        None => Rgba::TRANSPARENT,
    }
}

fn mean(own: &[&Seen], all: f64) -> Rgba {
    let lab = own.iter().fold([0.0; 4], |sum, s| {
        let lab = Oklab::of(s.color);
        add(sum, [lab.l, lab.a, lab.b, f64::from(s.color.a)], f64::from(s.pixels.max(1)))
    });
    let [l, a, b, alpha] = lab.map(|v| v / all.max(1.0));
    Oklab { l, a, b }.color(byte(alpha))
}

fn place(color: Rgba) -> Place {
    let Oklab { l, a, b } = Oklab::of(color);
    let alpha = f64::from(color.a) / 255.0;
    // Premultiplied: what hardly shows differs little.
    [l * alpha, a * alpha, b * alpha, alpha * ALPHA]
}

fn squared(a: Place, b: Place) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

fn add(sum: Place, more: Place, weight: f64) -> Place {
    let [a, b, c, d] = sum;
    let [e, f, g, h] = more;
    [a + e * weight, b + f * weight, c + g * weight, d + h * weight]
}
