//! Handing things over in the window: what was chosen goes to a worker, what
//! comes back goes to the network side; pictures are unpacked elsewhere and
//! kept here as textures.

mod asked;
mod decoder;
mod hand;
mod moving;
mod paste;
pub(crate) mod remains;
mod shelf;
mod staged;
mod unrecorded;
pub(crate) mod viewer;
mod worker;

use std::{path::PathBuf, sync::Arc};

use egui::Context;
use tincan_net::{
    Command, CommandError, Direction, DisplayName, Event, EventKind, RoomId, RoomsCommand,
    TransferId, TransferState,
};

use self::{
    asked::Asked,
    paste::Pasting,
    remains::Want,
    unrecorded::Unrecorded,
    viewer::{Subject, Viewer},
    worker::{Job, News, Worker},
};
pub(crate) use self::{
    hand::Hand,
    remains::Remains,
    shelf::{Place, Seen, Shelf},
    staged::Staged,
    worker::{Count, How},
};
use super::{
    action::{Action, Actions},
    picker::Picker,
    wire::Wire,
    words::{self, errors, handover},
};
use crate::{desktop::Desktop, model::Room, source::Source};

/// Everything about it that the window remembers.
pub(crate) struct Handing {
    desktop: Arc<dyn Desktop>,
    downloads: PathBuf,
    worker: Option<Worker>,
    room: Option<RoomId>,
    asked: Asked,
    pub(crate) staged: Staged,
    pasting: Pasting,
    /// Words that have yet to be copied as words are everywhere.
    uncopied: Option<String>,
    /// What we are called.
    pub(crate) me: DisplayName,
    /// Whether pictures are rebuilt before they are sent.
    pub(crate) clean: bool,
    /// What went wrong, until it was read.
    pub(crate) complaint: Option<String>,
    /// What is above the window, ready to be dropped.
    pub(crate) hovered: Hovered,
    pub(crate) shelf: Shelf<TransferId>,
    pub(crate) remains: Remains,
    pub(crate) viewer: Viewer,
    pub(crate) picker: Picker,
}

/// What is held above the window.
#[derive(Debug, Default)]
pub(crate) struct Hovered {
    paths: Vec<PathBuf>,
    /// What that is, once it was counted.
    pub(crate) count: Option<Count>,
}

impl Handing {
    pub(crate) fn new(
        desktop: Arc<dyn Desktop>,
        downloads: PathBuf,
        picker: Picker,
        clean: bool,
        me: DisplayName,
    ) -> Self {
        Self {
            me,
            desktop,
            downloads,
            worker: None,
            room: None,
            asked: Asked::default(),
            staged: Staged::default(),
            pasting: Pasting::default(),
            uncopied: None,
            clean,
            complaint: None,
            hovered: Hovered::default(),
            shelf: Shelf::default(),
            remains: Remains::default(),
            viewer: Viewer::default(),
            picker,
        }
    }

