//! What is sent holds the picture and nothing else.

mod files;

use files::{ALL, file};
use moxcms::{ColorProfile, LocalizableString, ProfileText};
use tincan_pictures::{Animation, Cleaned, Format, PictureError, Size, clean, decode, inspect};

const ANY: Size = Size {
    width: 1000,
    height: 1000,
};
const SECRET: &[u8] = b"PLANTED-SECRET";

fn has(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// Cleans `bytes` and sees that it is the same picture with nothing planted.
fn cleaned(name: &str, bytes: &[u8]) -> Cleaned {
    let new = clean(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    for words in [
        SECRET,
        b"Exif\0\0II",
        b"adobe:ns",
        b"http",
        b"8BIM",
        b"2026:",
    ] {
        assert!(!has(&new.bytes, words), "{name}: {}", words.escape_ascii());
    }
    assert!(
        inspect(&new.bytes).expect("it is whole").format == new.format,
        "{name}"
    );
    let before = decode(bytes, ANY).expect("it is whole");
    assert_eq!(
        before.rgba,
        decode(&new.bytes, ANY).expect("it is whole").rgba,
        "{name}"
    );
    assert_eq!(
        clean(&new.bytes).expect("it is whole"),
        new,
        "{name}: nothing left to do"
    );
    new
}

#[test]
fn every_kind_is_the_same_picture_and_tells_nothing() {
    for name in ALL {
        let bytes = file(name);
        let new = cleaned(name, &bytes);
        let before = inspect(&bytes).unwrap();
        let kept = match before.format {
            Format::Bmp | Format::Tiff => Format::Png,
            other => other,
        };
        assert_eq!(new.format, kept, "{name}");
        assert_eq!(new.name(), format!("picture.{}", kept.extension()));
        assert_eq!(inspect(&new.bytes).unwrap().animated, before.animated);
    }
}

#[test]
fn what_moves_moves_as_before() {
    for name in ["moving.gif", "moving.png", "moving.webp"] {
        let bytes = file(name);
        let new = cleaned(name, &bytes);
        let play = |bytes: &[u8]| -> Vec<_> {
            let mut animation = Animation::open(bytes.into(), ANY).unwrap();
            (0..5).map(|_| animation.next_frame().unwrap()).collect()
        };
        assert_eq!(play(&bytes), play(&new.bytes), "{name}");
    }
}

fn jpeg_segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u16 + 2).to_be_bytes();
    [&[0xFF, marker][..], &length, payload].concat()
}

#[test]
fn a_jpeg_keeps_nothing_beside_its_points() {
    let plain = file("baseline.jpg");
    let thumbnail = [
        &b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"[..],
        SECRET,
        &plain[..400],
    ]
    .concat();
    let mut planted = plain[..2].to_vec();
    for (marker, payload) in [
        // A small copy in JFIF and in its extension, EXIF with one, XMP and its
        // extension, IPTC, several pictures in one, words, and what nobody knows.
        (
            0xE0,
            [&b"JFIF\0\x01\x02\x01\0\x48\0\x48\x02\x01"[..], &SECRET[..6]].concat(),
        ),
        (0xE0, [&b"JFXX\0\x10"[..], SECRET].concat()),
        (0xE1, thumbnail),
        (
            0xE1,
            [&b"http://ns.adobe.com/xap/1.0/\0"[..], SECRET].concat(),
        ),
        (
            0xE1,
            [
                &b"http://ns.adobe.com/xmp/extension/\0"[..],
                &[b'0'; 40],
                SECRET,
            ]
            .concat(),
        ),
        (0xED, [&b"Photoshop 3.0\08BIM"[..], SECRET].concat()),
        (0xE2, [&b"MPF\0"[..], SECRET].concat()),
        (0xFE, SECRET.to_vec()),
        (0xE7, SECRET.to_vec()),
        (0xEF, SECRET.to_vec()),
    ] {
        planted.extend(jpeg_segment(marker, &payload));
    }
    planted.extend(&plain[2..]);
    // A film behind the end, as some phones put it.
    planted.extend(b"\0\0\0\x18ftypmp42");
    planted.extend(SECRET);
    planted.extend(&plain);
    let new = cleaned("planted", &planted);
    assert!(new.bytes.len() < plain.len());
    assert_eq!(
        new.bytes
            .windows(2)
            .filter(|pair| pair == &[0xFF, 0xD8])
            .count(),
        1
    );
    // Every segment is one that the points need, or says which way is up.
    assert!(has(&new.bytes, b"Exif\0\0MM"));
    assert!(!has(&new.bytes, b"8\0\0\0\0"), "no place");
}

#[test]
fn tables_of_a_jpeg_have_no_room_behind_them() {
    let plain = file("progressive.jpg");
    let at = plain
        .windows(2)
        .position(|pair| pair == [0xFF, 0xDB])
        .unwrap();
    let length = usize::from(u16::from_be_bytes([plain[at + 2], plain[at + 3]]));
    let mut planted = plain[..at].to_vec();
    planted.extend(jpeg_segment(
        0xDB,
        &[&plain[at + 4..at + 2 + length], SECRET].concat(),
    ));
    planted.extend(&plain[at + 2 + length..]);
    assert!(clean(&planted).is_err(), "not told, so not sent");
}

fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut checksum = flate2::Crc::new();
    checksum.update(kind);
    checksum.update(data);
    let length = (data.len() as u32).to_be_bytes();
    [&length[..], kind, data, &checksum.sum().to_be_bytes()].concat()
}

