//! What the cans do: one loop each, drawn for a moment `t` from 0 to 1.

use crate::can::{
    Can, Eyes, GREEN, INK, MARIGOLD, Mouth, PETROL, RED, SLATE, TWINE, WHITE, dot, ease, heart,
    hop, stroke, wave,
};

/// One GIF: its name, its background, and its picture at a moment.
pub(crate) type Scene = (&'static str, &'static str, fn(f32) -> String);

const SAND: &str = "#FDEFD6";
const SKY: &str = "#D9E9EF";
const MINT: &str = "#DBF0E4";
const ROSE: &str = "#FBE3DE";
const FOG: &str = "#E6EBEC";

/// All of them.
pub(crate) const SCENES: [Scene; 24] = [
    ("hello", SAND, hello),
    ("bye", SKY, bye),
    ("yes", MINT, yes),
    ("no", ROSE, no),
    ("party", SAND, party),
    ("laughing", SKY, laughing),
    ("love", ROSE, love),
    ("hug", SAND, hug),
    ("high-five", MINT, high_five),
    ("clapping", SAND, clapping),
    ("wow", SKY, wow),
    ("mind-blown", ROSE, mind_blown),
    ("thinking", FOG, thinking),
    ("confused", SAND, confused),
    ("crying", SKY, crying),
    ("angry", ROSE, angry),
    ("meh", MINT, meh),
    ("cool", SAND, cool),
    ("sleepy", SLATE_TINT, sleepy),
    ("coffee", SAND, coffee),
    ("running", MINT, running),
    ("rain", FOG, rain),
    ("on-the-line", SKY, on_the_line),
    ("birthday", ROSE, birthday),
];

const SLATE_TINT: &str = "#C9D6DB";

fn hello(t: f32) -> String {
    Can {
        tilt: 5.0 * wave(t, 1.0, 0.0),
        arms: Some((20.0, 135.0 + 28.0 * wave(t, 3.0, 0.0))),
        mouth: Mouth::Grin,
        ..Can::new(PETROL)
    }
    .draw()
}

fn bye(t: f32) -> String {
    let away = ease(t, 0.35, 0.95);
    let step = if away > 0.0 && away < 1.0 { 10.0 } else { 0.0 };
    Can {
        x: 150.0 + 240.0 * away,
        tilt: 4.0 * wave(t, 4.0, 0.0),
        arms: Some((140.0 + 25.0 * wave(t, 5.0, 0.0), 15.0)),
        feet: Some((
            step * wave(t, 6.0, 0.0).max(0.0),
            step * wave(t, 6.0, 0.5).max(0.0),
        )),
        ..Can::new(MARIGOLD)
    }
    .draw()
}

fn yes(t: f32) -> String {
    let nod = hop(t, 3.0);
    Can {
        y: 108.0 + 9.0 * nod,
        squash: 1.0 + 0.12 * nod,
        eyes: Eyes::Happy,
        arms: Some((25.0, 25.0)),
        ..Can::new(GREEN)
    }
    .draw()
}

fn no(t: f32) -> String {
    Can {
        x: 160.0 + 7.0 * wave(t, 3.0, 0.0),
        tilt: 9.0 * wave(t, 3.0, 0.0),
        eyes: Eyes::Aside(wave(t, 3.0, 0.0)),
        mouth: Mouth::Flat,
        arms: Some((30.0, 30.0)),
        ..Can::new(RED)
    }
    .draw()
}

fn party(t: f32) -> String {
    let up = hop(t, 2.0);
    let can = Can {
        y: 108.0 - 20.0 * up,
        tilt: 12.0 * wave(t, 1.0, 0.0),
        squash: 1.05 - 0.1 * up,
        arms: Some((
            150.0 + 15.0 * wave(t, 2.0, 0.0),
            150.0 - 15.0 * wave(t, 2.0, 0.0),
        )),
        feet: Some((12.0 * up, 8.0 * up)),
        mouth: Mouth::Grin,
        ..Can::new(PETROL)
    };
    confetti(t) + &can.draw()
}

