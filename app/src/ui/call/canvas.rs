//! Pictures of a call on their way to the screen: turned into points on a thread
//! of their own, newest first, and given to the graphics card by the window's.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use egui::{ColorImage, Context, TextureHandle, TextureOptions};
use tincan_media::{Picture, engine::Latest};

use crate::calls::Calls;

/// How often one's own picture is looked for.
const EVERY: Duration = Duration::from_millis(33);

/// Whose picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Peer,
    Own,
}

/// Points that are ready, and what is on the screen.
#[derive(Default)]
struct Slot {
    ready: Latest<ColorImage>,
    texture: Option<TextureHandle>,
}

impl Slot {
    fn texture(&mut self, ctx: &Context, name: &str) -> Option<&TextureHandle> {
        if let Some(image) = self.ready.take() {
            match &mut self.texture {
                Some(texture) => texture.set(image, TextureOptions::LINEAR),
                none => *none = Some(ctx.load_texture(name, image, TextureOptions::LINEAR)),
            }
        }
        self.texture.as_ref()
    }

    fn clear(&mut self) {
        self.ready.take();
        self.texture = None;
    }
}

/// See the module.
pub(crate) struct Canvas {
    peer: Slot,
    own: Slot,
    poke: SyncSender<()>,
    /// Who is to draw again, once that is known.
    ctx: Arc<Mutex<Option<Context>>>,
}

impl Canvas {
    /// Begins to turn pictures of `calls` into points; `poked` says that there is
    /// a new one of the peer.
    pub(crate) fn start(
        calls: Arc<Calls>,
        poke: SyncSender<()>,
        poked: Receiver<()>,
    ) -> std::io::Result<Self> {
        let canvas = Self {
            peer: Slot::default(),
            own: Slot::default(),
            poke,
            ctx: Arc::default(),
        };
        let (peer, own) = (canvas.peer.ready.clone(), canvas.own.ready.clone());
        let ctx = Arc::clone(&canvas.ctx);
        let paint = move || {
            loop {
                match poked.recv_timeout(EVERY) {
                    Ok(()) | Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                let mut fresh = false;
                for (picture, slot) in [(calls.peer_picture(), &peer), (calls.own_picture(), &own)]
                {
                    if let Some(picture) = picture {
                        slot.put(points(&picture));
                        fresh = true;
                    }
                }
                let ctx = ctx.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(ctx) = ctx.as_ref().filter(|_| fresh) {
                    ctx.request_repaint();
                }
            }
        };
        thread::Builder::new()
            .name("paint".to_owned())
            .spawn(paint)?;
        Ok(canvas)
    }

    /// A way to say that there is a new picture, and its end.
    pub(crate) fn pokes() -> (SyncSender<()>, Receiver<()>) {
        sync_channel(1)
    }

    /// The newest picture.
    pub(crate) fn texture(&mut self, ctx: &Context, whose: Whose) -> Option<&TextureHandle> {
        self.ctx
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert_with(|| ctx.clone());
        match whose {
            Whose::Peer => self.peer.texture(ctx, "peer"),
            Whose::Own => self.own.texture(ctx, "own"),
        }
    }

    /// Nobody is seen any more.
    pub(crate) fn clear(&mut self, whose: Whose) {
        match whose {
            Whose::Peer => self.peer.clear(),
            Whose::Own => self.own.clear(),
        }
        // The thread may have had one in its hands.
        let _ = self.poke.try_send(());
    }
}

fn points(picture: &Picture) -> ColorImage {
    let size = [picture.size().width(), picture.size().height()];
    ColorImage::from_rgba_unmultiplied(size, &picture.to_rgba())
}

#[cfg(test)]
mod tests {
    use tincan_media::Size;

    use super::*;

    #[test]
    fn points_have_the_size_and_colour_of_the_picture() {
        let size = Size::new(64, 36).unwrap();
        let image = points(&Picture::black(size));
        assert_eq!(image.size, [64, 36]);
        assert!(image.pixels.iter().all(|p| p.r() < 4 && p.a() == 255));
    }
}
