//! How far features look back.

/// The windows W of windowed features, in days: each is `[as_of − W, as_of)`.
pub const WINDOWS_DAYS: [u32; 7] = [7, 14, 30, 60, 90, 180, 365];

/// The part of a customer's past that a feature is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookBack {
    /// All of it, however short it is.
    Whole,
    /// All of it, but the number means what it says only where the history is this many days long.
    AtLeast(u32),
    /// The last so many days. Of what is older it matters only whether there is anything.
    Days(u32),
}

impl LookBack {
    /// Days of history without which the number does not mean what it says; 0 where any will do.
    pub fn needed_days(self) -> u32 {
        match self {
            LookBack::Whole => 0,
            LookBack::AtLeast(days) | LookBack::Days(days) => days,
        }
    }
}
