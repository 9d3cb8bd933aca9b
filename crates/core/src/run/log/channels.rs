//! What the primary's log says where a full resync has two connections.
//!
//! Sources: redis 8.0.6, valkey 8.1.1 and 9.1.2 `replication.c`, and logs recorded from them.

use super::{Level, Log};
use crate::run::{Event, EventKind, Phase};
use crate::server::ChannelSync;
use crate::units::Instant;

impl Log<'_> {
    pub(super) fn second_connection(&mut self, at: Instant, name: &str) {
        let words = match self.channels(at) {
            ChannelSync::None => return,
            ChannelSync::RdbChannel => ["", "rdb channel", "rdb channel"],
            ChannelSync::DualChannel => {
                ["Dual channel replication: ", "dual channel", "RDB channel"]
            }
        };
        let [prefix, word, channel] = words;
        let text = format!(
            "{prefix}Replica {name} is capable of {word} synchronization, and partial sync isn't \
             possible. Full sync will continue with dedicated {channel}."
        );
        self.line(at, Level::Notice, &text);
        self.line(at, Level::Notice, &format!("Replica {name} asks for synchronization"));
        if self.redis(8, 0) {
            let text = format!("Full resync requested by replica {name} (rdb-channel)");
            self.line(at, Level::Notice, &text);
        }
    }

    /// The names of those for whom the child that was forked at `at` works.
    fn served(&self, at: Instant) -> Vec<(usize, String)> {
        let moment = self.run.at(at);
        let replicas = moment.replicas.iter().enumerate();
        let served = replicas.filter(|(_, replica)| replica.phase == Phase::Saving);
        served.map(|(index, replica)| (index, format!("{}:6379", replica.name))).collect()
    }

    pub(super) fn begins_to_deliver(&mut self, at: Instant) {
        let channels = self.channels(at);
        if channels == ChannelSync::None {
            return;
        }
        let end = self.run.offset_at(at).0;
        for (index, name) in self.served(at) {
            let text = if channels == ChannelSync::RdbChannel {
                format!("Starting to deliver RDB and replication stream to replica: {name}")
            } else {
                let client = 3 + index;
                format!(
                    "Dual channel replication: Sending to replica {name} RDB end offset {end} and \
                     client-id {client}"
                )
            };
            self.line(at, Level::Notice, &text);
        }
    }

    /// valkey: the main channel asks for the stream from the end of the snapshot on.
    pub(super) fn main_channels_ask(&mut self, at: Instant) {
        if self.channels(at) != ChannelSync::DualChannel {
            return;
        }
        let end = self.run.offset_at(at);
        for (index, name) in self.served(at) {
            // It has read the offset and asks: a round trip later.
            let asks = at.saturating_add(self.run.scenario.replicas[index].rtt);
            let sent = self.run.offset_at(asks).0.saturating_sub(end.0);
            self.line(asks, Level::Notice, &format!("Replica {name} asks for synchronization"));
            let text = format!(
                "Partial resynchronization request from {name} accepted. Sending {sent} bytes of \
                 backlog starting from offset {}.",
                end.next().0
            );
            self.line(asks, Level::Notice, &text);
        }
    }

    /// The child is gone, and with it the connections that carried its snapshot.
    pub(super) fn snapshot_channels_end(&mut self, at: Instant) {
        const ENDED: &str = "Background RDB transfer terminated with success";
        let channels = self.channels(at);
        let who = |kind: EventKind| {
            let same = self.together(at).iter().filter(move |event| event.kind == kind);
            same.map(|event| (event.who, self.address(event))).collect::<Vec<_>>()
        };
        let (sent, loaded) = (who(EventKind::TransferDone), who(EventKind::LoadDone));
        // redis 8.0: a replica that has loaded already closes the connection itself.
        let quick = |who| channels == ChannelSync::RdbChannel && loaded.iter().any(|l| l.0 == who);
        for (_, name) in sent.iter().filter(|(who, _)| quick(*who)) {
            self.rdb_channel_lost(at, name);
            self.synchronized(at, name);
        }
        self.line(at, Level::Notice, ENDED);
        if channels == ChannelSync::None {
            return;
        }
        let slow: Vec<_> = sent.iter().filter(|(who, _)| !quick(*who)).collect();
        for (_, name) in &slow {
            if channels == ChannelSync::RdbChannel {
                self.synchronized(at, name);
            }
            let text = format!(
                "Streamed RDB transfer with replica {name} succeeded (socket). Waiting for \
                 REPLCONF ACK from replica to enable streaming"
            );
            self.line(at, Level::Notice, &text);
            let text = format!(
                "RDB transfer completed, rdb only replica ({name}) should be disconnected asap"
            );
            self.line(at, Level::Notice, &text);
        }
        for (_, name) in &slow {
            self.rdb_channel_lost(at, name);
        }
    }

    fn rdb_channel_lost(&mut self, at: Instant, name: &str) {
        let text = if self.channels(at) == ChannelSync::RdbChannel {
            format!("Connection with replica (rdbchannel) {name} lost.")
        } else {
            format!("Dual channel replication: Replica {name} rdb channel disconnected.")
        };
        self.line(at, Level::Notice, &text);
    }

    fn synchronized(&mut self, at: Instant, name: &str) {
        let text = format!("Synchronization with replica {name} succeeded");
        self.line(at, Level::Notice, &text);
    }

    /// valkey counts a replica as synchronised when it acknowledges what it loaded.
    pub(super) fn loaded(&mut self, event: &Event, name: &str) {
        if self.channels(event.at) == ChannelSync::DualChannel {
            self.synchronized(event.at, name);
        }
    }
}
