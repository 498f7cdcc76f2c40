//! The settings.

use tincan_net::RelayHealth;

/// Title.
pub const TITLE: &str = "Settings";
/// Back to where one was.
pub const BACK: &str = "Back";

/// The version, at the lower edge.
pub fn version() -> String {
    format!("Tincan {}", env!("CARGO_PKG_VERSION"))
}

/// What you are called.
pub mod name {
    /// Section.
    pub const TITLE: &str = "Name";
    /// Saved.
    pub const SAVED: &str = "Saved";
    /// A sample of how it looks to others.
    pub const SEEN: &str = "This is how the other person sees you";
}

/// Who learns what.
pub mod privacy {
    /// Section.
    pub const TITLE: &str = "Privacy";
    /// What it is about.
    pub const TEXT: &str = "What the other person, and those in between, get to know.";
    /// A switch.
    pub const HIDE: &str = "Hide my IP address";
    /// What it does.
    pub const HIDE_TEXT: &str = "The other person never learns your internet address, because \
        relays carry everything. They still see it, and they add a little delay.";
    /// A switch.
    pub const RECEIPTS: &str = "Tell when you have read a message";
    /// What it does.
    pub const RECEIPTS_TEXT: &str = "When this is off, the other person sees that a message has \
        arrived, and never whether you have seen it.";
    /// From when on.
    pub const NEXT_ROOM: &str = "Counts from the next room on.";
    /// The command line said so.
    pub const HIDE_GIVEN: &str = "Your address is hidden in this run, because Tincan was started \
        with *--hide-ip*. What you choose here counts from the next start.";
    /// A switch.
    pub const ASK: &str = "Ask before letting someone in";
    /// What it does.
    pub const ASK_TEXT: &str =
        "Even somebody with the right code or link waits at the door until you say yes.";
    /// A switch.
    pub const LINKS: &str = "Open tincan:// links with this app";
    /// What it does.
    pub const LINKS_TEXT: &str = "A link that you press in another app comes here. Nothing is \
        sent before you press Join.";
}

/// The list of relays.
pub mod relays {
    use super::RelayHealth;

    /// Section.
    pub const TITLE: &str = "Relays";
    /// What they are.
    pub const TEXT: &str = "They introduce you to each other, and pass sealed words on where no \
        straight path exists. They cannot read them.";
    /// The command line said otherwise.
    pub const GIVEN: &str = "This run uses the relays that Tincan was started with (*--relay*). \
        What you change here counts from the next start.";
    /// An empty list.
    pub const NONE: &str = "None: the meeting point on this computer";
    /// What that means.
    pub const NONE_TEXT: &str =
        "Windows on this computer meet there. To meet somebody elsewhere, add a relay.";
    /// The card to add one.
    pub const ADD_TITLE: &str = "Add a relay by link or address";
    /// The field.
    pub const FIELD: &str = "Link or address";
    /// While it is empty.
    pub const HINT: &str = "/dns4/relay.example/udp/4001/quic-v1/p2p/12D3…";
    /// The button.
    pub const ADD: &str = "Add";
    /// Below.
    pub const ADD_TEXT: &str = "Whoever runs a relay can give you its address. An invite link \
        adds the relays that are in it.";
    /// From when on.
    pub const NEXT_ROOM: &str = "The next room uses this list. You both need one relay in common, \
        or a link.";

    /// The button that takes one off the list.
    pub fn remove(host: &str) -> String {
        format!("Remove {host}")
    }

    /// How a relay is.
    pub fn health(health: RelayHealth) -> String {
        match health {
            RelayHealth::Looking => "Looking…".to_owned(),
            RelayHealth::Answers { rtt } => format!("Answers · {} ms", rtt.as_millis().max(1)),
            RelayHealth::NoAnswer => "No answer".to_owned(),
            RelayHealth::Refuses => "Refuses".to_owned(),
        }
    }
}

/// What tells of news.
pub mod notifications {
    use crate::attention::Sound;

    /// Section.
    pub const TITLE: &str = "Notifications";
    /// What it is about.
    pub const TEXT: &str = "How you hear of news. Each can be turned off.";
    /// A switch.
    pub const SHOW: &str = "Notify me when this window is not in front";
    /// What it does.
    pub const SHOW_TEXT: &str = "Of knocks, messages, calls and who comes in. Never with a word of \
        anybody, as notifications stay on screens and in histories.";
    /// A switch.
    pub const NAMES: &str = "Say who it is, in kept rooms";
    /// What it does.
    pub const NAMES_TEXT: &str = "In vanishing rooms no notification ever has a name.";
    /// There is nothing that shows them.
    pub const ABSENT: &str = "Nothing on this computer shows notifications, so none will appear. \
        The sounds, and the number in the title, tell you all the same.";
    /// The sounds.
    pub const SOUNDS: &str = "Sounds";

    /// What a sound is for.
    pub fn sound(sound: Sound) -> &'static str {
        match sound {
            Sound::Knock => "Somebody knocks",
            Sound::Arrived => "Somebody comes in",
            Sound::Message => "A message, when this window is not in front",
            Sound::Ring => "Somebody calls",
            Sound::RingBack => "It rings at theirs",
            Sound::Reconnecting => "The line breaks",
            Sound::HungUp => "The room closes, or a call ends",
        }
    }

    /// The button that plays it.
    pub fn play(sound: Sound) -> String {
        format!("Play: {}", self::sound(sound))
    }
}

/// How everything looks.
pub mod appearance {
    /// Section.
    pub const TITLE: &str = "Appearance";
    /// What it is about.
    pub const TEXT: &str = "On this computer. The other person sees theirs.";
    /// A choice.
    pub const THEME: &str = "Light or dark";
    /// One of them.
    pub const SYSTEM: &str = "As the system";
    /// One of them.
    pub const LIGHT: &str = "Light";
    /// One of them.
    pub const DARK: &str = "Dark";
    /// A switch.
    pub const CONTRAST: &str = "High contrast";
    /// What it does.
    pub const CONTRAST_TEXT: &str =
        "Strong colours, and outlines in place of tints. Off: as the system asks.";
    /// A switch.
    pub const MOTION: &str = "Less motion";
    /// What it does.
    pub const MOTION_TEXT: &str = "Nothing swings, fades or slides. Off: as the system asks.";
    /// A button.
    pub const SMALLER: &str = "Smaller";
    /// A button.
    pub const LARGER: &str = "Larger";
    /// What keys do.
    pub const SCALE_TEXT: &str =
        "Ctrl with + and − does the same everywhere, Ctrl 0 goes back to 100 %.";

    /// How large everything is.
    pub fn scale(percent: u16) -> String {
        format!("Size of everything: {percent} %")
    }
}

/// What this is.
pub mod about {
    /// Section.
    pub const TITLE: &str = "About";
    /// What it is.
    pub const TEXT: &str = "Two tin cans and a string: a private room for exactly two people.";
    /// What it promises.
    pub const PROMISE: &str = "No account, no server that could listen, and nothing counted or \
        sent home.";
    /// Whose it is.
    pub const LICENCE: &str =
        "Free software, under the MIT or the Apache 2.0 licence, as you like.";
    /// Thanks.
    pub const FONTS: &str = "Set in Inter by Rasmus Andersson and Quicksand by Andrew Paglinawan, both under the \
        SIL Open Font License. Emoji by Twitter and other contributors (Twemoji), under \
        CC-BY 4.0.";
}
