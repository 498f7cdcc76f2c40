//! Sizes in points, and pictures as points.

use std::fmt;

/// Width and height in points; neither is ever 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// Points from left to right.
    pub width: u32,
    /// Points from top to bottom.
    pub height: u32,
}

impl Size {
    /// A size; 0 counts as 1.
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            width: width.max(1),
            height: height.max(1),
        }
    }

    /// The largest size of this shape that fits into `bounds` and is not
    /// larger than this one.
    pub fn within(self, bounds: Self) -> Self {
        if self.width <= bounds.width && self.height <= bounds.height {
            return self;
        }
        let across = f64::from(bounds.width) / f64::from(self.width);
        let down = f64::from(bounds.height) / f64::from(self.height);
        let scale = across.min(down);
        let scaled = |side: u32| (f64::from(side) * scale).round() as u32;
        Self::new(scaled(self.width), scaled(self.height))
    }

    /// How many points that are.
    pub fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Lying on its side.
    pub fn turned(self) -> Self {
        Self::new(self.height, self.width)
    }
}

/// A picture: sRGB, 8 bits each of red, green, blue and opacity, rows from the
/// top. Colours are not multiplied by the opacity.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// How large it is.
    pub size: Size,
    /// 4 bytes a point.
    pub rgba: Vec<u8>,
}

impl fmt::Debug for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pixels").field(&self.size).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape_and_never_grows() {
        let photo = Size::new(4000, 3000);
        assert_eq!(photo.within(Size::new(800, 800)), Size::new(800, 600));
        assert_eq!(photo.within(Size::new(800, 300)), Size::new(400, 300));
        assert_eq!(photo.within(Size::new(9000, 9000)), photo);
        let line = Size::new(40_000, 1);
        assert_eq!(line.within(Size::new(400, 400)), Size::new(400, 1));
    }
}
