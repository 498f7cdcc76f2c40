//! One's own record of a conversation, for somebody one trusts.

words! { "record";
    /// What it begins with.
    pub head;
    /// Whose it is.
    pub by(name: &str);
    /// With whom.
    pub with(name: &str);
    /// The five emoji, and what came of them.
    pub emoji(state: &str);
    /// They matched.
    pub matched(emoji: &str);
    /// Nobody has compared them.
    pub not_verified(emoji: &str);
    /// They never came.
    pub not_there;
    /// When.
    pub at(time: &str);
    /// Who said something.
    pub you;
    /// Who said something.
    pub they;
    /// What was said before is no longer there.
    pub deleted;
    /// After words that were changed.
    pub edited;
    /// A file.
    pub offered(name: &str, bytes: &str);
    /// A file.
    pub offered_you(name: &str, bytes: &str);
}
