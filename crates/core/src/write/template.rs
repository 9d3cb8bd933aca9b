//! Text with gaps: `<name>` is filled in from a sheet, and a line with a value of several lines is
//! repeated for each of them.

use super::sheet::Sheet;

/// A form in which an answer is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// What a command line calls it.
    pub id: &'static str,
    text: &'static str,
}

macro_rules! templates {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        impl Template {
            $($(#[$doc])* pub const $name: Self = Self {
                id: $id,
                text: include_str!(concat!("templates/", $id, ".txt")),
            };)*
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

templates! {
    /// A fragment of redis.conf or valkey.conf.
    CONF = "conf";
    /// `CONFIG SET` commands.
    CONFIG_SET = "config-set";
    /// Values of the charts bitnami/redis and bitnami/valkey.
    HELM = "helm";
    /// Values of the chart dandydeveloper/redis-ha.
    HELM_REDIS_HA = "helm-redis-ha";
    /// A resource of the operator of Spotahome.
    SPOTAHOME = "spotahome";
    /// A resource of the operator of OT-CONTAINER-KIT.
    OT_OPERATOR = "ot-operator";
    /// A parameter group of Amazon ElastiCache.
    TERRAFORM = "terraform";
    /// Recording and alert rules over the metrics of redis_exporter.
    PROMETHEUS = "prometheus";
    /// A dashboard over the same rules.
    GRAFANA = "grafana";
    /// A runbook for the incident document.
    MARKDOWN = "markdown";
}

impl Template {
    /// The template of a name.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().find(|template| template.id == id).copied()
    }

    /// The template, filled in.
    #[must_use]
    pub fn fill(self, sheet: &Sheet) -> String {
        let mut out = String::new();
        for line in self.text.lines() {
            let list = gaps(line)
                .find_map(|(from, to, name)| sheet.list(name).map(|lines| (from, to, lines)));
            match list {
                Some((from, to, lines)) => {
                    for value in lines {
                        let line = [&line[..from], value, &line[to..]].concat();
                        out.push_str(line.trim_end());
                        out.push('\n');
                    }
                }
                None => {
                    let mut done = 0;
                    for (from, to, name) in gaps(line) {
                        let Some(value) = sheet.value(name) else { continue };
                        out.push_str(&line[done..from]);
                        out.push_str(&value);
                        done = to;
                    }
                    out.push_str(&line[done..]);
                    out.push('\n');
                }
            }
        }
        out
    }
}

/// `<name>` in a line: where it begins and ends, and the name.
fn gaps(line: &'static str) -> impl Iterator<Item = (usize, usize, &'static str)> {
    line.match_indices('<').filter_map(|(from, _)| {
        let rest = &line[from + 1..];
        let length = rest.find('>')?;
        let name = &rest[..length];
        let fits = |c: char| c.is_ascii_lowercase() || c == '-';
        (!name.is_empty() && name.chars().all(fits)).then_some((from, from + length + 2, name))
    })
}
