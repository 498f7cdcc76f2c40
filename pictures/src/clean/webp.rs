//! A WebP of the chunks that its points need.

use super::Kept;
use crate::{
    PictureError,
    parts::webp::{self, Chunk},
};

const ANIMATION: u8 = 0x02;
const EXIF: u8 = 0x08;
const ALPHA: u8 = 0x10;
const PROFILE: u8 = 0x20;

pub(super) fn rebuild(bytes: &[u8], kept: &Kept) -> Result<Vec<u8>, PictureError> {
    let chunks = webp::chunks(bytes)?;
    let mut body = b"WEBP".to_vec();
    let Some(head) = chunks.first() else {
        return Err(PictureError::Broken);
    };
    if head.kind != *b"VP8X" {
        // The points, and nothing that could be beside them.
        copy_points(&mut body, &chunks)?;
        return riff(&body);
    }
    let exif = kept.exif();
    let (flags, size) = match head.data {
        [flags, _, _, _, size @ ..] if size.len() >= 6 => (*flags, size),
        _ => return Err(PictureError::Broken),
    };
    let mut new_flags = flags & (ANIMATION | ALPHA);
    if kept.profile.is_some() {
        new_flags |= PROFILE;
    }
    if exif.is_some() {
        new_flags |= EXIF;
    }
    let size = size.get(..6).unwrap_or_default();
    chunk(&mut body, *b"VP8X", &[&[new_flags, 0, 0, 0], size].concat())?;
    if let Some(profile) = &kept.profile {
        chunk(&mut body, *b"ICCP", profile)?;
    }
    if flags & ANIMATION == 0 {
        copy_points(&mut body, &chunks)?;
    } else {
        for part in &chunks {
            match &part.kind {
                b"ANIM" => {
                    let data = part.data.get(..6).ok_or(PictureError::Broken)?;
                    chunk(&mut body, *b"ANIM", data)?;
                }
                b"ANMF" => {
                    let (place, points) =
                        part.data.split_at_checked(16).ok_or(PictureError::Broken)?;
                    let mut frame = place.to_vec();
                    copy_points(&mut frame, &webp::riff(points)?)?;
                    chunk(&mut body, *b"ANMF", &frame)?;
                }
                _ => {}
            }
        }
    }
    if let Some(exif) = exif {
        chunk(&mut body, *b"EXIF", &exif)?;
    }
    riff(&body)
}

/// One picture: its points, before them their opacity if it is apart.
fn copy_points(new: &mut Vec<u8>, chunks: &[Chunk<'_>]) -> Result<(), PictureError> {
    let points = chunks
        .iter()
        .position(|part| matches!(&part.kind, b"VP8 " | b"VP8L"))
        .ok_or(PictureError::Broken)?;
    let (before, rest) = chunks.split_at(points);
    if let Some(opacity) = before.iter().find(|part| part.kind == *b"ALPH") {
        chunk(new, opacity.kind, opacity.data)?;
    }
    rest.first()
        .map_or(Ok(()), |points| chunk(new, points.kind, points.data))
}

fn riff(body: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut file = Vec::with_capacity(body.len() + 8);
    let length = u32::try_from(body.len()).map_err(|_| PictureError::Broken)?;
    file.extend(b"RIFF");
    file.extend(length.to_le_bytes());
    file.extend(body);
    Ok(file)
}

fn chunk(new: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) -> Result<(), PictureError> {
    let length = u32::try_from(data.len()).map_err(|_| PictureError::Broken)?;
    new.extend(kind);
    new.extend(length.to_le_bytes());
    new.extend(data);
    if length % 2 == 1 {
        new.push(0);
    }
    Ok(())
}
