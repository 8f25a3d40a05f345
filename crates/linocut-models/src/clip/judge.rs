//! icon-CLIP as a judge of pictures.

use super::{IconClip, similarity};
use crate::judge::REAL_SCORE;
use linocut_core::{Assessment, Context, Model, ModelId, Raster, Result, Unit, VisionModel};
use std::sync::Arc;

/// Share of the score of real icons under which a picture is called hard to recognize: about what the model's own
/// failures reach.
const WEAK: f64 = 0.5;

impl Model for IconClip {
    fn id(&self) -> &ModelId {
        &self.id
    }
}

impl VisionModel for IconClip {
    /// Alignment is the score divided by [`REAL_SCORE`], at most 1: an icon by a person under its own name has 1 on
    /// average, and beyond it there is nothing to gain by pleasing the ranker.
    /// It cannot tell how good a picture looks; [`tidiness`](crate::judge::tidiness) of the drawing can.
    fn assess(&self, prompt: &str, pictures: &[Arc<Raster>], cx: &Context) -> Result<Vec<Assessment>> {
        let wanted = self.embed_text(prompt)?;
        let mut out = Vec::with_capacity(pictures.len());
        for pictures in pictures.chunks(8) {
            cx.check()?;
            let pictures: Vec<&Raster> = pictures.iter().map(AsRef::as_ref).collect();
            let shown = self.embed_images(&pictures)?;
            out.extend(shown.iter().map(|shown| assessment(similarity(&wanted, shown))));
        }
        Ok(out)
    }
}

fn assessment(score: f64) -> Assessment {
    let alignment = Unit::clamped(score / REAL_SCORE);
    let weak = (alignment.get() < WEAK).then(|| "hard to recognize as what was asked for".to_owned());
    Assessment { alignment, weaknesses: weak.into_iter().collect(), ..Assessment::default() }
}
