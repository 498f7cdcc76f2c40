//! Picking a GIF.

use super::errors;
use crate::gifs::{GifError, Rating};

words! { "gifs";
    not_sent_as(why: &str);
    everybody;
    accompanied;
    teens;
    adults;
    /// The button that opens the picker, and the picker.
    pub pick;
    /// Closes it.
    pub close;
    /// A tab.
    pub tincan;
    /// A tab.
    pub giphy;
    /// The field.
    pub search;
    /// Below Tincan's own.
    pub own;
    /// Below GIPHY's. GIPHY asks for these words.
    pub powered;
    /// While nothing is there yet.
    pub looking;
    /// On one that was picked, until it is here.
    pub fetching;
    /// One without a title.
    pub untitled;
    /// Nothing was found.
    pub nothing;
    /// A button: ask again.
    pub again;
    /// GIPHY without a key.
    pub off;
    /// What it would mean.
    pub off_text;
    /// A button.
    pub to_settings;
    /// Before GIPHY is asked while one's address is hidden.
    pub hidden;
    /// What it would learn.
    pub hidden_text;
    /// A button.
    pub ask_giphy;
}

/// A GIF that was picked does not go.
pub fn not_sent(error: GifError) -> String {
    not_sent_as(&errors::gif(error))
}

/// Whom GIFs are fit for.
pub fn rating(rating: Rating) -> &'static str {
    match rating {
        Rating::G => everybody(),
        Rating::Pg => accompanied(),
        Rating::Pg13 => teens(),
        Rating::R => adults(),
    }
}

/// The part of the settings.
pub mod settings {
    use super::{GifError, errors};

    words! { "gifs-settings";
        bad_key;
        unreachable;
        /// Section.
        pub title;
        /// What it is about.
        pub text;
        /// The first card.
        pub key_title;
        /// Without one.
        pub off;
        /// With one.
        pub on;
        /// The field.
        pub field;
        /// While it is empty.
        pub hint;
        /// Where one comes from.
        pub where_from;
        /// A button.
        pub save;
        /// The same, when there is nothing to save.
        pub saved;
        /// A button.
        pub test;
        /// While it works.
        pub testing;
        /// A button.
        pub remove;
        /// The key works.
        pub works;
        /// What it means.
        pub learns;
        /// What it means.
        pub other;
        /// What it means.
        pub kept;
        /// While one's address is hidden.
        pub hidden;
        /// The second card.
        pub rating_title;
    }

    /// What came of a test.
    pub fn tested(result: Result<(), GifError>) -> String {
        match result {
            Ok(()) => works().to_owned(),
            Err(GifError::BadKey) => bad_key().to_owned(),
            Err(GifError::Unreachable) => unreachable().to_owned(),
            Err(error) => errors::gif(error),
        }
    }
}
