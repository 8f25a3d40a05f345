//! Both vocabularies against the golden values of their models, and random walks through both grammars.
#![cfg(test)]

use linocut_core::Kind;
use linocut_glyph::{Vocabulary, Walk};
use serde_json::Value;

const V0: &[u8] = include_bytes!("../../../models/icon/vocab.json");
const TINY: &[u8] = include_bytes!("../../../models/tiny/vocab.json");
const V0_GOLDEN: &str = include_str!("../../../models/icon/golden.json");
const TINY_GOLDEN: &str = include_str!("../../../models/tiny/golden.json");

#[track_caller]
fn check(vocabulary: &Vocabulary, golden: &str, list: &str, count: usize) {
    let golden: Value = serde_json::from_str(golden).unwrap();
    let entries = golden[list].as_array().unwrap();
    assert_eq!(entries.len(), count);
    for entry in entries {
        let tokens: Vec<u16> = serde_json::from_value(entry["tokens"].clone()).unwrap();
        assert_eq!(vocabulary.decode(&tokens).unwrap(), entry["svg"].as_str().unwrap());
    }
}

#[test]
fn decodes_golden_drawings_byte_for_byte() {
    check(Vocabulary::v1(), TINY_GOLDEN, "decode", 36);
    check(&Vocabulary::parse(TINY).unwrap(), TINY_GOLDEN, "lm", 20);
    check(&Vocabulary::parse(V0).unwrap(), V0_GOLDEN, "lm", 20);
}

#[test]
fn reads_sizes_and_their_defaults() {
    let sizes = |v: &Vocabulary| {
        (v.version(), v.text_offset(), v.vocab_size(), v.max_text(), v.clip_text_max(), v.max_draw(), v.max_context())
    };
    let v0 = Vocabulary::parse(V0).unwrap();
    assert_eq!(sizes(&v0), (0, 887, 3968, 24, 12, 448, 512));
    assert_eq!(sizes(Vocabulary::v1()), (1, 884, 4992, 24, 16, 448, 512));
    assert_eq!(Vocabulary::v1().sets().len(), 102);
    assert!(v0.sets().iter().any(|set| set == "lucide"));
}

#[test]
fn maps_numbers_and_colors_to_tokens_and_back() {
    for vocabulary in [&Vocabulary::parse(V0).unwrap(), Vocabulary::v1()] {
        for (value, nearest) in [(12.0, 12.0), (-7.0, -1.0), (99.0, 25.0), (3.19, 3.25), (f64::NAN, -1.0)] {
            assert_eq!(vocabulary.number(vocabulary.number_token(value)), Some(nearest));
        }
        for (color, nearest) in [("#000", "#000"), ("#fff", "#fff"), ("#f03040", "#f33"), ("#121212", "#111")] {
            let rgba = linocut_core::Rgba::from_hex(color).unwrap();
            assert_eq!(vocabulary.color(vocabulary.color_token(rgba)).unwrap().to_string(), nearest);
        }
        assert_eq!(vocabulary.number(0), None);
        assert_eq!(vocabulary.color(u16::MAX), None);
    }
}

#[test]
fn refuses_illegal_and_unfinished_drawings() {
    let v1 = Vocabulary::v1();
    let circle = [24, 29, 163, 163, 100];
    assert_eq!(v1.decode(&circle).unwrap_err().kind(), Kind::Input);
    assert_eq!(
        v1.decode(&[24, 29, 28]).unwrap_err().to_string(),
        "token 2: <path> (28) is not legal in state fill.circle.attr"
    );
    assert_eq!(v1.decode(&[24, 29, 65535]).unwrap_err().kind(), Kind::Input);
    assert_eq!(v1.decode(&[]).unwrap_err().kind(), Kind::Input);
}

