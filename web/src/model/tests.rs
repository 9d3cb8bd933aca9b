//! The reducer, action by action.

use super::act::VERBS;
use super::link::first_outage;
use super::*;
use crate::reading::kind;
use crate::view::events;
use stormglass_core::server::Server;

const INFO: &str = include_str!("../../../tests/samples/redis-7.0.15-debian/primary_info_t0.txt");
const LATER: &str = include_str!("../../../tests/samples/redis-7.0.15-debian/primary_info_t1.txt");

/// A paste, and what the worker makes of it.
fn pasted(text: &str) -> [Action; 2] {
    let rows = crate::reading::rows_of(text);
    [Action::Paste(text.to_owned()), Action::Read(Rc::new(rows))]
}

fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state, reduce)
}

#[test]
fn a_peak_and_a_margin_change_the_answer_and_travel_with_the_link() {
    let state = State::opening();
    let before = state.answer.backlog;
    let peak = after(state.clone(), [Action::Type(Field::Peak, "20mb/s".into())]);
    assert!(peak.answer.backlog > before);
    let wide = after(peak.clone(), [Action::Type(Field::Margin, "100%".into())]);
    assert!(wide.answer.backlog > peak.answer.backlog);
    let again = reduce(State::opening(), Action::Link(format!("#{}", wide.link())));
    assert_eq!((again.question, again.answer.backlog), (wide.question, wide.answer.backlog));
    let none = after(wide, [Action::Type(Field::Peak, String::new())]);
    assert_eq!(none.question.peak, None);
    let bad = after(none, [Action::Type(Field::Margin, "half".into())]);
    assert!(bad.draft(Field::Margin).expect("kept").trouble.is_some());
}

#[test]
fn two_pastes_become_the_scenario_and_can_be_undone() {
    let before = State::opening();
    let state = after(before.clone(), pasted(&format!("{INFO}\n{LATER}")));
    assert_eq!(state.scenario.server, Some(Server::redis(7, 0, 15)));
    assert!(state.answer.peak.0 > 10 << 20, "{:?}", state.answer.peak);
    assert_eq!(first_outage(&state.scenario), Some(state.question.outage));
    let undone = reduce(state, Action::Undo);
    assert_eq!(undone.scenario, before.scenario);
    assert!(undone.paste.contains("redis_version"), "what was pasted stays");
}

#[test]
fn a_paste_that_says_nothing_changes_nothing_but_is_kept() {
    let before = State::opening();
    let state = after(before.clone(), pasted("milk, eggs"));
    assert_eq!(state.scenario, before.scenario);
    assert_eq!(state.paste, "milk, eggs");
    assert!(state.reading.expect("it was read").iter().any(|row| row[0] == kind::FINDING));
}

#[test]
fn a_bad_text_is_kept_with_what_is_wrong() {
    let state = reduce(State::opening(), Action::Type(Field::Backlog, "1.5gb".into()));
    let draft = state.draft(Field::Backlog).expect("it is kept");
    assert_eq!(draft.text, "1.5gb");
    assert_eq!(draft.trouble.as_ref().map(|message| message.id), Some("unit-fraction-size"));
    let state = after(state, [Action::Leave(Field::Backlog)]);
    assert!(state.draft(Field::Backlog).is_some(), "nothing typed is lost");
    let state =
        after(state, [Action::Type(Field::Backlog, "2gb".into()), Action::Leave(Field::Backlog)]);
    assert!(state.drafts.is_empty());
    assert_eq!(Field::Backlog.text(&state.scenario, &state.question), "2gb");
}

#[test]
fn a_slider_is_one_step_to_undo() {
    let before = State::opening();
    let slides = (0..50).map(|n| Action::Slide(Field::Writes, n * 20));
    let state = after(before.clone(), slides);
    assert_ne!(state.scenario, before.scenario);
    assert_eq!(state.undo.len(), 1);
    assert_eq!(reduce(state, Action::Undo).scenario, before.scenario);
}

