//! The catalogue: Fluent files, one for each language, with every sentence of
//! the window (<https://projectfluent.org/fluent/guide/>).

use std::{borrow::Cow, collections::HashMap, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
use unicode_bidi::{BidiClass, bidi_class};

use super::Language;

/// Says what is meant: with it a text begins at the right.
const RIGHT_TO_LEFT_MARK: char = '\u{200F}';
/// The same at the left.
const LEFT_TO_RIGHT_MARK: char = '\u{200E}';

/// Sentences of the catalogue, as functions: `name` is a text, `name(a: &str)`
/// one with something in it. The key of each is the prefix and its name.
macro_rules! words {
    (@one $prefix:literal $(#[$doc:meta])* $vis:vis $name:ident) => {
        $(#[$doc])*
        $vis fn $name() -> &'static str {
            $crate::ui::words::catalogue::fixed(concat!($prefix, "-", stringify!($name)))
        }
    };
    (@one $prefix:literal $(#[$doc:meta])* $vis:vis $name:ident ($($arg:ident: $type:ty),+)) => {
        $(#[$doc])*
        $vis fn $name($($arg: $type),+) -> String {
            let key = concat!($prefix, "-", stringify!($name));
            let with = [$((stringify!($arg), $arg.into())),+];
            $crate::ui::words::catalogue::filled(key, with)
        }
    };
    ($prefix:literal; $(
        $(#[$doc:meta])* $vis:vis $name:ident $(($($arg:ident: $type:ty),+))?;
    )*) => {
        $(words! { @one $prefix $(#[$doc])* $vis $name $(($($arg: $type),+))? })*
    };
}

/// A language's sentences.
struct Catalogue {
    /// Those with nothing in them, ready.
    fixed: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
    rtl: bool,
}

impl Catalogue {
    fn new(language: Language) -> Self {
        let tag = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        let rtl = language.is_rtl();
        // Names and numbers keep their order and change nobody's.
        bundle.set_use_isolating(rtl);
        let mut keys = Vec::new();
        // What a language lacks would be said in English; a test sees to it
        // that it lacks nothing.
        for language in [Language::English, language] {
            let resource = parse(language);
            let messages = resource.entries().filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            });
            keys.extend(messages);
            bundle.add_resource_overriding(resource);
        }
        let mut made = Self {
            fixed: HashMap::new(),
            bundle,
            rtl,
        };
        for key in keys {
            if let Some(text) = made.format(&key, None) {
                made.fixed.insert(key, text);
            }
        }
        made
    }

    /// Nothing when it needs something else in it.
    fn format(&self, key: &str, with: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut wrong = Vec::new();
        let text = self.bundle.format_pattern(pattern, with, &mut wrong);
        wrong.is_empty().then(|| self.directed(text))
    }

    /// A text is read as its language is, also when it begins with a name that is
    /// not.
    fn directed(&self, text: Cow<'_, str>) -> String {
        let strong = |c: char| match bidi_class(c) {
            BidiClass::L => Some(false),
            BidiClass::R | BidiClass::AL => Some(true),
            _ => None,
        };
        let begins_at_right = text.chars().find_map(strong);
        let has_own = text.chars().any(|c| strong(c) == Some(self.rtl));
        if begins_at_right == Some(!self.rtl) && has_own {
            let mark = if self.rtl {
                RIGHT_TO_LEFT_MARK
            } else {
                LEFT_TO_RIGHT_MARK
            };
            format!("{mark}{text}")
        } else {
            text.into_owned()
        }
    }
}

fn parse(language: Language) -> FluentResource {
    // What it could read of a broken file; a test finds that.
    FluentResource::try_new(language.source().to_owned()).unwrap_or_else(|(resource, _)| resource)
}

fn catalogue(language: Language) -> &'static Catalogue {
    static ALL: [OnceLock<Catalogue>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    ALL[language as usize].get_or_init(|| Catalogue::new(language))
}

/// A sentence with nothing in it.
pub(super) fn fixed(key: &'static str) -> &'static str {
    let found = catalogue(Language::spoken()).fixed.get(key);
    found.map_or(key, String::as_str)
}

/// A sentence with something in it.
pub(super) fn filled<'a, const N: usize>(
    key: &'static str,
    with: [(&'static str, FluentValue<'a>); N],
) -> String {
    let mut args = FluentArgs::with_capacity(N);
    for (name, value) in with {
        args.set(name, value);
    }
    let text = catalogue(Language::spoken()).format(key, Some(&args));
    text.unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests;
