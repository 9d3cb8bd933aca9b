//! Gallery, lessons and presenting as the page would drive them, without one.

use super::row;
use super::session::Session;
use super::*;

/// A page that keeps the session, and the rows of the last answer.
#[derive(Default)]
struct Page {
    session: String,
    rows: Vec<Row>,
}

const MINE: &str = "server redis 7.4.1\nwrites 3mb/s\nreplicas 1\n";

impl Page {
    fn does(&mut self, event: &str, value: &str) -> &mut Self {
        let parts = [&self.session, event, value, MINE, "http://x/#v1;writes+3mb/s", "1000"];
        self.rows = answer(&parts.map(str::to_owned));
        self.session = self.told(row::SESSION)[0].clone();
        self
    }

    /// What follows the last row of a kind.
    fn told(&self, kind: &str) -> &[String] {
        self.rows.iter().rev().find(|row| row[0] == kind).map_or(&[], |row| &row[1..])
    }

    fn html(&self, place: &str) -> &str {
        let here = |row: &&Row| row[0] == row::HTML && row[1] == place;
        self.rows.iter().rev().find(here).map_or("", |row| &row[2])
    }
}

#[test]
fn the_gallery_has_every_scene_and_lesson_and_draws_all_pictures() {
    let mut page = Page::default();
    page.does("gallery", "");
    let html = page.html("dialog").to_owned();
    for scene in scenes::SCENES {
        assert!(html.contains(&format!("data-w=\"scene {}\"", scene.name)), "{}", scene.name);
    }
    assert_eq!(html.matches("data-w=\"lesson ").count(), lessons::LESSONS.len());
    let mut pictures = 0;
    while let [event, value] = page.told(row::AGAIN) {
        let (event, value) = (event.clone(), value.clone());
        page.does(&event, &value);
        let drawn = page.rows.iter().filter(|row| row[0] == row::HTML);
        for picture in drawn {
            assert!(
                picture[2].contains("<circle") && picture[2].contains("<rect"),
                "{}",
                picture[1]
            );
            pictures += 1;
        }
    }
    assert_eq!(pictures, scenes::SCENES.len());
}

#[test]
fn the_gallery_is_searched_by_words_and_groups() {
    let mut page = Page::default();
    page.does("gallery", "").does("search", "TTL backlog");
    assert!(!page.html("sift").contains("\"ttl\"") && page.html("sift").contains("\"oom\""));
    page.does("search", "no such words");
    assert!(page.html("found").contains("no scene"));
    page.does("search", "").does("group", "storms");
    assert!(page.html("found").starts_with("3 "), "{}", page.html("found"));
    assert!(!page.html("sift").contains("storm-of-three"));
}

#[test]
fn a_scene_is_opened_with_what_to_look_for_and_its_source() {
    let mut page = Page::default();
    page.does("scene b05-twenty-replicas-of-one-primary", "");
    assert!(page.told(row::SCENE)[0].contains("replicas 20"));
    assert!(page.html("look").contains("github.com/redis/redis/issues/2756"));
    page.does("scene", "no-such");
    assert!(page.told(row::SCENE).is_empty() && page.html("look").contains("no-such"));
}

#[test]
fn a_lesson_asks_before_it_shows() {
    let mut page = Page::default();
    page.does("lesson 2-partial-or-full", "");
    assert_eq!(page.told(row::GUARD), ["20000", ""]);
    assert_eq!(page.told(row::MODE), ["lesson"]);
    assert_eq!(page.told(row::ADDRESS), ["v1;~lesson=2-partial-or-full;~step=1"]);
    assert!(
        page.html("lesson").contains("Only r1")
            && !page.html("lesson").contains("was sent everything")
    );
    page.does("answer", "");
    assert!(page.html("lesson-said").contains("first"));
    page.does("choose", "0").does("answer", "");
    assert!(page.html("lesson").contains("Not this time."));
    assert_eq!(page.told(row::GUARD)[0], "");
    assert_eq!(page.told(row::PLAY), ["60000"]);
    page.does("next", "").does("type", "soon").does("answer", "");
    assert!(page.html("lesson-said").contains("42s"), "{:?}", page.rows);
    page.does("type", "43s").does("answer", "");
    assert!(page.html("lesson").contains("Right."));
    assert_eq!(page.told(row::GUARD), ["", "backlog"]);
}

