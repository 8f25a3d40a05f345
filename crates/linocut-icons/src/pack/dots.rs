//! Dots of strokes with square ends.
//!
//! Tokens know round ends and none. A dot with square ends, a line of no length, therefore comes as a stroke one step
//! long without ends: a hair across, as tall as the stroke is wide. Here it becomes the square that it was.

use linocut_glyph::Vocabulary;

/// Number tokens of one unit.
const STEPS: f64 = 8.0;

/// `tokens` with each such dot as a stroke as long as it is wide; one at the edge of the numbers' range stays.
pub(crate) fn squared(tokens: &[u16]) -> Vec<u16> {
    let mut shapes = tokens.chunk_by(|_, &next| !is_shape(next));
    let head = shapes.next().unwrap_or_default();
    let usual = match head {
        [group, width] if is(*group, "<g:line-sharp>") => steps(*width),
        _ => None,
    };
    let mut out = head.to_vec();
    for shape in shapes {
        let paint = shape.len() - geometry(shape).len();
        let (paint, geometry) = shape.split_at(paint);
        out.extend_from_slice(paint);
        let pen = pen(paint, usual);
        for part in geometry.chunk_by(|_, &next| !is(next, "M")) {
            match pen.and_then(|pen| square(part, pen)) {
                Some(square) => out.extend(square),
                None => out.extend_from_slice(part),
            }
        }
    }
    out
}

/// The end of a shape, from its first coordinate on.
fn geometry(shape: &[u16]) -> &[u16] {
    let is_width = |before: u16, this: u16| is_number(this) && !is(before, "<stroke-width>");
    let mut start = 1;
    // `<stroke> 1.5` and `<stroke> #111 1.5` are widths, too.
    let mut awaits_width = false;
    while let (Some(&before), Some(&this)) = (shape.get(start - 1), shape.get(start)) {
        awaits_width |= is(this, "<stroke>");
        if is_width(before, this) && !std::mem::take(&mut awaits_width) {
            break;
        }
        start += 1;
    }
    shape.get(start..).unwrap_or_default()
}

/// The width in steps with which a shape is stroked without round ends.
fn pen(paint: &[u16], usual: Option<i32>) -> Option<i32> {
    let own = paint.iter().rev().find_map(|&token| steps(token));
    let has = |name| paint.iter().any(|&token| is(token, name));
    let stroked = usual.is_some() || has("<stroke>");
    own.or(usual).filter(|_| stroked && !has("<round>") && !has("<no-stroke>"))
}

/// The square in the place of a subpath, or of all coordinates of a `<line>`, that is a dot.
fn square(part: &[u16], pen: i32) -> Option<Vec<u16>> {
    let eos = part.iter().filter(|&&token| is(token, "<eos>"));
    let dot: Vec<u16> = part.iter().copied().filter(|&token| !is(token, "<eos>") && !is(token, "Z")).collect();
    let (lead, dot) = dot.split_at(dot.iter().take_while(|&&token| is(token, "M")).count());
    let &[x, y, third, fourth] = dot else { return None };
    let [left, top] = [steps(x)?, steps(y)?];
    let end = match steps(third) {
        Some(end) => (end, steps(fourth)?),
        None if is(third, "H") => (steps(fourth)?, top),
        None if is(third, "V") => (left, steps(fourth)?),
        None => return None,
    };
    if (end.0 - left).abs() + (end.1 - top).abs() > 1 {
        return None;
    }
    let start = left - pen / 2;
    let [start, end] = [number(start)?, number(start + pen)?];
    let way = if is_number(third) { [end, y] } else { [Vocabulary::v1().token("H")?, end] };
    Some(lead.iter().copied().chain([start, y]).chain(way).chain(eos.copied()).collect())
}

fn is(token: u16, name: &str) -> bool {
    Vocabulary::v1().name(token) == Some(name)
}

fn is_shape(token: u16) -> bool {
    ["<path>", "<circle>", "<ellipse>", "<rect>", "<line>"].into_iter().any(|shape| is(token, shape))
}

fn is_number(token: u16) -> bool {
    steps(token).is_some()
}

/// The steps of a number token.
fn steps(token: u16) -> Option<i32> {
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "numbers are -8 to 200 whole steps")]
    Vocabulary::v1().number(token).map(|value| (value * STEPS).round() as i32)
}

/// The token of that many steps.
fn number(count: i32) -> Option<u16> {
    let token = Vocabulary::v1().number_token(f64::from(count) / STEPS);
    (steps(token) == Some(count)).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::squared;
    use linocut_glyph::Vocabulary;

    #[track_caller]
    fn check(drawing: &str, expected: &str) {
        let vocabulary = Vocabulary::v1();
        let tokens: Vec<u16> = drawing.split(' ').map(|name| vocabulary.token(name).unwrap()).collect();
        let found = squared(&tokens);
        let names: Vec<&str> = found.iter().map(|&token| vocabulary.name(token).unwrap()).collect();
        assert_eq!(names.join(" "), expected);
        assert_eq!(squared(&found), found, "twice");
        assert!(vocabulary.decode(&found).is_ok());
    }

    #[test]
    fn makes_dots_of_cut_off_strokes_square() {
        check("<g:line-sharp> 2 <path> 13 20 H 13.125 Z <eos>", "<g:line-sharp> 2 <path> 12 20 H 14 <eos>");
        check(
            "<g:line-sharp> 1.5 <path> <stroke-width> 1 4 4 H 9 M 4 8 V 8.125 Z <circle> 5 5 1 <eos>",
            "<g:line-sharp> 1.5 <path> <stroke-width> 1 4 4 H 9 M 3.5 8 H 4.5 <circle> 5 5 1 <eos>",
        );
        check("<g:line-sharp> 1.5 <line> 9 9 9.125 9 <eos>", "<g:line-sharp> 1.5 <line> 8.25 9 9.75 9 <eos>");
        check(
            "<g:fill> <path> <no-fill> <stroke> 2 9 9 H 9.125 Z <eos>",
            "<g:fill> <path> <no-fill> <stroke> 2 8 9 H 10 <eos>",
        );
    }

    #[test]
    fn leaves_all_else() {
        for drawing in [
            "<g:line-round> 2 <path> 13 20 H 13.125 Z <eos>",
            "<g:line-sharp> 2 <path> 13 20 H 13.25 Z <eos>",
            "<g:line-sharp> 2 <path> 4 4 L 13 20 H 13.125 Z <eos>",
            "<g:line-sharp> 2 <path> <fill> <no-stroke> 4 4 H 4.125 Z <eos>",
            "<g:line-sharp> 4 <path> -1 4 H -0.875 Z <eos>",
            "<g:fill> <path> 9 9 H 9.125 Z <eos>",
            "<g:fill> <path> <stroke> 2 <round> 9 9 H 9.125 Z <eos>",
        ] {
            check(drawing, drawing);
        }
    }
}
