//! What a person can ask for in the window.

use tincan_net::{
    Command, DisplayName, Invite, InviteLink, MessageId, Place, RoomId, RoomsCommand, Tag, Warning,
};

use super::{renderer::Renderer, screens::settings::Section, theme::Taste, words::Language};
use crate::{
    attention::{Sound, Wishes},
    gifs::{ApiKey, Rating},
    model::Entry,
    settings::RelayAddress,
};

/// Something that a person asked for. Screens say it, the app does it.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// What the network side does, as it takes it.
    Tell(Command),
    /// Make a room.
    Create {
        /// To be kept, if whoever comes agrees.
        kept: bool,
    },
    /// The next room, or the one that waits, is of this kind.
    Kind {
        /// To be kept, if whoever comes agrees.
        kept: bool,
    },
    /// Come back to a kept room.
    OpenRoom(RoomId),
    /// Propose to keep the room, or agree; or take that back, or refuse.
    Keep(bool),
    /// What came of keeping it was read.
    KeepKnown,
    /// Something about the rooms that are kept.
    Rooms(RoomsCommand),
    /// Why something is not kept was read.
    NotKeptKnown,
    /// Older words are to come.
    Earlier,
    /// Look for words in what was said.
    OpenSearch,
    /// Look for these.
    Search(String),
    /// Look further back.
    SearchMore,
    /// Show what was found there.
    GoTo(Entry, Place),
    /// Come into a room.
    Join(Invite),
    /// Look at a link before anything is dialled.
    Consider(InviteLink),
    /// Forget the link.
    DropLink,
    /// Leave the room, and close the window then.
    Quit,
    /// Put a closed room away.
    Home,
    /// Do again what led to the closed room.
    Again,
    /// Write down what was said, in a file that the person chooses.
    SaveRecord,
    /// Open a link with the browser.
    OpenLink(String),
    /// A complaint was read.
    Understood,
    /// Say again what was not delivered.
    SayAgain(MessageId),
    /// Forget what was not delivered.
    Forget(MessageId),
    /// Say again what was refused.
    RetryUnsent(Tag),
    /// Forget what was refused.
    ForgetUnsent(Tag),
    /// The words in the composer changed.
    Typed {
        /// Nothing is left of them.
        nothing: bool,
    },
    /// A warning was read.
    Dismiss(Warning),
    /// To the clipboard, with the toast.
    Copy(String),
    /// To the clipboard, in silence.
    CopyQuietly(String),
    /// Open a dialog.
    Open(super::overlay::Dialog),
    /// Be called this.
    Name(DisplayName),
    /// The hint for newcomers was read.
    HintSeen,
    /// Hand something over, take it, look at it.
    Hand(super::handing::Hand),
    /// Show this part of the settings, or the list of parts.
    Settings(Option<Section>),
    /// Back from the settings.
    CloseSettings,
    /// Let relays carry everything from the next room on, or no longer.
    HideIp(bool),
    /// Ask before letting somebody in, from the next room on, or no longer.
    AlwaysAsk(bool),
    /// Tell the other what has been read, or no longer.
    Receipts(bool),
    /// Have the system open links with this app, or no longer.
    OpenLinks(bool),
    /// Be told of this, and so.
    Notifications(Wishes),
    /// Hear this sound.
    Play(Sound),
    /// What draws the window from the next start on.
    Renderer(Option<Renderer>),
    /// Have everything look like this.
    Taste(Taste),
    /// Speak this language from now on, or that of the system.
    Language(Option<Language>),
    /// Meet by these relays from the next room on.
    Relays(Vec<RelayAddress>),
    /// Remove from pictures what they tell beside what they show, or no longer.
    CleanPictures(bool),
    /// Use this key for GIPHY, or none.
    GiphyKey(Option<ApiKey>),
    /// Ask GIPHY whether it knows this key.
    TryGiphyKey(ApiKey),
    /// Let GIPHY's GIFs be fit for these.
    GifRating(Rating),
    /// Something of calls.
    Phone(super::call::Press),
}

impl From<Command> for Action {
    fn from(command: Command) -> Self {
        Self::Tell(command)
    }
}

/// What was asked for in this frame.
pub(crate) type Actions = Vec<Action>;
