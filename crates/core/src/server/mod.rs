//! Whose rules apply: server versions, their defaults and their mechanics, as data.

mod profile;

pub use profile::{
    Allocator, BacklogKind, ChannelSync, FirstSeen, PingRule, Profile, RetryRequest,
};

/// Redis or Valkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Redis.
    Redis,
    /// Valkey.
    Valkey,
}

/// A server version, for example `redis 7.4.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Server {
    /// Redis or Valkey.
    pub family: Family,
    /// Major version.
    pub major: u16,
    /// Minor version.
    pub minor: u16,
    /// Patch level.
    pub patch: u16,
}

impl Server {
    /// A Redis version.
    #[must_use]
    pub const fn redis(major: u16, minor: u16, patch: u16) -> Self {
        Self { family: Family::Redis, major, minor, patch }
    }
    /// A Valkey version.
    #[must_use]
    pub const fn valkey(major: u16, minor: u16, patch: u16) -> Self {
        Self { family: Family::Valkey, major, minor, patch }
    }
    /// The rules of this version.
    #[must_use]
    pub fn profile(self) -> Profile {
        Profile::of(self)
    }
    /// Reads `redis 7.4.1`, `valkey 8.1`, `7.0.15` (Redis).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let first = words.next()?;
        let (family, version) = match first.to_ascii_lowercase().as_str() {
            "redis" => (Family::Redis, words.next()?),
            "valkey" => (Family::Valkey, words.next()?),
            _ => (Family::Redis, first),
        };
        if words.next().is_some() {
            return None;
        }
        let mut parts = version.trim_start_matches('v').split('.');
        let major = parts.next()?.parse().ok()?;
        let minor = parts.next().map_or(Some(0), |p| p.parse().ok())?;
        let patch = match parts.next() {
            None => 0,
            // A suffix such as `7.0.0-rc1` is not part of the number.
            Some(p) => p.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(Self { family, major, minor, patch })
    }
    /// Whether this is the same family and at least that version.
    #[must_use]
    pub fn at_least(self, other: Self) -> bool {
        self.family == other.family && self >= other
    }
}

impl Default for Server {
    fn default() -> Self {
        Self::redis(7, 2, 0)
    }
}

impl core::fmt::Display for Family {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Redis => "redis",
            Self::Valkey => "valkey",
        })
    }
}

/// `redis 7.4.1`, as the `server` line of a scenario writes it.
impl core::fmt::Display for Server {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { family, major, minor, patch } = self;
        write!(f, "{family} {major}.{minor}.{patch}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_written() {
        let check = |text: &str, expect: Option<Server>| assert_eq!(Server::parse(text), expect);
        check("redis 7.4.1", Some(Server::redis(7, 4, 1)));
        check("Valkey 8.1", Some(Server::valkey(8, 1, 0)));
        check("7.0.15", Some(Server::redis(7, 0, 15)));
        check("redis 8.0.0-rc1", Some(Server::redis(8, 0, 0)));
        check("redis", None);
        check("redis seven", None);
        check("redis 7.0.1.2", None);
        check("redis 7.0.1 x", None);
        assert_eq!(Server::valkey(9, 1, 2).to_string(), "valkey 9.1.2");
    }
}
