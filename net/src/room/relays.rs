//! Relays of a room: coming, going, listing it, and what is told of them.

use libp2p::{Multiaddr, PeerId};

use super::{Output, Part, Room};
use crate::{
    api::{EventKind, PathKind, Reach, Side, Transport, Warning},
    code::Nameplate,
    meeting::{self, Refusal},
    time::Now,
};

impl Room {
    /// Whether this key is one of our relays.
    pub(crate) fn is_relay(&self, id: PeerId) -> bool {
        self.meeting.is_relay(id)
    }

    /// The circuit addresses to be listed with.
    pub(crate) fn listed_addresses(&self) -> Vec<Multiaddr> {
        self.meeting.listed_addresses(self.us)
    }

    /// The relay is about to be connected, over this.
    pub(crate) fn set_relay_transport(&mut self, relay: PeerId, over: Transport) {
        self.meeting.set_transport(relay, over);
    }

    /// The relay is connected.
    pub(crate) fn on_relay_connected(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_connected(now.mono, relay);
        self.alone_since = None;
        self.drain_meeting(now);
        self.tell_board(now);
        match self.part {
            Part::Joining(_) => self.look(now),
            Part::Together(_) => self.retry_at_once(now),
            _ => {}
        }
    }

    /// The relay's last connection is gone.
    pub(crate) fn on_relay_disconnected(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_disconnected(now.mono, relay);
        self.on_no_cut(now.mono);
        if let Part::Together(together) = &mut self.part {
            // A dial over it may hang on for long, and must not keep the next
            // one waiting.
            together.dialing.retain(|(by, _)| *by != relay);
        }
        if self.meeting.connected().next().is_none() {
            self.alone_since.get_or_insert(now.mono);
        }
        self.tell_board(now);
        self.drain_meeting(now);
    }

    /// The relay could not be reached.
    pub(crate) fn on_relay_failed(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_dial_failed(now.mono, relay);
        self.drain_meeting(now);
        match self.part {
            Part::Joining(_) => self.look(now),
            Part::Hosting(_) => {
                self.rely_on_lan(now);
                self.give_up_if_hopeless();
            }
            _ => {}
        }
    }

    /// The relay offers too little to meet by.
    pub(crate) fn on_useless_relay(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_useless(relay);
        self.drain_meeting(now);
    }

    /// The relay gave us a seat.
    pub(crate) fn on_seat(&mut self, now: Now, relay: PeerId) {
        self.meeting.on_seat(now.mono, relay);
        self.drain_meeting(now);
    }

    /// The relay gave us no seat, or took it back.
    pub(crate) fn on_seat_lost(&mut self, now: Now, relay: PeerId, refused: bool) {
        self.meeting.on_seat_lost(now.mono, relay, refused);
        self.drain_meeting(now);
    }

    /// The relay listed us.
    pub(crate) fn on_registered(&mut self, now: Now, relay: PeerId, at: Nameplate, ttl_secs: u64) {
        self.meeting.on_registered(now.mono, relay, at, ttl_secs);
        self.drain_meeting(now);
    }

    /// The relay did not list us.
    pub(crate) fn on_register_refused(
        &mut self,
        now: Now,
        relay: PeerId,
        at: Nameplate,
        why: Refusal,
    ) {
        self.meeting.on_register_refused(now.mono, relay, at, why);
        self.drain_meeting(now);
    }

    fn is_guest(&self) -> bool {
        matches!(&self.part, Part::Together(together) if together.side == Side::Guest)
    }

    pub(super) fn drain_meeting(&mut self, now: Now) {
        while let Some(output) = self.meeting.poll_output() {
            match output {
                meeting::Output::Reach(reach) => {
                    // A room says for itself how it is reached.
                    match reach {
                        _ if !self.is_spare() => {}
                        Reach::Offline => self.on_offline(now),
                        reach => self.tell(None, EventKind::Reach(reach)),
                    }
                }
                meeting::Output::Health => {
                    if self.is_spare() {
                        let marks = self.meeting.marks();
                        self.tell(None, EventKind::Relays(marks));
                    }
                }
                // A guest has the host's seats too.
                meeting::Output::Refused(_) | meeting::Output::Warn(Warning::RelayLimits)
                    if self.is_guest() => {}
                // Nobody's room: the one at hand says it.
                meeting::Output::Refused(_) | meeting::Output::Warn(_)
                    if self.watching.is_some() => {}
                meeting::Output::Refused(relay) => {
                    self.tell(None, EventKind::RelayRefuses(relay));
                }
                meeting::Output::Warn(warning) => {
                    // Who talks straight does not miss the relay.
                    let straight = self.path().is_some_and(|p| p.kind != PathKind::Relayed);
                    let missed = warning != Warning::RelayLost || !straight;
                    if warning == Warning::RelayLimits {
                        self.tell_limits();
                    } else if !self.is_spare() && missed {
                        self.tell(None, EventKind::Warning(warning));
                    }
                    match warning {
                        Warning::NoCode => self.on_no_code(),
                        Warning::RelayLost => self.link_anew(),
                        _ => {}
                    }
                }
                meeting::Output::Seats => {
                    self.on_seats();
                    self.tell_board(now);
                }
                meeting::Output::Listed(nameplate) => self.on_listed(now, nameplate),
                output => self.outputs.push_back(Output::Meeting(output)),
            }
        }
    }
}
