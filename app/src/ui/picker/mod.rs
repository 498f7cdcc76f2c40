//! Picking a GIF: [`Browse`] decides what is looked for and shown, a thread asks
//! the providers, previews are kept while the panel is open.

mod browse;
mod previews;

use std::sync::mpsc::{Receiver, sync_channel};

use egui::Context;
use tincan_net::{Command, Content, TransferKind};

pub(crate) use self::browse::Browse;
use self::previews::Previews;
use super::{handing::Seen, words::gifs as words};
use crate::gifs::{Answer, ApiKey, Ask, GifError, GifId, Gifs, Item, Library, Rating, Source};

/// Answers that may wait to be taken.
const ANSWERS: usize = 16;

/// The GIF picker, open or not.
pub(crate) struct Picker {
    /// Until the thread is started with it.
    library: Option<Library>,
    service: Option<Service>,
    open: bool,
    /// It or a tab has only just opened: the field is to have the keyboard.
    pub(crate) fresh: bool,
    /// What is looked for, and found.
    pub(crate) browse: Browse,
    previews: Previews,
    /// On its way to being sent.
    fetching: Option<(Source, GifId)>,
    /// GIPHY is not to learn our address without being asked about.
    pub(crate) hidden: bool,
    /// It was asked about, and may.
    allowed: bool,
    /// What GIPHY says of a key.
    pub(crate) tried: Tried,
}

/// What is known of a key that was tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tried {
    /// None was.
    #[default]
    Not,
    /// This one is being tried.
    Trying(ApiKey),
    /// This one was.
    Done(ApiKey, Result<(), GifError>),
}

struct Service {
    gifs: Gifs,
    answers: Receiver<Answer>,
}

/// What a person picked, ready to be sent; or why it is not.
pub(crate) type Picked = Result<Command, String>;

