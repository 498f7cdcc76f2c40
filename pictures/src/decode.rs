//! From a file to points.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, Limits,
    codecs::{
        bmp::BmpDecoder, gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, tiff::TiffDecoder,
        webp::WebPDecoder,
    },
    metadata::Orientation,
};

use crate::{
    Format, PictureError, Pixels, Size, colour,
    error::guarded,
    limits,
    parts::{gif, jpeg, png, webp},
    scale::scale,
};

/// What a file is, before it is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// Its kind.
    pub format: Format,
    /// Its size as it is to be seen: the right way up.
    pub size: Size,
    /// Whether it moves and is small enough to be played.
    pub animated: bool,
}

/// What kind of picture a file is and how large, without unpacking it.
///
/// # Errors
///
/// When [`decode`] would not take it either, as far as can be seen from its
/// parts.
pub fn inspect(bytes: &[u8]) -> Result<Info, PictureError> {
    guarded(|| {
        let (format, frames) = survey(bytes)?;
        let mut decoder = decoder(format, bytes)?;
        let (width, height) = decoder.dimensions();
        let size = Size::new(width, height);
        Ok(Info {
            format,
            size: upright(size, decoder.orientation()?),
            animated: frames > 1 && size.pixels() <= limits::FRAME_PIXELS,
        })
    })
}

/// Unpacks a picture, the first frame of one that moves, to the largest size
/// that fits into `within`: the right way up, in sRGB.
///
/// # Errors
///
/// When it is not a picture, is damaged, or asks for more than [`limits`] give.
pub fn decode(bytes: &[u8], within: Size) -> Result<Pixels, PictureError> {
    guarded(|| {
        let (format, _) = survey(bytes)?;
        let mut decoder = decoder(format, bytes)?;
        let orientation = decoder.orientation()?;
        let profile = decoder.icc_profile().ok().flatten();
        let image = DynamicImage::from_decoder(decoder)?;
        let size = Size::new(image.width(), image.height());
        let to = upright(upright(size, orientation).within(within), orientation);
        let mut pixels = turn(scale(image, to)?, orientation)?;
        if let Some(profile) = profile {
            colour::to_srgb(&profile, &mut pixels);
        }
        Ok(pixels)
    })
}

/// The kind of a file and its frames, after a look at its parts.
pub(crate) fn survey(bytes: &[u8]) -> Result<(Format, u32), PictureError> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(PictureError::FileTooLarge);
    }
    let format = Format::sniff(bytes).ok_or(PictureError::NotAPicture)?;
    let frames = match format {
        Format::Png => png::frames(&png::chunks(bytes)?),
        Format::Jpeg => jpeg::segments(bytes).map(|_| 1)?,
        Format::WebP => webp::frames(&webp::chunks(bytes)?),
        Format::Gif => gif::read(bytes)?.frames(),
        Format::Bmp | Format::Tiff => 1,
    };
    Ok((format, frames))
}

/// Bounds for a decoder that puts `unpacked` bytes where we say, and may hold
/// some for itself.
pub(crate) fn bounds(unpacked: u64) -> Limits {
    let mut bounds = Limits::no_limits();
    bounds.max_image_width = Some(limits::SIDE);
    bounds.max_image_height = Some(limits::SIDE);
    bounds.max_alloc = Some(unpacked + limits::DECODER_BYTES);
    bounds
}

/// A decoder for a file that was surveyed, which has not unpacked anything and
/// will not unpack too much.
pub(crate) fn decoder(
    format: Format,
    bytes: &[u8],
) -> Result<Box<dyn ImageDecoder + '_>, PictureError> {
    let input = Cursor::new(bytes);
    let mut decoder: Box<dyn ImageDecoder> = match format {
        Format::Png => Box::new(PngDecoder::with_limits(input, bounds(0))?),
        Format::Jpeg => Box::new(JpegDecoder::new(input)?),
        Format::WebP => Box::new(WebPDecoder::new(input)?),
        Format::Gif => Box::new(GifDecoder::new(input)?),
        Format::Bmp => Box::new(BmpDecoder::new(input)?),
        Format::Tiff => Box::new(TiffDecoder::new(input)?),
    };
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Broken);
    }
    let size = Size::new(width, height);
    let fits = size.pixels() <= limits::PIXELS && decoder.total_bytes() <= limits::DECODED_BYTES;
    if !fits || width > limits::SIDE || height > limits::SIDE {
        return Err(PictureError::TooManyPixels(size));
    }
    decoder.set_limits(bounds(decoder.total_bytes()))?;
    Ok(decoder)
}

/// How a picture of `size` lies once it is turned the right way up; and back.
fn upright(size: Size, orientation: Orientation) -> Size {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => size.turned(),
        _ => size,
    }
}

fn turn(pixels: Pixels, orientation: Orientation) -> Result<Pixels, PictureError> {
    if orientation == Orientation::NoTransforms {
        return Ok(pixels);
    }
    let Size { width, height } = pixels.size;
    let image = image::RgbaImage::from_raw(width, height, pixels.rgba);
    let mut image = DynamicImage::from(image.ok_or(PictureError::Broken)?);
    image.apply_orientation(orientation);
    Ok(Pixels {
        size: Size::new(image.width(), image.height()),
        rgba: image.into_rgba8().into_raw(),
    })
}
