//! What the core has to say, before it is put into words.
//!
//! The core never writes a sentence: it names a message and its arguments, and the catalogue
//! (`stormglass-text`) puts them into the reader's language. Ids are listed here so that a test can
//! hold the catalogue against them.

use crate::units::{Bytes, Instant, Rate, ReplOffset};
use core::time::Duration;

/// One thing to say: an id in the catalogue and the values that go into the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Id in the catalogue, kebab-case, for example `finding-unknown-word`.
    pub id: &'static str,
    /// Named values, in the order they were added.
    pub args: Vec<(&'static str, Value)>,
}

/// A value in a message; it keeps its unit so that the catalogue can write it in the reader's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A name or a piece of what the user typed.
    Text(String),
    /// A plain count.
    Count(u64),
    /// A signed count, for differences.
    Signed(i64),
    /// A quantity of bytes.
    Bytes(Bytes),
    /// A position in the replication stream.
    Offset(ReplOffset),
    /// Bytes per second.
    Rate(Rate),
    /// A length of time.
    Time(Duration),
    /// A moment of a run.
    At(Instant),
    /// A share in thousandths (`125` is 12.5 %).
    Permille(u64),
    /// Another message, for a reason inside a sentence.
    Message(Box<Message>),
}

impl Message {
    /// A message without arguments yet.
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    /// The same message with one more named value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

macro_rules! value_from {
    ($($from:ty => $variant:ident),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self { Self::$variant(value.into()) }
        })*
    };
}
value_from! {
    &str => Text, String => Text, u64 => Count, u32 => Count, i64 => Signed, Bytes => Bytes,
    ReplOffset => Offset, Rate => Rate, Duration => Time, Instant => At, Message => Message,
}

/// Without a catalogue a message still says what it is: `id name=value ...`.
impl core::fmt::Display for Message {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}", self.id)?;
        for (name, value) in &self.args {
            match value {
                Value::Text(text) => write!(f, " {name}={text}")?,
                Value::Count(n) => write!(f, " {name}={n}")?,
                Value::Signed(n) => write!(f, " {name}={n}")?,
                Value::Bytes(bytes) => write!(f, " {name}={}", bytes.0)?,
                Value::Offset(offset) => write!(f, " {name}={}", offset.0)?,
                Value::Rate(rate) => write!(f, " {name}={}/s", rate.0)?,
                Value::Time(time) => write!(f, " {name}={}ns", time.as_nanos())?,
                Value::At(at) => write!(f, " {name}=@{}ns", at.as_nanos())?,
                Value::Permille(share) => write!(f, " {name}={share}permille")?,
                Value::Message(inner) => write!(f, " {name}=({inner})")?,
            }
        }
        Ok(())
    }
}

/// Declares message ids of a module and lists them for the catalogue's test.
///
/// `messages! { UNKNOWN_WORD = "finding-unknown-word"; }` makes a constant for each and `ALL`.
#[macro_export]
macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        $($(#[$doc])* #[allow(missing_docs, unreachable_pub, reason = "the id is the documentation")]
        pub const $name: &str = $id;)*
        /// Every id declared here, for the test that holds the catalogue against them.
        #[allow(unreachable_pub, reason = "some modules list theirs elsewhere")]
        pub const ALL: &[&str] = &[$($id),*];
    };
}
