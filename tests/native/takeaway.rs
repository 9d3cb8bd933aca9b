//! What is taken away, read by those it is for: a server, and parsers of YAML, JSON and HCL.
//! (Prometheus is asked in `takeaway_rules.rs`.)

use core::time::Duration;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use stormglass_core::scenario::Scenario;
use stormglass_core::server::Server;
use stormglass_core::sizing::{Question, Service, answer};
use stormglass_core::write::{Sheet, Template};
use stormglass_tests::lab::{Client, find_server, server_version};
use stormglass_text::Catalogue;

/// A template filled in for a scenario and an outage.
pub(super) fn filled(
    template: Template,
    text: &str,
    outage: u64,
    service: Option<&Service>,
) -> String {
    let words = Catalogue::english();
    let scenario = Scenario::parse(text).expect("a scenario");
    let question = Question { outage: Duration::from_secs(outage), ..Question::default() };
    let answer = answer(&scenario, &question);
    let say = |message: &_| words.say(message);
    let sheet = Sheet::new(&scenario, &question, &answer, &say);
    template.fill(&match service {
        Some(service) => sheet.on(service, &scenario, &answer),
        None => sheet,
    })
}

/// Storms, calm ones, old ones, new ones.
const SCENARIOS: &[&str] = &[
    "server redis 6.2.16\ndataset 16gb\nwrites 5mb/s\nreplicas 3\n",
    "server redis 7.4.1\ndataset 1gb\nwrites 1mb/s\nreplica r1\n",
    "server redis 8.0.6\nallocator libc\ndataset 8gb\nwrites 20000/s of 500b\nreplica a\n\
     replica b link 100mbit/s rtt 30ms\nmemory 12gb\nmaxmemory 9gb\n",
    "server valkey 9.1.2\ndataset 64gb\nwrites 80mb/s\nvalue-size 1kb\nkeys 60000000\nreplicas 2\n\
     at 10s disconnect all for 2h\n",
    "writes 0/s\nreplica r1\n",
];

fn every(check: impl Fn(&str, &str)) {
    for template in Template::ALL {
        for scenario in SCENARIOS {
            for outage in [1, 60, 7200] {
                check(template.id, &filled(*template, scenario, outage, None));
            }
        }
    }
}

#[test]
fn no_gap_stays_open_and_the_inputs_are_echoed() {
    every(|id, text| {
        let open = text.match_indices('<').any(|(at, _)| {
            let rest = &text[at + 1..];
            rest.find('>').is_some_and(|to| {
                to > 0 && rest[..to].chars().all(|c| c.is_ascii_lowercase() || c == '-')
            })
        });
        assert!(!open, "{id}: {text}");
        let unsaid = ["takeaway-", "service-", "{$"].iter().any(|part| text.contains(part));
        assert!(!unsaid, "{id}: {text}");
        // A dashboard has no comments; the link in its description carries the inputs.
        assert!(text.contains("outage ") || text.contains("#v1;"), "{id}: {text}");
        assert!(text.contains("#v1;"), "{id} has no link: {text}");
    });
}

#[test]
fn yaml_json_and_hcl_can_be_read() {
    every(|id, text| match id {
        "helm" | "helm-redis-ha" | "spotahome" | "ot-operator" | "prometheus" => {
            let read: serde_yaml_ng::Value =
                serde_yaml_ng::from_str(text).unwrap_or_else(|e| panic!("{id}: {e}\n{text}"));
            assert!(read.as_mapping().is_some_and(|map| !map.is_empty()), "{id}: {text}");
        }
        "grafana" => {
            let read: serde_json::Value =
                serde_json::from_str(text).unwrap_or_else(|e| panic!("{id}: {e}\n{text}"));
            assert_eq!(read["panels"].as_array().map(Vec::len), Some(8), "{text}");
        }
        "terraform" => {
            let read: hcl::Body =
                hcl::from_str(text).unwrap_or_else(|e| panic!("{id}: {e}\n{text}"));
            let block = read.blocks().next().expect("a resource");
            assert_eq!(block.labels[0].as_str(), "aws_elasticache_parameter_group");
        }
        _ => {}
    });
}