fn confetti(t: f32) -> String {
    let colors = [PETROL, RED, GREEN, TWINE, MARIGOLD];
    (0..26)
        .map(|n| {
            let n = n as f32;
            let fall = (t + n * 0.377).fract();
            let x = (n * 73.0) % 310.0 + 5.0 + 6.0 * wave(t, 1.0, n * 0.21);
            let y = -12.0 + 250.0 * fall;
            let turn = 360.0 * (t * 2.0 + n * 0.13);
            let color = colors[n as usize % colors.len()];
            format!(
                "<rect x='-6' y='-2' width='12' height='4' rx='2' fill='{color}' \
                transform='translate({x} {y}) rotate({turn})'/>"
            )
        })
        .collect()
}

fn laughing(t: f32) -> String {
    let shake = wave(t, 5.0, 0.0);
    let tear = |side: f32| {
        let drop = (t * 2.0 + if side > 0.0 { 0.5 } else { 0.0 }).fract();
        let (x, y) = (
            160.0 + side * (42.0 + 26.0 * drop),
            96.0 + 70.0 * drop * drop - 16.0 * drop,
        );
        dot(x, y, 5.0, "#63B7D2")
    };
    Can {
        y: 108.0 + 3.0 * shake,
        tilt: 8.0 * wave(t, 1.0, 0.0),
        squash: 1.0 + 0.04 * shake,
        eyes: Eyes::Happy,
        mouth: Mouth::Grin,
        arms: Some((55.0, 55.0)),
        ..Can::new(MARIGOLD)
    }
    .draw()
        + &tear(-1.0)
        + &tear(1.0)
}

fn love(t: f32) -> String {
    let beat = 1.0 + 0.18 * wave(t, 2.0, 0.0);
    let hearts: String = (0..7)
        .map(|n| {
            let n = n as f32;
            let rise = (t + n / 7.0).fract();
            let x = 40.0 + n * 40.0 + 9.0 * wave(t, 1.0, n * 0.3);
            let size = 1.3 + 0.5 * (n * 1.7).sin();
            let fade = 1.0 - ease(rise, 0.6, 1.0);
            format!(
                "<g opacity='{fade}'>{}</g>",
                heart(x, 220.0 - 210.0 * rise, size, RED)
            )
        })
        .collect();
    hearts
        + &Can {
            tilt: 6.0 * wave(t, 1.0, 0.0),
            eyes: Eyes::Hearts(0.95 * beat),
            arms: Some((40.0, 40.0)),
            ..Can::new(PETROL)
        }
        .draw()
}

fn hug(t: f32) -> String {
    let near = 0.5 - 0.5 * (t * std::f32::consts::TAU).cos();
    let squeeze = ease(near, 0.6, 1.0);
    let one = |side: f32, label| Can {
        x: 160.0 + side * (82.0 - 46.0 * near),
        tilt: -side * 9.0 * squeeze,
        squash: 1.0 - 0.05 * squeeze,
        eyes: if near > 0.55 { Eyes::Happy } else { Eyes::Open },
        arms: Some(if side < 0.0 {
            (20.0, 60.0 + 30.0 * near)
        } else {
            (60.0 + 30.0 * near, 20.0)
        }),
        ..Can::new(label)
    };
    let size = 2.0 * squeeze;
    one(-1.0, PETROL).draw()
        + &one(1.0, MARIGOLD).draw()
        + &heart(160.0, 26.0 - 4.0 * squeeze, size.max(0.01), RED)
}

fn high_five(t: f32) -> String {
    let near = ease(t, 0.1, 0.4) * (1.0 - ease(t, 0.6, 0.95));
    let one = |side: f32, label| Can {
        x: 160.0 + side * (96.0 - 18.0 * near),
        y: 108.0 - 14.0 * near,
        tilt: -side * 7.0 * near,
        arms: Some(if side < 0.0 {
            (20.0, 40.0 + 80.0 * near)
        } else {
            (40.0 + 80.0 * near, 20.0)
        }),
        mouth: Mouth::Grin,
        ..Can::new(label)
    };
    let flash = ease(t, 0.36, 0.42) * (1.0 - ease(t, 0.5, 0.66));
    let rays: String = (0..8)
        .map(|n| {
            let (sin, cos) = (n as f32 * std::f32::consts::TAU / 8.0).sin_cos();
            let (a, b) = (8.0 + 10.0 * flash, 12.0 + 22.0 * flash);
            let d = format!(
                "M{} {}L{} {}",
                160.0 + a * cos,
                78.0 + a * sin,
                160.0 + b * cos,
                78.0 + b * sin
            );
            format!("<g opacity='{flash}'>{}</g>", stroke(&d, TWINE, 4.0))
        })
        .collect();
    one(-1.0, GREEN).draw() + &one(1.0, MARIGOLD).draw() + &rays
}

