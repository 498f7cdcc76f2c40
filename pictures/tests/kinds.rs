//! Every kind of picture that people send, from files that other programs wrote.

mod files;

use std::{sync::Arc, time::Duration};

use files::{ALL, file};
use tincan_pictures::{Animation, Format, PictureError, Pixels, Size, decode, inspect};

const ANY: Size = Size {
    width: 1000,
    height: 1000,
};

fn at(pixels: &Pixels, x: u32, y: u32) -> [u8; 4] {
    pixels.rgba.as_chunks::<4>().0[(y * pixels.size.width + x) as usize]
}

fn is_red([red, green, blue, _]: [u8; 4]) -> bool {
    red > 150 && green < 100 && blue < 100
}

#[test]
fn every_kind_is_known_and_unpacked() {
    for (name, format, size) in [
        ("baseline.jpg", Format::Jpeg, Size::new(48, 64)),
        ("progressive.jpg", Format::Jpeg, Size::new(48, 64)),
        ("grey.jpg", Format::Jpeg, Size::new(64, 48)),
        ("cmyk.jpg", Format::Jpeg, Size::new(64, 48)),
        ("alpha.png", Format::Png, Size::new(64, 48)),
        ("palette.png", Format::Png, Size::new(64, 48)),
        ("text.png", Format::Png, Size::new(48, 64)),
        ("lossless.webp", Format::WebP, Size::new(64, 48)),
        ("lossy.webp", Format::WebP, Size::new(48, 64)),
        ("moving.gif", Format::Gif, Size::new(64, 48)),
        ("true.bmp", Format::Bmp, Size::new(64, 48)),
        ("palette.bmp", Format::Bmp, Size::new(64, 48)),
        ("lzw.tiff", Format::Tiff, Size::new(48, 64)),
        ("deep.tiff", Format::Tiff, Size::new(40, 30)),
    ] {
        let bytes = file(name);
        let info = inspect(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((info.format, info.size), (format, size), "{name}");
        let pixels = decode(&bytes, ANY).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(pixels.size, size, "{name}");
        let small = decode(&bytes, Size::new(20, 20)).unwrap();
        assert_eq!(small.size, size.within(Size::new(20, 20)), "{name}");
    }
}

#[test]
fn the_right_way_up_is_kept_at_any_size() {
    // A red box lies in the upper left corner; turned by a quarter it is in the
    // upper right one.
    for name in [
        "baseline.jpg",
        "progressive.jpg",
        "text.png",
        "lossy.webp",
        "lzw.tiff",
    ] {
        let bytes = file(name);
        for bounds in [ANY, Size::new(24, 32)] {
            let pixels = decode(&bytes, bounds).unwrap();
            let (w, h) = (pixels.size.width, pixels.size.height);
            assert!(h > w, "{name}");
            assert!(is_red(at(&pixels, w - w / 8, h / 8)), "{name}");
            assert!(!is_red(at(&pixels, w / 8, h / 8)), "{name}");
        }
    }
    let straight = decode(&file("true.bmp"), ANY).unwrap();
    assert!(is_red(at(&straight, 6, 6)));
}

#[test]
fn what_moves_is_played_over_and_over() {
    for name in ["moving.gif", "moving.png", "moving.webp"] {
        let bytes: Arc<[u8]> = file(name).into();
        assert!(inspect(&bytes).unwrap().animated, "{name}");
        let mut animation = Animation::open(Arc::clone(&bytes), ANY).unwrap();
        let first: Vec<_> = (0..4).map(|_| animation.next_frame().unwrap()).collect();
        let again: Vec<_> = (0..4).map(|_| animation.next_frame().unwrap()).collect();
        assert_eq!(first, again, "{name}");
        let lasts: Vec<_> = first.iter().map(|frame| frame.lasts).collect();
        assert_eq!(
            lasts,
            [50, 100, 150, 200].map(Duration::from_millis),
            "{name}"
        );
        assert!(
            first
                .iter()
                .all(|frame| frame.pixels.size == Size::new(64, 48))
        );
        assert!(
            first
                .windows(2)
                .all(|pair| pair[0].pixels != pair[1].pixels)
        );
        let still = decode(&bytes, ANY).unwrap();
        assert_eq!(still, first[0].pixels, "{name}");
    }
}

#[test]
fn what_stands_still_is_not_played() {
    for name in ALL.iter().filter(|name| !name.starts_with("moving")) {
        let bytes = file(name);
        assert!(!inspect(&bytes).unwrap().animated, "{name}");
        let error = Animation::open(bytes.into(), ANY).unwrap_err();
        assert_eq!(error, PictureError::NotAPicture, "{name}");
    }
}
