use tincan::ui::Route;
use tincan_net::{CloseReason, Command, EventKind, Invite, Reach, RoomState, Warning};

use super::stage::{LINK, NOW, Stage, name};

fn ends(stage: &mut Stage, reason: CloseReason, named: bool) {
    stage.enters(RoomState::Closed {
        reason,
        peer: named.then(|| name("Brave Heron")),
    });
}

#[test]
fn the_other_left() {
    let mut stage = Stage::together();
    ends(&mut stage, CloseReason::PeerLeft, true);
    assert_eq!(stage.route(), Route::Closed);
    assert!(stage.shows("Brave Heron has left"));
    assert!(stage.shows("Nothing you said was stored on this computer."));
    stage.press("Create a new room");
    let asked = stage.asked();
    assert!(matches!(asked[..], [Command::Create { .. }]), "{asked:?}");
}

#[test]
fn the_line_broke_for_good() {
    let mut stage = Stage::together();
    stage.enters(RoomState::Reconnecting {
        peer: name("Brave Heron"),
        until: NOW + 60_000,
    });
    stage.pass(std::time::Duration::from_secs(60));
    ends(&mut stage, CloseReason::Lost, true);
    assert!(stage.shows(
        "The line broke at 18:42 and did not come back within 60 s, so the room is closed."
    ));
    stage.press("Back to start");
    assert_eq!(stage.route(), Route::Home);
}

#[test]
fn no_meeting_point_answers() {
    let mut stage = Stage::new();
    stage.pastes(LINK);
    stage.asked();
    ends(&mut stage, CloseReason::Unreachable, false);
    assert!(stage.shows("No meeting point answers"));
    stage.press("Try again");
    let asked = stage.asked();
    assert!(
        matches!(
            &asked[..],
            [Command::Join {
                invite: Invite::Link(_),
                ..
            }]
        ),
        "{asked:?}"
    );
}

#[test]
fn how_far_one_came_is_said() {
    for (reach, words) in [
        (Reach::Ready, "Their computer cannot be reached"),
        (Reach::Lan, "No meeting point answers"),
        (Reach::Offline, "You are offline"),
    ] {
        let mut stage = Stage::new();
        stage.happens(EventKind::Reach(reach));
        stage.pastes(LINK);
        ends(&mut stage, CloseReason::Unreachable, false);
        // What comes later changes nothing about it.
        stage.happens(EventKind::Reach(Reach::Looking));
        assert!(stage.shows(words), "{reach:?}");
        assert!(stage.shows("then try again."), "{reach:?}");
    }
}

#[test]
fn the_host_said_no() {
    let mut stage = Stage::new();
    stage.pastes(LINK);
    stage.enters(RoomState::Knocking);
    ends(&mut stage, CloseReason::Refused, false);
    assert!(stage.shows("Not this time"));
    assert!(!stage.shows("What was stored"), "nothing was said");
}

#[test]
fn what_was_warned_of_says_more_than_the_end() {
    let mut stage = Stage::new();
    stage.pastes(LINK);
    stage.enters(RoomState::Joining);
    stage.happens(EventKind::Warning(Warning::OtherVersion));
    assert!(stage.shows("The other side runs another version of Tincan."));
    ends(&mut stage, CloseReason::Refused, false);
    assert!(stage.shows("Update both, then try again."));
    assert!(!stage.shows("They did not let you in."));
}

#[test]
fn a_used_link_leads_nowhere() {
    let mut stage = Stage::new();
    stage.pastes(LINK);
    ends(&mut stage, CloseReason::NoSuchRoom, false);
    assert!(stage.shows("Nobody answers to this link."));
}

#[test]
fn what_is_left_is_explained() {
    let mut stage = Stage::together();
    ends(&mut stage, CloseReason::PeerLeft, true);
    stage.press("What was stored, and where?");
    assert!(stage.shows("We promise this for this computer only"));
}
