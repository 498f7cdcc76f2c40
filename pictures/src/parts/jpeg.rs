//! JPEG: segments and scans (ITU-T T.81, annex B).

use super::{Reader, push};
use crate::{PictureError, Size, limits};

pub(crate) const START: [u8; 2] = [0xFF, 0xD8];
pub(crate) const END: [u8; 2] = [0xFF, 0xD9];

pub(crate) const DHT: u8 = 0xC4;
pub(crate) const SOS: u8 = 0xDA;
pub(crate) const DQT: u8 = 0xDB;
pub(crate) const DRI: u8 = 0xDD;
pub(crate) const APP0: u8 = 0xE0;
pub(crate) const APP1: u8 = 0xE1;
pub(crate) const APP2: u8 = 0xE2;
pub(crate) const APP14: u8 = 0xEE;

/// A segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment<'a> {
    pub(crate) marker: u8,
    pub(crate) payload: &'a [u8],
    /// What follows the head of a scan, up to the next segment.
    pub(crate) scan: &'a [u8],
}

impl Segment<'_> {
    /// Whether it is the head of a frame: baseline, extended or progressive,
    /// Huffman-coded.
    pub(crate) fn is_frame(&self) -> bool {
        matches!(self.marker, 0xC0..=0xC2)
    }
}

/// The segments from start to end; what follows the end is not looked at.
pub(crate) fn segments(bytes: &[u8]) -> Result<Vec<Segment<'_>>, PictureError> {
    let mut reader = Reader::new(bytes);
    if reader.array()? != START {
        return Err(PictureError::NotAPicture);
    }
    let mut segments = Vec::new();
    let (mut size, mut scans) = (None, 0_usize);
    loop {
        let marker = next_marker(&mut reader)?;
        match marker {
            // The end.
            0xD9 => break,
            // Restarts and the like have no business between segments.
            0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let length = u16::from_be_bytes(reader.array()?);
        let payload = usize::from(length).checked_sub(2);
        let payload = reader.take(payload.ok_or(PictureError::Broken)?)?;
        let mut segment = Segment {
            marker,
            payload,
            scan: &[],
        };
        if segment.is_frame() {
            if size.is_some() {
                return Err(PictureError::Broken);
            }
            size = Some(frame_size(payload)?);
        } else if matches!(marker, 0xC3 | 0xC5..=0xCF) && marker != 0xC8 && marker != 0xCC {
            // Lossless, hierarchical, arithmetic: nobody reads those.
            return Err(PictureError::NotAPicture);
        } else if marker == SOS {
            scans += 1;
            let size = size.ok_or(PictureError::Broken)?;
            let work = size.pixels().saturating_mul(scans as u64);
            if scans > limits::SCANS || work > limits::SCANNED_PIXELS {
                return Err(PictureError::TooComplex);
            }
            segment.scan = reader.take(scan_length(reader.left()))?;
        }
        push(&mut segments, segment)?;
    }
    if scans == 0 {
        return Err(PictureError::Broken);
    }
    Ok(segments)
}

/// The marker that comes next; bytes before it belong to nothing.
fn next_marker(reader: &mut Reader<'_>) -> Result<u8, PictureError> {
    loop {
        while reader.byte()? != 0xFF {}
        let mut byte = reader.byte()?;
        while byte == 0xFF {
            byte = reader.byte()?;
        }
        if byte != 0 {
            return Ok(byte);
        }
    }
}

/// Bytes of entropy-coded data: up to a marker that is not a restart.
fn scan_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|&byte| byte == 0xFF))
    {
        at += found;
        match bytes.get(at + 1) {
            Some(0 | 0xD0..=0xD7) => at += 2,
            // Fill before a marker.
            Some(0xFF) => at += 1,
            _ => return at,
        }
    }
    bytes.len()
}

fn frame_size(payload: &[u8]) -> Result<Size, PictureError> {
    let mut reader = Reader::new(payload);
    let _precision = reader.byte()?;
    let height = u16::from_be_bytes(reader.array()?);
    let width = u16::from_be_bytes(reader.array()?);
    if width == 0 || height == 0 {
        return Err(PictureError::Broken);
    }
    Ok(Size::new(width.into(), height.into()))
}
