//! What makes no sense, what will not matter, what is not modelled yet.
