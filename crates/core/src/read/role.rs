//! ROLE: a list without names, raw or with the numbers of redis-cli.

use super::{Sample, info};

/// A ROLE that is being read.
#[derive(Clone, Debug)]
pub(super) struct Role {
    sample: Sample,
    values: Vec<String>,
    primary: bool,
}

/// A value without its numbers, quotes and type: `3) 1) 1) "10.0.0.2"`.
fn value(mut line: &str) -> Option<&str> {
    loop {
        line = line.trim_start();
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        match rest.strip_prefix(')') {
            Some(inner) if rest.len() < line.len() => line = inner,
            _ => break,
        }
    }
    let line = line.trim().trim_start_matches("(integer) ").trim_matches('"');
    let short = !line.is_empty() && line.len() <= 255 && !line.contains([' ', '=']);
    short.then_some(line)
}

impl Role {
    /// Begins where a line is nothing but a role.
    pub(super) fn begins(line: &str, source: (u32, u32)) -> Option<Self> {
        let word = value(line).filter(|_| line.len() < 40)?;
        let word = info::canonical_value("role", word);
        if word != "master" && word != "slave" {
            return None;
        }
        let mut sample = Sample::default();
        sample.set("role", word.to_owned(), source);
        Some(Self { sample, values: Vec::new(), primary: word == "master" })
    }

    /// Takes the next line, or says that it belongs to something else.
    pub(super) fn take(&mut self, line: &str, source: (u32, u32)) -> bool {
        let Some(value) = value(line) else { return false };
        let number = value.parse::<u64>().ok();
        let count = self.values.len();
        if self.primary {
            match (count, count % 3, number) {
                (0, _, Some(_)) => self.sample.set("master_repl_offset", value.to_owned(), source),
                // Address, port and offset, as many times as there are replicas.
                (1.., 1, None) if value.contains(['.', ':']) || count < 3000 => {}
                (1.., 2, Some(_)) => {}
                (1.., 0, Some(offset)) => {
                    let name = format!("slave{}", count / 3 - 1);
                    self.sample.set(&name, format!("state=online,offset={offset}"), source);
                }
                _ => return false,
            }
        } else {
            match (count, number) {
                (0, _) | (1, Some(_)) => {}
                (2, None) => {
                    let up = if value == "connected" { "up" } else { "down" };
                    self.sample.set("master_link_status", up.to_owned(), source);
                    if value == "sync" {
                        self.sample.set("master_sync_in_progress", "1".to_owned(), source);
                    }
                }
                (3, _) => self.sample.set("slave_repl_offset", value.to_owned(), source),
                _ => return false,
            }
        }
        self.values.push(value.to_owned());
        true
    }

    /// What it says, if it was one: a lone word is none.
    pub(super) fn finish(self) -> Option<Sample> {
        let enough = if self.primary { 1 } else { 3 };
        (self.values.len() >= enough).then_some(self.sample)
    }
}
