//! Any bytes as a raster file: decoding never panics, and what it gives keeps the limits.
#![no_main]

use linocut_core::Kind;
use linocut_raster::{Limits, decode};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { max_side: 4096, max_pixels: 1 << 20, ..Limits::default() };
    match decode(bytes, &limits) {
        Ok(raster) => {
            assert!(raster.width() <= limits.max_side && raster.height() <= limits.max_side);
            assert!(u64::from(raster.width()) * u64::from(raster.height()) <= limits.max_pixels);
        }
        Err(error) => assert_ne!(error.kind(), Kind::Bug, "{error}"),
    }
});
