//! The thread that asks providers, so that nobody else waits for them.

use std::{
    io,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use bytes::Bytes;

use super::{ApiKey, GifError, GifId, Library, Page, Query, Rating, Source};

/// Questions that may wait.
const WAITING: usize = 64;

/// What is wanted.
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
    while let Ok(ask) = inbox.recv() {
        let mut asks = vec![ask];
        asks.extend(inbox.try_iter().take(WAITING));
        let last_page = asks.iter().rposition(is_page);
        for (n, ask) in asks.into_iter().enumerate() {
            if is_page(&ask) && Some(n) != last_page {
                continue;
            }
            if let Some(answer) = answer(&mut library, ask) {
                answered(answer);
            }
        }
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
            *library = Library::new(key, rating);
            return None;
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
}
