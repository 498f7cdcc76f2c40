//! Being listed: under a nameplate that nobody else has, at every relay where we
//! hold a seat.

use std::time::{Duration, Instant};

use libp2p::PeerId;

use super::{
    Meeting, Output, TTL_SECS,
    relay::{Listing, Relay},
};
use crate::{api::Warning, code::Nameplate};

/// Once one relay has listed us, the others have this long to object.
pub(super) const LISTED_WITHIN: Duration = Duration::from_millis(1500);

/// Why a listing was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Another room waits there.
    Taken,
    /// Anything else: limits, an unknown protocol, no answer.
    Other,
}

/// The nameplate that we want to be listed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plate {
    /// None.
    Off,
    /// This one, if nobody else has it.
    Trying(Nameplate),
    /// This one, and it is ours.
    Ours(Nameplate),
}

/// Whether relays that have not answered about the nameplate are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    Some,
    None,
}

impl Meeting {
    /// Get listed under a new nameplate, in place of any before.
    pub(crate) fn list_anew(&mut self, now: Instant) {
        let before = self.nameplate();
        self.unlist();
        self.nameplates.shuffle_but(before);
        self.draw(now);
    }

    /// The nameplate that we want to be listed under, or are.
    pub(crate) fn nameplate(&self) -> Option<Nameplate> {
        match self.plate {
            Plate::Off => None,
            Plate::Trying(nameplate) | Plate::Ours(nameplate) => Some(nameplate),
        }
    }

    /// Be listed no longer.
    pub(crate) fn unlist(&mut self) {
        if let Plate::Trying(nameplate) | Plate::Ours(nameplate) = self.plate {
            for relay in &mut self.relays {
                if matches!(relay.listing, Listing::Asked | Listing::Held { .. }) {
                    self.outputs.push_back(Output::Unregister {
                        relay: relay.id,
                        nameplate,
                    });
                }
                relay.listing = Listing::None;
            }
        }
        self.settle_at = None;
        self.plate = Plate::Off;
    }

    /// The relay listed us, for so many seconds.
    pub(crate) fn on_registered(
        &mut self,
        now: Instant,
        id: PeerId,
        nameplate: Nameplate,
        ttl_secs: u64,
    ) {
        if self.plate != Plate::Trying(nameplate) && self.plate != Plate::Ours(nameplate) {
            return; // An answer to an older question.
        }
        let ttl = Duration::from_secs(ttl_secs.clamp(10, TTL_SECS));
        if let Some(relay) = self.relay(id) {
            relay.list(now + ttl / 2);
        }
        self.settle(now, Patience::Some);
    }

    /// The relay did not list us.
    pub(crate) fn on_register_refused(
        &mut self,
        now: Instant,
        id: PeerId,
        nameplate: Nameplate,
        refusal: Refusal,
    ) {
        if self.plate != Plate::Trying(nameplate) && self.plate != Plate::Ours(nameplate) {
            return;
        }
        if let Some(relay) = self.relay(id) {
            relay.refuse_listing(now, refusal);
        }
        self.settle(now, Patience::Some);
    }

    /// Whether the answers so far decide about the nameplate on trial. A relay
    /// that says nothing holds nobody up who is listed elsewhere, and one that
    /// objects to everything is not heeded while another may list us.
    pub(super) fn settle(&mut self, now: Instant, patience: Patience) {
        let relays = &self.relays;
        let asked = relays.iter().any(|r| r.listing == Listing::Asked);
        let seats = relays.iter().any(Relay::may_give_seat);
        let held = |r: &Relay| matches!(r.listing, Listing::Held { .. });
        let listed = relays.iter().any(held);
        let others = relays.iter().any(Relay::may_list);
        let heeded = |r: &Relay| !(others && r.objects_to_all());
        let taken = |r: &Relay| r.listing == Listing::Taken && heeded(r);
        let taken = relays.iter().any(taken);
        let stuck = !listed && relays.iter().any(Relay::objects_to_all);
        if asked && !listed && !stuck {
            return;
        }
        let waits = asked || (seats && !taken) || (stuck && others);
        if waits && patience == Patience::Some {
            self.settle_at.get_or_insert(now + LISTED_WITHIN);
            return;
        }
        self.settle_at = None;
        let nameplate = match self.plate {
            Plate::Off => return,
            Plate::Trying(nameplate) => nameplate,
            // Ours is good enough while one relay still lists it.
            Plate::Ours(_) if listed || !taken => return,
            Plate::Ours(nameplate) => nameplate,
        };
        if taken || stuck {
            self.unlist();
            self.draw(now);
        } else if listed {
            self.plate = Plate::Ours(nameplate);
            self.outputs.push_back(Output::Listed(nameplate));
        } else if self.relays.iter().all(|r| r.listing_failures <= 1) {
            self.outputs.push_back(Output::Warn(Warning::NoCode));
        }
    }

    fn draw(&mut self, now: Instant) {
        self.plate = match self.nameplates.draw() {
            Some(nameplate) => Plate::Trying(nameplate),
            None => {
                self.outputs.push_back(Output::Warn(Warning::NoCode));
                Plate::Off
            }
        };
        self.advance(now);
    }
}
