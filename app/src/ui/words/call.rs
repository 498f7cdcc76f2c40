//! Calls.

use tincan_media::engine::Quality;
use tincan_net::CallEnd;

/// A button in the header.
pub const CALL: &str = "Call";
/// A button in the header.
pub const VIDEO_CALL: &str = "Video call";
/// Above a ringing call of ours.
pub fn ringing(name: &str) -> String {
    format!("Calling {name}…")
}
/// Above a call of theirs.
pub fn incoming(name: &str) -> String {
    format!("{name} is calling")
}
/// Of a call without pictures.
pub const VOICE: &str = "Voice call";
/// Whoever is not answered yet may worry.
pub const HEARS_NOTHING: &str = "They hear nothing until you answer.";
/// A button.
pub const DECLINE: &str = "Decline";
/// A button.
pub const ANSWER: &str = "Answer";
/// A button.
pub const WITH_CAMERA: &str = "With camera";
/// A control: what a press does.
pub const MUTE: &str = "Mute";
/// A control that is off.
pub const MUTED: &str = "Muted";
/// A control.
pub const CAMERA: &str = "Camera";
/// A control.
pub const SOUND: &str = "Sound";
/// A control that is off.
pub const SILENT: &str = "Silent";
/// A control.
pub const CHAT: &str = "Chat";
/// A control.
pub const HANG_UP: &str = "Hang up";
/// Back from the conversation.
pub const BACK: &str = "Back to the call";
/// A button.
pub const NUMBERS: &str = "Call numbers";
/// The same on a control.
pub const NUMBERS_SHORT: &str = "Numbers";
/// A button.
pub const OK: &str = "OK";
/// For those who do not see it.
pub const LEVEL: &str = "How loud you are";
/// A button.
pub const FULL_SCREEN: &str = "Full screen";
/// A menu.
pub const MICROPHONES: &str = "Choose a microphone";
/// A menu.
pub const CAMERAS: &str = "Choose a camera";
/// A menu.
pub const SPEAKERS: &str = "Choose a speaker";
/// In menus: no particular device.
pub const SYSTEM: &str = "What the system prefers";
/// In the menu of microphones.
pub const PUSH_TO_TALK: &str = "Talk only while Space is held";
/// On one's own picture.
pub const YOU: &str = "You";
/// Below their can.
pub const THEY_ARE_MUTED: &str = "muted";
/// Before the first call.
pub const PREVIEW: &str = "Before you call";
/// What it is for.
pub const PREVIEW_TEXT: &str =
    "This is how you are seen. Say something: the bar follows your voice.";
/// What it is for, without a camera.
pub const PREVIEW_VOICE: &str = "Say something: the bar follows your voice.";
/// Do not.
pub const NOT_NOW: &str = "Not now";

/// The line is broken, or is not.
pub fn quality(quality: Option<Quality>) -> &'static str {
    match quality {
        None => "Reconnecting",
        Some(Quality::Clear) => "Clear",
        Some(Quality::Good) => "Good",
        Some(Quality::Rough) => "Rough",
        Some(Quality::SoundOnly) => "Sound only",
    }
}

/// Words 18.
pub const WEAK: &str = "The line is weak, so the picture is paused and the sound stays clear.";

/// Why a call is over, where that is worth a word.
pub fn ended(why: CallEnd) -> Option<&'static str> {
    match why {
        CallEnd::HungUp => None,
        CallEnd::PeerHungUp => Some("They hung up."),
        CallEnd::Declined => Some("The call was declined."),
        CallEnd::Busy => Some("They are in a call already."),
        CallEnd::NoAnswer => Some("Nobody answered. Try again later, or write."),
        CallEnd::Missed => Some("You missed a call."),
        CallEnd::Lost => Some("The line broke, so the call is over."),
    }
}

/// `4:31`, or with hours.
pub fn lasting(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes:02}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}