#[test]
fn a_lesson_is_taken_in_the_language_that_is_spoken_and_follows_a_switch() {
    let speak = |tag: &str| crate::words::install(stormglass_text::Catalogue::new(tag));
    let mut page = Page::default();
    speak("zh-Hans");
    page.does("gallery", "");
    assert!(page.html("dialog").contains("2 部分还是全量"));
    page.does("lesson", "2").does("choose", "1").does("answer", "");
    assert!(page.html("lesson").contains("只有 r1"), "{}", page.html("lesson"));
    page.does("notes-view", "");
    assert!(page.html("notes").contains("两道门") && !page.html("notes").contains("gates"));
    assert_eq!(language_of(&page.session), Some("zh-Hans"));
    speak("en");
    page.does("anew", "");
    assert!(page.html("lesson").contains("Only r1") && page.html("lesson").contains("Right."));
    assert_eq!(language_of(&page.session), Some("en"));
    page.does("notes-view", "");
    assert!(page.html("notes").contains("two gates"));
}

#[test]
fn a_lesson_of_ones_own_in_one_language_is_taken_in_that_one() {
    crate::words::install(stormglass_text::Catalogue::new("zh-Hans"));
    let mut page = Page::default();
    let text =
        "lesson Meine\nlesson[zh-Hans] 我的\nscenario a\n  replica r1\n\nstep Eins\ntext Hallo.\n";
    page.does("own", text);
    let shown = page.html("lesson");
    assert!(
        shown.contains("我的") && shown.contains("Eins") && shown.contains("Hallo."),
        "{shown}"
    );
}

#[test]
fn a_step_that_points_at_the_inputs_is_found_out_with_them() {
    let mut page = Page::default();
    page.does("lesson", "7:2");
    assert_eq!(page.told(row::GUARD), ["", "free"]);
    page.does("lesson", "7:1");
    assert_eq!(page.told(row::GUARD), ["10000", ""]);
}

#[test]
fn a_remote_takes_the_whole_lesson_and_answers_are_kept_and_exported() {
    let mut page = Page::default();
    page.does("lesson", "2");
    page.does("key", "2").does("answer", "");
    let kept = page.told(row::STORE).to_vec();
    assert_eq!(kept[0], "lesson-2-partial-or-full");
    while !page.html("lesson").contains("lesson-score") {
        page.does("key", "PageDown");
    }
    assert!(page.html("lesson").contains("1 of 5 right."), "{}", page.html("lesson"));
    page.does("export csv", "");
    let csv = &page.told(row::FILE)[2];
    assert_eq!(csv.lines().count(), 6);
    assert!(csv.contains("Only r1,Only r1,right"), "{csv}");
    page.does("export json", "");
    assert!(page.told(row::FILE)[2].contains("\"outcome\":\"shown\""));
    page.does("export copy", "");
    assert!(page.told(row::COPY)[0].contains('\t'));
    page.does("leave", "");
    assert_eq!(page.told(row::SCENE)[0], MINE, "what was there before is there again");
    page.does("lesson 2-partial-or-full", "");
    assert_eq!(page.told(row::RECALL), ["lesson-2-partial-or-full"]);
    page.does("recalled", &kept[1]);
    assert!(page.html("lesson").contains("Right."));
    page.does("reset", "");
    assert!(Session::read(&page.session).answers.is_empty());
}

#[test]
fn every_lesson_can_be_taken_to_its_end() {
    for given in lessons::LESSONS {
        let mut page = Page::default();
        page.does("lesson", given.name);
        let mut steps = 0;
        while !page.html("lesson").contains("lesson-score") {
            assert!(page.html("lesson").contains("lesson-title"), "{}", given.name);
            page.does("next", "");
            steps += 1;
            assert!(steps < 60, "{} does not end", given.name);
        }
    }
}

