//! What a person chose for calls.

use std::path::Path;

use tincan_media::{
    devices::{Events, Shared, Wanted},
    engine::{FULL_VOLUME, Setup},
    io::{CannotUse, PictureInput, PictureOutput, SoundInput, SoundOutput},
};
use tincan_net::OnAir;

/// Where a call's sound and pictures come from and go to, on or off.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The microphone, or what stands for it; none to be silent.
    pub sound_in: Option<SoundInput>,
    /// The speaker.
    pub sound_out: SoundOutput,
    /// The camera; none to show nothing.
    pub picture_in: Option<PictureInput>,
    /// What of the screen is shown, when it is.
    pub shared: Shared,
    /// Where the peer's pictures go besides the window.
    pub picture_out: Option<PictureOutput>,
    /// Whether echo and noise are taken out and levels evened.
    pub processing: bool,
    /// How loud the peer is heard, in hundredths of what it sends.
    pub volume: u8,
    /// What is on at the beginning.
    pub switches: Switches,
}

impl Default for Chosen {
    /// The devices that the system prefers.
    fn default() -> Self {
        Self {
            sound_in: Some(SoundInput::Device(Wanted::Default)),
            sound_out: SoundOutput::Device(Wanted::Default),
            picture_in: Some(PictureInput::Device(Wanted::Default)),
            shared: Shared::default(),
            picture_out: None,
            processing: true,
            volume: FULL_VOLUME,
            switches: Switches::default(),
        }
    }
}

/// What is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switches {
    /// The microphone.
    pub mic: bool,
    /// The camera.
    pub camera: bool,
    /// The speaker.
    pub speaker: bool,
    /// The screen is shown, in place of the camera.
    pub screen: bool,
}

impl Default for Switches {
    /// A call without pictures.
    fn default() -> Self {
        Self {
            mic: true,
            camera: false,
            speaker: true,
            screen: false,
        }
    }
}

impl Switches {
    /// What the peer hears and sees with these.
    pub fn on_air(self) -> OnAir {
        OnAir {
            mic: self.mic,
            camera: self.camera && !self.screen,
            screen: self.screen,
        }
    }
}

impl Chosen {
    /// Whether the files can be used. This reads them.
    ///
    /// # Errors
    /// When one cannot, and why.
    pub fn check(&self) -> Result<(), CannotUse> {
        // Devices say later what is the matter with them.
        let (events, _) = Events::channel();
        if let Some(SoundInput::File(path, _)) = &self.sound_in {
            SoundInput::File(path.clone(), None).open(&events)?;
        }
        if let Some(PictureInput::File(path, _)) = &self.picture_in {
            PictureInput::File(path.clone(), None).open(&events)?;
        }
        if let SoundOutput::File(path, _) = &self.sound_out {
            has_folder(path)?;
        }
        if let Some(PictureOutput::File(path, _)) = &self.picture_out {
            has_folder(path)?;
        }
        Ok(())
    }

    /// What a call begins with.
    pub(super) fn setup(&self) -> Setup {
        let Switches {
            mic,
            camera,
            screen,
            ..
        } = self.switches;
        let opened = |input: &&SoundInput| mic || !is_device(input);
        Setup {
            sound_in: self.sound_in.as_ref().filter(opened).cloned(),
            sound_out: self.sound_out.clone(),
            picture_in: match screen {
                true => Some(PictureInput::Screen(self.shared.clone())),
                false => self.picture_in.clone().filter(|_| camera),
            },
            picture_out: self.picture_out.clone(),
            processing: self.processing,
        }
    }
}

/// A device is closed when it is off; a file goes on in silence, so that it
/// stays in time.
pub(super) fn is_device(input: &SoundInput) -> bool {
    matches!(input, SoundInput::Device(_))
}

fn has_folder(path: &Path) -> Result<(), CannotUse> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    if folder.is_none_or(Path::is_dir) {
        return Ok(());
    }
    Err(CannotUse::Missing(format!(
        "{}: there is no such folder",
        path.display()
    )))
}
