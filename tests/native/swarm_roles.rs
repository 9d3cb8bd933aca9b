//! Random scenarios in which roles change, memory runs out and files are short, from outside.

use proptest::prelude::*;
use stormglass_core::engine::simulate;
use stormglass_core::run::{Phase, Run};
use stormglass_core::units::{Bytes, Instant};

use super::common::{parsed, random};

fn incident() -> impl Strategy<Value = String> {
    let when = 1_u64..150_000;
    (when, 1_u64..40_000, 0_usize..20, 1_usize..5, 1_u64..64).prop_map(
        |(at, lasting, kind, who, size)| {
            let other = who % 4 + 1;
            let what = match kind {
                0 => "crash primary".to_owned(),
                1 => format!("crash primary for {lasting}ms"),
                2 => format!("crash process for {lasting}ms"),
                3 => format!("partition primary for {lasting}ms"),
                4 => format!("restart primary for {lasting}ms"),
                5 => format!("restart r{who} for {lasting}ms"),
                6 => format!("disconnect r{who} for {lasting}ms"),
                7 => format!("stall all for {lasting}ms"),
                8 => format!("pause r{who} for {lasting}ms"),
                9 => format!("pause primary for {lasting}ms"),
                10 => format!("block primary for {lasting}ms"),
                11 => format!("kill r{who}"),
                12 => "bgsave".to_owned(),
                13 => format!("replicaof r{who} no one"),
                14 => format!("replicaof r{who} primary"),
                15 => format!("replicaof r{who} r{other}"),
                16 => format!("writes {size}mb/s for {lasting}ms"),
                17 => format!("wait {who} {lasting}ms"),
                18 => format!("waitaof 1 {who} {lasting}ms"),
                _ => format!("config set repl-backlog-size {size}mb"),
            };
            format!("at {at}ms {what}\n")
        },
    )
}

prop_compose! {
    fn story()(
        server in prop::sample::select(vec![
            "redis 6.2.16", "redis 7.0.15", "redis 7.4.1", "redis 8.0.6", "valkey 8.1.1", "valkey 9.1.2",
        ]),
        rate in 0_u64..6000, backlog in 1_u64..64, chain in 0_usize..3, down in prop::option::of(1_u64..30),
        guard in 0_u64..3, room in prop::option::of(110_u64..200), maxmemory in prop::option::of(90_u64..140),
        evict in any::<bool>(), aof in any::<bool>(), save in any::<bool>(), disk in prop::option::of(5_u64..100),
        hard in prop::option::of(1_u64..64), diskless in any::<bool>(), jitter in 0_u64..30,
        lines in prop::collection::vec(incident(), 0..10),
    ) -> String {
        let mut text = format!(
            "server {server}\nwrites {rate}kb/s\nrepl-backlog-size {backlog}mb\ndataset 100mb\n\
             min-replicas-to-write {guard}\njitter {jitter}%\nrepl-diskless-sync-delay 1\n",
        );
        text += if diskless { "repl-diskless-sync yes\n" } else { "repl-diskless-sync no\n" };
        text += if aof { "appendonly yes\n" } else { "" };
        text += if save { "save 60 1000\n" } else { "" };
        text += if evict { "maxmemory-policy allkeys-lru\n" } else { "" };
        for (word, value) in [("memory", room), ("maxmemory", maxmemory)] {
            text += &value.map_or(String::new(), |value| format!("{word} {value}mb\n"));
        }
        text += &disk.map_or(String::new(), |disk| format!("disk {disk}mb/s\n"));
        text += &hard
            .map_or(String::new(), |hard| format!("client-output-buffer-limit replica {hard}mb 0 0\n"));
        text += &down.map_or(String::new(), |down| format!("sentinel down-after {down}s\n"));
        text += ["replicas 4\n", "replica r1\nreplica r2 of r1\nreplica r3 of r2\nreplica r4\n",
            "replica r1\nreplica r2 of r1\nreplica r3 priority 10\nreplica r4 of r3\n"][chain];
        text + &lines.concat() + "run 4m\n"
    }
}

