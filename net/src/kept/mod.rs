//! Rooms that both people want to keep: agreeing to it ([`agree`]), and how they
//! are found again ([`place`], [`board`]) and known ([`pinned`]).
//!
//! Whoever wants to keep the room says so over the control channel, with a key
//! made for this room and a nonce; the other answers with the same. From the
//! session key of the admission and both nonces comes the secret by which the
//! two meet again, and the two keys are pinned. Neither calls the room kept
//! before both have written that down.
//!
//! ```text
//! one                              the other
//!   Want{key, nonce}    ───────▶            asks its person, or agreed before
//!                       ◀───────   Want{key, nonce, to}     or No
//!   Stored{proof}       ───────▶
//!                       ◀───────   Stored{proof}
//! ```

mod agree;
pub(crate) mod board;
pub(crate) mod pinned;
pub(crate) mod place;

pub(crate) use self::agree::{Agreement, Output, Word};
