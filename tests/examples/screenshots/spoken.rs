//! A window that speaks another language than the tour does, which is written in
//! English: what it looks for is found by the sentence of the catalogue.

use std::{
    fs,
    ops::{Deref, Range},
    path::Path,
    thread,
    time::Duration,
};

use tincan_tests::screen::{Window, reader::Node};

/// What the other is called in the tour.
pub(super) const HERON: &str = "Brave Heron";

/// Sentences of the catalogue, in English and in the language of the windows.
#[derive(Debug)]
pub(super) struct Spoken {
    pairs: Vec<(String, String)>,
    /// What the other is called, who is Brave Heron in the tour.
    them: &'static str,
}

impl Spoken {
    pub(super) fn new(language: &str, them: &'static str) -> Self {
        if language == "en" && them == HERON {
            // All is called as the tour calls it, names and numbers too.
            return Self {
                pairs: Vec::new(),
                them,
            };
        }
        let theirs = sentences(language);
        let both = sentences("en").into_iter().filter_map(|(key, english)| {
            let found = theirs.iter().find(|(other, _)| *other == key)?;
            Some((english, found.1.clone()))
        });
        Self {
            pairs: both.collect(),
            them,
        }
    }

    /// What `english` may be in the language of the windows: whole, or the part of
    /// it that stays the same whatever name or number is in it. Itself, when it is
    /// nobody's sentence.
    pub(super) fn of(&self, english: &str) -> Vec<&str> {
        let is = |(ours, _): &&(String, String)| ours == english;
        let mut found: Vec<&str> = self.pairs.iter().filter(is).map(of_pair).collect();
        if found.is_empty() {
            let fits = |(ours, _): &&(String, String)| fits(ours, english);
            found = self.pairs.iter().filter(fits).map(of_pair).collect();
        }
        found
    }
}

fn of_pair((_, theirs): &(String, String)) -> &str {
    // Names and numbers stand between these.
    let parts = theirs.split(['{', '}']).step_by(2);
    parts
        .max_by_key(|part| part.len())
        .unwrap_or_default()
        .trim()
}

/// Whether a sentence with something to fill in comes to `said`, or begins so.
fn fits(sentence: &str, said: &str) -> bool {
    let fixed: Vec<&str> = sentence.split(['{', '}']).step_by(2).collect();
    let longest = fixed.iter().map(|part| part.trim().len()).max();
    if longest.is_none_or(|longest| longest < 4) {
        return false;
    }
    if fixed.len() == 1 && said.len() > 8 {
        return sentence.contains(said);
    }
    let mut rest = said;
    let mut begun = false;
    for (number, part) in fixed.iter().enumerate() {
        let at = match number {
            0 => rest.starts_with(part).then_some(0),
            _ => rest.find(part),
        };
        match at {
            Some(at) => {
                // A comma says nothing yet.
                begun |= part.contains(char::is_alphanumeric);
                rest = &rest[at + part.len()..];
            }
            // The tour names only the beginning of it.
            None => return begun || (number == 0 && part.starts_with(rest)),
        }
    }
    true
}

/// The sentences of a language that have one form.
fn sentences(language: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/languages");
    let text = fs::read_to_string(folder.join(format!("{language}.ftl"))).expect("a language");
    let mut found = Vec::new();
    let mut key = "";
    for line in text.lines() {
        if let Some((name, sentence)) = line.split_once(" = ") {
            found.push((name.to_owned(), sentence));
        } else if let Some(name) = line.strip_suffix(" =") {
            key = name;
        } else if let Some((count, sentence)) = line.split_once("] ") {
            // Of how many, as the language counts.
            let count = count.trim_start_matches([' ', '*', '[']);
            found.push((format!("{key} {count}"), sentence));
        }
    }
    let marks = |(key, sentence): (_, &str)| (key, sentence.replace('*', ""));
    found.into_iter().map(marks).collect()
}

/// A window that speaks it.
pub(super) struct Seen<'a> {
    pub(super) window: Window<'a>,
    pub(super) spoken: &'a Spoken,
}

impl<'a> Deref for Seen<'a> {
    type Target = Window<'a>;

    fn deref(&self) -> &Window<'a> {
        &self.window
    }
}

impl Seen<'_> {
    /// Waits for what is called so in English.
    pub(super) fn wait_for(&self, english: &str) -> Node {
        match self.spoken.of(english).as_slice() {
            // A long name is cut.
            [] if english == HERON => {
                let begin: String = self.spoken.them.chars().take(12).collect();
                self.window.wait_for(&begin)
            }
            [] => self.window.wait_for(english),
            theirs => self.window.wait_for_one(theirs),
        }
    }

    /// Clicks on it.
    pub(super) fn click(&self, english: &str) {
        let node = self.shown_within(english, 0..101);
        self.window.click_on(&node);
    }

    /// Clicks on it as a row of a list that scrolls, which may be behind what is
    /// above or below it.
    pub(super) fn click_row(&self, english: &str) {
        let node = self.shown_within(english, 28..85);
        self.window.click_on(&node);
    }

    /// Clicks on it in the upper part of a low window, below a header and above a field.
    pub(super) fn click_above(&self, english: &str) {
        let node = self.shown_within(english, 35..62);
        self.window.click_on(&node);
    }

    /// Waits for it, and has it be seen.
    pub(super) fn show(&self, english: &str) {
        self.shown_within(english, 0..100);
    }

    /// Turns the wheel until it is in these percent of the window, or as near as it
    /// comes: a notch at a time, since that may be much of a window that is magnified.
    fn shown_within(&self, english: &str, percent: Range<i32>) -> Node {
        let mut node = self.wait_for(english);
        for _ in 0..60 {
            let (_, top, _, height) = self.window.place();
            let at = (node.middle().1 - top) * 100 / height.max(1);
            if percent.contains(&at) {
                break;
            }
            self.window.wheel(at >= percent.end);
            let before = node.bounds;
            node = self.moved(english, &node);
            if node.bounds == before {
                break; // It comes no nearer.
            }
        }
        node
    }

    /// Where it has come to rest after `before`, if it moves at all.
    fn moved(&self, english: &str, before: &Node) -> Node {
        let mut last = before.bounds;
        let mut moving = false;
        for _ in 0..15 {
            thread::sleep(Duration::from_millis(100));
            let node = self.wait_for(english);
            if moving && node.bounds == last {
                return node;
            }
            moving |= node.bounds != before.bounds;
            last = node.bounds;
        }
        self.wait_for(english)
    }
}
