//! A stranger on the internet who knows the nameplate of a room: what that
//! gives away. The stranger speaks libp2p by hand, so that nothing is too rude
//! to be tried and every byte of an answer is seen.
#![cfg(target_os = "linux")]

mod admission;
mod door;
mod flood;
mod friend;
mod hidden;
mod line;
mod listing;
mod multistream;
mod secrets;
mod sockets;
mod stranger;
mod world;
