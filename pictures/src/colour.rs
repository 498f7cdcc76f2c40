//! Colour profiles: read to show colours right, rebuilt to say nothing else.
//!
//! A profile (ICC.1) may carry the serial number of a screen, a date, names.
//! The colour in it is kept, whatever is not colour is not.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use crate::{Pixels, limits};

/// Where a profile says when it was made: 12 bytes, always the same in ours.
const MADE: std::ops::Range<usize> = 24..36;
/// The first of January 2000, midnight.
const SOME_DAY: [u8; 12] = [0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];

fn read(profile: &[u8]) -> Option<ColorProfile> {
    if profile.len() > limits::PROFILE_BYTES {
        return None;
    }
    ColorProfile::new_from_slice(profile).ok()
}

/// Turns what `profile` means into sRGB. A profile that cannot be read or is
/// not about red, green and blue changes nothing, as everywhere.
pub(crate) fn to_srgb(profile: &[u8], pixels: &mut Pixels) {
    let Some(from) = read(profile).filter(|from| from.color_space == DataColorSpace::Rgb) else {
        return;
    };
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = from.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options)
    else {
        return;
    };
    let mut converted = vec![0; pixels.rgba.len()];
    if transform.transform(&pixels.rgba, &mut converted).is_ok() {
        pixels.rgba = converted;
    }
}

/// The same colours and nothing else; `None` when it cannot be read.
pub(crate) fn rebuilt(profile: &[u8]) -> Option<Vec<u8>> {
    let mut profile = read(profile)?;
    profile.copyright = None;
    profile.description = None;
    profile.device_manufacturer = None;
    profile.device_model = None;
    profile.char_target = None;
    profile.viewing_conditions = None;
    profile.viewing_conditions_description = None;
    profile.measurement = None;
    profile.luminance = None;
    profile.technology = None;
    profile.calibration_date = None;
    let mut bytes = profile.encode().ok()?;
    bytes.get_mut(MADE)?.copy_from_slice(&SOME_DAY);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Size;

    #[test]
    fn a_rebuilt_profile_means_the_same_colours() {
        let original = ColorProfile::new_adobe_rgb().encode().unwrap();
        let rebuilt = rebuilt(&original).unwrap();
        let green = |profile: &[u8]| {
            let mut pixels = Pixels {
                size: Size::new(1, 1),
                rgba: vec![100, 200, 100, 255],
            };
            to_srgb(profile, &mut pixels);
            pixels.rgba
        };
        assert_ne!(green(&rebuilt), [100, 200, 100, 255]);
        assert_eq!(green(&rebuilt), green(&original));
        assert_eq!(super::rebuilt(b"not a profile"), None);
    }
}
