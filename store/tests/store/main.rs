//! A profile's database, from the outside.

mod bad_files;
mod common;
mod crash;
mod export;
mod handed;
mod history;
mod rooms;
mod transfers;
