//! Pastes without what names a host, a person or a history, so that they can be shown to others.
//!
//! The same address always becomes the same stand-in, so what belongs together stays visible, and
//! what is left is still read like the original.

use std::collections::BTreeMap;

/// Replaces addresses, host names, replication IDs, paths, names and passwords.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redactor {
    hosts: BTreeMap<String, u64>,
    ids: BTreeMap<String, u64>,
    /// The line before was a key alone, as CONFIG GET prints it: this one is its value.
    value_follows: bool,
}

/// Keys whose value is a secret or a name, whatever it looks like.
const SECRET: &[&str] = &[
    "requirepass",
    "masterauth",
    "masteruser",
    "primaryauth",
    "primaryuser",
    "master_host",
    "primary_host",
    "master_1_host",
    "unixsocket",
    "replica-announce-ip",
    "slave-announce-ip",
    "cluster-announce-ip",
    "cluster-announce-hostname",
    "cluster-announce-human-nodename",
    "tls-key-file-pass",
    "tls-client-key-file-pass",
    "aclfile",
    "dbfilename",
    "appendfilename",
    "appenddirname",
    "dir",
    "logfile",
    "pidfile",
    "bind-source-addr",
    "executable",
    "config_file",
    "os",
    "name",
    "user",
    "ip",
    "instance",
    "addr",
    "host",
    "hostname",
    "pod",
    "namespace",
    "node",
    "nodename",
    "job",
    "cluster",
    "service",
    "slave_ip",
    "replicaof",
    "slaveof",
    "uid",
    "image",
    "imageid",
    "containerid",
    "podip",
    "hostip",
    "hostnetwork",
    "serviceaccountname",
    "cacheclusterid",
    "replicationgroupid",
];

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ':')
}

impl Redactor {
    /// Nothing replaced yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A whole text, line by line.
    #[must_use]
    pub fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            out += &self.line(line);
        }
        out
    }

    /// One line.
    #[must_use]
    pub fn line(&mut self, line: &str) -> String {
        let mut out = String::with_capacity(line.len());
        let bare = line.trim().trim_start_matches(|c: char| c.is_ascii_digit());
        let bare = bare.trim_start_matches([')', ' ']).trim_matches('"');
        if core::mem::take(&mut self.value_follows) && !bare.is_empty() && !is_address(bare) {
            let at = line.find(bare).unwrap_or(0);
            return format!("{}redacted{}", &line[..at], &line[at + bare.len()..]);
        }
        self.value_follows = SECRET.contains(&bare.to_ascii_lowercase().as_str());
        let mut rest = line;
        // The last word, where a value may follow it.
        let mut secret = false;
        while let Some(first) = rest.chars().next() {
            if !is_word(first) || (first == ':' && !rest.starts_with("::")) {
                // `key "a value"`, `key: value` and `key=value` are one thing; a comma ends it.
                if matches!(first, ',' | ';' | '{' | '}' | '|' | '\n') {
                    secret = false;
                }
                out.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = after;
            let told = ["MASTER ", "PRIMARY ", "eplica ", "lave "].iter().any(|b| out.ends_with(b));
            if told
                && let Some((name, port)) = word.rsplit_once(':')
                && !is_address(word)
                && port.bytes().all(|b| b.is_ascii_digit())
            {
                // A name without a dot is known by what stands before it.
                let next = self.hosts.len() as u64 + 1;
                let n = *self.hosts.entry(name.to_owned()).or_insert(next);
                out.push_str(&format!("host-{n}.example.invalid:{port}"));
                continue;
            }
            // `name:` before a value.
            let (key, value) = match word.split_once(':') {
                Some((key, value))
                    if key.starts_with(|c: char| c.is_ascii_alphabetic())
                        && !key.contains('.')
                        && !is_id(key)
                        && !value.starts_with(':') =>
                {
                    (Some(key), value)
                }
                _ => (None, word),
            };
            let names = |word: &str| SECRET.contains(&word.to_ascii_lowercase().as_str());
            if let Some(key) = key {
                if secret {
                    out.push_str("redacted");
                    secret = false;
                    continue;
                }
                out.push_str(key);
                out.push(':');
                secret = names(key);
            }
            if value.is_empty() {
                continue;
            }
            if secret {
                self.secret(value, &mut out);
                secret = false;
                continue;
            }
            // A word is a key only where something is assigned to it, or where it begins a line.
            let given = |rest: &str| rest.starts_with(|c: char| !c.is_whitespace() && c != ',');
            let assigned = rest.strip_prefix('=').is_some_and(given)
                || rest.starts_with("\":")
                || rest.starts_with("\" =>");
            let begins = out.trim_start_matches([' ', '"', '#', ')']).is_empty()
                || out.trim_start().ends_with(") \"");
            secret = names(value) && (assigned || (begins && key.is_none()));
            self.word(value, &mut out);
        }
        out
    }

    /// A value that is hidden; an address stays recognisable as one.
    fn secret(&mut self, value: &str, out: &mut String) {
        if is_address(value) { self.word(value, out) } else { out.push_str("redacted") }
    }

    fn word(&mut self, word: &str, out: &mut String) {
        let number = |known: &mut BTreeMap<String, u64>, word: &str| {
            let next = known.len() as u64 + 1;
            *known.entry(word.to_owned()).or_insert(next)
        };
        let (head, tail) = match word.rsplit_once(':') {
            Some((head, port)) if head.contains('.') => (head, Some(port)),
            _ => (word, None),
        };
        if word.split(':').any(is_id) {
            // An ID may have an offset behind it.
            for (n, part) in word.split(':').enumerate() {
                if n > 0 {
                    out.push(':');
                }
                if is_id(part) && part.bytes().any(|b| b != b'0') {
                    let width = part.len();
                    let stand_in = number(&mut self.ids, part);
                    out.push_str(&format!("{stand_in:0width$x}"));
                } else {
                    out.push_str(part);
                }
            }
        } else if is_v4(head) {
            let n = number(&mut self.hosts, head);
            out.push_str(&format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255));
            if let Some(port) = tail {
                out.push(':');
                out.push_str(port);
            }
        } else if is_v6(word) {
            let n = number(&mut self.hosts, word);
            out.push_str(&format!("fd00::{n:x}"));
        } else if word.len() > 1 && word.starts_with('/') {
            out.push_str("/redacted");
        } else if is_host(head) {
            let n = number(&mut self.hosts, head);
            out.push_str(&format!("host-{n}.example.invalid"));
            if let Some(port) = tail {
                out.push(':');
                out.push_str(port);
            }
        } else {
            out.push_str(word);
        }
    }
}