#[test]
fn a_link_shows_the_same_page() {
    let state = after(
        State::opening(),
        [
            Action::Slide(Field::Outage, 700),
            Action::Act(0),
            Action::Seek(Instant::from_secs(74)),
            Action::Open(Panel::Scenario),
        ],
    );
    let link = state.link();
    let opened = reduce(State::opening(), Action::Link(link.clone()));
    assert_eq!(opened.link(), link);
    assert_eq!(opened.scenario, state.scenario);
    assert_eq!(opened.answer, state.answer);
    assert_eq!(opened.cursor, Instant::from_secs(74));
}

#[test]
fn a_broken_link_names_its_parts_and_shows_the_rest() {
    let link = "#v1;server+redis+7.4.1;wriggle+5;writes+2mb/s;replica+r1;at+5s+kill+r9";
    let state = reduce(State::opening(), Action::Link(link.into()));
    assert_eq!(state.link_kept, ["wriggle 5", "at 5s kill r9"]);
    assert_eq!(state.link_findings.len(), 2);
    assert_eq!(state.scenario.to_text(), "server redis 7.4.1\nwrites 2mb/s\nreplicas 1\n");
    for broken in ["#", "#v9;zzz", "#v1z;AAAA", "#%%%", "#v1;"] {
        let state = reduce(State::opening(), Action::Link(broken.into()));
        assert_eq!(state.scenario, State::opening().scenario, "{broken}");
    }
}

#[test]
fn time_goes_both_ways() {
    let state = State::opening();
    let next = reduce(state.clone(), Action::Next);
    assert!(next.cursor > state.cursor && !next.playing);
    let further = reduce(next.clone(), Action::Next);
    assert_eq!(reduce(further, Action::Previous).cursor, next.cursor);
    let end = reduce(state, Action::Nudge(5000));
    assert_eq!(end.cursor, end.run.end);
    let again = reduce(end, Action::Toggle);
    assert_eq!((again.playing, again.cursor), (true, Instant::ZERO));
}

#[test]
fn a_replica_that_is_gone_takes_its_incidents_along() {
    let state = reduce(State::opening(), Action::Type(Field::Replicas, "1".into()));
    assert!(Scenario::parse(&state.scenario.to_text()).is_ok(), "{}", state.script);
    assert_eq!(state.scenario.replicas.len(), 1);
}

#[test]
fn what_is_done_at_the_cursor_is_a_line_of_the_text() {
    let scene = "# two\nserver redis 7.4.1\nwrites 2mb/s\nreplicas 2\nat 50s kill r1\n";
    let before = after(State::opening(), [Action::Script(scene.into())]);
    let actions = [
        Action::Seek(Instant::from_secs(30)),
        Action::Target(Whom::Replica(1)),
        Action::Act(0),
        Action::Line("config set repl-backlog-size 256mb".into()),
    ];
    let state = after(before.clone(), actions);
    let lines: Vec<&str> = state.script.lines().collect();
    assert_eq!(lines[0], "# two", "what was written stays");
    assert_eq!(lines[4], "at 30s disconnect r2 for 20s");
    assert_eq!(lines[5], "at 30s config set repl-backlog-size 256mb");
    assert_eq!(lines[6], "at 50s kill r1");
    assert!(lines[7].starts_with("run "), "{lines:?}");
    assert!(state.link().contains("at+30s+disconnect+r2+for+20s"));
    let undone = after(state.clone(), [Action::Undo, Action::Undo]);
    assert_eq!(undone.script, before.script);
    let again = after(undone, [Action::Redo, Action::Redo]);
    assert_eq!(again.script, state.script);
    let wrong = after(again, [Action::Line("explode r1".into())]);
    assert_eq!(wrong.script, state.script);
    assert_eq!(wrong.trouble.map(|message| message.id), Some("finding-unknown-incident"));
}

#[test]
fn every_verb_makes_a_scenario() {
    for (index, verb) in VERBS.iter().enumerate() {
        for target in [Whom::All, Whom::Primary, Whom::Replica(1)] {
            let actions = [Action::Target(target), Action::Act(index)];
            let state = after(State::opening(), actions);
            assert_eq!(state.trouble, None, "{}", state.verb_line(verb));
            assert_eq!(state.can(), (true, false));
        }
        assert_eq!(act::verb_of_key(&verb.key.to_string()), Some(index));
    }
}

