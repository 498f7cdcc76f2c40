//! A PNG of the chunks that its points and their colours need.

use std::io::Write;

use flate2::{Compression, Crc, Decompress, FlushDecompress, Status, write::ZlibEncoder};

use super::Kept;
use crate::{
    PictureError, limits,
    parts::png::{self, Chunk, SIGNATURE},
};

pub(super) fn rebuild(bytes: &[u8], kept: &Kept) -> Result<Vec<u8>, PictureError> {
    let chunks = png::chunks(bytes)?;
    let mut new = SIGNATURE.to_vec();
    // Points: after the end of one stream of them, nothing.
    let mut stream = Points::new();
    for part in &chunks {
        if !matches!(&part.kind, b"IDAT" | b"fdAT") {
            stream = Points::new();
        }
        match &part.kind {
            b"IHDR" => {
                copy(&mut new, part, 13)?;
                describe(&mut new, kept)?;
            }
            b"PLTE" => copy(&mut new, part, 768)?,
            b"tRNS" => copy(&mut new, part, 256)?,
            b"gAMA" | b"sBIT" | b"cICP" => copy(&mut new, part, 4)?,
            b"sRGB" => copy(&mut new, part, 1)?,
            b"cHRM" => copy(&mut new, part, 32)?,
            b"acTL" => copy(&mut new, part, 8)?,
            b"fcTL" => copy(&mut new, part, 26)?,
            b"IDAT" => {
                let used = stream.pass(part.data)?;
                copy(&mut new, part, used)?;
            }
            b"fdAT" => {
                // Behind a number of four bytes.
                let points = part.data.get(4..).ok_or(PictureError::Broken)?;
                let used = stream.pass(points)?;
                copy(&mut new, part, 4 + used)?;
            }
            b"IEND" => copy(&mut new, part, 0)?,
            _ => {}
        }
    }
    Ok(new)
}

/// What is said anew: the colours, and which way is up.
fn describe(new: &mut Vec<u8>, kept: &Kept) -> Result<(), PictureError> {
    if let Some(profile) = &kept.profile {
        let mut packed = ZlibEncoder::new(b"ICC\0\0".to_vec(), Compression::default());
        let packed = packed.write_all(profile).and_then(|()| packed.finish());
        chunk(new, *b"iCCP", &packed.map_err(|_| PictureError::Broken)?)?;
    }
    if let Some(exif) = kept.exif() {
        chunk(new, *b"eXIf", &exif)?;
    }
    Ok(())
}

fn copy(new: &mut Vec<u8>, part: &Chunk<'_>, most: usize) -> Result<(), PictureError> {
    let data = part.data.get(..most).unwrap_or(part.data);
    chunk(new, part.kind, data)
}

fn chunk(new: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) -> Result<(), PictureError> {
    let length = u32::try_from(data.len()).map_err(|_| PictureError::Broken)?;
    new.extend(length.to_be_bytes());
    new.extend(kind);
    new.extend(data);
    let mut checksum = Crc::new();
    checksum.update(&kind);
    checksum.update(data);
    new.extend(checksum.sum().to_be_bytes());
    Ok(())
}

/// A stream of compressed points, run through to see where it ends.
struct Points {
    stream: Decompress,
    ended: bool,
}

impl Points {
    fn new() -> Self {
        Self {
            stream: Decompress::new(true),
            ended: false,
        }
    }

    /// How many of the bytes that come next are still points.
    fn pass(&mut self, bytes: &[u8]) -> Result<usize, PictureError> {
        let mut sink = [0; 32 * 1024];
        let mut used = 0;
        while !self.ended {
            let before = (self.stream.total_in(), self.stream.total_out());
            let rest = bytes.get(used..).unwrap_or_default();
            let status = self
                .stream
                .decompress(rest, &mut sink, FlushDecompress::None)
                .map_err(|_| PictureError::Broken)?;
            used += (self.stream.total_in() - before.0) as usize;
            self.ended = status == Status::StreamEnd;
            // More than any picture that fits into our bounds, filters included.
            if self.stream.total_out() > limits::DECODED_BYTES * 2 {
                return Err(PictureError::TooComplex);
            }
            if before == (self.stream.total_in(), self.stream.total_out()) {
                break;
            }
        }
        Ok(used)
    }
}
