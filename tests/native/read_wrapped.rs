//! The same answers in the wrappings that terminals, libraries, shippers and later versions put
//! around them.

use std::fmt::Write as _;

use stormglass_core::read::{Paste, Reader, Reading, read};
use stormglass_core::units::Bytes;

fn one(text: &str) -> Reading {
    read(&[Paste { name: "paste".into(), text: text.to_owned() }])
}

fn sample(path: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    std::fs::read_to_string(folder.join(path)).expect("a recorded sample")
}

const PRIMARY: &str = "redis-7.0.15-debian/primary_info_t1.txt";

/// What matters of an INFO of a primary.
fn told(reading: &Reading) -> String {
    let of = |name: &str| reading.latest().and_then(|s| s.number(name));
    let replicas: Vec<_> = reading
        .latest()
        .into_iter()
        .flat_map(|sample| sample.replicas().map(|(_, line)| (line.state, line.offset)))
        .collect();
    format!(
        "{:?} {} {:?} {:?} {:?} {replicas:?}",
        reading.server,
        reading.is_primary(),
        of("master_repl_offset"),
        of("repl_backlog_size"),
        of("sync_full"),
    )
}

fn each_line(text: &str, change: impl Fn(usize, &str) -> String) -> String {
    text.lines().enumerate().fold(String::new(), |mut out, (n, line)| {
        writeln!(out, "{}", change(n, line.trim_end())).expect("a string");
        out
    })
}

#[test]
fn an_info_in_any_wrapping_says_the_same() {
    let info = sample(PRIMARY);
    let bare = info.replace('\r', "");
    let expected = told(&one(&info));
    assert!(expected.contains("online"), "{expected}");
    let escaped = bare.replace('\n', "\\r\\n");
    let quoted = bare.replace('\n', "\\n").replace('"', "\\\"");
    let forms = [
        ("no carriage returns", bare.clone()),
        ("a raw reply", format!("${}\r\n{info}\r\n", info.len())),
        ("a verbatim reply", format!("={}\r\ntxt:{info}\r\n", info.len() + 4)),
        ("telnet", format!("Trying 10.0.0.1...\nConnected to 10.0.0.1.\nINFO\n${}\n{info}", 9)),
        ("a prompt", format!("10.0.0.1:6379> INFO\n{info}10.0.0.1:6379> ")),
        ("a shell", format!("root@db-1:~# redis-cli INFO\n{info}root@db-1:~# ")),
        (
            "watch",
            format!("Every 2.0s: redis-cli info      db-1: Sat Nov 21 04:13:38 2026\n\n{info}"),
        ),
        ("colours", each_line(&bare, |_, line| format!("\u{1b}[1;32m{line}\u{1b}[0m\u{1b}[K"))),
        ("a window's title", format!("\u{1b}]0;root@db: redis-cli\u{7}{info}")),
        ("cat -n", each_line(&bare, |n, line| format!("{:6}\t{line}", n + 1))),
        ("grep -n", each_line(&bare, |n, line| format!("{}:{line}", n + 1))),
        ("grep of files", each_line(&bare, |n, line| format!("info.txt:{}:{line}", n + 1))),
        ("less -N", each_line(&bare, |n, line| format!("{:7} {line}", n + 1))),
        ("indented", each_line(&bare, |_, line| format!("\t    {line}"))),
        ("a quoted mail", each_line(&bare, |_, line| format!("> {line}"))),
        ("non-breaking spaces", each_line(&bare, |_, line| format!("\u{a0}{line}\u{a0}"))),
        ("zero-width spaces", each_line(&bare, |_, line| format!("\u{200b}{line}"))),
        ("docker compose", each_line(&bare, |_, line| format!("redis-1  | {line}"))),
        (
            "kubectl with timestamps",
            each_line(&bare, |_, line| format!("2026-11-21T04:13:38.642123456Z {line}")),
        ),
        ("journalctl", each_line(&bare, |_, line| format!("Nov 21 04:13:38 db-1 job[77]: {line}"))),
        ("stern", each_line(&bare, |_, line| format!("redis-0 redis {line}"))),
        (
            "docker's own file",
            each_line(&bare, |_, line| {
                format!(
                    r#"{{"log":"{line}\r\n","stream":"stdout","time":"2026-11-21T04:13:38.6Z"}}"#
                )
            }),
        ),
        ("a printed string", format!("'{escaped}'")),
        ("bytes of Python", format!("b'{escaped}'")),
        ("JSON around it", format!("{{\"result\": \"{quoted}\", \"ok\": true}}")),
        (
            "JSON around it, pretty",
            format!("{{\n  \"host\": \"db-1\",\n  \"info\": \"{quoted}\"\n}}"),
        ),
        ("a list of answers", format!("[\"{quoted}\"]")),
        ("Node, line by line", each_line(&bare, |_, line| format!("  '{line}\\r\\n' +"))),
        (
            "bigkeys around it",
            format!(
                "# Scanning the entire keyspace to find biggest keys as well as\n\n[00.00%] Biggest string found so far '\"key:1\"' with 3 bytes\n-------- summary -------\n\nSampled 100 keys in the keyspace!\n{info}"
            ),
        ),
    ];
    for (name, form) in forms {
        assert_eq!(told(&one(&form)), expected, "{name}:\n{}", &form[..200.min(form.len())]);
    }
}

