//! A kept conversation in a file, by the thread that has the database.

use std::{fs, path::Path, time::Duration};

use tincan_net::{Command, EventKind, ExportFormat, RoomsCommand};
use tincan_store::{Author, Ended, Entry, Handed, Item, Kind, Reaction, State};
use tokio::{
    runtime::{Handle, Runtime},
    time::timeout,
};

use super::{
    profile::{self, Profile},
    stage::{NOW, name},
};

fn said(author: Author, number: u64, text: &str) -> Entry {
    Entry {
        author,
        number,
        at: NOW + number * 60_000,
        text: text.to_owned(),
        reply_to: None,
        with: None,
        edited: false,
        deleted: false,
        state: State::Read,
        reactions: Vec::new(),
    }
}

/// What the two files say once the room was opened and written out.
async fn written(folder: &Path, runtime: Handle) -> [String; 2] {
    let Profile {
        front,
        mut events,
        keeper,
        happens,
    } = profile::start(folder, &runtime);
    let ask = |rooms| {
        assert!(front.send(None, Command::Rooms(rooms)));
    };
    ask(RoomsCommand::List);
    let mut opened = false;
    let mut files = Vec::new();
    while files.len() < 2 {
        let event = timeout(Duration::from_secs(30), events.recv()).await;
        match event.expect("in time").expect("an event").kind {
            EventKind::Rooms(rooms) if !std::mem::replace(&mut opened, true) => {
                ask(RoomsCommand::Open(rooms[0].room));
            }
            EventKind::History(_) => {
                for (file, format) in [
                    ("lake.txt", ExportFormat::Text),
                    ("lake.json", ExportFormat::Json),
                ] {
                    ask(RoomsCommand::Export {
                        room: None,
                        me: name("Quiet Otter"),
                        file: folder.join(file),
                        format,
                    });
                }
            }
            EventKind::Exported(file) => {
                assert!(!file.with_extension("part").exists());
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt as _;
                    let mode = fs::metadata(&file).expect("it").permissions().mode();
                    assert_eq!(mode & 0o777, 0o600, "nobody else reads it");
                }
                files.push(fs::read_to_string(file).expect("it was written"));
            }
            EventKind::Error(error) => panic!("{error}"),
            _ => {}
        }
    }
    drop((front, happens));
    tokio::task::spawn_blocking(|| keeper.end())
        .await
        .expect("it ends");
    files.try_into().expect("two")
}

#[test]
fn a_conversation_is_written_to_the_file_that_was_chosen() {
    let profile = tempfile::tempdir().expect("a profile");
    let answer = Entry {
        reply_to: Some((Author::Me, 1)),
        edited: true,
        reactions: vec![Reaction {
            from: Author::Me,
            emoji: "🎉".to_owned(),
        }],
        ..said(Author::Peer, 1, "שבת מצוינת!")
    };
    let picture = Handed {
        author: Author::Me,
        number: 1,
        at: NOW + 120_000,
        name: "stove.jpg".to_owned(),
        size: 1_200_000,
        kind: Kind::Image,
        ended: Some(Ended::Declined),
        reason: None,
        path: None,
        preview: None,
    };
    let happened = [
        Item::Said(said(Author::Me, 1, "Saturday?\nOr Sunday.")),
        Item::Said(answer),
        Item::Handed(picture),
    ];
    profile::keep(&mut profile::store(profile.path()), 1, NOW, &happened);
    let runtime = Runtime::new().expect("a runtime");
    let handle = runtime.handle().clone();
    let [text, json] = runtime.block_on(written(profile.path(), handle));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "Conversation with Brave Heron");
    assert!(lines[1].starts_with("Saved by Quiet Otter on "), "{text}");
    assert_eq!(lines[2], "");
    assert!(lines[3].ends_with("] Quiet Otter: Saturday?"), "{text}");
    assert_eq!(lines[4], "    Or Sunday.");
    let answered = "] Brave Heron (edited): \u{2068}שבת מצוינת!\u{2069}";
    assert!(lines[5].ends_with(answered), "{text}");
    assert_eq!(lines[6], "  ↳ answers: Quiet Otter: Saturday? Or Sunday.");
    assert_eq!(lines[7], "  🎉 Quiet Otter");
    let handed = "] Quiet Otter (picture, not handed over): stove.jpg, 1.2 MB";
    assert!(lines[8].ends_with(handed), "{text}");
    assert_eq!(lines.len(), 9);
    assert!(
        json.starts_with("{\"format\":\"tincan-conversation\""),
        "{json}"
    );
}
