//! The timeline as a picture: what is drawn changes only on purpose.
//!
//! `UPDATE_EXPECT=1 cargo test -p stormglass-chart` takes the new picture over; look at it first.

use core::time::Duration;

use stormglass_chart::{Band, Mark, Samples, Theme, Words, svg};
use stormglass_core::engine::simulate;
use stormglass_core::run::{EventKind, LostSpan, Phase, Run, lost_spans};
use stormglass_core::scenario::{
    Conf, Incident, LinkSpec, ReplicaSpec, Scenario, Target, What, Writes,
};
use stormglass_core::server::Server;
use stormglass_core::units::{Bytes, Instant, LinkRate, Rate};

/// Three replicas; one comes back in time, one too late, and then never finishes a full resync.
fn storm() -> Run {
    let replica = |name: &str| ReplicaSpec { name: name.into(), ..ReplicaSpec::default() };
    let cut = |at, who: &str, lasting| Incident {
        at: Instant::from_secs(at),
        what: What::Disconnect {
            who: Target::Replica(who.into()),
            lasting: Duration::from_secs(lasting),
        },
    };
    simulate(&Scenario {
        server: Some(Server::redis(7, 2, 4)),
        conf: Conf { repl_backlog_size: Some(Bytes::mib(64)), ..Conf::default() },
        dataset: Some(Bytes::gib(8)),
        writes: Some(Writes::Stream(Rate(2 << 20))),
        link: LinkSpec { rate: Some(LinkRate::from_bits(1_000_000_000)), rtt: None },
        replicas: vec![replica("r1"), replica("r2"), replica("r3")],
        incidents: vec![cut(10, "r1", 20), cut(20, "r3", 40)],
        run: Some(Duration::from_secs(300)),
        ..Scenario::default()
    })
}

fn words(run: &Run) -> Words {
    let label = |kind| match kind {
        EventKind::Incident(_) => Some("cut"),
        EventKind::FullResync(_) => Some("full resync"),
        EventKind::Closed(_) => Some("closed"),
        _ => None,
    };
    let mark = |event: &stormglass_core::run::Event| {
        Some(Mark { at: event.at, label: label(event.kind)?.to_owned() })
    };
    Words {
        font: "sans-serif".into(),
        lag: "behind".into(),
        buffers: "output buffers".into(),
        memory: ["memory beyond 8 GiB of data", "backlog", "buffers", "copy-on-write"]
            .map(Into::into),
        writes: "writes, fork freezes".into(),
        maxmemory: String::new(),
        host: String::new(),
        window: "window 64 MiB".into(),
        hard: "hard 256 MiB".into(),
        soft: "soft 64 MiB, 60 s".into(),
        primary: "primary".into(),
        more: None,
        exposed: "shaded: only on the primary".into(),
        bands: Vec::new(),
        marks: run.events.iter().filter_map(mark).collect(),
    }
}

#[test]
fn a_storm() {
    let run = storm();
    let picture = svg(&run, 940, &Theme::light(), &words(&run));
    expect_test::expect_file!["golden/storm.svg"].assert_eq(&picture);
}

#[test]
fn what_only_the_primary_has_is_shaded_and_what_was_lost_is_hatched() {
    let text = "server redis 7.4.1\nrepl-backlog-size 64mb\nwrites 2mb/s\nreplica r1 link 1mb/s\n\
                sentinel down-after 5s\nat 10s crash primary\nrun 60s";
    let run = simulate(&Scenario::parse(text).unwrap());
    let spans = lost_spans(&run);
    let band = |span: &LostSpan| Band { from: span.from, to: span.to, label: "lost".into() };
    let labels = Words { bands: spans.iter().map(band).collect(), ..words(&run) };
    let picture = svg(&run, 940, &Theme::light(), &labels);
    expect_test::expect_file!["golden/crash.svg"].assert_eq(&picture);
    let calm = svg(&storm(), 940, &Theme::light(), &words(&storm()));
    assert!(picture.contains("only on the primary") && !calm.contains("only on the primary"));
}

