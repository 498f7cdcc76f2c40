//! The profile of somebody who has kept rooms for a while.

use std::{path::Path, time::SystemTime};

use tincan_store::{About, Author, Entry, Keys, ProfileKey, Reaction, State, Store};

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
            store.write(room, &said).expect("it is kept");
        }
    }
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
