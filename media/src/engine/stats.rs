//! Numbers of a call, and what they mean in words.

use std::time::{Duration, Instant};

use crate::receive::{jitter_buffer::SoundCounts, picture_queue::PictureCounts};

/// Rates are over at least this.
const WINDOW: Duration = Duration::from_millis(900);

/// How a call is, in words for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quality {
    /// As it should be.
    #[default]
    Clear,
    /// Small flaws.
    Good,
    /// Flaws that disturb.
    Rough,
    /// The line is too thin for pictures.
    SoundOnly,
}

/// Sound of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AudioStats {
    /// Bits per second from the peer.
    pub bitrate_in: u32,
    /// Bits per second to the peer.
    pub bitrate_out: u32,
    /// How late packets come, as far as it is waited for.
    pub jitter: Duration,
    /// From when something could have been here at the earliest to its being
    /// heard.
    pub delay: Duration,
    /// Of what was played, the part that was made up.
    pub concealed_ratio: f64,
    /// Of all frames, the part that came only as a copy.
    pub repaired_ratio: f64,
    /// Of all frames, the part that came too late or never.
    pub late_ratio: f64,
}

/// Pictures of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VideoStats {
    /// Width of the peer's pictures, 0 when there are none.
    pub width: u32,
    /// Height of the peer's pictures.
    pub height: u32,
    /// Pictures of the peer shown in a second.
    pub fps_in: f32,
    /// Pictures sent in a second.
    pub fps_out: f32,
    /// Bits per second from the peer.
    pub bitrate_in: u32,
    /// Bits per second to the peer.
    pub bitrate_out: u32,
    /// Times that the peer's picture stood still.
    pub freezes: u64,
    /// How long it stood still, in all.
    pub frozen: Duration,
    /// Pictures of ours that were left out, and packets of the peer dropped.
    pub dropped: u64,
    /// What encoding a picture took, on average.
    pub encode: Duration,
    /// What decoding a picture took, on average.
    pub decode: Duration,
}

/// A call.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CallStats {
    /// Sound.
    pub audio: AudioStats,
    /// Pictures.
    pub video: VideoStats,
    /// Bits per second that the path is estimated to carry.
    pub estimate_bps: u32,
    /// All that in a word.
    pub quality: Quality,
}

/// Counters of a call, which only grow.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    pub(super) sound: SoundCounts,
    pub(super) pictures: PictureCounts,
    /// Bytes of sound and pictures.
    pub(super) bytes_in: [u64; 2],
    pub(super) bytes_out: [u64; 2],
    pub(super) sent: u64,
    pub(super) dropped: u64,
    pub(super) encode_us: u64,
    pub(super) decoded: u64,
    pub(super) decode_us: u64,
}

/// What is, rather than grows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    pub(super) size: (u32, u32),
    pub(super) jitter: Duration,
    pub(super) delay: Duration,
    pub(super) estimate: u32,
    /// We send pictures, or would if the line were not too thin.
    pub(super) camera: bool,
    /// Pictures are being sent.
    pub(super) sending: bool,
    /// The peer's pictures are of a screen: few a second, and few lines, are as
    /// they should be.
    pub(super) screen: bool,
}

/// Makes numbers per second of counters.
#[derive(Debug)]
pub(super) struct Meter {
    at: Instant,
    before: Totals,
    last: CallStats,
}

impl Meter {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            at: now,
            before: Totals::default(),
            last: CallStats::default(),
        }
    }

    /// The numbers of the last second or so; the same again when asked sooner.
    pub(super) fn read(&mut self, now: Instant, totals: Totals, state: State) -> CallStats {
        let window = now.saturating_duration_since(self.at);
        if window < WINDOW {
            return self.last;
        }
        let seconds = window.as_secs_f64();
        let before = std::mem::replace(&mut self.before, totals);
        self.at = now;
        let bits = |new: u64, old: u64| ((new - old) as f64 * 8.0 / seconds) as u32;
        let each = |us: u64, count: u64| Duration::from_micros(us / count.max(1));
        let ratio = |part: u64, all: u64| part as f64 / all.max(1) as f64;
        let (sound, old) = (totals.sound, before.sound);
        let frames = (sound.in_time + sound.repaired + sound.missed)
            .saturating_sub(old.in_time + old.repaired + old.missed);
        let repaired = |counts: SoundCounts| counts.repaired - counts.overtaken;
        let repaired = repaired(sound).saturating_sub(repaired(old));
        let audio = AudioStats {
            bitrate_in: bits(totals.bytes_in[0], before.bytes_in[0]),
            bitrate_out: bits(totals.bytes_out[0], before.bytes_out[0]),
            jitter: state.jitter,
            delay: state.delay,
            concealed_ratio: ratio(sound.concealed - old.concealed, sound.played - old.played),
            repaired_ratio: ratio(repaired, frames),
            late_ratio: ratio(sound.missed - old.missed, frames),
        };
        let shown = totals.pictures.shown - before.pictures.shown;
        let sent = totals.sent - before.sent;
        let decoded = totals.decoded - before.decoded;
        let video = VideoStats {
            width: state.size.0,
            height: state.size.1,
            fps_in: (shown as f64 / seconds) as f32,
            fps_out: (sent as f64 / seconds) as f32,
            bitrate_in: bits(totals.bytes_in[1], before.bytes_in[1]),
            bitrate_out: bits(totals.bytes_out[1], before.bytes_out[1]),
            freezes: totals.pictures.freezes,
            frozen: totals.pictures.frozen,
            dropped: totals.dropped,
            encode: each(totals.encode_us - before.encode_us, sent),
            decode: each(totals.decode_us - before.decode_us, decoded),
        };
        let froze = totals.pictures.freezes > before.pictures.freezes;
        self.last = CallStats {
            quality: in_words(&audio, &video, froze, &state),
            audio,
            video,
            estimate_bps: state.estimate,
        };
        self.last
    }
}

