//! One message in its bubble.

use egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, pos2,
    text::LayoutJob, vec2,
};

use super::{
    row,
    text::{lift, lift_of},
};
use crate::ui::{
    rich::{self, Rich},
    theme::{Look, Type, radius, space},
};

/// Whose words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Yours, where lines end.
    You,
    /// Theirs, where they begin.
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

/// What a bubble says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words<'a> {
    /// Whose words.
    pub speaker: Speaker,
    /// The words.
    pub text: &'a str,
    /// What they answer.
    pub quote: Option<Quote>,
    /// Said after them, small: that they were changed.
    pub mark: Option<&'a str>,
    /// They were taken back; the text says so in the app's words.
    pub gone: bool,
}

/// Around what stands in a bubble above its words.
pub const FRAME: f32 = 4.0;

/// Space around the words of a bubble.
fn bubble_padding() -> Vec2 {
    vec2(14.0, 8.0)
}

const QUOTE_LINE: f32 = 20.0;
const QUOTE_BAR: f32 = 13.0;
/// Between the words and what is said after them.
const MARK_GAP: f32 = 8.0;
/// A message of no more than so many emoji, and nothing else, is set large.
const LARGE_EMOJI: usize = 6;
/// Letters beside an emoji that is set large.
const LARGE: f32 = 30.0;
const LARGE_LINE: f32 = 40.0;

/// A bubble that has been laid out.
#[derive(Clone, Debug)]
pub struct Bubble {
    /// Whose.
    pub speaker: Speaker,
    /// The last of a group has a tail.
    pub tail: bool,
    /// How much room what stands above its words takes.
    above: Vec2,
    words: Rich,
    lift: f32,
    line: f32,
    quote: Option<(Speaker, Rich)>,
    mark: Option<Mark>,
    gone: bool,
}

#[derive(Clone, Debug)]
struct Mark {
    words: Rich,
    /// On the last line of the words, or below it.
    beside: bool,
}

impl Bubble {
    /// Lays out `words` in a bubble at most `width` wide.
    pub fn new(painter: &Painter, words: &Words<'_>, width: f32, look: &Look) -> Self {
        let t = look.tokens;
        let room = width - 2.0 * bubble_padding().x;
        let (ink, ink_2) = match (words.gone, words.speaker) {
            (true, _) => (t.ink_2, t.ink_2),
            (false, Speaker::You) => (t.bubble_you_ink, t.bubble_you_ink_2),
            (false, Speaker::Them) => (t.bubble_them_ink, t.ink_2),
        };
        let mut job = Type::Message.job(words.text, ink, room);
        let mut line = Type::Message.line();
        let mut font = Type::Message.font();
        if rich::only_emoji(words.text, LARGE_EMOJI).is_some() {
            line = LARGE_LINE;
            font.size = LARGE;
            for section in &mut job.sections {
                section.format.font_id = font.clone();
                section.format.line_height = Some(line);
            }
        }
        let laid_out = rich::layout(painter, job);
        let quote = words.quote.as_ref().map(|quote| {
            let job = quote_job(quote, words.speaker, ink_2, look, room - QUOTE_BAR);
            (quote.of, rich::layout(painter, job))
        });
        let mark = words.mark.map(|mark| {
            let mark = rich::layout(painter, Type::Small.job(mark, ink_2, f32::INFINITY));
            let last = laid_out.rows.last().map_or(0.0, |row| row.rect().right());
            let beside = !laid_out.has_rtl() && last + MARK_GAP + mark.size().x <= room;
            Mark {
                words: mark,
                beside,
            }
        });
        Self {
            speaker: words.speaker,
            tail: false,
            above: Vec2::ZERO,
            words: laid_out,
            lift: lift_of(painter, &font, line),
            line,
            quote,
            mark,
            gone: words.gone,
        }
    }

    /// The same with something of this size above its words.
    pub fn below(mut self, size: Vec2) -> Self {
        self.above = size + vec2(2.0 * FRAME, FRAME);
        self
    }

    /// Where what stands above its words is in a bubble at `rect`.
    pub fn above_rect(&self, rect: Rect) -> Rect {
        let size = self.above - vec2(2.0 * FRAME, FRAME);
        Rect::from_min_size(rect.min + Vec2::splat(FRAME), size)
    }

    /// How much room it takes.
    pub fn size(&self) -> Vec2 {
        let words = self.words.size();
        let mut size = vec2(self.words_width(), words.y.max(self.line));
        if let Some(mark) = self.mark.as_ref().filter(|mark| !mark.beside) {
            size.x = size.x.max(mark.words.size().x);
            size.y += Type::Small.line();
        }
        if let Some((_, quote)) = &self.quote {
            size.x = size.x.max(quote.size().x + QUOTE_BAR);
            size.y += QUOTE_LINE + space::S;
        }
        let size = vec2(size.x.ceil(), size.y) + 2.0 * bubble_padding();
        vec2(size.x.max(self.above.x), size.y + self.above.y)
    }

    /// Where what it says goes in a bubble at `rect`.
    fn inside(&self, rect: Rect) -> Rect {
        let inside = rect.shrink2(bubble_padding());
        inside.with_min_y(inside.top() + self.above.y)
    }

