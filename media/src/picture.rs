//! Pictures: planar YUV with half the colour in both directions (I420).

use std::fmt;

use tincan_resample::picture::{self, Planes};
use yuv::BufferStoreMut;

/// Longest side of a picture, in pixels.
const MAX_SIDE: u16 = 1920;
/// Shortest side of a picture, in pixels.
const MIN_SIDE: u16 = 16;

/// Width and height in pixels that a call can carry: even, each side from 16
/// to 1920, and no more pixels than 1920×1088.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    width: u16,
    height: u16,
}

/// A size that no picture of a call has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{width}×{height} is no size for a picture in a call")]
pub struct UnfitSize {
    width: u32,
    height: u32,
}

impl Size {
    /// Checks width and height.
    ///
    /// # Errors
    /// When a side is odd, or too short or too long.
    pub const fn new(width: u32, height: u32) -> Result<Self, UnfitSize> {
        let long = MAX_SIDE as u32;
        let short = MIN_SIDE as u32;
        let fits = width >= short && height >= short && width <= long && height <= long;
        if !fits || width % 2 == 1 || height % 2 == 1 || width * height > long * 1088 {
            return Err(UnfitSize { width, height });
        }
        Ok(Self {
            width: width as u16,
            height: height as u16,
        })
    }

    /// Pixels from left to right.
    pub const fn width(self) -> usize {
        self.width as usize
    }

    /// Pixels from top to bottom.
    pub const fn height(self) -> usize {
        self.height as usize
    }

    /// Pixels in all.
    pub const fn pixels(self) -> usize {
        self.width() * self.height()
    }

    /// This size, shrunk in its own shape to at most `height` lines. Sides of a
    /// size are even, so the shape may be off by a pixel.
    pub fn within_lines(self, height: usize) -> Self {
        if self.height() <= height {
            return self;
        }
        let width = self.width() * height / self.height();
        let even = |side: usize| side.max(usize::from(MIN_SIDE)).next_multiple_of(2);
        Self {
            width: even(width).min(self.width()) as u16,
            height: even(height).min(self.height()) as u16,
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}×{}", self.width, self.height)
    }
}

/// One picture: a plane of brightness, then two of colour with half the width
/// and height each, all without padding. The planes always fit the size.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    size: Size,
    planes: Vec<u8>,
}

impl Picture {
    /// A black picture.
    pub fn black(size: Size) -> Self {
        let mut planes = vec![16; Self::bytes_of(size)];
        planes[size.pixels()..].fill(128);
        Self { size, planes }
    }

    /// A picture of these planes, one after the other; `None` when their length
    /// is not that of the size.
    pub fn from_planes(size: Size, planes: Vec<u8>) -> Option<Self> {
        (planes.len() == Self::bytes_of(size)).then_some(Self { size, planes })
    }

    /// A picture of pixels with blue, green, red and one byte more, with
    /// `stride` bytes from one row to the next; `None` when there are too few.
    pub(crate) fn from_bgrx(size: Size, pixels: &[u8], stride: usize) -> Option<Self> {
        let mut picture = Self::black(size);
        let (width, height) = (size.width() as u32, size.height() as u32);
        let (y, u, v) = picture.split_mut();
        let mut planar = yuv::YuvPlanarImageMut {
            y_plane: BufferStoreMut::Borrowed(y),
            y_stride: width,
            u_plane: BufferStoreMut::Borrowed(u),
            u_stride: width / 2,
            v_plane: BufferStoreMut::Borrowed(v),
            v_stride: width / 2,
            width,
            height,
        };
        let pixels = pixels.get(..stride * (size.height() - 1) + size.width() * 4)?;
        let (range, matrix) = (yuv::YuvRange::Limited, yuv::YuvStandardMatrix::Bt601);
        let mode = yuv::YuvConversionMode::Balanced;
        yuv::bgra_to_yuv420(&mut planar, pixels, stride as u32, range, matrix, mode).ok()?;
        Some(picture)
    }

    /// Bytes of a picture of this size.
    pub const fn bytes_of(size: Size) -> usize {
        size.pixels() + size.pixels() / 2
    }

    /// Its size.
    pub const fn size(&self) -> Size {
        self.size
    }

    /// All planes, one after the other.
    pub fn planes(&self) -> &[u8] {
        &self.planes
    }

    /// Brightness and the two colours.
    pub fn split(&self) -> (&[u8], &[u8], &[u8]) {
        let (y, colour) = self.planes.split_at(self.size.pixels());
        let (u, v) = colour.split_at(self.size.pixels() / 4);
        (y, u, v)
    }