#[test]
fn the_primary_that_was_has_a_row_of_phases_once_another_leads() {
    let spans = |end: &str| {
        let text = format!(
            "server redis 7.4.1\nrepl-diskless-sync-delay 0\nwrites 1mb/s\nreplicas 2\n{end}run 3m"
        );
        let run = simulate(&Scenario::parse(&text).unwrap());
        let samples = Samples::of(&run, (Instant::ZERO, run.end), 860);
        for spans in &samples.spans {
            assert_eq!(spans.first().unwrap().from, Instant::ZERO);
            assert_eq!(spans.last().unwrap().to, run.end);
            assert!(spans.windows(2).all(|pair| pair[0].to == pair[1].from), "{spans:?}");
        }
        assert_eq!(samples.spans.len(), 2 + usize::from(run.at(run.end).primary.is_some()));
        samples.spans
    };
    let crash = spans("sentinel down-after 5s\nat 10s crash primary for 40s\n");
    let row: Vec<(u64, Phase)> =
        crash[2].iter().map(|span| (span.from.as_nanos() / 1_000_000_000, span.phase)).collect();
    assert_eq!(row[0], (0, Phase::Primary));
    assert!(matches!(row[1], (10, Phase::Gone { .. })), "{row:?}");
    assert_eq!(row[2], (50, Phase::Primary), "it does not know yet");
    assert!(matches!(row[3], (60, Phase::Down { .. } | Phase::Handshake)), "{row:?}");
    assert!(row.iter().any(|(_, phase)| *phase == Phase::Saving), "{row:?}");
    assert_eq!(row.last().unwrap().1, Phase::Online);
    assert_eq!(spans("at 10s crash primary for 40s\n").len(), 2, "nobody else led");
}

#[test]
fn a_picture_is_bounded_however_long_the_run() {
    let run = storm();
    for columns in [100, 1000, 4000] {
        let samples = Samples::of(&run, (Instant::ZERO, run.end), columns);
        assert!(samples.at.len() <= 2 * columns as usize + 64, "{columns}: {}", samples.at.len());
    }
}

#[test]
fn samples_meet_every_kink() {
    let run = storm();
    let samples = Samples::of(&run, (Instant::ZERO, run.end), 940);
    for event in &run.events {
        assert!(samples.at.contains(&event.at), "{event:?} is not on the picture");
    }
}

#[test]
fn phases_cover_the_run_without_gaps() {
    let run = storm();
    let samples = Samples::of(&run, (Instant::ZERO, run.end), 860);
    for spans in &samples.spans {
        assert_eq!(spans.first().unwrap().from, Instant::ZERO);
        assert_eq!(spans.last().unwrap().to, run.end);
        assert!(spans.windows(2).all(|pair| pair[0].to == pair[1].from), "{spans:?}");
    }
    let saved = samples.spans[2].iter().filter(|span| span.phase == Phase::Saving).count();
    assert!(saved >= 2, "the third replica is sent a snapshot again and again: {saved}");
}

#[test]
fn looking_closer_finds_what_the_whole_leaves_out() {
    let text = "writes 4mb/s\nreplicas 3\nrepl-backlog-size 1mb\njitter 20%\nrun 2h\n";
    let cuts: String =
        (1..700).map(|n| format!("at {}s disconnect all for 3s\n", n * 10)).collect();
    let run = simulate(&Scenario::parse(&(text.to_owned() + &cuts)).unwrap());
    assert!(run.events.len() > 4000, "{}", run.events.len());
    let whole = Samples::of(&run, (Instant::ZERO, run.end), 800);
    assert!(whole.at.len() <= 1700, "{}", whole.at.len());
    let part = (Instant::from_secs(1000), Instant::from_secs(1060));
    let close = Samples::of(&run, part, 800);
    assert_eq!((close.at[0], *close.at.last().unwrap()), part);
    let inside = |at: Instant| part.0 <= at && at <= part.1;
    assert!(run.events.iter().filter(|e| inside(e.at)).all(|e| close.at.contains(&e.at)));
}
