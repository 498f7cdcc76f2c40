//! Explanations, each a dialog.

words! { "explain";
    /// Closes one.
    pub close;
    /// Words 2.
    pub why_relayed;
    /// The button that looks for a straight path at once.
    pub try_again;
    /// While it does.
    pub trying;
    /// The button that opens the list of relays.
    pub another_relay;
    /// The button that opens where hiding is chosen.
    pub stop_hiding;
    /// When a straight path was found meanwhile.
    pub straight_now;
    /// Words 2: then what it can do.
    pub relay_cannot;
    /// And see.
    pub relay_sees;
    /// And what happens next.
    pub relay_next;
    /// Words 3.
    pub private;
    /// And what is known all the same.
    pub private_relay;
    /// Who else learns what.
    pub private_peer;
    /// What nobody but the two can know.
    pub private_who;
    /// About us.
    pub private_us;
    /// The button that leads to the settings.
    pub privacy;
    /// Leaving.
    pub leaving;
    /// What stays.
    pub leaving_files;
    /// Other ways to leave.
    pub leaving_window;
    /// And when the line breaks.
    pub leaving_2;
}
