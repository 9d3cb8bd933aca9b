//! The messages of what is taken away.

crate::messages! {
    VALUE = "takeaway-value";
    NOTHING = "takeaway-nothing";
    PANEL_RATE = "takeaway-panel-rate";
    PANEL_COVERAGE = "takeaway-panel-coverage";
    PANEL_BEHIND = "takeaway-panel-behind";
    PANEL_FULL = "takeaway-panel-full";
    PANEL_REFUSED = "takeaway-panel-refused";
    PANEL_BUFFER = "takeaway-panel-buffer";
    PANEL_MEMORY = "takeaway-panel-memory";
    PANEL_FORK = "takeaway-panel-fork";
    DATASET = "takeaway-dataset";
    BACKLOG = "takeaway-backlog";
    BUFFERS = "takeaway-buffers";
    COW = "takeaway-cow";
    NO_CHILD = "takeaway-no-child";
    TOTAL = "takeaway-total";
    ON_REPLICA = "takeaway-on-replica";
    GIVEN = "takeaway-given";
    VERSION = "takeaway-version";
    ASSUMED = "takeaway-assumed";
    ASSUMED_SEEN = "takeaway-assumed-seen";
}

/// Those that only the templates and the page name.
pub(super) const IN_TEMPLATES: &[&str] = &[
    "takeaway-forms",
    "takeaway-every-node",
    "takeaway-applied-live",
    "takeaway-probes",
    "takeaway-alert-coverage",
    "takeaway-alert-drift",
    "takeaway-alert-full",
    "takeaway-alert-storm",
    "takeaway-alert-behind",
    "takeaway-alert-buffer",
    "takeaway-alert-fork",
    "takeaway-alert-memory",
    "takeaway-title",
    "takeaway-values",
    "takeaway-now",
    "takeaway-set",
    "takeaway-memory",
    "takeaway-idle",
    "takeaway-one",
    "takeaway-all",
    "takeaway-steps",
    "takeaway-step-before",
    "takeaway-step-set",
    "takeaway-step-rewrite",
    "takeaway-verify",
    "takeaway-verify-kill",
    "takeaway-verify-info",
    "takeaway-verify-never",
    "takeaway-formulas",
    "takeaway-inputs",
];
