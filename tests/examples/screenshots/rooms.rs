//! The profile of somebody who has kept rooms for a while.

use std::{path::Path, time::SystemTime};

use tincan_store::{
    About, Author, Ended, Entry, Handed, Item, Keys, Kind, ProfileKey, Reaction, RoomNumber, State,
    Store,
};

const DAY: u64 = 24 * 60 * 60 * 1000;

/// Who they are: in several scripts, and one that would pass for the app.
const WHO: [&str; 8] = [
    "Mum",
    "Brave Heron",
    "אבא",
    "ليلى",
    "花子",
    "Zoë from the climbing hall in Utrecht",
    "민준",
    "Tincan",
];

/// Puts so many rooms into a profile, with a conversation in the first.
pub(super) fn fill(profile: &Path, count: u64) {
    let key = ProfileKey::find_or_make(profile).expect("a key");
    let mut store = Store::open(profile, key).expect("a database");
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = since.expect("a clock").as_millis() as u64;
    let said = conversation(now);
    let mine = said.iter().filter(|entry| entry.author == Author::Me);
    let newest = mine.count() as u64;
    let newest = (newest, said.len() as u64 - newest);
    for number in 1..=count {
        let who = WHO[(number as usize - 1) % WHO.len()];
        let about = About {
            name: (number > WHO.len() as u64).then(|| format!("{who} {number}")),
            peer: who.to_owned(),
            last_at: now - (number - 1) * DAY * 3 / 4,
            verified: number % 3 == 1,
            read: if number == 2 { 0 } else { newest.1 },
            id: number,
            host: true,
            relays: Vec::new(),
            safety: None,
            they_read: newest.0,
            settled: newest.0,
            newest: if number <= 2 { newest } else { (0, 0) },
        };
        let keys = Keys {
            secret: [number as u8; 32],
            ours: [1; 32],
            theirs: [2; 32],
        };
        let room = store.keep(&number.to_be_bytes(), &keys, &about);
        let room = room.expect("it is kept");
        if number == 1 {
            hand(&mut store, room, now, &said);
        }
    }
}

/// The week of words, with what was handed over between: a picture of which a
/// small one is kept, and files that are no longer there or were not wanted.
fn hand(store: &mut Store, room: RoomNumber, now: u64, said: &[Entry]) {
    let mut items: Vec<Item> = said.iter().cloned().map(Item::Said).collect();
    let handed = |author, number, ago: u64, name: &str, kind, ended| Handed {
        author,
        number,
        at: now - ago,
        name: name.to_owned(),
        size: 3_400_000,
        kind,
        ended: Some(ended),
        reason: None,
        path: None,
        preview: None,
    };
    let (me, peer) = (Author::Me, Author::Peer);
    let picture = handed(peer, 1, 7_100_000, "lake.jpg", Kind::Image, Ended::Done);
    let gone = Handed {
        path: Some("/nowhere/way to the hut.pdf".into()),
        ..handed(
            peer,
            2,
            7_000_000,
            "way to the hut.pdf",
            Kind::File,
            Ended::Done,
        )
    };
    let no = handed(
        me,
        1,
        6_900_000,
        "all of last year.zip",
        Kind::File,
        Ended::Declined,
    );
    let at = items.len() - 2;
    items.splice(at..at, [picture, gone, no].map(Item::Handed));
    store.write(room, &items).expect("it is kept");
    let (size, small) = lake();
    store
        .set_preview(room, (peer, 1), size, &small)
        .expect("it is kept");
}

/// A lake before mountains, in the evening.
fn lake() -> ((u32, u32), Vec<u8>) {
    let (width, height) = (640, 420);
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        let ridge = 150.0 + 50.0 * (x as f32 / 90.0).sin() + 20.0 * (x as f32 / 31.0).cos();
        let (x, y) = (x as f32, y as f32);
        let far = (y / 240.0).min(1.0);
        if y < ridge {
            image::Rgb([(90.0 + 150.0 * far) as u8, (110.0 + 50.0 * far) as u8, 170])
        } else if y < 240.0 {
            image::Rgb([52, 60, (70.0 + (y - ridge) / 6.0) as u8])
        } else {
            let wave = 14.0 * ((y * y / 260.0).sin() + (x / 50.0 + y).sin());
            let light = 160.0 - (y - 240.0) / 2.0 + wave;
            image::Rgb([light as u8, (light * 0.8) as u8, (light * 0.9) as u8])
        }
    });
    let mut file = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut file, image::ImageFormat::Jpeg)
        .expect("a picture");
    ((width, height), file.into_inner())
}

/// A week of words: asked, answered, changed, taken back, in several scripts.
fn conversation(now: u64) -> Vec<Entry> {
    use Author::{Me, Peer};
    let mut said: Vec<Entry> = Vec::new();
    let mut numbers = (0, 0);
    let mut say = |author, ago: u64, text: &str| {
        let number = match author {
            Me => &mut numbers.0,
            Peer => &mut numbers.1,
        };
        *number += 1;
        said.push(Entry {
            author,
            number: *number,
            at: now - ago,
            text: text.to_owned(),
            reply_to: None,
            with: None,
            edited: false,
            deleted: text.is_empty(),
            state: State::Read,
            reactions: Vec::new(),
        });
    };
    for back in (0..40).rev() {
        let ago = 4 * DAY + back * 600_000;
        let author = if back % 3 == 0 { Me } else { Peer };
        say(
            author,
            ago,
            &format!("Day {} at the lake, and still dry.", 40 - back),
        );
    }
    say(Peer, DAY, "Is the stove working?");
    say(
        Me,
        DAY - 60_000,
        "Like a dream. Here is the rest: https://example.org/lake",
    );
    say(Peer, DAY - 120_000, "");
    say(
        Me,
        DAY - 180_000,
        "Shall we come on Saturday?\nOr on Sunday, if it rains 🌧️",
    );
    say(Peer, DAY - 240_000, "שבת מצוינת, נתראה ב-12:30!");
    say(Me, 7_200_000, "مرحبا، نلتقي يوم السبت 👋");
    say(Peer, 3_600_000, "🎉🎉");
    say(Peer, 3_500_000, "Bring the blue rope, and tell Zoë.");
    let count = said.len();
    if let [.., stove, dream, _, saturday, _, arabic, _, rope] = &mut said[..count] {
        dream.reply_to = Some((stove.author, stove.number));
        saturday.edited = true;
        saturday.reactions.push(Reaction {
            from: Peer,
            emoji: "👍".to_owned(),
        });
        arabic.reactions.extend([Me, Peer].map(|from| Reaction {
            from,
            emoji: "❤️".to_owned(),
        }));
        rope.reply_to = Some((saturday.author, saturday.number));
    }
    said
}
