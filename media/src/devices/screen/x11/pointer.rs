//! The pointer, which is no part of the images that a display gives.

use x11rb::protocol::xfixes::ConnectionExt as _;

use super::{Display, Part, Raw};

/// Draws it where it is over this part of the display.
pub(super) fn draw(display: &Display, part: Part, raw: &mut Raw) {
    let pointer = display.connection.xfixes_get_cursor_image();
    let Some(pointer) = pointer.ok().and_then(|cookie| cookie.reply().ok()) else {
        return;
    };
    let left = i32::from(pointer.x) - i32::from(pointer.xhot) - i32::from(part.left);
    let top = i32::from(pointer.y) - i32::from(pointer.yhot) - i32::from(part.top);
    let rows = pointer
        .cursor_image
        .chunks(usize::from(pointer.width).max(1));
    for (y, row) in (top..).zip(rows) {
        for (x, argb) in (left..).zip(row) {
            let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
                continue;
            };
            if x < raw.width && y < raw.height {
                let at = (y as usize * raw.width as usize + x as usize) * 4;
                blend(&mut raw.bytes[at..at + 3], *argb);
            }
        }
    }
}

/// Puts a point whose colours are multiplied by its alpha over one below.
fn blend(below: &mut [u8], argb: u32) {
    let [blue, green, red, alpha] = argb.to_le_bytes();
    for (below, over) in below.iter_mut().zip([blue, green, red]) {
        let rest = u16::from(*below) * u16::from(255 - alpha) / 255;
        *below = over.saturating_add(rest as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_covers_what_is_below_as_far_as_it_is_opaque() {
        let mut below = [100, 100, 100];
        blend(&mut below, 0);
        assert_eq!(below, [100; 3]);
        blend(&mut below, 0xff_ff_80_00);
        assert_eq!(below, [0, 0x80, 0xff]);
    }
}
