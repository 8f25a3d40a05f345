//! How a picture is painted.

use linocut_core::{Error, Kind, Result};
use std::ops::RangeInclusive;

/// Sides of a picture, in pixels: below, nothing is seen; above, no model was trained.
const SIDES: RangeInclusive<u32> = 64..=4096;
/// Steps of diffusion: beyond 50 hardly anything changes.
const STEPS: RangeInclusive<u32> = 1..=150;
/// How closely words are followed.
const GUIDANCE: RangeInclusive<f64> = 0.0..=30.0;
/// Longest text of what must not be seen, in bytes.
const LONGEST: usize = 4_000;

/// What is asked of an image model besides the words.
#[derive(Clone, Debug, PartialEq)]
pub struct PaintOptions {
    /// Width and height of the picture in pixels, `64..=4096`. Default: 1024 each.
    pub size: (u32, u32),
    /// Steps of diffusion, `1..=150`. Default: 30 where the provider leaves it to us.
    pub steps: Option<u32>,
    /// How closely the words are followed, `0..=30`. Default: 7.5 where the provider leaves it to us.
    pub guidance: Option<f64>,
    /// What must not be seen. Default: `text, letters, watermark`.
    pub negative: String,
}

impl Default for PaintOptions {
    fn default() -> Self {
        Self { size: (1024, 1024), steps: None, guidance: None, negative: "text, letters, watermark".to_owned() }
    }
}

impl PaintOptions {
    /// A size in words: `512`, or `768x512`.
    ///
    /// # Errors
    /// [`Kind::Input`] for anything else, and for sides out of range.
    pub fn parse_size(text: &str) -> Result<(u32, u32)> {
        let (width, height) = text.split_once(['x', '×']).unwrap_or((text, text));
        let side = |text: &str| text.trim().parse().ok().filter(|side| SIDES.contains(side));
        side(width).zip(side(height)).ok_or_else(|| {
            let sentence = format!("size '{text}' is no size of a picture");
            Error::new(Kind::Input, sentence).hinted("write it like 1024 or 768x512; sides go from 64 to 4096 pixels")
        })
    }

    /// Passes when all numbers are in their ranges.
    pub(crate) fn check(&self) -> Result<()> {
        let wrong = |sentence: String| Err(Error::new(Kind::Input, sentence));
        let (width, height) = self.size;
        if !SIDES.contains(&width) || !SIDES.contains(&height) {
            return wrong(format!("a picture of {width} × {height} pixels, sides go from 64 to 4096"));
        }
        if let Some(steps) = self.steps.filter(|steps| !STEPS.contains(steps)) {
            return wrong(format!("{steps} steps are out of range, they go from 1 to 150"));
        }
        if let Some(guidance) = self.guidance.filter(|guidance| !GUIDANCE.contains(guidance)) {
            return wrong(format!("guidance of {guidance} is out of range, it goes from 0 to 30"));
        }
        if self.negative.len() > LONGEST {
            return wrong(format!("what must not be seen takes over {LONGEST} bytes"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::PaintOptions;

    #[test]
    fn sizes_are_one_side_or_two() {
        let size = |text: &str| PaintOptions::parse_size(text).ok();
        assert_eq!(
            (size("512"), size("768x512"), size("768 × 512")),
            (Some((512, 512)), Some((768, 512)), Some((768, 512)))
        );
        assert_eq!((size("12"), size("512x"), size("8000"), size("big")), (None, None, None, None));
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        let check = |options: PaintOptions| options.check().map_err(|error| error.to_string());
        assert!(check(PaintOptions::default()).is_ok());
        let steps = PaintOptions { steps: Some(0), ..PaintOptions::default() };
        assert_eq!(check(steps), Err("0 steps are out of range, they go from 1 to 150".to_owned()));
        let guidance = PaintOptions { guidance: Some(f64::NAN), ..PaintOptions::default() };
        assert!(check(guidance).is_err());
    }
}
