//! `min-replicas-to-write`: whether enough replicas are good enough.
//!
//! Source: redis 7.0.15 `replication.c:refreshGoodSlavesCount`: replicas that are online and whose
//! last acknowledgement is at most `min-replicas-max-lag` old, looked at once a second and whenever
//! one comes or goes. Only the age counts, not how far behind it is.

use core::time::Duration;

use crate::units::Instant;

use super::clock::{PRIMARY_CRON, REPLICA_CRON, unixtime};
use super::node::{Node, Stage};
use super::world::World;

impl World {
    fn guards(&self) -> bool {
        self.settings.min_replicas_to_write > 0 && self.settings.min_replicas_max_lag > 0
    }

    /// Whether a replica is good until and from when, as far as is known now.
    fn good_span(&self, hub: usize, index: usize) -> Option<(Instant, Instant)> {
        let node: &Node = &self.nodes[index];
        if node.up != hub {
            return None;
        }
        match node.stage {
            // Keepalives count while it loads.
            Stage::Loading { .. } if node.silent_since.is_none() => {
                Some((Instant::ZERO, Instant::NEVER))
            }
            Stage::Online => match node.silent_since {
                Some(since) => {
                    let heard = unixtime(self.last_ack(index, since).0);
                    let lost = heard + self.settings.min_replicas_max_lag + 1;
                    Some((Instant::ZERO, PRIMARY_CRON.from(Instant::from_secs(lost))))
                }
                None if node.ack_from > node.acked.0 && node.ack_from <= self.now => {
                    // Back from silence: good again with its next acknowledgement, if too much
                    // time has passed since the last.
                    let age = unixtime(self.now).saturating_sub(unixtime(node.acked.0));
                    if age <= self.settings.min_replicas_max_lag {
                        return Some((Instant::ZERO, Instant::NEVER));
                    }
                    // The two crons have no common phase: half a second is the wait on average.
                    let heard = REPLICA_CRON.from(node.ack_from);
                    Some((heard + Duration::from_millis(500), Instant::NEVER))
                }
                None => Some((Instant::ZERO, Instant::NEVER)),
            },
            _ => None,
        }
    }

    /// When the next look finds another number.
    pub(crate) fn good_changes_at(&self) -> Instant {
        if !self.guards() {
            return Instant::NEVER;
        }
        let written = (0..self.hubs.len()).filter(|hub| self.hubs[*hub].written);
        written
            .flat_map(|hub| {
                (0..self.nodes.len()).filter_map(move |index| self.good_span(hub, index))
            })
            .flat_map(|(from, until)| [from, until])
            .filter(|at| *at > self.now)
            .min()
            .unwrap_or(Instant::NEVER)
    }

    /// Counts again.
    pub(crate) fn refresh_good(&mut self) {
        if self.guards() {
            let now = self.now;
            for hub in 0..self.hubs.len() {
                let good = (0..self.nodes.len())
                    .filter_map(|index| self.good_span(hub, index))
                    .filter(|(from, until)| *from <= now && now < *until)
                    .count();
                self.hubs[hub].good = u64::try_from(good).expect("few replicas");
            }
        }
        self.refresh_refusals();
    }
}
