//! The thread that asks providers, so that nobody else waits for them.

use std::{
    io,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use bytes::Bytes;

use super::{ApiKey, GifError, GifId, Library, Page, Query, Rating, Source};

/// Questions that may wait to be taken, and taken ones to be answered.
const WAITING: usize = 64;

/// What is wanted. A whole GIF is fetched before a page, and previews last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A page; of several that wait only the last is answered.
    Page {
        /// Where from.
        source: Source,
        /// `None` for what people like now.
        query: Option<Query>,
        /// Where it begins.
        offset: u32,
    },
    /// A small animation.
    Preview(Source, GifId),
    /// A whole GIF.
    Gif(Source, GifId),
    /// From now on use this key of GIPHY's.
    Key(Option<ApiKey>, Rating),
    /// Whether GIPHY knows this key.
    Try(ApiKey),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To [`Ask::Page`].
    Page {
        /// What was asked for.
        source: Source,
        /// What was asked for.
        query: Option<Query>,
        /// What was asked for.
        offset: u32,
        /// What there is.
        page: Result<Page, GifError>,
    },
    /// To [`Ask::Preview`].
    Preview(Source, GifId, Result<Bytes, GifError>),
    /// To [`Ask::Gif`].
    Gif(Source, GifId, Result<Bytes, GifError>),
    /// To [`Ask::Try`].
    Tried(ApiKey, Result<(), GifError>),
}

/// Takes questions. The thread ends once this is dropped.
#[derive(Clone, Debug)]
pub struct Gifs {
    asks: SyncSender<Ask>,
}

impl Gifs {
    /// Starts the thread; `answered` is called there with each answer.
    pub fn start(
        library: Library,
        mut answered: impl FnMut(Answer) + Send + 'static,
    ) -> io::Result<Self> {
        let (asks, inbox) = sync_channel(WAITING);
        thread::Builder::new()
            .name("gifs".to_owned())
            .spawn(move || run(library, &inbox, &mut answered))?;
        Ok(Self { asks })
    }

    /// Asks without waiting; `false` when so many wait that this is not taken.
    pub fn ask(&self, ask: Ask) -> bool {
        self.asks.try_send(ask).is_ok()
    }
}

fn run(mut library: Library, inbox: &Receiver<Ask>, answered: &mut impl FnMut(Answer)) {
    let mut asks = Vec::new();
    loop {
        if asks.is_empty() {
            let Ok(ask) = inbox.recv() else { return };
            asks.push(ask);
        }
        let room = WAITING.saturating_sub(asks.len());
        asks.extend(inbox.try_iter().take(room));
        if let Some(last_page) = asks.iter().rposition(is_page) {
            let mut number = 0..;
            asks.retain(|ask| number.next() == Some(last_page) || !is_page(ask));
        }
        asks.sort_by_key(rank);
        let ask = asks.remove(0);
        if let Some(answer) = answer(&mut library, ask) {
            answered(answer);
        }
    }
}

/// What is answered first: what somebody waits for. The sort keeps the order
/// of those of one rank.
fn rank(ask: &Ask) -> u8 {
    match ask {
        Ask::Key(..) => 0,
        Ask::Gif(..) | Ask::Try(_) => 1,
        Ask::Page { .. } => 2,
        Ask::Preview(..) => 3,
    }
}

fn is_page(ask: &Ask) -> bool {
    matches!(ask, Ask::Page { .. })
}

fn answer(library: &mut Library, ask: Ask) -> Option<Answer> {
    Some(match ask {
        Ask::Page {
            source,
            query,
            offset,
        } => {
            let page = library.page(source, query.as_ref(), offset);
            Answer::Page {
                source,
                query,
                offset,
                page,
            }
        }
        Ask::Preview(source, id) => {
            let preview = library.preview(source, &id);
            Answer::Preview(source, id, preview)
        }
        Ask::Gif(source, id) => {
            let gif = library.gif(source, &id);
            Answer::Gif(source, id, gif)
        }
        Ask::Key(key, rating) => {
            library.use_key(key, rating);
            return None;
        }
        Ask::Try(key) => {
            let result = library.try_key(key.clone());
            Answer::Tried(key, result)
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn questions_are_answered_on_a_thread_that_ends() {
        let (tell, told) = mpsc::sync_channel(16);
        let gifs = Gifs::start(Library::default(), move |answer| {
            let _ = tell.send(answer);
        });
        let gifs = gifs.unwrap();
        let id: GifId = "party".parse().unwrap();
        assert!(gifs.ask(Ask::Gif(Source::Builtin, id.clone())));
        assert!(gifs.ask(Ask::Preview(Source::Giphy, id)));
        assert!(matches!(told.recv().unwrap(), Answer::Gif(.., Ok(_))));
        let off = told.recv().unwrap();
        assert!(matches!(off, Answer::Preview(.., Err(GifError::NoKey))));
        drop(gifs);
        assert!(told.recv().is_err());
    }

    #[test]
    fn of_pages_that_wait_only_the_last_is_asked_for() {
        let page = |query| Ask::Page {
            source: Source::Builtin,
            query: Query::new(query),
            offset: 0,
        };
        let (asks, inbox) = sync_channel(8);
        for ask in [page("p"), page("pa"), page("par")] {
            asks.send(ask).unwrap();
        }
        drop(asks);
        let mut answers = Vec::new();
        run(Library::default(), &inbox, &mut |answer| {
            answers.push(answer)
        });
        let [Answer::Page { query, .. }] = answers.as_slice() else {
            panic!("{answers:?}");
        };
        assert_eq!(query.as_ref().unwrap().as_str(), "par");
    }

    #[test]
    fn a_gif_that_is_to_be_sent_does_not_wait_for_previews() {
        let (asks, inbox) = sync_channel(8);
        let id = |name: &str| name.parse::<GifId>().unwrap();
        for ask in [
            Ask::Preview(Source::Builtin, id("party")),
            Ask::Preview(Source::Builtin, id("hug")),
            Ask::Gif(Source::Builtin, id("love")),
        ] {
            asks.send(ask).unwrap();
        }
        drop(asks);
        let mut answers = Vec::new();
        run(Library::default(), &inbox, &mut |answer| {
            answers.push(answer)
        });
        assert!(matches!(answers[0], Answer::Gif(..)));
        assert!(matches!(&answers[1], Answer::Preview(_, first, _) if *first == id("party")));
        assert_eq!(answers.len(), 3);
    }
}
