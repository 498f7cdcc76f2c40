//! A picture out of memory that the desktop shares with us. It says where the
//! picture is in there, and that is looked at before it is believed.

use super::{Raw, turn::Turn};

/// Longest side, in pixels.
pub(super) const MOST: u32 = 16_384;
/// Most pixels; larger than any desktop, small enough to be held a few times.
const MOST_PIXELS: u64 = 1 << 26;

/// Which colour comes first. Each pixel has 4 bytes, of which the last is nothing
/// or an alpha that is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Blue, green, red.
    Bgr,
    /// Red, green, blue.
    Rgb,
}

/// What pictures are like from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) order: Order,
}

/// A part of the picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Crop {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Crop {
    /// This part, when it is one.
    fn within(self, format: Format) -> Option<(u64, u64, u64, u64)> {
        let (left, top) = (
            u64::try_from(self.left).ok()?,
            u64::try_from(self.top).ok()?,
        );
        let (width, height) = (u64::from(self.width), u64::from(self.height));
        let fits = left + width <= u64::from(format.width)
            && top + height <= u64::from(format.height)
            && width > 0
            && height > 0;
        fits.then_some((left, top, width, height))
    }
}

/// Where a picture is in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Bytes before it.
    pub(super) offset: u32,
    /// Bytes from one row to the next; 0 when there is nothing between them.
    pub(super) stride: i32,
    /// What of it is meant: the part that a window covers, say.
    pub(super) crop: Option<Crop>,
    /// How it lies there.
    pub(super) turn: Turn,
}

/// The picture, unless the memory does not hold all of it.
pub(super) fn copy(memory: &[u8], format: Format, place: Place) -> Option<Raw> {
    let (width, height) = (u64::from(format.width), u64::from(format.height));
    let usual = 1..=u64::from(MOST);
    if !usual.contains(&width) || !usual.contains(&height) || width * height > MOST_PIXELS {
        return None;
    }
    let stride = match place.stride {
        0 => width * 4,
        stride => u64::try_from(stride).ok().filter(|it| *it >= width * 4)?,
    };
    let crop = place.crop.and_then(|crop| crop.within(format));
    let (left, top, width, height) = crop.unwrap_or((0, 0, width, height));
    let first = u64::from(place.offset) + top * stride + left * 4;
    let end = first + (height - 1) * stride + width * 4;
    let within = memory.get(usize::try_from(first).ok()?..usize::try_from(end).ok()?)?;
    // None of them is larger than was looked for above.
    let (size, stride) = ((width as u32, height as u32), stride as usize);
    let (mut bytes, width, height) = place.turn.undone(within, size, stride)?;
    if format.order == Order::Rgb {
        for pixel in bytes.as_chunks_mut::<4>().0 {
            pixel.swap(0, 2);
        }
    }
    Some(Raw {
        bytes,
        width,
        height,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BARE: Place = Place {
        offset: 0,
        stride: 0,
        crop: None,
        turn: Turn::NONE,
    };

    fn format(width: u32, height: u32, order: Order) -> Format {
        Format {
            width,
            height,
            order,
        }
    }

    #[test]
    fn rows_are_found_behind_what_is_before_and_between_them() {
        // 3 bytes before, then rows of 2 pixels and 4 bytes of padding.
        let mut memory = vec![9; 3];
        for row in 0..3 {
            memory.extend([row, 1, 2, 0, row, 3, 4, 0, 9, 9, 9, 9]);
        }
        memory.truncate(3 + 2 * 12 + 8);
        let place = Place {
            offset: 3,
            stride: 12,
            ..BARE
        };
        let raw = copy(&memory, format(2, 3, Order::Bgr), place).unwrap();
        assert_eq!((raw.width, raw.height), (2, 3));
        assert_eq!(raw.bytes[8..16], [1, 1, 2, 0, 1, 3, 4, 0]);
        let turned = copy(&memory, format(2, 3, Order::Rgb), place).unwrap();
        assert_eq!(turned.bytes[8..16], [2, 1, 1, 0, 4, 3, 1, 0]);
        // The last row is one byte short.
        assert_eq!(copy(&memory[..34], format(2, 3, Order::Bgr), place), None);
        let part = Crop {
            left: 1,
            top: 1,
            width: 1,
            height: 2,
        };
        let cropped = Place {
            crop: Some(part),
            ..place
        };
        let raw = copy(&memory, format(2, 3, Order::Bgr), cropped).unwrap();
        assert_eq!((raw.width, raw.height), (1, 2));
        assert_eq!(raw.bytes, [1, 3, 4, 0, 2, 3, 4, 0]);
    }

    #[test]
    fn what_cannot_be_is_no_picture() {
        let memory = vec![0; 64];
        let wide = format(4, 4, Order::Bgr);
        for stride in [-16, 15, i32::MIN, i32::MAX, 17] {
            assert_eq!(copy(&memory, wide, Place { stride, ..BARE }), None);
        }
        for offset in [1, u32::MAX] {
            assert_eq!(copy(&memory, wide, Place { offset, ..BARE }), None);
        }
        for (width, height) in [(0, 4), (4, 0), (u32::MAX, 1), (MOST, MOST)] {
            let format = format(width, height, Order::Bgr);
            assert_eq!(copy(&memory, format, BARE), None);
        }
        assert_eq!(copy(&memory, wide, BARE).unwrap().bytes, memory);
        // A part that is none is not looked at.
        let part = Crop {
            left: -1,
            top: 0,
            width: 2,
            height: 2,
        };
        let crop = Some(part);
        assert_eq!(
            copy(&memory, wide, Place { crop, ..BARE }).unwrap().width,
            4
        );
    }

    proptest! {
        #[test]
        fn whatever_is_said_of_the_memory_it_is_never_left(
            memory in proptest::collection::vec(any::<u8>(), 0..600),
            size in (0..20_u32, 0..20_u32),
            place in (any::<u8>(), -80..80_i32, any::<u32>()),
            part in proptest::option::of((-4..20, -4..20, 0..20_u32, 0..20_u32)),
        ) {
            let place = Place {
                offset: place.0.into(),
                stride: place.1,
                crop: part.map(|(left, top, width, height)| Crop { left, top, width, height }),
                turn: Turn::said(place.2 % 10),
            };
            if let Some(raw) = copy(&memory, format(size.0, size.1, Order::Bgr), place) {
                let (long, short) = (size.0.max(size.1), size.0.min(size.1));
                prop_assert!(raw.width.max(raw.height) <= long);
                prop_assert!(raw.width.min(raw.height) <= short);
                prop_assert_eq!(raw.bytes.len(), (raw.width * raw.height * 4) as usize);
                prop_assert!(raw.bytes.len() <= memory.len());
            }
        }
    }
}
