//! `stormglass read`.

use crate::args::Args;
use crate::{Outcome, Unusable};

pub(crate) fn read(_args: Args) -> Outcome {
    Err(Unusable("stormglass read is being put together.\n".into()))
}
