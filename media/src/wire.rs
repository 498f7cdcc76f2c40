//! What the two ends of a call send each other, in bytes.
//!
//! A packet is one byte of kind, then fixed fields, big-endian, then lengths and
//! bytes. Everything has a bound, and nothing may be left over. Packets of kinds
//! that are not known are to be skipped, so that newer ends can say more.
//!
//! | kind | then |
//! |---|---|
//! | 1 sound | number (4), time (6), up to three frames: length (2), bytes; the newest first |
//! | 2 picture piece | frame (4), time (6), piece (2), pieces (2), flags (1), bytes to the end |
//! | 3 report | see [`Report`] |
//! | 4 keyframe, please | – |
//! | 5 sound, once more | as 1 |

use std::time::Duration;

use crate::codec::MAX_SPEECH;

/// Longest packet, in bytes: it fits one datagram of QUIC on any path.
pub const MAX_PACKET: usize = 1100;
/// Longest piece of an encoded frame in one packet, in bytes.
pub const MAX_PIECE: usize = MAX_PACKET - 16;
/// Most pieces of one frame.
pub const MAX_PIECES: u16 = 1000;
/// Most frames of sound in one packet: a new one and two before it.
pub const MAX_CARRIED: usize = 3;

/// A moment on the sender's clock, in microseconds since its call began. Sound
/// and pictures of one end are on the same clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaTime(u64);

impl MediaTime {
    /// Times are written in six bytes: nine years.
    const MAX: u64 = (1 << 48) - 1;

    /// The moment `after` the call began.
    pub fn after(after: Duration) -> Self {
        Self(u64::try_from(after.as_micros()).map_or(Self::MAX, |micros| micros.min(Self::MAX)))
    }

    /// Microseconds since the call began.
    pub const fn micros(self) -> u64 {
        self.0
    }
}

/// One packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet {
    /// A frame of sound, and those before it.
    Sound(Sound),
    /// A piece of an encoded picture.
    Piece(Piece),
    /// What came of what we sent.
    Report(Report),
    /// The peer cannot go on decoding without a keyframe.
    KeyframePlease,
}

/// A frame of sound of 20 ms, with copies of those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// Number of the frame; each frame of 20 ms has one, sent or not.
    pub number: u32,
    /// When its first sample was heard.
    pub time: MediaTime,
    /// Encoded frames: this one, the one before it, and so on; at least one.
    pub frames: Vec<Vec<u8>>,
    /// Whether the packet was sent before, and comes in case that one was lost.
    pub again: bool,
}

/// A piece of an encoded picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Number of the picture among those encoded.
    pub frame: u32,
    /// When the picture was taken.
    pub time: MediaTime,
    /// Which piece this is.
    pub piece: u16,
    /// How many there are.
    pub pieces: u16,
    /// Whether the picture can be decoded without those before it.
    pub key: bool,
    /// The encoded bytes of this piece.
    pub data: Vec<u8>,
}

/// What an end received in the last window of 100 ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Counts reports.
    pub number: u32,
    /// Length of the window, in milliseconds.
    pub window_ms: u16,
    /// Bytes of sound and pictures that came since the call began.
    pub bytes: u64,
    /// The latest time in any packet that came, so that the sender sees how
    /// long things take to come and be answered.
    pub newest: MediaTime,
    /// Shortest way of a packet in the window: arrival on the receiver's clock
    /// less the time in the packet, in microseconds. Its zero means nothing;
    /// how it changes does. None when no packet came.
    pub fastest_us: Option<i64>,
    /// The same of pieces of pictures alone: sound goes before them.
    pub pictures_us: Option<i64>,
    /// Frames of sound in the window that came by themselves.
    pub in_time: u16,
    /// Frames of sound in the window that came late or only as copies.
    pub late: u16,
    /// How long sound is held back before it is played, in milliseconds.
    pub held_ms: u16,
}

/// Bytes that are no packet, or one of a kind that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a media packet")]
pub struct NoPacket;

const SOUND: u8 = 1;
const PIECE: u8 = 2;
const REPORT: u8 = 3;
const KEYFRAME_PLEASE: u8 = 4;
const SOUND_AGAIN: u8 = 5;