    /// Brightness and the two colours, to be painted on.
    pub fn split_mut(&mut self) -> (&mut [u8], &mut [u8], &mut [u8]) {
        let (y, colour) = self.planes.split_at_mut(self.size.pixels());
        let (u, v) = colour.split_at_mut(self.size.pixels() / 4);
        (y, u, v)
    }

    /// Red, green, blue and 255 for each pixel, as a window draws it.
    pub fn to_rgba(&self) -> Vec<u8> {
        let (y_plane, u_plane, v_plane) = self.split();
        let (width, height) = (self.size.width() as u32, self.size.height() as u32);
        let planar = yuv::YuvPlanarImage {
            y_plane,
            y_stride: width,
            u_plane,
            u_stride: width / 2,
            v_plane,
            v_stride: width / 2,
            width,
            height,
        };
        let mut rgba = vec![255; self.size.pixels() * 4];
        let (range, matrix) = (yuv::YuvRange::Limited, yuv::YuvStandardMatrix::Bt601);
        if let Err(error) = yuv::yuv420_to_rgba(&planar, &mut rgba, width * 4, range, matrix) {
            tracing::error!(%error, "planes do not fit their picture");
        }
        rgba
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({})", self.size)
    }
}

/// Pixels of four bytes, shrunk to `to` without blurring letters; none when they
/// are not as many as `from` says.
pub(crate) fn shrink_bgrx(pixels: &[u8], from: (u32, u32), to: Size) -> Option<Vec<u8>> {
    let to = (to.width() as u32, to.height() as u32);
    picture::sharp(pixels, from, to).ok()
}

/// Shrinks and enlarges pictures; keeps what it computed for the next one.
#[derive(Default)]
pub struct Scaler(Planes);

impl Scaler {
    /// The picture in another size, stretched to its shape.
    pub fn scale(&mut self, picture: &Picture, size: Size) -> Picture {
        if picture.size() == size {
            return picture.clone();
        }
        let mut scaled = Picture::black(size);
        let (from, to) = (picture.size(), size);
        let (y, u, v) = picture.split();
        let (into_y, into_u, into_v) = scaled.split_mut();
        self.plane(
            y,
            (from.width(), from.height()),
            into_y,
            (to.width(), to.height()),
        );
        let from = (from.width() / 2, from.height() / 2);
        let to = (to.width() / 2, to.height() / 2);
        self.plane(u, from, into_u, to);
        self.plane(v, from, into_v, to);
        scaled
    }

    fn plane(&mut self, from: &[u8], a: (usize, usize), into: &mut [u8], b: (usize, usize)) {
        // Fails only on planes that do not fit, which a picture has not.
        if let Err(error) = self.0.scale(from, a, into, b) {
            tracing::error!(%error, "a picture was not scaled");
        }
    }
}

impl fmt::Debug for Scaler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scaler")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_even_and_bounded() {
        assert!(Size::new(640, 360).is_ok());
        assert!(Size::new(1920, 1088).is_ok() && Size::new(1088, 1920).is_ok());
        for (width, height) in [(641, 360), (14, 360), (1922, 360), (1920, 1920), (0, 0)] {
            let unfit = UnfitSize { width, height };
            assert_eq!(Size::new(width, height), Err(unfit));
        }
        assert!(Size::new(u32::MAX, u32::MAX).is_err());
    }

    #[test]
    fn a_size_shrinks_in_its_shape() {
        let full = Size::new(1280, 720).unwrap();
        assert_eq!(full.within_lines(360), Size::new(640, 360).unwrap());
        assert_eq!(full.within_lines(1080), full);
        let tall = Size::new(480, 854).unwrap();
        assert_eq!(tall.within_lines(180), Size::new(102, 180).unwrap());
    }

    #[test]
    fn colours_survive_scaling_and_painting() {
        let mut picture = Picture::black(Size::new(320, 180).unwrap());
        let (y, u, v) = picture.split_mut();
        y.fill(81);
        u.fill(90);
        v.fill(240);
        let small = Scaler::default().scale(&picture, Size::new(160, 90).unwrap());
        assert!(small.split().0.iter().all(|y| *y == 81));
        let rgba = small.to_rgba();
        assert!(
            rgba[0] > 250 && rgba[1] < 5 && rgba[2] < 5,
            "{:?}",
            &rgba[..4]
        );
        assert!(Picture::from_planes(small.size(), vec![0; 7]).is_none());
    }
}
