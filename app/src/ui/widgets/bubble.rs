//! One message in its bubble.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, Galley, Painter, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, pos2,
    text::LayoutJob, vec2,
};

use super::text::lift;
use crate::ui::theme::{Look, Type, radius, space};

/// Whose words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Yours, on the right.
    You,
    /// Theirs, on the left.
    Them,
}

/// A message that this one answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Whose words are quoted.
    pub of: Speaker,
    /// What they are called.
    pub name: String,
    /// The words, on one line.
    pub text: String,
}

/// Space around the words of a bubble.
fn bubble_padding() -> Vec2 {
    vec2(14.0, 8.0)
}

const QUOTE_LINE: f32 = 20.0;
const QUOTE_BAR: f32 = 13.0;

/// A bubble that has been laid out.
#[derive(Clone, Debug)]
pub struct Bubble {
    /// Whose.
    pub speaker: Speaker,
    /// The last of a group has a tail.
    pub tail: bool,
    words: Arc<Galley>,
    quote: Option<(Speaker, Arc<Galley>)>,
}

impl Bubble {
    /// Lays out `text` in a bubble at most `width` wide.
    pub fn new(
        painter: &Painter,
        speaker: Speaker,
        text: &str,
        quote: Option<&Quote>,
        width: f32,
        look: &Look,
    ) -> Self {
        let t = look.tokens;
        let room = width - 2.0 * bubble_padding().x;
        let (ink, ink_2) = match speaker {
            Speaker::You => (t.bubble_you_ink, t.bubble_you_ink_2),
            Speaker::Them => (t.bubble_them_ink, t.ink_2),
        };
        let words = painter.layout_job(Type::Message.job(text, ink, room));
        let quote = quote.map(|quote| {
            let name = match (speaker, quote.of) {
                (Speaker::You, _) => t.bubble_you_ink,
                (Speaker::Them, Speaker::You) => t.you_ink,
                (Speaker::Them, Speaker::Them) => t.them_ink,
            };
            let mut job = LayoutJob::default();
            job.append(&quote.name, 0.0, Type::Strong.format(name));
            job.append(" · ", 0.0, Type::Body.format(ink_2));
            job.append(&quote.text, 0.0, Type::Body.format(ink_2));
            job.wrap.max_width = room - QUOTE_BAR;
            job.wrap.max_rows = 1;
            job.wrap.break_anywhere = true;
            (quote.of, painter.layout_job(job))
        });
        Self {
            speaker,
            tail: false,
            words,
            quote,
        }
    }

    /// How much room it takes.
    pub fn size(&self) -> Vec2 {
        let (quote_width, quote_height) = self.quote.as_ref().map_or((0.0, 0.0), |(_, galley)| {
            (galley.size().x + QUOTE_BAR, QUOTE_LINE + space::S)
        });
        let words = self.words.size();
        vec2(
            words.x.max(quote_width).ceil(),
            words.y.max(Type::Message.line()) + quote_height,
        ) + 2.0 * bubble_padding()
    }

    /// The words, and where they begin in a bubble at `rect`.
    pub fn words(&self, painter: &Painter, rect: Rect) -> (egui::Pos2, Arc<Galley>) {
        let down = if self.quote.is_some() {
            QUOTE_LINE + space::S
        } else {
            0.0
        };
        let at = rect.min + bubble_padding() + vec2(0.0, down + lift(painter, Type::Message));
        (at, Arc::clone(&self.words))
    }

    /// Draws the bubble and its quote; the words are drawn by who lets them be
    /// marked.
    pub fn paint(&self, ui: &Ui, rect: Rect, look: &Look) {
        let t = look.tokens;
        let round = radius::CARD;
        let tail = if self.tail { radius::TAIL } else { round };
        let (fill, corner, edge) = match self.speaker {
            Speaker::You => (
                t.bubble_you,
                CornerRadius {
                    se: tail,
                    ..CornerRadius::same(round)
                },
                Stroke::NONE,
            ),
            Speaker::Them => (
                t.bubble_them,
                CornerRadius {
                    sw: tail,
                    ..CornerRadius::same(round)
                },
                if look.high_contrast {
                    Stroke::new(1.5, t.line_strong)
                } else if look.dark {
                    Stroke::NONE
                } else {
                    Stroke::new(1.0, t.line)
                },
            ),
        };
        let painter = ui.painter();
        painter.rect(rect, corner, fill, edge, StrokeKind::Inside);
        if let Some((of, galley)) = &self.quote {
            let top = rect.min + bubble_padding();
            let bar = match (self.speaker, of) {
                (_, Speaker::Them) => t.them,
                (Speaker::Them, Speaker::You) => t.you_ink,
                (Speaker::You, Speaker::You) => t.bubble_you_ink_2,
            };
            let from = pos2(top.x, top.y + 1.0);
            let area = Rect::from_min_size(from, vec2(3.0, QUOTE_LINE + 2.0));
            painter.add(Shape::rect_filled(area, 0.0, bar));
            let at = top + vec2(QUOTE_BAR, 2.0 + lift(painter, Type::Body));
            painter.galley(at, Arc::clone(galley), Color32::PLACEHOLDER);
        }
    }
}
