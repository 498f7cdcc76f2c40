//! Small files that ask for much. One test, as it watches what the process
//! takes from the system; nothing else may run beside it.

mod files;

use std::{fs, io::Write, time::Instant};

use files::{ALL, file};
use flate2::{Compression, write::ZlibEncoder};
use tincan_pictures::{Animation, PictureError, Size, clean, decode, inspect};

const WITHIN: Size = Size {
    width: 100,
    height: 100,
};

/// The most memory that this process ever asked for, touched or not, in bytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmPeak:"));
    let kilobytes = line
        .expect("a peak")
        .split_whitespace()
        .nth(1)
        .expect("a size");
    kilobytes.parse::<u64>().expect("a number") * 1024
}

fn packed(length: usize) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..length.div_ceil(zeros.len()) {
        packer.write_all(&zeros).expect("memory");
    }
    packer.finish().expect("memory")
}

fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in chunks {
        let mut checksum = flate2::Crc::new();
        checksum.update(&kind[..]);
        checksum.update(data);
        bytes.extend((data.len() as u32).to_be_bytes());
        bytes.extend(*kind);
        bytes.extend(*data);
        bytes.extend(checksum.sum().to_be_bytes());
    }
    bytes
}

fn png_head(width: u32, height: u32) -> Vec<u8> {
    [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 6, 0, 0, 0],
    ]
    .concat()
}

fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = file("progressive.jpg");
    let at = bytes
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC2])
        .expect("it is in there");
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn a_small_file_cannot_ask_for_much() {
    let zeros = packed(300 << 20);
    let bombs: Vec<(&str, Vec<u8>)> = vec![
        (
            "a PNG of 3.6 thousand million points",
            png(&[
                (b"IHDR", &png_head(60_000, 60_000)),
                (b"IDAT", &zeros),
                (b"IEND", b""),
            ]),
        ),
        (
            "a PNG with a profile of 300 MB",
            png(&[
                (b"IHDR", &png_head(8, 8)),
                (b"iCCP", &[&b"x\0\0"[..], &zeros].concat()),
                (b"IDAT", &packed(1)),
                (b"IEND", b""),
            ]),
        ),
        (
            "a PNG with words of 300 MB",
            png(&[
                (b"IHDR", &png_head(8, 8)),
                (b"zTXt", &[&b"x\0\0"[..], &zeros].concat()),
                (
                    b"iTXt",
                    &[&b"XML:com.adobe.xmp\0\x01\0\0\0"[..], &zeros].concat(),
                ),
                (b"IDAT", &packed(1)),
                (b"IEND", b""),
            ]),
        ),
        (
            "a PNG of 64 points and 300 MB of them",
            png(&[
                (b"IHDR", &png_head(8, 8)),
                (b"IDAT", &zeros),
                (b"IEND", b""),
            ]),
        ),
        ("a PNG with a chunk of 4 GB", {
            let mut bytes = png(&[(b"IHDR", &png_head(8, 8)), (b"IDAT", b"0")]);
            let at = bytes.len() - 13;
            bytes[at..at + 4].fill(0xFF);
            bytes
        }),
        (
            "a JPEG of 4.3 thousand million points",
            jpeg_of(65_535, 65_535),
        ),
        ("a JPEG of 10,000 passes", {
            let bytes = file("progressive.jpg");
            let last = bytes
                .windows(2)
                .rposition(|pair| pair == [0xFF, 0xDA])
                .unwrap();
            let scan = &bytes[last..bytes.len() - 2];
            [&bytes[..last], &scan.repeat(10_000), &[0xFF, 0xD9]].concat()
        }),
        ("a GIF of 4.3 thousand million points", {
            let mut bytes = file("moving.gif");
            bytes[6..10].fill(0xFF);
            bytes
        }),
        ("a GIF whose frames are larger than itself", {
            let mut bytes = file("moving.gif");
            let at = bytes
                .windows(5)
                .position(|part| part == [0x2C, 0, 0, 0, 0])
                .unwrap();
            bytes[at + 5..at + 9].fill(0xFF);
            bytes
        }),
        ("a GIF of 100,000 frames", {
            let frame = [&[0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0][..]].concat();
            let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF";
            [&head[..], &frame.repeat(100_000), b";"].concat()
        }),
        ("a WebP of 16,384 points a side, it says", {
            let mut bytes = file("lossless.webp");
            let at = bytes.windows(4).position(|part| part == b"VP8L").unwrap() + 9;
            bytes[at..at + 4].copy_from_slice(&0x0FFF_FFFF_u32.to_le_bytes());
            bytes
        }),
        ("a WebP with a chunk of 4 GB", {
            let mut bytes = file("lossless.webp");
            bytes[16..20].fill(0xFF);
            bytes
        }),
        ("a bitmap of 900 million points", {
            let mut bytes = file("true.bmp");
            bytes[18..22].copy_from_slice(&30_000_u32.to_le_bytes());
            bytes[22..26].copy_from_slice(&30_000_u32.to_le_bytes());
            bytes
        }),
        ("a TIFF of 900 million points", tiff_of(30_000, 30_000)),
    ];
    // What the first pictures take once: tables, the allocator's own.
    for name in ALL {
        decode(&file(name), WITHIN).unwrap();
    }
    for (name, bytes) in bombs {
        let (before, start) = (peak(), Instant::now());
        let results = [
            inspect(&bytes).err(),
            decode(&bytes, WITHIN).err(),
            clean(&bytes).err(),
        ];
        if let Ok(mut animation) = Animation::open(bytes.clone().into(), WITHIN) {
            let _ = animation.next_frame();
        }
        let (grown, took) = (peak() - before, start.elapsed());
        println!(
            "{name}, {} bytes: {results:?}, {took:?}, {} KB",
            bytes.len(),
            grown / 1024
        );
        // A decoder may hold 64 MiB for itself, and doubles what it grows.
        assert!(grown <= 160 << 20, "{name}: {grown}");
        let refused = results.iter().all(Option::is_some);
        assert!(refused || !name.contains(" million points"), "{name}");
    }
    let long = vec![0xFF; tincan_pictures::limits::FILE_BYTES + 1];
    assert_eq!(inspect(&long), Err(PictureError::FileTooLarge));
}

fn tiff_of(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = file("lzw.tiff");
    let little = bytes.starts_with(b"II");
    assert!(little, "as it was written");
    let directory = u32::from_le_bytes(bytes[4..8].try_into().expect("enough bytes")) as usize;
    let count = u16::from_le_bytes(
        bytes[directory..directory + 2]
            .try_into()
            .expect("enough bytes"),
    );
    for entry in 0..usize::from(count) {
        let at = directory + 2 + entry * 12;
        let value = match u16::from_le_bytes([bytes[at], bytes[at + 1]]) {
            0x100 => width,
            0x101 => height,
            _ => continue,
        };
        bytes[at + 2..at + 4].copy_from_slice(&4_u16.to_le_bytes());
        bytes[at + 8..at + 12].copy_from_slice(&value.to_le_bytes());
    }
    bytes
}