fn clapping(t: f32) -> String {
    let near = 0.5 + 0.5 * wave(t, 4.0, 0.0);
    let hand = |side: f32| {
        let x = 160.0 + side * (8.0 + 24.0 * near);
        stroke(
            &format!(
                "M{} 112Q{} 138 {x} 128",
                160.0 + side * 33.0,
                160.0 + side * 52.0
            ),
            INK,
            5.0,
        ) + &dot(x, 128.0, 8.0, INK)
    };
    let can = Can {
        y: 108.0 - 3.0 * near,
        eyes: Eyes::Happy,
        mouth: Mouth::Smile,
        ..Can::new(GREEN)
    };
    let noise = |side: f32| {
        let shown = 1.0 - ease(near, 0.0, 0.5);
        let x = 160.0 + side * 72.0;
        let d = format!("M{x} 100l{} -8M{x} 116h{}", side * 12.0, side * 13.0);
        format!("<g opacity='{shown}'>{}</g>", stroke(&d, TWINE, 4.0))
    };
    can.draw() + &hand(-1.0) + &hand(1.0) + &noise(-1.0) + &noise(1.0)
}

fn wow(t: f32) -> String {
    let up = ease(t, 0.15, 0.35) * (1.0 - ease(t, 0.6, 0.8));
    let lines: String = [-60.0_f32, -30.0, 0.0, 30.0, 60.0]
        .iter()
        .map(|angle| {
            let (sin, cos) = angle.to_radians().sin_cos();
            let (a, b) = (86.0, 100.0);
            let d = format!(
                "M{} {}L{} {}",
                160.0 + a * sin,
                112.0 - a * cos,
                160.0 + b * sin,
                112.0 - b * cos
            );
            format!("<g opacity='{up}'>{}</g>", stroke(&d, TWINE, 4.0))
        })
        .collect();
    lines
        + &Can {
            y: 112.0 - 16.0 * up,
            size: 0.92,
            squash: 1.0 - 0.1 * up,
            eyes: if up > 0.2 { Eyes::Wide } else { Eyes::Open },
            mouth: Mouth::Round(0.5 + 0.7 * up),
            arms: Some((30.0 + 90.0 * up, 30.0 + 90.0 * up)),
            ..Can::new(MARIGOLD)
        }
        .draw()
}

fn mind_blown(t: f32) -> String {
    let out = ease(t, 0.3, 0.5) * (1.0 - ease(t, 0.88, 1.0));
    let bits: String = (0..12)
        .map(|n| {
            let n = n as f32;
            let angle = (-70.0 + n * 12.7_f32).to_radians();
            let far = 86.0 * out * (0.7 + 0.3 * (n * 2.3).sin());
            let colors = [MARIGOLD, RED, TWINE, PETROL];
            let (x, y) = (160.0 + far * angle.sin(), 66.0 - far * angle.cos());
            let r = 3.0 + 5.0 * out * (0.6 + 0.4 * (n * 1.9).cos());
            format!(
                "<g opacity='{out}'>{}</g>",
                dot(x, y, r, colors[n as usize % 4])
            )
        })
        .collect();
    let shake = if t < 0.3 {
        2.5 * wave(t, 20.0, 0.0)
    } else {
        0.0
    };
    bits + &Can {
        x: 160.0 + shake,
        y: 120.0 + 5.0 * out,
        size: 0.95,
        squash: 1.0 + 0.06 * out,
        eyes: Eyes::Wide,
        mouth: Mouth::Round(0.5 + 0.6 * out),
        arms: Some((40.0 + 60.0 * out, 40.0 + 60.0 * out)),
        feet: None,
        ..Can::new(PETROL)
    }
    .draw()
}

