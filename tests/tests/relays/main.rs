//! Several relays, some of which fail, refuse, lie or flood: the two still meet,
//! lose nothing, and are told at most one thing by name.

mod cutting;
mod floods;
mod hanging_up;
mod lying;
mod pair;
mod several;
mod stalling;
mod strangers;