impl Packet {
    /// The bytes of this packet.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        match self {
            Self::Sound(sound) => sound.encode(&mut out),
            Self::Piece(piece) => piece.encode(&mut out),
            Self::Report(report) => report.encode(&mut out),
            Self::KeyframePlease => out.push(KEYFRAME_PLEASE),
        }
        out
    }

    /// The packet that `bytes` are.
    ///
    /// # Errors
    /// When they are none that is known, exceed a bound, or something is left.
    pub fn decode(bytes: &[u8]) -> Result<Self, NoPacket> {
        if bytes.len() > MAX_PACKET {
            return Err(NoPacket);
        }
        let mut rest = Reader(bytes);
        let packet = match rest.u8()? {
            kind @ (SOUND | SOUND_AGAIN) => {
                Self::Sound(Sound::decode(kind == SOUND_AGAIN, &mut rest)?)
            }
            PIECE => Self::Piece(Piece::decode(&mut rest)?),
            REPORT => Self::Report(Report::decode(&mut rest)?),
            KEYFRAME_PLEASE => Self::KeyframePlease,
            _ => return Err(NoPacket),
        };
        if rest.0.is_empty() {
            Ok(packet)
        } else {
            Err(NoPacket)
        }
    }
}

impl Sound {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(if self.again { SOUND_AGAIN } else { SOUND });
        out.extend_from_slice(&self.number.to_be_bytes());
        write_time(out, self.time);
        for frame in self.frames.iter().take(MAX_CARRIED) {
            let length = frame.len().min(MAX_SPEECH);
            out.extend_from_slice(&(length as u16).to_be_bytes());
            out.extend_from_slice(&frame[..length]);
        }
    }

    fn decode(again: bool, rest: &mut Reader<'_>) -> Result<Self, NoPacket> {
        let (number, time) = (rest.u32()?, rest.time()?);
        let mut frames = Vec::with_capacity(MAX_CARRIED);
        while !rest.0.is_empty() && frames.len() < MAX_CARRIED {
            let length = usize::from(rest.u16()?);
            if length == 0 || length > MAX_SPEECH {
                return Err(NoPacket);
            }
            frames.push(rest.take(length)?.to_vec());
        }
        if frames.is_empty() {
            return Err(NoPacket);
        }
        Ok(Self {
            number,
            time,
            frames,
            again,
        })
    }
}

impl Piece {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(PIECE);
        out.extend_from_slice(&self.frame.to_be_bytes());
        write_time(out, self.time);
        out.extend_from_slice(&self.piece.to_be_bytes());
        out.extend_from_slice(&self.pieces.to_be_bytes());
        out.push(u8::from(self.key));
        out.extend_from_slice(&self.data);
    }

    fn decode(rest: &mut Reader<'_>) -> Result<Self, NoPacket> {
        let (frame, time) = (rest.u32()?, rest.time()?);
        let (piece, pieces) = (rest.u16()?, rest.u16()?);
        let key = match rest.u8()? {
            0 => false,
            1 => true,
            _ => return Err(NoPacket),
        };
        if piece >= pieces || pieces > MAX_PIECES || rest.0.is_empty() || rest.0.len() > MAX_PIECE {
            return Err(NoPacket);
        }
        let length = rest.0.len();
        Ok(Self {
            frame,
            time,
            piece,
            pieces,
            key,
            data: rest.take(length)?.to_vec(),
        })
    }
}

impl Report {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(REPORT);
        out.extend_from_slice(&self.number.to_be_bytes());
        out.extend_from_slice(&self.window_ms.to_be_bytes());
        out.extend_from_slice(&self.bytes.to_be_bytes());
        write_time(out, self.newest);
        for way in [self.fastest_us, self.pictures_us] {
            out.extend_from_slice(&way.unwrap_or(i64::MIN).to_be_bytes());
        }
        out.extend_from_slice(&self.in_time.to_be_bytes());
        out.extend_from_slice(&self.late.to_be_bytes());
        out.extend_from_slice(&self.held_ms.to_be_bytes());
    }

    fn decode(rest: &mut Reader<'_>) -> Result<Self, NoPacket> {
        Ok(Self {
            number: rest.u32()?,
            window_ms: rest.u16()?,
            bytes: rest.u64()?,
            newest: rest.time()?,
            fastest_us: rest.way()?,
            pictures_us: rest.way()?,
            in_time: rest.u16()?,
            late: rest.u16()?,
            held_ms: rest.u16()?,
        })
    }
}

