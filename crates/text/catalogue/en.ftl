### Every sentence Stormglass shows, in English.
### Quantities arrive written out ("64 MiB", "1.5 s"); small counts arrive as numbers.

## unit

unit-bad-size = “{ $text }” is no size. Sizes are whole numbers with a unit as in redis.conf: 64mb, 1gb, 500kb.
unit-bad-rate = “{ $text }” is no rate. Write a size and /s: 10mb/s.
unit-bad-time = “{ $text }” is no length of time. Write a number and a unit: 250ms, 30s, 1.5s, 5m, 2h.
unit-bad-link = “{ $text }” is no speed of a link. Write bits as 1gbit/s or bytes as 50mb/s.
unit-bad-share = “{ $text }” is no share. Write a percentage with at most one decimal: 30%.
unit-fraction-size = “{ $text }” has a fraction, which the server refuses. Write { $instead } instead.
unit-too-large = “{ $text }” is larger than anything modelled here. Check the unit.

## finding

finding-unknown-word = “{ $text }” is not a word of the scenario language, nor a server directive known here.
finding-did-you-mean = Did you mean “{ $near }”?
finding-see-reference = The scenario reference lists all words.
finding-no-effect = “{ $text }” has no effect on replication and is left out.
finding-given-twice = “{ $text }” was already given on line { $line }; this one counts.
finding-not-text = This is not text. Paste or open a scenario in plain text.
finding-too-long = This is far longer than any scenario. A scenario is a few lines; an INFO or a log belongs in the paste box.
finding-open-quote = A quote is opened and never closed: { $text }
finding-and-more = And { $count } more like these.
finding-missing-value = A value is missing. It looks like this: { $usage }
finding-too-many-values = “{ $text }” is more than belongs here. It looks like this: { $usage }
finding-not-a-number = “{ $text }” is no whole number.
finding-out-of-range = “{ $text }” is outside { $min } to { $max }.
finding-not-yes-no = “{ $text }” is neither yes nor no.
finding-bad-choice = “{ $text }” is none of: { $choices }.
finding-bad-class = “{ $text }” is no class of clients. Write replica (or slave).
finding-backlog-zero = A backlog of 0 is refused by every server version; it cannot be switched off. Write at least 1.
finding-bad-server = “{ $text }” is no server version. Write for example redis 7.4.1 or valkey 8.1.1.
finding-old-server = { $text } is older than what is modelled: redis 6.2 and valkey 7.2 on.
finding-bad-allocator = “{ $text }” is no allocator known here. Write jemalloc or libc.
finding-bad-fork = “{ $text }” is no cost of a fork. Write a time per GB of data: 20ms/gb.
finding-bad-name = “{ $text }” cannot be the name of a replica. Use letters, digits, “-”, “_” and “.”, and none of the words all, primary, master, no.
finding-name-twice = There is already a replica called { $text }.
finding-too-many-replicas = More than { $max } replicas are not modelled.
finding-unexpected-word = “{ $text }” is not expected here. It looks like this: { $usage }
finding-unknown-incident = “{ $text }” is nothing that can happen.
finding-incident-near = Did you mean “{ $near }”?
finding-incident-list = What can happen: { $list }.
finding-bad-config-set = “{ $text }” is no setting that the model knows.
finding-half-pages = “{ $text }” needs “{ $other }” beside it: together they tell how many pages are touched.
finding-cow-twice = “cow” and “value-size” with “keys” both say how much is copied; the latter count.
finding-zero-time = “{ $text }” is no time at all; it has to be more than 0.
finding-only-primary = This happens to the primary, not to “{ $text }”. It looks like this: { $usage }
finding-sets-nothing = This changes nothing that is modelled. It looks like this: { $usage }
finding-too-fast = That makes { $rate }, faster than anything modelled here; it has to stay below { $max }. Check the unit.
finding-not-modelled = “{ $text }” is not modelled yet. It is kept, and has no effect on this run.
finding-waitaof-local = WAITAOF with numlocal 1 is an error where appendonly is off: the client is told so, and nothing is waited for. Add “appendonly yes”.
finding-not-in-version = { $server } does not have “{ $text }”; it exists since { $since }.
finding-unknown-replica = There is no replica called “{ $text }”.
finding-near-replica = Did you mean { $near }?
finding-not-a-replica = This happens to a replica or to all of them, not to the primary.
finding-of-itself = { $text } would replicate from itself.
finding-after-end = This is after the end of the run ({ $run }) and never happens.
finding-run-too-long = { $time } is too long; at most 24 hours are run.
finding-no-replica = There is no replica, so nothing is replicated. Add “replica r1”.
finding-small-backlog = { $size } is below the 16 KiB that CONFIG SET enforces; in a configuration file it is taken literally.
finding-small-backlog-set = CONFIG SET raises { $size } to 16 KiB.
finding-hard-below-backlog = The hard limit of { $hard } is below the backlog of { $size }; { $server } uses the backlog’s size instead.
finding-hard-below-backlog-ring = The hard limit of { $hard } is below the backlog of { $size }: { $server } can close a replica while it is being sent the backlog.
finding-soft-above-hard = The soft limit of { $soft } is above the hard limit of { $hard }, so it never acts. The server accepts this silently.
finding-soft-below-backlog = The soft limit of { $soft } is below the backlog of { $size }: a replica that resumes from far back runs against its clock.
finding-ping-above-timeout = A ping every { $ping } s is rarer than the timeout of { $timeout } s: an idle link is closed and resumed again and again.
finding-faster-than-path = { $writes } are written and { $name } takes { $takes }: it falls behind for good.
finding-faster-than-nic = { $count } replicas take { $together } together and “nic” gives { $nic }: they fall behind for good.
finding-overlap = Line { $line } cuts or stalls the same path until { $until }; where they overlap, the later end counts.
finding-memory-below-dataset = The dataset of { $dataset } does not fit in { $memory } of memory.
finding-maxmemory-below-dataset = The dataset of { $dataset } is above maxmemory { $maxmemory }: keys would be evicted.
finding-zero-speed = A speed of 0 never gets anywhere. Write more than 0, or leave the line out.

## lesson

lesson-unknown-word = “{ $text }” is no word of a lesson.
lesson-did-you-mean = Did you mean “{ $near }”?
lesson-words = There are: { $list }.
lesson-stray-text = This text is indented under nothing. A lesson begins with a line such as: lesson Partial or full
lesson-not-text = This is not text. A lesson is a file in plain text.
lesson-too-long = This is far longer than any lesson; at most 1 MiB is read.
lesson-and-more = And { $count } more like these.
lesson-given-twice = “{ $text }” was already given on line { $line }; this one counts.
lesson-missing-value = Something is missing after it. It looks like this: { $usage }
lesson-not-in-step = “{ $text }” belongs before the first step.
lesson-only-in-step = “{ $text }” belongs into a step; begin one with: step The question a replica asks
lesson-no-title = The lesson has no title. Begin with: lesson Partial or full
lesson-no-steps = The lesson has no steps. Each begins with: step The question a replica asks
lesson-no-scenario = The lesson has no scenario. Add one: scenario short, and its lines indented under it.
lesson-scenario-twice = There is already a scenario called { $text }; give this one another name.
lesson-unknown-scenario = There is no scenario called { $text }.
lesson-known-scenarios = There are: { $list }.
lesson-bad-minutes = “{ $text }” is no number of minutes from 1 to 1000.
lesson-bad-cursor = “{ $text }” is no place in a run. Write a time, or two: 10s then 42s.
lesson-cursor-after-end = The cursor stands at { $time }, after the end of the run ({ $run }).
lesson-bad-highlight = “{ $text }” is neither a part of the page nor a replica of this scenario.
lesson-bad-control = “{ $text }” is nothing a participant can change. Write locked, free, or words of the scenario.
lesson-no-answer = The question has no answer. Add choices, of which one is called right, or a number.
lesson-no-question = There is an answer without a question. Add a line that begins with ask.
lesson-two-answers = A question has either choices or a number, not both.
lesson-none-right = None of the choices is right. Write right instead of choice where one is.
lesson-one-choice = A question with one choice is none. Add another choice.
lesson-no-reveal = The question is never resolved. Add a line that begins with reveal.
lesson-bad-number = “{ $text }” is no number. Write for example: number 42s within 3s, or number 64mb within 10%.
lesson-bad-claim = “{ $text }” cannot be read in a check. It looks like this: check first left-window r2 42s
lesson-short-claim = Something is missing at the end of “{ $text }”. It looks like this: check first left-window r2 42s
lesson-unknown-replica = The scenario of this step has no replica called { $text }.
lesson-not-checked = No check of this step has the number that is asked for, so nothing holds it against the engine.
lesson-claim-fails = “{ $text }” does not hold: the engine says { $got }.
lesson-claim-nothing = “{ $text }” does not hold: nothing of the kind happens.
lesson-no-text = “{ $text }” translates nothing that is read: such a line is the same in every language.
lesson-translates-nothing = “{ $text }” stands for “{ $word }” in another language, but no “{ $word }” stands right before it.
lesson-untranslated = “{ $text }” is not given in { $language }; it will be shown as it stands here.
lesson-other-numbers = The translation and the original do not have the same numbers: { $list }.

## link

link-later-version = This link says “{ $text }”, a later version than this page knows.
link-update-page = Reload the page to get its latest version. What could be read is offered.
link-not-one = “{ $text }” is no Stormglass link. They begin with #v1;
link-broken-part = This part of the link cannot be read: { $text }
link-cut-short = The link is cut short; its end is missing.
link-leave-out = The rest is offered without it. Ask whoever sent it for the whole link.

## verdict, binding, formula

