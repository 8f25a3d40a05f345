//! Drawings that must be good enough, or small enough.

mod join;
mod knobs;

use crate::{TraceOptions, trace};
use knobs::{Family, LEVELS};
use linocut_core::{Context, Drawing, Effort, Error, Kind, Raster, Result};

/// What a drawing may cost and how good it must be. With nothing set there is nothing to meet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    /// At most this many shapes, at least 1. Default: any number.
    pub max_paths: Option<u32>,
    /// At most this many bytes, as the judge counts them. Default: any number.
    pub max_bytes: Option<u64>,
    /// At least this close to the picture, `0..=1`, as the judge measures it. Default: as close as it gets.
    pub quality: Option<f64>,
}

/// What a judge says about a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Size of the file it makes, in bytes.
    pub bytes: u64,
    /// How close it is to the picture, `0..=1`, such as SSIM: what [`Budget::quality`] asks for.
    pub quality: f64,
    /// How close it is to the picture in all that is seen, colors too; of drawings within the limits the closest is chosen.
    pub likeness: f64,
}

/// The best answer to a [`Budget`].
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// The drawing.
    pub drawing: Drawing,
    /// Its number of shapes.
    pub paths: usize,
    /// What the judge said about it.
    pub measured: Measured,
    /// The options that gave it.
    pub options: TraceOptions,
    /// The effort it was made with: more than was asked for where that alone came close enough, or closer to it.
    pub effort: Effort,
    /// Shapes saved by making one of those of one color that do not meet, because there were too many.
    pub joined: usize,
    /// Shapes left out, smallest first, because no options were enough or gave a drawing as close; often 0.
    pub dropped: usize,
    /// Whether it keeps to the budget in everything.
    pub met: bool,
    /// How many drawings were made and judged.
    pub tries: u32,
    /// Whether the deadline ended the search, so that more time might give a better answer.
    pub cut_short: bool,
}

/// Traces `picture` as simply as `budget.quality` allows, or as well as the limits of `budget` allow.
///
/// With a quality, the smallest drawing that reaches it is the answer; without one, the closest within the limits.
/// Where both cannot be met, the limits hold and the quality is as high as they let it be.
/// The smallest area, the tolerance and the number of colors are varied by bisection where they have an effect, starting
/// from `options`: ten tracings at most, and one of the best effort where no other comes as close as it must be. Where
/// there are too many shapes, those of one color that do not meet become one; smallest shapes are left out where that is
/// closer, or where nothing else is enough. A drawing of nothing is within no limits, unless the picture shows nothing. `judge` is asked once for each drawing, which is a tracing or what is left of one. The answer is the same every
/// time, unless the deadline of `cx` ends the search: then it is the best so far.
///
/// # Errors
/// Those of [`trace`] and of `judge`; [`Kind::Input`] for a budget of no shapes or a quality out of range.
///
/// ```
/// use linocut_core::{Context, Raster, Rgba};
/// use linocut_trace::{Budget, Measured, TraceOptions, within};
/// let stripes = (0..64 * 64).map(|i| if i / 256 % 2 == 0 { Rgba::BLACK } else { Rgba::WHITE });
/// let picture = Raster::new(64, 64, stripes.collect())?;
/// let budget = Budget { max_paths: Some(4), ..Budget::default() };
/// // A real judge writes and renders the drawing.
/// let judge = |drawing: &linocut_core::Drawing| {
///     let quality = drawing.items.len() as f64 / 99.0;
///     Ok(Measured { bytes: 1000, quality, likeness: quality })
/// };
/// let found = within(&picture, &TraceOptions::default(), &budget, &judge, &Context::default())?;
/// assert!(found.met && found.paths <= 4);
/// # Ok::<(), linocut_core::Error>(())
/// ```
pub fn within(
    picture: &Raster,
    options: &TraceOptions,
    budget: &Budget,
    judge: &dyn Fn(&Drawing) -> Result<Measured>,
    cx: &Context,
) -> Result<Within> {
    budget.check()?;
    let mut quick = cx.clone();
    quick.effort = cx.effort.min(Effort::Balanced);
    let mut search = Search { picture, options, budget, judge, cx: quick, best: None, blank: false, tries: 0 };
    let cut_short = match search.run(cx.effort) {
        Ok(()) => false,
        // Late: what was found until then is better than nothing.
        Err(error) if error.kind() == Kind::Limit && search.best.is_some() => true,
        Err(error) => return Err(error),
    };
    let tries = search.tries;
    let best = search.best.ok_or_else(|| Error::new(Kind::Bug, "no drawing was judged"))?;
    Ok(Within { tries, cut_short, ..best })
}