#[test]
fn refuses_damaged_files() {
    let text = String::from_utf8(TINY.to_vec()).unwrap();
    for (good, bad) in [
        (r#""accept":184"#, r#""accept":185"#),
        (r#""dist":6"#, r#""dist":1"#),
        (r#""num":[[59,268]]"#, r#""num":[[59,885]]"#),
        (r#""num":[[59,268]]"#, r#""num":[[39,268]]"#),
        (r#"["num",39,"#, r#"["num",399,"#),
        (r#"["num",39,"#, r#"["nut",39,"#),
        (r#""num0":59"#, r#""num0":800"#),
        (r#""col0":268"#, r#""col0":267"#),
        (r#""vocab_size":4992"#, r#""vocab_size":900"#),
        (r#""text_offset":884"#, r#""text_offset":800"#),
        (r#"{"num0""#, r#"["num0""#),
    ] {
        let compact: String = text.replace(": ", ":").replace(", ", ",");
        assert!(Vocabulary::parse(compact.as_bytes()).is_ok());
        let damaged = compact.replacen(good, bad, 1);
        assert_ne!(damaged, compact, "{good}");
        assert_eq!(Vocabulary::parse(damaged.as_bytes()).unwrap_err().kind(), Kind::Input, "{bad}");
    }
    for cut in [0, 1, 100, TINY.len() / 2, TINY.len() - 1] {
        assert!(Vocabulary::parse(&TINY[..cut]).is_err());
    }
}

/// A small generator of well-mixed numbers (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % end
    }
}

/// Draws with a random budget; every construct is as likely as every other.
fn wander(mut walk: Walk<'_>, dice: &mut Dice) -> String {
    let budget = walk.least() + dice.below(200);
    for left in (1..=budget).rev() {
        let legal = walk.legal(left);
        assert!(legal.iter().zip(legal.iter().skip(1)).all(|(one, next)| one.end <= next.start));
        let range = legal[dice.below(legal.len())].clone();
        let token = range.start + u16::try_from(dice.below(range.len())).unwrap();
        walk.push(token).unwrap();
        if walk.done() {
            break;
        }
    }
    assert!(walk.done(), "not closed within {budget} tokens: {}", walk.svg());
    walk.svg().to_owned()
}

#[test]
fn random_walks_end_in_time_and_read_as_svg() {
    for vocabulary in [&Vocabulary::parse(V0).unwrap(), Vocabulary::v1()] {
        let mut dice = Dice(7);
        for _ in 0..150 {
            let svg = wander(vocabulary.walk(), &mut dice);
            let limits = linocut_svg::Limits::default();
            let read = linocut_svg::read(svg.as_bytes(), &limits).unwrap();
            let safe = linocut_svg::sanitize(svg.as_bytes(), &limits).unwrap();
            assert_eq!(linocut_svg::read(safe.value.as_bytes(), &limits).unwrap(), read, "{svg}");
            assert_eq!(read.warnings, Vec::<String>::new(), "{svg}");
            assert!(read.value.shapes().count() > 0, "{svg}");
        }
    }
}

#[test]
fn closes_at_once_when_nothing_is_left() {
    let walk = Vocabulary::v1().walk();
    assert_eq!(walk.least(), 6);
    assert_eq!(walk.legal(5), []);
    assert_eq!(walk.legal(6).into_iter().flatten().collect::<Vec<_>>(), [24]);
    assert_eq!(walk.legal(7).iter().map(ExactSizeIterator::len).sum::<usize>(), 4);
}

#[test]
fn refuses_sizes_that_no_model_has() {
    let with = |name: &str, size: u64| {
        let mut file: Value = serde_json::from_slice(TINY).unwrap();
        file[name] = size.into();
        Vocabulary::parse(file.to_string().as_bytes())
    };
    let refused = [
        ("max_context", 0, "max_context is 0, 16 to 8192 wanted"),
        ("max_context", 1 << 31, "max_context is 2147483648, 16 to 8192 wanted"),
        ("max_context", 447, "max_draw is 448, 1 to 447 wanted"),
        ("max_text", 0, "max_text is 0, 1 to 512 wanted"),
        ("clip_text_max", 513, "clip_text_max is 513, 1 to 512 wanted"),
        ("max_draw", 1 << 40, "max_draw is 1099511627776, 1 to 512 wanted"),
    ];
    for (name, size, sentence) in refused {
        let error = with(name, size).unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (Kind::Input, format!("vocabulary: {sentence}")));
    }
    assert_eq!(with("max_context", 8192).unwrap().max_context(), 8192);
}
