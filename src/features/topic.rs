//! What a feature tells a marketer about a customer.

/// A feature's topic. Features of one topic say the same thing to a person: what they contribute to a score
/// is summed, and given as one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// How long the customer has been silent, against the customer's own rhythm.
    Silence,
    /// How many orders there were, and whether they become fewer.
    Orders,
    /// How much was spent, and whether it becomes less.
    Spend,
    /// Visits and responses to mailings.
    Interest,
    /// Complaints, low recommendation scores and returns.
    Service,
    /// How much is bought at a discount.
    Price,
    /// From how many categories, products and channels somebody buys.
    Range,
    /// What was bought at this time of earlier years.
    Season,
    /// Nothing that a marketer could act on: how regular gaps are, what an order is worth, on which days
    /// orders fall. It counts in the score and is never given as a reason.
    Other,
}

impl Topic {
    /// All of them; the rest last.
    pub const ALL: [Topic; 9] = [
        Topic::Silence,
        Topic::Orders,
        Topic::Spend,
        Topic::Interest,
        Topic::Service,
        Topic::Price,
        Topic::Range,
        Topic::Season,
        Topic::Other,
    ];

    /// As files name it.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Silence => "silence",
            Topic::Orders => "orders",
            Topic::Spend => "spend",
            Topic::Interest => "interest",
            Topic::Service => "service",
            Topic::Price => "price",
            Topic::Range => "range",
            Topic::Season => "season",
            Topic::Other => "other",
        }
    }

    /// As people read it.
    pub fn meaning(self) -> &'static str {
        match self {
            Topic::Silence => "silence against the customer's own rhythm",
            Topic::Orders => "orders, and whether they become fewer",
            Topic::Spend => "spend, and whether it becomes less",
            Topic::Interest => "visits and opened e-mails",
            Topic::Service => "complaints, low scores and returns",
            Topic::Price => "buying at a discount",
            Topic::Range => "categories, products and channels bought",
            Topic::Season => "what was bought at this time of earlier years",
            Topic::Other => "all else: gaps, order values, days of the week",
        }
    }
}
