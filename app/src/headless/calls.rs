//! Calls from the command line: what is chosen for them, and what is on.

use std::path::PathBuf;

use serde::Deserialize;
use tincan_media::{
    devices::{Event, Granted, Kind, Shared, Wanted, can_share_screen, desktop_asks},
    engine::FULL_VOLUME,
    io::{PictureInput, PictureOutput, SoundInput, SoundOutput},
};
use tincan_net::{CallState, Command, EventKind, OnAir};

use super::command::RequestError;
use crate::calls::{Calls, Chosen, Switches};

/// What a call is made or answered with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fields {
    #[serde(default = "yes")]
    audio: bool,
    #[serde(default)]
    video: bool,
    audio_in: Option<Place>,
    audio_out: Option<Place>,
    video_in: Option<Place>,
    video_out: Option<Place>,
    #[serde(default = "yes")]
    audio_processing: bool,
}

/// What is switched; what is absent stays as it is.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Set {
    mic: Option<bool>,
    camera: Option<bool>,
    speaker: Option<bool>,
    screen: Option<bool>,
}

fn yes() -> bool {
    true
}

/// Where something comes from or goes to.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Place {
    Named(String),
    File(FilePlace),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FilePlace {
    file: PathBuf,
    times: Option<PathBuf>,
}

fn wanted(name: String) -> Wanted {
    match name.as_str() {
        "default" => Wanted::Default,
        _ => Wanted::Named(name),
    }
}

fn device() -> Place {
    Place::Named("default".to_owned())
}

impl TryFrom<Fields> for Chosen {
    type Error = RequestError;

    fn try_from(fields: Fields) -> Result<Self, RequestError> {
        Ok(Self {
            sound_in: match fields.audio_in.unwrap_or_else(device) {
                Place::Named(name) if name == "none" => None,
                Place::Named(name) if name == "tone" => Some(SoundInput::Tone),
                Place::Named(name) => Some(SoundInput::Device(wanted(name))),
                Place::File(FilePlace { file, times }) => Some(SoundInput::File(file, times)),
            },
            sound_out: match fields.audio_out.unwrap_or_else(device) {
                Place::Named(name) if name == "none" => SoundOutput::None,
                Place::Named(name) => SoundOutput::Device(wanted(name)),
                Place::File(FilePlace { file, times }) => SoundOutput::File(file, times),
            },
            picture_in: match fields.video_in.unwrap_or_else(device) {
                Place::Named(name) if name == "none" => None,
                Place::Named(name) if name == "pattern" => Some(PictureInput::Pattern),
                Place::Named(name) => Some(PictureInput::Device(wanted(name))),
                Place::File(FilePlace { file, times }) => Some(PictureInput::File(file, times)),
            },
            picture_out: match fields.video_out {
                None => None,
                Some(Place::Named(name)) if name == "none" => None,
                Some(Place::Named(name)) => {
                    let problem = format!("video_out takes none or a file, not {name}");
                    return Err(RequestError::BadCommand(problem));
                }
                Some(Place::File(FilePlace { file, times })) => {
                    Some(PictureOutput::File(file, times))
                }
            },
            shared: Shared::default(),
            processing: fields.audio_processing,
            volume: FULL_VOLUME,
            switches: Switches {
                mic: fields.audio,
                camera: fields.video,
                speaker: true,
                screen: false,
            },
        })
    }
}

/// What is known of the call at hand.
#[derive(Debug, Default)]
pub(super) struct Calling {
    state: Option<CallState>,
    chosen: Chosen,
}

impl Calling {
    /// The network side says something.
    pub(super) fn hear(&mut self, event: &EventKind) {
        if let EventKind::Call(call) = event {
            self.state = Some(call.state);
        }
    }

    /// Whether there is a call whose choices must not be changed by another.
    pub(super) fn is_busy(&self) -> bool {
        !matches!(
            self.state,
            None | Some(CallState::Incoming | CallState::Ended(_))
        )
    }

    /// A call is made or answered with this: what goes on air.
    pub(super) fn begin(&mut self, calls: &Calls, chosen: Chosen) -> OnAir {
        let switches = chosen.switches;
        if !self.is_busy() {
            self.chosen = chosen.clone();
            calls.choose(chosen);
        }
        switches.on_air()
    }