fn watch(text: &str, run: &Run) -> Result<(), TestCaseError> {
    let mut last = Instant::ZERO;
    for (index, event) in run.events.iter().enumerate() {
        prop_assert!(event.at >= last && event.at <= run.end, "{text}time at event {index}");
        prop_assert!(
            event.cause.is_none_or(|cause| (cause as usize) < index),
            "{text}cause of {index}"
        );
        last = event.at;
    }
    let mut instants: Vec<Instant> = run.events.iter().map(|event| event.at).collect();
    instants.extend((0..=120).map(|step| Instant::from_secs(step * 2)));
    instants.sort_unstable();
    let block = run.scenario.profile.block_payload(run.scenario.allocator);
    let mut before = None;
    for at in instants {
        let moment = run.at(at);
        let seconds = at.as_secs_f64();
        // One that was told to follow may start again from the file of its last full resync.
        let leads = moment.primary.is_none_or(|index| moment.replicas[index].phase.leads());
        if let Some((id, offset)) = before
            && id == moment.replid
            && leads
        {
            prop_assert!(moment.offset >= offset, "{text}{seconds}: offset goes back");
        }
        before = Some((moment.replid, moment.offset));
        let everybody = || moment.replicas.iter().chain(&moment.former);
        if let Some(window) = moment.window {
            prop_assert_eq!(
                window.end().0,
                moment.offset.0 + 1,
                "{}{}: the window's end",
                text,
                seconds
            );
            let held = everybody().filter(|r| r.under_primary).filter_map(|r| r.sent).min();
            let least = held.map_or(0, |sent| (moment.offset - sent.min(moment.offset)).0);
            let allowed = window.size.0.max(least) + 2 * block;
            prop_assert!(
                window.histlen.0 <= allowed,
                "{text}{seconds}: {} of {allowed}",
                window.histlen.0
            );
        }
        for replica in everybody() {
            if !replica.attached {
                prop_assert_eq!(replica.output_buffer, Bytes(0), "{}{}", text, seconds);
                let away = matches!(replica.phase, Phase::Down { .. } | Phase::Handshake)
                    || replica.phase.leads();
                prop_assert!(away, "{text}{seconds}: {:?} without a connection", replica.phase);
            }
            if replica.under_primary && replica.attached {
                let sent = replica.sent.unwrap_or_default();
                prop_assert!(sent <= moment.offset, "{text}{seconds}: {} is ahead", replica.name);
                prop_assert!(
                    replica.acked <= moment.offset,
                    "{text}{seconds}: {} acks",
                    replica.name
                );
            }
        }
        let memory = moment.memory;
        let parts = memory.dataset + memory.backlog + memory.replica_buffers + memory.cow;
        prop_assert_eq!(memory.total, parts, "{}{}: memory does not sum up", text, seconds);
    }
    Ok(())
}

proptest! {
    #![proptest_config(random(600))]
    #[test]
    fn every_run_with_roles_keeps_the_books(text in story()) {
        let scenario = parsed(&text);
        let run = simulate(&scenario);
        prop_assert!(run.events.len() < 100_000, "{text}{} events in 4 minutes", run.events.len());
        prop_assert_eq!(&run, &simulate(&scenario), "{}the same scenario, another run", &text);
        watch(&text, &run)?;
        // What comes later leaves what came before untouched.
        let cut = Instant::from_secs(60);
        let mut earlier = scenario.clone();
        earlier.incidents.retain(|incident| incident.at < cut);
        let until = |run: &Run| {
            run.events.iter().take_while(|event| event.at < cut).copied().collect::<Vec<_>>()
        };
        // Who serves depends on which roles the whole scenario names; histories are compared where
        // that is the same.
        if scenario.sentinel.is_some() {
            prop_assert_eq!(until(&simulate(&earlier)), until(&run), "{}the future changes the past", &text);
        }
    }
}
