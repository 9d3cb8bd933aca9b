//! Pictures as SVG text, the same marks a painter puts on a canvas.

use super::picture::{At, Ink, Mark, Picture, Side};

/// One picture of several, with the text of another one below.
#[must_use]
pub fn svg(
    pictures: &[(At, Picture)],
    (width, height): At,
    below: &str,
    from: f64,
    paper: &str,
    colour: &dyn Fn(Ink) -> String,
) -> String {
    let mut out = Svg(String::from("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    out.number("width", width);
    out.number("height", height);
    out.push(&[
        " font-family=\"system-ui, sans-serif\"><rect width=\"100%\" height=\"100%\" fill=\"",
        paper,
        "\"/>",
    ]);
    for (at, picture) in pictures {
        out.group(*at);
        for mark in &picture.marks {
            out.mark(mark, colour);
        }
        out.push(&["</g>"]);
    }
    out.group((0.0, from));
    out.push(&[below, "</g></svg>\n"]);
    out.0
}

struct Svg(String);

impl Svg {
    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.0.push_str(part);
        }
    }

    /// ` name="12.5"`, to a hundredth of a pixel.
    fn number(&mut self, name: &str, value: f64) {
        let value = ((value * 100.0).round() / 100.0).to_string();
        self.push(&[" ", name, "=\"", &value, "\""]);
    }

    fn group(&mut self, at: At) {
        self.push(&[
            "<g transform=\"translate(",
            &at.0.to_string(),
            " ",
            &at.1.to_string(),
            ")\">",
        ]);
    }

    fn stroke(&mut self, width: f64, colour: &str, alpha: f64) {
        self.push(&[" fill=\"none\" stroke=\"", colour, "\""]);
        self.number("stroke-width", width);
        self.number("stroke-opacity", alpha);
    }

    fn place(&mut self, x: &str, y: &str, at: At) {
        self.number(x, at.0);
        self.number(y, at.1);
    }

    fn mark(&mut self, mark: &Mark, colour: &dyn Fn(Ink) -> String) {
        match mark {
            Mark::Arc { centre, radius, from, to, width, ink, alpha, round } => {
                // As a circle with one dash: a full turn needs no special case.
                let length = radius * core::f64::consts::TAU;
                let part = (radius * (to - from)).clamp(0.0, length);
                self.push(&["<circle"]);
                self.place("cx", "cy", *centre);
                self.number("r", *radius);
                self.stroke(*width, &colour(*ink), *alpha);
                let dash = [part.to_string(), length.to_string()].join(" ");
                self.push(&[" stroke-dasharray=\"", &dash, "\" transform=\"rotate("]);
                let turn = [from.to_degrees(), centre.0, centre.1].map(|n| n.to_string()).join(" ");
                self.push(&[
                    &turn,
                    if *round { ")\" stroke-linecap=\"round\"/>" } else { ")\"/>" },
                ]);
            }
            Mark::Line { from, to, width, ink, alpha, dash } => {
                self.push(&["<line"]);
                self.place("x1", "y1", *from);
                self.place("x2", "y2", *to);
                self.stroke(*width, &colour(*ink), *alpha);
                if let Some((on, off)) = dash {
                    let dash = [on.to_string(), off.to_string()].join(" ");
                    self.push(&[" stroke-dasharray=\"", &dash, "\""]);
                }
                self.push(&["/>"]);
            }
            Mark::Shape { corners, centre, size, ink, filled } => {
                let (ink, ground) = (colour(*ink), colour(Ink::Card));
                let (fill, border) = if *filled { (&ink, &ground) } else { (&ground, &ink) };
                if corners.is_empty() {
                    self.push(&["<circle"]);
                    self.place("cx", "cy", *centre);
                    self.number("r", *size);
                } else {
                    let corner = |at: &At| [at.0.to_string(), at.1.to_string()].join(",");
                    let corners: Vec<String> = corners.iter().map(corner).collect();
                    self.push(&["<polygon points=\"", &corners.join(" "), "\""]);
                }
                self.push(&[" fill=\"", fill, "\" stroke=\"", border, "\" stroke-width=\"1.8\"/>"]);
            }
            Mark::Box { at, size, round, fill, border, alpha } => {
                self.push(&["<rect"]);
                self.place("x", "y", *at);
                self.place("width", "height", *size);
                self.number("rx", *round);
                let none = || "none".to_owned();
                self.push(&[
                    " fill=\"",
                    &fill.map_or_else(none, colour),
                    "\" stroke=\"",
                    &border.map_or_else(none, colour),
                    "\"",
                ]);
                self.number("fill-opacity", *alpha);
                self.push(&["/>"]);
            }
            Mark::Text { at, text, size, bold, ink, side } => {
                self.push(&["<text"]);
                self.place("x", "y", (at.0, at.1 + size * 0.35));
                self.number("font-size", *size);
                let anchor = match side {
                    Side::Start => "start",
                    Side::Middle => "middle",
                    Side::End => "end",
                };
                let weight = if *bold { "600" } else { "400" };
                self.push(&[
                    " text-anchor=\"",
                    anchor,
                    "\" font-weight=\"",
                    weight,
                    "\" fill=\"",
                    &colour(*ink),
                    "\">",
                ]);
                self.push(&[&escaped(text), "</text>"]);
            }
        }
    }
}

