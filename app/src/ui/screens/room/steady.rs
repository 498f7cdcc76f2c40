//! Words that change at most once a second, so that they can be read.

const APART_S: f64 = 1.0;

/// What is shown, and since when.
#[derive(Debug, Default)]
pub(super) struct Steady {
    shown: Option<(String, f64)>,
}

impl Steady {
    /// What to show of `words` at `now`, and in how many seconds to ask again.
    /// Other figures wait their turn; other words do not.
    pub(super) fn show(&mut self, words: &str, now: f64) -> (&str, Option<f64>) {
        let mut again = None;
        let keep = self.shown.as_ref().is_some_and(|(shown, since)| {
            let left = since + APART_S - now;
            let waits = shown != words && left > 0.0 && same_but_figures(shown, words);
            again = waits.then_some(left);
            waits || shown == words
        });
        if !keep {
            self.shown = Some((words.to_owned(), now));
        }
        let shown = self.shown.as_ref().map_or("", |(shown, _)| shown);
        (shown, again)
    }
}

fn same_but_figures(a: &str, b: &str) -> bool {
    let words = |text: &str| -> String { text.chars().filter(|c| !c.is_ascii_digit()).collect() };
    words(a) == words(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_wait_and_words_do_not() {
        let mut steady = Steady::default();
        assert_eq!(steady.show("Direct · 23 ms", 0.0), ("Direct · 23 ms", None));
        assert_eq!(
            steady.show("Direct · 24 ms", 0.25),
            ("Direct · 23 ms", Some(0.75))
        );
        assert_eq!(steady.show("Direct · 25 ms", 1.0).0, "Direct · 25 ms");
        assert_eq!(steady.show("Relayed · 61 ms", 1.1).0, "Relayed · 61 ms");
        assert_eq!(
            steady.show("Relayed · 61 ms", 9.0),
            ("Relayed · 61 ms", None)
        );
    }
}
