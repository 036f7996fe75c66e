//! Who took part in a campaign, on which side, and what became of them.

/// A customer of a campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Whether on the list; otherwise held back.
    pub treated: bool,
    /// Whether there was a purchase.
    pub bought: bool,
    /// Money paid, returns taken off.
    pub revenue: f64,
    /// What of it the business keeps, contacts aside.
    pub margin: f64,
    /// What it cost to contact the customer.
    pub contact_cost: f64,
    /// Churn probability; NaN where it is not known.
    pub churn_probability: f64,
    /// The customer's group in each grouping, see [`Groupings::code`].
    pub groups: Vec<Option<u16>>,
}

/// One campaign's customers.
#[derive(Debug, Clone, Default)]
pub struct Experiment {
    /// Its name.
    pub campaign: String,
    /// The day of its list, where it has one.
    pub list_date: Option<String>,
    /// Everyone on either side, each once, in an order that does not depend on files.
    pub members: Vec<Member>,
    /// Those on the list whom the message was really sent to, where that is known.
    pub delivered: Option<u64>,
    /// Those left out because an earlier list of the same campaign has them.
    pub counted_earlier: u64,
}

/// By what customers are grouped, and the groups met.
#[derive(Debug, Clone, Default)]
pub struct Groupings {
    /// By what.
    pub names: Vec<String>,
    /// The groups of each, in the order in which they were met.
    pub labels: Vec<Vec<String>>,
}

impl Groupings {
    /// Groupings of these names, without groups so far.
    pub fn new(names: Vec<String>) -> Self {
        let labels = vec![Vec::new(); names.len()];
        Self { names, labels }
    }

    /// The number of a group; none for no name, and for what has too many names to be a grouping.
    pub fn code(&mut self, grouping: usize, label: &str) -> Option<u16> {
        let known = &mut self.labels[grouping];
        if label.is_empty() {
            return None;
        }
        let found = known.iter().position(|other| other == label);
        let at = found.or_else(|| {
            (known.len() < MOST_GROUPS).then(|| {
                known.push(label.to_owned());
                known.len() - 1
            })
        });
        at.and_then(|at| u16::try_from(at).ok())
    }
}

/// Groups of one grouping, at most.
const MOST_GROUPS: usize = 64;

/// The band of a churn factor.
pub(crate) fn factor_band(factor: f64) -> &'static str {
    match factor {
        f if f < 1.0 => "below 1",
        f if f < 2.0 => "1 to 2",
        f if f < 3.0 => "2 to 3",
        f if f < 5.0 => "3 to 5",
        f if f >= 5.0 => "5 and more",
        _ => "",
    }
}

/// One-time or repeat buyer.
pub(crate) fn purchase_band(orders: f64) -> &'static str {
    match orders {
        n if n >= 2.0 => "repeat",
        n if n >= 1.0 => "one-time",
        _ => "",
    }
}
