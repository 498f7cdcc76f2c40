//! The settings.

use tincan_net::RelayHealth;

words! { "settings";
    version_of(number: &str);
    /// Title.
    pub title;
    /// Back to where one was.
    pub back;
}

/// The version, at the lower edge.
pub fn version() -> String {
    version_of(env!("CARGO_PKG_VERSION"))
}

/// What you are called.
pub mod name {
    words! { "settings-name";
        /// Section.
        pub title;
        /// Saved.
        pub saved;
        /// A sample of how it looks to others.
        pub seen;
    }
}

/// Who learns what.
pub mod privacy {
    words! { "settings-privacy";
        /// Section.
        pub title;
        /// What it is about.
        pub text;
        /// A switch.
        pub hide;
        /// What it does.
        pub hide_text;
        /// A switch.
        pub receipts;
        /// What it does.
        pub receipts_text;
        /// From when on.
        pub next_room;
        /// The command line said so.
        pub hide_given;
        /// A switch.
        pub ask;
        /// What it does.
        pub ask_text;
        /// A switch.
        pub links;
        /// What it does.
        pub links_text;
    }
}

/// The list of relays.
pub mod relays {
    use super::RelayHealth;
    use crate::ui::words::milliseconds;

    words! { "settings-relays";
        looking;
        answers(ms: u64);
        no_answer;
        refuses;
        /// The button that takes one off the list.
        pub remove(host: &str);
        /// Section.
        pub title;
        /// What they are.
        pub text;
        /// The command line said otherwise.
        pub given;
        /// An empty list.
        pub none;
        /// What that means.
        pub none_text;
        /// The card to add one.
        pub add_title;
        /// The field.
        pub field;
        /// While it is empty.
        pub hint;
        /// The button.
        pub add;
        /// Below.
        pub add_text;
        /// From when on.
        pub next_room;
    }

    /// How a relay is.
    pub fn health(health: RelayHealth) -> String {
        match health {
            RelayHealth::Looking => looking().to_owned(),
            RelayHealth::Answers { rtt } => answers(milliseconds(rtt)),
            RelayHealth::NoAnswer => no_answer().to_owned(),
            RelayHealth::Refuses => refuses().to_owned(),
        }
    }
}

/// What tells of news.
pub mod notifications {
    use crate::attention::Sound;

    words! { "settings-notifications";
        of_knock;
        of_arrival;
        of_message;
        of_ring;
        of_ring_back;
        of_reconnecting;
        of_end;
        play_sound(what: &str);
        /// Section.
        pub title;
        /// What it is about.
        pub text;
        /// A switch.
        pub show;
        /// What it does.
        pub show_text;
        /// A switch.
        pub names;
        /// What it does.
        pub names_text;
        /// There is nothing that shows them.
        pub absent;
        /// The sounds.
        pub sounds;
    }

    /// What a sound is for.
    pub fn sound(sound: Sound) -> &'static str {
        match sound {
            Sound::Knock => of_knock(),
            Sound::Arrived => of_arrival(),
            Sound::Message => of_message(),
            Sound::Ring => of_ring(),
            Sound::RingBack => of_ring_back(),
            Sound::Reconnecting => of_reconnecting(),
            Sound::HungUp => of_end(),
        }
    }

    /// The button that plays it.
    pub fn play(sound: Sound) -> String {
        play_sound(self::sound(sound))
    }
}

/// How everything looks.
pub mod appearance {
    words! { "settings-appearance";
        /// How large everything is.
        pub scale(percent: u16);
        /// Where that is too large for the window.
        pub scale_room(percent: u16);
        /// What keys do, of which this one is held.
        pub scale_text(held: &str);
        /// Section.
        pub title;
        /// What it is about.
        pub text;
        /// A choice.
        pub theme;
        /// One of them.
        pub system;
        /// One of them.
        pub light;
        /// One of them.
        pub dark;
        /// A switch.
        pub contrast;
        /// What it does.
        pub contrast_text;
        /// A switch.
        pub motion;
        /// What it does.
        pub motion_text;
        /// A button.
        pub smaller;
        /// A button.
        pub larger;
        /// A choice.
        pub renderer;
        /// What it does, and from when on.
        pub renderer_text;
        /// What fits this system.
        pub automatic;
        /// The command line said so.
        pub renderer_given;
    }
}

/// What this is.
pub mod about {
    words! { "settings-about";
        /// Section.
        pub title;
        /// What it is.
        pub text;
        /// What it promises.
        pub promise;
        /// Whose it is.
        pub licence;
        /// Thanks.
        pub fonts;
    }
}

/// The language of the window.
pub mod language {
    use crate::ui::{theme::Letters, words::handover};

    words! { "settings-language";
        /// Section.
        pub title;
        /// What it is about.
        pub text;
        /// A choice.
        pub system;
        /// A choice, and what it comes to.
        pub both(choice: &str, language: &str);
        /// What is not translated.
        pub emoji;
        chinese;
        japanese;
        korean;
        others;
        lacking(letters: &str);
    }

    /// Letters that no font of this computer has.
    pub fn no_font(letters: &[Letters]) -> String {
        let name = |letters: &Letters| match letters {
            Letters::Chinese => chinese(),
            Letters::Japanese => japanese(),
            Letters::Korean => korean(),
            Letters::Others => others(),
        };
        let names: Vec<&str> = letters.iter().map(name).collect();
        lacking(&names.join(handover::list_comma()))
    }
}
