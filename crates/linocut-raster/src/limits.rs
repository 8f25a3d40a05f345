//! How much a file may ask for.

use linocut_core::{Error, Kind, Result};

/// Pixels that any file may declare, however small it is: a blank 2048 × 2048 picture is about 100 bytes as WebP.
const FREE_PIXELS: u64 = 4 << 20;

/// Bytes of memory a file earns per byte of its own, on top of [`Limits::max_memory`].
///
/// A camera's 60-megapixel JPEG has 10 MB or more and gets what it needs; a flood of 1 MB gains 8 MiB.
const MEMORY_PER_BYTE: u64 = 8;

/// How much a raster file may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest file, in bytes. Default: 256 MiB, an uncompressed picture of `max_pixels`.
    pub max_bytes: u64,
    /// Longest side, in pixels. Default: 32,768.
    pub max_side: u32,
    /// Largest area, in pixels. Default: 64 Mpx, or 67,108,864: a square of 8,192.
    pub max_pixels: u64,
    /// Pixels a file may declare for each byte it has, once it declares more than 4 Mpx. Default: 1,000.
    ///
    /// Deflate cannot do better than 1,032 samples a byte, so a file beyond this is blank or a trap.
    /// Only blank pictures of one bit a pixel, and blank WebP, are refused without need.
    pub pixels_per_byte: u64,
    /// Memory for decoding, in bytes: the decoder's own and the picture's 4 bytes a pixel. Default: 480 MiB.
    ///
    /// Each byte of the file adds 8 bytes to it, so that large honest files fit and small traps do not.
    pub max_memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 256 << 20,
            max_side: 32_768,
            max_pixels: 64 << 20,
            pixels_per_byte: 1_000,
            max_memory: 480 << 20,
        }
    }
}

impl Limits {
    /// Memory that decoding a file of `file_bytes` may take, in bytes.
    pub(crate) fn memory(&self, file_bytes: u64) -> u64 {
        self.max_memory.saturating_add(file_bytes.saturating_mul(MEMORY_PER_BYTE))
    }

    /// Passes a file that is not too long.
    pub(crate) fn check_file(&self, file_bytes: u64) -> Result<()> {
        if file_bytes <= self.max_bytes {
            return Ok(());
        }
        let sentence = format!("file is larger than {} MiB", mib(self.max_bytes));
        Err(Error::new(Kind::Limit, sentence).hinted("save it as PNG, or scale it down"))
    }

    /// Passes a picture of `width × height` pixels declared by a file of `file_bytes`.
    pub(crate) fn check_size(&self, (width, height): (u32, u32), file_bytes: u64) -> Result<()> {
        if width == 0 || height == 0 {
            return Err(Error::new(Kind::Input, format!("picture is empty: {width} × {height} pixels")));
        }
        let pixels = u64::from(width) * u64::from(height);
        let earned = file_bytes.saturating_mul(self.pixels_per_byte).max(FREE_PIXELS);
        let reason = if width.max(height) > self.max_side {
            format!("at most {} pixels a side are read", self.max_side)
        } else if pixels > self.max_pixels {
            format!("at most {} megapixels are read", self.max_pixels >> 20)
        } else if pixels > earned {
            format!("more than {file_bytes} bytes can honestly hold")
        } else {
            return Ok(());
        };
        Err(too_large((width, height), &reason))
    }

    /// Passes a picture whose decoding takes `bytes_per_pixel`.
    pub(crate) fn check_memory(
        &self,
        (width, height): (u32, u32),
        bytes_per_pixel: u64,
        file_bytes: u64,
    ) -> Result<()> {
        let needed = (u64::from(width) * u64::from(height)).saturating_mul(bytes_per_pixel);
        let allowed = self.memory(file_bytes);
        if needed <= allowed {
            return Ok(());
        }
        let reason = format!("decoding takes {} MiB of memory, {} MiB are allowed", mib(needed), mib(allowed));
        Err(too_large((width, height), &reason))
    }
}

fn too_large((width, height): (u32, u32), reason: &str) -> Error {
    Error::new(Kind::Limit, format!("picture declares {width} × {height} pixels, {reason}"))
        .hinted("scale the picture down first; 2,048 pixels a side are plenty for tracing")
}

fn mib(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}
