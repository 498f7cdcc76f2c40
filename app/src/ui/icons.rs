//! The icons: drawn once for each pixel size that is needed, then tinted.

use std::{collections::HashMap, sync::Arc};

use egui::{
    Color32, ColorImage, Context, Id, Painter, Pos2, Rect, TextureHandle, TextureOptions, Vec2,
    mutex::Mutex, pos2,
};
use resvg::{tiny_skia, usvg};

use super::words::Language;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $file:literal,)*) => {
        /// An icon of 24 by 24, stroke 1.75.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Icon {
            $($(#[$doc])* $name,)*
        }

        impl Icon {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            fn svg(self) -> &'static [u8] {
                match self {
                    $(Self::$name => include_bytes!(concat!("../../../assets/icons/", $file, ".svg")),)*
                }
            }
        }
    };
}

icons! {
    /// A triangle with a mark: look out.
    Alert = "alert",
    /// Hand something over.
    Attach = "attach",
    /// To the page before.
    Back = "back",
    /// What tells of news.
    Bell = "bell",
    /// One's camera.
    Camera = "camera",
    /// It is off.
    CameraOff = "camera-off",
    /// Numbers.
    Chart = "chart",
    /// The conversation.
    Chat = "chat",
    /// The end of a call.
    HangUp = "hangup",
    /// One's microphone.
    Mic = "mic",
    /// It is off.
    MicOff = "mic-off",
    /// A call.
    Phone = "phone",
    /// What is heard.
    Speaker = "speaker",
    /// Keep somebody out.
    Block = "block",
    /// Done.
    Check = "check",
    /// Until when.
    Clock = "clock",
    /// Away with this.
    Close = "close",
    /// To the clipboard.
    Copy = "copy",
    /// To the newest.
    Down = "down",
    /// To this computer.
    Download = "download",
    /// Change this.
    Edit = "edit",
    /// Larger.
    Expand = "expand",
    /// A file.
    File = "file",
    /// Where files are.
    Folder = "folder",
    /// Something that moves.
    Gif = "gif",
    /// The internet.
    Globe = "globe",
    /// A picture.
    Image = "image",
    /// Good to know.
    Info = "info",
    /// What keys do.
    Keyboard = "keyboard",
    /// Kept by both.
    Kept = "kept",
    /// Out of the room.
    Leave = "leave",
    /// An invite link.
    Link = "link",
    /// Sealed.
    Lock = "lock",
    /// Halt.
    Pause = "pause",
    /// Go on.
    Play = "play",
    /// One more.
    Plus = "plus",
    /// Seen by the other.
    Read = "read",
    /// Again.
    Refresh = "refresh",
    /// Something in between passes it on.
    Relay = "relay",
    /// An answer to this.
    Reply = "reply",
    /// Look for it.
    Search = "search",
    /// There is more behind.
    Right = "right",
    /// Send.
    Send = "send",
    /// Out of sight.
    Shield = "shield",
    /// What can be changed.
    Sliders = "sliders",
    /// What is kept.
    Storage = "storage",
    /// Take it off the list.
    Trash = "trash",
    /// Not checked yet.
    NotVerified = "not-verified",
    /// What is on it is shown.
    Screen = "screen",
    /// Hand it on.
    Share = "share",
    /// Emoji.
    Smile = "smile",
    /// Somebody.
    User = "user",
    /// Kept by nobody.
    Vanishing = "vanishing",
    /// What else can be done.
    More = "more",
    /// Checked.
    Verified = "verified",
    /// Many files in one.
    Zip = "zip",
}

impl Icon {
    /// It points along a line of text, so it points the other way where one
    /// reads from the right.
    fn follows_text(self) -> bool {
        matches!(self, Self::Back | Self::Leave | Self::Reply | Self::Right)
    }
}

/// Draws `icon` centred at `center`, `size` points high, in `color`.
pub fn paint(painter: &Painter, icon: Icon, center: Pos2, size: f32, color: Color32) {
    let ctx = painter.ctx();
    let scale = ctx.pixels_per_point();
    let pixels = (size * scale).round().max(1.0) as u32;
    let texture = texture(ctx, Picture::Icon(icon), pixels);
    let turned = icon.follows_text() && Language::spoken().is_rtl();
    // On whole pixels, or it blurs.
    let side = pixels as f32 / scale;
    let min = center - Vec2::splat(side / 2.0);
    let snap = |v: f32| (v * scale).round() / scale;
    let rect = Rect::from_min_size(pos2(snap(min.x), snap(min.y)), Vec2::splat(side));
    draw(painter, &texture, rect, color, turned);
}

/// Draws the mark of the app into `rect`.
pub fn paint_logo(painter: &Painter, rect: Rect) {
    let ctx = painter.ctx();
    let pixels = (rect.width() * ctx.pixels_per_point()).round().max(1.0) as u32;
    let texture = texture(ctx, Picture::Logo, pixels);
    draw(painter, &texture, rect, Color32::WHITE, false);
}

/// The mark of the app as an image for the window system.
pub fn window_icon() -> Option<egui::IconData> {
    const SIDE: u32 = 64;
    let image = rasterise(LOGO, SIDE)?;
    Some(egui::IconData {
        rgba: image
            .pixels()
            .iter()
            .flat_map(|pixel| {
                let c = pixel.demultiply();
                [c.red(), c.green(), c.blue(), c.alpha()]
            })
            .collect(),
        width: SIDE,
        height: SIDE,
    })
}

const LOGO: &[u8] = include_bytes!("../../../assets/logo.svg");

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Picture {
    Icon(Icon),
    Logo,
}

type Cache = Arc<Mutex<HashMap<(Picture, u32), TextureHandle>>>;

fn draw(painter: &Painter, texture: &TextureHandle, rect: Rect, tint: Color32, turned: bool) {
    let (left, right) = if turned { (1.0, 0.0) } else { (0.0, 1.0) };
    let uv = Rect::from_min_max(pos2(left, 0.0), pos2(right, 1.0));
    painter.image(texture.id(), rect, uv, tint);
}

fn texture(ctx: &Context, picture: Picture, pixels: u32) -> TextureHandle {
    let cache: Cache = ctx.data_mut(|data| data.get_temp_mut_or_default::<Cache>(Id::NULL).clone());
    let mut cache = cache.lock();
    cache
        .entry((picture, pixels))
        .or_insert_with(|| {
            let svg = match picture {
                Picture::Icon(icon) => icon.svg(),
                Picture::Logo => LOGO,
            };
            let image = rasterise(svg, pixels).map_or_else(ColorImage::default, |pixmap| {
                let side = pixels as usize;
                ColorImage::from_rgba_premultiplied([side, side], pixmap.data())
            });
            ctx.load_texture("icon", image, TextureOptions::LINEAR)
        })
        .clone()
}

fn rasterise(svg: &[u8], pixels: u32) -> Option<tiny_skia::Pixmap> {
    let tree = usvg::Tree::from_data(svg, &usvg::Options::default()).ok()?;
    let mut pixmap = tiny_skia::Pixmap::new(pixels, pixels)?;
    let scale = pixels as f32 / tree.size().width();
    let transform = tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    Some(pixmap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_can_be_drawn() {
        for icon in Icon::ALL {
            let pixmap = rasterise(icon.svg(), 20).unwrap();
            assert!(
                pixmap.pixels().iter().any(|pixel| pixel.alpha() > 200),
                "{icon:?}"
            );
        }
        assert!(window_icon().is_some());
    }
}
