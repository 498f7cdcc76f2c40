//! From one size to another. Sizes are width and height, in points.

use std::fmt;

use fast_image_resize::{
    FilterType, ImageBufferError, PixelType, ResizeAlg, ResizeError, ResizeOptions, Resizer,
    images::{Image, ImageRef},
};

/// A picture that was not scaled: it is not as large as its size says, or empty.
#[derive(Debug, thiserror::Error)]
pub enum NotScaled {
    /// The bytes do not fit the size.
    #[error(transparent)]
    Bytes(#[from] ImageBufferError),
    /// The sizes do not fit each other.
    #[error(transparent)]
    Sizes(#[from] ResizeError),
}

/// Scales planes of one byte a point; keeps what it computed for the next one.
#[derive(Default)]
pub struct Planes(Resizer);

impl Planes {
    /// `from` in another size, bilinear, stretched to its shape.
    ///
    /// # Errors
    /// When one of the two is not as large as its size says.
    pub fn scale(
        &mut self,
        from: &[u8],
        (width, height): (usize, usize),
        into: &mut [u8],
        (to_width, to_height): (usize, usize),
    ) -> Result<(), NotScaled> {
        let source = ImageRef::new(width as u32, height as u32, from, PixelType::U8)?;
        let (to_width, to_height) = (to_width as u32, to_height as u32);
        let mut target = Image::from_slice_u8(to_width, to_height, into, PixelType::U8)?;
        let bilinear = ResizeAlg::Convolution(FilterType::Bilinear);
        let options = ResizeOptions::new().resize_alg(bilinear);
        Ok(self.0.resize(&source, &mut target, &options)?)
    }
}

impl fmt::Debug for Planes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Planes")
    }
}

/// Points of four bytes each in another size, without blurring letters (Catmull and
/// Rom's spline).
///
/// # Errors
/// When there are not as many bytes as the size says.
pub fn sharp(bytes: &[u8], from: (u32, u32), to: (u32, u32)) -> Result<Vec<u8>, NotScaled> {
    let source = ImageRef::new(from.0, from.1, bytes, PixelType::U8x4)?;
    let mut target = Image::new(to.0, to.1, PixelType::U8x4);
    let filter = ResizeAlg::Convolution(FilterType::CatmullRom);
    let options = ResizeOptions::new().resize_alg(filter).use_alpha(false);
    Resizer::new().resize(&source, &mut target, &options)?;
    Ok(target.into_vec())
}

/// Points of four 16-bit numbers each, as the machine writes them, in another size
/// (Lanczos, 3 lobes). Only the first `used` points across and down count, and of
/// the last of them perhaps a part.
///
/// # Errors
/// When there are not as many bytes as the size says, or fewer points than are used.
pub fn lanczos(
    bytes: Vec<u8>,
    from: (u32, u32),
    used: (f64, f64),
    to: (u32, u32),
) -> Result<Vec<u8>, NotScaled> {
    let source = Image::from_vec_u8(from.0, from.1, bytes, PixelType::U16x4)?;
    let mut target = Image::new(to.0, to.1, PixelType::U16x4);
    let filter = ResizeAlg::Convolution(FilterType::Lanczos3);
    let options = ResizeOptions::new().resize_alg(filter).use_alpha(false);
    let options = options.crop(0.0, 0.0, used.0, used.1);
    Resizer::new().resize(&source, &mut target, &options)?;
    Ok(target.into_vec())
}
