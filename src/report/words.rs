//! The page's own texts, in English. Numbers come written; texts are whole sentences, since no other language puts its
//! words in the same order.
//!
//! Not here: what others say of themselves and the page repeats. Definitions of measures and of features, reasons of
//! score files, meanings of plays and of being left off, and a measurement's sentence stand where each is made.

use crate::audience::LeftOff;
use crate::model::Grade;
use crate::words::capitalised;

/// So many of something, by the number as it is written: every language writes one as `1`.
fn counted(shown: &str, one: &str, many: &str) -> String {
    format!("{shown} {}", if shown == "1" { one } else { many })
}

fn customers(shown: &str) -> String {
    counted(shown, "customer", "customers")
}

/// A number of days.
pub(super) fn days(shown: &str) -> String {
    counted(shown, "day", "days")
}

// The frame.

pub(super) const BRAND: &str = "winback";
pub(super) const SKIP: &str = "Skip to the content";
pub(super) const CONTENTS: &str = "Contents";
pub(super) const NUMBERS: &str = "Numbers";
pub(super) const FILTER: &str = "Filter";
pub(super) const COPY: &str = "Copy as CSV";
pub(super) const COPIED: &str = "Copied";
pub(super) const THEME: &str = "Light or dark";
pub(super) const ALL_NIGHTS: &str = "All nights";
pub(super) const INDEX_TITLE: &str = "All nights";
pub(super) const FOOTER: &str =
    "Made by winback. Nothing on this page was fetched, and nothing leaves it.";
pub(super) const GOOD: &str = "good";
pub(super) const WATCH: &str = "worth a look";
pub(super) const BAD: &str = "not good";
pub(super) const CUSTOMERS: &str = "Customers";

pub(super) fn title(date: &str) -> String {
    format!("Customers as of {date}")
}

/// The program and its version.
pub(super) fn program(version: &str) -> String {
    format!("winback {version}")
}

pub(super) fn meta(
    has_money: bool,
    currency: Option<&str>,
    model: Option<(&str, Grade)>,
    run: Option<&str>,
) -> String {
    let money = match currency {
        _ if !has_money => "No amounts in the data".to_owned(),
        Some(currency) => format!("Money in {currency}"),
        None => "Money in the currency of the data".to_owned(),
    };
    let mut parts = vec![money];
    parts.extend(model.map(|(version, grade)| format!("model {version}, grade {grade:?}")));
    parts.extend(run.map(|run| format!("run {run}")));
    parts.join(" · ")
}

// Sections: what stands in the contents, and above the section.

pub(super) const TONIGHT: [&str; 2] = ["Tonight", "Tonight"];
pub(super) const CONTACT: [&str; 2] = ["Contact", "Whom to contact"];
pub(super) const LOYALTY: [&str; 2] = ["Loyalty", "Loyalty measures"];
pub(super) const OVER_TIME: [&str; 2] = ["Over time", "Customers over time"];
pub(super) const WHO: [&str; 2] = ["Who", "Who they are"];
pub(super) const WHY: [&str; 2] = ["Why", "Why they leave"];
pub(super) const TRUST: [&str; 2] = ["Trust", "How far to trust it"];
pub(super) const CAMPAIGNS: [&str; 2] = ["Campaigns", "What campaigns did"];
pub(super) const DATA: [&str; 2] = ["Data", "Data"];
pub(super) const METHOD: [&str; 2] = ["Method", "Words and method"];

// Tonight.

pub(super) const NO_SCORES: &str = "There are no scores of this date, so nothing can be said of who is about to leave: run winback score, or \
     winback run, which makes this page too.";

/// Overdue and likely to leave: how many, and what is at stake with them.
pub(super) fn at_risk(customers: &str, at_stake: Option<&str>, days: &str) -> String {
    let stake = at_stake.map_or_else(String::new, |money| {
        let days = counted(days, "day's", "days'");
        format!(" {money} of the next {days} sales are at stake with them.")
    });
    let are = counted(customers, "customer is", "customers are");
    format!("{are} overdue and more likely to leave than to stay.{stake}")
}

pub(super) fn nobody_at_risk(days: &str) -> String {
    let days = self::days(days);
    format!("Nobody is overdue and more likely than not to buy nothing in the next {days}.")
}

pub(super) fn than_before(difference: f64, shown: &str, date: &str) -> String {
    if difference == 0.0 {
        format!("That is as many as on {date}.")
    } else {
        let more = if difference > 0.0 { "more" } else { "fewer" };
        format!("That is {shown} {more} than on {date}.")
    }
}

