//! Links in what people write. Only whole addresses of the web are taken for
//! links, and nothing is opened before its host was shown.

use std::ops::Range;

use url::{Host, Url};

/// Links that are looked for in one text.
const MOST: usize = 64;

/// A link in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which letters of the text are the link.
    pub letters: Range<usize>,
    url: Url,
}

impl Link {
    /// The whole address, as a browser gets it.
    pub fn address(&self) -> &str {
        self.url.as_str()
    }

    /// Where it leads, in the letters that name it on the network.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The host in the letters that it is read in, when those are others: some
    /// letters of other scripts look like Latin ones.
    pub fn readable_host(&self) -> Option<String> {
        let Some(Host::Domain(host)) = self.url.host() else {
            return None;
        };
        if !host.split('.').any(|part| part.starts_with("xn--")) {
            return None;
        }
        let (readable, _) = idna::domain_to_unicode(host);
        Some(readable)
    }

    /// Whether what is sent there can be read on the way.
    pub fn is_open_to_read(&self) -> bool {
        self.url.scheme() == "http"
    }
}

/// The links in `text`, in order.
pub fn find(text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    if !text.contains("://") && !text.contains("www.") {
        return links;
    }
    let mut letters = 0;
    for word in text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')) {
        if links.len() < MOST
            && let Some(mut link) = in_word(word)
        {
            link.letters = link.letters.start + letters..link.letters.end + letters;
            links.push(link);
        }
        letters += word.chars().count();
    }
    links
}

fn in_word(word: &str) -> Option<Link> {
    let lower = word.to_ascii_lowercase();
    let starts = ["https://", "http://", "www."];
    let start = starts.iter().filter_map(|start| lower.find(start)).min()?;
    let before = word.get(..start)?;
    // Not in the middle of a word.
    if before.ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let rest = word.get(start..)?;
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    let rest = without_what_follows(rest);
    let address = if lower.get(start..)?.starts_with("www.") {
        format!("https://{rest}")
    } else {
        rest.to_owned()
    };
    let url = Url::parse(&address).ok()?;
    let named = url.host_str().is_some_and(|host| host.len() > "www.".len());
    if !named || !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let first = before.chars().count();
    let letters = first..first + rest.chars().count();
    Some(Link { letters, url })
}

/// The end of a sentence is no part of a link, and neither is a bracket around it.
fn without_what_follows(mut text: &str) -> &str {
    loop {
        let Some(last) = text.chars().last() else {
            return text;
        };
        let opened = |open: char| text.matches(open).count() >= text.matches(last).count();
        let stays = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '…' | '”' | '’' | '»' => false,
            ')' => opened('('),
            ']' => opened('['),
            '}' => opened('{'),
            _ => true,
        };
        if stays {
            return text;
        }
        text = &text[..text.len() - last.len_utf8()];
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        let part = |link: &Link| letters[link.letters.clone()].iter().collect();
        find(text).iter().map(part).collect()
    }

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        assert_eq!(
            found("Look: https://example.org/a(b), and (http://b.example)!"),
            ["https://example.org/a(b)", "http://b.example"]
        );
        assert_eq!(found("grüße von www.example.org."), ["www.example.org"]);
        assert_eq!(found("<https://example.org>"), ["https://example.org"]);
        for text in [
            "example.org",
            "javascript://x",
            "ahttp://b",
            "http://",
            "file:///etc",
            "www.",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_host_is_the_one_that_is_asked() {
        let link = |text: &str| find(text).remove(0);
        let trick = link("https://bank.example@evil.example/bank.example");
        assert_eq!(trick.host(), "evil.example");
        assert!(!trick.is_open_to_read());
        // A Cyrillic a.
        let look_alike = link("http://b\u{0430}nk.example");
        assert_eq!(look_alike.host(), "xn--bnk-6cd.example");
        let readable = look_alike.readable_host();
        assert_eq!(readable.as_deref(), Some("b\u{0430}nk.example"));
        assert!(look_alike.is_open_to_read());
        assert_eq!(link("https://example.org").readable_host(), None);
    }

    proptest! {
        #[test]
        fn links_lie_within_the_text(text in "(https?://|www\\.|[a-z()é🙂 .,])*") {
            let count = text.chars().count();
            let mut end = 0;
            for link in find(&text) {
                prop_assert!(link.letters.start >= end && link.letters.end <= count);
                end = link.letters.end;
            }
        }
    }
}