#[test]
fn a_clipboard_of_windows_is_read_as_bytes() {
    let info = sample(PRIMARY);
    let expected = told(&one(&info));
    let units = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(info.encode_utf16()).flat_map(unit).collect()
    };
    for bytes in [units(u16::to_le_bytes), units(u16::to_be_bytes), info.clone().into_bytes()] {
        let mut reader = Reader::new();
        reader.begin("clipboard.txt");
        for piece in bytes.chunks(333) {
            reader.push_bytes(piece);
        }
        assert_eq!(told(&reader.finish()), expected);
    }
}

/// The object a library makes of an INFO.
fn as_object(info: &str, quote: &str, name_quote: &str, between: &str) -> String {
    let mut fields = Vec::new();
    for (name, value) in info.lines().filter_map(|line| line.trim().split_once(':')) {
        let nested: Vec<_> = value.split(',').filter_map(|pair| pair.split_once('=')).collect();
        let value = if name.starts_with("slave") && nested.len() > 2 {
            let pairs: Vec<String> = nested
                .iter()
                .map(|(key, value)| format!("{name_quote}{key}{name_quote}: {quote}{value}{quote}"))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        } else if value.parse::<u64>().is_ok() {
            value.to_owned()
        } else {
            format!("{quote}{value}{quote}")
        };
        fields.push(format!("{name_quote}{name}{name_quote}: {value}"));
    }
    format!("{{{}}}", fields.join(between))
}

#[test]
fn objects_of_client_libraries_say_the_same() {
    let info = sample(PRIMARY);
    let expected = told(&one(&info));
    let node = as_object(&info, "'", "", ",\n  ");
    for (name, text) in [
        ("Python", as_object(&info, "'", "'", ", ")),
        (
            "Python in a shell",
            format!(">>> r.info()\n{}\n>>> ", as_object(&info, "'", "'", ",\n ")),
        ),
        ("JSON", as_object(&info, "\"", "\"", ",\n")),
        ("Node", node.clone()),
        (
            "sections",
            format!("{{\"primary\": {{\"all\": {}}}}}", as_object(&info, "\"", "\"", ",")),
        ),
        ("of several servers", format!("[{}]", as_object(&info, "\"", "\"", ","))),
    ] {
        assert_eq!(told(&one(&text)), expected, "{name}: {}", &text[..300]);
    }
    let config = "{'repl-backlog-size': '1048576', 'maxmemory': '0', \
        'client-output-buffer-limit': 'normal 0 0 0 slave 268435456 67108864 60 pubsub 1 1 1'}";
    let conf = one(config).conf;
    assert_eq!(conf.repl_backlog_size, Some(Bytes(1 << 20)));
    assert_eq!(conf.output_buffer.map(|limits| limits.soft), Some(Bytes(64 << 20)));
    let clients = "[{'id': '5', 'addr': '10.0.0.2:1', 'age': '7', 'flags': 'S', 'omem': '4096', \
        'cmd': 'replconf'}, {'id': '6', 'addr': '10.0.0.3:1', 'flags': 'N', 'omem': '0'}]";
    let found = one(clients).clients;
    assert_eq!((found.len(), found[0].omem), (1, Bytes(4096)));
}

/// Valkey and Redis are on their way to other words.
#[test]
fn renamed_fields_mean_the_same() {
    let info = sample(PRIMARY);
    let expected = told(&one(&info));
    for (from, to) in [("master", "primary"), ("slave", "replica")] {
        assert_eq!(told(&one(&info.replace(from, to))), expected, "{from} is now {to}");
    }
    let both = info.replace("master", "primary").replace("slave", "replica");
    assert_eq!(told(&one(&both)), expected);
    let role = "primary\n3000\n10.0.0.2\n6379\n2900\n";
    assert!(one(role).is_primary());
    let replica = sample("valkey-8.1.1/replica_info_t1.txt");
    let renamed = replica.replace("master", "primary").replace("slave", "replica");
    assert_eq!(one(&renamed).diagnosis, one(&replica).diagnosis);
}