/// The chunks of a PNG: where each begins, and its kind.
fn png_chunks(bytes: &[u8]) -> Vec<(usize, [u8; 4])> {
    let (mut at, mut chunks) = (8, Vec::new());
    while at < bytes.len() {
        let length =
            u32::from_be_bytes(bytes[at..at + 4].try_into().expect("it is whole")) as usize;
        chunks.push((at, bytes[at + 4..at + 8].try_into().expect("it is whole")));
        at += 12 + length;
    }
    chunks
}

#[test]
fn a_png_keeps_nothing_beside_its_points() {
    for name in ["alpha.png", "palette.png", "text.png", "moving.png"] {
        let plain = file(name);
        let ends = png_chunks(&plain);
        let of = |kind: &[u8; 4]| ends.iter().position(|(_, known)| known == kind).unwrap();
        let (idat, _) = ends[of(b"IDAT")];
        let (after, _) = ends[of(b"IDAT") + 1];
        let (iend, _) = ends[of(b"IEND")];
        let mut planted = plain[..33].to_vec();
        for kind in [
            b"tEXt", b"iTXt", b"zTXt", b"tIME", b"pHYs", b"sPLT", b"prVt", b"hIST",
        ] {
            planted.extend(png_chunk(kind, &[&b"Comment\0"[..], SECRET].concat()));
        }
        planted.extend(&plain[33..idat]);
        // Points, and what stands behind the end of their stream.
        planted.extend(png_chunk(
            b"IDAT",
            &[&plain[idat + 8..after - 4], SECRET].concat(),
        ));
        planted.extend(&plain[after..iend]);
        planted.extend(png_chunk(b"tEXt", &[&b"Comment\0"[..], SECRET].concat()));
        planted.extend(&plain[iend..]);
        planted.extend(SECRET);
        let new = cleaned(name, &planted);
        for (_, kind) in png_chunks(&new.bytes) {
            let known = [
                b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf", b"acTL", b"fcTL", b"fdAT",
            ];
            assert!(known.contains(&&kind), "{name}: {}", kind.escape_ascii());
        }
    }
}

#[test]
fn a_webp_keeps_nothing_beside_its_points() {
    for name in ["lossy.webp", "lossless.webp", "moving.webp"] {
        let mut planted = file(name);
        for kind in [b"XMP ", b"EXIF", b"HIDE"] {
            planted.extend(kind);
            planted.extend((SECRET.len() as u32).to_le_bytes());
            planted.extend(SECRET);
        }
        let length = planted.len() as u32 - 8;
        planted[4..8].copy_from_slice(&length.to_le_bytes());
        planted.extend(SECRET);
        // What was there first counts, as for everybody.
        let new = clean(&planted).unwrap();
        assert!(
            !has(&new.bytes, SECRET) && !has(&new.bytes, b"HIDE"),
            "{name}"
        );
        assert_eq!(new, clean(&file(name)).unwrap(), "{name}");
    }
}

#[test]
fn a_gif_keeps_nothing_beside_its_frames() {
    let plain = file("moving.gif");
    let mut planted = plain[..plain.len() - 1].to_vec();
    let block = |label: u8, name: &[u8]| {
        let (name_length, length) = (name.len() as u8, SECRET.len() as u8);
        [&[0x21, label, name_length], name, &[length], SECRET, &[0]].concat()
    };
    planted.extend(block(0xFF, b"XMP DataXMP"));
    planted.extend(block(0xFF, b"ICCRGBG1012"));
    planted.extend(block(0xFE, SECRET));
    planted.extend(block(0x01, b"PLAINTEXT123"));
    planted.push(0x3B);
    planted.extend(SECRET);
    let new = cleaned("planted", &planted);
    assert_eq!(new, clean(&plain).unwrap());
}

#[test]
fn a_profile_keeps_its_colours_and_loses_its_words() {
    let words = || {
        let words = String::from_utf8(SECRET.to_vec()).unwrap();
        let words = LocalizableString::new("en".into(), "US".into(), words);
        Some(ProfileText::Localizable(vec![words]))
    };
    let mut profile = ColorProfile::new_adobe_rgb();
    profile.description = words();
    profile.copyright = words();
    let profile = profile.encode().unwrap();
    let plain = file("baseline.jpg");
    let head = [&b"ICC_PROFILE\0\x01\x01"[..], &profile].concat();
    let jpeg = [&plain[..2], &jpeg_segment(0xE2, &head), &plain[2..]].concat();
    assert_ne!(decode(&jpeg, ANY).unwrap(), decode(&plain, ANY).unwrap());
    let new = cleaned("profile", &jpeg);
    assert!(has(&new.bytes, b"ICC_PROFILE\0"));
    let wide: Vec<u8> = SECRET.iter().flat_map(|&letter| [0, letter]).collect();
    assert!(has(&jpeg, &wide) && !has(&new.bytes, &wide));
}

#[test]
fn what_cannot_be_read_is_not_cleaned() {
    assert_eq!(clean(b"%PDF-1.7").unwrap_err(), PictureError::NotAPicture);
    for name in ALL {
        let bytes = file(name);
        let error = clean(&bytes[..bytes.len() / 2]).unwrap_err();
        assert!(
            matches!(error, PictureError::Broken | PictureError::NotAPicture),
            "{name}: {error:?}"
        );
    }
}
