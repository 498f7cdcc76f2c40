//! Calls.

use tincan_media::engine::Quality;
use tincan_net::CallEnd;

const ELLIPSIS: char = '…';
/// Ends a name within a sentence that is read from the right.
const POP_DIRECTIONAL_ISOLATE: char = '\u{2069}';

words! { "call";
    ringing(name: &str);
    /// Above a call of theirs.
    pub incoming(name: &str);
    reconnecting;
    clear;
    good;
    rough;
    sound_only;
    /// A number of a call.
    pub delay;
    /// A number of a call.
    pub repaired;
    /// A number of a call.
    pub made_up;
    /// A number of a call.
    pub rate_in;
    /// A number of a call.
    pub rate_out;
    /// A number of a call.
    pub pictures;
    they_hung_up;
    declined;
    busy;
    no_answer;
    missed;
    lost;
    /// A button in the header.
    pub call;
    /// A button in the header.
    pub video_call;
    /// Of a call without pictures.
    pub voice;
    /// Whoever is not answered yet may worry.
    pub hears_nothing;
    /// A button.
    pub decline;
    /// A button.
    pub answer;
    /// A button.
    pub with_camera;
    /// A control: what a press does.
    pub mute;
    /// A control that is off.
    pub muted;
    /// A control.
    pub camera;
    /// A control.
    pub sound;
    /// A control that is off.
    pub silent;
    /// A control.
    pub chat;
    /// Beside it.
    pub unread(count: usize);
    /// A control.
    pub hang_up;
    /// Back from the conversation.
    pub back;
    /// A button.
    pub numbers;
    /// A control: let the other see one's screen.
    pub share;
    /// The same, while the screen is seen.
    pub sharing;
    /// A button.
    pub stop_sharing;
    /// At the top, while the screen is seen.
    pub you_share;
    /// At the top, while one window is seen.
    pub you_share_window(title: &str);
    /// At the top, while theirs is.
    pub they_share(name: &str);
    /// Why a screen is not shared.
    pub no_sharing;
    /// On the small picture of what one shares.
    pub your_screen;
    /// The same, of one window.
    pub your_window;
    /// What was shared is not any more.
    pub they_share_nothing;
    /// A card: what is to be shared.
    pub choose;
    /// What that means.
    pub choose_text;
    /// In it.
    pub whole_screen;
    /// In it, where there are more.
    pub screen_number(number: usize);
    /// In it, of a window.
    pub nameless;
    /// In it, before there is anything.
    pub looking;
    /// In it, when there is nothing.
    pub not_to_be_read;
    /// A button.
    pub ok;
    /// For those who do not see it.
    pub level;
    /// A button.
    pub full_screen;
    /// A menu.
    pub microphones;
    /// A menu.
    pub cameras;
    /// A menu.
    pub speakers;
    /// In the menu of speakers: beside a slider.
    pub volume;
    /// In menus: no particular device.
    pub system;
    /// In the menu of microphones.
    pub push_to_talk;
    /// On one's own picture.
    pub you;
    /// Below their can.
    pub they_are_muted;
    /// Below their can.
    pub speaking;
    /// Before the first call.
    pub preview;
    /// What it is for.
    pub preview_text;
    /// What it is for, without a camera.
    pub preview_voice;
    /// Do not.
    pub not_now;
    /// Words 18.
    pub weak;
}

/// Above a ringing call of ours. Where a name that was cut stands at the end of it, one
/// ellipsis is that of both.
pub fn calling(name: &str) -> String {
    let begun = name.trim_end_matches(ELLIPSIS);
    let shorter = ringing(begun);
    let end = |c: char| c == ELLIPSIS || c == POP_DIRECTIONAL_ISOLATE;
    match shorter.trim_end_matches(end).ends_with(begun) {
        true => shorter,
        false => ringing(name),
    }
}

/// The line is broken, or is not.
pub fn quality(quality: Option<Quality>) -> &'static str {
    match quality {
        None => reconnecting(),
        Some(Quality::Clear) => clear(),
        Some(Quality::Good) => good(),
        Some(Quality::Rough) => rough(),
        Some(Quality::SoundOnly) => sound_only(),
    }
}

/// Why a call is over, where that is worth a word.
pub fn ended(why: CallEnd) -> Option<&'static str> {
    match why {
        CallEnd::HungUp => None,
        CallEnd::PeerHungUp => Some(they_hung_up()),
        CallEnd::Declined => Some(declined()),
        CallEnd::Busy => Some(busy()),
        CallEnd::NoAnswer => Some(no_answer()),
        CallEnd::Missed => Some(missed()),
        CallEnd::Lost => Some(lost()),
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

#[cfg(test)]
mod tests {
    use super::{super::Language, *};

    #[test]
    fn a_call_to_somebody_whose_name_was_cut_has_one_ellipsis_at_its_end() {
        let said = |language: Language, name| {
            language.speak();
            calling(name)
        };
        let (cut, whole) = ("Maximiliane von Hohenzo…", "Ben");
        let english = said(Language::English, cut);
        assert_eq!(english, "Calling Maximiliane von Hohenzo…");
        let french = said(Language::French, cut);
        assert_eq!(french, "Appel de Maximiliane von Hohenzo…");
        let german = said(Language::German, cut);
        assert_eq!(german, "Maximiliane von Hohenzo… wird angerufen…");
        let arabic = said(Language::Arabic, cut);
        assert!(arabic.ends_with("Hohenzo\u{2069}…"), "{arabic:?}");
        assert_eq!(said(Language::English, whole), "Calling Ben…");
        assert_eq!(said(Language::German, whole), "Ben wird angerufen…");
        Language::English.speak();
    }
}