impl Budget {
    /// Whether there is anything to meet.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.max_paths.is_some() || self.max_bytes.is_some() || self.quality.is_some()
    }

    fn check(&self) -> Result<()> {
        if self.max_paths == Some(0) {
            return Err(Error::new(Kind::Input, "a drawing needs a shape").hinted("--max-paths takes 1 or more"));
        }
        if self.quality.is_some_and(|q| !(0.0..=1.0).contains(&q)) {
            return Err(Error::new(Kind::Input, "quality is out of range").hinted("--quality takes 0 to 1"));
        }
        Ok(())
    }

    fn limits(&self, paths: usize, measured: Measured) -> bool {
        self.max_paths.is_none_or(|most| paths <= usize::try_from(most).unwrap_or(usize::MAX))
            && self.max_bytes.is_none_or(|most| measured.bytes <= most)
    }

    fn is_good(&self, measured: Measured) -> bool {
        self.quality.is_none_or(|least| measured.quality >= least)
    }
}

/// A search in progress.
struct Search<'a> {
    picture: &'a Raster,
    options: &'a TraceOptions,
    budget: &'a Budget,
    judge: &'a dyn Fn(&Drawing) -> Result<Measured>,
    cx: Context,
    best: Option<Within>,
    /// Whether the picture shows nothing.
    blank: bool,
    tries: u32,
}