fn is_address(word: &str) -> bool {
    is_v4(word) || is_v6(word) || word.rsplit_once(':').is_some_and(|(head, _)| is_v4(head))
}

/// 32 and more hexadecimal digits: a replication ID, a run ID, a node.
fn is_id(word: &str) -> bool {
    word.len() >= 32 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

fn is_v4(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    word.split('.').count() == 4 && word.split('.').all(|part| part.parse::<u8>().is_ok())
}

fn is_v6(word: &str) -> bool {
    let colons = word.bytes().filter(|b| *b == b':').count();
    colons >= 2
        && (word.contains("::") || colons >= 6)
        && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.')
}

/// Labels and dots, at least two of them, the last label of letters: no version, no file.
fn is_host(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let labels = word.split('.');
    let mut count = 0;
    let mut last = "";
    for label in labels {
        if label.is_empty() || !label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return false;
        }
        count += 1;
        last = label;
    }
    count >= 3 && last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_somebody_is_gone_and_what_counts_stays() {
        let mut redactor = Redactor::new();
        let id = "ee7330766e49e02f260e71a5e504c031d6f75508";
        for (line, expected) in [
            (
                "Replica 192.168.7.9:6379 asks for synchronization",
                "Replica 10.0.0.1:6379 asks for synchronization",
            ),
            (
                "slave0:ip=192.168.7.9,port=6379,state=online,offset=7,lag=0",
                "slave0:ip=10.0.0.1,port=6379,state=online,offset=7,lag=0",
            ),
            (
                "slave0:ip=db.internal,port=6379,state=online",
                "slave0:ip=redacted,port=6379,state=online",
            ),
            (
                "(request ee7330766e49e02f260e71a5e504c031d6f75508:35735544).",
                "(request 0000000000000000000000000000000000000001:35735544).",
            ),
            ("executable:/opt/acme/redis-server", "executable:redacted"),
            ("requirepass hunter2", "requirepass redacted"),
            ("addr=[2001:db8::7]:6379 name=bob age=4", "addr=[fd00::2]:6379 name=redacted age=4"),
            (
                "Connecting to MASTER cache-1.prod.acme.com:6379",
                "Connecting to MASTER host-3.example.invalid:6379",
            ),
            (
                "Connecting to MASTER acme-cache:6379",
                "Connecting to MASTER host-4.example.invalid:6379",
            ),
            ("redis_version:7.4.0", "redis_version:7.4.0"),
            (
                "7:M 21 Nov 2026 04:13:38.642 * DB saved on disk",
                "7:M 21 Nov 2026 04:13:38.642 * DB saved on disk",
            ),
            ("redis_up{instance=\"acme:9121\"} 1", "redis_up{instance=\"redacted\"} 1"),
            ("\"instance\":\"acme:9121\",", "\"instance\":\"redacted\","),
        ] {
            assert_eq!(redactor.line(line), expected);
        }
        let config = " 1) \"requirepass\"\n 2) \"hunter2\"\nmasterauth\nhunter3\nmaxmemory\n0\n";
        assert_eq!(
            redactor.text(config),
            config.replace("hunter2", "redacted").replace("hunter3", "redacted")
        );
        assert!(!redactor.line(&format!("master_replid:{id}")).contains("ee73"));
    }
}