pub(super) fn expected_share(low: &str, high: &str, days: &str) -> String {
    let days = self::days(days);
    format!(
        "Between {low} and {high} of the customers with a score are expected to leave within {days}."
    )
}

pub(super) fn list_tonight(listed: &str, saves: &str, profit: Option<&str>, basis: &str) -> String {
    let profit =
        profit.map_or_else(String::new, |profit| format!(" and to bring {profit} after its costs"));
    let listed = customers(listed);
    format!(
        "Tonight's list has {listed}. It is expected to keep {saves} of them{profit} ({basis})."
    )
}

/// Why nobody is on the list: how many were left off for the reason that decides, and what it means.
pub(super) fn empty_list(cause: Option<(String, &str)>) -> String {
    match cause {
        Some((shown, meaning)) => {
            let left_off = counted(&shown, "customer was", "customers were");
            format!("Nobody is on tonight's list; {left_off} left off ({meaning}).")
        }
        None => "Nobody is on tonight's list.".to_owned(),
    }
}

/// Above all else where the model is not shown to be worth anything.
pub(super) const NOT_TO_BE_RELIED_ON: &str = "Do not rely on the risks of this page: the model is not shown to beat simple rules (grade C). Whoever is on the \
     list is overdue by their own rhythm; how likely each is to leave, and all money worked out from it, is a rough guess.";

pub(super) const ASSUMED: &str = "save rates assumed, not yet measured";
pub(super) const MEASURED: &str = "save rates measured in past campaigns";

pub(super) const TILE_AT_RISK: &str = "Overdue and likely to leave";
pub(super) const TILE_COST: &str = "Expected cost of churn";
pub(super) const TILE_LIST: &str = "On tonight's list";

pub(super) fn tile_at_risk(shown: &str, money: Option<&str>) -> String {
    let customers = if shown == "1" { "customer" } else { "customers" };
    money.map_or_else(|| customers.to_owned(), |money| format!("{customers}, {money} at stake"))
}

pub(super) fn tile_cost(leavers: &str, scored: &str, days: &str) -> String {
    format!("{leavers} of {}, in {}", customers(scored), self::days(days))
}

pub(super) const TILE_LEAVERS: &str = "Expected to leave";

pub(super) fn tile_repeat(low: &str, high: &str) -> String {
    format!("of the period's buyers bought again; other shops {low} to {high}")
}

pub(super) fn tile_list(profit: Option<&str>, basis: &str) -> String {
    profit.map_or_else(|| basis.to_owned(), |profit| format!("expected profit {profit}; {basis}"))
}

pub(super) const NOBODY_TILE: &str = "nobody to contact";
pub(super) const NO_LIST_TILE: &str = "no list was made tonight";
pub(super) const REPEAT_RATE: &str = "Repeat purchase rate";
pub(super) const OTHER_SHOPS: &str = "Other shops";
pub(super) const THIS_SHOP: &str = "This shop";

pub(super) const CHANGED: &str = "What changed";
pub(super) const FIRST_NIGHT: &str =
    "These are the first scores: from the second night on, this place says what changed.";

pub(super) fn entered_and_left(entered: &str, left: &str, stayed: &str, date: &str) -> String {
    let entered = customers(entered);
    format!("Since {date}, {entered} came onto the list, {left} went off it and {stayed} stayed.")
}

pub(super) fn came_back(customers: u64, shown: &str) -> String {
    match customers {
        0 => "Nobody who was on that list has bought since.".to_owned(),
        1 => "One of those who were on that list has bought since.".to_owned(),
        _ => format!("{shown} of those who were on that list have bought since."),
    }
}

pub(super) fn exposure_change(now: &str, before: &str) -> String {
    format!("Value at risk is {now}; it was {before}.")
}

pub(super) fn moves_between_bands(worse: &str, better: &str) -> String {
    format!("{} moved to a higher risk band, {better} to a lower one.", customers(worse))
}

pub(super) const LIGHTS: &str = "Can it be relied on?";
pub(super) const LIGHT_MODEL: &str = "Model";
pub(super) const LIGHT_AGE: &str = "Age of the model";
pub(super) const LIGHT_DATA: &str = "Data";
pub(super) const LIGHT_DRIFT: &str = "Drift";
pub(super) const LIGHT_OUTCOME: &str = "Outcomes so far";
pub(super) const LIGHT_REACH: &str = "Reach";
pub(super) const LIGHT_MEASURE: &str = "Measurability";

pub(super) fn light_model(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "Grade A: better than every simple rule.",
        Grade::B => {
            "Grade B: worth using; it ranks as well as the best simple rule and knows more than the average."
        }
        Grade::C => {
            "Grade C: not shown to beat simple rules. Use the silence of each customer instead of the risk."
        }
    }
}