verdict-survives = A { $ok } outage stays partial; { $bad } does not.
verdict-survives-all = An outage of a whole day stays partial.
verdict-survives-none = With { $size } of backlog hardly any outage stays partial.
verdict-target-met = The { $outage } asked about are within that.
verdict-target-needs = The { $outage } asked about take a backlog of { $size }.
verdict-resync-finishes = A longer one costs a full resync, which takes { $time } and holds { $pending } in the output buffer.
verdict-storm-soft = After a longer one no full resync finishes: the soft output-buffer limit of { $limit } closes the replica every { $period }.
verdict-storm-hard = After a longer one no full resync finishes: the hard output-buffer limit of { $limit } closes the replica every { $period }.
verdict-never-drains = No limit helps: writes are { $deficit } faster than the replica takes them. The present limits last { $lasts }.
verdict-never-drains-unlimited = No limit helps: writes are { $deficit } faster than the replica takes them, and its output buffer grows without end.
binding-backlog = The backlog binds: outages of up to { $survives } stay partial, { $outage } does not; { $short } are missing.
binding-backlog-none = The backlog binds: nothing that lasts until the next attempt to connect stays partial; for { $outage } { $short } are missing.
binding-ttl = The backlog’s time to live binds: with no replica left it is freed after { $ttl }, whatever its size, and { $outage } are asked about; repl-backlog-ttl has to be { $needed }.
binding-soft = The soft output-buffer limit binds: a full resync holds { $needed }, and { $limit } closes it every { $period }.
binding-hard = The hard output-buffer limit binds: a full resync holds { $needed }, and { $limit } closes it every { $period }.
binding-drain = The replica binds: it takes { $deficit } less than is written, and no buffer makes up for that.
binding-together = One replica at a time can be resynchronised, { $count } at once cannot: { $why } binds.
binding-memory = Memory binds: { $needed } are needed while { $count ->
    [one] a full resync runs
   *[other] { $count } full resyncs run at once
}, { $memory } are there.
binding-maxmemory = maxmemory binds: data and backlog take { $needed } and { $maxmemory } are allowed, so that { $evicted } of keys are evicted, or writes refused.
binding-none = Nothing binds: an outage could last { $spare } longer.
binding-none-limit = Nothing binds: the output buffer keeps { $free } free during a full resync.
formula-backlog = { $rate } × ({ $outage } outage + { $retry } retry + { $handshake } round trips) × { $margin } → { $result }
formula-most = the most written in any { $time }, which is { $outage } of outage, retry and round trips: { $most } × { $margin } → { $result }
formula-silent = a link that goes silent is noticed { $timeout } later: { $rate } × { $time } = { $result } for the same outage
formula-covers = { $size } ÷ { $rate } = { $result }
formula-buffer = { $rate } × ({ $fork } fork + { $save } save + { $transfer } transfer + { $load } load) = { $rate } × { $held } = { $result }
formula-beside = { $rate } × { $held } = { $result }, held by the replica: the stream has a connection of its own
formula-soft = { $soft } ÷ { $rate } + { $seconds } s = { $result } until the soft limit closes

formula-name-silent = silent link
formula-name-covers = covers
formula-name-soft = soft limit

order-first = A replica that reads nothing meets { $first } first, after { $after }: { $sooner } before { $second }.
order-only = A replica that reads nothing meets { $first } after { $after }.
order-none = Nothing is written, so nothing is ever met.
limit-backlog = the backlog’s end
limit-ttl = the backlog’s time to live
limit-hard = the hard output-buffer limit
limit-soft = the soft output-buffer limit
limit-drain = the speed at which a replica reads
limit-memory = memory
limit-timeout = repl-timeout
solve-title = How far it goes
solve-passes = see it work
solve-fails = see it fail
solve-outage = An outage of { $value } is survived.
solve-writes = Up to { $value } can be written.
solve-dataset = A dataset of up to { $value } can be resynchronised.
solve-link = A link has to have at least { $value }.
solve-replicas = { $value ->
    [one] One replica
   *[other] Up to { $value } replicas
} can be resynchronised at once.
solve-backlog = The backlog has to hold at least { $value }.
solve-hard = The hard limit has to be at least { $value }.
solve-soft = The soft limit has to be at least { $value }.
solve-binds = There { $why } binds: at { $value } it fails for certain.
solve-binds-next = There { $why } binds: one step further it fails.
solve-nothing = { $what ->
    [outage] No outage is survived
    [writes] No write rate will do
    [dataset] No size of the dataset will do
    [link] No speed of the links will do
    [replicas] No number of replicas will do
    [backlog] No backlog will do
    [hard] No hard limit will do
   *[soft] No soft limit will do
}: { $why } stands in the way.
solve-anything = { $what ->
    [outage] Any outage is survived.
    [writes] Any write rate will do.
    [dataset] Any size of the dataset will do.
    [link] Any speed of the links will do.
    [replicas] Any number of replicas will do.
    [backlog] Any backlog will do.
    [hard] Any hard limit will do.
   *[soft] Any soft limit will do.
}

## phase

phase-delay = delay
phase-fork = fork
phase-save = save
phase-transfer = transfer
phase-load = load
phase-drain = drain

## rule

rule-once = rate × outage
rule-twice = 2 × rate × outage
rule-hundred = 100 MB for production
rule-matrix = a table by write rate
rule-bgsave = rate × BGSAVE time
rule-auto = a hundredth of the data, 1 to 250 MB
rule-buffer = an output buffer of 1gb, for what a full resync holds
rule-reserve = 30 % of the data kept free, for what a full resync takes
rule-enough = enough, with { $spare } to spare
rule-too-much = { $times } times what is needed
rule-too-little = { $short } too little
rule-beside-the-point = beside the point: while a snapshot is made ({ $save }) the output buffer holds the stream, not the backlog
rule-no-answer = has no answer for this rate

## myth: what is said, and what is so

myth-title = What is often said and is not so
myth-scene = see it happen
myth-resize-now = First aid: raise repl-backlog-size while the replicas are away.
myth-resize-now-truth = Up to redis 6.2 a resize throws the history away, so returns that would have been partial become full. From 7.0 on it is kept.
myth-replicaof-test = REPLICAOF NO ONE and back tests a partial resync.
myth-replicaof-test-truth = It changes the replication ID and forces a full resync. CLIENT KILL TYPE replica on the primary is the safe test.
myth-bgsave-size = The backlog has to hold what is written during a BGSAVE.
myth-bgsave-size-truth = During a full resync the replica’s output buffer holds the stream. The largest backlog does not save a replica from its limits.
myth-spiral-fix = “replica 1gb 256mb 300” with a backlog of 2gb ends the spiral at 100 MB/s.
myth-spiral-fix-truth = The hard limit is met after some 20 s (10 s on 6.2), and save, transfer and load take longer: it goes on.
myth-hard-below-backlog = A backlog may be larger than the hard limit.
myth-hard-below-backlog-truth = From 7.0 on the limit is raised to it. On 6.2 the request is granted, and the replica closed while the backlog is copied to it.
myth-hundred-mb = 100 MB is a sensible minimum for production.
myth-hundred-mb-truth = That is 10 s at 10 MB/s. Only rate and outage say what is sensible.
myth-average-rate = The average write rate gives the size.
myth-average-rate-truth = Outages meet bursts. Take the peak over the length of the outage, from offsets, not from operations a second.
myth-backlog-full = Alert when the backlog is more than 90 % full.
myth-backlog-full-truth = It is full for ever after its first wrap, in a healthy pair as well. Alert on the seconds it covers, or on a replica’s distance as a share of it.
myth-partial-err = sync_partial_err warns before a full resync.
myth-partial-err-truth = Each count is a refusal that has already become a full resync. What warns is the time covered and the distance of replicas.
myth-double-fork = When a replica is closed, the primary forks again beside the running BGSAVE.
myth-double-fork-truth = There is one snapshot child at most; whoever cannot join it waits for the next.
myth-diskless-short = Diskless sync shortens the time with a child.
myth-diskless-short-truth = The child lives as long as the slowest transfer. On a slow link that is longer than a save to disk.
myth-bgsave-is-resync = rdb_bgsave_in_progress:1 means a full resync.
myth-bgsave-is-resync-truth = Scheduled saves and BGSAVE set it as well. A replica in wait_bgsave or send_bulk is the sign.
myth-backlog-zero = repl-backlog-size 0 switches the backlog off.
myth-backlog-zero-truth = Every version refuses it. And with the smallest one a second without a link is a full resync.
myth-ttl-raise = Raise repl-backlog-ttl to 3600.
myth-ttl-raise-truth = That is the default. It acts only while no replica is left at all; then the backlog is freed, whatever its size.
myth-fork-field = latest_fork_usec is in INFO persistence.
myth-fork-field-truth = It is in INFO stats.
myth-error-text = Look for “Master does not have a backlog offset” in the log.
myth-error-text-truth = No version prints that. The line is “Unable to partial resync with replica ... for lack of backlog”.
myth-metric-names = Alert on redis_repl_backlog_histlen and redis_replication_lag.
myth-metric-names-truth = The exporter has redis_repl_backlog_history_bytes, redis_replication_backlog_bytes and redis_connected_slave_lag_seconds; a rule on the others never fires.
myth-grep-replica = CLIENT LIST | grep replica shows the output buffers.
myth-grep-replica-truth = That word is not in it (flags=S). CLIENT LIST TYPE replica is what to ask for.
myth-rules-agree = Multiply rate and outage, or twice that, or take the size from a table by write rate.
myth-rules-agree-truth = For 10 MB/s the usual rules say from 256 MB to 3 GB. Twice the rate times 30 s, which is 600 MB, is half of what an outage of two minutes needs.
myth-loss-window = A failover loses what is written until a replica is promoted.
myth-loss-window-truth = Nobody accepts writes meanwhile. Lost is what the primary had acknowledged and the promoted replica had not yet received: its distance at the crash.
myth-lag-beyond-backlog = A replica that is further behind than the backlog needs a full resync when it reconnects.
myth-lag-beyond-backlog-truth = Up to redis 6.2. From 7.0 on what a connected replica still needs is kept, for everybody: as long as one is still further behind, another returns partially.
myth-save-cuts-links = master_link_down_since_seconds grows with every BGSAVE.
myth-save-cuts-links-truth = The field exists only while a link is down. A save copies pages and takes processor time; it closes no link, and nobody throttles the primary.
myth-unstick = A replica that is stuck is helped by REPLICAOF NO ONE, a wait, and REPLICAOF again.
myth-unstick-truth = While it waits it is a primary that takes writes, with a history of its own. It returns for a full resync, however large the backlog is.
myth-config-set-new = CONFIG SET repl-backlog-size works from redis 6.0 on.
myth-config-set-new-truth = It has worked since 2.8. What changed is what happens to the history: up to 6.2 it is thrown away, so do it while everybody is in sync.
myth-defrag-copies = CONFIG SET active-defrag-enabled yes reduces copy-on-write.
myth-defrag-copies-truth = There is no such option; it is called activedefrag, needs the bundled jemalloc, and pauses while there is a child.
myth-debug-sleep = DEBUG SLEEP 20 on the primary rehearses an outage.
myth-debug-sleep-truth = From 7.0 on DEBUG is refused unless it is allowed in the configuration. Where it works, the primary stands still and no link is closed: nothing about reconnecting is tried.
myth-lag-is-distance = lag=0 means that a replica has everything.
myth-lag-is-distance-truth = It is the age of the last acknowledgement in whole seconds. A replica far behind that still answers has a lag of 0 or 1; compare offsets.
myth-collector-sees-it = Any monitoring shows full resyncs by itself.
myth-collector-sees-it-truth = Common collectors chart the link and the number of replicas. A resync of some seconds between two samples is in neither; watch the increase of sync_full.
myth-sentinel-at-once = Sentinel, with Raft, notices a dead primary within a second or so.
myth-sentinel-at-once-truth = It waits for down-after-milliseconds, 30 s by default, and then a majority of Sentinels agrees on who leads the failover. It keeps no log of writes as Raft does.

