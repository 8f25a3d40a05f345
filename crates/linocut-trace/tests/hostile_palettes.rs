//! Whatever a palette says, reading it ends, and what is read keeps to its ranges.
#![cfg(test)]

use linocut_core::{Kind, Result};
use linocut_trace::{PaletteRule, parse_palette, parse_swatches};
use proptest::prelude::*;

fn law(read: Result<Vec<PaletteRule>>) {
    match read {
        Ok(rules) => {
            assert!(rules.iter().filter_map(|r| r.tolerance).all(|t| (0.0..=1.0).contains(&t)), "{rules:?}");
        }
        Err(error) => assert_ne!(error.kind(), Kind::Bug, "{error}"),
    }
}

/// Parts that mean something in one of the formats.
fn part() -> impl Strategy<Value = Vec<u8>> {
    let known: [&[u8]; 16] = [
        b"ASEF\0\x01\0\0\0\0\0\x01",
        b"\0\x01\0\0\0\x22\0\x02\0a\0\0RGB ",
        b"GIMP Palette\n",
        b"JASC-PAL\n0100\n2\n",
        b"#e30613",
        b" -> ",
        b"none",
        b" ~ ",
        b"0.05",
        b"-1e400",
        b";",
        b"\n",
        b"227 6 19 Red\n",
        b"rgb(1,2,3)",
        b"spot",
        b"[\"#fff\"]",
    ];
    prop_oneof![
        4 => prop::sample::select(known.to_vec()).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn reading_ends(parts in prop::collection::vec(part(), 0..12)) {
        let bytes = parts.concat();
        law(parse_swatches(&bytes));
        law(parse_palette(&String::from_utf8_lossy(&bytes)));
    }
}
