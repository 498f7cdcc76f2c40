//! What is handed over, and what becomes of it.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use tincan_net::{
    Command, CommandError, Direction, EventKind, Transfer, TransferReason, TransferState, Who,
};

use super::{Scene, id, transfer};
use crate::stage::message;

#[test]
fn a_file_goes_into_the_folder_that_is_chosen() {
    let mut scene = Scene::new();
    let offered = transfer(1, Direction::In, TransferState::Offered);
    scene.stage.happens(EventKind::Transfer(offered));
    let folder = scene.folder.path().join("elsewhere");
    scene.chooses(std::slice::from_ref(&folder));
    scene.stage.press("Accept into another folder…");
    let chosen = scene.until(|stage| {
        stage.asked().into_iter().find_map(|command| match command {
            Command::AcceptFile { transfer, dir } => Some((transfer, dir)),
            _ => None,
        })
    });
    assert_eq!(chosen, (id(1), folder));
}

#[test]
fn a_file_asks_and_a_bead_tells_how_far_it_is() {
    let mut scene = Scene::new();
    let stage = &mut scene.stage;
    stage.happens(EventKind::Transfer(transfer(
        1,
        Direction::In,
        TransferState::Offered,
    )));
    assert!(stage.shows("lake-weekend.zip: 200 MB"));
    stage.press("Decline");
    assert!(matches!(stage.asked()[..], [Command::DeclineFile(of)] if of == id(1)));
    stage.press("Accept");
    let asked = stage.asked();
    let [Command::AcceptFile { transfer: of, dir }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(*of, id(1));
    assert_eq!(*dir, scene.folder.path().join("downloads"));

    let running = transfer(1, Direction::In, TransferState::Running);
    stage.happens(EventKind::Transfer(running));
    assert!(stage.shows("lake-weekend.zip: 142 of 200 MB · 38 MB/s · 2 s left"));
    let bead = stage
        .window
        .get_by_role_and_label(Role::ProgressIndicator, "142 of 200 MB");
    assert!(bead.rect().width() > 300.0);
    stage.press("Pause");
    assert!(matches!(stage.asked()[..], [Command::Pause(of)] if of == id(1)));

    let state = TransferState::Paused(Who::Me);
    stage.happens(EventKind::Transfer(transfer(1, Direction::In, state)));
    stage.press("Resume");
    assert!(matches!(stage.asked()[..], [Command::Resume(of)] if of == id(1)));

    let state = TransferState::Paused(Who::Peer);
    stage.happens(EventKind::Transfer(transfer(1, Direction::In, state)));
    assert!(stage.shows("Paused by Brave Heron · 142 of 200 MB"));
    assert!(
        stage
            .window
            .query_by_role_and_label(Role::Button, "Resume")
            .is_none(),
        "only they can"
    );
    stage.press("Cancel");
    assert!(matches!(stage.asked()[..], [Command::Cancel(of)] if of == id(1)));

    let path = scene.folder.path().join("lake-weekend.zip");
    let state = TransferState::Done {
        path: Some(path.clone()),
    };
    stage.happens(EventKind::Transfer(transfer(1, Direction::In, state)));
    assert!(stage.shows("lake-weekend.zip: Checked and complete"));
    assert!(
        scene.person.shown.lock().unwrap().is_empty(),
        "not by itself"
    );
    stage.press("Show");
    let person = Arc::clone(&scene.person);
    scene.until(|_| (!person.shown.lock().unwrap().is_empty()).then_some(()));
    assert_eq!(*person.shown.lock().unwrap(), [path]);
}

#[test]
fn a_full_disk_says_what_to_do() {
    let mut scene = Scene::new();
    scene.stage.happens(EventKind::Transfer(Transfer {
        reason: Some(TransferReason::DiskFull),
        ..transfer(1, Direction::In, TransferState::Paused(Who::Me))
    }));
    assert!(
        scene
            .stage
            .shows("Your disk is full. Free 58 MB and go on.")
    );
    scene.stage.press("Go on");
    assert!(matches!(scene.stage.asked()[..], [Command::Resume(of)] if of == id(1)));
}

#[test]
fn a_refusal_is_told_until_it_was_read() {
    let mut scene = Scene::new();
    let path = scene.file("c.txt", b"words");
    scene.chooses(&[path]);
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let tag = scene.until(|stage| {
        let asked = stage.asked_with_tags();
        let sends = |(_, command): &&(_, Command)| matches!(command, Command::SendFile { .. });
        asked.iter().find(sends).and_then(|(tag, _)| *tag)
    });
    scene.stage.refuses(tag, CommandError::TooManyTransfers);
    assert!(scene.stage.shows("Too many files wait already."));
    scene.stage.press("OK");
    assert!(!scene.stage.shows("Too many files wait already."));
}

#[test]
fn everything_stands_in_the_order_in_which_it_happened() {
    let mut scene = Scene::new();
    scene.stage.happens(message(false, 1, "one"));
    let offered = transfer(1, Direction::In, TransferState::Offered);
    scene.stage.happens(EventKind::Transfer(offered));
    scene.stage.happens(message(false, 2, "two"));
    let top = |label: &str| {
        let node = scene.stage.window.get_by_label_contains(label);
        node.rect().top()
    };
    assert!(top("Heron: one") < top("lake-weekend.zip"));
    assert!(top("lake-weekend.zip") < top("Heron: two"));
}
