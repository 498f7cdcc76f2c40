//! How the relays are, for the list in the settings.

use tincan_net::{PeerId, RelayHealth, RelayMark};

/// What is known of relays; nothing of one means that it is looked for.
#[derive(Debug, Default)]
pub struct Relays {
    marks: Vec<RelayMark>,
    /// Those that gave the last room no seat.
    refusing: Vec<PeerId>,
}

impl Relays {
    pub(super) fn heard(&mut self, marks: Vec<RelayMark>) {
        self.marks = marks;
    }

    pub(super) fn refused(&mut self, relay: PeerId) {
        if !self.refusing.contains(&relay) {
            self.refusing.push(relay);
        }
    }

    /// A room is asked for: who refused the last one may have room for this.
    pub(super) fn ask_again(&mut self) {
        self.refusing.clear();
    }

    /// Others are looked for from now on.
    pub fn changed(&mut self) {
        *self = Self::default();
    }

    /// How this one is.
    pub fn health(&self, relay: PeerId) -> RelayHealth {
        let mark = self.marks.iter().find(|mark| mark.relay == relay);
        match mark.map_or(RelayHealth::Looking, |mark| mark.health) {
            RelayHealth::Answers { .. } if self.refusing.contains(&relay) => RelayHealth::Refuses,
            health => health,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_answers_and_gives_no_seat_refuses_until_the_next_room() {
        let (relay, other) = (PeerId::random(), PeerId::random());
        let rtt = Duration::from_millis(23);
        let health = RelayHealth::Answers { rtt };
        let mut relays = Relays::default();
        assert_eq!(relays.health(relay), RelayHealth::Looking);
        relays.heard(vec![RelayMark { relay, health }]);
        assert_eq!(relays.health(relay), health);
        assert_eq!(relays.health(other), RelayHealth::Looking);
        relays.refused(relay);
        assert_eq!(relays.health(relay), RelayHealth::Refuses);
        relays.ask_again();
        assert_eq!(relays.health(relay), health);
        relays.changed();
        assert_eq!(relays.health(relay), RelayHealth::Looking);
    }
}
