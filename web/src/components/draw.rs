//! What is drawn outside the virtual DOM: pictures, timeline, and the words that change with time.

use stormglass_core::units::{Bytes, Instant};
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::app::{App, Drawn, Msg};
use crate::edges::painter::{fitted, paint};
use crate::edges::{browser, chart, take};
use crate::model::act::Whom;
use crate::model::{Action, Drawer, State};
use crate::view::picture::Picture;
use crate::view::topology::Scene;
use crate::view::{drawer, export, narration, overlay, ring, storm, svg, topology};

impl App {
    /// Hands over a picture or data.
    pub(super) fn take(&mut self, ctx: &Context<Self>, what: &str) {
        let state = &self.state;
        let parts = [
            &self.parts.ring,
            &self.parts.topology,
            &self.parts.storm,
            &self.parts.timeline,
            &self.parts.cursor,
        ];
        let canvases: Vec<HtmlCanvasElement> =
            parts.iter().filter_map(|part| part.cast()).collect();
        match what {
            "csv" => take::file("stormglass.csv", "text/csv", &export::csv(&state.run)),
            "json" => take::file(
                "stormglass.json",
                "application/json",
                &export::json(&state.scenario, &state.run),
            ),
            "svg" => {
                let text = self.svg();
                take::file("stormglass.svg", "image/svg+xml", &text);
            }
            "png" => take::picture(&canvases, self.palette.paper()),
            "webm" => {
                self.recording = take::record(&canvases, self.palette.paper());
                if self.recording.is_some() && !self.state.playing {
                    ctx.link().send_message(Msg::Do(Action::Toggle));
                }
            }
            _ => {}
        }
    }

    /// Ring, topology and storm loop beside each other, the timeline below.
    fn svg(&self) -> String {
        let state = &self.state;
        let moment = state.run.at(state.cursor);
        let scene =
            Scene { run: &state.run, moment: &moment, peak: self.peak, slow: 1, target: Whom::All };
        let pictures = [
            ((0.0, 0.0), ring::ring(&moment, 450.0, 410.0, 1)),
            ((450.0, 0.0), topology::topology(&scene, 310.0, 240.0)),
            ((450.0, 240.0), storm::draw(&state.run, &state.answer, &moment, 310.0, 170.0)),
        ];
        let below = chart::svg(&state.run, state.window, 760, &self.palette);
        svg::svg(
            &pictures,
            (760.0, 410.0 + below.1),
            &below.0,
            410.0,
            &self.palette.paper(),
            &|ink| self.palette.css(ink),
        )
    }

    /// While a slider moves, the answer comes first: the timeline waits for a frame of its own, and
    /// takes a fourth of the time at most. Says whether it has to wait.
    pub(super) fn timeline_waits(&self) -> bool {
        self.state.sliding() && browser::now() - self.drew.0 < 3.0 * self.drew.1
    }

    pub(super) fn draw_timeline(&mut self) {
        let begun = browser::now();
        let (state, look) = (&self.state, self.look);
        let anew = |part: &NodeRef,
                    run: &std::rc::Rc<stormglass_core::run::Run>,
                    drawn: &mut Option<Drawn>,
                    frame: &mut Option<stormglass_chart::Frame>| {
            let Some(canvas) = part.cast::<HtmlCanvasElement>() else { return };
            let size = (canvas.client_width(), canvas.client_height());
            let now = (run.clone(), state.window, size, look);
            let same = drawn.as_ref().is_some_and(|drawn| {
                std::rc::Rc::ptr_eq(&drawn.0, &now.0)
                    && (drawn.1, drawn.2, drawn.3) == (now.1, now.2, now.3)
            });
            if !same {
                *frame = chart::draw(&canvas, run, state.window, &self.palette);
                *drawn = Some(now);
            }
        };
        anew(&self.parts.timeline, &state.run, &mut self.drawn, &mut self.frame);
        match &state.twin {
            Some(twin) => anew(
                &self.parts.twin_timeline,
                &twin.run,
                &mut self.twin_drawn,
                &mut self.twin_frame,
            ),
            None => (self.twin_drawn, self.twin_frame) = (None, None),
        }
        let took = browser::now() - begun;
        if took > 1.0 {
            self.drew = (browser::now(), took);
        }
    }

