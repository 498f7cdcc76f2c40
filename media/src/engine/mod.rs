//! A call: threads around the machines of [`send`](crate::send) and
//! [`receive`](crate::receive).
//!
//! # The seam to the network
//!
//! This crate knows no streams and no connections. Whoever owns those gives
//! [`Call::start`] something that takes packets ([`MediaSend`]) and puts what the
//! peer sends into the [`Inbox`] that comes back. Packets are opaque and at most
//! [`MAX_PACKET`](crate::wire::MAX_PACKET) bytes; each [`Lane`] is to be kept in
//! order of urgency, not of arrival: one that is late must not hold up those
//! behind it more than the transport cannot help.
//!
//! After the way to the peer has changed, [`Call::on_path_change`] is to be
//! called; what was lost with the old way is made up for.
//!
//! # Threads
//!
//! | thread | does |
//! |---|---|
//! | `tincan-hear` | reads the microphone, processes and encodes the voice |
//! | `tincan-play` | asks the jitter buffer whenever the speaker wants more |
//! | `tincan-see` | takes pictures of the camera and encodes them |
//! | `tincan-pace` | sends their pieces evenly, so that sound finds gaps |
//! | `tincan-show` | decodes the peer's pictures and shows them in time |
//! | `tincan-packets` | sorts what comes, reports every 100 ms |

mod call;
mod incoming;
mod latest;
mod outgoing;
mod seam;
mod shared;
mod stats;
mod steps;
mod workers;

pub use call::{Call, FULL_VOLUME, Setup};
pub use incoming::{Feedback, Incoming};
pub use latest::Latest;
pub use outgoing::Outgoing;
pub use seam::{Arrived, Inbox, Lane, MediaSend};
pub use stats::{AudioStats, CallStats, Quality, VideoStats};