fn thinking(t: f32) -> String {
    let dots: String = (0..3)
        .map(|n| {
            let n = n as f32;
            let shown = ease(t, 0.1 + n * 0.2, 0.2 + n * 0.2) * (1.0 - ease(t, 0.9, 1.0));
            format!(
                "<g opacity='{shown}'>{}</g>",
                dot(214.0 + n * 20.0, 62.0 - n * 13.0, 5.0 + n * 2.5, SLATE)
            )
        })
        .collect();
    dots + &Can {
        x: 146.0,
        tilt: 5.0 + 3.0 * wave(t, 1.0, 0.0),
        eyes: Eyes::Aside(0.9),
        mouth: Mouth::Flat,
        arms: Some((20.0, 150.0)),
        ..Can::new(SLATE)
    }
    .draw()
}

fn confused(t: f32) -> String {
    let mark = |x: f32, y: f32, size: f32, turn: f32| {
        format!(
            "<g transform='translate({x} {y}) rotate({turn}) scale({size})'>{}{}</g>",
            stroke("M-8-10Q-7-20 1-20 10-20 10-11 10-4 1-1V6", TWINE, 5.0),
            dot(1.0, 15.0, 3.2, TWINE)
        )
    };
    mark(
        92.0,
        62.0 + 4.0 * wave(t, 1.0, 0.0),
        0.9,
        -14.0 + 6.0 * wave(t, 1.0, 0.2),
    ) + &mark(
        226.0,
        54.0 + 5.0 * wave(t, 1.0, 0.4),
        1.2,
        12.0 + 6.0 * wave(t, 1.0, 0.6),
    ) + &Can {
        tilt: 10.0 * wave(t, 1.0, 0.0),
        eyes: Eyes::Aside(wave(t, 1.0, 0.0)),
        mouth: Mouth::Wavy,
        arms: Some((70.0, 70.0)),
        ..Can::new(MARIGOLD)
    }
    .draw()
}

fn crying(t: f32) -> String {
    let stream = |side: f32| {
        (0..4)
            .map(|n| {
                let drop = (t * 2.0 + n as f32 / 4.0).fract();
                let x = 160.0 + side * (13.0 + 20.0 * drop);
                dot(x, 110.0 + 70.0 * drop * drop, 3.5 + 2.5 * drop, "#63B7D2")
            })
            .collect::<String>()
    };
    let pool = 50.0 + 8.0 * wave(t, 1.0, 0.0);
    format!("<ellipse cx='160' cy='188' rx='{pool}' ry='9' fill='#A9D3E2'/>")
        + &Can {
            y: 108.0 + 2.0 * wave(t, 4.0, 0.0),
            eyes: Eyes::Shut,
            mouth: Mouth::Frown,
            arms: Some((25.0, 25.0)),
            ..Can::new(PETROL)
        }
        .draw()
        + &stream(-1.0)
        + &stream(1.0)
}

fn angry(t: f32) -> String {
    let steam = |side: f32| {
        (0..3)
            .map(|n| {
                let out = (t * 2.0 + n as f32 / 3.0).fract();
                let (x, y) = (160.0 + side * (44.0 + 46.0 * out), 66.0 - 26.0 * out);
                let fade = 0.9 * (1.0 - out);
                format!(
                    "<g opacity='{fade}'>{}</g>",
                    dot(x, y, 6.0 + 8.0 * out, WHITE)
                )
            })
            .collect::<String>()
    };
    steam(-1.0)
        + &steam(1.0)
        + &Can {
            x: 160.0 + 2.5 * wave(t, 10.0, 0.0),
            squash: 1.03 + 0.03 * wave(t, 2.0, 0.0),
            eyes: Eyes::Cross,
            mouth: Mouth::Frown,
            arms: Some((35.0, 35.0)),
            ..Can::new(RED)
        }
        .draw()
}

fn meh(t: f32) -> String {
    let shrug = ease(t, 0.2, 0.4) * (1.0 - ease(t, 0.65, 0.85));
    Can {
        y: 108.0 - 4.0 * shrug,
        tilt: 6.0 * shrug,
        eyes: Eyes::Aside(-0.8 * shrug),
        mouth: Mouth::Flat,
        arms: Some((20.0 + 70.0 * shrug, 20.0 + 70.0 * shrug)),
        ..Can::new(GREEN)
    }
    .draw()
}