impl Search<'_> {
    fn run(&mut self, effort: Effort) -> Result<()> {
        let plain = self.first()?;
        let limited = self.budget.max_paths.is_some() || self.budget.max_bytes.is_some();
        if plain.paths > self.most_paths() {
            self.leave_out(&plain, self.most_paths())?;
        }
        if !self.limits(&plain) || self.budget.quality.is_some() && self.budget.is_good(plain.measured) {
            for (k, &family) in knobs::families(self.options).iter().enumerate() {
                if k == 0 || !limited || self.wants_more(plain.measured) {
                    self.bisect(family)?;
                }
            }
        }
        if !self.fits() {
            self.drop_shapes()?;
        }
        // A drawing that is not close enough is worth the time.
        let short = self.best.as_ref().is_some_and(|best| self.limits(best) && !self.budget.is_good(best.measured));
        let effort = if short { Effort::Best } else { effort };
        if effort > self.cx.effort {
            self.polish(effort)?;
        }
        Ok(())
    }

    /// The drawing of the options as they are.
    fn first(&mut self) -> Result<Within> {
        let drawing = trace(self.picture, self.options, &self.cx)?;
        self.blank = drawing.shapes().next().is_none();
        let (drawing, joined) = self.fewer(drawing);
        self.judged(drawing, self.options.clone(), Spared { joined, dropped: 0 })
    }

    /// The drawing with fewer shapes that look the same, if it has too many, and how many fewer.
    fn fewer(&self, drawing: Drawing) -> (Drawing, usize) {
        let count = drawing.shapes().count();
        if count <= self.most_paths() {
            return (drawing, 0);
        }
        let joined = join::joined(&drawing);
        let left = joined.shapes().count();
        (joined, count - left)
    }

    fn limits(&self, found: &Within) -> bool {
        (found.paths > 0 || self.blank) && self.budget.limits(found.paths, found.measured)
    }

    /// Finds the finest level of a family that keeps the limits, or with a quality the coarsest that keeps that.
    fn bisect(&mut self, family: Family) -> Result<()> {
        let (mut fine, mut coarse) = (0, LEVELS + 1);
        while fine + 1 < coarse {
            let level = u32::midpoint(fine, coarse);
            let found = self.attempt(knobs::at(level, family, self))?;
            // Of nothing, less would be no help.
            let fits = found.paths == 0 || self.limits(&found);
            let simpler = !fits || self.budget.quality.is_some() && self.budget.is_good(found.measured);
            if simpler { fine = level } else { coarse = level }
        }
        Ok(())
    }

    /// Whether fewer colors might do better than what was found.
    fn wants_more(&self, plain: Measured) -> bool {
        // A tenth of the error range: below that another search finds nothing that shows.
        self.best.as_ref().is_none_or(|best| !best.met || plain.likeness - best.measured.likeness > 0.01)
    }

    fn fits(&self) -> bool {
        self.best.as_ref().is_some_and(|best| self.limits(best))
    }

    fn attempt(&mut self, options: TraceOptions) -> Result<Within> {
        let (drawing, joined) = self.fewer(trace(self.picture, &options, &self.cx)?);
        self.judged(drawing, options, Spared { joined, dropped: 0 })
    }

    /// Asks the judge and keeps the answer if it is the best.
    fn judged(&mut self, drawing: Drawing, options: TraceOptions, spared: Spared) -> Result<Within> {
        self.tries += 1;
        let measured = (self.judge)(&drawing)?;
        let paths = drawing.shapes().count();
        let Spared { joined, dropped } = spared;
        let effort = self.cx.effort;
        let found = Within {
            drawing,
            paths,
            measured,
            options,
            effort,
            joined,
            dropped,
            met: false,
            tries: 0,
            cut_short: false,
        };
        let found = Within { met: self.limits(&found) && self.budget.is_good(measured), ..found };
        if self.best.as_ref().is_none_or(|best| self.beats(&found, best)) {
            self.best = Some(found.clone());
        }
        self.cx.check()?;
        Ok(found)
    }

    /// Whether `a` is a better answer than `b`: limits first, then quality where it is short, then size.
    fn beats(&self, a: &Within, b: &Within) -> bool {
        match (self.limits(a), self.limits(b)) {
            (true, false) => true,
            (false, true) => false,
            (false, false) => cost(a) < cost(b),
            (true, true) if self.budget.quality.is_some() && a.met && b.met => a.measured.bytes < b.measured.bytes,
            (true, true) => self.worth(a) > self.worth(b),
        }
    }

    /// How close a drawing is in what counts: first what was asked for, until there is enough of it.
    fn worth(&self, found: &Within) -> (f64, f64) {
        let Measured { quality, likeness, .. } = found.measured;
        (self.budget.quality.map_or(1.0, |least| quality.min(least)), likeness)
    }

    /// The most shapes that there may be.
    fn most_paths(&self) -> usize {
        self.budget.max_paths.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX)
    }

    /// Judges what is left of `found` with its `kept` largest shapes only.
    fn leave_out(&mut self, found: &Within, kept: usize) -> Result<()> {
        let dropped = found.dropped + found.paths.saturating_sub(kept);
        let spared = Spared { joined: found.joined, dropped };
        self.judged(knobs::largest(&found.drawing, kept), found.options.clone(), spared).map(drop)
    }

    /// Leaves out the smallest shapes until the limits hold or one shape is left.
    fn drop_shapes(&mut self) -> Result<()> {
        let Some(found) = self.best.clone() else { return Ok(()) };
        // Seven tenths: nine steps from a hundred shapes to one.
        let fewer = |n: usize| n * 7 / 10;
        let mut kept = fewer(found.paths).min(self.most_paths());
        while kept > 0 && !self.fits() {
            self.leave_out(&found, kept)?;
            kept = fewer(kept);
        }
        Ok(())
    }

    /// Makes the answer again with the effort that was asked for.
    fn polish(&mut self, effort: Effort) -> Result<()> {
        let Some(found) = self.best.clone() else { return Ok(()) };
        self.cx.effort = effort;
        let (traced, joined) = self.fewer(trace(self.picture, &found.options, &self.cx)?);
        let dropped = if found.dropped > 0 { traced.shapes().count().saturating_sub(found.paths) } else { 0 };
        let drawing = if dropped > 0 { knobs::largest(&traced, found.paths) } else { traced };
        let polished = self.judged(drawing, found.options.clone(), Spared { joined, dropped })?;
        if self.limits(&polished) && self.worth(&polished) > self.worth(&found) {
            self.best = Some(polished);
        }
        Ok(())
    }
}

/// How shapes were saved.
#[derive(Clone, Copy, Debug)]
struct Spared {
    joined: usize,
    dropped: usize,
}

/// What a drawing over the limits costs; nothing at all is no answer.
fn cost(found: &Within) -> (bool, usize, u64) {
    (found.paths == 0, found.paths, found.measured.bytes)
}