fn write_time(out: &mut Vec<u8>, time: MediaTime) {
    out.extend_from_slice(&time.0.to_be_bytes()[2..]);
}

/// What has not been read of a packet.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], NoPacket> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(NoPacket)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], NoPacket> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(NoPacket)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn u8(&mut self) -> Result<u8, NoPacket> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    fn u16(&mut self) -> Result<u16, NoPacket> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, NoPacket> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    fn u64(&mut self) -> Result<u64, NoPacket> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    fn way(&mut self) -> Result<Option<i64>, NoPacket> {
        Ok(Some(self.u64()? as i64).filter(|us| *us != i64::MIN))
    }

    fn time(&mut self) -> Result<MediaTime, NoPacket> {
        let [a, b, c, d, e, f] = self.array()?;
        Ok(MediaTime(u64::from_be_bytes([0, 0, a, b, c, d, e, f])))
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn time() -> impl Strategy<Value = MediaTime> {
        (0..=MediaTime::MAX).prop_map(MediaTime)
    }

    fn sound() -> impl Strategy<Value = Packet> {
        let frames = vec(vec(any::<u8>(), 1..=MAX_SPEECH), 1..=MAX_CARRIED);
        (any::<u32>(), time(), frames, any::<bool>()).prop_map(|(number, time, frames, again)| {
            Packet::Sound(Sound {
                number,
                time,
                frames,
                again,
            })
        })
    }

    fn piece() -> impl Strategy<Value = Packet> {
        let count = (1..=MAX_PIECES).prop_flat_map(|pieces| (0..pieces, Just(pieces)));
        let data = vec(any::<u8>(), 1..=MAX_PIECE);
        (any::<u32>(), time(), count, any::<bool>(), data).prop_map(
            |(frame, time, (piece, pieces), key, data)| {
                Packet::Piece(Piece {
                    frame,
                    time,
                    piece,
                    pieces,
                    key,
                    data,
                })
            },
        )
    }

    fn report() -> impl Strategy<Value = Packet> {
        let way = || proptest::option::of((i64::MIN + 1)..=i64::MAX);
        let counts = any::<(u16, u16, u16)>();
        (any::<(u32, u16, u64)>(), time(), (way(), way()), counts).prop_map(
            |(
                (number, window_ms, bytes),
                newest,
                (fastest_us, pictures_us),
                (in_time, late, held_ms),
            )| {
                Packet::Report(Report {
                    number,
                    window_ms,
                    bytes,
                    newest,
                    fastest_us,
                    pictures_us,
                    in_time,
                    late,
                    held_ms,
                })
            },
        )
    }

    proptest! {
        #[test]
        fn packets_survive_the_way(
            packet in prop_oneof![sound(), piece(), report(), Just(Packet::KeyframePlease)],
        ) {
            let bytes = packet.encode();
            prop_assert!(bytes.len() <= MAX_PACKET);
            prop_assert_eq!(Packet::decode(&bytes), Ok(packet));
        }

        #[test]
        fn any_bytes_are_read_within_bounds_or_refused(
            mut bytes in vec(any::<u8>(), 0..1200),
            kind in 0..7u8,
        ) {
            if let Some(first) = bytes.first_mut() {
                *first = kind;
            }
            if let Ok(packet) = Packet::decode(&bytes) {
                prop_assert_eq!(packet.encode(), bytes);
            }
        }
    }

    #[test]
    fn what_is_left_over_or_missing_is_refused() {
        let bytes = Packet::Report(Report::default()).encode();
        assert_eq!(Packet::decode(&bytes[..bytes.len() - 1]), Err(NoPacket));
        assert_eq!(Packet::decode(&[&bytes[..], &[0]].concat()), Err(NoPacket));
        assert_eq!(Packet::decode(&[KEYFRAME_PLEASE, 0]), Err(NoPacket));
        assert_eq!(Packet::decode(&[]), Err(NoPacket));
        assert_eq!(Packet::decode(&[9]), Err(NoPacket));
        assert_eq!(Packet::decode(&vec![SOUND; MAX_PACKET + 1]), Err(NoPacket));
    }
}
