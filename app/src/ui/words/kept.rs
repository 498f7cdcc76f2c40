//! Rooms that both keep.

use tincan_store::{Ended, Handed, Kind};

use super::handover;

words! { "kept";
    /// Recent rooms.
    pub recent;
    /// Find a room.
    pub find;
    /// No room is called that.
    pub none_found;
    /// Kept rooms live on this computer only, sealed.
    pub only_here;
    /// Open.
    pub open;
    /// Here now.
    pub here;
    /// Away.
    pub away;
    /// Rename….
    pub rename;
    /// Clear what was said….
    pub clear;
    /// Forget this room….
    pub forget;
    /// Block….
    pub block;
    /// Keep this room….
    pub keep;
    /// Search.
    pub search;
    /// Save the conversation….
    pub export;
    /// About this room.
    pub menu;
    /// Five digits and a link, for one person.
    pub start_short;
    /// Type the digits, or paste the link.
    pub join_short;
    /// Kept: you can both come back.
    pub next_kept;
    /// Kept room.
    pub kept_waiting;
    /// Change.
    pub change;
    /// What kind of room?.
    pub kind_title;
    /// Vanishing.
    pub vanishing;
    /// It closes when one of you leaves, and nothing of it is kept .
    pub vanishing_text;
    /// Kept.
    pub kept_kind;
    /// If the other one agrees, you can both come back by the same .
    pub kept_text;
    /// Kept room · just the two of you.
    pub kind;
    /// Kept room · waiting for them.
    pub awaiting;
    /// Nobody here yet.
    pub nobody_yet;
    /// Keep it.
    pub accept;
    /// Not now.
    pub not_now;
    /// You can both come back by the same link, and what you say is.
    pub proposed_text;
    /// Take back.
    pub take_back;
    /// You both keep this room.
    pub agreed;
    /// Keep this room?.
    pub propose_title;
    /// Ask them.
    pub propose;
    /// Cancel.
    pub cancel;
    /// Leave for now?.
    pub leave_title;
    /// The room stays: come back whenever you both like.
    pub leave_text;
    /// A kept room stays when you leave: both of you can come back,.
    pub leaving;
    /// What was said in this room is on this computer, sealed, unti.
    pub still_stored;
    /// Rename this room.
    pub rename_title;
    /// Only you see this name.
    pub rename_text;
    /// Name of the room.
    pub name;
    /// Save.
    pub save;
    /// Clear what was said?.
    pub clear_title;
    /// All that was said here goes from this computer, for good.
    pub clear_text;
    /// Clear.
    pub clear_now;
    /// Forget.
    pub forget_now;
    /// The room and all that was said in it go from this computer, .
    pub forget_text;
    /// Block.
    pub block_now;
    /// You will not meet them in this room any more.
    pub block_text;
    /// Everybody has a new key in each vanishing room, so nobody ca.
    pub block_vanishing;
    /// Save the conversation.
    pub export_title;
    /// All that was said goes into a file that you choose.
    pub export_text;
    /// As text.
    pub as_text;
    /// As JSON.
    pub as_json;
    /// The conversation is saved.
    pub exported;
    /// First line of a conversation as text.
    pub export_head(name: &str);
    /// Its second line.
    pub export_about(name: &str, time: &str, zone: &str);
    /// Of a message in it.
    pub export_edited;
    /// Of a message in it.
    pub export_deleted;
    /// Of a message in it.
    pub export_lost;
    /// Before what a message in it answers.
    pub export_answers;
    /// Of something that was handed over.
    export_file;
    /// Of something that was handed over.
    export_picture;
    /// Of something that was not handed over to its end.
    export_not_whole;
    /// Search this conversation.
    pub search_hint;
    /// Looking….
    pub searching;
    /// Nothing was said with these words.
    pub nothing_found;
    /// Words that either of you said.
    pub search_text;
    /// Look further back.
    pub further;
    /// You talked today, time.
    pub talked_today(time: &str);
    /// You talked yesterday, time.
    pub talked_yesterday(time: &str);
    /// count new.
    pub unseen(count: u64);
    /// Open name.
    pub open_room(name: &str);
    /// More about name.
    pub about_room(name: &str);
    /// name wants to keep this room.
    pub proposed(name: &str);
    /// You asked name to keep this room.
    pub asked(name: &str);
    /// name does not want to keep this room now, so it stays a.
    pub no_thanks(name: &str);
    /// name is asked.
    pub propose_text(name: &str);
    /// name has left.
    pub has_left(name: &str);
    /// name is not here.
    pub waiting_for(name: &str);
    /// Nothing is kept of what you and name said.
    pub nothing_yet(name: &str);
    /// Forget name?.
    pub forget_title(name: &str);
    /// Block name?.
    pub block_title(name: &str);
    /// name · kept room.
    pub also_called(name: &str);
    /// who, time: text.
    pub found(who: &str, time: &str, text: &str);
    /// This room stopped.
    pub stopped;
    /// The room stays: come back from the list of recent rooms when.
    pub stopped_text;
}

/// Of something that was handed over, in a conversation as text: what it was and
/// whether it came to its end; what it is called, and how large it is.
pub fn export_handed(handed: &Handed) -> (String, String) {
    let kind = match handed.kind {
        Kind::File => export_file(),
        Kind::Image => export_picture(),
        Kind::Gif => handover::gif(),
    };
    let what = match handed.ended {
        Some(Ended::Done) => kind.to_owned(),
        _ => format!("{kind}{}{}", handover::list_comma(), export_not_whole()),
    };
    (
        what,
        format!("{}, {}", handed.name, handover::size(handed.size)),
    )
}

/// Settings: what is kept on this computer.
pub mod storage {
    words! { "storage";
        /// Storage.
        pub title;
        /// What is kept on this computer, and how it is sealed.
        pub about;
        /// The key to your kept rooms.
        pub key;
        /// It is in the keyring of this system, which opens when you lo.
        pub in_keyring;
        /// No room was kept yet, so there is no key.
        pub no_key;
        /// Kept rooms.
        pub held;
        /// Clear all conversations….
        pub clear_every;
        /// Clear all conversations?.
        pub clear_every_title;
        /// All that was said in every kept room goes from this computer.
        pub clear_every_text;
        /// Blocked.
        pub blocked;
        /// You blocked nobody.
        pub nobody_blocked;
        /// They are blocked by the key of the room that you kept with t.
        pub blocked_text;
        /// Unblock.
        pub unblock;
        /// This system has no keyring, so it is in a file that only you.
        pub in_file(file: &str);
        rooms(count: u64);
        messages(count: u64);
        used(rooms: &str, messages: &str, bytes: &str);
        /// Unblock name.
        pub unblock_name(name: &str);
    }

    /// How much there is.
    pub fn how_much(count_rooms: u64, count_messages: u64, bytes: &str) -> String {
        used(&rooms(count_rooms), &messages(count_messages), bytes)
    }
}
