//! Rebuilding a file so that nothing is left in it but the picture.
//!
//! What a format can carry beside the picture has no end: places and cameras in
//! EXIF, XMP and IPTC, comments, small copies of what was cut away, whole films
//! behind the end. So nothing is searched for and removed. A new file is made of
//! the parts that are known to be the picture, and these are copied as they are,
//! so that no point changes. Which way is up is said anew, colour profiles are
//! rebuilt with the colour in them only.
//!
//! Not covered: what is in the points themselves, and bytes hidden on purpose
//! between the codes of compressed points.

mod exif;
mod gif;
mod jpeg;
mod png;
mod webp;

use image::{
    DynamicImage, ImageDecoder, ImageEncoder, codecs::png::PngEncoder, metadata::Orientation,
};

use crate::{Format, Info, PictureError, Pixels, Size, colour, decode, error::guarded};

/// A picture as it may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The new file.
    pub bytes: Vec<u8>,
    /// What it is: as before, or PNG.
    pub format: Format,
}

impl Cleaned {
    /// What it is to be called: nothing but its kind.
    pub fn name(&self) -> String {
        self.format.neutral_name()
    }
}

/// Rebuilds a file with nothing in it but the picture. PNG, JPEG, WebP and GIF
/// keep every point as it is; BMP and TIFF become PNG.
///
/// # Errors
///
/// When it cannot be read as a picture: as it is unknown what is in it, it can
/// only be sent as a file, with everything.
pub fn clean(bytes: &[u8]) -> Result<Cleaned, PictureError> {
    guarded(|| {
        let info = decode::inspect(bytes)?;
        let Info { format, .. } = info;
        let mut decoder = decode::decoder(format, bytes)?;
        let orientation = decoder.orientation()?;
        let profile = decoder.icc_profile().ok().flatten();
        let profile = profile.and_then(|profile| colour::rebuilt(&profile));
        let kept = Kept {
            orientation,
            profile,
        };
        let bytes = match format {
            Format::Jpeg => jpeg::rebuild(bytes, &kept)?,
            Format::Png => png::rebuild(bytes, &kept)?,
            Format::WebP => webp::rebuild(bytes, &kept)?,
            Format::Gif => gif::rebuild(bytes)?,
            Format::Bmp | Format::Tiff => {
                let bytes = as_png(decoder, kept)?;
                let format = Format::Png;
                return Ok(Cleaned { bytes, format });
            }
        };
        // Readers differ in what they let pass; ours has the last word.
        if decode::inspect(&bytes)? != info {
            return Err(PictureError::Broken);
        }
        // A damaged file may be unpacked by luck before and not after: what
        // cannot be seen is not sent as a picture.
        DynamicImage::from_decoder(decode::decoder(format, &bytes)?)?;
        Ok(Cleaned { bytes, format })
    })
}

/// What is said anew in the new file.
struct Kept {
    orientation: Orientation,
    profile: Option<Vec<u8>>,
}

impl Kept {
    /// As EXIF, when there is something to say.
    fn exif(&self) -> Option<Vec<u8>> {
        exif::orientation(self.orientation)
    }
}

fn as_png(decoder: Box<dyn ImageDecoder + '_>, kept: Kept) -> Result<Vec<u8>, PictureError> {
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(kept.orientation);
    let image = match image {
        DynamicImage::ImageRgb32F(_) => image.into_rgb16().into(),
        DynamicImage::ImageRgba32F(_) => image.into_rgba16().into(),
        other => other,
    };
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(profile) = kept.profile {
        // Without it, colours are as most programs would take them.
        let _ = encoder.set_icc_profile(profile);
    }
    encoder.write_image(
        image.as_bytes(),
        image.width(),
        image.height(),
        image.color().into(),
    )?;
    Ok(bytes)
}

/// A picture as a PNG, with nothing in it but the points.
///
/// # Errors
///
/// When its points are not as many as its size says.
pub fn encode_png(pixels: &Pixels) -> Result<Vec<u8>, PictureError> {
    let Size { width, height } = pixels.size;
    if pixels.rgba.len() as u64 != pixels.size.pixels() * 4 {
        return Err(PictureError::Broken);
    }
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    encoder.write_image(&pixels.rgba, width, height, image::ExtendedColorType::Rgba8)?;
    Ok(bytes)
}