/// Words that may stand in markup.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::State;
    use crate::model::act::Whom;
    use crate::view::topology::Scene;
    use crate::view::{ring, storm, topology};
    use stormglass_core::units::{Bytes, Instant};

    #[test]
    fn the_ring_as_text_has_all_its_words() {
        let state = State::opening();
        let picture = ring::ring(
            &state.run,
            &state.run.at(Instant::from_secs(25)),
            &ring::View::STILL,
            450.0,
            410.0,
        );
        let words: Vec<String> = picture.words().into_iter().map(escaped).collect();
        let text =
            svg(&[((0.0, 0.0), picture)], (450.0, 410.0), "", 410.0, "#fff", &|_| "red".into());
        assert!(text.starts_with("<svg xmlns") && text.ends_with("</svg>\n"));
        for word in words {
            assert!(text.contains(&[">", &word, "<"].concat()), "{word}");
        }
    }

    #[test]
    fn the_stage_as_it_was_taken_over() {
        let state = State::opening();
        let moment = state.run.at(Instant::from_secs(140));
        let scene = Scene {
            run: &state.run,
            moment: &moment,
            peak: Bytes::mib(200),
            slow: 1,
            target: Whom::All,
        };
        let pictures = [
            ((0.0, 0.0), ring::ring(&state.run, &moment, &ring::View::STILL, 450.0, 410.0)),
            ((450.0, 0.0), topology::topology(&scene, 310.0, 240.0)),
            ((450.0, 240.0), storm::draw(&state.run, &state.answer, &moment, 310.0, 170.0)),
        ];
        let light = |ink| match ink {
            Ink::Ink => "#16202a".to_owned(),
            Ink::Paper => "#f7f8f6".to_owned(),
            Ink::Card => "#fff".to_owned(),
            Ink::Track | Ink::Line | Ink::Held => "#d0d8dc".to_owned(),
            Ink::Muted => "#54616c".to_owned(),
            Ink::Accent => "#0b6e8f".to_owned(),
            Ink::Hard => "#b3261e".to_owned(),
            Ink::Soft => "#8a5d00".to_owned(),
            Ink::Replica(index) => ["#0072b2", "#008a64", "#cc5500"][index % 3].to_owned(),
        };
        let text = svg(&pictures, (760.0, 410.0), "", 410.0, "#f7f8f6", &light);
        expect_test::expect_file!["../../golden/stage.svg"].assert_eq(&text.replace("><", ">\n<"));
    }
}
