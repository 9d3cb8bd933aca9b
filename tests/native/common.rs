//! What several suites begin with.

use proptest::prelude::ProptestConfig;
use stormglass_core::engine::simulate;
use stormglass_core::run::Run;
use stormglass_core::scenario::Scenario;
use stormglass_core::server::Server;

/// One server of each way to keep the stream and to send a snapshot.
pub(crate) const SERVERS: [Server; 5] = [
    Server::redis(6, 2, 16),
    Server::redis(7, 4, 1),
    Server::redis(8, 0, 6),
    Server::valkey(8, 1, 1),
    Server::valkey(9, 1, 2),
];

/// The scenario that `text` spells.
pub(crate) fn parsed(text: &str) -> Scenario {
    Scenario::parse(text).unwrap_or_else(|findings| panic!("{text}\n{findings:?}"))
}

/// What happens in it.
pub(crate) fn run(text: &str) -> Run {
    simulate(&parsed(text))
}

/// `usual` random cases, or as many as `STORMGLASS_SWARM` says.
pub(crate) fn random(usual: u32) -> ProptestConfig {
    let asked = std::env::var("STORMGLASS_SWARM").ok().and_then(|text| text.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(usual))
}