    /// Takes in what the workers have done, for the room that is open now, where
    /// words are being written or not. Says what a person should hear of in
    /// passing.
    pub(crate) fn take_news(
        &mut self,
        ctx: &Context,
        wire: &mut Wire,
        room: Option<RoomId>,
        writes: bool,
    ) -> Option<&'static str> {
        if self.room != room {
            // Nothing of a room goes into the next one.
            self.room = room;
            self.asked = Asked::default();
            self.staged.clear();
            self.complaint = None;
            self.worker = None;
            self.shelf.clear();
            self.remains = Remains::default();
            self.viewer.close();
            self.picker.forget();
        }
        self.shelf.take_in(ctx);
        self.look_for(ctx, wire);
        match self.picker.take_in(ctx) {
            Some(Ok(command)) if room.is_some() => self.send(command, writes),
            Some(Err(why)) => self.complaint = Some(why),
            _ => {}
        }
        let mut said = None;
        while !self.asked.is_waiting() {
            let Some(news) = self.worker.as_ref().and_then(Worker::news) else {
                break;
            };
            match news {
                News::Send(command, remark) => {
                    said = remark.or(said);
                    self.send(command, writes);
                }
                News::Into(transfer, dir) => {
                    let accept = Command::AcceptFile { transfer, dir };
                    self.asked.push(accept);
                }
                // No files after all: words, as if nobody had held them back.
                News::Words(text) => {
                    ctx.input_mut(|input| input.events.push(egui::Event::Paste(text)));
                }
                News::Refused(why) => self.complaint = Some(why),
                News::Counted(paths, count) if paths == self.hovered.paths => {
                    self.hovered.count = Some(count);
                }
                News::Counted(..) => {}
                News::There(id, there) => self.remains.looked(id, there),
                News::Saved => said = Some(words::safety::saved()),
                News::Copied => said = Some(handover::copied()),
                News::NotCopied(text) => self.uncopied = Some(text),
            }
            self.asked.send(wire);
        }
        self.asked.send(wire);
        if self.asked.is_waiting() {
            ctx.request_repaint_after_secs(0.05);
        }
        said
    }

    /// Looks for what is left of things that were just seen.
    fn look_for(&mut self, ctx: &Context, wire: &mut Wire) {
        for want in self.remains.take_wants() {
            let asked = match &want {
                Want::Picture(id) => wire.tell(Command::Rooms(RoomsCommand::Preview(*id))),
                Want::File(id, path) => self.worker(ctx).give(Job::There(*id, path.clone())),
            };
            if !asked {
                self.remains.not_asked(&want);
            }
        }
    }

    /// Sends something at once, or with the words that are being written.
    fn send(&mut self, command: Command, writes: bool) {
        if !writes && self.staged.is_empty() {
            self.asked.push(command);
        } else if let Err(command) = self.staged.put(command) {
            match *command {
                Command::SendFile { .. } => {
                    let why = errors::command(&CommandError::TooManyTransfers);
                    self.complaint = Some(why);
                }
                command => self.asked.push(command),
            }
        }
    }

    /// Whether an event was for us alone: something that we asked for came, or was
    /// refused.
    pub(crate) fn hears(&mut self, event: &Event) -> bool {
        match &event.kind {
            EventKind::Preview { transfer, picture } => {
                self.remains.came(*transfer, picture.clone());
                return true;
            }
            EventKind::Cleared => self.remains = Remains::default(),
            _ => {}
        }
        let refused = self.asked.refused(event);
        if let Some(why) = refused {
            self.complaint = Some(errors::command(why));
        }
        refused.is_some()
    }

    /// Words that were not said, to be written again.
    pub(crate) fn take_unsaid(&mut self) -> Option<String> {
        self.asked.take_unsaid()
    }

    /// Files that were copied are not pasted as their names among words.
    pub(crate) fn catch_files(&mut self, ctx: &Context) {
        let composer = egui::Id::new("composer");
        let focused = ctx.memory(egui::Memory::focused);
        if focused.is_none_or(|id| id == composer)
            && let Some(names) = paste::take_names(ctx)
        {
            let how = self.how(How::Usual { clean: true });
            self.give(ctx, Job::Paste(Some(names), how));
        }
    }

    /// Whether a picture is looked at closely.
    pub(crate) fn views(&self) -> bool {
        self.viewer.subject().is_some()
    }

    /// Draws the picture that is looked at closely, and hears Ctrl+V.
    pub(crate) fn view(&mut self, ctx: &Context, room: &Room, actions: &mut Actions) {
        if room.close_reason().is_none() && self.pasting.pasted(ctx) {
            actions.push(Action::Hand(Hand::Paste));
        }
        let Some(id) = self.viewer.subject() else {
            return;
        };
        let Some((handover, peer)) = room.transfers.find(id).zip(room.peer()) else {
            return self.viewer.close();
        };
        let transfer = &handover.transfer;
        let mine = transfer.direction == Direction::Out;
        let there = self.remains.is_there(handover);
        let path = match &transfer.state {
            // Somebody looks for it.
            TransferState::Done { path: Some(_) } if there.is_none() => return,
            TransferState::Done { path } if there == Some(true) => path.clone(),
            _ => None,
        };
        let mut title = handover::picture(mine, &words::name(peer));
        let source = match Source::of(transfer) {
            Some(source) if path.is_some() || transfer.bytes.is_some() => Some(source),
            _ if self.remains.has_picture(handover) => {
                title = format!("{title} · {}", handover::small_only());
                match self.remains.picture(id) {
                    Some(picture) => Some(Source::Memory(picture)),
                    // It comes.
                    None => return,
                }
            }
            _ => None,
        };
        let is_done = matches!(transfer.state, TransferState::Done { .. });
        match source {
            Some(source) => {
                let subject = Subject {
                    id,
                    source,
                    title,
                    can_save: !mine && is_done && transfer.bytes.is_some(),
                    path: path.filter(|_| !mine),
                };
                self.viewer.ui(ctx, &mut self.shelf, &subject, actions);
            }
            // It is no longer held.
            None => self.viewer.close(),
        }
    }

    /// Does what was asked for.
    pub(crate) fn perform(&mut self, ctx: &Context, hand: Hand, wire: &mut Wire) {
        let command = match hand {
            Hand::Choose(what, how) => return self.give(ctx, Job::Choose(what, self.how(how))),
            Hand::Send(paths) => {
                let how = self.how(How::Usual { clean: true });
                return self.give(ctx, Job::Send(paths, how));
            }
            Hand::SendStaged(words) => {
                self.asked.extend(self.staged.take(words));
                return self.asked.send(wire);
            }
            Hand::Unstage => return self.staged.clear(),
            Hand::Paste => {
                let how = self.how(How::Usual { clean: true });
                return self.give(ctx, Job::Paste(None, how));
            }
            Hand::AcceptInto(id) => return self.give(ctx, Job::Into(id)),
            Hand::Show(path) => return self.give(ctx, Job::Show(path)),
            Hand::OpenLink(address) => return self.give(ctx, Job::OpenLink(address)),
            Hand::Export(format) => {
                let me = self.me.clone();
                return self.give(ctx, Job::Export(format, me));
            }
            Hand::SaveRecord(text) => return self.give(ctx, Job::SaveRecord(text)),
            Hand::Copy(source) => return self.give(ctx, Job::Copy(source)),
            Hand::View(id) => return self.viewer.open(id),
            Hand::CloseView => return self.viewer.close(),
            Hand::Understood => return self.complaint = None,
            Hand::Accept(transfer) => Command::AcceptFile {
                transfer,
                dir: self.downloads.clone(),
            },
            Hand::Decline(id) => Command::DeclineFile(id),
            Hand::Pause(id) => Command::Pause(id),
            Hand::Resume(id) => Command::Resume(id),
            Hand::Cancel(id) => Command::Cancel(id),
        };
        if !self.asked.ask(wire, command) {
            self.complaint = Some(words::room::busy().to_owned());
        }
    }

    /// What was copied in the frame before goes past the history of the clipboard,
    /// if the `room` leaves nothing and the system can do that.
    pub(crate) fn copy_unrecorded(&mut self, ctx: &Context, room: Option<&Room>) {
        let vanishes = room.is_some_and(|room| !room.kept && room.peer().is_some());
        let uncopied = self.uncopied.take();
        if let Some(words) = Unrecorded::turn(ctx, vanishes && uncopied.is_none()) {
            self.give(ctx, Job::CopyWords(words));
        }
        if let Some(words) = uncopied {
            ctx.copy_text(words);
        }
    }

    fn how(&self, how: How) -> How {
        match how {
            How::Usual { .. } => How::Usual { clean: self.clean },
            How::AsFiles => How::AsFiles,
        }
    }

    /// Files are held above the window, or no longer.
    pub(crate) fn hover(&mut self, ctx: &Context, paths: Vec<PathBuf>) {
        if paths == self.hovered.paths {
            return;
        }
        self.hovered = Hovered {
            paths: paths.clone(),
            count: None,
        };
        if !paths.is_empty() {
            self.give(ctx, Job::Count(paths));
        }
    }

    fn worker(&mut self, ctx: &Context) -> &Worker {
        let desktop = &self.desktop;
        self.worker
            .get_or_insert_with(|| Worker::start(ctx.clone(), Arc::clone(desktop)))
    }

    fn give(&mut self, ctx: &Context, job: Job) {
        if !self.worker(ctx).give(job) {
            self.complaint = Some(words::room::busy().to_owned());
        }
    }
}

impl Hovered {
    /// Whether anything is.
    pub(crate) fn any(&self) -> bool {
        !self.paths.is_empty()
    }
}