## takeaway: comments and sentences in what is taken away

takeaway-forms = In the form of your tool
takeaway-value = { $value }
takeaway-nothing = Nothing has to be changed.
takeaway-every-node = set it on every node that may become primary
takeaway-applied-live = it is applied with CONFIG SET, which up to redis 6.2 empties the backlog
takeaway-probes = A replica that loads must not be killed for it; a full resync takes a good part of this.
takeaway-alert-coverage = The backlog covers less than the outage it was sized for.
takeaway-alert-drift = The backlog is smaller than what was sized; a restart or a failover may have lost the setting.
takeaway-alert-full = A replica that was here before needed a full resync.
takeaway-alert-storm = Replicas go round: full resync after full resync.
takeaway-alert-behind = A replica is more than half a backlog behind.
takeaway-alert-buffer = An output-buffer limit closed a client; a replica needs the backlog now.
takeaway-alert-fork = The last fork stopped the primary for longer than planned.
takeaway-alert-memory = A full resync of all replicas does not fit into memory.
takeaway-panel-rate = Replication stream
takeaway-panel-coverage = Covered by the backlog
takeaway-panel-behind = Replicas behind
takeaway-panel-full = Full resyncs in 15 min
takeaway-panel-refused = Refused partial resyncs in 15 min
takeaway-panel-buffer = Closed by an output-buffer limit in 15 min
takeaway-panel-memory = Resident memory
takeaway-panel-fork = Last fork
takeaway-title = Replication buffers: what to set and why
takeaway-values = Values
takeaway-now = now
takeaway-set = set
takeaway-memory = Memory of the primary with these values
takeaway-idle = idle
takeaway-one = one full resync
takeaway-all = all replicas at once
takeaway-dataset = data
takeaway-backlog = backlog
takeaway-buffers = output buffers
takeaway-cow = copied on write
takeaway-no-child = nothing: no child
takeaway-total = together
takeaway-on-replica = held by each replica
takeaway-steps = Steps
takeaway-step-before = Check that every replica is online in INFO replication; up to redis 6.2 a change of the backlog empties it.
takeaway-step-set = Set the values on every node that may become primary, the output buffer first.
takeaway-step-rewrite = Keep them: CONFIG REWRITE, and the file or chart the node is made from.
takeaway-verify = Verification
takeaway-verify-kill = Close the replicas’ connections once; they come back within a second:
takeaway-verify-info = sync_partial_ok has grown by the number of replicas, sync_full has not:
takeaway-verify-never = Never test with REPLICAOF NO ONE: it forces the full resync it is meant to rule out.
takeaway-formulas = How the numbers come about
takeaway-inputs = Inputs
takeaway-given = given
takeaway-version = default of this version
takeaway-assumed = assumed; measure it: { $source }
takeaway-assumed-seen = assumed; { $low } to { $high } were seen: { $source }

## service: what a managed service lets you do

service-where = runs on
service-own = a server of your own
service-title = What { $service } lets you set
service-knob-free = can be set
service-knob-elsewhere = set by its own tools
service-knob-fixed = cannot be set
service-fixed = { $directive } cannot be changed on { $service }.
service-elsewhere = { $directive } is not a server setting on { $service }; its own tools set it.
service-larger-node = What can be had instead is a node with a maxmemory of { $maxmemory }: a tenth of it is the output buffer.
service-needs-maxmemory = Give maxmemory: the output buffer on { $service } is a tenth of it.
service-fewer-writes = What is left on { $service } is to write less at the peak, to keep the dataset per shard small, and to choose a larger tier.
service-elasticache-buffer = Hard and soft limit are a tenth of maxmemory, with 60 s; they are not modifiable.
service-elasticache-backlog = A parameter group sets it, at once; 1 MiB and 3600 s unless changed, 16 KiB at least.
service-elasticache-timeout = It is not among the parameters that can be changed.
service-elasticache-reserve = reserved-memory-percent (25) is kept free for forks, buffers and the backlog; lower it only with the memory bill in hand.
service-enterprise-backlog = By itself it is a hundredth of a shard’s data, 1 to 250 MB; rladmin tune db changes it.
service-enterprise-buffer = By itself it follows the memory used; rladmin tune db changes it.
service-memorystore-knobs = No setting of replication is among those that can be changed, and CONFIG is blocked.
service-memorystore-reserve = Keep the system memory usage ratio below 80 % before anything that resynchronises: a failover, scaling, an upgrade.
service-azure-knobs = CONFIG is blocked, and no setting of replication is offered.
service-azure-reserve = maxmemory-reserved, 10 to 60 %, is what forks and replica buffers live from; raise it where much is written.

## map: what an outage ends in, over two values

map-title = What if: two values at once
map-x = to the right
map-y = upwards
map-partial = partial
map-full = full resyncs, then quiet
map-never = a storm that never ends
map-unknown = not known
map-too-long = longer than a run may be
map-said-partial = everybody resumes, no full resync
map-said-full = { $count ->
    [one] one full resync
   *[other] { $count } full resyncs
}, quiet { $after } after the outage
map-said-storm = a storm: a full resync every { $period }, without end
map-said-never = a replica falls behind for ever
map-reading = { $x }, { $y }: { $said }
map-hint = Each cell is a run of the engine. Point at one, or move with the arrow keys; a click or Enter sets both values.
map-table = The same as a table
map-finer = being refined
map-writes = writes
map-outage = outage
map-dataset = dataset
map-link = link
map-replicas = replicas, all of them away
map-backlog = backlog
map-hard = hard limit
map-soft = soft limit
map-signs = { $x } to the right, { $y } upwards; . stays partial, o full resyncs and then quiet, # never ends, @ the present values. Each sign is a run of the engine.

## bill: what the memory bill means

bill-fits = Data and backlog stay { $free } below maxmemory.
bill-evicted = Data and backlog exceed maxmemory by { $bytes }: so much of the keys is evicted, or writes are refused.
bill-evicted-keys = Data and backlog exceed maxmemory by { $bytes }: some { $keys } keys are evicted, or writes are refused.
bill-room = The host keeps { $free } free while { $count ->
    [one] a full resync runs
   *[other] { $count } full resyncs run at once
}.
bill-no-room = The host is short of { $short } while { $count ->
    [one] a full resync runs
   *[other] { $count } full resyncs run at once
}.
phases-title = The phases of a full resync
phases-kept = the stream is kept
phases-not-kept = nothing is kept yet
phases-total = together
phases-pending = { $pending } are kept at most
phases-never = never ends

page-field-peak = peak write rate
page-field-margin = margin
page-origin-peak = what is sized for; the write rate unless given

## series: a write rate as it was measured

series-bad-line = Line { $line }: “{ $text }” is no moment and value. Write a time and an offset (1700000000,123456789) or a time and a rate (30s,10mb/s).
series-not-later = Line { $line }: “{ $text }” is not later than the line before.
series-falls = Line { $line }: the offset falls. After a restart or a failover a new series begins.
series-short = A series has at least two lines.
series-said = The series has { $count } steps over { $time }: on average { $average }, at most { $peak }, and { $most } in its worst { $window }, { $at } after its start.

## proof: a value shown to be right

proof-prove = Prove it
proof-sides = Above it works with { $works } bytes; below, one step further with { $fails }, it fails.
proof-back = Back
proof-fails = one step further

## event

