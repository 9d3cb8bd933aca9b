//! What a line of a log says about replication.
//!
//! Texts are those of `replication.c`, `rdb.c`, `networking.c` and `childinfo.c` from Redis 2.8 to 8
//! and Valkey 7.2 to 9. “Slave” became “replica” and “master” “primary” over time, so only the words
//! around them are looked at.

/// Why a replica that wanted to go on was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogRefusal {
    /// It had no history to go on with.
    First,
    /// It asked for another replication ID.
    OtherId,
    /// It is ahead of what the second ID is good for.
    SecondId,
    /// What it asked for had left the backlog.
    Backlog,
}

/// One event of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named like the server's own line")]
pub enum Said {
    // A primary.
    Asked,
    Resumed { from: u64, bytes: u64 },
    Attached,
    Refused { why: LogRefusal, asked: Option<u64> },
    BacklogCreated,
    BacklogFreed,
    SaveDelayed,
    SaveBegins { sockets: bool, two_channels: bool },
    Joins,
    ChildStarted,
    Copied { mb: u64 },
    ChildDone,
    ChildFailed,
    ChildKilled { signal: u64 },
    ForkFailed,
    Online,
    Killed { age: u64, idle: u64, omem: u64, by_cron: bool },
    ReplicaLost,
    TimedOut,
    AllDropped,
    // A replica.
    SyncStarted,
    Tries { asked: Option<u64> },
    Resumes,
    FullAccepted { offset: Option<u64> },
    Receives { bytes: u64 },
    Received,
    Flushes,
    Loads,
    MadeFrom { bytes: u64 },
    Loaded,
    PrimaryLost,
    Unreachable,
    NoData,
    BulkTimeout,
    TransferFailed,
    BufferFull,
    Promoted,
    // Any server.
    Started { valkey: bool, version: String },
    Exits,
}

/// What a message says, and the address it names.
pub(super) fn said(text: &str) -> Option<(Said, Option<&str>)> {
    let peer = peer(text);
    primary(text).or_else(|| replica(text)).or_else(|| server(text)).map(|said| (said, peer))
}

/// The address behind `replica ` or `slave `, in either case of its first letter.
fn peer(text: &str) -> Option<&str> {
    let head = &text[..text.floor_char_boundary(200)];
    let words = ["eplica ", "lave ", "eplica: ", "lave: ", "rdbchannel) ", "sync): "];
    let at = words.iter().find_map(|word| {
        let at = head.find(word)? + word.len();
        head.get(at..).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '['))?;
        Some(at)
    })?;
    let rest = text.get(at..)?;
    let end = rest.find([' ', ',', ')']).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches(['.', ':']))
}

