//! Words that are copied in a room that leaves nothing go past the history of the
//! clipboard, where the system can do that.
//!
//! egui copies marked words when a frame is over, so what it is about to copy is
//! taken from what it gives to the window.

use egui::{Context, FullOutput, OutputCommand, Plugin};

/// Takes what was copied.
#[derive(Default)]
pub(super) struct Unrecorded {
    on: bool,
    words: Option<String>,
}

impl Unrecorded {
    /// From now on `on` or not; gives what was copied in the frame before.
    pub(super) fn turn(ctx: &Context, on: bool) -> Option<String> {
        let turn = |plugin: &mut Self| {
            plugin.on = on;
            plugin.words.take()
        };
        ctx.with_plugin(turn).unwrap_or_else(|| {
            ctx.add_plugin(Self { on, words: None });
            None
        })
    }
}

impl Plugin for Unrecorded {
    fn debug_name(&self) -> &'static str {
        "unrecorded"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        if !self.on {
            return;
        }
        output.platform_output.commands.retain(|command| {
            let OutputCommand::CopyText(words) = command else {
                return true;
            };
            self.words = Some(words.clone());
            ctx.request_repaint();
            false
        });
    }
}
