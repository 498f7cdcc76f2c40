//! In the room.

words! { "room";
    /// Who is typing.
    pub typing(name: &str);
    /// Words 14.
    pub not_delivered(name: &str);
    to_newest;
    newer(count: usize);
    /// Below their name.
    pub kind;
    /// A button.
    pub leave;
    /// While it is done.
    pub leaving;
    /// The dialog.
    pub leave_title;
    /// What it means.
    pub leave_text;
    /// Do not.
    pub stay;
    /// The composer while it is empty.
    pub hint;
    /// Its name.
    pub composer;
    /// A button.
    pub send;
    /// Over the limit.
    pub too_long;
    /// So many wait that no more are taken.
    pub busy;
    /// Receipt.
    pub sent;
    /// Receipt.
    pub delivered;
    /// Receipt.
    pub read;
    /// Before any receipt.
    pub waiting;
    /// Receipt.
    pub failed;
    /// A button.
    pub try_again;
    /// A button.
    pub delete;
    /// Menu of a message.
    pub copy;
    /// Who is quoted.
    pub you;
    /// A message that is quoted and not there.
    pub not_here;
    /// An empty conversation.
    pub empty;
}

/// The way down.
pub fn new_messages(count: usize) -> String {
    match count {
        0 => to_newest().to_owned(),
        count => newer(count),
    }
}