event-incident = As the scenario says: { $what }.
event-incident-over = Over: { $what }.
event-write-rate = { $rate } are written from now on.
event-settings-changed = A setting was changed.
event-backlog-created = The backlog is created, empty, with a new replication ID.
event-backlog-emptied = The resize threw the history away; every replica that is away needs a full resync.
event-backlog-freed = No replica for longer than { $ttl } s: the backlog is freed, and with it the replication ID.
event-closed-cut = { $who } is cut off.
event-closed-killed = { $who }’s connection is killed.
event-closed-hard = { $who } is closed: { $held } in its output buffer meet the hard limit of { $limit }.
event-closed-soft = { $who } is closed: its output buffer ({ $held }) stayed above the soft limit of { $limit } for more than { $seconds } s.
event-closed-primary-timeout = { $who } is closed: the primary heard nothing from it for more than { $timeout } s.
event-closed-replica-timeout = { $who } closes its link: it heard nothing from the primary for more than { $timeout } s.
event-closed-gone = { $who } loses its connection: a process went away.
event-closed-child = { $who } is closed: the snapshot failed.
event-closed-role = { $who } is disconnected: a role changed.
event-closed-upstream = { $who } is disconnected: the replica it hangs under is being resynchronised in full.
event-not-answered = { $who } gets no answer (-NOMASTERLINK): the process above it has no link of its own. It asks again within a second.
event-promoted = { $who } becomes a primary. Its history goes on under a new replication ID and keeps the old one as the second.
event-follows = { $who } now follows { $of }.
event-writes-refused = Writes are refused with -NOREPLICAS: { $good } good replicas, { $wanted } wanted.
event-writes-accepted = Writes are accepted again.
event-suspected = The Sentinels have had no answer from the primary for down-after: they count it as down.
event-lost = { $bytes } of acknowledged writes are lost: nobody has them any more.
event-wait-returned = WAIT returns { $acknowledged } of { $wanted } after { $after }.
event-waitaof-returned = WAITAOF returns { $local } local and { $acknowledged } of { $wanted } replicas after { $after }.
event-writes-oom = Writes are refused with -OOM: maxmemory is { $maxmemory } and nothing may be evicted.
event-writes-misconf = Writes are refused with -MISCONF: the last save failed, and save points are configured.
event-out-of-memory = The host is out of memory: { $needed } are needed, it has { $memory }.
event-child-failed = The snapshot child is killed before it is done.
event-evicted = { $keys } keys ({ $bytes }) are evicted to stay within maxmemory.
event-left-window = The write head overwrites the next byte { $who } needs: it can no longer resume.
event-connect-failed = { $who } tries to reconnect and is refused.
event-connected = { $who } is connected and begins its handshake.
event-asked = { $who } asks to resume from byte { $next }.
event-asked-anything = { $who } asks for everything: it has no position.
event-partial = { $who } resumes: { $sent } of backlog are sent.
event-full-asked = { $who } gets a full resync: it has nothing to resume from.
event-full-no-backlog = { $who } gets a full resync: there is no backlog.
event-full-overwritten = { $who } gets a full resync: { $short } of what it needs were overwritten.
event-full-ahead = { $who } gets a full resync: it is { $by } ahead of the primary.
event-full-unknown-id = { $who } gets a full resync: its replication ID is unknown here.
event-full-second-id = { $who } gets a full resync: its history parted from this one at byte { $up_to }.
event-waits = { $who } waits for a snapshot child.
event-shares = { $who } gets the file that is being written for another replica.
event-forked = The primary forks for { $serves ->
    [one] one replica
   *[other] { $serves } replicas
} and stands still for { $freeze }.
event-forked-save = The primary forks to save and stands still for { $freeze }.
event-child-done = The snapshot child is done.
event-child-killed = The snapshot child is killed: nobody waits for it any more.
event-child-reaped = The killed child is gone: the next snapshot can begin.
event-transfer-started = { $who } is sent the snapshot of { $rdb }.
event-transfer-done = { $who } has been sent the whole snapshot; INFO says online.
event-load-started = { $who } loads the snapshot.
event-load-done = { $who } has loaded it and reads the stream that waited.
event-soft-reached = { $who }’s output buffer reaches the soft limit of { $soft }: { $seconds } s to get below it.
event-soft-left = { $who }’s output buffer is below the soft limit again.
event-caught-up = { $who } has everything that was written.
event-falls-behind = { $who } no longer keeps up with what is written.
event-end = The run ends.

## run

run-quiet = No replica had to resynchronise.
run-all-partial = { $partial ->
    [one] One reconnection, and it was partial.
   *[other] { $partial } reconnections, all of them partial.
}
run-some-full = { $full ->
    [one] One full resync
   *[other] { $full } full resyncs
}, { $partial } partial; { $refused ->
    [one] one request to resume was refused.
   *[other] { $refused } requests to resume were refused.
}
run-storm = { $who } goes round: { $laps } full resyncs without catching up, one every { $period }.
run-unfinished = At the end { $who } had not caught up.
run-lost = { $bytes } of writes that clients were told are written are lost.
run-apart = Two primaries have taken writes: { $bytes } are only with the old one, and are lost when it follows.
run-limit = Stopped at { $end }: it never becomes quiet.

## cli

cli-lesson-title = { $title }: { $steps ->
    [one] one step
   *[other] { $steps } steps
}
cli-lesson-minutes = { $minutes } minutes
cli-lesson-scenes = scenarios
cli-lesson-languages = also in
cli-lesson-questions = { $count ->
    [one] one question
   *[other] { $count } questions
}
cli-lesson-held = { $count ->
    [one] one claim
   *[other] all { $count } claims
} held against the engine, and so it is
cli-lesson-asks-choice = choices
cli-lesson-asks-number = a number
cli-how = How the numbers come about
cli-rules = Rules of thumb for the same numbers
cli-refused = From { $from } on writes were refused for { $time }: { $bytes }.
cli-mode-async = A write is acknowledged before any replica has it. What a crash loses is what was on its way; what a partition loses is everything until the old primary is told to follow.
cli-mode-semi = min-replicas-to-write 1 bounds what a partition loses to the age of an acknowledgement, in whole seconds; it does nothing for a crash, and a replica that pauses for longer refuses every write.
cli-reads = Reading after a write, in this scenario as it is:
cli-reads-primary = from the primary
cli-reads-primary-says = never stale; { $away } of the time it takes no writes
cli-reads-wait = WAIT 1 100, then any replica
cli-reads-wait-says = { $unconfirmed } not confirmed in time; of the confirmed, { $missed } of reads miss the write; the longest WAIT took { $longest }
cli-reads-replica = { $name }, at once
cli-reads-replica-says = { $missed } of reads miss the write; older than { $tolerated } for { $beyond } of the time, without a primary for { $away }
cli-reads-limits = WAIT 1 says that one replica has the write, not which: reading from any other may miss it. Waiting for all of them, or reading from the primary, does not. A replica in step is counted as up to date, though a read may overtake the stream by a fraction of a round trip.
cli-mode-wait = Writes that a client has seen WAIT return 1 for are with a replica, and the one with most data is promoted. It is no strong consistency: others may read a write before that, a replica may fail as well, and a write whose WAIT timed out may still be there.
cli-now = now
cli-set = set
cli-at-least = { $size } (at least { $bytes })
cli-hard = replica hard limit
cli-soft = replica soft limit
cli-seconds = soft seconds
cli-at = at { $at }
cli-more = … and { $count } more; --trace prints them all.
cli-spare = { $bytes } to spare
cli-nothing = nothing to resume from
cli-phase-down = down
cli-phase-handshake = handshake
cli-phase-waits = waits for a child
cli-phase-loading = loading
cli-lag = behind
cli-buffers = output buffers

## read