fn cool(t: f32) -> String {
    let down = ease(t, 0.1, 0.45) * (1.0 - ease(t, 0.94, 1.0));
    let nod = if t > 0.45 && t < 0.94 {
        hop((t - 0.45) / 0.49, 2.0)
    } else {
        0.0
    };
    Can {
        y: 112.0 + 5.0 * nod,
        eyes: Eyes::Glasses(down),
        mouth: if down > 0.9 {
            Mouth::Smile
        } else {
            Mouth::Flat
        },
        arms: Some((30.0, 30.0)),
        tilt: -4.0 * down,
        ..Can::new(SLATE)
    }
    .draw()
}

fn sleepy(t: f32) -> String {
    let zs: String = (0..3)
        .map(|n| {
            let rise = (t + n as f32 / 3.0).fract();
            let (x, y, size) = (204.0 + 46.0 * rise, 84.0 - 64.0 * rise, 0.6 + 0.8 * rise);
            let fade = ease(rise, 0.0, 0.2) * (1.0 - ease(rise, 0.75, 1.0));
            format!(
                "<g opacity='{fade}' transform='translate({x} {y}) scale({size})'>{}</g>",
                stroke("M-8-8H8L-8 8H8", PETROL, 5.0)
            )
        })
        .collect();
    let breath = wave(t, 1.0, 0.0);
    zs + &Can {
        x: 150.0,
        y: 116.0 + 2.0 * breath,
        tilt: 14.0,
        squash: 1.0 + 0.04 * breath,
        eyes: Eyes::Shut,
        mouth: Mouth::Round(0.45 + 0.15 * breath),
        feet: None,
        ..Can::new(PETROL)
    }
    .draw()
}

fn coffee(t: f32) -> String {
    let sip = ease(t, 0.25, 0.45) * (1.0 - ease(t, 0.7, 0.9));
    let (x, y, turn) = (226.0 - 34.0 * sip, 132.0 - 12.0 * sip, -34.0 * sip);
    let steam: String = [-7.0, 6.0]
        .iter()
        .map(|dx| {
            let sway = 4.0 * wave(t, 2.0, dx * 0.05);
            let d = format!("M{dx} -20q{sway} -8 0 -14t0 -14");
            format!(
                "<g opacity='{}'>{}</g>",
                0.8 - 0.8 * sip,
                stroke(&d, "#93A2A9", 3.5)
            )
        })
        .collect();
    let cup = format!(
        "<g transform='translate({x} {y}) rotate({turn})'>{steam}
        <path d='M14-6q13 0 11 10t-13 6' fill='none' stroke='{WHITE}' stroke-width='5'/>
        <path d='M-17-14H17V8q0 12-12 12h-10q-12 0-12-12Z' fill='{WHITE}'/>
        <path d='M-17-4H17V2H-17Z' fill='{RED}'/></g>"
    );
    Can {
        x: 146.0,
        tilt: -6.0 * sip,
        eyes: if sip > 0.5 { Eyes::Happy } else { Eyes::Open },
        arms: Some((20.0, 74.0 + 16.0 * sip)),
        ..Can::new(MARIGOLD)
    }
    .draw()
        + &cup
}

fn running(t: f32) -> String {
    let dust: String = (0..4)
        .map(|n| {
            let back = (t * 3.0 + n as f32 / 4.0).fract();
            let fade = 0.8 * (1.0 - back);
            format!(
                "<g opacity='{fade}'>{}</g>",
                dot(
                    116.0 - 84.0 * back,
                    184.0 - 10.0 * back,
                    4.0 + 7.0 * back,
                    WHITE
                )
            )
        })
        .collect();
    let lines: String = [60.0, 92.0, 124.0]
        .iter()
        .enumerate()
        .map(|(n, y)| {
            let back = (t * 2.0 + n as f32 * 0.31).fract();
            let x = 330.0 - 420.0 * back;
            stroke(&format!("M{x} {y}h34"), "#A6CDB6", 4.0)
        })
        .collect();
    lines
        + &dust
        + &Can {
            x: 166.0,
            y: 104.0 - 7.0 * hop(t, 6.0),
            tilt: 13.0,
            arms: Some((60.0 * wave(t, 3.0, 0.0), -60.0 * wave(t, 3.0, 0.0))),
            feet: Some((
                20.0 * wave(t, 3.0, 0.0).max(0.0),
                20.0 * wave(t, 3.0, 0.5).max(0.0),
            )),
            mouth: Mouth::Grin,
            ..Can::new(RED)
        }
        .draw()
}

