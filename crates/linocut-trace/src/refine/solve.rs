//! Least squares with few unknowns in each equation.

/// Equations `Σ factor · unknown = right`, all of the same weight.
pub(crate) struct Equations {
    /// Unknowns.
    pub(crate) unknowns: usize,
    /// For each equation, where its terms begin, and the right side.
    rows: Vec<(usize, f64)>,
    terms: Vec<(usize, f64)>,
}

/// Steps of the solver; it comes to rest long before.
const STEPS: usize = 80;

impl Equations {
    pub(crate) fn new(unknowns: usize) -> Self {
        Self { unknowns, rows: Vec::new(), terms: Vec::new() }
    }

    /// Adds an equation.
    pub(crate) fn push(&mut self, terms: impl Iterator<Item = (usize, f64)>, right: f64) {
        self.rows.push((self.terms.len(), right));
        self.terms.extend(terms);
    }

    fn each(&self) -> impl Iterator<Item = (&[(usize, f64)], f64)> {
        self.rows.iter().enumerate().map(|(k, &(from, right))| {
            let to = self.rows.get(k + 1).map_or(self.terms.len(), |r| r.0);
            (self.terms.get(from..to).unwrap_or_default(), right)
        })
    }

    /// The unknowns that leave the least squares, each held back by `damping` times its own weight and by `stiffness`.
    ///
    /// Conjugate gradients on the normal equations (Hestenes & Stiefel 1952), scaled by their diagonal.
    pub(crate) fn solve(&self, damping: f64, stiffness: f64) -> Vec<f64> {
        let mut diagonal = vec![0.0; self.unknowns];
        let mut right = vec![0.0; self.unknowns];
        for (terms, b) in self.each() {
            for &(k, f) in terms {
                add(&mut diagonal, k, f * f);
                add(&mut right, k, f * b);
            }
        }
        let held: Vec<f64> = diagonal.iter().map(|d| d * damping + stiffness).collect();
        let scale: Vec<f64> = diagonal.iter().zip(&held).map(|(d, h)| 1.0 / (d + h)).collect();
        let mut x = vec![0.0; self.unknowns];
        let mut rest = right;
        let mut scaled = product(&rest, &scale);
        let mut direction = scaled.clone();
        let mut size = dot(&rest, &scaled);
        let enough = 1e-8 * size;
        for _ in 0..STEPS.min(2 * self.unknowns + 2) {
            let pushed = self.apply(&direction, &held);
            let along = dot(&direction, &pushed);
            if along <= 0.0 || size <= enough {
                break;
            }
            let step = size / along;
            for ((x, d), (r, p)) in x.iter_mut().zip(&direction).zip(rest.iter_mut().zip(&pushed)) {
                *x += step * d;
                *r -= step * p;
            }
            scaled = product(&rest, &scale);
            let next = dot(&rest, &scaled);
            for (d, s) in direction.iter_mut().zip(&scaled) {
                *d = s + next / size * *d;
            }
            size = next;
        }
        x
    }

    /// The normal equations' matrix times `v`.
    fn apply(&self, v: &[f64], held: &[f64]) -> Vec<f64> {
        let mut out = product(v, held);
        for (terms, _) in self.each() {
            let sum: f64 = terms.iter().map(|&(k, f)| f * v.get(k).copied().unwrap_or(0.0)).sum();
            for &(k, f) in terms {
                add(&mut out, k, f * sum);
            }
        }
        out
    }
}

fn add(sums: &mut [f64], k: usize, value: f64) {
    if let Some(sum) = sums.get_mut(k) {
        *sum += value;
    }
}

fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::Equations;

    #[test]
    fn solves_what_is_determined() {
        let mut equations = Equations::new(3);
        equations.push([(0, 2.0), (1, 1.0)].into_iter(), 5.0);
        equations.push([(1, 1.0)].into_iter(), 1.0);
        equations.push([(0, 1.0), (2, 4.0)].into_iter(), 10.0);
        let found = equations.solve(0.0, 0.0);
        for (x, expected) in found.iter().zip([2.0, 1.0, 2.0]) {
            assert!((x - expected).abs() < 1e-6, "{found:?}");
        }
    }

    #[test]
    fn leaves_alone_what_is_not() {
        let mut equations = Equations::new(2);
        equations.push([(0, 1.0)].into_iter(), 3.0);
        let found = equations.solve(0.0, 1e-6);
        assert!((found[0] - 3.0).abs() < 1e-3 && found[1].abs() < 1e-9, "{found:?}");
    }
}
