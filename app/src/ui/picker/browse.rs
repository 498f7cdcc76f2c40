//! What is looked for and what was found. Pure: it is handed the time, in
//! seconds, and what providers answered.

use std::collections::HashSet;

use crate::gifs::{Ask, GifError, GifId, Item, Page, Query, Source};

/// Somebody who has not typed for this long has typed it all.
const TYPED: f64 = 0.3;
/// When a question that was not taken is asked again.
const AGAIN: f64 = 0.1;
/// Items that are shown: nobody scrolls past them all.
const MOST: usize = 600;

/// What is looked for, and what there is so far.
#[derive(Debug, Default)]
pub(crate) struct Browse {
    source: Source,
    /// As it is being typed.
    text: String,
    /// What the items answer.
    query: Option<Query>,
    items: Vec<(u32, Item)>,
    /// The next of them is called this.
    number: u32,
    next: Option<u32>,
    asked: Option<(Option<Query>, u32)>,
    due: Option<(f64, u32)>,
    trouble: Option<GifError>,
    /// A first page was answered.
    answered: bool,
}

impl Browse {
    /// Nothing, of `source`.
    pub(crate) fn at(source: Source) -> Self {
        Self {
            source,
            ..Self::default()
        }
    }

    /// What people like now, of `source`.
    pub(crate) fn show(&mut self, source: Source, now: f64) {
        *self = Self {
            text: std::mem::take(&mut self.text),
            number: self.number,
            due: Some((now, 0)),
            ..Self::at(source)
        };
    }

    pub(crate) fn source(&self) -> Source {
        self.source
    }

    /// The words, to be changed; [`typed`](Self::typed) is to be called then.
    pub(crate) fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// The words were changed.
    pub(crate) fn typed(&mut self, now: f64) {
        self.due = Some((now + TYPED, 0));
    }

    /// What was found, each with a name that no other item has or had.
    pub(crate) fn items(&self) -> &[(u32, Item)] {
        &self.items
    }

    /// Why there is nothing, or no more.
    pub(crate) fn trouble(&self) -> Option<GifError> {
        self.trouble
    }

    /// Nothing was found.
    pub(crate) fn found_nothing(&self) -> bool {
        self.answered && self.items.is_empty() && self.trouble.is_none() && self.asked.is_none()
    }

    /// The end of the items is in sight: there may be more.
    pub(crate) fn at_end(&mut self, now: f64) {
        let quiet = self.asked.is_none() && self.due.is_none() && self.trouble.is_none();
        if let (true, Some(next)) = (quiet && self.items.len() < MOST, self.next) {
            self.due = Some((now, next));
        }
    }

    /// What did not come is asked for again.
    pub(crate) fn again(&mut self, now: f64) {
        self.trouble = None;
        let next = if self.items.is_empty() {
            None
        } else {
            self.next
        };
        self.due = Some((now, next.unwrap_or(0)));
    }

    /// What is to be asked now; [`asked`](Self::asked) is to be called then.
    pub(crate) fn poll(&mut self, now: f64) -> Option<Ask> {
        let (_, offset) = self.due.filter(|(due, _)| now >= *due)?;
        let query = Query::new(&self.text);
        // More of what is shown already, or something else.
        let query = if offset > 0 {
            self.query.clone()
        } else {
            query
        };
        let same = self.answered && self.trouble.is_none() && query == self.query;
        if offset == 0 && same {
            self.due = None;
            return None;
        }
        self.asked = Some((query.clone(), offset));
        Some(Ask::Page {
            source: self.source,
            query,
            offset,
        })
    }

    /// Whether what was to be asked was taken.
    pub(crate) fn asked(&mut self, now: f64, taken: bool) {
        let due = self.due.take();
        if !taken {
            self.asked = None;
            self.due = due.map(|(_, offset)| (now + AGAIN, offset));
        }
    }

    /// In how many seconds something is due.
    pub(crate) fn again_in(&self, now: f64) -> Option<f64> {
        self.due.map(|(due, _)| (due - now).max(0.0))
    }