#[test]
fn unknown_sections_fields_and_versions_break_nothing() {
    let info = sample("valkey-8.1.1/primary_info_t1.txt");
    let expected = told(&one(&info));
    let later = info
        .replace("# Replication", "# Quantum\r\nqubits:7\r\nrole_model:x=1,y=2\r\n# Replication")
        .replace(",lag=", ",shard=7,lag=")
        .replace("type=replica", "type=replica,compressed=zstd")
        + "# Tomorrow\r\nrepl_backlog_kind:tiered\r\nreplicas_by_zone:a=1,b=2\r\n";
    assert_eq!(told(&one(&later)), expected);
    for (from, to) in [("8.1.1", "12.0.0"), ("8.1.1", "9.9.9-rc1"), ("8.1.1", "255.255.255")] {
        let reading = one(&info.replace(from, to));
        assert!(reading.is_primary(), "{to}");
        assert!(reading.scenario_text().contains("repl-backlog-size"), "{to}");
    }
    let only: String = {
        let from = info.find("# Replication").expect("a section");
        let rest = &info[from..];
        rest.split("\n# ").next().expect("a part").to_owned()
    };
    let reading = one(&only);
    assert!(reading.is_primary() && reading.backlog_size.is_some());
    assert_eq!(reading.server, None);
}