#[test]
fn every_mistake_of_a_lesson_is_named_with_its_line() {
    let mut page = Page::default();
    let text = "lesson Mine\nscenario a\n  writes 1mb/s\n  replicas 1\nstep One\nwhisper hello\ncursor soon\ntext Hi.\n";
    page.does("own", text);
    let said = page.html("own-said");
    assert!(said.contains("line 6") && said.contains("line 7"), "{said}");
    assert!(page.told(row::MODE).is_empty());
    let fine = text.replace("whisper hello\ncursor soon\n", "");
    page.does("own", &fine);
    assert_eq!(page.told(row::MODE), ["lesson"]);
    page.does("share", "");
    let link = page.html("dialog").split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let decoded = stormglass_core::scenario::link::decode(link.expect("a link"));
    assert_eq!(decoded.state, [("lesson-text".to_owned(), fine)]);
}

#[test]
fn a_link_is_short_where_it_can_be() {
    let mut page = Page::default();
    page.does("share", "");
    assert!(page.html("dialog").contains("http://x/#v1;writes+3mb/s"));
    assert!(page.html("dialog").contains("data-test=\"qr\""));
    page.does("lesson 4", "").does("share", "");
    assert!(
        page.html("dialog").contains("http://x/#v1;~lesson=4-price-of-a-full-resync;~step=1\"")
    );
}

#[test]
fn a_link_to_a_lesson_or_a_scene_keeps_the_language_that_was_chosen() {
    let ask = |session: &str, event: &str| {
        let parts = [session, event, "", MINE, "http://x/#v1;writes+3mb/s;~lang=zh-Hans", "1000"];
        answer(&parts.map(str::to_owned))
    };
    let mut page = Page::default();
    page.does("lesson 4", "");
    page.rows = ask(&page.session, "share");
    let link = "http://x/#v1;~lesson=4-price-of-a-full-resync;~step=1;~lang=zh-Hans\"";
    assert!(page.html("dialog").contains(link), "{}", page.html("dialog"));
    page.does("own", "lesson Mine\nscenario a\n  replica r1\nstep One\ntext Hi.\n");
    page.rows = ask(&page.session, "share");
    let value =
        page.html("dialog").split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let decoded = stormglass_core::scenario::link::decode(value.expect("a link"));
    assert!(decoded.state.contains(&("lang".to_owned(), "zh-Hans".to_owned())));
}

#[test]
fn an_address_is_asked_for_before_it_is_fetched() {
    let mut page = Page::default();
    page.does("offer", "https://example.org/a.lesson");
    assert!(page.told(row::FETCH).is_empty() && page.html("dialog").contains("example.org"));
    page.does("url", "https://example.org/a.lesson");
    assert_eq!(page.told(row::FETCH), ["https://example.org/a.lesson"]);
    page.does("url", "javascript:alert(1)");
    assert!(page.told(row::FETCH).is_empty());
    page.does("unfetched", "<b>");
    assert!(page.html("own-said").contains("CORS") && page.html("own-said").contains("&lt;b&gt;"));
}

#[test]
fn notes_follow_the_lesson_and_the_screen_can_be_blank() {
    let mut page = Page::default();
    page.does("lesson 2", "").does("present", "");
    assert_eq!(page.told(row::MODE), ["lesson present"]);
    page.does("notes-view", "");
    assert!(page.html("notes").contains("two comparisons"), "the lesson's notes");
    assert!(page.html("notes").contains("Only r1"), "the answer");
    assert!(page.html("notes").contains("When does the door close?"), "the next step");
    page.does("key", "b");
    assert_eq!(page.told(row::MODE), ["lesson present blank"]);
    page.does("key", "Escape");
    assert_eq!(page.told(row::MODE), ["lesson present"]);
    page.does("key", "Escape");
    assert_eq!(page.told(row::MODE), ["lesson"]);
}

#[test]
fn a_word_without_a_field_is_set_in_the_text() {
    let mut page = Page::default();
    page.does("lesson 2", "").does("set repl-timeout", "30");
    let told = page.told(row::SCENE);
    assert!(told[0].contains("repl-timeout 30\n") && told[2] == "keep", "{told:?}");
    page.does("set repl-timeout", "soon");
    assert!(page.told(row::SCENE).is_empty() && !page.html("said-repl-timeout").is_empty());
}
