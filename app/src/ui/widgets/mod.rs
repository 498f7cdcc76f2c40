//! The parts that screens are made of. Each draws itself from the
//! [`Look`](super::theme::Look), says what it is to a screen reader, and knows
//! nothing of rooms.

mod bubble;
mod button;
mod card;
mod chip;
mod code_cells;
mod dialog;
mod emoji_button;
mod field;
mod focus;
mod menu_row;
mod notice;
mod panel;
mod qr;
pub(crate) mod row;
mod rows;
mod segments;
mod tag;
mod text;
mod tip;
mod toast;
mod toggle;

pub use bubble::{Bubble, FRAME, Quote, Speaker, Words, tail_corner};
pub use button::{Button, Kind, Size, icon_button, trailing};
pub use card::card;
pub use chip::{Chip, Tone, chip};
pub use code_cells::{CodeCells, Entered};
pub use dialog::{dialog, draw_in_place, is_dialog};
pub use emoji_button::emoji_button;
pub use field::{Field, field, secret_field};
pub use focus::{
    Lent, begin_menu, give_back, give_back_to, paint_ring, scroll_by_pages, take_from_what_is_gone,
    typed_nowhere,
};
pub use menu_row::menu_row;
pub use notice::{Notice, notice};
pub use panel::{Step, Top, grid_step, panel, panel_top, search};
pub use qr::QrCode;
pub use rows::rows;
pub use segments::segments;
pub use tag::tag;
pub use text::{Text, galley, paint_galley};
pub use tip::tip;
pub use toast::Toasts;
pub use toggle::toggle;