    /// How wide its words are, with what is said beside the last of them.
    fn words_width(&self) -> f32 {
        let wide = self.words.size().x;
        match &self.mark {
            Some(mark) if mark.beside => {
                let last = self.words.rows.last();
                let last = last.map_or(0.0, |row| row.rect().right());
                wide.max(last + MARK_GAP + mark.words.size().x)
            }
            _ => wide,
        }
    }

    /// The words, and where they begin in a bubble at `rect`.
    pub fn words(&self, rect: Rect) -> (Pos2, &Rich) {
        let down = if self.quote.is_some() {
            QUOTE_LINE + space::S
        } else {
            0.0
        };
        let inside = self.inside(rect);
        let left = row::lead(inside, 0.0, self.words_width());
        (pos2(left, inside.top() + down + self.lift), &self.words)
    }

    /// Where the quote is in a bubble at `rect`, when there is one.
    pub fn quote_rect(&self, rect: Rect) -> Option<Rect> {
        let (_, quote) = self.quote.as_ref()?;
        let size = vec2(quote.size().x + QUOTE_BAR, QUOTE_LINE + 4.0);
        let inside = self.inside(rect);
        let left = row::lead(inside, 0.0, size.x);
        Some(Rect::from_min_size(pos2(left, inside.top()), size))
    }

    /// Draws the bubble, its quote and its mark; the words are drawn by who lets
    /// them be marked.
    pub fn paint(&self, ui: &Ui, rect: Rect, look: &Look) {
        let t = look.tokens;
        let corner = tail_corner(self.speaker, self.tail);
        let (fill, edge) = match self.speaker {
            Speaker::You => (t.bubble_you, Stroke::NONE),
            Speaker::Them => (
                t.bubble_them,
                if look.high_contrast {
                    Stroke::new(1.5, t.line_strong)
                } else if look.dark {
                    Stroke::NONE
                } else {
                    Stroke::new(1.0, t.line)
                },
            ),
        };
        let (fill, edge) = if self.gone {
            let wide = if look.high_contrast { 1.5 } else { 1.0 };
            (Color32::TRANSPARENT, Stroke::new(wide, t.line_strong))
        } else {
            (fill, edge)
        };
        let painter = ui.painter();
        painter.rect(rect, corner, fill, edge, StrokeKind::Inside);
        if let Some((of, quote)) = &self.quote {
            let inside = self.inside(rect);
            let bar = match (self.speaker, of) {
                (_, Speaker::Them) => t.them,
                (Speaker::Them, Speaker::You) => t.you_ink,
                (Speaker::You, Speaker::You) => t.bubble_you_ink_2,
            };
            let from = pos2(row::lead(inside, 0.0, 3.0), inside.top() + 1.0);
            let area = Rect::from_min_size(from, vec2(3.0, QUOTE_LINE + 2.0));
            painter.add(Shape::rect_filled(area, 0.0, bar));
            let left = row::lead(inside, QUOTE_BAR, quote.size().x);
            let down = 2.0 + lift(painter, Type::Body);
            let at = pos2(left, inside.top() + down);
            quote.paint(painter, at, Color32::PLACEHOLDER);
        }
        if let Some(mark) = &self.mark {
            let (at, words) = self.words(rect);
            let last = words.rows.last().map_or(Rect::ZERO, |row| row.rect());
            let at = at - vec2(0.0, self.lift) + last.min.to_vec2();
            let small = (self.line - Type::Small.line()) / 2.0 + 1.0;
            let at = if mark.beside {
                at + vec2(last.width() + MARK_GAP, small)
            } else {
                let left = row::lead(self.inside(rect), 0.0, mark.words.size().x);
                pos2(left, at.y + last.height())
            };
            let at = at + vec2(0.0, lift(painter, Type::Small));
            mark.words.paint(painter, at, Color32::PLACEHOLDER);
        }
    }
}

/// The corners of what somebody said, or handed over: the last of a group has a
/// tail on its speaker's side.
pub fn tail_corner(speaker: Speaker, tail: bool) -> CornerRadius {
    let mut corner = CornerRadius::same(radius::CARD);
    match (tail, row::stands_right(speaker == Speaker::You)) {
        (false, _) => {}
        (true, true) => corner.se = radius::TAIL,
        (true, false) => corner.sw = radius::TAIL,
    }
    corner
}

/// One line: whose words, and the words.
fn quote_job(quote: &Quote, by: Speaker, ink: Color32, look: &Look, room: f32) -> LayoutJob {
    let t = look.tokens;
    let name = match (by, quote.of) {
        (Speaker::You, _) => t.bubble_you_ink,
        (Speaker::Them, Speaker::You) => t.you_ink,
        (Speaker::Them, Speaker::Them) => t.them_ink,
    };
    let mut job = LayoutJob::default();
    let whose = rich::isolated(&quote.name);
    job.append(&whose, 0.0, Type::Strong.format(name));
    job.append(" · ", 0.0, Type::Body.format(ink));
    job.append(&rich::isolated(&quote.text), 0.0, Type::Body.format(ink));
    job.wrap.max_width = room;
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    job
}