#[test]
fn phases_jumps_and_the_loop_move_the_cursor() {
    let state = State::opening();
    let next = after(state.clone(), [Action::Phase(true)]);
    assert!(next.cursor > Instant::ZERO);
    let back = after(next.clone(), [Action::Phase(true), Action::Phase(false)]);
    assert_eq!(back.cursor, next.cursor);
    for (index, jump) in events::JUMPS.iter().enumerate() {
        let to = after(state.clone(), [Action::Jump(index)]).cursor;
        // Nothing is lost in this scene, so there is nowhere to go to.
        assert_eq!(to > Instant::ZERO, jump.id != "page-jump-lost", "{}", jump.id);
    }
    assert!(!after(state.clone(), [Action::Ended]).playing);
    let looped = after(state, [Action::Loop, Action::Seek(Instant::NEVER), Action::Ended]);
    assert_eq!((looped.playing, looped.cursor), (true, Instant::ZERO));
}

#[test]
fn the_recommended_twin_follows_and_changes_places() {
    let state = after(State::opening(), [Action::Pair(true)]);
    let full = |run: &Run| run.at(run.end).counters.sync_full;
    let twin = state.twin.as_ref().expect("it was asked for");
    assert!(full(&twin.run) < full(&state.run), "what is recommended helps");
    let bigger = after(state.clone(), [Action::Type(Field::Writes, "4mb/s".into())]);
    assert_ne!(bigger.twin.as_ref().map(|t| &t.scenario), Some(&twin.scenario));
    let swapped = after(state.clone(), [Action::Swap]);
    assert_eq!(swapped.scenario, twin.scenario);
    assert_eq!(swapped.twin.expect("the other one").scenario, state.scenario);
    let adopted = after(state.clone(), [Action::Adopt("all".into())]);
    assert_eq!(adopted.scenario.conf, twin.scenario.conf);
}

#[test]
fn every_word_of_a_link_that_says_nothing_is_named() {
    let link = "#v1;writes+2mb/s;replica+r1;~cursor=soon;~theme=pink;~panel=tune;~step=0;~sooth=1";
    let state = reduce(State::opening(), Action::Link(link.into()));
    let named: Vec<String> = state.link_findings.iter().map(|f| f.message.to_string()).collect();
    let parts = ["~cursor=soon", "~theme=pink", "~step=0", "~sooth=1"];
    assert_eq!(named, parts.map(|part| ["page-link-word text=", part].concat()));
    assert_eq!(state.scenario.to_text(), "writes 2mb/s\nreplicas 1\n");
}

#[test]
fn a_scene_and_a_step_of_a_lesson_open_by_name() {
    let opened = |link: &str| reduce(State::opening(), Action::Link(link.into()));
    let scene = opened("#v1;~scene=ttl;~cursor=20s");
    let index = scenes::named("ttl").expect("a scene of that name");
    assert_eq!(scene.scenario, SCENES[index].scenario());
    assert_eq!((scene.source, scene.cursor), (Source::Scene(index), Instant::from_secs(20)));
    let lesson = opened("#v1;~lesson=6-storms;~step=3").place;
    assert_eq!((lesson.lesson.as_deref(), lesson.step), (Some("6-storms"), 3));
    assert_eq!(opened("#v1;~lesson=6-storms").place.step, 1);
    assert_eq!(opened("#v1;~scene=none-such").link_findings.len(), 1);
}

#[test]
fn deliberate_changes_are_steps_and_the_way_of_a_drag_is_not() {
    let state = State::opening();
    let slide = |step| Action::Slide(Field::Writes, step);
    assert!(state.is_step(&slide(1)) && state.is_step(&Action::Scene(1)));
    assert!(!reduce(state.clone(), slide(1)).is_step(&slide(2)));
    assert!(!state.is_step(&Action::Seek(Instant::ZERO)) && !state.is_step(&Action::Toggle));
    assert!(!state.is_step(&Action::Open(state.panel)));
}
