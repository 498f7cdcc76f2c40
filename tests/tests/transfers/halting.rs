//! What people halt, decline, take back or cancel.

use std::fs;

use serde_json::json;
use tincan_tests::files::names;

use super::{
    AGAIN, MIB, accept, arrives, comes_to, never_goes_back, nothing_is_left, offer, says, two,
};

#[test]
fn an_offer_is_declined_or_taken_back() {
    let mut two = two();
    let (path, _) = two.file("no.txt", 10);
    let id = offer(&mut two.ann, &mut two.ben, &path);
    two.ben
        .send(json!({"do": "decline_file", "transfer": id, "id": "no"}));
    assert_eq!(comes_to(&mut two.ben, &id, "declined")["re"], "no");
    let declined = comes_to(&mut two.ann, &id, "declined");
    assert!(declined["reason"].is_null());

    let id = offer(&mut two.ann, &mut two.ben, &path);
    two.ann.send(json!({"do": "cancel", "transfer": id}));
    comes_to(&mut two.ann, &id, "cancelled");
    comes_to(&mut two.ben, &id, "cancelled");
    let dir = two.ben_dir();
    accept(&mut two.ben, &id, &dir);
    two.ben
        .expect(json!({"event": "error", "re": "accept", "code": "transfer_over"}));
    assert!(names(&dir).is_empty());
}

#[test]
fn either_pauses_and_only_they_resume() {
    let mut two = two();
    let (id, _, bytes) = two.running(64 * MIB);
    for ann_pauses in [true, false] {
        let (one, other) = if ann_pauses {
            (&mut two.ann, &mut two.ben)
        } else {
            (&mut two.ben, &mut two.ann)
        };
        one.send(json!({"do": "pause", "transfer": id, "id": "pause"}));
        let paused = says(one, &id, "paused");
        assert_eq!(
            (&paused["re"], &paused["paused_by"]),
            (&json!("pause"), &json!("me"))
        );
        assert_eq!(says(other, &id, "paused")["paused_by"], "peer");
        other.send(json!({"do": "resume", "transfer": id, "id": "resume"}));
        other.expect(json!({"event": "error", "re": "resume", "code": "paused_by_peer"}));
        one.send(json!({"do": "resume", "transfer": id, "id": "resume"}));
        assert_eq!(says(one, &id, "running")["re"], "resume");
        says(other, &id, "running");
    }
    let path = arrives(&mut two.ben, &id, &bytes);
    assert_eq!(path, two.ben_dir().join("long.bin"));
    never_goes_back(&two.ben, &id);
    comes_to(&mut two.ann, &id, "done");
}

#[test]
fn what_is_cancelled_leaves_nothing() {
    let mut two = two();
    for ann_cancels in [true, false] {
        let (id, path, _) = two.running(64 * MIB);
        let by = if ann_cancels {
            &mut two.ann
        } else {
            &mut two.ben
        };
        by.send(json!({"do": "cancel", "transfer": id}));
        comes_to(&mut two.ann, &id, "cancelled");
        comes_to(&mut two.ben, &id, "cancelled");
        fs::remove_file(path).unwrap();
        nothing_is_left(&two.ben_dir());
    }
    // And a room that is left leaves nothing either.
    two.running(64 * MIB);
    two.ann.send(json!({"do": "leave"}));
    let failed = json!({"event": "transfer", "state": "failed", "reason": "room_closed"});
    two.ann.expect_within(AGAIN, &failed);
    two.ben.expect_within(AGAIN, &failed);
    two.ben.closed("peer_left");
    nothing_is_left(&two.ben_dir());
}