read-empty = There is nothing in the paste.
read-binary = This is not text.
read-nothing = Nothing of a server’s INFO was found; it begins with “{ $text }”.
read-looks-like = This looks like { $what }. What is read is the output of INFO, CONFIG GET, CLIENT LIST and ROLE, redis.conf, logs and metrics.
read-try-info = Paste the output of: redis-cli INFO
read-replica = This is a replica’s INFO. What the backlog must be is decided on its primary.
read-try-primary = Run redis-cli INFO on the primary: the host that master_host names.
read-no-replication = The section Replication is missing, so the backlog and the replicas cannot be known.
read-no-info = No INFO is among this. What the replicas miss now, and how fast the stream grows, is there.
read-no-server = No version is given, so the rules of redis 7.2 are used.
read-no-memory = The section Memory is missing, so what it costs cannot be known.
read-try-whole = Paste the whole output of redis-cli INFO, without a section.
read-other-server = The two pastes come from two different servers and cannot be compared.
read-restarted = The server was restarted between the two pastes.
read-other-history = The replication ID changed, or the offset went back, between the two pastes: they are two histories.
read-same-time = Both pastes are from the same second, so they give no rate.
read-no-time = uptime_in_seconds is missing, so the time between the two pastes cannot be known.
read-inactive = There is no backlog: no replica ever attached, or its TTL freed it. The offset stands still.
read-no-rate = The write rate cannot be known from this.
read-try-second = Paste a second INFO of the same server, taken a minute later at the busiest time.
read-rate-now = The rate is what the server saw in its last second; a peak may be higher.
read-rate-average = The rate is an average over { $time } of uptime; peaks are higher, often many times.
read-old-version = { $server } is older than what is modelled; the oldest rules known are used.
read-new-version = { $server } is newer than what is modelled; the latest rules known are used.
read-huge-offset = master_repl_offset is beyond what any server has written. Is a digit too many in the paste?
read-bad-number = { $field } says “{ $text }”, which is no number.
read-fact-server = server
read-fact-role = role
read-fact-uptime = uptime
read-fact-rate = write rate, measured
read-fact-rate-now = write rate, last second
read-fact-rate-average = write rate, long average
read-fact-backlog = repl-backlog-size
read-fact-held = history held
read-fact-coverage = covers
read-fact-offset = offset
read-fact-replicas = replicas
read-fact-behind = replica { $n } is behind by
read-fact-memory = used memory
read-fact-rss = resident memory
read-fact-maxmemory = maxmemory
read-fact-host-memory = memory of the host
read-fact-fork = last fork
read-fact-fork-per-gib = fork per GiB
read-fact-save = last save
read-fact-save-speed = speed of the last save
read-fact-cow = copied during the last save
read-fact-full = full resyncs
read-fact-partial = partial resyncs
read-fact-refused = refused requests to resume
read-fact-kills = closed by an output-buffer limit
read-fact-limits = replica output-buffer limits
read-fact-log-span = the log covers
read-fact-log-server = server, by its log
read-fact-log-full = full resyncs in the log
read-fact-log-partial = partial resyncs in the log
read-fact-full-per-day = full resyncs a day
read-fact-period = from one full resync to the next
read-fact-log-save = longest save for a replica
read-fact-log-transfer = longest transfer after a save
read-fact-log-cow = most copied during a save
read-fact-kill-rate = write rate, from a closed replica’s buffer
read-fact-rate-peak = write rate, peak
read-fact-rate-p50 = write rate, median
read-fact-rate-p95 = write rate, 95th percentile
read-fact-rate-p99 = write rate, 99th percentile
read-fact-bursts = bursts above twice the median
read-fact-burst-longest = longest burst
read-fact-coverage-peak = covers, at the peak
read-fact-pod-memory = memory limit of the container
read-fact-probe-patience = liveness probe gives up after
read-fact-info-full-per-day = full resyncs a day, by the counters
read-fact-full-share = full among all resyncs
read-pod-small = { $used } are resident and the container may have { $limit }: there is no room for what a save copies.
read-next-pod = kubectl describe pod: was its last state OOMKilled? Raise the limit or lower maxmemory.
read-fact-waiting = waiting for replica { $n }
read-sync-resumed = Replica { $n } went on where it was: { $size } of backlog were sent.
read-sync-killed = Replica { $n } began again and was closed after { $time } with { $size } waiting for it.
read-sync-done = Replica { $n } began again and was online after { $time }.
read-sync-timed-out = Replica { $n } began again and said nothing for too long after { $time }.
read-sync-open = Replica { $n } began again; how it ended is not in the log.
read-not-persisted = INFO says { $running } and the configuration { $conf }: one of them was changed and the other not.
read-try-rewrite = CONFIG REWRITE writes what is in force; a restart takes what is written.
read-versions-differ = INFO is of { $info } and the log of { $log }: these are two servers, or one before and after an upgrade.
read-near-limit = { $size } wait for replica { $n }, more than half of its limit of { $limit }: it may be closed soon.
read-next-near-limit = redis-cli CLIENT LIST TYPE replica, a few times: does omem grow?
read-log-backlog = Refused for lack of backlog, { $count ->
    [one] once
   *[other] { $count } times
}: what the replica had missed was no longer held.
read-log-other-id = Refused for another replication ID, { $count ->
    [one] once
   *[other] { $count } times
}: the replica came with a history that this server does not have. No backlog size prevents that.
read-log-second-id = Refused beyond the second ID, { $count ->
    [one] once
   *[other] { $count } times
}: the replica was ahead of the server that took over. No backlog size prevents that.
read-log-next-raise = redis-cli INFO replication on the primary, twice, a minute apart: the rate says how large the backlog must be.
read-log-next-failover = Look for a failover, REPLICAOF NO ONE, or a restart without its RDB or with an old one at that time.
read-log-killed = An output-buffer limit closed a replica, { $count ->
    [one] once
   *[other] { $count } times
}; the most that waited was { $size }.
read-log-killed-together = Replicas were closed within the same second: it is the write rate that fills their buffers, not one slow replica.
read-log-next-limits = redis-cli CONFIG GET client-output-buffer-limit shows the limits that were hit.
read-log-timed-out = One side heard nothing for repl-timeout, { $count ->
    [one] once
   *[other] { $count } times
}.
read-log-next-timeout = Was the replica loading, or the primary in a fork or a slow command? redis-cli CONFIG GET repl-timeout.
read-log-child-killed = The child that saves was killed by signal 9, { $count ->
    [one] once
   *[other] { $count } times
}: most likely it ran out of memory.
read-log-next-memory = dmesg on that host, or the pod’s last state, shows an OOM kill. Copy-on-write needs room beside the data.
read-log-no-fork = The fork for a save failed, { $count ->
    [one] once
   *[other] { $count } times
}.
read-log-promoted = A replica was made a primary, { $count ->
    [one] once
   *[other] { $count } times
}. A replica of it that comes back needs its old ID, and a REPLICAOF NO ONE is no test of a network failure.
read-log-one-slow = Only replica { $n } is closed or silent; the others stay. It is that replica or its link.
read-log-next-replica = On that replica: CPU, disk, swap, and redis-cli INFO. A larger backlog only buys time.
read-log-flaps = Replicas were lost and went on without a snapshot, { $count ->
    [one] once
   *[other] { $count } times
}: the backlog held, and the network does not.
read-log-next-link = Look at the link between them: drops, a proxy’s idle timeout, a maintenance window.
read-log-unreachable = A replica could not connect to its primary, { $count ->
    [one] once
   *[other] { $count } times
}: the primary was down, or something between them was.
read-log-restarted = The primary was started again, { $count ->
    [one] once
   *[other] { $count } times
}, with another history than its replicas had: its backlog ended with it, and its snapshot was missing or older than they were.
read-log-probe = A replica was started again while it loaded what it had received, { $count ->
    [one] once
   *[other] { $count } times
}: a probe or the OOM killer ends it before it can finish.
read-log-next-probes = kubectl describe pod shows the reason and the probes; they must allow for the loading time.
read-log-buffer-full = A replica had to stop buffering the stream while it loaded, { $count ->
    [one] once
   *[other] { $count } times
}: the rest waits on the primary.
read-log-backlog-freed = The backlog was freed because no replica was attached for repl-backlog-ttl, { $count ->
    [one] once
   *[other] { $count } times
}: the next one begins again.
read-log-next-ttl = redis-cli CONFIG GET repl-backlog-ttl
read-log-storm = The same replicas begin again and again: { $full } full resyncs, one every { $period }.
read-healthy = Nothing here calls for action.
read-small-backlog = The backlog is small: { $size } cover { $coverage } at { $rate }.
read-next-size = Set the size that the answer names; it counts in memory, and on redis 6.2 a change empties it.
read-mostly-refused = Nearly every return ends in a full resync: { $full } in all, { $refused } refused and { $ok } partial, one every { $every }.
read-next-log = The primary’s log says why each was refused: “lack of backlog” or “Replication ID mismatch”.
read-kills = { $kills ->
    [one] Once an output-buffer limit closed a replica
   *[other] { $kills } times an output-buffer limit closed a replica
}; full resyncs so far: { $full }, each with a fork.
read-next-limits = redis-cli CONFIG GET client-output-buffer-limit shows the limits; the class is printed as slave.
read-lagging = Replica { $n } is { $behind } behind, more than half of the backlog of { $size }: if it reconnects now it may need a full resync.
read-next-replica = Look at that replica: CPU, disk, and its link. A larger backlog does not make it faster.
read-syncing = Replica { $n } is being resynchronised ({ $state }).
read-no-replica = No replica is attached.
read-link-down = This replica has lost its primary.
read-loading = This replica is in a full resync.
read-next-primary = Paste the primary’s INFO as well; the backlog is there.
read-beyond-size = It holds { $held }, more than its size of { $size }. That is normal from redis 7.0 on: whole blocks are kept. An alert on “backlog full” fires for ever.
read-first-refusal = One refusal and one full resync are what a server counts when it first becomes a replica with REPLICAOF. Alone they mean nothing.
read-save-runs = rdb_bgsave_in_progress is a save, and no replica waits for it: not every save is a full resync.
read-slow-fork = The last fork stopped the primary for { $freeze }; clients waited that long.
read-next-fork = Check for transparent huge pages, and count on this freeze in every full resync.

## read: what logs tell in more detail, and what contradicts what

read-fact-log-fork = longest fork, by the log
read-fact-log-fork-per-gib = fork per GiB, by the log
read-fact-log-save-speed = speed of a save, by the log
read-fact-log-send-speed = speed of a transfer
read-fact-log-load = longest load on a replica
read-fact-log-load-speed = speed of a load
read-fact-log-rdb = size of a snapshot
read-fact-rdb-ratio = snapshot against memory
read-fact-cow-share = copied by a save, of the dataset
read-log-killed-hard = The hard output-buffer limit of { $limit } closed a replica, { $count ->
    [one] once
   *[other] { $count } times
}; the most that waited was { $size }.
read-log-killed-cron = The soft output-buffer limit, whatever it is, closed a replica, { $count ->
    [one] once
   *[other] { $count } times
}; the most that waited was { $size }, for too long.
read-log-killed-soft = The soft output-buffer limit of { $limit } closed a replica, { $count ->
    [one] once
   *[other] { $count } times
}; the most that waited was { $size }, for too long.
read-phase-first = came without a history
read-phase-other-id = came with another replication ID
read-phase-second-id = was ahead of the second ID
read-phase-backlog = what it lacked had left the backlog
read-phase-joined = joined a save that was running
read-phase-delay = { $time } until its save began
read-phase-fork = fork { $time }
read-phase-save = save { $time }
read-phase-send = save and transfer { $time }
read-phase-transfer = transfer { $time }
read-phase-copied = { $size } copied
read-phase-killed = closed by a limit at { $size }, connected for { $age }
read-phase-killed-hard = closed at { $size } by the hard limit of { $limit }, connected for { $age }
read-phase-killed-soft = closed at { $size } by the soft limit of { $limit }, connected for { $age }
read-phase-rate = so the stream grew by { $rate }
read-phase-lost = lost after { $time }
read-sure-likely = Likely: { $text }
read-sure-harmless = Harmless: { $text }
read-two-values = { $name } is given on line { $first } and on line { $second } with different values; the later one is used.
read-try-config-get = redis-cli CONFIG GET says what is in force now.
read-listed-differ = CLIENT LIST shows { $listed ->
    [one] one replica
   *[other] { $listed } replicas
} and INFO { $attached }: they are of different moments or servers.
read-try-both = Take both at once: redis-cli INFO replication; redis-cli CLIENT LIST TYPE replica
read-replica-other-history = A replica’s INFO names another replication ID than the primary’s: it follows another server, or has not come back since a failover.
read-try-master-host = redis-cli INFO replication on that replica: is master_host this primary?
read-half-open = The primary lists the replica as online, and the replica says that the link is down: one of them has not noticed.
read-try-timeout = The primary notices after repl-timeout. Take both again, and look for a firewall that drops packets silently.
read-killed-below-limits = A replica was closed with { $size } waiting, less than the smallest limit given here, { $limit }: the limits were others then, or are of another server.
read-fact-own-behind = replica { $n } is behind by, by its own INFO
read-fact-lag = longest lag of replica { $n }, by its monitoring
read-unnamed = The answer of Prometheus names no metric, as is so after rate() and other functions, so it is left out.
read-try-name = Paste the query above it, such as rate(redis_master_repl_offset[1m]), or ask for the metric itself.
read-of-all = ReplicationBytes counts what goes to all replicas. With more than one, divide the rate by their number, or paste INFO as well.
read-fact-probe-start = probes give up after a start within
read-probe-too-short = Loading took { $load } and the liveness probe gives up after { $patience }, or { $start } from the container’s start: it ends a replica that loads.
read-next-probe = Give a startupProbe more than that, or let the liveness probe accept the answer LOADING. Then: kubectl describe pod, for its last state.
read-log-no-year = The log names no year. Times within it are right, and its dates are not used.
read-log-clock = The clock of { $name } is { $time } { $way ->
    [ahead] ahead of
   *[behind] behind
} that of { $primary }, by { $count ->
    [one] a request
   *[other] { $count } requests
} that both logs tell. Its times were moved.
read-try-clock = Whole hours are a time zone; anything else is a clock to set.
read-long-lines = { $count ->
    [one] A line was
   *[other] { $count } lines were
} left out, because nothing that a server prints is longer than 100,000 bytes.

