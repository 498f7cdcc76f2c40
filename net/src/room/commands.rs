//! What the person wants of a room.

use super::{Output, Part, Room};
use crate::{
    api::{CloseReason, Command, CommandError, EventKind, Tag, Words},
    time::Now,
};

impl Room {
    /// Something that the person wants.
    pub(crate) fn on_command(&mut self, now: Now, re: Option<Tag>, command: Command) {
        let answer = match (command, &mut self.part) {
            (Command::Create { ask, kept }, Part::Spare) => {
                self.create(now, ask, kept, re);
                Ok(())
            }
            (Command::Join { invite, kept }, Part::Spare) => {
                self.join(now, invite, kept, re);
                Ok(())
            }
            (Command::Open(reopen), Part::Spare) => {
                self.reopen(now, *reopen, re);
                Ok(())
            }
            (Command::Watch(rooms), Part::Spare) => {
                self.watch(now, rooms);
                Ok(())
            }
            (
                Command::Create { .. }
                | Command::Join { .. }
                | Command::Open(_)
                | Command::Watch(_),
                _,
            ) => Err(CommandError::RoomOpen),
            (Command::Name(name), _) => {
                self.name = name;
                Ok(())
            }
            // The engine's.
            (Command::TellRead(on), _) => {
                self.tell_read = on;
                Ok(())
            }
            (Command::Relays(_) | Command::HideIp(_), _) => Ok(()),
            // Of whoever keeps rooms, between us and the person.
            (Command::Rooms(_), _) => Err(CommandError::NotSupported),
            (_, Part::Spare | Part::Closed) => Err(CommandError::NoRoom),
            (Command::Keep(wants), _) => self.keep(wants, re),
            (Command::KeepWritten(well), _) => {
                self.keep_written(well);
                Ok(())
            }
            (Command::Written(mark), _) => {
                self.written(mark);
                Ok(())
            }
            (Command::Leave, _) => {
                self.leave(now, re);
                Ok(())
            }
            (Command::Stats, _) => {
                let line = self.line();
                self.outputs.push_back(Output::Stats { re, line });
                Ok(())
            }
            (Command::Ask(on), Part::Hosting(_)) => self.set_ask(now, on, re),
            (Command::NewCode, Part::Hosting(_)) => self.new_code(now),
            (Command::Admit, Part::Hosting(_)) => self.answer_knock(now, true),
            (Command::Refuse, Part::Hosting(_)) => self.answer_knock(now, false),
            (Command::Ask(_) | Command::NewCode, _) => Err(CommandError::NotWaiting),
            (Command::Admit | Command::Refuse, _) => Err(CommandError::NobodyKnocks),
            (Command::Say { text, reply_to }, Part::Together(_)) => {
                self.say(now, Words { text, reply_to }, None, re)
            }
            (Command::Edit { message, text }, Part::Together(_)) => self.edit(message, text, re),
            (Command::Delete(message), Part::Together(_)) => self.delete(message, re),
            (Command::React { message, emoji }, Part::Together(_)) => {
                self.react(message, emoji, re)
            }
            (Command::Verify(verified), Part::Together(_)) => self.verify(verified, re),
            (Command::Read(_), Part::Together(_)) if !self.tell_read => Ok(()),
            (Command::Read(id), Part::Together(t)) => t.session.read(id),
            (Command::Typing(on), Part::Together(t)) => {
                t.session.typing(on);
                Ok(())
            }
            (Command::TryStraight, Part::Together(_)) => {
                self.try_straight(now);
                Ok(())
            }
            (
                command @ (Command::SendFile { .. }
                | Command::AcceptFile { .. }
                | Command::DeclineFile(_)
                | Command::Pause(_)
                | Command::Resume(_)
                | Command::Cancel(_)),
                Part::Together(_) | Part::Waiting,
            ) => self.on_transfer_command(now, re, command),
            (
                command @ (Command::Call(_)
                | Command::Answer(_)
                | Command::DeclineCall
                | Command::HangUp
                | Command::OnAir(_)),
                Part::Together(_),
            ) => self.on_call_command(now, re, &command),
            (
                Command::TryStraight
                | Command::Say { .. }
                | Command::Edit { .. }
                | Command::Delete(_)
                | Command::React { .. }
                | Command::Verify(_)
                | Command::Read(_)
                | Command::Typing(_)
                | Command::SendFile { .. }
                | Command::AcceptFile { .. }
                | Command::DeclineFile(_)
                | Command::Pause(_)
                | Command::Resume(_)
                | Command::Cancel(_)
                | Command::Call(_)
                | Command::Answer(_)
                | Command::DeclineCall
                | Command::HangUp
                | Command::OnAir(_),
                _,
            ) => Err(CommandError::NotConnected),
        };
        if let Err(error) = answer {
            self.tell(re, EventKind::Error(error));
        }
        self.drain_session();
        self.drain_direct();
        self.drain_transfers(now);
        self.drain_calls(now);
        self.drain_meeting(now);
        self.drain_lan(now);
    }

    pub(super) fn leave(&mut self, now: Now, re: Option<Tag>) {
        if let Part::Together(together) = &mut self.part
            && together.start_leaving(now.mono, re)
        {
            return;
        }
        self.close(re, CloseReason::Left);
    }
}
