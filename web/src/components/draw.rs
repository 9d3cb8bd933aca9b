//! What is drawn outside the virtual DOM: pictures, timeline, and the words that change with time.

use stormglass_core::run::Run;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::app::{App, Drawn, Msg};
use crate::aside::job;
use crate::edges::painter::{fitted, paint, size};
use crate::edges::{browser, chart, parts, take};
use crate::model::act::Whom;
use crate::model::{Action, Drawer};
use crate::view::picture::Picture;
use crate::view::ring::View;
use crate::view::topology::Scene;
use crate::view::{drawer, log_marks, narration, overlay, ring, storm, topology};

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
            "png" => take::picture(&canvases, self.palette.paper()),
            "webm" => {
                self.recording = take::record(&canvases, self.palette.paper());
                if self.recording.is_some() && !self.state.playing {
                    ctx.link().send_message(Msg::Do(Action::Toggle));
                }
            }
            "file" => parts::script("single.js"),
            "embed" => parts::script("generator.js"),
            text => {
                let (cursor, window) = (state.cursor, state.window);
                let at = [cursor, window.from, window.to].map(|at| at.as_nanos().to_string());
                let words = [text.to_owned(), state.scenario.to_text()].into_iter().chain(at);
                let outage = state.question.outage.as_nanos().to_string();
                let words = words.chain([outage, self.look.word().to_owned()]);
                self.taker.ask(job::TAKE, words.map(|word| word.into()));
            }
        }
    }

    /// While a slider moves, the answer comes first: the timeline waits for a frame of its own, and
    /// takes a fourth of the time at most. Says whether it has to wait.
    pub(super) fn timeline_waits(&self) -> bool {
        self.state.sliding() && browser::now() - self.drew.0 < 3.0 * self.drew.1
    }

    pub(super) fn draw_timeline(&mut self) {
        let begun = browser::now();
        let (state, look, keep) = (&self.state, self.look, self.state.sliding());
        let anew = |part: &NodeRef,
                    run: &std::rc::Rc<Run>,
                    drawn: &mut Option<Drawn>,
                    frame: &mut Option<stormglass_chart::Frame>| {
            let Some(canvas) = part.cast::<HtmlCanvasElement>() else { return };
            let size = size(&canvas, keep);
            let now = (run.clone(), state.window, size, look);
            let same = drawn.as_ref().is_some_and(|drawn| {
                std::rc::Rc::ptr_eq(&drawn.0, &now.0)
                    && (drawn.1, drawn.2, drawn.3) == (now.1, now.2, now.3)
            });
            if !same {
                *frame = chart::draw(&canvas, size, run, state.window, &self.palette);
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

    /// Whom a place of the ring or of the topology belongs to.
    pub(super) fn picked(&self, on_ring: bool, place: (f64, f64)) -> Option<Whom> {
        let part = if on_ring { &self.parts.ring } else { &self.parts.topology };
        let canvas = part.cast::<HtmlElement>()?;
        let size = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        let moment = self.state.run.at(self.state.cursor);
        if !on_ring {
            return Some(topology::at(size.0, size.1, &moment, place));
        }
        let who = ring::at(&moment, &self.ring_view(&self.state.run), size, place)?;
        Some(if who < moment.replicas.len() { Whom::Replica(who) } else { Whom::Primary })
    }

    /// How the ring of a run is shown now.
    fn ring_view(&self, run: &Run) -> View {
        let speed = if self.state.playing { self.state.speed.0 } else { 1.0 };
        let moves = self.state.playing && !self.calm;
        View { slow: ring::slowed(run, speed), pace: if moves { speed } else { 0.0 } }
    }

    pub(super) fn draw_moment(&mut self, whole: bool) {
        let state = &self.state;
        let moment = state.run.at(state.cursor);
        let keep = state.sliding();
        let view = self.ring_view(&state.run);
        let slow = view.slow;
        let on = |part: &NodeRef, draw: &dyn Fn(f64, f64) -> Picture| {
            if let Some(canvas) = part.cast::<HtmlCanvasElement>()
                && let Some((context, width, height)) = fitted(&canvas, size(&canvas, keep))
            {
                paint(&context, &draw(width, height), &self.palette);
            }
        };
        on(&self.parts.ring, &|w, h| ring::ring(&state.run, &moment, &view, w, h));
        let scene =
            Scene { run: &state.run, moment: &moment, peak: self.peak, slow, target: state.target };
        on(&self.parts.topology, &|w, h| topology::topology(&scene, w, h));
        on(&self.parts.storm, &|w, h| storm::draw(&state.run, &state.answer, &moment, w, h));
        if let Some(frame) = &self.frame {
            on(&self.parts.cursor, &|w, h| {
                let mut over = overlay::overlay(&state.run, frame, state.cursor, self.hover, w, h);
                log_marks::add(&mut over, &state.log_marks(), frame, self.hover);
                over
            });
        }
        if let Some(twin) = &state.twin {
            let moment = twin.run.at(state.cursor);
            let view = self.ring_view(&twin.run);
            let slow = view.slow;
            on(&self.parts.twin, &|w, h| ring::ring(&twin.run, &moment, &view, w, h));
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