    /// Writes what stands below the transport; while time moves, only what has changed since.
    fn fill_drawer(&mut self, whole: bool) {
        let key = drawer::key(&self.state);
        let moves = matches!(key.0, Drawer::Info | Drawer::Table);
        // While a slider moves, the answer comes first; it is let go soon.
        if self.state.sliding() || (!whole && !moves && self.opened == Some(key)) {
            return;
        }
        self.opened = Some(key);
        if let Some(place) = self.parts.drawer.cast::<Element>() {
            let text = drawer::drawer(&self.state);
            // Writing the same again would take the focus from a button inside.
            if place.inner_html() != text {
                place.set_inner_html(&text);
            }
        }
    }

    pub(super) fn draw_moment(&mut self, whole: bool) {
        let state = &self.state;
        let moment = state.run.at(state.cursor);
        let slow = ring::slowed(&state.run, if state.playing { state.speed.0 } else { 1.0 });
        let on = |part: &NodeRef, draw: &dyn Fn(f64, f64) -> Picture| {
            if let Some(canvas) = part.cast::<HtmlCanvasElement>()
                && let Some((context, width, height)) = fitted(&canvas)
            {
                paint(&context, &draw(width, height), &self.palette);
            }
        };
        on(&self.parts.ring, &|w, h| ring::ring(&moment, w, h, slow));
        let scene =
            Scene { run: &state.run, moment: &moment, peak: self.peak, slow, target: state.target };
        on(&self.parts.topology, &|w, h| topology::topology(&scene, w, h));
        on(&self.parts.storm, &|w, h| storm::draw(&state.run, &state.answer, &moment, w, h));
        if let Some(frame) = &self.frame {
            on(&self.parts.cursor, &|w, h| {
                let hover = self.hover.filter(|at| *at <= state.end());
                let mut over = overlay::overlay(&state.run, frame, state.cursor, hover, w, h);
                if let Some(until) = state.guard.until {
                    overlay::veil(&mut over, frame, until, (w, h));
                }
                over
            });
        }
        if let Some(twin) = &state.twin {
            let moment = twin.run.at(state.cursor);
            let slow = ring::slowed(&twin.run, if state.playing { state.speed.0 } else { 1.0 });
            on(&self.parts.twin, &|w, h| ring::ring(&moment, w, h, slow));
            let target = Whom::All;
            let scene = Scene { run: &twin.run, moment: &moment, peak: self.peak, slow, target };
            on(&self.parts.twin_topology, &|w, h| topology::topology(&scene, w, h));
            if let Some(frame) = &self.twin_frame {
                on(&self.parts.twin_cursor, &|w, h| {
                    overlay::overlay(&twin.run, frame, state.cursor, self.hover, w, h)
                });
            }
        }
        if let Some(clock) = self.parts.clock.cast::<HtmlElement>() {
            clock.set_text_content(Some(&narration::clock(state.cursor)));
        }
        if let Some(scrub) = self.parts.scrub.cast::<HtmlInputElement>() {
            let end = state.run.end.as_nanos().max(1);
            let share = u128::from(state.cursor.as_nanos()) * 10_000 / u128::from(end);
            scrub.set_value(&share.to_string());
            let spoken = narration::clock(state.cursor);
            drop(scrub.set_attribute("aria-valuetext", &spoken));
        }
        // Words that change sixty times a second cannot be read.
        let now = browser::now();
        if whole || now - self.told > 250.0 {
            self.told = now;
            if let Some(place) = self.parts.narration.cast::<HtmlElement>() {
                let said = narration::narration(&state.run, &moment);
                place.set_text_content(Some(&said));
            }
            self.fill_drawer(whole);
        }
    }
}

/// The fullest an output buffer gets in the run.
///
/// It is the scale of the vessels where no hard limit is, and looking for it takes time.
pub(super) fn peak(state: &State) -> Bytes {
    if !state.run.scenario.settings.output_buffer.hard.is_zero() {
        return Bytes::ZERO;
    }
    let instants = state.run.events.iter().map(|event| event.at.as_nanos().saturating_sub(1));
    let every = (state.run.events.len() / 200).max(1);
    instants
        .step_by(every)
        .flat_map(|at| {
            let moment = state.run.at(Instant::from_nanos(at));
            moment.replicas.into_iter().map(|replica| replica.output_buffer)
        })
        .max()
        .unwrap_or_default()
}
