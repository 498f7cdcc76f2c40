//! Which kind of picture a file is, by what is in it and never by its name.

/// The kinds of pictures that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Portable Network Graphics, APNG among them.
    Png,
    /// JPEG, baseline and progressive.
    Jpeg,
    /// WebP, still and animated.
    WebP,
    /// GIF.
    Gif,
    /// Windows bitmaps.
    Bmp,
    /// TIFF.
    Tiff,
}

impl Format {
    /// How many bytes from the start [`Format::sniff`] looks at.
    pub const SNIFFED_BYTES: usize = 12;

    /// What the bytes at the start of a file say it is.
    pub fn sniff(start: &[u8]) -> Option<Self> {
        match start {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Self::Png),
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Self::WebP),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            // The bytes that follow are the file's size, and four that are 0.
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some(Self::Bmp),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Self::Tiff),
            _ => None,
        }
    }

    /// The ending that files of this kind have, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
        }
    }

    /// A name that says nothing but the kind: `picture.jpg`.
    pub fn neutral_name(self) -> String {
        format!("picture.{}", self.extension())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_shows_in_its_first_bytes() {
        for (start, format) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..], Some(Format::Png)),
            (b"\xFF\xD8\xFF\xE0", Some(Format::Jpeg)),
            (b"RIFF\x10\0\0\0WEBP", Some(Format::WebP)),
            (b"RIFF\x10\0\0\0WAVE", None),
            (b"GIF89a", Some(Format::Gif)),
            (b"GIF88a", None),
            (b"BM\x36\0\0\0\0\0\0\0", Some(Format::Bmp)),
            (b"BMW is a car", None),
            (b"II*\0", Some(Format::Tiff)),
            (b"<svg xmlns=", None),
            (b"", None),
        ] {
            assert_eq!(Format::sniff(start), format, "{start:?}");
        }
    }
}
