//! Everything that the peer sends, sorted: the receiving machines of a call on
//! one clock.

use std::time::{Duration, Instant};

use crate::{
    codec::{FRAME_TIME, SpeechError},
    receive::{
        assembly::{Assembly, Whole},
        clock::PlayoutClock,
        jitter_buffer::{JitterBuffer, SoundCounts},
        reporter::Reporter,
    },
    wire::{MediaTime, Packet, Report},
};

/// What a peer may send in a second, in bytes and packets: several times of what
/// an honest one does at its best.
const MOST_BYTES: usize = 1_500_000;
const MOST_PACKETS: u32 = 3_000;

/// What the peer says about what we send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feedback {
    /// What came.
    Report(Report),
    /// It needs a keyframe.
    KeyframePlease,
}

/// Bytes and packets in this second.
#[derive(Debug)]
struct Budget {
    began: Instant,
    bytes: usize,
    packets: u32,
}

impl Budget {
    fn allows(&mut self, now: Instant, bytes: usize) -> bool {
        if now >= self.began + Duration::from_secs(1) {
            (self.began, self.bytes, self.packets) = (now, 0, 0);
        }
        self.bytes += bytes;
        self.packets += 1;
        self.bytes <= MOST_BYTES && self.packets <= MOST_PACKETS
    }
}

/// The receiving half of a call.
#[derive(Debug)]
pub struct Incoming {
    clock: PlayoutClock,
    sound: JitterBuffer,
    pictures: Assembly,
    reporter: Reporter,
    queue: Duration,
    budget: Budget,
    /// From asking for sound to its being heard.
    speaker: Duration,
    bytes: [u64; 2],
    dropped: u64,
}

impl Incoming {
    /// Nothing has come yet.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn new(now: Instant) -> Result<Self, SpeechError> {
        Ok(Self {
            clock: PlayoutClock::new(now),
            sound: JitterBuffer::new()?,
            pictures: Assembly::new(),
            reporter: Reporter::new(now),
            queue: Duration::ZERO,
            budget: Budget {
                began: now,
                bytes: 0,
                packets: 0,
            },
            speaker: Duration::ZERO,
            bytes: [0, 0],
            dropped: 0,
        })
    }

    /// The peer's clock, for showing pictures in time.
    pub fn clock(&self) -> &PlayoutClock {
        &self.clock
    }

    /// What became of sound.
    pub fn sound_counts(&self) -> SoundCounts {
        self.sound.counts()
    }

    /// How long sound is meant to be held back.
    pub fn target(&self) -> Duration {
        self.sound.target()
    }

    /// From when something could have been here at the earliest to when its
    /// sound is heard.
    pub fn sound_delay(&self) -> Duration {
        FRAME_TIME + self.sound.held() + self.speaker
    }

    /// How long what comes stands in a queue on its way, of late.
    pub fn queue(&self) -> Duration {
        self.queue
    }

    /// Bytes of sound and of pictures that came.
    pub fn bytes(&self) -> [u64; 2] {
        self.bytes
    }

    /// Packets that were garbled, too many, or of no use.
    pub fn dropped(&self) -> u64 {
        self.dropped + self.sound.counts().dropped + self.pictures.dropped()
    }

    /// A packet came at `at`; what it says about what we send, if anything.
    pub fn on_packet(&mut self, at: Instant, bytes: &[u8]) -> Option<Feedback> {
        if !self.budget.allows(at, bytes.len()) {
            self.dropped += 1;
            return None;
        }
        match Packet::decode(bytes) {
            Ok(Packet::Sound(sound)) => {
                let complete = Duration::from_micros(sound.time.micros()) + FRAME_TIME;
                self.note(at, bytes.len(), MediaTime::after(complete), 0);
                self.sound.insert(at, sound, &mut self.clock);
                None
            }
            Ok(Packet::Piece(piece)) => {
                self.note(at, bytes.len(), piece.time, 1);
                // A picture of a wild time would wait for it, and all after it.
                if self.clock.arrived(at, piece.time).is_some() {
                    self.pictures.insert(piece);
                } else {
                    self.dropped += 1;
                }
                None
            }
            Ok(Packet::Report(report)) => Some(Feedback::Report(report)),
            Ok(Packet::KeyframePlease) => Some(Feedback::KeyframePlease),
            Err(_) => {
                self.dropped += 1;
                None
            }
        }
    }

    fn note(&mut self, at: Instant, bytes: usize, time: MediaTime, kind: usize) {
        self.bytes[kind] += bytes as u64;
        let way = self.clock.way(at, time);
        self.reporter.arrived(bytes, time, way, kind == 1);
    }

    /// Sound to be handed over now and heard `speaker` later.
    pub fn pull(&mut self, now: Instant, speaker: Duration, out: &mut [i16]) {
        self.speaker = speaker;
        self.sound.pull(now, &self.clock, out);
    }

    /// The next picture to be decoded, and how long after it was due it is
    /// whole.
    pub fn next_picture(&mut self, now: Instant) -> Option<(Whole, Duration)> {
        let whole = self.pictures.poll(now)?;
        let late = self.clock.since_due(now, whole.time);
        Some((whole, late))
    }

    /// A picture could not be decoded.
    pub fn on_undecodable(&mut self) {
        self.pictures.lose();
    }

    /// What is to be told to the peer now.
    pub fn poll_packet(&mut self, now: Instant) -> Option<Packet> {
        if self.pictures.wants_key(now) {
            return Some(Packet::KeyframePlease);
        }
        let (counts, held) = (self.sound.counts(), self.sound.held());
        let report = self.reporter.poll(now, counts, held)?;
        if let Some(fastest) = report.fastest_us {
            self.queue = self.clock.longer(fastest);
        }
        Some(Packet::Report(report))
    }

    /// When something is to be told at the latest.
    pub fn poll_timeout(&self) -> Instant {
        self.reporter.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{MAX_PACKET, Sound};

    #[test]
    fn ten_times_of_what_is_agreed_is_dropped_and_counted() {
        let now = Instant::now();
        let mut incoming = Incoming::new(now).unwrap();
        let garbage = vec![1; MAX_PACKET];
        for n in 0..30_000u64 {
            let at = now + Duration::from_millis(n / 30);
            assert_eq!(incoming.on_packet(at, &garbage), None);
        }
        assert_eq!(incoming.dropped(), 30_000);
        let sound = Packet::Sound(Sound {
            number: 1,
            time: MediaTime::default(),
            frames: vec![vec![1]],
            again: false,
        });
        let later = now + Duration::from_secs(3);
        incoming.on_packet(later, &sound.encode());
        assert_eq!(incoming.sound_counts().in_time, 1, "then it goes on");
    }

    #[test]
    fn feedback_is_handed_on_and_reports_are_made() {
        let now = Instant::now();
        let mut incoming = Incoming::new(now).unwrap();
        let please = Packet::KeyframePlease.encode();
        assert_eq!(
            incoming.on_packet(now, &please),
            Some(Feedback::KeyframePlease)
        );
        let report = Report::default();
        let said = incoming.on_packet(now, &Packet::Report(report).encode());
        assert_eq!(said, Some(Feedback::Report(report)));
        assert_eq!(incoming.poll_packet(now), None);
        let due = incoming.poll_timeout();
        assert!(matches!(incoming.poll_packet(due), Some(Packet::Report(_))));
        incoming.on_undecodable();
        assert_eq!(incoming.poll_packet(due), Some(Packet::KeyframePlease));
        assert_eq!(incoming.poll_packet(due), None);
    }
}
