//! Devices as they are remembered between runs: by their names.

use serde::{Deserialize, Serialize};
use tincan_media::{
    devices::Wanted,
    engine::FULL_VOLUME,
    io::{PictureInput, SoundInput, SoundOutput},
};

use super::Chosen;

/// What a person has chosen for calls. A device without a name is the one that
/// the system prefers; one that is away is taken when it is there again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// The microphone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub microphone: Option<String>,
    /// The speaker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The camera.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub camera: Option<String>,
    /// How loud the peer is heard, in hundredths of what it sends.
    pub volume: u8,
    /// Echo and noise are taken out, and levels evened.
    pub processing: bool,
    /// The voice is let through only while Space is held.
    pub push_to_talk: bool,
    /// One's own picture is shown as a mirror shows it.
    pub mirror: bool,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            microphone: None,
            speaker: None,
            camera: None,
            volume: FULL_VOLUME,
            processing: true,
            push_to_talk: false,
            mirror: true,
        }
    }
}

impl Remembered {
    /// What a call begins with.
    pub fn chosen(&self) -> Chosen {
        Chosen {
            sound_in: Some(SoundInput::Device(wanted(&self.microphone))),
            sound_out: SoundOutput::Device(wanted(&self.speaker)),
            picture_in: Some(PictureInput::Device(wanted(&self.camera))),
            processing: self.processing,
            volume: self.volume,
            ..Chosen::default()
        }
    }
}

/// The device of this name, or the one that the system prefers.
pub fn wanted(name: &Option<String>) -> Wanted {
    name.clone().map_or(Wanted::Default, Wanted::Named)
}

/// Its name, unless it is the one that the system prefers.
pub fn name(wanted: Wanted) -> Option<String> {
    match wanted {
        Wanted::Default => None,
        Wanted::Named(name) => Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_come_back_by_name_and_a_file_without_them_is_whole() {
        let nothing: Remembered = toml::from_str("").unwrap();
        assert_eq!(nothing, Remembered::default());
        let some = Remembered {
            microphone: Some("Yeti Nano, USB".to_owned()),
            processing: false,
            volume: 40,
            ..Remembered::default()
        };
        let text = toml::to_string(&some).unwrap();
        assert_eq!(toml::from_str::<Remembered>(&text).unwrap(), some);
        let chosen = some.chosen();
        let yeti = Wanted::Named("Yeti Nano, USB".to_owned());
        assert_eq!(chosen.sound_in, Some(SoundInput::Device(yeti)));
        assert_eq!(chosen.sound_out, SoundOutput::Device(Wanted::Default));
        assert_eq!(chosen.volume, 40);
        assert!(!chosen.processing && !chosen.switches.camera);
    }
}