    /// Switches; what the peer is to be told. Where the desktop asks what is to be
    /// shared, that is switched on when it has.
    pub(super) fn set(&mut self, calls: &Calls, set: Set) -> Result<Command, RequestError> {
        if set.screen == Some(true) && !can_share_screen() {
            return Err(RequestError::NotSupported("sharing this screen"));
        }
        let was = self.chosen.switches;
        let asks = set.screen == Some(true) && !was.screen && desktop_asks();
        let switches = Switches {
            mic: set.mic.unwrap_or(was.mic),
            camera: set.camera.unwrap_or(was.camera),
            speaker: set.speaker.unwrap_or(was.speaker),
            screen: set.screen.unwrap_or(was.screen) && !asks,
        };
        if self.is_busy() {
            self.chosen.switches = switches;
            calls.switch(switches);
            if set.screen.is_some() {
                calls.ask(asks);
            }
        }
        Ok(Command::OnAir(switches.on_air()))
    }

    /// The desktop has asked; what the peer is to be told.
    pub(super) fn share(&mut self, calls: &Calls, granted: Granted) -> Option<Command> {
        if !self.is_busy() {
            return None;
        }
        self.chosen.shared = Shared::Granted(granted);
        self.chosen.switches.screen = true;
        calls.choose(self.chosen.clone());
        Some(Command::OnAir(self.chosen.switches.on_air()))
    }

    /// Something happened to a device; what the peer is to be told, when that ends
    /// what was shared.
    pub(super) fn lose(&mut self, calls: &Calls, event: &Event) -> Option<Command> {
        let granted = matches!(self.chosen.shared, Shared::Granted(_));
        if event.kind != Kind::Screen || !granted || !self.chosen.switches.screen {
            return None;
        }
        self.chosen.switches.screen = false;
        calls.switch(self.chosen.switches);
        Some(Command::OnAir(self.chosen.switches.on_air()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(json: &str) -> Result<Chosen, RequestError> {
        serde_json::from_str::<Fields>(json)?.try_into()
    }

    #[test]
    fn what_is_absent_is_the_devices_that_the_system_prefers() {
        let chosen = chosen("{}").unwrap();
        let device = Wanted::Default;
        assert_eq!(chosen.sound_in, Some(SoundInput::Device(device.clone())));
        assert_eq!(chosen.sound_out, SoundOutput::Device(device.clone()));
        assert_eq!(chosen.picture_in, Some(PictureInput::Device(device)));
        assert_eq!(chosen.picture_out, None);
        assert!(chosen.processing && chosen.switches == Switches::default());
    }

    #[test]
    fn sources_and_sinks_are_named_or_files() {
        let chosen = chosen(
            r#"{"audio":false,"video":true,"audio_in":"tone","audio_out":{"file":"y.wav"},
            "video_in":{"file":"x.y4m","times":"t"},"video_out":"none","audio_processing":false}"#,
        )
        .unwrap();
        assert_eq!(chosen.sound_in, Some(SoundInput::Tone));
        assert_eq!(chosen.sound_out, SoundOutput::File("y.wav".into(), None));
        let camera = PictureInput::File("x.y4m".into(), Some("t".into()));
        assert_eq!(chosen.picture_in, Some(camera));
        assert!(!chosen.processing && !chosen.switches.mic && chosen.switches.camera);
        let named = super::tests::chosen(r#"{"audio_in":"Yeti","video_in":"none"}"#).unwrap();
        let yeti = Wanted::Named("Yeti".into());
        assert_eq!(named.sound_in, Some(SoundInput::Device(yeti)));
        assert_eq!(named.picture_in, None);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for json in [
            r#"{"video_out":"screen"}"#,
            r#"{"audio":1}"#,
            r#"{"audio_in":{"times":"x"}}"#,
            r#"{"audio_in":{"file":"x","rate":1}}"#,
            r#"{"sound":true}"#,
        ] {
            assert_eq!(chosen(json).unwrap_err().code(), "bad_command", "{json}");
        }
    }
}
