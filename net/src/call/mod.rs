//! Calls between the two of a room: who rings, who answers, what is on air, and
//! which streams carry it.
//!
//! `machine` decides by what is said over the control channel, whose words arrive
//! once and in order; `flow` keeps streams for media open on the connection of
//! the moment. What goes over those is nobody's business here: see
//! [`media`](crate::media).

mod api;
mod flow;
mod machine;
mod message;

pub use self::api::{Call, CallEnd, CallState, OnAir};
pub(crate) use self::{
    flow::Route,
    machine::{Calls, Output},
    message::{CallId, Message},
};

#[cfg(test)]
mod tests;
