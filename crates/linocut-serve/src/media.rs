//! What sort of content bytes are, by what they begin with.

use serde::de::IgnoredAny;

/// How far into a file its root element may stand, in bytes: behind a declaration and a comment or two.
const LOOK: usize = 4096;

/// A sort of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    Png,
    Jpeg,
    Gif,
    WebP,
    Bmp,
    Tiff,
    Svg,
    Pdf,
    Json,
    Text,
    Bytes,
}

impl Media {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        const SIGNS: [(&[u8], Media); 7] = [
            (b"%PDF-", Media::Pdf),
            (b"\x89PNG\r\n\x1a\n", Media::Png),
            (b"\xff\xd8\xff", Media::Jpeg),
            (b"GIF8", Media::Gif),
            (b"BM", Media::Bmp),
            (b"II*\0", Media::Tiff),
            (b"MM\0*", Media::Tiff),
        ];
        if let Some((_, media)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
            return *media;
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Self::WebP;
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return Self::Bytes };
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let head = text.get(..text.floor_char_boundary(LOOK)).unwrap_or(text);
        if text.starts_with('<') && head.contains("<svg") {
            return Self::Svg;
        }
        let json = text.starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok();
        if json { Self::Json } else { Self::Text }
    }

    /// The sort called `name`.
    pub(crate) fn named(name: &str) -> Self {
        const ALL: [Media; 10] = [
            Media::Png,
            Media::Jpeg,
            Media::Gif,
            Media::WebP,
            Media::Bmp,
            Media::Tiff,
            Media::Svg,
            Media::Pdf,
            Media::Json,
            Media::Text,
        ];
        ALL.into_iter().find(|media| media.name() == name).unwrap_or(Self::Bytes)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Bmp => "image/bmp",
            Self::Tiff => "image/tiff",
            Self::Svg => "image/svg+xml",
            Self::Pdf => "application/pdf",
            Self::Json => "application/json",
            Self::Text => "text/plain; charset=utf-8",
            Self::Bytes => "application/octet-stream",
        }
    }

    /// How names of files of this sort end.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Json => "json",
            Self::Text => "txt",
            Self::Bytes => "bin",
        }
    }

    /// Whether it can be looked at.
    pub(crate) const fn is_picture(self) -> bool {
        match self {
            Self::Png | Self::Jpeg | Self::Gif | Self::WebP | Self::Bmp | Self::Tiff | Self::Svg => true,
            Self::Pdf | Self::Json | Self::Text | Self::Bytes => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Media;

    #[test]
    fn tells_content_by_its_beginning() {
        for (bytes, media) in [
            (b"\x89PNG\r\n\x1a\n...".as_slice(), Media::Png),
            (b"RIFF\0\0\0\0WEBPVP8", Media::WebP),
            (b"\xef\xbb\xbf <?xml version=\"1.0\"?><!-- a --><svg/>", Media::Svg),
            (b"<html><p>no svg</p></html>", Media::Text),
            (b"{\"a\": 1}", Media::Json),
            (b"{not json", Media::Text),
            (b"flowchart TD", Media::Text),
            (b"\xfe\xff\x00", Media::Bytes),
        ] {
            assert_eq!(Media::named(media.name()), media);
            assert_eq!(Media::of(bytes), media, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