    /// A page was answered. Whether it is another search, and nothing that was
    /// shown before is shown any more.
    pub(crate) fn take(
        &mut self,
        source: Source,
        query: Option<&Query>,
        offset: u32,
        page: Result<Page, GifError>,
    ) -> bool {
        let is_asked =
            |asked: &(Option<Query>, u32)| asked.0.as_ref() == query && asked.1 == offset;
        if source != self.source || !self.asked.as_ref().is_some_and(is_asked) {
            return false;
        }
        self.asked = None;
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                self.trouble = Some(error);
                return false;
            }
        };
        self.trouble = None;
        let fresh = offset == 0;
        if fresh {
            self.items.clear();
            self.query = query.cloned();
            self.answered = true;
        }
        self.next = page.next;
        let known: HashSet<GifId> = self.items.iter().map(|(_, item)| item.id.clone()).collect();
        let room = MOST - self.items.len().min(MOST);
        // What is liked changes while one scrolls, and then comes twice.
        let new = page
            .items
            .into_iter()
            .filter(|item| !known.contains(&item.id));
        for item in new.take(room) {
            self.items.push((self.number, item));
            self.number = self.number.wrapping_add(1);
        }
        fresh
    }

    /// What the item with this name at its provider is called here.
    pub(crate) fn number(&self, source: Source, id: &GifId) -> Option<u32> {
        let mut items = self.items.iter().filter(|_| source == self.source);
        items
            .find(|(_, item)| item.id == *id)
            .map(|(number, _)| *number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(names: &[&str], next: Option<u32>) -> Result<Page, GifError> {
        let item = |name: &&str| Item {
            id: name.parse().unwrap(),
            title: String::new(),
            width: 4,
            height: 3,
        };
        Ok(Page {
            items: names.iter().map(item).collect(),
            next,
        })
    }

    fn asks(browse: &mut Browse, now: f64) -> Option<(Option<String>, u32)> {
        let ask = browse.poll(now)?;
        browse.asked(now, true);
        let Ask::Page { query, offset, .. } = ask else {
            panic!("{ask:?}");
        };
        Some((query.map(|query| query.as_str().to_owned()), offset))
    }

    fn shown(browse: &Browse) -> Vec<String> {
        browse
            .items()
            .iter()
            .map(|(_, item)| item.id.to_string())
            .collect()
    }

    #[test]
    fn only_what_was_typed_to_its_end_is_asked_for() {
        let mut browse = Browse::default();
        browse.show(Source::Giphy, 0.0);
        assert_eq!(asks(&mut browse, 0.0), Some((None, 0)));
        for (now, text) in [(1.0, "c"), (1.1, "ca"), (1.2, "cat")] {
            *browse.text() = text.to_owned();
            browse.typed(now);
            assert_eq!(asks(&mut browse, now), None);
        }
        assert!(browse.again_in(1.2).is_some_and(|wait| wait > 0.29));
        assert_eq!(asks(&mut browse, 1.6), Some((Some("cat".to_owned()), 0)));
        let cat = Query::new("cat");
        // The answer to what was asked for before is nobody's any more.
        assert!(!browse.take(Source::Giphy, None, 0, page(&["old"], None)));
        assert!(browse.take(Source::Giphy, cat.as_ref(), 0, page(&["new"], None)));
        assert_eq!(shown(&browse), ["new"]);
        // To type it anew asks nobody.
        browse.typed(2.0);
        assert_eq!(asks(&mut browse, 3.0), None);
        assert_eq!(browse.again_in(3.0), None);
    }

    #[test]
    fn pages_follow_each_other_and_nothing_comes_twice() {
        let mut browse = Browse::default();
        browse.show(Source::Giphy, 0.0);
        asks(&mut browse, 0.0);
        browse.at_end(0.0);
        assert_eq!(asks(&mut browse, 0.0), None, "one at a time");
        browse.take(Source::Giphy, None, 0, page(&["a", "b"], Some(2)));
        let first: Vec<u32> = browse.items().iter().map(|(number, _)| *number).collect();
        browse.at_end(1.0);
        assert_eq!(asks(&mut browse, 1.0), Some((None, 2)));
        assert!(!browse.take(Source::Giphy, None, 2, page(&["b", "c"], None)));
        assert_eq!(shown(&browse), ["a", "b", "c"]);
        assert_eq!(browse.items()[0].0, first[0]);
        browse.at_end(2.0);
        assert_eq!(asks(&mut browse, 2.0), None, "that was all");
    }

    #[test]
    fn trouble_is_told_and_what_was_found_stays() {
        let mut browse = Browse::default();
        browse.show(Source::Giphy, 0.0);
        asks(&mut browse, 0.0);
        browse.take(Source::Giphy, None, 0, page(&["a"], Some(1)));
        browse.at_end(0.0);
        asks(&mut browse, 0.0);
        browse.take(Source::Giphy, None, 1, Err(GifError::Unreachable));
        assert_eq!(browse.trouble(), Some(GifError::Unreachable));
        assert_eq!(shown(&browse), ["a"]);
        browse.at_end(1.0);
        assert_eq!(asks(&mut browse, 1.0), None, "not by itself");
        browse.again(2.0);
        assert_eq!(asks(&mut browse, 2.0), Some((None, 1)));
        browse.show(Source::Builtin, 3.0);
        assert!(browse.items().is_empty() && browse.trouble().is_none());
        assert!(!browse.found_nothing());
        asks(&mut browse, 3.0);
        browse.take(Source::Builtin, None, 0, page(&[], None));
        assert!(browse.found_nothing());
    }

    #[test]
    fn a_question_that_was_not_taken_is_asked_again() {
        let mut browse = Browse::default();
        browse.show(Source::Builtin, 0.0);
        assert!(browse.poll(0.0).is_some());
        browse.asked(0.0, false);
        assert_eq!(asks(&mut browse, 0.05), None);
        assert_eq!(asks(&mut browse, 0.2), Some((None, 0)));
    }
}