fn rain(t: f32) -> String {
    let drops: String = (0..10)
        .map(|n| {
            let n = n as f32;
            let fall = (t * 2.0 + n * 0.37).fract();
            let x = 102.0 + n * 13.0;
            stroke(
                &format!("M{x} {}l-3 10", 56.0 + 128.0 * fall),
                "#63B7D2",
                3.5,
            )
        })
        .collect();
    let sway = 4.0 * wave(t, 1.0, 0.0);
    let cloud = format!(
        "<g transform='translate({} 40)' fill='#93A2A9'><circle cx='-34' r='20'/>
        <circle cx='-6' cy='-12' r='26'/><circle cx='26' cy='-4' r='22'/>
        <rect x='-54' y='-2' width='104' height='24' rx='12'/></g>",
        160.0 + sway
    );
    Can {
        y: 122.0,
        size: 0.82,
        eyes: Eyes::Aside(0.2 * wave(t, 1.0, 0.0)),
        mouth: Mouth::Frown,
        arms: Some((12.0, 12.0)),
        ..Can::new(PETROL)
    }
    .draw()
        + &drops
        + &cloud
}

fn on_the_line(t: f32) -> String {
    let talks_left = t < 0.5;
    let part = (t * 2.0).fract();
    let bulge = 22.0 * (part * std::f32::consts::PI).sin();
    let at = if talks_left { part } else { 1.0 - part };
    let (x0, x1, y) = (106.0, 214.0, 100.0);
    let points: String = (0..=36)
        .map(|n| {
            let u = n as f32 / 36.0;
            let near = (-((u - at) * 5.0).powi(2)).exp();
            let dy = bulge * near * (u * 40.0 - t * 60.0).sin();
            let command = if n == 0 { 'M' } else { 'L' };
            format!("{command}{} {}", x0 + (x1 - x0) * u, y + dy * 0.7)
        })
        .collect();
    let one = |side: f32, label, talks: bool| Can {
        x: 160.0 + side * 86.0,
        y: 112.0,
        size: 0.9,
        mouth: if talks {
            Mouth::Round(0.6 + 0.4 * wave(part, 3.0, 0.0))
        } else {
            Mouth::Smile
        },
        eyes: if talks { Eyes::Open } else { Eyes::Happy },
        tilt: if talks {
            side * 3.0 * wave(part, 3.0, 0.0)
        } else {
            0.0
        },
        ..Can::new(label)
    };
    stroke(&points, TWINE, 3.5)
        + &one(-1.0, PETROL, talks_left).draw()
        + &one(1.0, MARIGOLD, !talks_left).draw()
}

fn birthday(t: f32) -> String {
    let flicker = |n: f32| 1.0 + 0.16 * wave(t, 4.0, n * 0.3);
    let candles: String = (0..3)
        .map(|n| {
            let n = n as f32;
            let x = 186.0 + n * 22.0;
            format!(
                "<rect x='{}' y='118' width='6' height='20' fill='{}'/>
                <ellipse cx='{x}' cy='{}' rx='4.5' ry='{}' fill='{MARIGOLD}'/>",
                x - 3.0,
                [PETROL, GREEN, RED][n as usize],
                111.0 - 2.0 * flicker(n),
                8.0 * flicker(n)
            )
        })
        .collect();
    let cake = format!(
        "<ellipse cx='208' cy='186' rx='56' ry='8' fill='{WHITE}'/>
        <path d='M164 150v34q44 9 88 0v-34Z' fill='#C88F5B'/>
        <path d='M164 140q44-8 88 0v18q-7 10-14 0t-15 0-15 0-15 0-15 0-14 0Z' fill='{WHITE}'/>"
    );
    Can {
        x: 104.0,
        y: 108.0 - 6.0 * hop(t, 2.0),
        tilt: 5.0 * wave(t, 1.0, 0.0),
        eyes: Eyes::Happy,
        mouth: Mouth::Grin,
        arms: Some((60.0, 60.0 + 25.0 * wave(t, 2.0, 0.0))),
        ..Can::new(PETROL)
    }
    .draw()
        + &cake
        + &candles
}
