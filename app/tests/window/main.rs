//! The window, driven the way a person and a screen reader do: by role and
//! label. The network side is this test.

mod again;
mod attention;
mod calls;
mod closed;
mod dialogs;
mod gifs;
mod handing;
mod home;
mod kept;
mod manners;
mod past;
mod profile;
mod remains;
mod room;
mod settings;
mod stage;
mod themes;
mod waiting;
mod words;
mod writing;
mod written_out;