#[test]
fn the_chart_and_the_operators_are_given_what_they_read() {
    let scenario = SCENARIOS[0];
    let yaml = |template| -> serde_yaml_ng::Value {
        serde_yaml_ng::from_str(&filled(template, scenario, 60, None)).expect("YAML")
    };
    let chart = yaml(Template::HELM);
    let conf = chart["master"]["configuration"].as_str().expect("a block of text");
    assert!(conf.contains("repl-backlog-size "), "{conf}");
    assert_eq!(chart["master"]["configuration"], chart["replica"]["configuration"]);
    let ha = yaml(Template::HELM_REDIS_HA);
    assert!(ha["redis"]["config"]["repl-backlog-size"].as_str().is_some(), "{ha:?}");
    let spotahome = yaml(Template::SPOTAHOME);
    let lines = spotahome["spec"]["redis"]["customConfig"].as_sequence().expect("a list");
    assert_eq!(lines.len(), 2);
    let ot = yaml(Template::OT_OPERATOR);
    assert!(ot["spec"]["redisConfig"]["dynamicConfig"].as_sequence().is_some());
}

#[test]
fn a_managed_service_is_not_asked_for_what_it_refuses() {
    let text = filled(Template::TERRAFORM, SCENARIOS[0], 60, None);
    assert!(text.contains("repl-backlog-size") && !text.contains("\"client-output"), "{text}");
    let service = Service::find("memorystore");
    let conf = filled(Template::CONF, SCENARIOS[0], 60, service);
    assert!(conf.lines().all(|line| line.starts_with('#')), "{conf}");
    let runbook = filled(Template::MARKDOWN, SCENARIOS[0], 60, service);
    assert!(runbook.contains("Memorystore"), "{runbook}");
}

/// A server of our own, on a port of our own.
struct Own(Child, u16);

impl Own {
    fn start(conf: &str) -> Option<(Self, Server)> {
        let Some(binary) = find_server() else {
            assert!(
                std::env::var_os("STORMGLASS_NEEDS_SERVER").is_none(),
                "no redis-server on the PATH; install one or point STORMGLASS_SERVER at it"
            );
            eprintln!("skipped: no redis-server on the PATH and no STORMGLASS_SERVER");
            return None;
        };
        let version = server_version(&binary).expect("the server says its version");
        let port = (7200..7300)
            .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
            .expect("a free port");
        let file = std::env::temp_dir()
            .join(format!("stormglass-takeaway-{}-{port}.conf", std::process::id()));
        std::fs::write(&file, conf).expect("a place for a file");
        let child = Command::new(&binary)
            .arg(&file)
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the server starts");
        let own = Self(child, port);
        let up = (0..500).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            own.client().is_ok()
        });
        assert!(up, "the server refuses\n{conf}");
        let _ = std::fs::remove_file(&file);
        Some((own, version))
    }

    fn client(&self) -> std::io::Result<Client> {
        let mut client = Client::connect(self.1)?;
        client.call(&["PING"])?;
        Ok(client)
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_server_starts_with_the_fragment_and_takes_the_commands() {
    for scenario in SCENARIOS {
        let conf = filled(Template::CONF, scenario, 7200, None);
        let Some((own, version)) = Own::start(&conf) else { return };
        let mut client = own.client().expect("it answers");
        for line in conf.lines().filter(|line| line.starts_with("repl-backlog-size")) {
            let size = line.rsplit(' ').next().expect("a value");
            let said = client.call(&["CONFIG", "GET", "repl-backlog-size"]).expect("it says");
            assert!(said.ends_with(size), "{line}: {said}");
        }
        let scenario = format!("{scenario}server {version}\n");
        let commands = filled(Template::CONFIG_SET, &scenario, 60, None);
        for line in commands.lines().filter(|line| line.starts_with("CONFIG SET")) {
            let rest = line.trim_start_matches("CONFIG SET ");
            let (name, value) = rest.split_once(' ').expect("a name and a value");
            client
                .call(&["CONFIG", "SET", name, value.trim_matches('"')])
                .unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }
}
