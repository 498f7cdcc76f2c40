//! A can with a face, arms and legs, as SVG.

use std::f32::consts::TAU;

/// Colours of labels and backgrounds, from the design tokens.
pub(crate) const PETROL: &str = "#17607A";
pub(crate) const MARIGOLD: &str = "#F3AC42";
pub(crate) const GREEN: &str = "#1C7447";
pub(crate) const RED: &str = "#BF3A29";
pub(crate) const SLATE: &str = "#45565D";
pub(crate) const TWINE: &str = "#AC7212";
pub(crate) const INK: &str = "#17252B";
pub(crate) const WHITE: &str = "#FFFFFF";

const TIN: &str = "#C0CBCF";
const MOUTH: &str = "#74848B";

/// Eyes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Eyes {
    Open,
    /// Wide open.
    Wide,
    /// Closed, as in laughing.
    Happy,
    /// Closed, as in sleep.
    Shut,
    /// Brows drawn together.
    Cross,
    /// Dark glasses, lowered so far: 1 is in place.
    Glasses(f32),
    /// Hearts, of this size.
    Hearts(f32),
    /// Looking aside, −1 to 1.
    Aside(f32),
}

/// A mouth.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Mouth {
    Smile,
    Grin,
    Flat,
    Frown,
    /// Round, of this size.
    Round(f32),
    Wavy,
}

/// One can. Its middle is at `x`, `y`; `size` 1 is 120 high; angles are in
/// degrees, those of arms from hanging down.
#[derive(Clone, Copy)]
pub(crate) struct Can {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) size: f32,
    pub(crate) tilt: f32,
    /// Wider and lower than 1, or narrower and higher.
    pub(crate) squash: f32,
    pub(crate) label: &'static str,
    pub(crate) eyes: Eyes,
    pub(crate) mouth: Mouth,
    pub(crate) arms: Option<(f32, f32)>,
    /// How far each foot is lifted.
    pub(crate) feet: Option<(f32, f32)>,
}

impl Can {
    /// A can that stands there and smiles.
    pub(crate) fn new(label: &'static str) -> Self {
        Self {
            x: 160.0,
            y: 108.0,
            size: 1.0,
            tilt: 0.0,
            squash: 1.0,
            label,
            eyes: Eyes::Open,
            mouth: Mouth::Smile,
            arms: None,
            feet: Some((0.0, 0.0)),
        }
    }

    /// The can and its shadow on the floor.
    pub(crate) fn draw(&self) -> String {
        let Self {
            x,
            y,
            size,
            tilt,
            squash,
            ..
        } = *self;
        let floor = 186.0;
        let lift = (floor - y - 78.0 * size).max(0.0);
        let shadow = (44.0 - lift * 0.3).max(14.0) * size;
        let limbs = self.feet() + &self.arms();
        let ink = if self.label == MARIGOLD { INK } else { WHITE };
        format!(
            "<ellipse cx='{x}' cy='{floor}' rx='{shadow}' ry='{}' fill='#000' opacity='.08'/>
            <g transform='translate({x} {y}) rotate({tilt}) scale({} {})'>{limbs}
            <path d='M-34-46V46A34 11.6 0 0 0 34 46V-46Z' fill='{TIN}'/>
            <path d='M-34-34A34 11.6 0 0 0 34-34V40.5A34 11.6 0 0 1-34 40.5Z' fill='{}'/>
            <ellipse cy='-46' rx='34' ry='11.6' fill='{TIN}'/>
            <ellipse cy='-46' rx='29.9' ry='8.5' fill='{MOUTH}'/>{}{}</g>",
            shadow * 0.16,
            size * squash,
            size / squash,
            self.label,
            self.eyes(ink),
            self.mouth(ink),
        )
    }

    fn arms(&self) -> String {
        let Some((left, right)) = self.arms else {
            return String::new();
        };
        let arm = |side: f32, angle: f32| {
            let (sin, cos) = angle.to_radians().sin_cos();
            let (x0, y0) = (side * 33.0, 4.0);
            let (ex, ey) = (x0 + side * (9.0 + 9.0 * sin), y0 + 14.0 * cos + 2.0);
            let (hx, hy) = (x0 + side * (6.0 + 26.0 * sin), y0 + 34.0 * cos);
            format!(
                "<path d='M{x0} {y0}Q{ex} {ey} {hx} {hy}' fill='none' stroke='{INK}' \
                stroke-width='5' stroke-linecap='round'/>"
            )
        };
        arm(-1.0, left) + &arm(1.0, right)
    }

