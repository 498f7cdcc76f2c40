//! Who gets in: SPAKE2 over the Noise connection, then a proof by MAC.
//!
//! ```text
//! guest                          host
//!   Hello{mode, nameplate, X} ▶
//!                   ◀─────────   Reply{Y} | NotHere
//!   Proof{MAC, sig} ─────────▶            checks, charges, admits
//!                   ◀─────────   Verdict: Admitted{MAC, name, sig} | No
//!                                  or Wait{MAC}, and then:
//!   Knock{name}     ─────────▶            asks its person
//!                   ◀─────────   Admitted{MAC, name} | Refused{MAC}
//! ```
//!
//! The password is the whole code or the link's secret; a mode byte keeps the
//! two apart. In a kept room it is the room's secret, and both also sign what was
//! proved with the keys that they pinned. The guest speaks its name only once the host has proved itself.

mod bond;
mod budget;
pub(crate) mod door;
pub(crate) mod guest;
mod messages;
mod pake;

pub(crate) use self::bond::{Bond, SessionKey};
