//! Pictures on their way out: chosen, shrunk, encoded, cut into pieces.
//!
//! A picture that could not be sent in time is left out before it is encoded,
//! so that what is encoded always builds on what the peer has.

use std::time::{Duration, Instant};

use super::{Path, ladder::Rung};
use crate::{
    codec::{Content, Encoded, VideoEncoder, VideoError},
    picture::{Picture, Scaler},
    wire::{MAX_PIECE, MAX_PIECES, MediaTime, Piece},
};

/// Keyframes that are asked for are made at most once in this time.
const KEY_AGAIN: Duration = Duration::from_secs(1);
/// Before another picture so many bytes may be on their way beyond what fills the
/// path: some, but no longer than the one and no shorter than the other. A path that
/// suddenly carries far less makes a long queue of them, with sound in it.
const BEYOND: f64 = 3_000.0;
const BEYOND_TIME: [f64; 2] = [0.03, 0.06];
/// How long pictures last is measured over about so many.
const MEASURED: u32 = 8;
/// Whatever lasts longer than so many others counts as these: a pause is no rate.
const PAUSE: u32 = 4;
/// So many bytes may always be on their way.
const IN_FLIGHT: usize = 6_000;

/// What became of pictures so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SentCounts {
    /// Encoded and sent.
    pub sent: u64,
    /// Left out because the way was full, or by the encoder to keep to its rate.
    pub left_out: u64,
    /// Keyframes among those sent.
    pub keys: u64,
}

/// Makes pieces of pictures. It stays on the thread that made it.
#[derive(Debug)]
pub struct PictureSender {
    encoder: VideoEncoder,
    scaler: Scaler,
    target: Option<(Rung, u32)>,
    frame: u32,
    key_wanted: bool,
    key_sent: Option<Instant>,
    /// When the next picture is wanted.
    wanted: Option<MediaTime>,
    /// How long pictures last of late, and when the last that was wanted was taken,
    /// whether or not it was sent.
    lasts: Option<Duration>,
    taken: Option<MediaTime>,
    counts: SentCounts,
}

impl PictureSender {
    /// Sends nothing before it has a target; numbers pictures from `first` on.
    pub fn new(content: Content, first: u32) -> Self {
        Self {
            encoder: VideoEncoder::new(content, 300_000),
            scaler: Scaler::default(),
            target: None,
            frame: first,
            key_wanted: true,
            key_sent: None,
            wanted: None,
            lasts: None,
            taken: None,
            counts: SentCounts::default(),
        }
    }

    /// What became of pictures so far.
    pub fn counts(&self) -> SentCounts {
        self.counts
    }

    /// The number of the next picture.
    pub fn next_frame(&self) -> u32 {
        self.frame
    }

    /// How large, how many, and for how many bits per second; none to send none.
    ///
    /// # Errors
    /// When libvpx refuses the rate.
    pub fn set_target(&mut self, target: Option<(Rung, u32)>) -> Result<(), VideoError> {
        if let Some((_, bits)) = target {
            self.encoder.set_rate(bits)?;
        }
        if self.target.is_none() {
            // Whoever sees pictures again has not seen what was before.
            self.key_wanted = true;
        }
        self.target = target;
        Ok(())
    }

    /// The peer needs a keyframe.
    pub fn on_keyframe_please(&mut self) {
        self.key_wanted = true;
    }

    /// Whether a picture of this time would be wanted, so that none is fetched
    /// in vain.
    fn wants(&self, time: MediaTime) -> bool {
        self.target.is_some() && self.wanted.is_none_or(|wanted| time >= wanted)
    }

    /// A picture taken at `time`: the pieces to send, in order; none when it is
    /// left out, as it is when the way is `full`.
    ///
    /// # Errors
    /// When libvpx refuses.
    pub fn offer(
        &mut self,
        now: Instant,
        picture: &Picture,
        time: MediaTime,
        full: bool,
    ) -> Result<Vec<Piece>, VideoError> {
        let Some((rung, _)) = self.target.filter(|_| self.wants(time)) else {
            return Ok(Vec::new());
        };
        let lasts = self.lasting(time, rung.fps);
        if full {
            self.counts.left_out += 1;
            return Ok(Vec::new());
        }
        self.pace(time, rung.fps);
        let size = match picture.size() {
            tall if tall.height() > tall.width() => {
                tall.within_lines(rung.lines * tall.height() / tall.width())
            }
            wide => wide.within_lines(rung.lines),
        };
        let key_due = self.key_sent.is_none_or(|sent| now >= sent + KEY_AGAIN);
        let key = self.key_wanted && key_due;
        let encoded = if picture.size() == size {
            self.encoder.encode(picture, lasts, key)?
        } else {
            let shrunk = self.scaler.scale(picture, size);
            self.encoder.encode(&shrunk, lasts, key)?
        };
        let Some(encoded) = encoded else {
            self.counts.left_out += 1;
            return Ok(Vec::new());
        };
        if encoded.key {
            self.key_wanted = false;
            self.key_sent = Some(now);
            self.counts.keys += 1;
        }
        self.counts.sent += 1;
        Ok(self.cut(encoded, time))
    }

    /// How long pictures last that are wanted: a source may have fewer than `fps`.
    fn lasting(&mut self, time: MediaTime, fps: u32) -> Duration {
        let usual = Duration::from_secs(1) / fps;
        let before = self.taken.replace(time);
        let gap = before.map(|at| Duration::from_micros(time.micros().saturating_sub(at.micros())));
        let lasts = self.lasts.unwrap_or(usual);
        let gap = gap.unwrap_or(lasts).min(lasts * PAUSE);
        let lasts = (lasts * (MEASURED - 1) + gap) / MEASURED;
        *self.lasts.insert(lasts.max(usual))
    }

