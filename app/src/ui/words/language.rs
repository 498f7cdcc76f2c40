//! The languages of the window, and the one it speaks now.

use std::{
    env,
    sync::atomic::{AtomicU8, Ordering},
};

use serde::{Deserialize, Deserializer, Serialize};

/// A language that the window speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Arabic.
    #[serde(rename = "ar")]
    Arabic,
}

/// That of the window, of which a process has one.
static SPOKEN: AtomicU8 = AtomicU8::new(Language::English as u8);

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::French, Self::Arabic];

    /// Its tag, as in BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Arabic => "ar",
        }
    }

    /// What it calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Arabic => "العربية",
        }
    }

    /// Whether it is read from the right.
    pub fn is_rtl(self) -> bool {
        self == Self::Arabic
    }

    /// Its sentences, as in `assets/languages`.
    pub(super) fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../../../assets/languages/en.ftl"),
            Self::German => include_str!("../../../../assets/languages/de.ftl"),
            Self::French => include_str!("../../../../assets/languages/fr.ftl"),
            Self::Arabic => include_str!("../../../../assets/languages/ar.ftl"),
        }
    }

    /// The one that the window speaks.
    pub fn spoken() -> Self {
        let spoken = SPOKEN.load(Ordering::Relaxed);
        Self::ALL.into_iter().nth(spoken.into()).unwrap_or_default()
    }

    /// Has the window speak it, from the next word on.
    pub fn speak(self) {
        SPOKEN.store(self as u8, Ordering::Relaxed);
    }

    /// The one that this system asks for, of those that there are.
    pub fn of_system() -> Self {
        if cfg!(any(windows, target_os = "macos")) {
            // What a person chose there is in no variable.
            let mut wanted = sys_locale::get_locales();
            let known = wanted.find_map(|locale| Self::of_locale(&locale));
            return known.unwrap_or_default();
        }
        Self::asked_for(|name| env::var(name).ok())
    }

    /// As gettext looks for it: what is asked for first counts first, but with
    /// the plain locale everything is in English.
    fn asked_for(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
        let locale = locale.unwrap_or_default();
        if matches!(locale.as_str(), "" | "C" | "POSIX") || locale.starts_with("C.") {
            return Self::English;
        }
        let preferred = variable("LANGUAGE").unwrap_or_default();
        let mut wanted = preferred.split(':').chain([locale.as_str()]);
        wanted.find_map(Self::of_locale).unwrap_or_default()
    }

    /// Of a locale such as `de_CH.UTF-8` or `de-CH`.
    fn of_locale(locale: &str) -> Option<Self> {
        let tag = locale.split(['_', '-', '.', '@']).next()?;
        let mut all = Self::ALL.into_iter();
        all.find(|language| language.tag().eq_ignore_ascii_case(tag))
    }
}

/// Reads a choice. One that only a later version knows is none.
pub(crate) fn chosen<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Language>, D::Error> {
    let tag = Option::<String>::deserialize(from)?;
    Ok(tag.and_then(|tag| Language::ALL.into_iter().find(|one| one.tag() == tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(variables: &[(&str, &str)]) -> Language {
        let of = |name: &str| variables.iter().find(|(one, _)| *one == name);
        Language::asked_for(|name| of(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_system_is_asked_as_others_ask_it() {
        for (variables, language) in [
            (&[][..], Language::English),
            (&[("LANG", "de_CH.UTF-8")], Language::German),
            (
                &[("LANG", "fr"), ("LC_ALL", "ar_EG.UTF-8")],
                Language::Arabic,
            ),
            (&[("LANG", "de_DE"), ("LC_MESSAGES", "")], Language::German),
            (
                &[("LANG", "de_DE"), ("LC_ALL", "C.UTF-8")],
                Language::English,
            ),
            (&[("LANG", "C"), ("LANGUAGE", "fr")], Language::English),
            (
                &[("LANG", "en_GB"), ("LANGUAGE", "xx:fr:de")],
                Language::French,
            ),
            (&[("LANG", "sv_SE.UTF-8")], Language::English),
        ] {
            assert_eq!(asked(variables), language, "{variables:?}");
        }
    }
}
