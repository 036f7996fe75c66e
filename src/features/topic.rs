//! What a feature is about, to a person.

/// Features of one topic say the same thing to a person: of them one reason is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// No other feature says the same.
    Own,
    /// How long the customer has been silent, for the own rhythm.
    Silence,
    /// When the order before the last was.
    SecondLastOrder,
    /// How long somebody has been a customer.
    Tenure,
    /// The usual time between orders.
    Rhythm,
    /// The longest gap between orders.
    LongestGap,
    /// The shortest gap between orders.
    ShortestGap,
    /// The last gap between orders.
    LastGap,
    /// How regular the orders are.
    Regularity,
    /// Whether gaps grow or shrink.
    RhythmTrend,
    /// How many orders there were in all.
    Orders,
    /// How often orders come on average.
    OrderRate,
    /// How many orders there were lately.
    RecentOrders,
    /// Long silences so far.
    Lapses,
    /// The return after a long silence.
    Reactivation,
    /// On which days of the week orders fall.
    Weekday,
    /// Whether orders fall in the evening.
    Evening,
    /// Orders of earlier years in the season ahead.
    Season,
    /// Spend of earlier years in the season ahead.
    SeasonSpend,
    /// How much was spent in all.
    Spend,
    /// How much was spent lately.
    RecentSpend,
    /// How much an order is worth.
    OrderValue,
    /// Lines and items of an order.
    Basket,
    /// Of how many categories somebody buys.
    Categories,
    /// How many products somebody buys.
    Products,
    /// Through how many channels somebody buys.
    Channels,
    /// Whether the channel was changed.
    ChannelSwitch,
    /// How much is bought at a discount.
    Discount,
    /// Whether more is bought at a discount than before.
    DiscountTrend,
    /// How much is given back.
    Returns,
    /// When something was last given back.
    LastReturn,
    /// Visits and responses to mailings. They rise and fall together, so that a model may give one of
    /// them a weight against the others: only their sum says what interest does to the risk.
    Engagement,
    /// Contacts with support.
    Support,
    /// Complaints.
    Complaints,
    /// Whether surveys are answered.
    SurveyAnswers,
    /// The last recommendation score.
    Recommendation,
    /// Whether the customer asked to be left alone.
    Unsubscription,
    /// Events of no known type.
    OtherEvents,
    /// The spend to expect.
    ExpectedSpend,
}
