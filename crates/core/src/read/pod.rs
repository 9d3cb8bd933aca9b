//! The parts of a Kubernetes pod that decide whether a resync can finish: its memory and its probes.

use core::time::Duration;

use crate::units::Bytes;

/// What a pod's YAML says; of several containers, the first that says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pod {
    /// `resources.limits.memory`, with its paste and line.
    pub memory: Option<(Bytes, (u32, u32))>,
    /// How long a liveness probe fails before the container is killed.
    pub liveness: Option<Probe>,
    /// The same of a startup probe.
    pub startup: Option<Probe>,
}

impl Pod {
    /// Adds what another YAML says, where this one says nothing.
    pub(super) fn or(&mut self, other: Self) {
        self.memory = self.memory.or(other.memory);
        self.liveness = self.liveness.or(other.liveness);
        self.startup = self.startup.or(other.startup);
    }
}

/// A probe; unset values have the defaults of Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// `periodSeconds`, 10 where it is not said.
    pub period: Duration,
    /// `failureThreshold`, 3 where it is not said.
    pub failures: u32,
    /// `initialDelaySeconds`, none where it is not said.
    pub initial: Duration,
    /// Where it begins.
    pub source: (u32, u32),
}

impl Probe {
    /// How long a container has from its start.
    #[must_use]
    pub fn from_start(&self) -> Duration {
        self.initial.saturating_add(self.patience())
    }

    /// How long failures are put up with.
    #[must_use]
    pub fn patience(&self) -> Duration {
        self.period.saturating_mul(self.failures)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Limits,
    Liveness,
    Startup,
    Other,
}

/// Lines of YAML as they come.
#[derive(Clone, Debug, Default)]
pub(super) struct PodLines {
    pub(super) pod: Pod,
    within: Option<(usize, Part)>,
    begun: bool,
}

impl PodLines {
    /// Takes a line with its indentation, if it is one of YAML and a document has begun.
    pub(super) fn take(&mut self, raw: &str, source: (u32, u32)) -> bool {
        let text = raw.trim_start_matches([' ', '-']);
        let indent = raw.len() - text.len();
        let Some((key, value)) = text.trim_end().split_once(':') else { return false };
        if !(value.is_empty() || value.starts_with(' ')) || key.contains([' ', '"', '>']) {
            return false;
        }
        let value = value.trim().trim_matches(['"', '\'']);
        let begins =
            ["apiVersion", "containers", "resources", "limits", "livenessProbe", "startupProbe"];
        if !self.begun && !begins.contains(&key) {
            return false;
        }
        self.begun = true;
        if self.within.is_some_and(|(outer, _)| indent <= outer) {
            self.within = None;
        }
        let part = match key {
            "limits" => Some(Part::Limits),
            "livenessProbe" => Some(Part::Liveness),
            "startupProbe" => Some(Part::Startup),
            "requests" | "readinessProbe" => Some(Part::Other),
            _ => None,
        };
        if let Some(part) = part {
            self.within = Some((indent, part));
            let (period, initial) = (Duration::from_secs(10), Duration::ZERO);
            let probe = Probe { period, failures: 3, initial, source };
            match part {
                Part::Liveness => _ = self.pod.liveness.get_or_insert(probe),
                Part::Startup => _ = self.pod.startup.get_or_insert(probe),
                Part::Limits | Part::Other => {}
            }
            return true;
        }
        let probe = match self.within {
            Some((_, Part::Limits)) if key == "memory" => {
                let memory = quantity(value).map(|bytes| (bytes, source));
                self.pod.memory = self.pod.memory.or(memory);
                return true;
            }
            Some((_, Part::Liveness)) => self.pod.liveness.as_mut(),
            Some((_, Part::Startup)) => self.pod.startup.as_mut(),
            _ => None,
        };
        if let Some(probe) = probe {
            match (key, value.parse::<u32>()) {
                ("periodSeconds", Ok(n)) => probe.period = Duration::from_secs(u64::from(n)),
                ("initialDelaySeconds", Ok(n)) => probe.initial = Duration::from_secs(u64::from(n)),
                ("failureThreshold", Ok(n)) => probe.failures = n,
                _ => {}
            }
        }
        true
    }
}

/// `8Gi`, `512M`, `1073741824`.
fn quantity(text: &str) -> Option<Bytes> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..end].parse().ok()?;
    let unit = match &text[end..] {
        "" => 1,
        "k" => 1000,
        "Ki" => 1 << 10,
        "M" => 1_000_000,
        "Mi" => 1 << 20,
        "G" => 1_000_000_000,
        "Gi" => 1 << 30,
        "T" => 1_000_000_000_000,
        "Ti" => 1 << 40,
        _ => return None,
    };
    number.checked_mul(unit).map(Bytes).filter(|bytes| bytes.0 < 1 << 49)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_and_the_probe_are_found_and_the_request_is_not() {
        let yaml = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: redis\n    resources:\n      \
            requests:\n        memory: 1Gi\n      limits:\n        memory: 8Gi\n    livenessProbe:\n      \
            periodSeconds: 5\n      failureThreshold: 5\n    readinessProbe:\n      periodSeconds: 1\n";
        let mut lines = PodLines::default();
        for (n, line) in (1..).zip(yaml.lines()) {
            assert!(lines.take(line, (0, n)), "{line}");
        }
        assert_eq!(lines.pod.memory, Some((Bytes(8 << 30), (0, 10))));
        assert_eq!(lines.pod.liveness.expect("a probe").patience(), Duration::from_secs(25));
        assert!(!PodLines::default().take("role:master", (0, 1)));
        assert!(!lines.take("role:master", (0, 1)));
    }
}