pub(super) const AT_THEIR_WORD: &str = "Its probabilities can be taken at their word.";

/// In how many tenths of the customers the predicted share is far from the one found.
pub(super) fn off_in_tenths(off: &str, of: &str, average: &str) -> String {
    format!(
        "Take its probabilities with care: in {off} of {of} tenths of the customers the share who left is another than it \
         said, by more than chance; on average they differ by {average}."
    )
}

pub(super) fn light_age(age: f64, shown: &str) -> String {
    if age == 0.0 {
        "Trained on everything known on the date of these scores.".to_owned()
    } else {
        format!("Trained on what was known {} before these scores.", days(shown))
    }
}

pub(super) fn light_data(rows: &str, unusable: Option<&str>) -> String {
    match unusable {
        None if rows == "1" => "The only transaction row could be read.".to_owned(),
        None => format!("All {rows} transaction rows could be read."),
        Some(unusable) => format!("{unusable} of {} could not be used.", transaction_rows(rows)),
    }
}

fn transaction_rows(shown: &str) -> String {
    counted(shown, "transaction row", "transaction rows")
}

/// How many features have moved, and what the farthest is. Where `of` is none the score itself has gone farthest;
/// `moved` says whether that is far.
pub(super) fn light_drift(
    features: u64,
    shown: &str,
    of: Option<&str>,
    moved: bool,
    psi: &str,
) -> String {
    let of = of.unwrap_or("the score itself");
    let index = format!("(stability index {psi})");
    match features {
        0 if moved => {
            format!(
                "The scores have moved since the training {index}, though no feature alone has."
            )
        }
        0 => format!(
            "No feature of tonight's customers has moved since the training (largest stability index {psi})."
        ),
        1 => format!("One feature has moved since the training; farthest is: {of} {index}."),
        _ => format!("{shown} features have moved since the training; farthest is: {of} {index}."),
    }
}

pub(super) fn light_base_rate(found: &str, expected: &str) -> String {
    format!(
        "{found} of those scored some weeks ago have bought since; {expected} were expected by now."
    )
}

pub(super) fn light_calibration(left: &str, expected: &str) -> String {
    format!("{left} of those whose time has come have left; the scores had said {expected}.")
}

pub(super) fn light_ranking(found: &str, judged: &str) -> String {
    format!(
        "Those who left were told from the others by an AUC of {found}; the model was judged at {judged}."
    )
}

pub(super) fn light_lost_money(lost: &str, at_risk: &str) -> String {
    format!("{lost} were lost with those who left; the scores had put {at_risk} at risk.")
}

pub(super) fn light_reach(share: &str) -> String {
    format!("{share} of the scored customers may be contacted and have an address for it.")
}

pub(super) fn light_measure(power: &str, assumed: &str, detectable: &str) -> String {
    format!(
        "The chance that this list's control group shows the assumed effect of {assumed} is {power}; it would \
         take {detectable} to be seen in four of five."
    )
}

// Whom to contact.

pub(super) const NO_LIST: &str = "No list was made of these scores: name a customers table with consent (data.customers), and winback audience \
     makes one.";
pub(super) const NO_AMOUNTS: &str = "The transactions tell of no money: the list is by the chance that a contact keeps the customer, and what it brings is \
     not known.";

pub(super) fn would_leave(listed: &str, leavers: &str, saves: &str) -> String {
    format!(
        "Of the {listed} on the list about {leavers} would leave if nobody wrote to them. The campaign is expected to keep {saves}."
    )
}

/// Of those who would buy anyway, and what offers give away to them where they give something.
pub(super) fn would_stay(stayers: &str, given_away: Option<&str>) -> String {
    given_away.map_or_else(
        || format!("About {stayers} would buy anyway."),
        |money| {
            format!("About {stayers} would buy anyway; offers are expected to give {money} away to them.")
        },
    )
}

pub(super) fn held_back(control: &str, assumed: &str, detectable: &str) -> String {
    format!(
        "{} held back at random, so that the effect can be measured. A difference of {detectable} in the share who \
         buy would be seen in four of five campaigns; {assumed} is assumed.",
        counted(control, "more is", "more are")
    )
}

pub(super) fn too_small(needed: &str) -> String {
    format!(
        "That is too small to measure in one night: nights of the same campaign pool, and about {needed} contacts are needed."
    )
}

pub(super) const FILES: &str = "The lists as files:";
pub(super) const PLAYS: &str = "What to do with whom";
pub(super) const PLAY_COLUMNS: [&str; 6] = [
    "Play",
    ">Customers",
    ">Value at risk",
    ">Kept, expected",
    ">Cost, expected",
    ">Profit, expected",
];

