//! Where files are read and the system is asked, off the window's thread.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use egui::Context;
use tincan_net::{
    Bytes, Command, Content, DisplayName, ExportFormat, RoomsCommand, TransferId, TransferKind,
};
use tincan_pictures::{Format, Size, decode, encode_png, limits};

use crate::{
    desktop::{self, Choose, Desktop},
    handover,
    source::Source,
    ui::words::{errors, handover as words, talk},
};

/// Jobs that may wait.
const JOBS: usize = 64;
/// Files looked at for one count of what is held above the window.
const COUNTED: usize = 1000;
/// Points along a side of what is put on the clipboard.
const COPIED: u32 = 8192;

/// How things are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Pictures as pictures.
    Usual {
        /// Rebuilt, so that they tell nothing else.
        clean: bool,
    },
    /// Everything as files.
    AsFiles,
}

/// Something to do.
pub(super) enum Job {
    Choose(Choose, How),
    Send(Vec<PathBuf>, How),
    /// What is on the clipboard; words that may be the names of files.
    Paste(Option<String>, How),
    /// Ask for the folder that this goes into.
    Into(TransferId),
    Count(Vec<PathBuf>),
    Show(PathBuf),
    /// Look whether this file is where it was.
    There(TransferId, PathBuf),
    Copy(Source),
    /// Words of a room that leaves nothing.
    CopyWords(String),
    OpenLink(String),
    SaveRecord(String),
    /// Ask where the conversation is to be written, for somebody of this name.
    Export(ExportFormat, DisplayName),
}

/// Something that was done.
pub(super) enum News {
    /// To be sent, and what a person should know of it.
    Send(Command, Option<&'static str>),
    /// This goes into this folder.
    Into(TransferId, PathBuf),
    /// Words that were on the clipboard.
    Words(String),
    /// It could not be done, in words.
    Refused(String),
    Counted(Vec<PathBuf>, Count),
    There(TransferId, bool),
    Copied,
    /// Words that are not on the clipboard.
    NotCopied(String),
    /// A record was written.
    Saved,
}

/// What some files are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) pictures: usize,
    pub(crate) files: usize,
    pub(crate) folders: usize,
    pub(crate) bytes: u64,
}

/// A thread that does one thing after the other.
pub(super) struct Worker {
    jobs: SyncSender<Job>,
    news: Receiver<News>,
}

impl Worker {
    pub(super) fn start(ctx: Context, desktop: Arc<dyn Desktop>) -> Self {
        let (jobs, to_do) = sync_channel(JOBS);
        // A few pictures at a time are in memory, however many are sent.
        let (tell, news) = sync_channel(4);
        let bench = Bench { ctx, desktop, tell };
        let thread = thread::Builder::new().name("handing over".to_owned());
        let started = thread.spawn(move || {
            for job in to_do {
                if bench.work(job).is_none() {
                    return;
                }
            }
        });
        if let Err(error) = started {
            tracing::error!("nothing can be handed over: {error}");
        }
        Self { jobs, news }
    }

    /// Hands a job over; `false` when too many wait.
    pub(super) fn give(&self, job: Job) -> bool {
        self.jobs.try_send(job).is_ok()
    }

    /// What was done.
    pub(super) fn news(&self) -> Option<News> {
        self.news.try_recv().ok()
    }
}

#[derive(Clone)]
struct Bench {
    ctx: Context,
    desktop: Arc<dyn Desktop>,
    tell: SyncSender<News>,
}

impl Bench {
    /// Does `job`; nothing when nobody waits for it any more.
    fn work(&self, job: Job) -> Option<()> {
        match job {
            Job::Choose(what, how) => self.choose(what, how),
            Job::Send(paths, how) => self.send(paths, how),
            Job::Paste(words, how) => self.paste(words, how),
            Job::Into(id) => self.ask(Choose::Into, move |bench, mut folders| {
                match folders.pop() {
                    Some(folder) => bench.tell(News::Into(id, folder)),
                    None => Some(()),
                }
            }),
            Job::Count(paths) => {
                let count = count(&paths);
                self.tell(News::Counted(paths, count))
            }
            Job::Show(path) => {
                if self.desktop.show_folder_of(&path) {
                    return Some(());
                }
                self.tell(News::Refused(words::not_shown_at(&path)))
            }
            Job::There(id, path) => self.tell(News::There(id, path.is_file())),
            Job::OpenLink(address) => {
                if self.desktop.open_link(&address) {
                    return Some(());
                }
                self.tell(News::Refused(talk::not_opened().to_owned()))
            }
            Job::SaveRecord(text) => self.save_record(text),
            Job::Export(format, me) => self.export(format, me),
            Job::CopyWords(words) => {
                if self.desktop.copy_words(&words) {
                    return Some(());
                }
                self.tell(News::NotCopied(words))
            }
            Job::Copy(source) => {
                let copied = source
                    .read()
                    .and_then(|bytes| decode(&bytes, Size::new(COPIED, COPIED)).ok())
                    .is_some_and(|picture| self.desktop.copy_picture(picture));
                self.tell(if copied {
                    News::Copied
                } else {
                    News::Refused(words::not_copied().to_owned())
                })
            }
        }
    }

    fn choose(&self, what: Choose, how: How) -> Option<()> {
        self.ask(what, move |bench, paths| bench.send(paths, how))
    }

