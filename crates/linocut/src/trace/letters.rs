//! The letters of the captions, as dots.

/// Side of a dot, in pixels.
const DOT: u32 = 2;
/// Rows of a letter.
const ROWS: u32 = 7;
/// Height of a line, in pixels.
pub(crate) const LINE: u32 = ROWS * DOT;

/// Each letter that captions need, other letters are blank: seven rows of five dots, the leftmost dot in the highest of five bits.
const LETTERS: [(char, [u8; 7]); 13] = [
    ('c', [0, 0, 0b01110, 0b10000, 0b10000, 0b10000, 0b01110]),
    ('d', [0b00001, 0b00001, 0b01111, 0b10001, 0b10001, 0b10001, 0b01111]),
    ('e', [0, 0, 0b01110, 0b10001, 0b11111, 0b10000, 0b01110]),
    ('f', [0b00110, 0b01000, 0b11100, 0b01000, 0b01000, 0b01000, 0b01000]),
    ('i', [0b00100, 0, 0b01100, 0b00100, 0b00100, 0b00100, 0b01110]),
    ('l', [0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110]),
    ('n', [0, 0, 0b11110, 0b10001, 0b10001, 0b10001, 0b10001]),
    ('o', [0, 0, 0b01110, 0b10001, 0b10001, 0b10001, 0b01110]),
    ('p', [0, 0, 0b11110, 0b10001, 0b11110, 0b10000, 0b10000]),
    ('r', [0, 0, 0b10110, 0b11000, 0b10000, 0b10000, 0b10000]),
    ('s', [0, 0, 0b01111, 0b10000, 0b01110, 0b00001, 0b11110]),
    ('t', [0b01000, 0b01000, 0b11100, 0b01000, 0b01000, 0b01000, 0b00110]),
    ('u', [0, 0, 0b10001, 0b10001, 0b10001, 0b10001, 0b01111]),
];

/// Calls `ink` for every pixel of `text`, from the top left.
pub(crate) fn draw(text: &str, mut ink: impl FnMut(u32, u32)) {
    for (letter, left) in text.chars().zip((0_u32..).step_by(6)) {
        let rows = LETTERS.iter().find(|(name, _)| *name == letter).map_or([0; 7], |(_, rows)| *rows);
        for (row, y) in rows.into_iter().zip(0_u32..) {
            for x in (0..5).filter(|x| row & (16 >> x) != 0) {
                dot((left + x) * DOT, y * DOT, &mut ink);
            }
        }
    }
}

fn dot(left: u32, top: u32, ink: &mut impl FnMut(u32, u32)) {
    for (x, y) in (0..DOT).flat_map(|y| (0..DOT).map(move |x| (x, y))) {
        ink(left + x, top + y);
    }
}
