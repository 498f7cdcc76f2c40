//! Waiting for somebody.

words! { "waiting";
    pass_on;
    pass_on_text;
    pick_up;
    pick_up_text;
    full;
    full_text;
    /// Title.
    pub title;
    /// Below it.
    pub subtitle;
    /// Out of here.
    pub close;
    /// Above the digits.
    pub code;
    /// In place of the digits.
    pub code_off;
    /// What to do about it.
    pub code_off_text;
    /// A button.
    pub new_code;
    /// A button.
    pub copy_code;
    /// A button.
    pub copy_link;
    /// Toast after either.
    pub copied;
    /// Below the QR code.
    pub scan;
    /// The kind of room.
    pub vanishing;
    /// A switch.
    pub ask;
}
/// The steps on the string: what, and how.
pub fn steps() -> [(&'static str, &'static str); 3] {
    [
        (pass_on(), pass_on_text()),
        (pick_up(), pick_up_text()),
        (full(), full_text()),
    ]
}
