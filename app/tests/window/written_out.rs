//! A kept conversation in a file, by the thread that has the database.

use std::{fs, path::Path, time::Duration};

use tincan::history::{self, Shown};
use tincan_net::{Client, Command, Event, EventKind, ExportFormat, RoomState, RoomsCommand};
use tincan_store::{About, Author, Entry, Keys, ProfileKey, Reaction, State, Store};
use tokio::{runtime::Runtime, sync::mpsc, time::timeout};

use super::stage::{NOW, name};

/// Puts a room with this conversation into a profile.
fn keep(profile: &Path, said: &[Entry]) {
    // As on a machine without a keyring.
    fs::write(profile.join("key"), [7; 32]).expect("a profile");
    fs::write(profile.join("key-place"), "file\n").expect("a profile");
    let key = ProfileKey::find_or_make(profile).expect("a key");
    let mut store = Store::open(profile, key).expect("a database");
    let about = About {
        name: Some("The lake".to_owned()),
        peer: "Brave Heron".to_owned(),
        last_at: NOW,
        verified: false,
        read: 9,
        id: 1,
        host: true,
        relays: Vec::new(),
        safety: None,
        they_read: 0,
        settled: 9,
        newest: (9, 9),
    };
    let keys = Keys {
        secret: [1; 32],
        ours: [2; 32],
        theirs: [3; 32],
    };
    let room = store.keep(b"link", &keys, &about).expect("a room");
    store.write(room, said).expect("it is kept");
}

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
async fn written(profile: &Path, runtime: tokio::runtime::Handle) -> [String; 2] {
    let (net, mut asked) = Client::through();
    let (tell, happens) = mpsc::channel(64);
    let folder = profile.to_owned();
    let started = history::start(net, happens, folder, Shown::Pages, &runtime);
    let (front, mut events, keeper) = started.expect("a thread");
    // The network side opens the room.
    let answers = tokio::spawn(async move {
        while let Some((re, command)) = asked.recv().await {
            if let Command::Open(reopen) = command {
                let kind = EventKind::Room {
                    room: reopen.room.room,
                    state: RoomState::Awaiting { peer: reopen.peer },
                    kept: true,
                };
                let _ = tell.send(Event { re, kind }).await;
            }
        }
    });
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
                        file: profile.join(file),
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
    answers.abort();
    drop(front);
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
    keep(
        profile.path(),
        &[said(Author::Me, 1, "Saturday?\nOr Sunday."), answer],
    );
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
    assert_eq!(lines[7..], ["  🎉 Quiet Otter"]);
    assert!(
        json.starts_with("{\"format\":\"tincan-conversation\""),
        "{json}"
    );
}