## The page: names of things on the screen

page-title = Stormglass
page-version = server version
page-scenes = Scenes and lessons
page-present = Present
page-share = Share
page-theme = theme: { $name }
page-theme-light = light
page-theme-dark = dark
page-theme-projector = projector
page-link = link to this moment
page-copied = copied
page-copy = copy
page-inputs = what you have
page-stage = what happens
page-answer = what to set

page-tab-paste = Paste
page-tab-tune = Tune
page-tab-scenario = Scenario

page-ring-label = The replication backlog as a ring of { $size }. { $said }
page-topology-label = The primary with its child, and for each replica its output buffer, its link and its phase; a click chooses whom the verbs below apply to
page-storm-label = The storm loop
page-timeline-label = Timeline of the run: bytes behind, output buffers and phases of each replica, until { $end }
page-ring-covers = covers
page-ring-at = at { $rate }
page-ring-still = nothing is written
page-ring-slowed = turns 1/{ $times } as fast
page-ring-head = write head
page-ring-behind = { $bytes } behind
page-ring-spare = { $time } to spare
page-ring-late = { $bytes } too late
page-ring-resync = full resync, lap { $lap }
page-ring-nothing = no position to resume from
page-ring-no-backlog = there is no backlog
page-no-replica = no replica in this scenario

page-hard = hard
page-soft = soft
page-buffer-empty = empty
page-buffer-none = closed
page-buffer-soft = { $bytes } · soft { $time } of { $allowed } s
page-phase-online = online
page-phase-silent = silent
page-phase-down = away
page-phase-handshake = asks
page-phase-waits = waits
page-phase-saving = snapshot
page-phase-transfer = transfer
page-phase-loading = loads
page-phase-primary = primary
page-apart = { $bytes } only here
page-lost = { $bytes } acknowledged and lost
page-child-none = no child
page-child-name = child { $done }
page-child-cow = copied
page-frozen = stands still
page-retry = tries in { $time }
page-link-snapshot = snapshot { $done }

page-storm-none = No replica needs a full resync in this run.
page-storm-lap = lap { $lap }
page-storm-every = every { $time }
page-storm-left = out at { $clock }
page-storm-out = → out: back, or loaded, in time
page-storm-station = { $number } · { $name }
page-storm-calm = { $who } is well
page-storm-who = { $who } goes round
page-storm-leaves-soft = until soft > { $bytes }
page-storm-leaves-hard = until hard > { $bytes }
page-station-lag = lag grows
page-station-beyond = beyond the backlog
page-station-refused = partial refused
page-station-full = full resync
page-station-fork = fork, snapshot
page-station-buffer = the primary strains
page-station-closed = a replica drops

page-panel-lag = behind
page-panel-buffers = output buffers
page-panel-memory = memory beyond the dataset of { $bytes }
page-panel-backlog = backlog
page-panel-held = buffers
page-panel-cow = copy-on-write
page-panel-writes = written
page-panel-freezes = written; bars: the primary stands still, up to { $time }
page-line-maxmemory = maxmemory { $bytes }
page-line-host = host { $bytes }
page-hover-replica = { $who }: { $behind } B behind, { $held } B in the buffer, { $phase }
page-hover-primary = { $rate } written, offset { $offset }
page-line-window = window { $bytes }
page-line-hard = hard { $bytes }
page-line-soft = soft { $bytes }, { $time }
page-more-replicas = and { $count } more
page-mark-writes = burst
page-mark-cut = cut
page-mark-stall = stall
page-mark-kill = kill
page-mark-pause = pause
page-mark-block = block
page-mark-restart = restart
page-mark-bgsave = bgsave
page-mark-config = config set
page-mark-role = replicaof
page-mark-crash = crash
page-mark-partition = partition
page-mark-wait = wait
page-mark-refused = refused
page-mark-full = full resync
page-mark-partial = resumed
page-mark-left = too late
page-mark-closed = closed
page-mark-emptied = emptied
page-mark-freed = freed
page-mark-soft = soft
page-mark-loaded = loaded
page-legend = Phases on the timeline: full bar online, pale away, low bar connected and waiting, red snapshot, hatched transfer and loading.

page-start = to the start
page-previous = event before
page-next = event after
page-play = play
page-pause = pause
page-phase-on = next phase of a replica
page-phase-back = phase before
page-loop = begin again at the end
page-jump = jump to
page-jump-left = first byte lost
page-jump-full = first full resync
page-jump-kill = first kill by a limit
page-jump-partial = first partial resync
page-zoom-in = look closer
page-zoom-out = see more
page-zoom-whole = whole run
page-speed = speed
page-times = { $factor }×
page-scrub = moment of the run
page-clock = time in the run
page-at-cursor = at the cursor
page-inject-who = whom
page-all = all
page-cut = cut
page-stall = stall
page-kill = kill
page-burst = burst
page-halt = pause it
page-restart = restart
page-block = block
page-bgsave = bgsave
page-primary = primary
page-verb = { $name }, at the cursor: { $line } (key { $key })
page-line-label = a line at the cursor: anything that can follow “at” in a scenario
page-undo = undo
page-redo = do again
page-why = Why
page-info = INFO
page-table = Table
page-compare = Compare
page-take = Take away
page-drawer = more about this moment
page-why-nothing = Nothing has happened yet.
page-why-info = INFO fields that changed with it
page-why-prevents = What would have prevented it
page-why-try = Try { $setting }
page-why-setting = { $setting } decides about that.
page-why-resize = Not to resize while a replica is away: up to redis 6.2 that throws the history away.
page-log-primary = primary’s log
page-log-replica = replica’s log
page-info-since = As the primary would print it now; marked is what changed since just before { $clock }.
page-col-who = who
page-col-phase = phase
page-col-behind = bytes behind
page-col-spare = bytes to spare
page-col-buffer = output buffer
page-col-laps = full resyncs
page-col-when = when
page-col-what = what happened
page-col-setting = what differs
page-table-shown = { $shown } of { $all } events, those around { $clock }.
page-pair-recommended = present against recommended
page-pair-present = keep this one beside, and change the present
page-pair-hint = A second scenario runs under the same clock; what differs is marked.
page-twin-this = present
page-twin-recommended = recommended
page-twin-kept = kept
page-twin-swap = change places
page-twin-none = only one
page-twin-label = The other scenario at the same moment
page-out-full = full resyncs
page-out-partial = partial resyncs
page-out-kills = closed by a limit
page-out-lost = acknowledged writes lost
page-out-memory = most memory
page-out-online = online at the end
page-take-hint = Pictures of this moment, and the whole run as data. Nothing leaves this page.
page-take-png = picture (PNG)
page-take-svg = picture (SVG)
page-take-csv = run (CSV)
page-take-json = run (JSON)
page-take-webm = recording, 8 s (WebM)
page-say-begin = All replicas are online and in sync, and the backlog is full.
page-say-above-soft = { $bytes } wait for { $who }, above the soft limit for { $above } of { $allowed }.
page-say-buffer = { $bytes } wait for { $who }.
page-say-away-in = { $who } is { $bytes } behind, with { $time } to spare.
page-say-away-out = { $who } is { $bytes } too late to resume.
page-say-away = { $who } has been away for { $time }.

page-field-writes = write rate
page-field-outage = outage to survive
page-field-backlog = repl-backlog-size
page-field-buffer = replica output buffer
page-field-dataset = dataset
page-field-link = link per replica
page-field-replicas = replicas
page-slider = { $name }, slider
page-origin-default = default of { $server }
page-origin-typed = typed
page-origin-scene = from the scene
page-origin-link = from the link
page-origin-asked = the question
page-field-bad-limits = Three values are wanted: hard, soft and seconds.
page-field-bad-count = A whole number of replicas is wanted, from 1 to 1000.

page-paste-label = INFO, settings, CLIENT LIST, logs or metrics: paste all of it
page-paste-hint = Two INFOs some seconds apart give the write rate. Several files may be dropped here.
page-paste-private = Nothing leaves this page. Addresses, names, replication IDs and paths stay out of links, exports and storage.
page-paste-clear = Clear
page-paste-file = Open files
page-reading = How far the files are read
page-reading-cancel = Stop reading
page-learnt = what was learnt
page-syncs = each synchronization of the log
page-place = { $name }, line { $line }
page-fact-measured = measured
page-fact-computed = computed
page-fact-inferred = inferred, likely
page-scenario-label = scenario
page-scenario-hint = One directive a line, as in redis.conf; the run follows while you type.
page-scenario-kept = The run shows the last scenario without errors.
page-line = line { $line }
page-hint = Try: { $hint }
page-link-broken = Parts of the link could not be read; the rest is shown.

page-set = set
page-now = now
page-to = to
page-keep = keep
page-row-backlog = repl-backlog-size
page-row-hard = replica hard
page-row-soft = replica soft
page-row-seconds = soft seconds
page-off = off
page-memory = memory on the primary
page-bill-dataset = dataset { $bytes }
page-bill-backlog = backlog { $bytes }
page-bill-buffers = buffers { $bytes }
page-bill-cow = copy-on-write { $low } to { $high }
page-bill-of = of { $bytes }
page-bill-total = { $bytes } in all
page-rules = Rules of thumb, side by side
page-formula = How the numbers came about
page-take-set = CONFIG SET
page-take-conf = redis.conf
page-nothing-to-set = # Nothing to change: the present values are enough.
page-assumed = Assumptions, and what is not modelled yet
page-assumed-1 = Bytes are counted as the server counts them, in blocks; time is exact to a nanosecond.
page-assumed-2 = Every replica is online, in sync and the backlog full at 0 s, unless the scenario says fresh.
page-assumed-3 = Speeds are constant between events: no congestion, no slow start, no disk contention.
page-not-modelled = Not modelled yet, though it can be written down:
page-keys = Keys: space plays, ← → go to events, ↑ ↓ to phases, comma and dot step, Home and End, 1 to 5 speed, + and − look closer, l loops; c, s, k, p, r, w, f, g act at the cursor, Ctrl+Z undoes.

