//! The string: its shape says how two people are connected, next to words that
//! say the same.

use egui::{
    Color32, Context, Id, Painter, Pos2, Shape, Stroke, Vec2, epaint::CubicBezierShape, pos2, vec2,
};

use super::{
    theme::{Look, motion},
    words::Language,
};

/// How the string hangs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hang {
    /// Nobody pulls: it hangs through by this much at its control points.
    Slack(f32),
    /// Straight to the other.
    Taut,
    /// By way of a relay.
    Dashed,
    /// It broke.
    Cut,
}

/// How deep a slack string of the header hangs.
pub const SLACK: f32 = 16.0;

/// A string from one knot to the other.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Your end.
    pub from: Pos2,
    /// Their end.
    pub to: Pos2,
    /// How far the control points hang below the ends.
    pub sag: f32,
    /// How far in from the ends they are, as a part of the whole.
    pub inset: f32,
}

impl Line {
    fn curve(&self) -> [Pos2; 4] {
        let inward = vec2(self.inset * (self.to.x - self.from.x), 0.0);
        let down = vec2(0.0, self.sag);
        [
            self.from,
            self.from + inward + down,
            self.to - inward + down,
            self.to,
        ]
    }

    /// The point at `t` of the way.
    pub fn at(&self, t: f32) -> Pos2 {
        CubicBezierShape::from_points_stroke(
            self.curve(),
            false,
            Color32::TRANSPARENT,
            Stroke::NONE,
        )
        .sample(t)
    }

    /// Draws it.
    pub fn paint(&self, painter: &Painter, stroke: Stroke) {
        if self.sag.abs() < 0.25 {
            painter.line_segment([self.from, self.to], stroke);
        } else {
            painter.add(curve(self.curve(), stroke));
        }
    }

    /// Draws it in dashes.
    pub fn paint_dashed(&self, painter: &Painter, stroke: Stroke) {
        painter.extend(Shape::dashed_line(&[self.from, self.to], stroke, 7.0, 6.0));
    }
}

/// A cubic curve.
pub fn curve(points: [Pos2; 4], stroke: Stroke) -> Shape {
    CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke).into()
}

/// Both ends of a string that was cut between two cans, short as in a header.
pub fn paint_cut(painter: &Painter, from: Pos2, to: Pos2, stroke: Stroke) {
    let way = (to.x - from.x).signum();
    for (knot, side) in [(from, way), (to, -way)] {
        let at = |x: f32, y: f32| knot + vec2(side * x, y);
        painter.add(curve(
            [knot, at(20.0, 0.0), at(34.0, 8.0), at(43.0, 19.0)],
            stroke,
        ));
    }
}

/// One end of a cut string, hanging from `knot` towards `side` (1 right, -1
/// left), with its frayed tip.
pub fn paint_frayed(painter: &Painter, knot: Pos2, side: f32, stroke: Stroke) {
    let at = |x: f32, y: f32| knot + vec2(side * x, y);
    painter.add(curve(
        [knot, at(40.0, 3.0), at(74.0, 14.0), at(84.0, 50.0)],
        stroke,
    ));
    let tip = at(84.0, 50.0);
    let thin = Stroke::new(stroke.width * 0.66, stroke.color);
    for (bend, end) in [
        (vec2(-3.0, 9.0), vec2(-10.0, 14.0)),
        (vec2(1.0, 9.0), vec2(-1.0, 19.0)),
        (vec2(3.0, 8.0), vec2(10.0, 13.0)),
    ] {
        let side = |v: Vec2| vec2(side * v.x, v.y);
        painter.add(curve(
            [
                tip,
                tip + side(bend) * 0.6,
                tip + side(bend),
                tip + side(end),
            ],
            thin,
        ));
    }
    paint_knot(painter, knot, stroke.color);
}

/// The knot of a large string.
pub fn paint_knot(painter: &Painter, knot: Pos2, color: Color32) {
    painter.circle_filled(knot, 4.5, color);
}

/// Three beads on a string, 32 wide: somebody is typing.
pub fn paint_typing(painter: &Painter, left: Pos2, look: &Look) {
    let t = look.tokens;
    let string = Stroke::new(look.string_width(2.0), t.twine);
    painter.line_segment([left, left + vec2(32.0, 0.0)], string);
    for (x, lift) in [(6.0, 0.0), (16.0, 2.5), (26.0, 0.0)] {
        painter.circle_filled(left + vec2(x, -lift), 3.1, t.them);
    }
}

