//! The program Potrace, where it is installed.

use linocut_core::{Error, Kind, Raster, Result, Rgba};
use std::{
    collections::BTreeMap,
    io::Write,
    process::{Command, Stdio},
};

/// Largest distance, in 0..=255 per channel, of a pixel from the mixture of two colors that explains it.
const MIX_TOLERANCE: f64 = 6.0;

/// Whether `potrace` answers.
pub(crate) fn is_installed() -> bool {
    let quiet = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet(Command::new("potrace").arg("--version")).is_ok_and(|status| status.success())
}

/// Whether a picture has two colors and mixtures of the two.
pub(crate) fn is_bilevel(picture: &Raster) -> bool {
    let [paper, ink] = commonest(picture);
    let span = [ink.r, ink.g, ink.b].map(f64::from);
    let base = [paper.r, paper.g, paper.b].map(f64::from);
    let axis: Vec<f64> = span.iter().zip(base).map(|(a, b)| a - b).collect();
    let length: f64 = axis.iter().map(|a| a * a).sum();
    length > 0.0
        && picture.pixels().iter().all(|p| {
            let step: Vec<f64> = [p.r, p.g, p.b].iter().zip(base).map(|(&c, b)| f64::from(c) - b).collect();
            let share = (step.iter().zip(&axis).map(|(s, a)| s * a).sum::<f64>() / length).clamp(0.0, 1.0);
            step.iter().zip(&axis).all(|(s, a)| (s - share * a).abs() <= MIX_TOLERANCE)
        })
}

/// The two commonest colors, the commoner one first; the same twice when there is only one.
fn commonest(picture: &Raster) -> [Rgba; 2] {
    let mut counts: BTreeMap<Rgba, usize> = BTreeMap::new();
    for &pixel in picture.pixels() {
        *counts.entry(pixel).or_default() += 1;
    }
    let mut colors: Vec<(usize, Rgba)> = counts.into_iter().map(|(color, count)| (count, color)).collect();
    colors.sort_unstable_by(|a, b| b.cmp(a));
    let nth = |n: usize| colors.get(n).or(colors.first()).map_or(Rgba::WHITE, |&(_, color)| color);
    [nth(0), nth(1)]
}

/// Lets Potrace trace the pixels nearer to the second commonest color, over a background of the commonest.
///
/// # Errors
/// [`Kind::Unavailable`] when Potrace cannot be run, [`Kind::Bug`] when its output is not what it was.
pub(crate) fn trace(picture: &Raster) -> Result<String> {
    let [paper, ink] = commonest(picture);
    let svg = run(&bitmap(picture, paper, ink))?;
    // Its head has a document type, which our reader refuses; its one group has black ink and no paper.
    let Some((_, group)) = svg.find("<g ").and_then(|at| svg.split_at_checked(at)) else {
        return Err(Error::new(Kind::Bug, "output of potrace has no group"));
    };
    let (w, h) = (picture.width(), picture.height());
    let group = group.replacen("fill=\"#000000\"", &format!("fill=\"{ink}\""), 1);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\">\
         <rect width=\"{w}\" height=\"{h}\" fill=\"{paper}\"/>{group}"
    ))
}

fn run(bitmap: &[u8]) -> Result<String> {
    let missing = |e| Error::new(Kind::Unavailable, "cannot run potrace").cause(e);
    let mut child = Command::new("potrace")
        .args(["-s", "-o", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(missing)?;
    // Potrace reads all its input before it writes, so neither side can wait for the other.
    if let Some(mut input) = child.stdin.take() {
        input.write_all(bitmap).map_err(missing)?;
    }
    let output = child.wait_with_output().map_err(missing)?;
    String::from_utf8(output.stdout).map_err(|e| Error::new(Kind::Bug, "output of potrace is not UTF-8").cause(e))
}

/// A portable bitmap (PBM, raw): one bit a pixel, 1 for ink.
fn bitmap(picture: &Raster, paper: Rgba, ink: Rgba) -> Vec<u8> {
    let far = |a: Rgba, b: Rgba| {
        let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
        square(a.r, b.r) + square(a.g, b.g) + square(a.b, b.b)
    };
    let is_ink = |p: &Rgba| far(*p, ink) < far(*p, paper);
    let mut bytes = format!("P4\n{} {}\n", picture.width(), picture.height()).into_bytes();
    for row in picture.rows() {
        bytes.extend(
            row.chunks(8).map(|eight| {
                eight.iter().zip((0..8).rev()).fold(0u8, |byte, (p, bit)| byte | u8::from(is_ink(p)) << bit)
            }),
        );
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{bitmap, is_bilevel};
    use linocut_core::{Raster, Rgba};

    fn strip(colors: &[Rgba]) -> Raster {
        Raster::new(u32::try_from(colors.len()).unwrap(), 1, colors.to_vec()).unwrap()
    }

    const RED: Rgba = Rgba::opaque(200, 0, 0);

    #[test]
    fn two_colors_and_their_mixtures_are_bilevel() {
        let pink = Rgba::opaque(228, 128, 128);
        assert!(is_bilevel(&strip(&[Rgba::WHITE, Rgba::WHITE, pink, RED, RED, RED])));
        assert!(!is_bilevel(&strip(&[Rgba::WHITE, Rgba::WHITE, Rgba::BLACK, RED, RED, RED])));
        assert!(!is_bilevel(&strip(&[RED, RED])));
    }

    #[test]
    fn the_bitmap_has_one_bit_a_pixel() {
        let mut colors = vec![Rgba::WHITE; 10];
        colors[0] = RED;
        colors[9] = RED;
        assert_eq!(bitmap(&strip(&colors), Rgba::WHITE, RED), b"P4\n10 1\n\x80\x40");
    }
}