page-field-bad-outage = “{ $text }” cannot be asked about; an outage lasts more than nothing and at most 24h.
page-recognised = { $server }, { $samples } INFO
page-recognised-none = no version
page-rate-two = { $rate } measured between two samples { $time } apart
page-rate-now = { $rate } in the server’s last second
page-rate-average = { $rate } on average since the start
page-private = Nothing leaves this page.
page-dismiss = Close
page-left-out = Left out: { $text }
page-source = source
page-what-if = what an outage of { $time } needs
page-about = open source, nothing leaves your browser

## page: its language

page-document = Stormglass: size a replication backlog and see it hold
page-description = Sizes the replication backlog and output buffers of Redis and Valkey, and shows what happens below and above that size.
page-language = language
page-wordless = Some words of this page could not be fetched; they are missing. Is the network there?
page-again = Try again

## Workshop: the gallery, lessons and presenting; said by the page's worker

# Each scene: its title, one line, and what to look for; the same as in its file.
workshop-scene-storm-title = Three replicas, one in a storm
workshop-scene-storm-line = r1 is back in time, r3 comes too late and never finishes a full resync.
workshop-scene-storm-look = r3's output buffer climbs past 64 MB; 60 s later it is closed, and all begins again.
workshop-scene-short-long-title = A short and a long outage
workshop-scene-short-long-line = One backlog of 32 MB at 1 MB/s: 20 s are survived, 45 s are not.
workshop-scene-short-long-look = r2 falls out of the window at 42 s, before it is back.
workshop-scene-resize-62-title = Resized while away, redis 6.2
workshop-scene-resize-62-line = The backlog is enlarged while a replica is away: redis 6.2 throws the history away.
workshop-scene-resize-62-look = r1 would have been in the window; after the resize it is not.
workshop-scene-resize-74-title = Resized while away, redis 7.4
workshop-scene-resize-74-line = The same resize from redis 7.0 on: the history is kept.
workshop-scene-resize-74-look = r1 resumes as if nothing had been changed.
workshop-scene-slow-title = One replica that cannot keep up
workshop-scene-slow-line = r2 takes less than is written: no limit helps, a larger one only buys time.
workshop-scene-slow-look = The buffer grows by 1 MB every second, through any limit you set.
workshop-scene-default-title = Everything at its default
workshop-scene-default-line = Nothing was ever set: 1 MB of backlog is half a second at 2 MB/s.
workshop-scene-default-look = An outage of 5 s costs a full resync of a 2 GB dataset.
workshop-scene-ring-wraps-title = The ring fills, then wraps
workshop-scene-ring-wraps-line = An empty backlog of 8 MB takes 8 s to fill at 1 MB/s; from then on each new byte overwrites the oldest.
workshop-scene-ring-wraps-look = "full" is the normal state of a ring, no alarm.
workshop-scene-ttl-title = The backlog expires
workshop-scene-ttl-line = With no replica left the backlog is freed after its TTL, whatever its size.
workshop-scene-ttl-look = 256 MB would have covered the outage; after 30 s they are gone, and the replication ID with them.
workshop-scene-pinned-title = A slow reader pins history
workshop-scene-pinned-line = From redis 7.0 on a connected replica that reads nothing keeps more history than repl-backlog-size.
workshop-scene-pinned-look = The backlog of 8 MB holds over 30 MB; when the stall ends, nothing was lost.
workshop-scene-two-channels-redis-title = Two connections, redis 8
workshop-scene-two-channels-redis-line = Redis 8 sends the snapshot on a connection of its own; the stream waits at the replica.
workshop-scene-two-channels-redis-look = The primary's output buffer stays empty through a load that would have met the limits.
workshop-scene-two-channels-valkey-title = Two connections, valkey 8
workshop-scene-two-channels-valkey-line = Valkey has it too, but it is off by default and needs diskless sync.
workshop-scene-two-channels-valkey-look = Set dual-channel-replication-enabled to no: the soft limit closes r1.
workshop-scene-soft-limit-title = The soft limit and its clock
workshop-scene-soft-limit-line = 64 MB are allowed for ever-so-short; above them a clock of 60 s runs.
workshop-scene-soft-limit-look = A stall of 50 s stays below the clock, one of 100 s does not.
workshop-scene-hard-limit-title = The hard limit
workshop-scene-hard-limit-line = 256 MB at 10 MB/s: a replica that reads nothing is closed at once when they are full.
workshop-scene-hard-limit-look = The backlog is smaller, so what it missed is gone: a full resync.
workshop-scene-floor-title = The hard limit’s floor
workshop-scene-floor-line = A hard limit below the backlog: redis 7.0 and later use the backlog's size instead.
workshop-scene-floor-look = r1 is closed at 64 MB, not at the 32 MB that are configured.
workshop-scene-oom-title = No room for the child
workshop-scene-oom-line = Every full resync forks, and every fork copies more pages than the host has left.
workshop-scene-oom-look = Memory touches the ceiling, the child is killed, the replica tries again.
workshop-scene-evicted-title = A larger backlog evicts keys
workshop-scene-evicted-line = The backlog counts inside maxmemory: on a full cache every byte of it is a byte of keys.
workshop-scene-evicted-look = 448 MB more of backlog, 412 MB fewer of keys: the rest was free. Redis 6.2 allocates it at once.
workshop-scene-storm-of-three-title = A storm of three
workshop-scene-storm-of-three-line = A switch restarts; all three replicas come back too late, resync together and are closed together.
workshop-scene-storm-of-three-look = Three buffers cross the soft limit at once; every lap forks again.
workshop-scene-storm-broken-title = The storm of three, broken
workshop-scene-storm-broken-line = The same storm; at 100 s the soft limit is lifted for as long as the resync takes.
workshop-scene-storm-broken-look = The lap that is running finishes. Watch memory: three buffers at once are the price.
workshop-scene-chain-title = A chain
workshop-scene-chain-line = r2 and r3 hang under r1: the primary feeds one replica, and forks for one.
workshop-scene-chain-look = r1 is resynchronised in full, and takes those below it along.
workshop-scene-round-trip-title = REPLICAOF NO ONE and back
workshop-scene-round-trip-line = A round trip through the role of a primary changes the replication ID: a full resync, although nothing was missed.
workshop-scene-round-trip-look = r1 asks with an ID nobody knows. To test a partial resync, kill the connection instead, as for r2.
workshop-scene-cascade-title = Promotion in a chain
workshop-scene-cascade-line = r2 hangs under r1; r1 is promoted, and r2 goes on without a resync.
workshop-scene-cascade-look = The ID changes, the second ID keeps the old history valid; r3 moves over partially.
workshop-scene-min-replicas-title = min-replicas-to-write blocks
workshop-scene-min-replicas-line = Two good replicas are wanted, one is cut off: after 10 s without its voice writes are refused.
workshop-scene-min-replicas-look = A connection that is closed counts at once, a silent one after min-replicas-max-lag.
workshop-scene-partition-title = Split brain
workshop-scene-partition-line = The primary is cut off with its clients; Sentinel promotes a replica, and both accept writes.
workshop-scene-partition-look = When the old primary follows, all that only it has is thrown away.
workshop-scene-partition-guarded-title = Split brain, with min-replicas-to-write
workshop-scene-partition-guarded-line = The same partition; a primary without good replicas refuses writes after 10 s.
workshop-scene-partition-guarded-look = The loss shrinks to what was written until then.
workshop-scene-crash-with-lag-title = A crash with lag
workshop-scene-crash-with-lag-line = r1 takes half of what is written; the primary dies, and what r1 has not read is gone.
workshop-scene-crash-with-lag-look = Acknowledged to clients and lost: 10 s of writing half.
workshop-scene-failover-behind-title = Failover onto the replica that is behind
workshop-scene-failover-behind-line = The primary dies; a script promotes r1 without comparing offsets, although r2 has everything.
workshop-scene-failover-behind-look = r2 had the writes and has to throw 20 MB of them away. Promote r2 instead: next to nothing is lost.
workshop-scene-ahead-title = Ahead of the new primary
workshop-scene-ahead-line = r2 has read more than r1 when r1 takes over: the histories part, and no backlog size prevents the full resync.
workshop-scene-ahead-look = The request lies past the point up to which the second ID is good; in the report 121,403 bytes were enough.
workshop-scene-restart-empty-title = A primary restarts empty
workshop-scene-restart-empty-line = No save points, no AOF: the primary is back after 5 s, with nothing, and its replicas copy that.
workshop-scene-restart-empty-look = All data are gone, on three servers. Sentinel does not help: 5 s are shorter than down-after.
workshop-scene-wait-title = What WAIT buys
workshop-scene-wait-line = WAIT 1 is answered in a round trip while a replica listens, and times out while none does.
workshop-scene-wait-look = The write is there either way: a 0 says that no replica confirmed it, not that it failed.
workshop-scene-b01-title = One megabyte in production
workshop-scene-b01-line = 766 full resyncs in 40 days, not one partial: the default backlog under 26 GB.
workshop-scene-b01-look = 3 s without a link pass, 7 s do not.
workshop-scene-a01-title = Killed while it loads
workshop-scene-a01-line = The copy is saved and sent; the soft limit acts while the replica still loads 8 GB.
workshop-scene-a01-look = The clock of 60 s starts at 64 MB, after 144 s of writing.
workshop-scene-a04-title = Two replicas, one fate
workshop-scene-a04-line = Ten seconds apart in their transfers, closed within 0.01 s of each other.
workshop-scene-a04-look = The stream fills both buffers alike: the link does not decide.
workshop-scene-a07-title = A slow link meets the hard limit
workshop-scene-a07-line = 1 GiB of buffer is full before 2 GB have arrived.
workshop-scene-a07-look = The second channel was configured, but diskless sync was off.
workshop-scene-a08-title = A consumer that does not read
workshop-scene-a08-line = A migration tool stops for 54 minutes of low traffic.
workshop-scene-a08-look = Even 8 GiB run out; that service does not let you change them.
workshop-scene-a13-title = Eight gigabytes are not enough
workshop-scene-a13-line = 5 GB in large values at 170 MB/s: every limit up to 8 GB fails.
workshop-scene-a13-look = Try 10gb: the first that is enough.
workshop-scene-a16-title = Sixty-four gigabytes of buffer
workshop-scene-a16-line = 96 GB of data, a save that copies 26 GB, a replica that reads nothing.
workshop-scene-a16-look = What a buffer costs when its limit is huge.
workshop-scene-a20-title = A stream beyond the link
workshop-scene-a20-line = 477,354 SETs a second: the replica is closed every few seconds.
workshop-scene-a20-look = No limit helps where the path takes less than is written.
workshop-scene-b02-title = Three private copies
workshop-scene-b02-line = Up to 6.2 each replica has a buffer of its own: 46 GB at the peak.
workshop-scene-b02-look = Choose redis 7.0: one shared buffer.
workshop-scene-b05-title = Twenty replicas of one primary
workshop-scene-b05-line = It restarts, and all twenty want everything through one interface.
workshop-scene-b05-look = The transfers share 10 gbit/s; each takes almost a minute.
workshop-scene-b12-title = Hosts at 90 % of memory
workshop-scene-b12-line = Every resync forks, and every fork ends in the OOM killer.
workshop-scene-b12-look = Headroom is part of sizing.
workshop-scene-b18-title = A probe that is too short
workshop-scene-b18-line = Kubernetes kills the replica while it loads; it starts over.
workshop-scene-b18-look = 25 s of patience for a load of 55 s.