    /// Asks the person on a thread of its own: they may take their time.
    fn ask(
        &self,
        what: Choose,
        then: impl FnOnce(&Self, Vec<PathBuf>) -> Option<()> + Send + 'static,
    ) -> Option<()> {
        let bench = self.clone();
        let thread = thread::Builder::new().name("file dialog".to_owned());
        let started = thread.spawn(move || {
            let paths = bench.desktop.choose(what);
            then(&bench, paths)
        });
        if started.is_err() {
            self.tell(News::Refused(words::no_dialog().to_owned()))?;
        }
        Some(())
    }

    /// Writes it where the person says, on a thread of its own: they may take
    /// their time.
    fn save_record(&self, text: String) -> Option<()> {
        let bench = self.clone();
        let thread = thread::Builder::new().name("file dialog".to_owned());
        let started = thread.spawn(move || {
            let file = bench.desktop.choose_new("tincan-record.txt")?;
            let news = match desktop::write_private(&file, text.as_bytes()) {
                Ok(()) => News::Saved,
                Err(error) => News::Refused(words::not_saved(&file, &error)),
            };
            bench.tell(news)
        });
        if started.is_err() {
            self.tell(News::Refused(words::no_dialog().to_owned()))?;
        }
        Some(())
    }

    /// Asks where to, on a thread of its own; whoever keeps the words writes them.
    fn export(&self, format: ExportFormat, me: DisplayName) -> Option<()> {
        let bench = self.clone();
        let thread = thread::Builder::new().name("file dialog".to_owned());
        let started = thread.spawn(move || {
            let name = match format {
                ExportFormat::Text => "tincan-conversation.txt",
                ExportFormat::Json => "tincan-conversation.json",
            };
            let file = bench.desktop.choose_new(name)?;
            let export = RoomsCommand::Export {
                room: None,
                me,
                file,
                format,
            };
            bench.tell(News::Send(Command::Rooms(export), None))
        });
        if started.is_err() {
            self.tell(News::Refused(words::no_dialog().to_owned()))?;
        }
        Some(())
    }

    fn paste(&self, words: Option<String>, how: How) -> Option<()> {
        let files = self.desktop.copied_files();
        if !files.is_empty() {
            return self.send(files, how);
        }
        if let Some(words) = words {
            return self.tell(News::Words(words));
        }
        let Some(picture) = self.desktop.copied_picture() else {
            return Some(());
        };
        self.tell(match encode_png(&picture) {
            Ok(bytes) => {
                let content = memory(Format::Png.neutral_name(), bytes);
                News::Send(send(content, TransferKind::Image), None)
            }
            Err(error) => News::Refused(errors::picture(error)),
        })
    }

    fn send(&self, paths: Vec<PathBuf>, how: How) -> Option<()> {
        for path in paths {
            let kind = match how {
                How::AsFiles => Some(TransferKind::File),
                How::Usual { clean: true } => None,
                How::Usual { clean: false } => {
                    if let Some(whole) = whole_picture(&path) {
                        self.tell(News::Send(whole, Some(words::sent_with_all())))?;
                        continue;
                    }
                    Some(TransferKind::File)
                }
            };
            let of_files = remark(&path);
            let command = Command::SendFile {
                content: Content::Path(path),
                kind,
                words: None,
            };
            let news = match handover::prepared(command) {
                Ok(command) => {
                    let kind = match &command {
                        Command::SendFile { kind, .. } => *kind,
                        _ => None,
                    };
                    let as_file = kind == Some(TransferKind::File);
                    News::Send(command, of_files.filter(|_| as_file))
                }
                Err(error) => News::Refused(errors::not_a_picture(error)),
            };
            self.tell(news)?;
        }
        Some(())
    }

    fn tell(&self, news: News) -> Option<()> {
        self.tell.send(news).ok()?;
        self.ctx.request_repaint();
        Some(())
    }
}

/// What a person should know when this is sent as a file.
fn remark(path: &std::path::Path) -> Option<&'static str> {
    if path.is_dir() {
        return Some(words::folder_sent());
    }
    let file = Source::File(path.to_owned());
    if file.looks_like_a_picture() {
        return Some(words::sent_with_all());
    }
    file.is_of_a_kind_not_shown().then_some(words::not_shown())
}

fn memory(name: String, bytes: Vec<u8>) -> Content {
    Content::Memory {
        name,
        bytes: Bytes::from(bytes),
    }
}

fn send(content: Content, kind: TransferKind) -> Command {
    Command::SendFile {
        content,
        kind: Some(kind),
        words: None,
    }
}

/// A picture with all that is in its file, to be shown as one.
fn whole_picture(path: &std::path::Path) -> Option<Command> {
    let bytes = Source::File(path.to_owned()).read()?;
    let info = tincan_pictures::inspect(&bytes).ok()?;
    let kind = match info.format {
        Format::Gif => TransferKind::Gif,
        _ => TransferKind::Image,
    };
    let name = path.file_name()?.to_string_lossy().into_owned();
    Some(send(memory(name, bytes), kind))
}

fn count(paths: &[PathBuf]) -> Count {
    let mut count = Count::default();
    for path in paths.iter().take(COUNTED) {
        let Ok(metadata) = fs::metadata(path) else {
            continue;
        };
        if metadata.is_dir() {
            count.folders += 1;
            continue;
        }
        count.bytes += metadata.len();
        let small = metadata.len() <= limits::FILE_BYTES as u64;
        if small && Source::File(path.clone()).looks_like_a_picture() {
            count.pictures += 1;
        } else {
            count.files += 1;
        }
    }
    count
}
