//! The catalogue beside what the window says: nothing is missing in a
//! language, nothing is said that is not in it, nothing is in it that is not
//! said.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;

/// What stands in a sentence, by its key.
type Keys = BTreeMap<String, BTreeSet<String>>;

fn in_catalogue(language: Language) -> Keys {
    let resource = FluentResource::try_new(language.source().to_owned());
    let resource = resource.map_err(|(_, errors)| errors).unwrap();
    let mut keys = Keys::new();
    for entry in resource.entries() {
        match entry {
            Entry::Message(message) => {
                let mut with = BTreeSet::new();
                variables(message.value.as_ref().unwrap(), &mut with);
                let twice = keys.insert(message.id.name.to_owned(), with);
                assert_eq!(twice, None, "{} is there twice", message.id.name);
            }
            Entry::Junk { content } => panic!("{language:?}: {content}"),
            _ => {}
        }
    }
    keys
}

fn variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => variable(inline, found),
            Expression::Select { selector, variants } => {
                variable(selector, found);
                for variant in variants {
                    variables(&variant.value, found);
                }
            }
        }
    }
}

fn variable(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        found.insert(id.name.to_owned());
    }
}

/// Every source file of the window.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs")
            {
                let text = fs::read_to_string(&path).unwrap();
                // Tests say what they like.
                let text = text.split("#[cfg(test)]").next().unwrap_or_default();
                found.push((path, text.to_owned()));
            }
        }
    }
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    found
}

/// What the `words!` of the sources ask for.
fn in_sources(sources: &[(PathBuf, String)]) -> Keys {
    let mut keys = Keys::new();
    for (_, text) in sources {
        for block in text.split("words! { \"").skip(1) {
            let (prefix, rest) = block.split_once("\";").unwrap();
            let (entries, _) = rest.split_once('}').unwrap();
            let lines = entries.lines().map(str::trim);
            let entries: String = lines.filter(|line| !line.starts_with("//")).collect();
            for entry in entries.split_terminator(';') {
                let entry = entry.trim();
                let (head, arguments) = entry.split_once('(').map_or((entry, ""), |both| {
                    // The brackets of `pub(super)` are none of arguments.
                    match both {
                        ("pub", rest) => {
                            let (_, rest) = rest.split_once(')').unwrap();
                            rest.split_once('(').unwrap_or((rest, ""))
                        }
                        both => both,
                    }
                });
                let name = head.split_whitespace().last().unwrap();
                let arguments = arguments.trim_end_matches(')').split(',');
                let names = arguments.filter_map(|one| one.split_once(':'));
                let with = names.map(|(name, _)| name.trim().to_owned()).collect();
                let twice = keys.insert(format!("{prefix}-{name}"), with);
                assert_eq!(twice, None, "{prefix}-{name} is asked for twice");
            }
        }
    }
    keys
}

#[test]
fn what_is_said_is_in_the_catalogue_and_nothing_else() {
    let (said, written) = (in_sources(&sources()), in_catalogue(Language::English));
    assert!(said.len() > 300, "{}", said.len());
    for (key, with) in &said {
        assert_eq!(Some(with), written.get(key), "{key} in en.ftl");
    }
    for key in written.keys() {
        assert!(said.contains_key(key), "nobody says {key}");
    }
}

#[test]
fn every_sentence_has_a_place_where_it_is_said() {
    let sources = sources();
    let all: String = sources.iter().map(|(_, text)| text.as_str()).collect();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for word in all.split(|c: char| !c.is_alphanumeric() && c != '_') {
        *count.entry(word).or_default() += 1;
    }
    for key in in_sources(&sources).keys() {
        let (_, name) = key.rsplit_once('-').unwrap();
        assert!(count.get(name).is_some_and(|count| *count > 1), "{key}");
    }
}

#[test]
fn every_language_says_everything() {
    let english = in_catalogue(Language::English);
    for language in Language::ALL {
        let theirs = in_catalogue(language);
        let (ours, theirs_only): (Vec<_>, Vec<_>) = (
            english
                .keys()
                .filter(|key| !theirs.contains_key(*key))
                .collect(),
            theirs
                .keys()
                .filter(|key| !english.contains_key(*key))
                .collect(),
        );
        assert!(ours.is_empty(), "{language:?} lacks {ours:?}");
        assert!(
            theirs_only.is_empty(),
            "only {language:?} has {theirs_only:?}"
        );
        for (key, with) in &english {
            assert_eq!(with, &theirs[key], "what is in {key} in {language:?}");
        }
    }
}

/// Texts of the window that are not of the catalogue: what stands on keys.
const OTHERS: [&str; 8] = [
    "Enter",
    "Shift+Enter",
    "Ctrl+Enter",
    "Enter  Space",
    "Space",
    "Page Up  Page Down",
    "Page Up",
    "Page Down",
];

/// Files with texts for others: names of languages and of what asks for them, and
/// what standard error is told when there is no window.
const FOR_OTHERS: [&str; 2] = ["words/language.rs", "ui/renderer.rs"];

#[test]
fn the_window_says_nothing_of_its_own() {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
    let mut own = Vec::new();
    for (path, text) in sources() {
        let for_others = FOR_OTHERS.iter().any(|file| path.ends_with(file));
        if !path.starts_with(&ui) || for_others {
            continue;
        }
        for (line, literal) in literals(&text) {
            let said = literal.split(' ').filter(|word| {
                word.len() > 3
                    && word
                        .chars()
                        .all(|c| c.is_alphabetic() || ",.’'…?!:".contains(c))
            });
            let sentence = literal.starts_with(char::is_uppercase) && said.count() > 0;
            if sentence && !OTHERS.contains(&literal.as_str()) {
                own.push(format!("{}: “{literal}” in: {line}", path.display()));
            }
        }
    }
    assert!(own.is_empty(), "not in the catalogue: {own:#?}");
}

/// Texts between quotation marks, each with its line; without those of logs.
fn literals(text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or_default();
        let of_machines = ["tracing::", "expect(", "Id::new", "debug_struct"];
        if of_machines.iter().any(|part| code.contains(part)) {
            continue;
        }
        let parts = code.split('"').skip(1).step_by(2);
        found.extend(parts.map(|part| (line, part.to_owned())));
    }
    found
}

#[test]
fn a_sentence_is_read_as_its_language_is_whoever_it_begins_with() {
    use crate::ui::words::kept;
    assert_eq!(kept::has_left("Mum").chars().next(), Some('M'));
    let of_hebrew = kept::has_left("אבא");
    assert!(of_hebrew.starts_with("\u{200E}אבא"), "{of_hebrew:?}");
    assert!(
        kept::open_room("אבא").starts_with("Open"),
        "it does already"
    );
}
