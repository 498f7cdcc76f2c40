//! Beside the conversation: whether it is really them.

use tincan_net::PathKind;

words! { "safety";
    title_direct;
    title_lan;
    title_relayed;
    title_none;
    text_direct;
    text_lan;
    text_relayed;
    text_none;
    /// Title.
    pub title;
    /// What to do.
    pub text;
    /// Before they are there.
    pub coming;
    /// A button.
    pub matching;
    /// A button.
    pub differ;
    /// Words 4.
    pub until;
    /// Words 5.
    pub differ_now;
    /// Its button.
    pub leave;
    /// After they matched.
    pub matched;
    /// A button, then.
    pub take_back;
    /// Chip.
    pub not_verified;
    /// Chip.
    pub verified;
    /// The button that opens it.
    pub open;
    /// An explanation.
    pub meeting_point;
    /// It.
    pub meeting_point_text;
    /// When it also relays.
    pub meeting_point_text_2;
    /// Leads to the settings.
    pub hide_mine;
    /// A button.
    pub save;
    /// What that is.
    pub save_text;
    /// It was.
    pub saved;
}

/// How they are connected.
pub fn path_title(kind: Option<PathKind>) -> &'static str {
    match kind {
        Some(PathKind::Direct) => title_direct(),
        Some(PathKind::Lan) => title_lan(),
        Some(PathKind::Relayed) => title_relayed(),
        None => title_none(),
    }
}

/// What that means.
pub fn path_text(kind: Option<PathKind>) -> &'static str {
    match kind {
        Some(PathKind::Direct) => text_direct(),
        Some(PathKind::Lan) => text_lan(),
        Some(PathKind::Relayed) => text_relayed(),
        None => text_none(),
    }
}
