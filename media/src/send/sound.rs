//! Frames of sound on their way out: encoded, with those before them carried
//! along, and left out while nobody speaks.

use std::collections::VecDeque;

use super::rate::SoundTarget;
use crate::{
    codec::{FRAME, SpeechEncoder, SpeechError, is_quiet},
    wire::{MAX_CARRIED, MediaTime, Sound},
};

/// So many frames in a row say that nobody speaks, in case one is lost; the
/// others are not sent.
const QUIET_SENT: u32 = 2;

/// Makes packets of frames.
#[derive(Debug)]
pub struct SoundSender {
    encoder: SpeechEncoder,
    target: SoundTarget,
    number: u32,
    /// The frames encoded before, newest first.
    before: VecDeque<Vec<u8>>,
    /// What is to be sent once more.
    again: Option<Sound>,
    quiet: u32,
}

impl SoundSender {
    /// Begins with frame 0.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn new() -> Result<Self, SpeechError> {
        let target = SoundTarget::default();
        Ok(Self {
            encoder: SpeechEncoder::new(target.bits_per_s)?,
            target,
            number: 0,
            before: VecDeque::with_capacity(MAX_CARRIED),
            again: None,
            quiet: 0,
        })
    }

    /// Changes the rate and what is carried from the next frame on.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn set_target(&mut self, target: SoundTarget) -> Result<(), SpeechError> {
        if target != self.target {
            self.encoder.set_rate(target.bits_per_s)?;
            self.encoder.set_loss(target.loss_percent)?;
            self.target = target;
        }
        Ok(())
    }

    /// A frame whose first sample was heard at `time`: the packet to send, if
    /// any.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn encode(
        &mut self,
        samples: &[i16; FRAME],
        time: MediaTime,
    ) -> Result<Option<Sound>, SpeechError> {
        let data = self.encoder.encode(samples)?;
        let number = self.number;
        self.number = self.number.wrapping_add(1);
        self.quiet = if is_quiet(&data) { self.quiet + 1 } else { 0 };
        let sound = (self.quiet <= QUIET_SENT && !data.is_empty()).then(|| {
            let carried = self.before.iter().take(self.target.carried).cloned();
            Sound {
                number,
                time,
                frames: std::iter::once(data.clone()).chain(carried).collect(),
                again: false,
            }
        });
        self.again = sound.clone().filter(|_| self.target.again);
        self.before.push_front(data);
        self.before.truncate(MAX_CARRIED - 1);
        Ok(sound)
    }

    /// What is to be sent half a frame after the last packet: the same once more,
    /// where much is lost. That makes up for a loss twice as soon as the copy in
    /// the next packet, and both are seldom lost.
    pub fn again(&mut self) -> Option<Sound> {
        let again = true;
        self.again.take().map(|sound| Sound { again, ..sound })
    }

    /// The microphone was off for a while: what was before is not carried.
    pub fn forget(&mut self) {
        self.again = None;
        self.before.clear();
    }

    /// Whether the last frame said that nobody speaks, so that the peer knows.
    pub fn said_quiet(&self) -> bool {
        self.quiet >= QUIET_SENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        codec::{FRAME_TIME, SpeechDecoder},
        testing::{loudness, voice_frame},
    };

    fn time(n: usize) -> MediaTime {
        MediaTime::after(FRAME_TIME * n as u32)
    }

    fn heard(sounds: &[Sound]) -> Vec<i16> {
        let mut decoder = SpeechDecoder::new().unwrap();
        let decode = |sound: &Sound| decoder.decode(&sound.frames[0]).unwrap();
        sounds.iter().flat_map(decode).collect()
    }

    #[test]
    fn each_packet_carries_the_frames_before_it() {
        let mut sender = SoundSender::new().unwrap();
        let target = SoundTarget {
            carried: 2,
            ..SoundTarget::default()
        };
        sender.set_target(target).unwrap();
        let encode = |n| sender.encode(&voice_frame(n), time(n)).unwrap().unwrap();
        let sounds: Vec<_> = (5..60).map(encode).collect();
        assert_eq!(sounds[0].frames.len(), 1);
        assert_eq!(sounds[1].frames.len(), 2);
        for three in sounds.windows(3) {
            let new = three.iter().rev().map(|sound| &sound.frames[0]);
            assert!(three[2].frames.iter().eq(new));
            assert_eq!(three[2].number, three[1].number + 1);
        }
        assert!(loudness(&heard(&sounds)) > 500.0);
    }

    #[test]
    fn each_packet_is_sent_once_more_when_that_is_the_target() {
        let mut sender = SoundSender::new().unwrap();
        sender.encode(&voice_frame(5), time(5)).unwrap().unwrap();
        assert_eq!(sender.again(), None);
        let again = true;
        let target = SoundTarget {
            again,
            ..SoundTarget::default()
        };
        sender.set_target(target).unwrap();
        let sound = sender.encode(&voice_frame(6), time(6)).unwrap().unwrap();
        assert_eq!(sender.again(), Some(Sound { again, ..sound }));
        assert_eq!(sender.again(), None);
        sender.encode(&voice_frame(7), time(7)).unwrap().unwrap();
        sender.forget();
        assert_eq!(sender.again(), None);
    }

    #[test]
    fn silence_is_said_and_then_kept() {
        let mut sender = SoundSender::new().unwrap();
        let mut sent = 0;
        for n in 0..200 {
            let frame = if n < 20 { voice_frame(n) } else { [0; FRAME] };
            let sound = sender.encode(&frame, time(n)).unwrap();
            sent += usize::from(n >= 100 && sound.is_some());
            assert!(n >= 20 || sound.is_some());
        }
        // 2 s of silence: an update every 400 ms, and what says so again.
        assert!(sent <= 20, "{sent}");
        let back = sender
            .encode(&voice_frame(205), time(200))
            .unwrap()
            .unwrap();
        assert_eq!(back.number, 200);
    }
}
