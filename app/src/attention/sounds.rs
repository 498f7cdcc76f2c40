//! The sounds that come with the app, made by `app/examples/make-sounds`.

use serde::{Deserialize, Serialize};

/// A sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sound {
    /// Knuckles on tin.
    Knock,
    /// The string goes taut.
    Arrived,
    /// A short upward step.
    Message,
    /// A trill.
    Ring,
    /// It rings over there.
    RingBack,
    /// The string goes slack.
    Reconnecting,
    /// A can is put down.
    HungUp,
}

impl Sound {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Knock,
        Self::Arrived,
        Self::Message,
        Self::Ring,
        Self::RingBack,
        Self::Reconnecting,
        Self::HungUp,
    ];

    fn file(self) -> &'static [u8] {
        macro_rules! sound {
            ($name:literal) => {
                include_bytes!(concat!("../../../assets/sounds/", $name, ".wav"))
            };
        }
        match self {
            Self::Knock => sound!("knock"),
            Self::Arrived => sound!("arrived"),
            Self::Message => sound!("message"),
            Self::Ring => sound!("ring"),
            Self::RingBack => sound!("ring-back"),
            Self::Reconnecting => sound!("reconnecting"),
            Self::HungUp => sound!("hung-up"),
        }
    }

    /// Its samples, at 48 kHz.
    pub(super) fn samples(self) -> Vec<i16> {
        let reader = hound::WavReader::new(self.file());
        let samples = reader.map(|reader| reader.into_samples().map_while(Result::ok).collect());
        samples.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_is_short_not_too_loud_and_begins_and_ends_in_silence() {
        for sound in Sound::ALL {
            let spec = hound::WavReader::new(sound.file()).unwrap().spec();
            assert_eq!((spec.sample_rate, spec.channels), (48_000, 1), "{sound:?}");
            let samples = sound.samples();
            assert!((10_000..72_000).contains(&samples.len()), "{sound:?}");
            let loudest = samples.iter().map(|s| s.unsigned_abs()).max().unwrap();
            assert!((8_000..17_000).contains(&loudest), "{sound:?}: {loudest}");
            assert!(samples.last().unwrap().unsigned_abs() < 100, "{sound:?}");
        }
    }
}
