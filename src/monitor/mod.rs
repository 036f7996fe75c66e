//! Is tonight's data usable? Findings before anything is trained or scored.

pub mod preflight;
