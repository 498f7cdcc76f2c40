//! Words that belong to what is handed over.

use egui::{Key, Vec2, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tincan_net::{
    Command, CommandError, Content, Direction, EventKind, TransferKind, TransferState, Words,
};

use super::{Scene, handed, id, picture, transfer};
use crate::stage::{self, Stage, message};

/// The next thing that is sent, and what is said with it.
fn sent_with(scene: &mut Scene) -> (Option<tincan_net::Tag>, String, Option<Words>) {
    scene.until(|stage| {
        let asked = stage.asked_with_tags();
        asked.into_iter().find_map(|(tag, command)| match command {
            Command::SendFile { content, words, .. } => {
                let name = match content {
                    Content::Path(path) => path.display().to_string(),
                    Content::Memory { name, .. } => name,
                };
                Some((tag, name, words))
            }
            _ => None,
        })
    })
}

fn composed(stage: &Stage) -> Option<String> {
    stage
        .window
        .get_by_role_and_label(Role::MultilineTextInput, "Message")
        .value()
}

#[test]
fn what_is_chosen_while_one_writes_goes_with_the_words() {
    let mut scene = Scene::new();
    let paths = [
        scene.file("a.png", &picture()),
        scene.file("b.txt", b"words"),
    ];
    scene.stage.types("the lake");
    scene.chooses(&paths);
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    scene.waits_for("2 files and pictures go with your words");
    let asked = scene.stage.asked();
    let sends = |command: &Command| matches!(command, Command::SendFile { .. });
    assert!(!asked.iter().any(sends), "not before they are sent");
    // One can think better of it.
    scene.stage.press("Do not send");
    assert!(!scene.stage.shows("go with your words"));
    scene.chooses(&paths[..1]);
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    scene.waits_for("picture.png goes with your words");
    scene.stage.press("Send");
    let (tag, name, words) = sent_with(&mut scene);
    let text = "the lake".to_owned();
    let reply_to = None;
    assert_eq!(
        (name.as_str(), words),
        ("picture.png", Some(Words { text, reply_to }))
    );
    assert_eq!(composed(&scene.stage).as_deref(), Some(""));
    // What is not taken comes back.
    let tag = tag.expect("a tag");
    scene.stage.refuses(tag, CommandError::TooManyTransfers);
    assert_eq!(composed(&scene.stage).as_deref(), Some("the lake"));
    assert!(scene.stage.shows("Too many files wait already."));
}

#[test]
fn an_answer_takes_a_picture_along_and_an_edit_does_not() {
    let mut scene = Scene::new();
    scene.stage.happens(message(false, 1, "where were you?"));
    scene.stage.happens(message(true, 1, "at the lake"));
    let path = scene.file("b.txt", b"words");
    scene.chooses(std::slice::from_ref(&path));
    // Nothing is written: it goes at once.
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let (_, name, words) = sent_with(&mut scene);
    assert_eq!((name, words), (path.display().to_string(), None));
    // Other words for what was said take nothing along.
    let composer = scene
        .stage
        .window
        .get_by_role_and_label(Role::MultilineTextInput, "Message");
    composer.click();
    scene.stage.window.run();
    scene.stage.window.key_press(Key::ArrowUp);
    scene.stage.window.run();
    let was = "at the lake".to_owned();
    assert_eq!(composed(&scene.stage), Some(was));
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let (_, _, words) = sent_with(&mut scene);
    assert_eq!(words, None);
    scene.stage.window.key_press(Key::Escape);
    scene.stage.window.run();

    let question = scene
        .stage
        .window
        .get_by_label("Brave Heron: where were you?");
    let at = question.rect().center();
    scene.stage.window.event(egui::Event::PointerMoved(at));
    scene.stage.window.run();
    scene.stage.press("Reply");
    scene.stage.types("here");
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    scene.waits_for("b.txt goes with your words");
    scene.stage.press("Send");
    let (_, _, words) = sent_with(&mut scene);
    let (text, reply_to) = ("here".to_owned(), Some(stage::id(false, 1)));
    assert_eq!(words, Some(Words { text, reply_to }));
}

fn caption(number: u64, text: &str, with: u64) -> EventKind {
    let EventKind::Message(message) = message(false, number, text) else {
        unreachable!("words")
    };
    EventKind::Message(tincan_net::Message {
        with: Some(id(with)),
        ..message
    })
}

#[test]
fn a_picture_and_its_words_are_one_bubble() {
    let mut scene = Scene::new();
    scene.stage.happens(caption(1, "look", 1));
    assert!(scene.stage.shows("Heron: look"));
    scene
        .stage
        .happens(handed(1, TransferKind::Image, &picture()));
    scene.until(|stage| {
        let rect = stage.button("Picture from Brave Heron").rect();
        (rect.width() == 60.0).then_some(())
    });
    let bubble = |stage: &Stage| stage.window.get_by_label("Brave Heron: look").rect();
    let picture = scene.stage.button("Picture from Brave Heron").rect();
    let around = bubble(&scene.stage);
    assert!(
        around.contains_rect(picture.expand(3.0)),
        "{around} {picture}"
    );
    assert_eq!(picture.min - around.min, Vec2::splat(4.0));
    // Looked at, answered, and changed as others are.
    scene.stage.press("Picture from Brave Heron");
    scene.waits_for("Zoom in");
    scene.stage.window.key_press(Key::Escape);
    scene.stage.window.run();
    scene.stage.happens(EventKind::Message(tincan_net::Message {
        id: stage::id(false, 1),
        mine: false,
        text: "look here".to_owned(),
        at: stage::NOW,
        reply_to: None,
        with: Some(id(1)),
        edited: true,
        deleted: false,
    }));
    let around = scene.stage.window.get_by_label("Brave Heron: look here");
    let picture = scene.stage.button("Picture from Brave Heron").rect();
    assert!(around.rect().contains_rect(picture));
    scene.stage.happens(EventKind::Changed {
        message: stage::id(false, 1),
        mine: false,
        text: None,
    });
    assert!(!scene.stage.shows("Heron: look"));
    scene.stage.button("Picture from Brave Heron");
}

#[test]
fn words_of_what_is_not_here_say_so() {
    let mut scene = Scene::new();
    scene.stage.happens(caption(1, "look", 7));
    let bare = scene.stage.window.get_by_label("Brave Heron: look").rect();
    // A file comes later into the same bubble.
    let offered = transfer(7, Direction::In, TransferState::Offered);
    scene.stage.happens(EventKind::Transfer(offered));
    let around = scene.stage.window.get_by_label("Brave Heron: look").rect();
    assert!(around.height() > bare.height() + 60.0, "{around} {bare}");
    let card = scene.stage.window.get_by_label_contains("lake-weekend.zip");
    assert!(around.contains_rect(card.rect()));
    scene.stage.press("Accept");
    let asked = scene.stage.asked();
    assert!(
        matches!(&asked[..], [.., Command::AcceptFile { transfer, .. }] if *transfer == id(7)),
        "{asked:?}"
    );
}
