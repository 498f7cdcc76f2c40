//! A JPEG of the segments that its points need.

use super::Kept;
use crate::{
    PictureError,
    parts::{
        Reader,
        jpeg::{self, APP0, APP1, APP2, APP14, DHT, DQT, DRI, END, SOS, START, Segment},
    },
};

/// Bytes of a profile in one segment: 65535 less the length, name and numbers.
const PROFILE_PART: usize = 65_535 - 2 - 14;

/// JFIF 1.1, square points, no small copy.
const JFIF: [u8; 14] = *b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
const ADOBE: &[u8] = b"Adobe";
const ADOBE_BYTES: usize = 12;

pub(super) fn rebuild(bytes: &[u8], kept: &Kept) -> Result<Vec<u8>, PictureError> {
    let segments = jpeg::segments(bytes)?;
    let mut new = START.to_vec();
    // These two say how colours were split up; neither is needed by itself.
    let is_jfif = |s: &Segment<'_>| s.marker == APP0 && s.payload.starts_with(b"JFIF\0");
    if segments.iter().any(is_jfif) {
        segment(&mut new, APP0, &JFIF)?;
    }
    let is_adobe = |s: &&Segment<'_>| s.marker == APP14 && s.payload.starts_with(ADOBE);
    if let Some(adobe) = segments.iter().find(is_adobe) {
        let known = adobe.payload.get(..ADOBE_BYTES);
        segment(&mut new, APP14, known.ok_or(PictureError::Broken)?)?;
    }
    if let Some(exif) = kept.exif() {
        segment(&mut new, APP1, &[b"Exif\0\0", exif.as_slice()].concat())?;
    }
    if let Some(profile) = &kept.profile {
        let parts = profile.chunks(PROFILE_PART);
        let count = u8::try_from(parts.len()).map_err(|_| PictureError::TooComplex)?;
        for (number, part) in (1..=count).zip(parts) {
            let head = [&b"ICC_PROFILE\0"[..], &[number, count]].concat();
            segment(&mut new, APP2, &[head.as_slice(), part].concat())?;
        }
    }
    for part in &segments {
        match part.marker {
            DQT | DHT => {
                check_tables(part)?;
                segment(&mut new, part.marker, part.payload)?;
            }
            DRI => segment(&mut new, DRI, exactly(part.payload, 2)?)?,
            SOS => {
                let components = part.payload.first().copied().unwrap_or_default();
                let length = 4 + 2 * usize::from(components);
                segment(&mut new, SOS, exactly(part.payload, length)?)?;
                new.extend(part.scan);
            }
            _ if part.is_frame() => {
                let components = part.payload.get(5).copied().unwrap_or_default();
                let length = 6 + 3 * usize::from(components);
                segment(&mut new, part.marker, exactly(part.payload, length)?)?;
            }
            _ => {}
        }
    }
    new.extend(END);
    Ok(new)
}

fn segment(new: &mut Vec<u8>, marker: u8, payload: &[u8]) -> Result<(), PictureError> {
    let length = u16::try_from(payload.len() + 2).map_err(|_| PictureError::Broken)?;
    new.extend([0xFF, marker]);
    new.extend(length.to_be_bytes());
    new.extend(payload);
    Ok(())
}

/// The first `length` bytes: there is room for nothing behind them.
fn exactly(payload: &[u8], length: usize) -> Result<&[u8], PictureError> {
    payload.get(..length).ok_or(PictureError::Broken)
}

/// Sees that a segment of tables holds tables and nothing behind them.
fn check_tables(part: &Segment<'_>) -> Result<(), PictureError> {
    let mut reader = Reader::new(part.payload);
    while !reader.left().is_empty() {
        let head = reader.byte()?;
        if part.marker == DQT {
            // Two bytes a value where the precision says so.
            reader.take(64 << (head >> 4).min(1))?;
        } else {
            let counts: [u8; 16] = reader.array()?;
            reader.take(counts.into_iter().map(usize::from).sum())?;
        }
    }
    Ok(())
}