/// An offer by its name in files; a voucher that the business has named keeps that name.
pub(super) fn offer(code: &str) -> &str {
    match code {
        "reminder" => "Reminder",
        "voucher" => "Voucher",
        "call" => "Call",
        named => named,
    }
}

pub(super) const OFFERS: &str = "Offers";
pub(super) const OFFER_COLUMNS: [&str; 6] = [
    "Offer",
    ">Customers",
    ">Save rate",
    "Basis",
    ">Cost of a contact",
    ">Pays for itself from a risk of",
];

/// Where what contacts cost does not fit what orders are worth.
pub(super) fn costs_of_another_currency(call: &str, order: &str) -> String {
    format!(
        "A call is taken to cost {call} where an order is worth {order}. Costs count in the money of the data: set \
         audience.reminder_cost, audience.voucher_cost and audience.call_cost in it."
    )
}

pub(super) const HOW_MANY: &str = "How many to contact";
pub(super) const LEAVERS_CURVE: [&str; 2] = [
    "Leavers reached, and others contacted",
    "A longer list reaches more of those about to leave, and more of those who would have bought anyway.",
];
pub(super) const PROFIT_CURVE: [&str; 2] = [
    "Expected profit",
    "What a list of each size is expected to bring after its costs, most profitable customers first.",
];
pub(super) const LEAVERS: &str = "Would leave";
pub(super) const STAYERS: &str = "Would buy anyway";
pub(super) const PROFIT: &str = "Profit";
pub(super) const LIST_SIZE: &str = "Customers on the list";

pub(super) fn chosen(listed: &str) -> String {
    format!("tonight: {listed}")
}

pub(super) fn best(shown: &str) -> String {
    format!("The {} most worth a contact", customers(shown))
}

pub(super) const BEST_COLUMNS: [&str; 9] = [
    ">Place",
    "Customer",
    "Play",
    "Offer",
    ">Risk",
    ">Overdue, days",
    ">Value at risk",
    ">Expected profit",
    "Why now",
];

pub(super) const NOT_LISTED: [&str; 2] = [
    "Who was left off, and why",
    "Everyone who is not on the list has exactly one reason, the first that holds.",
];
pub(super) const LEFT_OFF_COLUMNS: [&str; 2] = ["Reason", "Customers"];

pub(super) fn left_off(reason: LeftOff) -> &'static str {
    match reason {
        LeftOff::NotScored => "never bought, or long gone",
        LeftOff::Suppressed => "not to be contacted",
        LeftOff::OptedOut => "said no",
        LeftOff::NoConsent => "no consent on record",
        LeftOff::NoAddress => "no usable address",
        LeftOff::CoolDown => "contacted lately",
        LeftOff::Returned => "bought since",
        LeftOff::TooEarly => "inside their own rhythm",
        LeftOff::NoWarning => "no warning sign",
        LeftOff::NotProfitable => "costs more than it brings",
        LeftOff::SameAddress => "address is on the list",
        LeftOff::Holdout => "never contacted (holdout)",
        LeftOff::ControlGroup => "held back to measure",
        LeftOff::BeyondBudget => "beyond size or budget",
    }
}

pub(super) const DUE: [&str; 2] = [
    "Who comes due",
    "Customers inside their own rhythm tonight, by the week in which they are overdue unless they buy before.",
];
pub(super) const DUE_COLUMNS: [&str; 2] = ["Week from", "Customers"];
pub(super) const NOBODY_DUE: &str = "Nobody who waits comes due in the next eight weeks.";

// Loyalty measures.

pub(super) fn period(from: &str, to: &str, days: &str) -> String {
    format!(
        "The period is {from} to {to}, {}; lines go back over earlier periods of the same length.",
        self::days(days)
    )
}

pub(super) const ELSEWHERE: &str = "band: other shops";
pub(super) const PERIOD_END: &str = "Last day of the period";
pub(super) const NOT_AVAILABLE: &str = "Not available tonight";

/// A phrase as a sentence.
pub(super) fn sentence(phrase: &str) -> String {
    with_stop(&capitalised(phrase))
}

/// What a measure rests on; `of` is a plural, with what it is said of behind it.
pub(super) fn rests_on(n: &str, of: &str) -> String {
    let (first, rest) = of.split_once(' ').unwrap_or((of, ""));
    let one = first.strip_suffix('s').unwrap_or(first);
    with_stop(format!("Rests on {} {rest}", counted(n, one, first)).trim_end())
}

