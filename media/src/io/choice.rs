//! What people choose for a call, opened.

use std::path::PathBuf;

use super::{
    CannotUse, NoSound, NoSpeaker, PictureSink, PictureSource, SoundSink, SoundSource, TestPattern,
    Tone, WavSink, WavSource, Y4mSink, Y4mSource,
};
use crate::{
    codec::Content,
    devices::{Camera, Events, Microphone, Screen, Shared, Speaker, Wanted},
    picture::Size,
};

/// Size of the test pattern.
const PATTERN: Result<Size, crate::picture::UnfitSize> = Size::new(640, 360);

/// Where sound comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundInput {
    /// A microphone.
    Device(Wanted),
    /// Silence.
    None,
    /// Chirps.
    Tone,
    /// A WAV file of 48 kHz, and where to write when its first sample is heard.
    File(PathBuf, Option<PathBuf>),
}

/// Where sound goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundOutput {
    /// A speaker.
    Device(Wanted),
    /// Nowhere.
    None,
    /// A WAV file, and where to write when its first sample is heard.
    File(PathBuf, Option<PathBuf>),
}

/// Where pictures come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureInput {
    /// A camera.
    Device(Wanted),
    /// What is on the screen, or in a window.
    Screen(Shared),
    /// A test pattern of 640×360.
    Pattern,
    /// A Y4M file, and where to write when each picture is taken.
    File(PathBuf, Option<PathBuf>),
}

/// Where pictures go besides the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureOutput {
    /// A Y4M file, and where to write when each picture is shown.
    File(PathBuf, Option<PathBuf>),
}

impl SoundInput {
    /// Opens it. A device is opened in the background, and says in `events` when
    /// it cannot be.
    ///
    /// # Errors
    /// When a file cannot be used.
    pub fn open(&self, events: &Events) -> Result<Box<dyn SoundSource>, CannotUse> {
        Ok(match self {
            Self::Device(wanted) => Box::new(Microphone::new(wanted.clone(), events.clone())),
            Self::None => Box::new(NoSound::default()),
            Self::Tone => Box::new(Tone::default()),
            Self::File(path, times) => Box::new(WavSource::open(path, times.as_deref())?),
        })
    }
}

impl SoundOutput {
    /// Opens it, as [`SoundInput::open`].
    ///
    /// # Errors
    /// When a file cannot be used.
    pub fn open(&self, events: &Events) -> Result<Box<dyn SoundSink>, CannotUse> {
        Ok(match self {
            Self::Device(wanted) => Box::new(Speaker::new(wanted.clone(), events.clone())),
            Self::None => Box::new(NoSpeaker::default()),
            Self::File(path, times) => Box::new(WavSink::create(path, times.as_deref())?),
        })
    }
}

impl PictureInput {
    /// Opens it, as [`SoundInput::open`].
    ///
    /// # Errors
    /// When a file cannot be used.
    pub fn open(&self, events: &Events) -> Result<Box<dyn PictureSource>, CannotUse> {
        Ok(match self {
            Self::Device(wanted) => Box::new(Camera::new(wanted.clone(), events.clone())),
            Self::Screen(shared) => Box::new(Screen::new(shared.clone(), events.clone())),
            Self::Pattern => {
                let size = PATTERN.map_err(|error| CannotUse::Missing(error.to_string()))?;
                Box::new(TestPattern::new(size))
            }
            Self::File(path, times) => Box::new(Y4mSource::open(path, times.as_deref())?),
        })
    }

    /// What its pictures show, for the encoder.
    pub fn content(&self) -> Content {
        match self {
            Self::Screen(_) => Content::Screen,
            Self::Device(_) | Self::Pattern | Self::File(..) => Content::Camera,
        }
    }
}

impl PictureOutput {
    /// Opens it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn open(&self) -> Result<Box<dyn PictureSink>, CannotUse> {
        let Self::File(path, times) = self;
        Ok(Box::new(Y4mSink::create(path, times.as_deref())?))
    }
}
