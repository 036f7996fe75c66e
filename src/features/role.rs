//! What a churn model should know of a feature before it sees data.

/// A part that a feature plays in a churn model beyond having a column. Most features have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It comes before features without a rank, the lowest rank first: of near-duplicates the first is
    /// kept, and little data keep the first. No two features have the same rank.
    Foremost(u8),
    /// Its meaning does not change with the calendar: it may go on beyond the training range, and is
    /// never left out for being there.
    Structural,
    /// Its effect is known not to be a straight line: hinges stand beside its column. Those of other features are learned.
    Hinged,
    /// It is a probability: its log-odds are the column.
    Probability,
    /// It has a small penalty factor: its column is so many times larger during the fit.
    Spared(u8),
    /// It says again, worse, what another feature says: it has no column.
    Redundant,
    /// It stands in for what amounts of money tell: it has a column where nothing tells of money.
    WithoutMoney,
}