impl Picker {
    /// A closed picker. Providers are asked once it is opened.
    pub(crate) fn new(library: Library, hidden: bool) -> Self {
        Self {
            library: Some(library),
            service: None,
            open: false,
            fresh: false,
            browse: Browse::default(),
            previews: Previews::default(),
            fetching: None,
            hidden,
            allowed: false,
            tried: Tried::default(),
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// Opens it where it was, with nothing looked for.
    pub(crate) fn open(&mut self, now: f64) {
        self.open = true;
        self.fresh = true;
        self.browse.show(self.browse.source(), now);
    }

    /// Closes it; nothing is kept of what was seen. What was picked still goes.
    pub(crate) fn close(&mut self) {
        self.open = false;
        self.previews.clear();
        self.browse = Browse::at(self.browse.source());
    }

    /// Another room: what was picked in the last one does not go into it.
    pub(crate) fn forget(&mut self) {
        self.close();
        self.fetching = None;
    }

    /// Whether the person is to be asked before GIPHY is.
    pub(crate) fn asks_first(&self) -> bool {
        self.browse.source() == Source::Giphy && self.hidden && !self.allowed
    }

    /// GIPHY may learn our address, until the app is closed.
    pub(crate) fn allow(&mut self, now: f64) {
        self.allowed = true;
        self.browse.show(Source::Giphy, now);
    }

    /// From now on with this key.
    pub(crate) fn use_key(&mut self, key: Option<ApiKey>, rating: Rating) {
        match (&self.service, &mut self.library) {
            (Some(service), _) => {
                // The thread is never that far behind: at most previews wait.
                if !service.gifs.ask(Ask::Key(key, rating)) {
                    tracing::warn!("the key of GIPHY's counts from the next start on");
                }
            }
            (None, Some(library)) => library.use_key(key, rating),
            (None, None) => {}
        }
    }

    /// Asks GIPHY whether it knows `key`.
    pub(crate) fn try_key(&mut self, ctx: &Context, key: ApiKey) {
        self.tried = if self.ask(ctx, Ask::Try(key.clone())) {
            Tried::Trying(key)
        } else {
            Tried::Done(key, Err(GifError::Unreachable))
        };
    }

    /// Sends `item`, once it is here.
    pub(crate) fn pick(&mut self, ctx: &Context, item: &Item) {
        let source = self.browse.source();
        if self.ask(ctx, Ask::Gif(source, item.id.clone())) {
            self.fetching = Some((source, item.id.clone()));
        }
    }

    /// Whether `item` is on its way to being sent.
    pub(crate) fn is_fetching(&self, item: &Item) -> bool {
        let fetching = self.fetching.as_ref();
        fetching.is_some_and(|(source, id)| *source == self.browse.source() && *id == item.id)
    }

    /// The preview of the item called `number`, at most `most` points large, as
    /// it can be drawn now; it moves on if it `plays`.
    pub(crate) fn see(
        &mut self,
        ctx: &Context,
        number: u32,
        item: &Item,
        most: egui::Vec2,
        plays: bool,
    ) -> Seen {
        if self.previews.wants(number) {
            let ask = Ask::Preview(self.browse.source(), item.id.clone());
            if self.ask(ctx, ask) {
                self.previews.asked(number);
            }
        }
        self.previews.see(ctx, number, most, plays)
    }

    /// Asks what is due, and takes in what was answered: perhaps what was
    /// picked.
    pub(crate) fn take_in(&mut self, ctx: &Context) -> Option<Picked> {
        let mut picked = None;
        // One at a time is sent; the others wait where they are.
        while picked.is_none()
            && let Some(answer) = self.service.as_ref().and_then(Service::answer)
        {
            picked = self.take(answer);
        }
        if self.open {
            self.previews.take_in(ctx);
            if !self.asks_first() {
                self.look(ctx);
            }
        }
        picked
    }

    /// Asks for the page that is due.
    fn look(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        if let Some(ask) = self.browse.poll(now) {
            let taken = self.ask(ctx, ask);
            self.browse.asked(now, taken);
        }
        if let Some(again) = self.browse.again_in(now) {
            ctx.request_repaint_after_secs(again as f32);
        }
    }

    fn take(&mut self, answer: Answer) -> Option<Picked> {
        match answer {
            Answer::Page {
                source,
                query,
                offset,
                page,
            } => {
                if self.browse.take(source, query.as_ref(), offset, page) {
                    self.previews.clear();
                }
                None
            }
            Answer::Preview(source, id, preview) => {
                let number = self.browse.number(source, &id);
                if let Some(number) = number.filter(|_| self.open) {
                    self.previews.came(number, preview);
                }
                None
            }
            Answer::Gif(source, id, gif) => {
                let wanted = (source, id);
                if self.fetching.as_ref() != Some(&wanted) {
                    return None;
                }
                self.fetching = None;
                let (_, id) = wanted;
                Some(match gif {
                    Ok(bytes) => {
                        self.close();
                        Ok(Command::SendFile {
                            content: Content::Memory {
                                name: format!("{id}.gif"),
                                bytes,
                            },
                            kind: Some(TransferKind::Gif),
                            words: None,
                        })
                    }
                    Err(error) => Err(words::not_sent(error)),
                })
            }
            Answer::Tried(key, result) => {
                if self.tried == Tried::Trying(key.clone()) {
                    self.tried = Tried::Done(key, result);
                }
                None
            }
        }
    }

    fn ask(&mut self, ctx: &Context, ask: Ask) -> bool {
        if let Some(library) = self.library.take() {
            self.service = Service::start(library, ctx.clone());
        }
        let service = self.service.as_ref();
        service.is_some_and(|service| service.gifs.ask(ask))
    }
}

impl Service {
    fn start(library: Library, ctx: Context) -> Option<Self> {
        let (tell, answers) = sync_channel(ANSWERS);
        let started = Gifs::start(library, move |answer| {
            // Nobody waits for it any more when the window is gone.
            let _ = tell.send(answer);
            ctx.request_repaint();
        });
        match started {
            Ok(gifs) => Some(Self { gifs, answers }),
            Err(error) => {
                tracing::error!("no GIFs can be asked for: {error}");
                None
            }
        }
    }

    fn answer(&self) -> Option<Answer> {
        self.answers.try_recv().ok()
    }
}
