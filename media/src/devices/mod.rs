//! Microphones, speakers and cameras.
//!
//! A device that is lost or refused never ends a call: it is said in an
//! [`Event`], opened again with growing pauses, and meanwhile silence is heard
//! and sound is played to nobody. Callbacks of the sound system touch only
//! lock-free rings.

mod backoff;
mod camera;
mod list;
mod microphone;
mod screen;
mod spare;
mod speaker;
mod steady;
mod stream;
mod stumbles;
mod why;

use std::{
    fmt,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
};

pub use camera::Camera;
pub use list::{Devices, Watch, list};
pub use microphone::Microphone;
pub use screen::{
    Asking, Granted, Offer, Offers, Preview, Screen, Shared, can_share_screen, desktop_asks,
};
pub use speaker::Speaker;

/// Which device is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The one that the system prefers.
    #[default]
    Default,
    /// The one of this name.
    Named(String),
}

/// Kinds of devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Hears.
    Microphone,
    /// Is heard.
    Speaker,
    /// Sees.
    Camera,
    /// Is seen.
    Screen,
    /// Is seen alone, of all that is on a screen.
    Window,
}

/// What happened to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It works, for the first time or again.
    Works,
    /// It was there and is not any more.
    Lost,
    /// There is none, or none of the wanted name.
    Absent,
    /// The system does not let us use it.
    Refused,
    /// Another program has it.
    Busy,
    /// No sound system answers that could be asked for it, or no portal.
    Unserved,
    /// It is there and open, and nothing comes through.
    Still,
    /// The sound system, or the device, is of no use for another reason.
    Broken,
    /// A window is there, but not on the screen: it is minimised, say.
    Hidden,
    /// The desktop has ended it.
    Ended,
    /// Asked by the desktop, the person wants it not.
    Declined,
}

/// Something happened to a device. Displayed, it is a sentence for people that
/// names the fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is.
    pub kind: Kind,
    /// Its name, when it is known.
    pub name: Option<String>,
    /// What happened.
    pub change: Change,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            Kind::Microphone => "microphone",
            Kind::Speaker => "speaker",
            Kind::Camera => "camera",
            Kind::Screen => return f.write_str(of_screen(self.change)),
            Kind::Window => "window",
        };
        match &self.name {
            Some(name) => write!(f, "The {kind} “{name}” ")?,
            None => write!(f, "The {kind} ")?,
        }
        if self.kind == Kind::Window {
            return f.write_str(of_window(self.change));
        }
        f.write_str(match self.change {
            Change::Works => "works.",
            Change::Lost => "is gone. Plug it in again, or choose another one.",
            Change::Absent => "was not found. Plug one in, or choose another one.",
            Change::Refused => "may not be used. Allow it in the settings of your system.",
            Change::Busy => "is used by another program. Close that, or choose another one.",
            Change::Unserved => {
                "was not found: no sound system answers. Start PulseAudio or PipeWire, or restart \
                 your computer."
            }
            Change::Still => {
                "is there, but nothing comes through. Close other programs that use it, or choose \
                 another one."
            }
            Change::Broken | Change::Hidden | Change::Ended | Change::Declined => {
                "does not answer. Plug it in again, or choose another one."
            }
        })
    }
}

fn of_window(change: Change) -> &'static str {
    match change {
        Change::Works => "is shared.",
        Change::Lost | Change::Absent => "was closed. Nothing is shared any more.",
        Change::Hidden => "is not on the screen. Show it again, so that it is seen.",
        Change::Refused
        | Change::Busy
        | Change::Unserved
        | Change::Still
        | Change::Broken
        | Change::Ended
        | Change::Declined => "cannot be read. Share another one, or the whole screen.",
    }
}

fn of_screen(change: Change) -> &'static str {
    match change {
        Change::Works => "The screen is shared.",
        Change::Lost => "The screen is gone. Share it again.",
        Change::Absent => {
            "This screen cannot be shared: this Tincan was built without PipeWire, which those of \
             Wayland take. Build it again where that is there, or log in with X11."
        }
        Change::Unserved => {
            "The screen cannot be shared: no portal of your desktop answers. Install \
             xdg-desktop-portal and PipeWire, with the portal for your desktop, and log in again."
        }
        Change::Ended => "Your desktop has ended the sharing. Share the screen again to go on.",
        Change::Declined => "Nothing is shared: none was chosen when your desktop asked.",
        Change::Refused => "The screen may not be shared. Allow it in the settings of your system.",
        Change::Busy | Change::Still | Change::Broken | Change::Hidden => {
            "The screen cannot be read. Share it again, or restart Tincan."
        }
    }
}

/// Where events go. When nobody takes them they are dropped.
#[derive(Clone, Debug)]
pub struct Events(SyncSender<Event>);

impl Events {
    /// A way for events, and its end.
    pub fn channel() -> (Self, Receiver<Event>) {
        let (sender, receiver) = sync_channel(32);
        (Self(sender), receiver)
    }

    fn send(&self, kind: Kind, name: Option<String>, change: Change) {
        let event = Event { kind, name, change };
        tracing::info!(%event, "device");
        if self.0.try_send(event).is_err() {
            tracing::debug!("nobody takes events of devices");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_sentences_that_name_the_fix() {
        let (events, receiver) = Events::channel();
        events.send(Kind::Microphone, Some("Yeti".into()), Change::Lost);
        events.send(Kind::Camera, None, Change::Absent);
        let said: Vec<_> = receiver.try_iter().map(|event| event.to_string()).collect();
        assert_eq!(
            said,
            [
                "The microphone “Yeti” is gone. Plug it in again, or choose another one.",
                "The camera was not found. Plug one in, or choose another one.",
            ]
        );
        for _ in 0..100 {
            events.send(Kind::Speaker, None, Change::Works);
        }
    }
}
