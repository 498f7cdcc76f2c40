//! Messages, and what can be done with them.

words! { "talk";
    /// In the place of a message of theirs.
    pub they_deleted(name: &str);
    /// What deleting means.
    pub delete_text(name: &str);
    /// Above the composer.
    pub replying_to(name: &str);
    /// A quote.
    pub answers(name: &str, text: &str);
    /// A button with an emoji.
    pub react_with(emoji: &str);
    from_both(emoji: &str, name: &str);
    from_you(emoji: &str);
    from_them(emoji: &str, name: &str);
    /// Menu of a message with a link.
    pub open_host(host: &str);
    /// A name that looks like another.
    pub look_alike(host: &str, readable: &str);
    /// The button that changes the tone of hands and faces.
    pub skin_tone(tone: &str);
    /// After words that were changed.
    pub edited;
    /// In the place of a message of yours.
    pub you_deleted;
    /// A message that is quoted and was taken back.
    pub deleted;
    /// A button.
    pub react;
    /// A button.
    pub reply;
    /// A button.
    pub edit;
    /// A button.
    pub more;
    /// All the other emoji.
    pub more_emoji;
    /// Menu of an answer.
    pub show_quoted;
    /// A message that was reached by keys.
    pub selected;
    /// What keys do there.
    pub keys;
    /// Above the composer.
    pub editing;
    /// Away with what is above the composer.
    pub cancel;
    /// Above what has not been seen.
    pub new;
    /// The dialog.
    pub delete_title;
    /// Its button.
    pub keep;
    /// Picker of emoji, and the button that opens it.
    pub emoji;
    /// Its field.
    pub search_emoji;
    /// When nothing is found.
    pub no_emoji;
    /// Emoji that were taken of late.
    pub recent;
    /// The dialog before a link is opened.
    pub link_title;
    /// Its button.
    pub open;
    /// Whoever is there learns the address.
    pub link_sees;
    /// The same for those who hide it.
    pub link_sees_hidden;
    /// No lock.
    pub link_open_to_read;
    /// The system has no browser.
    pub not_opened;
}

/// A chip below a message.
pub fn reaction(emoji: &str, mine: bool, theirs: bool, name: &str) -> String {
    match (mine, theirs) {
        (true, true) => from_both(emoji, name),
        (true, false) => from_you(emoji),
        _ => from_them(emoji, name),
    }
}

/// Groups of emoji.
pub mod groups {
    words! { "groups";
        /// One.
        pub smileys;
        /// One.
        pub people;
        /// One.
        pub nature;
        /// One.
        pub food;
        /// One.
        pub travel;
        /// One.
        pub activities;
        /// One.
        pub objects;
        /// One.
        pub symbols;
        /// One.
        pub flags;
    }
}

/// Tones of hands and faces.
pub mod tones {
    words! { "tones";
        /// One.
        pub default;
        /// One.
        pub light;
        /// One.
        pub medium_light;
        /// One.
        pub medium;
        /// One.
        pub medium_dark;
        /// One.
        pub dark;
    }
}
