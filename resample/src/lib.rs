//! Sound in another rate, pictures in another size.
//!
//! The libraries beneath are generic, and what is made of them takes a minute of a
//! core to compile. It is made here and nowhere else, so that it is built once and
//! not with every change of those who use it. Nothing here is generic.

pub mod picture;
pub mod sound;