/// The number behind a word.
fn after(text: &str, word: &str) -> Option<u64> {
    let rest = text.get(text.find(word)? + word.len()..)?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// A number with up to two digits behind the point, times a hundred.
fn hundredths(text: &str) -> Option<u64> {
    let word = text.split_ascii_whitespace().next()?;
    let (whole, fraction) = word.split_once('.').unwrap_or((word, ""));
    let fraction: String = fraction.chars().chain("00".chars()).take(2).collect();
    let whole: u64 = whole.parse().ok().filter(|mib| *mib < 1 << 40)?;
    Some(whole * 100 + fraction.parse::<u64>().ok()?)
}

/// The offset behind a replication ID, `... ID:OFFSET` and perhaps `).`.
fn asked_for(text: &str) -> Option<u64> {
    text.trim_end_matches([')', '.']).rsplit(':').next()?.parse().ok()
}

fn primary(text: &str) -> Option<Said> {
    let has = |part: &str| text.contains(part);
    let starts = |part: &str| text.starts_with(part);
    Some(if has("asks for synchronization") {
        Said::Asked
    } else if starts("Partial resynchronization request") && has("accepted") {
        Said::Resumed {
            from: after(text, "offset").unwrap_or(0),
            bytes: after(text, "Sending").unwrap_or(0),
        }
    } else if starts("Unable to partial resync") {
        // Valkey 9 writes the replication ID before the offset.
        let asked = text.rsplit("request was").next().and_then(|rest| {
            let rest = rest.split([')', ',']).next()?.trim_start_matches([':', ' ']);
            rest.rsplit(':').next()?.trim().parse().ok()
        });
        Said::Refused { why: LogRefusal::Backlog, asked }
    } else if starts("Partial resynchronization not accepted: Requested offset") {
        Said::Refused { why: LogRefusal::SecondId, asked: after(text, "second ID was") }
    } else if starts("Partial resynchronization not accepted") {
        Said::Refused { why: LogRefusal::OtherId, asked: None }
    } else if starts("Full resync requested by") {
        Said::Refused { why: LogRefusal::First, asked: None }
    } else if starts("Replication backlog created") {
        Said::BacklogCreated
    } else if starts("Replication backlog freed") {
        Said::BacklogFreed
    } else if starts("Delay next BGSAVE") {
        Said::SaveDelayed
    } else if starts("Starting BGSAVE for SYNC") {
        Said::SaveBegins { sockets: has("socket"), two_channels: has("dual-channel") }
    } else if starts("Waiting for end of BGSAVE for SYNC") {
        Said::Joins
    } else if starts("Background saving started") || starts("Background RDB transfer started") {
        Said::ChildStarted
    } else if starts("Fork CoW for") {
        Said::Copied { mb: after(text, "peak").or(after(text, "current"))? }
    } else if has("MB of memory used by copy-on-write") {
        Said::Copied { mb: after(text, ":")? }
    } else if starts("Background saving terminated with success")
        || starts("Background RDB transfer terminated with success")
    {
        Said::ChildDone
    } else if starts("Background") && has("terminated by signal") {
        Said::ChildKilled { signal: after(text, "signal").unwrap_or(0) }
    } else if starts("Background saving error")
        || starts("Background transfer error")
        || starts("Background RDB transfer error")
        || starts("SYNC failed. BGSAVE")
        || starts("BGSAVE for replication failed")
    {
        Said::ChildFailed
    } else if starts("Can't save in background: fork") {
        Said::ForkFailed
    } else if starts("Synchronization with") && has("succeeded") {
        Said::Online
    } else if has("overcoming of output buffer limits") {
        // A client that is no replica has its own class, and is not a matter of replication.
        let flags = text.split("flags=").nth(1).and_then(|rest| rest.split(' ').next());
        if flags.is_some_and(|flags| !flags.contains('S')) {
            return None;
        }
        Said::Killed {
            age: after(text, " age=")?,
            idle: after(text, " idle=").unwrap_or(0),
            omem: after(text, " omem=")?,
            by_cron: !has("scheduled to be closed"),
        }
    } else if starts("Connection with replica") || starts("Connection with slave") {
        Said::ReplicaLost
    } else if starts("Disconnecting timedout") {
        Said::TimedOut
    } else if has("last replica dropped, killing fork child") {
        Said::AllDropped
    } else {
        return None;
    })
}

fn replica(text: &str) -> Option<Said> {
    let has = |part: &str| text.contains(part);
    let starts = |part: &str| text.starts_with(part);
    Some(if has(" <-> ") {
        if has("sync started") {
            Said::SyncStarted
        } else if has("receiving ") {
            Said::Receives { bytes: after(text, "receiving").unwrap_or(0) }
        } else if has("Flushing old data") {
            Said::Flushes
        } else if has("Loading DB in memory") {
            Said::Loads
        } else if has("Finished with success") {
            Said::Loaded
        } else if has("accepted a Partial") && !has("RDB load in background") {
            Said::Resumes
        } else {
            return None;
        }
    } else if has("Flushing old data") {
        Said::Flushes
    } else if has("Done downloading RDB") {
        // Valkey 9 receives in a thread, and its main one looks once a second.
        Said::Received
    } else if starts("RDB memory usage when created") {
        // In MiB with two digits behind the point, whatever it calls them.
        Said::MadeFrom {
            bytes: hundredths(text.strip_prefix("RDB memory usage when created")?)? * (1 << 20)
                / 100,
        }
    } else if starts("Trying a partial resynchronization") {
        Said::Tries { asked: asked_for(text) }
    } else if starts("Partial resynchronization not possible (no cached") {
        Said::Tries { asked: None }
    } else if starts("Successful partial resynchronization") {
        Said::Resumes
    } else if starts("Full resync from") {
        Said::FullAccepted { offset: asked_for(text) }
    } else if has("PSYNC is not possible, initialize RDB") {
        Said::FullAccepted { offset: None }
    } else if starts("Connection with master lost") || starts("Connection with primary lost") {
        Said::PrimaryLost
    } else if starts("Error condition on socket for SYNC") || starts("Unable to connect to ") {
        Said::Unreachable
    } else if has("timeout: no data nor PING") {
        Said::NoData
    } else if starts("Timeout receiving bulk data") {
        Said::BulkTimeout
    } else if starts("I/O error trying to sync") || starts("I/O error reading bulk") {
        Said::TransferFailed
    } else if starts("Replication buffer limit") {
        Said::BufferFull
    } else if starts("MASTER MODE enabled") || starts("PRIMARY MODE enabled") {
        Said::Promoted
    } else {
        return None;
    })
}

fn server(text: &str) -> Option<Said> {
    if let Some(rest) =
        text.strip_prefix("Redis version=").or_else(|| text.strip_prefix("Valkey version="))
    {
        let version = rest.split([',', ' ']).next()?.to_owned();
        return Some(Said::Started { valkey: text.starts_with("Valkey"), version });
    }
    if let Some((_, rest)) = text.split_once("Server started, Redis version ") {
        let version = rest.split([',', ' ']).next()?.to_owned();
        return Some(Said::Started { valkey: false, version });
    }
    text.contains("is now ready to exit").then_some(Said::Exits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_old_and_new_servers_say_the_same() {
        let refused = |asked| Said::Refused { why: LogRefusal::Backlog, asked };
        for (text, expected) in [
            ("Slave 10.0.0.2:6379 asks for synchronization", Said::Asked),
            (
                "Full resync requested by replica [::1]:7001 (rdb-channel)",
                Said::Refused { why: LogRefusal::First, asked: None },
            ),
            (
                "Unable to partial resync with slave 10.0.0.2:6379 for lack of backlog (Slave request was: 123).",
                refused(Some(123)),
            ),
            (
                "Unable to partial resync with replica 10.0.0.2:1 for lack of backlog (Replica request was: abcd:77).",
                refused(Some(77)),
            ),
            (
                "Unable to partial resync with replica 10.0.0.2:1 for lack of backlog (Replica request was abcd:77, and I can only reply with the range [90, 99]).",
                refused(Some(77)),
            ),
            ("RDB: 851 MB of memory used by copy-on-write", Said::Copied { mb: 851 }),
            (
                "Fork CoW for RDB: current 332 MB, peak 400 MB, average 201 MB",
                Said::Copied { mb: 400 },
            ),
            (
                "Trying a partial resynchronization (request abcd:77).",
                Said::Tries { asked: Some(77) },
            ),
            (
                "Partial resynchronization not possible (no cached primary)",
                Said::Tries { asked: None },
            ),
            (
                "Partial resynchronization request from 10.0.0.2:1 accepted. Sending 14 bytes of backlog starting from offset 91.",
                Said::Resumed { from: 91, bytes: 14 },
            ),
            ("Full resync from master: abcd:91", Said::FullAccepted { offset: Some(91) }),
            ("Synchronization with slave succeeded", Said::Online),
            (
                "MASTER <-> SLAVE sync: receiving 1142826033 bytes from master",
                Said::Receives { bytes: 1_142_826_033 },
            ),
            ("RDB memory usage when created 58.50 Mb", Said::MadeFrom { bytes: 61_341_696 }),
            (
                "Server started, Redis version 2.8.24",
                Said::Started { valkey: false, version: "2.8.24".into() },
            ),
        ] {
            assert_eq!(said(text).map(|(said, _)| said), Some(expected), "{text}");
        }
        assert_eq!(said("1 changes in 900 seconds. Saving..."), None);
        for text in [
            "Replica 10.0.0.2:1 asks for synchronization",
            "Disconnecting timedout slave: 10.0.0.2:1",
            "Disconnecting timedout replica: 10.0.0.2:1",
            "Disconnecting timedout replica (streaming sync): 10.0.0.2:1",
        ] {
            assert_eq!(said(text).and_then(|said| said.1), Some("10.0.0.2:1"), "{text}");
        }
    }
}
