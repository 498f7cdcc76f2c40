//! Picking a GIF.

use crate::gifs::{GifError, Rating};

/// The button that opens the picker, and the picker.
pub const PICK: &str = "Send a GIF";
/// Closes it.
pub const CLOSE: &str = "Close GIFs";
/// A tab.
pub const TINCAN: &str = "Tincan";
/// A tab.
pub const GIPHY: &str = "GIPHY";
/// The field.
pub const SEARCH: &str = "Search GIFs";
/// Below Tincan's own.
pub const OWN: &str = "Made for Tincan. Works without internet.";
/// Below GIPHY's. GIPHY asks for these words.
pub const POWERED: &str = "Powered by GIPHY";
/// While nothing is there yet.
pub const LOOKING: &str = "Looking…";
/// On one that was picked, until it is here.
pub const FETCHING: &str = "Fetching…";
/// One without a title.
pub const UNTITLED: &str = "GIF";
/// Nothing was found.
pub const NOTHING: &str = "Nothing found. Try another word.";
/// A button: ask again.
pub const AGAIN: &str = "Look again";
/// GIPHY without a key.
pub const OFF: &str = "GIPHY is off until you give it a key.";
/// What it would mean.
pub const OFF_TEXT: &str = "It would learn what you search for, and your internet address. \
    Tincan's own GIFs need nobody.";
/// A button.
pub const TO_SETTINGS: &str = "Open settings";
/// Before GIPHY is asked while one's address is hidden.
pub const HIDDEN: &str = "You hide your IP address, but GIPHY would see it.";
/// What it would learn.
pub const HIDDEN_TEXT: &str = "It would also see what you search for. The other person never \
    talks to GIPHY.";
/// A button.
pub const ASK_GIPHY: &str = "Go to GIPHY";

/// A GIF that was picked does not go.
pub fn not_sent(error: GifError) -> String {
    format!("The GIF was not sent. {error}")
}

/// Whom GIFs are fit for.
pub fn rating(rating: Rating) -> &'static str {
    match rating {
        Rating::G => "Everybody",
        Rating::Pg => "Children with somebody beside them",
        Rating::Pg13 => "13 years and older",
        Rating::R => "Adults",
    }
}

/// The part of the settings.
pub mod settings {
    use super::GifError;

    /// Section.
    pub const TITLE: &str = "GIFs";
    /// What it is about.
    pub const TEXT: &str = "Tincan brings some of its own, which need no internet. GIPHY has many \
        more, with a key of your own.";
    /// The first card.
    pub const KEY_TITLE: &str = "Your key for GIPHY";
    /// Without one.
    pub const OFF: &str = "Off. GIPHY is asked nothing.";
    /// With one.
    pub const ON: &str = "On. GIPHY is asked when you open its tab.";
    /// The field.
    pub const FIELD: &str = "Key";
    /// While it is empty.
    pub const HINT: &str = "Paste your key";
    /// Where one comes from.
    pub const WHERE: &str = "Keys are free: make an account at developers.giphy.com, create an app \
        of the kind API there, and copy its key.";
    /// A button.
    pub const SAVE: &str = "Save";
    /// The same, when there is nothing to save.
    pub const SAVED: &str = "Saved";
    /// A button.
    pub const TEST: &str = "Test";
    /// While it works.
    pub const TESTING: &str = "Testing…";
    /// A button.
    pub const REMOVE: &str = "Remove";
    /// The key works.
    pub const WORKS: &str = "GIPHY knows this key.";
    /// What it means.
    pub const LEARNS: &str = "GIPHY learns what you search for, and your *internet address*.";
    /// What it means.
    pub const OTHER: &str =
        "The other person never talks to GIPHY: you fetch the GIF, and hand it over sealed.";
    /// What it means.
    pub const KEPT: &str = "The key is kept in the settings file of this computer.";
    /// While one's address is hidden.
    pub const HIDDEN: &str = "You hide your IP address. GIPHY would see it, so Tincan asks you \
        before it goes there; a test goes there too.";
    /// The second card.
    pub const RATING_TITLE: &str = "Whom GIPHY's GIFs are to be fit for";

    /// What came of a test.
    pub fn tested(result: Result<(), GifError>) -> String {
        match result {
            Ok(()) => WORKS.to_owned(),
            Err(GifError::BadKey) => "GIPHY does not know this key.".to_owned(),
            Err(GifError::Unreachable) => "GIPHY cannot be reached now.".to_owned(),
            Err(error) => error.to_string(),
        }
    }
}
