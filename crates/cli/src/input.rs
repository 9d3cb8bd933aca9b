//! Files and standard input.

use std::io::{self, Read};

use stormglass_core::read::text_of;

use crate::Unusable;

/// The largest input that is read.
const LARGEST: u64 = 256 << 20;

/// The text of a file, or of standard input for `-`; bytes that are no UTF-8 are replaced.
pub(crate) fn text(file: &str) -> Result<String, Unusable> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    match read {
        Ok(_) if bytes.len() as u64 > LARGEST => {
            Err(Unusable(format!("{file} is larger than 256 MiB; give a part of it.\n")))
        }
        Ok(_) => Ok(text_of(&bytes)),
        Err(error) => Err(Unusable(format!("{file} cannot be read: {error}.\n"))),
    }
}