#[test]
fn a_shipped_log_says_the_same() {
    let log = sample("valkey-8.1.1/primary.log");
    let expected = one(&log).log.syncs;
    assert_eq!(expected.len(), 2);
    for (name, form) in [
        ("carriage returns", log.replace('\n', "\r\n")),
        ("colours", each_line(&log, |_, line| format!("\u{1b}[36m{line}\u{1b}[0m"))),
        ("docker compose", each_line(&log, |_, line| format!("valkey-1  | {line}"))),
        (
            "kubectl with timestamps",
            each_line(&log, |_, line| format!("2026-11-21T04:13:38.642123456Z {line}")),
        ),
        ("journalctl", each_line(&log, |_, line| format!("Nov 21 04:13:38 db-1 redis[7]: {line}"))),
        ("grep", each_line(&log, |n, line| format!("/var/log/valkey.log:{}:{line}", n + 1))),
        ("a quoted mail", each_line(&log, |_, line| format!("> {line}"))),
        ("non-breaking spaces", log.replace(' ', "\u{a0}")),
        (
            "docker's own file",
            each_line(&log, |_, line| {
                let line = line.replace('"', "\\\"");
                format!(r#"{{"log":"{line}\n","stream":"stdout","time":"2026-11-21T04:13:38Z"}}"#)
            }),
        ),
        (
            "a shipper's JSON",
            each_line(&log, |_, line| {
                let line = line.replace('"', "\\\"");
                format!(
                    r#"{{"@timestamp":"2026-11-21T04:13:38Z","host":"db-1","message":"{line}"}}"#
                )
            }),
        ),
    ] {
        let found = one(&form).log.syncs;
        assert_eq!(found, expected, "{name}: {}", &form[..200]);
    }
}

#[test]
fn a_fact_from_a_document_has_the_line_of_its_value() {
    let info = "some words\n{\n  \"redis_version\": \"7.0.15\",\n  \"role\": \"master\",\n\n  \
        \"master_repl_offset\": 77,\n  \"repl_backlog_size\": 1048576,\n  \"slave0\": {\n    \
        \"state\": \"online\",\n    \"offset\": 70\n  }\n}\n";
    let reading = one(info);
    let line = |name: &str| reading.samples[0].fields.get(name).map(|field| field.line);
    assert_eq!([line("redis_version"), line("master_repl_offset")], [Some(3), Some(6)]);
    assert_eq!([line("repl_backlog_size"), line("slave0")], [Some(7), Some(8)]);
    let settings =
        "{\"maxmemory\": \"1gb\",\n\"repl-backlog-size\": \"1mb\"}\nrepl-backlog-size 2mb\n";
    let twice =
        one(settings).findings.into_iter().find(|found| found.message.id == "read-two-values");
    assert_eq!(twice.and_then(|found| found.line), Some(3));
    let answer = "{\"data\": {\"result\": [\n{\"metric\": {\"__name__\": \"redis_master_repl_offset\"},\n\
        \"values\": [[1795234400, \"1\"],\n[1795234401, \"8\"]]}]}}\n";
    assert_eq!(one(answer).series[0].source, (0, 4));
    let points = "{\"Label\": \"ReplicationBytes\", \"Datapoints\": [\n\
        {\"Timestamp\": \"2026-11-21T04:02:00Z\", \"Maximum\": 6e9},\n\
        {\"Timestamp\": \"2026-11-21T04:01:00Z\", \"Maximum\": 3e9}]}\n";
    let lines: Vec<u32> = one(points).series.iter().map(|point| point.source.1).collect();
    assert_eq!(lines, [3, 2]);
}

/// As a string of JSON.
fn quoted(line: &str) -> String {
    serde_json::Value::from(line).to_string()
}

/// A line as it comes out of something that ships or shows logs.
type Wrapping = (&'static str, fn(&str) -> String);

const WRAPPINGS: &[Wrapping] = &[
    ("json-file of docker", |line| {
        let log = quoted(&format!("{line}\n"));
        format!("{{\"log\":{log},\"stream\":\"stdout\",\"time\":\"2026-11-21T16:00:00.123Z\"}}")
    }),
    ("an object with its own time", |line| {
        let line = quoted(line);
        format!(
            "{{\"@timestamp\":\"2020-01-01T16:00:00Z\",\"message\":{line},\"host\":{{\"a\":1}}}}"
        )
    }),
    ("an object by another name", |line| {
        let line = quoted(line);
        format!("{{\"timestamp\":\"2020-01-01T16:00:00Z\",\"fields\":{{}},\"line\":{line}}}")
    }),
    ("an object behind a prefix", |line| {
        format!("2020-01-01 16:00:00 +0000 kube.redis: {{\"log\":{},\"a\":\"b\"}}", quoted(line))
    }),
    ("a cell of a table", |line| {
        format!("\"2020-01-01T16:00:00Z\",\"{}\"", line.replace('"', "\"\""))
    }),
    ("containerd", |line| format!("2020-01-01T16:00:00.123456789Z stdout F {line}")),
    ("journald", |line| format!("Jan 01 16:00:00 host redis-server[123]: {line}")),
    ("compose", |line| format!("redis-1  | {line}")),
    ("stern", |line| format!("\u{1b}[36mredis-0\u{1b}[0m \u{1b}[32mredis\u{1b}[0m {line}")),
    ("grep", |line| format!("/var/log/redis.log:12:{line}")),
    ("a reply", |line| format!("> {line}")),
];

#[test]
fn a_log_says_the_same_in_every_wrapping() {
    let logs = [
        "redis-3.2.6/primary.log",
        "redis-8.0.6-soft/replica.log",
        "valkey-8.1.1-dual-channel/primary.log",
        "valkey-9.0.0-milliseconds/replica.log",
        "valkey-9.1.2-json/primary.log",
    ];
    let events = |reading: &Reading| {
        let event = |event: &stormglass_core::read::LogEvent| {
            // A log without a year may take it from what is around it.
            let time = event.at_ms % 86_400_000;
            (event.source, time, event.replica, event.said.clone(), event.text.clone())
        };
        reading.log.events.iter().map(event).collect::<Vec<_>>()
    };
    for log in logs {
        let bare = sample(log);
        let expected = events(&one(&bare));
        assert!(expected.len() > 30, "{log}");
        for (name, wrap) in WRAPPINGS {
            let wrapped = each_line(&bare, |_, line| wrap(line));
            assert_eq!(events(&one(&wrapped)), expected, "{log} in {name}");
        }
        let list: Vec<String> =
            bare.lines().map(|line| format!("{{\"line\": {}}}", quoted(line))).collect();
        let list = format!("[{}]\n", list.join(",\n"));
        assert_eq!(events(&one(&list)), expected, "{log} in a list");
    }
    // Taken apart by the shipper.
    let apart = "{\"@timestamp\":\"2026-11-21T16:00:00Z\",\"level\":\"notice\",\"host\":\"a\",\n\
        \"message\":\"Replica 10.0.0.2:1 asks for synchronization\"}\n";
    let reading = one(apart);
    assert_eq!(reading.log.events.len(), 1, "{reading:?}");
    assert_eq!(reading.log.events[0].at_ms, 1_795_276_800_000);
}