    /// Notes when the next picture is wanted: evenly, whenever this one came.
    fn pace(&mut self, time: MediaTime, fps: u32) {
        let gap = Duration::from_secs(1) / fps;
        let at = Duration::from_micros(time.micros());
        // A camera's pictures come a little early or late.
        let slack = gap / 4;
        let planned = self.wanted.map_or(at, |wanted| {
            let planned = Duration::from_micros(wanted.micros()) + slack;
            if planned + gap < at { at } else { planned }
        });
        self.wanted = Some(MediaTime::after(planned + gap - slack));
    }

    fn cut(&mut self, encoded: Encoded, time: MediaTime) -> Vec<Piece> {
        let frame = self.frame;
        self.frame = self.frame.wrapping_add(1);
        let count = encoded.data.len().div_ceil(MAX_PIECE).max(1);
        let Some(pieces) = u16::try_from(count).ok().filter(|n| *n <= MAX_PIECES) else {
            // The peer would refuse it; what follows must not build on it.
            self.key_wanted = true;
            return Vec::new();
        };
        // Of about one length, so that none is a datagram for a few bytes.
        let length = encoded.data.len().div_ceil(count);
        let parts = encoded.data.chunks(length);
        let piece = |(piece, data): (u16, &[u8])| Piece {
            frame,
            time,
            piece,
            pieces,
            key: encoded.key,
            data: data.to_vec(),
        };
        (0..).zip(parts).map(piece).collect()
    }
}

/// Whether more is on its way already than should be when `load` bits per second are
/// sent, as the path is believed to carry.
pub fn is_full(path: Path, load: u32) -> bool {
    let carried = path.holds(load, BEYOND, BEYOND_TIME);
    path.in_flight > IN_FLIGHT.max(carried as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{picture::Size, receive::assembly::Assembly, send::ladder::Ladder};

    fn picture(n: usize) -> Picture {
        let mut picture = Picture::black(Size::new(640, 360).unwrap());
        for (at, pixel) in picture.split_mut().0.iter_mut().enumerate() {
            *pixel = ((at / 3 + at / 640 + n * 5) % 220) as u8;
        }
        picture
    }

    fn time(n: usize) -> MediaTime {
        MediaTime::after(Duration::from_micros(33_333) * n as u32)
    }

    fn target(now: Instant, bits: u32) -> Option<(Rung, u32)> {
        Ladder::new(Size::new(640, 360).unwrap(), Content::Camera).poll(now, bits)
    }

    #[test]
    fn pictures_are_cut_and_can_be_put_together() {
        let now = Instant::now();
        let mut sender = PictureSender::new(Content::Camera, 0);
        assert!(
            sender
                .offer(now, &picture(0), time(0), false)
                .unwrap()
                .is_empty()
        );
        sender.set_target(target(now, 700_000)).unwrap();
        let mut assembly = Assembly::new();
        let mut decoder = crate::codec::VideoDecoder::new().unwrap();
        let mut shown = 0;
        for n in 1..40 {
            let pieces = sender.offer(now, &picture(n), time(n), false).unwrap();
            for piece in pieces {
                assert!(piece.data.len() <= MAX_PIECE);
                assembly.insert(piece);
            }
            while let Some(whole) = assembly.poll(now) {
                shown += usize::from(decoder.decode(&whole.data).unwrap().is_some());
            }
        }
        let counts = sender.counts();
        assert_eq!(shown as u64, counts.sent);
        assert!(
            counts.sent >= 20 && counts.sent + counts.left_out == 39,
            "{counts:?}"
        );
        assert_eq!(counts.keys, 1);
    }

    #[test]
    fn a_full_way_leaves_pictures_out_before_they_are_encoded() {
        let now = Instant::now();
        let mut sender = PictureSender::new(Content::Camera, 0);
        sender.set_target(target(now, 300_000)).unwrap();
        assert!(
            sender
                .offer(now, &picture(0), time(0), true)
                .unwrap()
                .is_empty()
        );
        assert_eq!(sender.counts().left_out, 1);
        let path = Path {
            in_flight: 30_000,
            rtt: Duration::from_millis(50),
            least_rtt: Duration::from_millis(50),
            queue_back: Duration::ZERO,
        };
        assert!(is_full(path, 400_000) && !is_full(path, 4_000_000));
        assert!(
            !sender
                .offer(now, &picture(1), time(1), false)
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn keyframes_are_made_once_a_second_however_often_they_are_asked_for() {
        let start = Instant::now();
        let mut sender = PictureSender::new(Content::Camera, 0);
        sender.set_target(target(start, 700_000)).unwrap();
        for n in 0..120 {
            sender.on_keyframe_please();
            let now = start + Duration::from_micros(33_333) * n as u32;
            sender.offer(now, &picture(n), time(n), false).unwrap();
        }
        assert!(
            (3..=4).contains(&sender.counts().keys),
            "{:?}",
            sender.counts()
        );
    }

    #[test]
    fn fewer_pictures_a_second_are_taken_evenly() {
        let now = Instant::now();
        let mut sender = PictureSender::new(Content::Camera, 0);
        let rung = Rung {
            lines: 180,
            fps: 10,
            least: 30_000,
            most: 80_000,
        };
        sender.set_target(Some((rung, 80_000))).unwrap();
        let mut taken = Vec::new();
        for n in 0..90 {
            if sender.wants(time(n)) {
                taken.push(n);
                sender.offer(now, &picture(n), time(n), false).unwrap();
            }
        }
        assert!((28..=32).contains(&taken.len()), "{taken:?}");
        assert!(
            taken
                .windows(2)
                .all(|two| (2..=4).contains(&(two[1] - two[0])))
        );
    }
}
