//! The one thing of EXIF that is part of a picture: which way is up.

use image::metadata::Orientation;

/// EXIF (big-endian TIFF) with the orientation and nothing else; `None` when
/// the picture stands as it is.
pub(super) fn orientation(orientation: Orientation) -> Option<Vec<u8>> {
    if orientation == Orientation::NoTransforms {
        return None;
    }
    // Head, then one directory: its count, one entry, and no directory after.
    let mut exif = b"MM\0\x2A\0\0\0\x08".to_vec();
    exif.extend([0, 1]);
    // Tag 0x0112, a SHORT, one of it, left-justified in its four bytes.
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1]);
    exif.extend([0, orientation.to_exif(), 0, 0]);
    exif.extend([0; 4]);
    Some(exif)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_which_way_is_up() {
        for value in 2..=8 {
            let up = Orientation::from_exif(value).unwrap();
            let exif = orientation(up).unwrap();
            assert_eq!(Orientation::from_exif_chunk(&exif), Some(up));
        }
        assert_eq!(orientation(Orientation::NoTransforms), None);
    }
}
