//! Frames that are real but for a few bytes: blind bytes seldom get past the
//! first check of a decoder.

/// Reads the next frame off the fuzzer's bytes: which of the real `frames`, how
/// many bytes of it are others, and for each where (two bytes) and what; or, with
/// a number beyond them, the length (two bytes) of a frame that is all the
/// fuzzer's.
pub fn next(rest: &mut &[u8], frames: &[Vec<u8>]) -> Option<Vec<u8>> {
    let [which, count, following @ ..] = *rest else {
        return None;
    };
    *rest = following;
    let Some(frame) = frames.get(usize::from(*which)) else {
        let length = usize::from(u16::from_be_bytes([*which, *count]) & 0x3ff);
        let (frame, following) = rest.split_at(length.min(rest.len()));
        *rest = following;
        return Some(frame.to_vec());
    };
    let mut frame = frame.clone();
    for _ in 0..*count {
        let [a, b, byte, following @ ..] = *rest else {
            break;
        };
        *rest = following;
        let at = usize::from(u16::from_be_bytes([*a, *b]));
        // Beyond its end: it is cut short.
        match at.checked_rem(frame.len() + 1) {
            Some(at) if at < frame.len() => frame[at] = *byte,
            _ => frame.truncate(frame.len() * usize::from(*byte) / 256),
        }
    }
    Some(frame)
}
