//! Crowds at the door.

use std::time::Duration;

use tincan_net::{InviteLink, PeerId};
use tincan_tests::{
    app::Invite,
    hostile::{Crowd, Manners, Relay as Hostile},
    usage::Usage,
};

use super::pair::{meet, person, talk, warnings};

const STRANGERS: usize = 60;
const STREAMS: usize = 40;
/// Far more than a crowd may cost, and far less than one without bounds would.
const MOST_BYTES: u64 = 40 << 20;

fn host_of(invite: &Invite) -> PeerId {
    invite.link.parse::<InviteLink>().expect("a link").host
}

#[test]
fn a_crowd_at_a_waiting_room_keeps_the_friend_out_no_longer_than_a_moment() {
    // It passes on whatever comes; one of ours would not.
    let relay = Hostile::start(Manners::default());
    let address = relay.address();
    let mut ann = person("Ann", &[&address]);
    let invite = ann.create();
    let before = Usage::over(ann.id(), Duration::ZERO).expect("it runs");
    let crowd = Crowd::start(STRANGERS, STREAMS, &address, host_of(&invite));
    while crowd.arrivals() < 2 * STRANGERS {
        std::thread::sleep(Duration::from_millis(20));
    }
    let during = Usage::over(ann.id(), Duration::from_secs(1)).expect("it runs");
    let mut ben = person("Ben", &[&address]);
    let took = meet(&mut ann, &mut ben, &invite);
    talk(&mut ann, &mut ben, "through the crowd");
    let grown = during.resident.saturating_sub(before.resident);
    eprintln!(
        "{} arrivals; joined in {took:?}; {:.0} % of a core, {} MiB more",
        crowd.arrivals(),
        during.core * 100.0,
        grown >> 20
    );
    assert!(grown < MOST_BYTES, "{grown} bytes more");
    assert!(warnings(&ann).len() <= 1, "{:?}", warnings(&ann));
}

#[test]
fn a_crowd_at_a_full_room_is_not_noticed_inside() {
    let relay = Hostile::start(Manners::default());
    let address = relay.address();
    let mut ann = person("Ann", &[&address]);
    let mut ben = person("Ben", &[&address]);
    let invite = ann.create();
    meet(&mut ann, &mut ben, &invite);
    let before = Usage::over(ann.id(), Duration::ZERO).expect("it runs");
    let crowd = Crowd::start(STRANGERS, STREAMS, &address, host_of(&invite));
    while crowd.arrivals() < 2 * STRANGERS {
        talk(&mut ann, &mut ben, "just us");
    }
    let after = Usage::over(ann.id(), Duration::ZERO).expect("it runs");
    let grown = after.resident.saturating_sub(before.resident);
    eprintln!("{} arrivals, {} MiB more", crowd.arrivals(), grown >> 20);
    assert!(grown < MOST_BYTES, "{grown} bytes more");
    assert_eq!(warnings(&ann), [""; 0]);
    assert_eq!(warnings(&ben), [""; 0]);
}