pub(super) fn not_available(because: &str) -> String {
    format!("Not available because {}", with_stop(because))
}

fn with_stop(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

pub(super) fn series(name: &str) -> String {
    format!("{name}, period by period")
}

pub(super) const SERIES: &str = "The last point is the last period.";

// Customers over time.

pub(super) const COHORTS: &str = "Cohorts";
pub(super) const COHORT_TABS: [&str; 3] = ["Share who buy", "Customers who buy", "Sales"];
pub(super) const COHORT_LABEL: &str = "What the cells show";
pub(super) const FIRST_ORDER_IN: &str = "First order in";
pub(super) const AVERAGE: &str = "All";
pub(super) const COHORT_NOTE: &str = "A row is everyone who first bought in a month, a column the months since. The month that is running still \
     grows.";

pub(super) fn cohort(shown: &str) -> String {
    format!("{shown}, by month of the first order and months since")
}

pub(super) const GAPS: [&str; 2] =
    ["Time between orders", "Days from one order of a customer to the next."];
pub(super) const GAPS_COLUMNS: [&str; 2] = ["Days", "Orders"];
pub(super) const OPEN_BIN: &str = "more";

pub(super) fn gap_marks(median: &str, three_quarters: &str, nine_tenths: &str) -> [String; 3] {
    [
        format!("half within {}", days(median)),
        format!("three in four within {three_quarters}"),
        format!("nine in ten within {nine_tenths}"),
    ]
}

pub(super) const FUNNEL: &str = "From first to second to third order";
pub(super) const FUNNEL_COLUMNS: [&str; 5] = [
    "Step",
    ">Customers with the order",
    ">Had the next so far",
    ">Within a year",
    ">Days to it, median",
];

pub(super) fn step(from: u32) -> String {
    match from {
        1 => "First to second".to_owned(),
        2 => "Second to third".to_owned(),
        other => format!("Order {other} to {}", other + 1),
    }
}

// Who they are.

pub(super) const RFM: [&str; 2] = [
    "Recency and frequency",
    "Customers by how lately and how often they bought, in fifths, 5 the best; the darker, the more value at risk.",
];
pub(super) const RFM_UNPRICED: [&str; 2] = [
    "Recency and frequency",
    "Customers by how lately and how often they bought, in fifths, 5 the best; the darker, the more customers.",
];
/// Beneath a map of which rows or columns are left out.
pub(super) const RFM_TIES: &str = "Customers who bought equally lately, or equally often, share a fifth; a fifth that nobody is left for is not shown.";
pub(super) const RFM_CORNER: &str = "Frequency";

pub(super) fn recency(fifth: u8) -> String {
    match fifth {
        1 => "Recency 1 (long ago)".to_owned(),
        5 => "5 (lately)".to_owned(),
        other => other.to_string(),
    }
}

pub(super) fn frequency(fifth: u8) -> String {
    match fifth {
        1 => "1 (rarely)".to_owned(),
        5 => "5 (often)".to_owned(),
        other => other.to_string(),
    }
}

pub(super) const STAGES: [&str; 2] =
    ["Where customers stand", "Customers by stage of their life with the business."];
pub(super) const STAGE_COLUMNS: [&str; 4] =
    ["Stage", ">Customers", ">Expected to leave", ">Value at risk"];
/// Beneath a table of stages of which some have no scores.
pub(super) fn no_score(lookback: &str) -> String {
    format!(
        "–: no score. Whoever never bought, or not in the last {}, is not asked about.",
        days(lookback)
    )
}

pub(super) const FLOW: &str = "How customers moved";

pub(super) fn flow(date: &str) -> String {
    format!(
        "From the stage on {date} to the stage tonight; who stayed where they were has a pale band."
    )
}

pub(super) const FLOW_COLUMNS: [&str; 3] = ["From", "To", "Customers"];
pub(super) const NO_FLOW: &str =
    "How customers moved between stages is shown from the second night of scores on.";
pub(super) const NOT_THERE: &str = "not there";
pub(super) const TONIGHT_END: &str = "tonight";

/// Words of the score file, as they are read.
pub(super) fn class(word: &str) -> String {
    match word {
        "cant_lose" => "Can't lose".to_owned(),
        other => capitalised(&other.replace('_', " ")),
    }
}

pub(super) const CONCENTRATION: &str = "Concentration";

pub(super) fn concentration(top: &str, few: &str) -> String {
    format!(
        "The best fifth of the customers bring {top} of the sales; {few} of the customers bring four fifths."
    )
}

pub(super) const CONCENTRATION_AXES: [&str; 2] = ["Customers, best first", "Share of sales"];
pub(super) const SALES: &str = "Sales";
pub(super) const CHANNELS: [&str; 2] = ["Channels", "Sales of the period by channel."];
pub(super) const CHANNELS_BY_CUSTOMERS: [&str; 2] =
    ["Channels", "Customers of the period by channel."];
pub(super) const CHANNEL: &str = "Channel";

pub(super) fn channels(share: &str, several: &str, one: &str) -> String {
    format!(
        "{share} of the customers buy through two channels or more. {several} of those were kept, and {one} of those of one channel."
    )
}

pub(super) const DISCOUNTS: &str = "Discounts";

pub(super) fn discounts(hunters: &str, share: &str, revenue: &str, margin: &str) -> String {
    let hunters = customers(hunters);
    format!(
        "For {hunters} ({share}) more than half of what they spend is discounted. They bring {revenue} of the sales and {margin} of the margin."
    )
}

pub(super) const SERVICE: [&str; 2] = [
    "Service failures and churn",
    "Share of customers lost in the period, by complaints and returns before it, with its interval of 95%. The ring \
     is all customers with as many orders: who buys more has more failures, and stays more often.",
];
pub(super) const SERVICE_COLUMNS: [&str; 4] =
    ["Failures", "Lost", "With as many orders", "Customers"];

pub(super) fn failures(word: &str) -> String {
    match word {
        "0" => "none".to_owned(),
        "1" => "one".to_owned(),
        "2" => "two".to_owned(),
        _ => "three or more".to_owned(),
    }
}

pub(super) fn lost_of(lost: &str, customers: &str) -> String {
    format!("{lost} of {customers}")
}

// Why they leave.

pub(super) const NO_SIGNALS: &str =
    "Why customers leave is read from the scores, of which there are none of this date.";
pub(super) const TOPICS: &str = "What weighs most";

pub(super) fn topics(at_risk: &str) -> String {
    let at_risk = counted(at_risk, "customer who is", "customers who are");
    format!("For the {at_risk} more likely to leave than to stay: what raises the risk most.")
}

pub(super) const TOPIC_COLUMNS: [&str; 2] = ["Topic", "Share of those at risk"];
pub(super) const NOBODY_LIKELY: &str =
    "Nobody is more likely to leave than to stay, so there is nothing to explain.";

/// A topic by its word in the score file; none where nothing raises the risk.
pub(super) fn topic(topic: Option<&str>) -> &str {
    match topic {
        Some("silence") => "silence",
        Some("orders") => "fewer orders",
        Some("spend") => "smaller spend",
        Some("interest") => "fading interest",
        Some("service") => "service",
        Some("price") => "discounts",
        Some("range") => "a narrow range",
        Some("season") => "season",
        Some("one_purchase") => "only one purchase",
        Some("other") => "other habits",
        Some(word) => word,
        None => "no single topic",
    }
}

pub(super) fn mostly(first: &str, share: &str) -> String {
    format!(
        "What raises the risk most often is {first}: it comes first for {share} of those at risk."
    )
}

pub(super) const MEAN_RISK: &str = "Mean risk";
pub(super) const GROUP: &str = "Group";
pub(super) const BY_SILENCE: [&str; 2] =
    ["Risk by silence", "Days since the last order, in usual gaps of the customer."];
pub(super) const BY_ORDERS: [&str; 2] = ["Risk by orders", "Number of orders so far."];
pub(super) const BY_SERVICE: [&str; 2] =
    ["Risk by service", "Complaint, low score or return since the last order."];

pub(super) fn rise(low: &str, low_risk: &str, high: &str, high_risk: &str) -> String {
    format!("Mean risk {low_risk} with {low}, {high_risk} with {high}.")
}

pub(super) fn gaps_from_to(from: &str, to: Option<&str>) -> String {
    to.map_or_else(|| format!("{from} gaps or more"), |to| format!("{from} to {to} gaps"))
}

pub(super) fn orders_from_to(from: &str, to: Option<&str>) -> String {
    match (from, to) {
        ("1", _) => "1 order".to_owned(),
        (from, Some(to)) if from == to => format!("{from} orders"),
        (from, Some(to)) => format!("{from} to {to} orders"),
        (from, None) => format!("{from} orders or more"),
    }
}

pub(super) const WITHOUT_FAILURE: &str = "no failure";
pub(super) const WITH_FAILURE: &str = "a failure";
pub(super) const WHY_NOTE: &str = "The model sees what goes with leaving, not what causes it.";

// How far to trust it.

pub(super) const NO_MODEL: &str =
    "The model of these scores was not found, so nothing can be said of how good it is.";
pub(super) const NOT_JUDGED: &str =
    "This model could not be judged: too few customers, or all of them did the same.";

pub(super) fn judged(asked: &str, date: &str, days: &str) -> String {
    format!(
        "The model was asked about {} as they stood on {date}, of whom it had seen nothing later, and held against what they did in the {} after.",
        customers(asked),
        self::days(days)
    )
}

pub(super) fn verdict(predicted: &str, observed: &str) -> String {
    format!("Of the tenth it called most at risk it said {predicted} would leave; {observed} did.")
}

pub(super) fn gained(share: &str, found: &str, most: &str) -> String {
    format!(
        "The riskiest {share} hold {found} of all who left; at random they would hold {share}, and no ranking could hold more than {most}."
    )
}

pub(super) const TENTHS: [&str; 2] = [
    "Predicted and observed",
    "Customers in tenths by predicted risk: the ring is what was predicted, the dot what happened, with its interval of 95%.",
];
pub(super) const TENTHS_COLUMNS: [&str; 4] = ["Tenth", "Predicted", "Left", "Customers"];

pub(super) fn tenth(place: usize, of: usize) -> String {
    match place {
        1 => "least at risk".to_owned(),
        place if place == of => "most at risk".to_owned(),
        place => format!("tenth {place}"),
    }
}

pub(super) const GAINS: [&str; 2] = [
    "Leavers found",
    "Contacting the riskiest first: which share of all leavers a share of the customers holds.",
];
pub(super) const GAINS_AXES: [&str; 2] = ["Customers, riskiest first", "Share of leavers"];
pub(super) const BY_MODEL: &str = "Model";
pub(super) const BY_RECENCY: &str = "Last order";
pub(super) const BY_OWN_GAP: &str = "Own gap";
pub(super) const CEILING: &str = "Ceiling";
pub(super) const AT_RANDOM: &str = "At random";

pub(super) const COMPARED: &str = "Beside simpler ways";
pub(super) const COMPARED_COLUMNS: [&str; 5] =
    ["Ranking", ">AUC", ">Log loss", ">ECE", ">Lift of the top tenth"];
pub(super) const COMPARED_NAMES: [&str; 5] = [
    "This model",
    "BG/NBD (buy till you die)",
    "Silence ÷ own usual gap",
    "Days since the last order",
    "Everybody the same",
];
pub(super) const MATURED: &str = "Past scores and what happened";
pub(super) const MATURED_TENTHS: &str = "Past scores by tenth";

pub(super) fn matured(date: &str, asked: &str, predicted: &str, observed: &str) -> String {
    let asked = customers(asked);
    format!("On {date} the scores expected {predicted} of {asked} to leave; {observed} did.")
}

pub(super) const NOT_MATURED: &str = "No past night's scores have their outcome on this date yet: they are shown once scores of exactly one horizon \
     earlier are there.";

// Campaigns.

pub(super) const NO_CAMPAIGNS: &str = "No campaign has been measured. Once its outcome window is over, winback measure --out FILE compares those on \
     the list with those held back; name the file as report.measured.";
pub(super) const EFFECTS: [&str; 2] = [
    "What each campaign did",
    "Difference in the share who bought between those on the list and those held back, with its interval of 95%; the line is no effect.",
];
pub(super) const EFFECT_COLUMNS: [&str; 3] = ["Campaign", "Difference", "Interval"];
pub(super) const CAMPAIGN_COLUMNS: [&str; 7] = [
    "Campaign",
    ">On the list",
    ">Bought",
    ">Held back",
    ">Bought",
    ">Profit",
    "Interval of the profit",
];
pub(super) const CAMPAIGNS_TABLE: &str = "Campaigns";
pub(super) const ALL_CAMPAIGNS: &str = "All together";
pub(super) const TOO_FEW: &str = "too few";
pub(super) const LEARNED: &str = "Save rates that were measured";
pub(super) const LEARNED_COLUMNS: [&str; 4] =
    ["Group", ">On the list", ">Held back", ">Save rate, shrunk"];

pub(super) fn interval(low: &str, high: &str) -> String {
    format!("{low} to {high}")
}

pub(super) fn points(number: &str) -> String {
    format!("{number} points")
}

// Data.

pub(super) fn rows(used: &str, rows: &str, later: Option<&str>) -> String {
    let were = if used == "1" { "was" } else { "were" };
    let later = later.map_or_else(String::new, |later| {
        let (are, were) = if later == "1" { ("is", "was") } else { ("are", "were") };
        format!(" {later} {are} of a later date and {were} not looked at.")
    });
    format!("{used} of {} {were} used.{later}", transaction_rows(rows))
}

pub(super) fn history(from: &str, to: &str) -> String {
    format!("The history reaches from {from} to the day before {to}.")
}
pub(super) fn counted_share(share: &str) -> String {
    format!(
        "A cluster read the transactions: the loyalty measures are counted of {share} of the customers, drawn at random. \
         Their counts and sums are estimates for all customers; scores and the list are of all."
    )
}

pub(super) const REFUSED: &str = "Rows that were not used";
pub(super) const REFUSED_COLUMNS: [&str; 2] = ["Reason", ">Rows"];
pub(super) const NONE_REFUSED: &str = "No row was refused.";
pub(super) const REACH: [&str; 2] = [
    "Who can be contacted",
    "From everyone known to those who may be contacted and have an address for it.",
];
pub(super) const REACH_COLUMNS: [&str; 2] = ["Step", "Customers"];
pub(super) const REACH_STEPS: [&str; 5] =
    ["Known", "With a score", "Have not said no", "With consent", "With an address"];
pub(super) const NO_REACH: &str = "Who can be contacted is known once a list has been made.";

pub(super) fn base(ever: &str, now: &str, lapsed: &str) -> String {
    let ever = counted(ever, "customer has", "customers have");
    let now = counted(now, "of them is a customer", "of them are customers");
    let lapsed = counted(lapsed, "has", "have");
    format!("{ever} ever bought; {now} now, {lapsed} lapsed.")
}

// Words and method.

pub(super) const GLOSSARY: &str = "Words";
pub(super) const SETTINGS: &str = "How it was worked out";

/// Terms and what they mean; those of money where there is any.
pub(super) fn glossary(horizon: &str, lookback: &str, has_money: bool) -> Vec<(String, String)> {
    const OF_MONEY: [&str; 3] = ["Value at pace", "Value at risk", "Expected profit"];
    [
        ("Churn", format!("No purchase in the {} after the date of the scores, by a customer who had bought in the {} before it.", days(horizon), days(lookback))),
        ("Risk", "Churn probability: how likely that is, 0 to 100%. It says what will happen, not what a contact would change.".to_owned()),
        ("Overdue", "Silent for longer than the customer's own usual gap between orders.".to_owned()),
        ("Value at pace", format!("Spend of the last 365 days, returns taken off, × {horizon} ÷ 365: what the business had from the customer.")),
        ("Value at risk", "Risk × value at pace. Its sum over everybody is the expected cost of churn.".to_owned()),
        ("Save rate", "Share of those about to leave whom a contact keeps. It is assumed until a campaign has measured it.".to_owned()),
        ("Expected profit", "Risk × save rate × (margin × value at pace − discount), less the discounts of those who would have bought anyway and the cost of the contact.".to_owned()),
        ("Control group", "Customers drawn at random who would be on the list and are not contacted. Without them nobody can say what the list did.".to_owned()),
        ("Cohort", "Everyone whose first order fell into the same month.".to_owned()),
        ("Interval of 95%", "Where the number would lie in 95 of 100 such samples. An interval that holds 0 shows no effect.".to_owned()),
        ("AUC", "Of one customer who left and one who stayed: how often the one who left had the higher risk. 0.5 is guessing.".to_owned()),
        ("ECE", "Expected calibration error: by how much predicted and observed shares differ on average.".to_owned()),
        ("Lift", "Share of leavers in a group ÷ share of leavers among all.".to_owned()),
    ]
    .into_iter()
    .filter(|(term, _)| has_money || !OF_MONEY.contains(term))
    .map(|(term, meaning)| (term.to_owned(), meaning))
    .collect()
}

pub(super) const WORKED_OUT: [&str; 9] = [
    "Date of the scores",
    "Horizon",
    "Lookback",
    "Period of the loyalty measures",
    "Model",
    "Learned from",
    "Rule of the grades",
    "Example",
    "Program",
];

pub(super) fn learned_from(rows: &str, cutoffs: &str, from: &str, to: &str) -> String {
    let (rows, dates) = (counted(rows, "row", "rows"), counted(cutoffs, "date", "dates"));
    format!("{rows} at {dates}, {from} to {to}")
}

/// The value at risk of one customer, worked out.
pub(super) fn example(id: &str, risk: &str, at_risk: &str, pace: &str) -> String {
    format!("{id}: risk {risk} × value at pace {pace} = {at_risk} at risk.")
}

// The index of nights.

pub(super) const NIGHTS: &str = "Nights";
pub(super) const NIGHT_COLUMNS: [&str; 6] = [
    "Night",
    ">Overdue and likely to leave",
    ">At stake",
    ">Expected cost of churn",
    ">On the list",
    "Model",
];