    fn feet(&self) -> String {
        let Some((left, right)) = self.feet else {
            return String::new();
        };
        let foot = |side: f32, lift: f32| {
            let (x, y) = (side * 14.0, 76.0 - lift);
            format!(
                "<path d='M{x} 50V{y}h{}' fill='none' stroke='{INK}' stroke-width='5' \
                stroke-linecap='round' stroke-linejoin='round'/>",
                side * 9.0
            )
        };
        foot(-1.0, left) + &foot(1.0, right)
    }

    fn eyes(&self, ink: &str) -> String {
        let both = |shape: &dyn Fn(f32, f32) -> String| shape(-12.5, -1.0) + &shape(12.5, 1.0);
        let line = |d: String| {
            format!(
                "<path d='{d}' fill='none' stroke='{ink}' stroke-width='3.6' stroke-linecap='round'/>"
            )
        };
        match self.eyes {
            Eyes::Open => both(&|x, _| dot(x, -4.0, 4.0, ink)),
            Eyes::Wide => both(&|x, _| dot(x, -6.0, 6.0, ink)),
            Eyes::Happy => both(&|x, _| line(format!("M{} -2Q{x} -11 {} -2", x - 6.0, x + 6.0))),
            Eyes::Shut => both(&|x, _| line(format!("M{} -4Q{x} 3 {} -4", x - 6.0, x + 6.0))),
            Eyes::Cross => both(&|x, side| {
                dot(x, -2.0, 4.0, ink)
                    + &line(format!("M{} -15L{} -10", x + side * 7.0, x - side * 6.0))
            }),
            Eyes::Aside(to) => both(&|x, _| dot(x + 4.0 * to, -4.0, 4.0, ink)),
            Eyes::Hearts(size) => both(&|x, _| heart(x, -4.0, size, "#FF9E8C")),
            Eyes::Glasses(down) => {
                let y = -12.0 - (1.0 - down) * 70.0;
                let shade = |x: f32| {
                    format!(
                        "<path d='M{} {y}h22v6q0 11-11 11t-11-11Z' fill='{INK}'/>",
                        x - 11.0
                    )
                };
                let bridge = format!("<path d='M-30 {y}H30' stroke='{INK}' stroke-width='4'/>");
                let under = both(&|x, _| dot(x, -4.0, 4.0, ink));
                under + &bridge + &shade(-13.5) + &shade(13.5)
            }
        }
    }

    fn mouth(&self, ink: &str) -> String {
        let line = |d: &str| {
            format!(
                "<path d='{d}' fill='none' stroke='{ink}' stroke-width='3.6' stroke-linecap='round'/>"
            )
        };
        match self.mouth {
            Mouth::Smile => line("M-9 11Q0 21 9 11"),
            Mouth::Grin => format!("<path d='M-12 9H12Q10 25 0 25T-12 9Z' fill='{ink}'/>"),
            Mouth::Flat => line("M-8 14H8"),
            Mouth::Frown => line("M-9 19Q0 9 9 19"),
            Mouth::Round(size) => format!(
                "<ellipse cy='15' rx='{}' ry='{}' fill='{ink}'/>",
                6.0 * size,
                7.5 * size
            ),
            Mouth::Wavy => line("M-12 15q4-6 8 0t8 0t8 0"),
        }
    }
}

/// A filled circle.
pub(crate) fn dot(x: f32, y: f32, r: f32, fill: &str) -> String {
    format!("<circle cx='{x}' cy='{y}' r='{r}' fill='{fill}'/>")
}

/// A heart around `x`, `y`; `size` 1 is 16 wide.
pub(crate) fn heart(x: f32, y: f32, size: f32, fill: &str) -> String {
    format!(
        "<path transform='translate({x} {y}) scale({size})' fill='{fill}' \
        d='M0 8C-12 0-9-8-4.5-8-2-8-.6-6.6 0-5 .6-6.6 2-8 4.5-8 9-8 12 0 0 8Z'/>"
    )
}

/// A line with round ends.
pub(crate) fn stroke(d: &str, color: &str, width: f32) -> String {
    format!(
        "<path d='{d}' fill='none' stroke='{color}' stroke-width='{width}' \
        stroke-linecap='round' stroke-linejoin='round'/>"
    )
}

/// A wave: −1 to 1, `times` in a loop, begun `early` parts of a loop before.
pub(crate) fn wave(t: f32, times: f32, early: f32) -> f32 {
    ((t * times + early) * TAU).sin()
}

/// A hop: 0 on the floor, 1 at the top, `times` in a loop.
pub(crate) fn hop(t: f32, times: f32) -> f32 {
    (t * times * TAU / 2.0).sin().abs()
}

/// From 0 to 1 while `t` goes from `from` to `to`, gently at both ends.
pub(crate) fn ease(t: f32, from: f32, to: f32) -> f32 {
    let part = ((t - from) / (to - from)).clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}
