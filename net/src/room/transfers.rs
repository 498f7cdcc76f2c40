//! Handing things over, in a room.

use libp2p::PeerId;

use super::{Output, Part, Room};
use crate::{
    api::{Command, CommandError, EventKind, PathKind, Tag, Words},
    streams::{Purpose, StreamId},
    time::Now,
    transfer::{self, Found, Transfers},
};

/// Bytes of files that may be under way on a straight path, and on one over a
/// relay, which holds them for us.
const MOST_STRAIGHT: u64 = 16 << 20;
const MOST_RELAYED: u64 = 4 << 20;

impl Room {
    /// Something that the person wants of transfers.
    pub(super) fn on_transfer_command(
        &mut self,
        now: Now,
        re: Option<Tag>,
        command: Command,
    ) -> Result<(), CommandError> {
        if let Part::Together(together) = &self.part {
            if together.leaving.is_some() {
                return Err(CommandError::NotConnected);
            }
            if !together.session.has_room() {
                return Err(CommandError::OutboxFull);
            }
            if let Command::SendFile {
                words: Some(words), ..
            } = &command
            {
                together.session.check(words)?;
            }
        }
        let apart = !matches!(self.part, Part::Together(_));
        let transfers = self.transfers().ok_or(CommandError::NotConnected)?;
        let now = now.mono;
        match command {
            Command::SendFile { .. } | Command::AcceptFile { .. } if apart => {
                Err(CommandError::NotConnected)
            }
            Command::SendFile {
                content,
                kind,
                words,
            } => transfers.send(content, kind, words, re),
            Command::AcceptFile { transfer, dir } => transfers.accept(now, transfer, dir, re),
            Command::DeclineFile(id) => transfers.decline(id, re),
            Command::Pause(id) => transfers.pause(now, id, re),
            Command::Resume(id) => transfers.resume(now, id, re),
            Command::Cancel(id) => transfers.cancel(now, id, re),
            _ => Err(CommandError::NotSupported),
        }
    }

    /// What was to be sent was looked at. The words that belong to it are said
    /// before it is offered, so that both stand alike on both sides.
    pub(crate) fn on_looked(
        &mut self,
        now: Now,
        re: Option<Tag>,
        words: Option<Words>,
        found: Result<Vec<Found>, CommandError>,
    ) {
        let transfers = self.transfers();
        let first = transfers.and_then(|t| t.on_looked(now.mono, re, found));
        if let (Some(words), Some(with)) = (words, first)
            && let Err(error) = self.say(now, words, Some(with), re)
        {
            self.tell(re, EventKind::Error(error));
        }
        self.drain_transfers(now);
    }

    /// Tells the transfers of something, while there are any.
    pub(crate) fn with_transfers<T>(
        &mut self,
        now: Now,
        tell: impl FnOnce(&mut Transfers) -> T,
    ) -> Option<T> {
        let told = tell(self.transfers()?);
        self.drain_transfers(now);
        Some(told)
    }

    /// What is handed over, in a kept room also while the two are apart.
    pub(super) fn transfers(&mut self) -> Option<&mut Transfers> {
        match &mut self.part {
            Part::Together(together) => Some(&mut together.transfers),
            Part::Closed => None,
            _ => self.kept.as_mut()?.transfers.as_mut(),
        }
    }

    /// Whether what is handed over outlives the conversation from now on.
    pub(super) fn keep_transfers(&mut self, on: bool) {
        if let Some(transfers) = self.transfers() {
            transfers.keep(on);
        }
    }

    /// Whether this stream carries something, or is to.
    pub(super) fn owns_transfer(&self, stream: StreamId) -> bool {
        matches!(&self.part, Part::Together(t) if t.transfers.owns(stream))
    }

    /// The peer opened a stream to carry something.
    pub(super) fn on_inbound_transfer(&mut self, peer: PeerId) -> Option<StreamId> {
        let stream = self.next_stream();
        match &mut self.part {
            Part::Together(t) if t.peer == peer => t.transfers.on_inbound(stream).then_some(stream),
            _ => None,
        }
    }

    /// Whether the two can talk now, and on which connection, is told.
    pub(super) fn tell_transfers_of_line(&mut self, now: Now) {
        let path = self.path();
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let path = path.filter(|_| together.session.is_ready());
        let line = path.map(|path| transfer::Line {
            most: match path.kind {
                PathKind::Relayed => MOST_RELAYED,
                PathKind::Direct | PathKind::Lan => MOST_STRAIGHT,
            },
            rtt: path.rtt,
        });
        together.transfers.on_line(now.mono, line);
    }

    /// Does what the transfers want done.
    pub(super) fn drain_transfers(&mut self, now: Now) {
        if let Part::Together(together) = &mut self.part
            && std::mem::take(&mut together.line_changed)
        {
            self.tell_transfers_of_line(now);
        }
        if let Part::Together(together) = &mut self.part {
            together.transfers.on_heard(now.mono);
        }
        while let Some((id, stream)) = self.put_transfers() {
            if let Part::Together(together) = &mut self.part {
                together.transfers.on_named(now.mono, id, stream);
            }
        }
        // What they said may have to be written down first.
        self.drain_session();
    }

    /// As [`Room::drain_transfers`], up to the next stream that is to be opened.
    pub(super) fn put_transfers(&mut self) -> Option<(transfer::TransferId, Option<StreamId>)> {
        loop {
            match self.transfers()?.poll_output()? {
                transfer::Output::Say(message) => {
                    if let Part::Together(together) = &mut self.part
                        && !together.session.hand(message)
                    {
                        // Ours are few: the peer has not listened for long.
                        tracing::warn!("a word about a transfer found no room");
                    }
                }
                transfer::Output::Probe(number) => {
                    if let Part::Together(together) = &mut self.part {
                        together.session.probe(number);
                    }
                }
                transfer::Output::Tell(re, kind) => self.tell(re, kind),
                transfer::Output::Job(job) => self.outputs.push_back(Output::Job(job)),
                transfer::Output::Open(id) => {
                    let Part::Together(together) = &self.part else {
                        continue;
                    };
                    let (peer, lane) = (together.peer, together.line.lane());
                    let stream = lane.map(|lane| {
                        let stream = self.next_stream();
                        self.outputs.push_back(Output::Open {
                            stream,
                            peer,
                            connection: lane.connection,
                            purpose: Purpose::Transfer,
                        });
                        stream
                    });
                    return Some((id, stream));
                }
            }
        }
    }
}
