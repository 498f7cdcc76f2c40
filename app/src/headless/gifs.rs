//! GIFs asked for on the command line. A provider may take its time; meanwhile
//! other commands are carried out.

use std::sync::{Arc, Mutex, PoisonError};

use futures::{
    FutureExt, StreamExt,
    future::{BoxFuture, pending},
    stream::FuturesUnordered,
};
use serde_json::value::RawValue;
use tincan_net::{Command, Content, TransferKind};

use crate::gifs::{GifError, GifId, Library, Page, Query, Source};

/// Questions that are under way; past them no more commands are read.
const MOST: usize = 16;

/// What came of a question, and the id of who asked.
pub(super) struct Found {
    pub(super) id: Option<Box<RawValue>>,
    pub(super) what: Result<What, GifError>,
}

/// What was found.
pub(super) enum What {
    /// GIFs to choose from.
    Page(Page),
    /// A GIF to hand over.
    Send(Command),
}

/// Questions to providers.
pub(super) struct Gifs {
    library: Arc<Mutex<Library>>,
    asked: FuturesUnordered<BoxFuture<'static, Found>>,
}

impl Gifs {
    pub(super) fn new(library: Library) -> Self {
        Self {
            library: Arc::new(Mutex::new(library)),
            asked: FuturesUnordered::new(),
        }
    }

    /// Whether there is room for one more question.
    pub(super) fn has_room(&self) -> bool {
        self.asked.len() < MOST
    }

    pub(super) fn page(&self, id: Option<Box<RawValue>>, source: Source, query: Option<Query>) {
        self.ask(id, source, move |library| {
            library.page(source, query.as_ref(), 0).map(What::Page)
        });
    }

    pub(super) fn send(&self, id: Option<Box<RawValue>>, source: Source, gif: GifId) {
        self.ask(id, source, move |library| {
            let bytes = library.gif(source, &gif)?;
            let name = format!("{gif}.gif");
            Ok(What::Send(Command::SendFile {
                content: Content::Memory { name, bytes },
                kind: Some(TransferKind::Gif),
                words: None,
            }))
        });
    }

    /// What is found next; never, while nothing is asked.
    pub(super) async fn found(&mut self) -> Found {
        match self.asked.next().await {
            Some(found) => found,
            None => pending().await,
        }
    }

    /// What is found already.
    pub(super) fn found_now(&mut self) -> Option<Found> {
        self.asked.next().now_or_never().flatten()
    }

    fn ask(
        &self,
        id: Option<Box<RawValue>>,
        source: Source,
        question: impl FnOnce(&mut Library) -> Result<What, GifError> + Send + 'static,
    ) {
        let library = Arc::clone(&self.library);
        let question =
            move || question(&mut library.lock().unwrap_or_else(PoisonError::into_inner));
        self.asked.push(match source {
            Source::Builtin => {
                let what = question();
                async { Found { id, what } }.boxed()
            }
            Source::Giphy => async {
                let what = tokio::task::spawn_blocking(question).await;
                let what = what.unwrap_or(Err(GifError::Unreachable));
                Found { id, what }
            }
            .boxed(),
        });
    }
}