/// The small sign of a meeting in 34 by 14, its left edge at `left`: slack when
/// one can be met, grey when not.
pub fn paint_glyph(painter: &Painter, left: Pos2, reachable: bool, look: &Look) {
    let t = look.tokens;
    let (you, string, them) = if reachable {
        (t.you_ink, t.twine, t.them)
    } else {
        (t.you_ink, t.ink_3, t.ink_3)
    };
    let [from, to] = ends(left);
    let down = vec2(0.2 * (to.x - from.x), 9.0);
    painter.add(curve(
        [from, from + down, to + vec2(-down.x, down.y), to],
        Stroke::new(2.0, string),
    ));
    painter.circle_filled(from, 3.6, you);
    if reachable {
        painter.circle_filled(to, 3.6, them);
    } else {
        painter.circle_stroke(to, 3.2, Stroke::new(1.5, them));
    }
}

/// Your end of a small sign, and theirs.
fn ends(left: Pos2) -> [Pos2; 2] {
    let mut ends = [4.0, 30.0].map(|x| left + vec2(x, 0.0));
    if Language::spoken().is_rtl() {
        ends.reverse();
    }
    ends
}

/// The small sign of somebody in the same size: taut when they are here, slack
/// and grey when not.
pub fn paint_presence(painter: &Painter, left: Pos2, here: bool, look: &Look) {
    if !here {
        return paint_glyph(painter, left, false, look);
    }
    let t = look.tokens;
    let [from, to] = ends(left);
    painter.line_segment([from, to], Stroke::new(2.0, t.twine));
    painter.circle_filled(from, 3.6, t.you_ink);
    painter.circle_filled(to, 3.6, t.them);
}

/// How deep the string called `id` hangs now, on its way to `sag`: when that
/// changes it swings once, damped, and rests.
pub fn swing(ctx: &Context, id: Id, sag: f32, look: &Look) -> f32 {
    #[derive(Clone, Copy)]
    struct Swing {
        from: f32,
        to: f32,
        since: f64,
    }
    let now = ctx.input(|input| input.time);
    let kept: Option<Swing> = ctx.data(|data| data.get_temp(id));
    let Some(mut state) = kept else {
        let rest = Swing {
            from: sag,
            to: sag,
            since: now,
        };
        ctx.data_mut(|data| data.insert_temp(id, rest));
        return sag;
    };
    let duration = look.motion(motion::STRING);
    let at = |state: &Swing| {
        if duration == 0.0 {
            return state.to;
        }
        let way = ((now - state.since) as f32 / duration).clamp(0.0, 1.0);
        state.to + (state.from - state.to) * damped(way)
    };
    if state.to != sag {
        state = Swing {
            from: at(&state),
            to: sag,
            since: now,
        };
        ctx.data_mut(|data| data.insert_temp(id, state));
    }
    if state.from != state.to && ((now - state.since) as f32) < duration {
        ctx.request_repaint();
    }
    at(&state)
}

/// From 1 to 0 with one swing past the rest.
fn damped(way: f32) -> f32 {
    let left = 1.0 - way;
    left * left * (way * 1.5 * std::f32::consts::PI).cos()
}

/// The home page's string, hanging from both cans down between the cards.
pub fn paint_between(painter: &Painter, from: Pos2, to: Pos2, depth: f32, stroke: Stroke) {
    let middle = pos2(f32::midpoint(from.x, to.x), from.y + depth);
    let width = to.x - from.x;
    let out = vec2(0.24 * width, 0.0);
    let low = vec2(0.25 * width, 0.0);
    painter.add(curve([from, from + out, middle - low, middle], stroke));
    painter.add(curve([middle, middle + low, to - out, to], stroke));
    paint_knot(painter, from, stroke.color);
    paint_knot(painter, to, stroke.color);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_swing_that_comes_to_rest() {
        assert_eq!(damped(0.0), 1.0);
        assert!(damped(1.0).abs() < 1e-6);
        assert!(damped(0.5) < 0.0, "it swings past its rest once");
        assert!((0..=10).all(|i| damped(i as f32 / 10.0).abs() <= 1.0));
    }

    #[test]
    fn a_slack_string_hangs_three_quarters_of_its_controls() {
        let line = Line {
            from: pos2(0.0, 0.0),
            to: pos2(240.0, 0.0),
            sag: SLACK,
            inset: 0.2,
        };
        assert!((line.at(0.5).y - 12.0).abs() < 0.01);
        assert!((line.at(0.5).x - 120.0).abs() < 0.01);
    }
}