# The gallery.
workshop-gallery = Scenes and lessons
workshop-lessons = Lessons
workshop-scenes = Scenes
workshop-find = Search
workshop-group = Group
workshop-group-all = All groups
workshop-group-mechanics = Mechanics
workshop-group-limits = Limits and memory
workshop-group-storms = Storms
workshop-group-topology = Chains and promotion
workshop-group-data = Data loss and WAIT
workshop-group-incidents = Public incidents
workshop-found = { $count ->
    [0] no scene has these words
    [one] one scene
   *[other] { $count } scenes
 }
workshop-source = what was reported
workshop-look = What to look for
workshop-defence = with a defence beside it
workshop-more = All scenes
workshop-close = Close
workshop-about = { $minutes } minutes · { $steps } steps · { $questions } questions
workshop-no-scene = There is no scene “{ $name }” in this version; the gallery has all there are.
workshop-no-lesson = There is no lesson “{ $name }” in this version; the gallery has all there are.

# A lesson of one's own.
workshop-own = A lesson of your own
workshop-own-hint = A lesson is a text: scenarios, steps, questions. It is checked here and sent nowhere.
workshop-own-text = The text of a lesson
workshop-own-open = Open
workshop-own-file = Open a file
workshop-own-url = The address of a lesson
workshop-own-fetch = Fetch
workshop-own-fetching = Fetching…
workshop-own-no-url = An address begins with https://.
workshop-own-wrong = { $count ->
    [one] One thing is wrong with this lesson:
   *[other] { $count } things are wrong with this lesson:
 }
workshop-offer-title = A lesson from elsewhere
workshop-offer = This link wants to fetch a lesson from { $address }.
workshop-offer-hint = That host will see that you asked. Nothing else leaves the browser.
workshop-offer-no = Do not
workshop-unfetched = It could not be fetched: { $why }. The host may forbid other pages to read it (CORS), or be out of reach. Save the file and open it here instead.

# A lesson while it is taken.
workshop-step = step { $step } of { $count }
workshop-progress = Steps of the lesson
workshop-steps = Back and forth
workshop-back = Back
workshop-next = Next
workshop-next-lesson = Next lesson
workshop-leave = Leave
workshop-answer = Answer
workshop-skip = Show without answering
workshop-number = Your answer
workshop-nothing = Choose or type an answer first.
workshop-unreadable = This cannot be read as an answer. Type a time such as 42s, a size such as 64mb, or a count.
workshop-right = Right.
workshop-wrong = Not this time.
workshop-looked = Not answered.
workshop-is-right = right
workshop-yours = your answer
workshop-wanted = { $wanted }
workshop-typed = your answer: { $typed }
workshop-try = Try this
workshop-keys = Page Down goes on, Page Up back, 1 to 9 choose. Space plays.

# The end of a lesson.
workshop-summary = What you answered
workshop-score = { $right } of { $count } right.
workshop-question = question
workshop-goals = What you can do now
workshop-csv = CSV
workshop-json = JSON
workshop-copy = Copy
workshop-reset = Begin anew
workshop-kept = Answers are kept in this browser only.

# Presenting.
workshop-present = Present
workshop-present-end = End presenting
workshop-notes = Notes
workshop-elapsed = time since the beginning
workshop-then = Then:
workshop-notes-none = No lesson is open in the other window.
workshop-the-answer = The answer:
workshop-waits = waits for an answer
workshop-shown = is shown
workshop-blank = Blank the screen
workshop-remote = Page Down and Page Up step through the events, B blanks the screen, Esc ends.
workshop-share = Link and QR code
workshop-share-title = Open this on your machine
workshop-share-hint = Point a camera at it, or copy the link. It holds all there is to it; nothing is stored anywhere.
workshop-copy-link = Copy the link
workshop-length = { $length ->
    [one] one character
   *[other] { $length } characters
 }
workshop-too-long = The link is too long for a picture that a camera can read from a screen.
workshop-qr = QR code of the link below

## links, embedding, offline

page-link-word = This part of the link says nothing this page knows: { $text }
page-link-length = { $count ->
    [one] 1 character
   *[other] { $count } characters
}
page-link-long = { $count } characters: some chat tools cut or refuse that. Send it in a file or a mail.
page-take-file = page with this scene, one file (HTML)
page-take-embed = part of another page…
page-embed-heading = This scene in another page
page-embed-title = Stormglass: a replication backlog at work
page-embed-what = show
page-embed-picture = the pictures
page-embed-transport = pictures and transport
page-embed-full = everything
page-embed-width = width
page-embed-height = height
page-embed-theme = colours
page-embed-system = as the reader’s system
page-embed-light = light
page-embed-dark = dark
page-embed-projector = projector
page-embed-autoplay = plays at once
page-embed-sandbox = sandbox
page-embed-code = markup to copy
page-embed-copy = Copy the markup
page-embed-close = Close
page-embed-hint = Below is what it makes, as it is here. With the sandbox, the server has to send Access-Control-Allow-Origin: *.
page-embed-open = Open in Stormglass
page-api-unknown = This is nothing the page can do, or its value says nothing.
page-api-version = This version of the page speaks version 1 only.
page-update-ready = A new version is ready. What you see stays: it is in the link.
page-update-reload = Reload
page-offline-keeping = is being kept for when there is no network
page-offline-ready = works without network
page-offline-none = needs the network: this browser keeps no pages from here
page-guide = guide
page-guide-teach = How to teach with it
page-offline-file = one file, works without network

## The picture: two sides, and what clients are told
page-clients = clients
page-told-ok = OK
page-told-none = no answer
page-told-few = NOREPLICAS
page-told-oom = OOM
page-told-misconf = MISCONF
page-cut-until = cut off until { $clock }
page-apart-then = acknowledged; gone when it follows
page-left = no clients
page-alone = follows nobody
page-other-side = clients here: no primary
page-retry-never = waits
page-ring-wraps = wraps here
page-ring-pinned = { $bytes } beyond the size
page-ring-pinned-by = { $who } still needs it
page-ring-lapped = lapped at { $clock }
page-ring-fork = histories part
page-ring-old-head = old primary
page-ring-apart = { $bytes } apart
page-ring-lost = { $bytes } lost
page-ring-gone = the primary does not answer
page-ring-no-primary = no primary to ask
page-history-exposed = A crash now would lose { $bytes }, { $time } of writing.
page-history-gone = { $bytes } are on nobody else, { $time } of writing.
page-history-nobody = No replica has anything: { $bytes } only here.
page-history-apart = { $who }: { $bytes } only there
page-history-lost = { $who }: { $bytes } lost
page-history-new = { $who }: { $bytes } since
page-mark-promoted = promoted
page-mark-lost = lost
page-mark-unwritable = writes refused
page-mark-writable = accepted
page-panel-exposed = shaded: only on the primary
page-band-lost = { $bytes } acknowledged here are lost
page-band-apart = { $bytes } acknowledged here only a former primary has
page-cursor-exposed = { $bytes }, { $time } only on the primary
page-storm-former = Only the old primary is resynchronised in full.
page-jump-lost = first loss of writes
page-history-all = { $who } has everything that was acknowledged.

## Command line: risk, modes, read and findings

cli-error = error
cli-warning = warning
cli-note = note
cli-read-computed = computed
cli-risk-now = now
cli-risk-full = { $full } of { $count }
cli-risk-longest = longest partial { $time }
cli-modes-crash = crash
cli-modes-partition = partition of 60 s
cli-modes-pause = all replicas pause for 30 s
cli-modes-lost = { $bytes } lost
cli-modes-lost-writes = { $bytes } lost ({ $count } writes)
cli-modes-refused = { $time } refused
cli-modes-unconfirmed = { $time } unconfirmed
cli-modes-cell = { $failure }: { $lost }, { $refused }
cli-modes-latency = +{ $time } a write

## The picture: what was missing on the stage
page-ring-strays = follows the old primary
page-other-reads = their reads: { $time } old
page-ring-expires = freed in { $time }
page-say-expires = No replica is connected: the backlog is freed in { $time }.