/// The numbers in a word. Thresholds are where people begin to notice, and to
/// mind: delay by ITU-T G.114, the rest by ear.
fn in_words(audio: &AudioStats, video: &VideoStats, froze: bool, state: &State) -> Quality {
    if state.camera && !state.sending {
        return Quality::SoundOnly;
    }
    let moves = video.width > 0 && !state.screen;
    let few = |fps: f32| moves && video.fps_in < fps;
    let ms = Duration::from_millis;
    if audio.concealed_ratio > 0.03 || froze || audio.delay > ms(350) || few(8.0) {
        return Quality::Rough;
    }
    let small = moves && video.height.min(video.width) < 270;
    if audio.concealed_ratio > 0.005 || audio.delay > ms(180) || few(18.0) || small {
        return Quality::Good;
    }
    Quality::Clear
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_become_numbers_per_second() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        let mut totals = Totals::default();
        let state = State {
            size: (640, 360),
            ..State::default()
        };
        totals.sound.played = 96_000;
        totals.sound.concealed = 960;
        totals.pictures.shown = 60;
        totals.bytes_in = [8_000, 100_000];
        (totals.decoded, totals.decode_us) = (60, 120_000);
        let soon = meter.read(start + Duration::from_millis(10), totals, state);
        assert_eq!(soon, CallStats::default());
        let stats = meter.read(start + Duration::from_secs(2), totals, state);
        assert_eq!(stats.audio.bitrate_in, 32_000);
        assert_eq!(stats.audio.concealed_ratio, 0.01);
        assert_eq!(
            (stats.video.bitrate_in, stats.video.fps_in),
            (400_000, 30.0)
        );
        assert_eq!(stats.video.decode, Duration::from_millis(2));
        assert_eq!(stats.quality, Quality::Good);
    }

    #[test]
    fn who_turns_out_to_be_overtaken_only_is_not_repaired() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        let mut totals = Totals::default();
        let mut read = |second, totals| {
            let now = start + Duration::from_secs(second);
            meter
                .read(now, totals, State::default())
                .audio
                .repaired_ratio
        };
        (totals.sound.in_time, totals.sound.repaired) = (49, 1);
        assert_eq!(read(1, totals), 0.02);
        totals.sound.overtaken = 1;
        assert_eq!(read(2, totals), 0.0);
        (totals.sound.repaired, totals.sound.overtaken) = (3, 2);
        assert_eq!(read(3, totals), 0.5);
    }

    #[test]
    fn words_fit_the_numbers() {
        let word = |concealed_ratio, delay, fps_in, froze, sending| {
            let audio = AudioStats {
                concealed_ratio,
                delay: Duration::from_millis(delay),
                ..AudioStats::default()
            };
            let video = VideoStats {
                width: 640,
                height: 360,
                fps_in,
                ..VideoStats::default()
            };
            let state = State {
                camera: true,
                sending,
                ..State::default()
            };
            in_words(&audio, &video, froze, &state)
        };
        assert_eq!(word(0.0, 80, 30.0, false, true), Quality::Clear);
        assert_eq!(word(0.01, 80, 30.0, false, true), Quality::Good);
        assert_eq!(word(0.0, 80, 12.0, false, true), Quality::Good);
        assert_eq!(word(0.0, 80, 30.0, true, true), Quality::Rough);
        assert_eq!(word(0.0, 500, 30.0, false, true), Quality::Rough);
        assert_eq!(word(0.2, 80, 30.0, false, false), Quality::SoundOnly);
        let screen = State {
            screen: true,
            ..State::default()
        };
        let still = VideoStats {
            width: 1920,
            height: 1080,
            fps_in: 1.0,
            ..VideoStats::default()
        };
        let audio = AudioStats::default();
        assert_eq!(in_words(&audio, &still, false, &screen), Quality::Clear);
    }
}
