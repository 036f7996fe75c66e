//! Signs of life besides purchases: events by type and window, unanswered mailings, complaints, the
//! last answer to the net-promoter question, and a score that fades with time.

use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Label, Output, OutputPerDays, Sql, Topic, Unit, Values};
use crate::history::{Columns, EventKind};

/// Events of each kind in each window.
pub(super) struct EventCounts;

/// Everything else about events.
pub(super) struct Engagement;

/// Windows of the event counts, in days, ascending.
const WINDOWS: [u32; 3] = [30, 90, 365];

/// After so many days an event counts half in the engagement score.
pub const HALF_LIFE_DAYS: u32 = 30;

/// The events of so many last days are compared with as many before.
const CHANGE_DAYS: u32 = 30;

/// Kinds whose last time is a feature.
const DATED: [EventKind; 5] = [
    EventKind::Visit,
    EventKind::EmailOpen,
    EventKind::EmailClick,
    EventKind::Support,
    EventKind::Complaint,
];

const DAYS_SINCE_LAST_EVENT: Output = Output::new(0, "days_since_last_event");
const EVENTS_CHANGE: OutputPerDays = OutputPerDays::new(1, "events_change_{W}d");
const ENGAGEMENT_SCORE: Output = Output::new(2, "engagement_score");
const OPENS_WITHOUT_BUYING: Output = Output::new(3, "opens_without_buying");
const VISITS_WITHOUT_BUYING: Output = Output::new(4, "visits_without_buying");
const COMPLAINTS: Output = Output::new(5, "complaints");
const COMPLAINTS_SINCE_LAST_PURCHASE: Output = Output::new(6, "complaints_since_last_purchase");
const REFERRALS: Output = Output::new(7, "referrals");
const UNSUBSCRIBES: Output = Output::new(8, "unsubscribes");
const NPS_LAST: Output = Output::new(9, "nps_last");
/// The first of [`DATED`].
const FIRST_DATED: usize = 10;

/// An event's weight in the engagement score: the more trouble somebody took, the more it says.
/// Complaints, answers, unsubscriptions and unknown events are no engagement.
pub fn weight(kind: EventKind) -> f64 {
    match kind {
        EventKind::Visit | EventKind::EmailOpen | EventKind::Support => 1.0,
        EventKind::EmailClick => 2.0,
        EventKind::Review => 4.0,
        EventKind::Referral => 5.0,
        EventKind::Complaint | EventKind::Nps | EventKind::Unsubscribe | EventKind::Other => 0.0,
    }
}

fn entry(
    label: impl Into<Label>,
    topic: Topic,
    unit: Unit,
    definition: impl Into<String>,
    sql: Sql,
) -> Feature {
    Feature::new("engagement", label, topic, unit, definition, sql)
        .needing(Columns { events: true, ..Columns::default() })
}

/// Where the count of a kind in a window stands; after the kinds, that of all events.
#[inline]
const fn count_place(kind: usize, window: usize) -> usize {
    kind * WINDOWS.len() + window
}

/// What a person takes an event of a kind for.
fn topic(kind: EventKind) -> Topic {
    match kind {
        EventKind::Visit
        | EventKind::EmailOpen
        | EventKind::EmailClick
        | EventKind::Review
        | EventKind::Referral => Topic::Interest,
        EventKind::Complaint => Topic::Service,
        EventKind::Support | EventKind::Nps | EventKind::Unsubscribe | EventKind::Other => {
            Topic::Other
        }
    }
}

fn is_kind(kind: EventKind) -> String {
    format!("kind = {}", phrase::text(kind.name()))
}

impl Family for EventCounts {
    fn features(&self) -> Vec<Feature> {
        let count = |kind: EventKind, (i, w): (usize, u32)| {
            let stem = format!("events_{}_{{W}}d", kind.name());
            entry(
                Label::per_days(count_place(kind as usize, i), stem, w),
                topic(kind),
                Unit::Count,
                format!("Events of type {} in the last {w} days", kind.name()),
                Sql::events(phrase::count_where(&format!(
                    "{} and {}",
                    is_kind(kind),
                    phrase::within(w)
                ))),
            )
            .window(w)
        };
        let all = |(i, w): (usize, u32)| {
            entry(
                Label::per_days(count_place(EventKind::ALL.len(), i), "events_{W}d", w),
                Topic::Interest,
                Unit::Count,
                format!("Engagement events in the last {w} days"),
                Sql::events(phrase::count_where(&phrase::within(w))),
            )
            .window(w)
        };
        let windows = || WINDOWS.into_iter().enumerate();
        let kinds = EventKind::ALL.into_iter();
        let of_kinds = kinds.flat_map(|kind| windows().map(move |window| count(kind, window)));
        of_kinds.chain(windows().map(all)).collect()
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        out.fill(0.0);
        let events = &view.events;
        let starts = WINDOWS.map(|w| view.window_start(w));
        // Newest first: an event that leaves one window leaves it for all older ones.
        let mut window = 0;
        for (&time, &kind) in events.time_micros.iter().zip(events.kind).rev() {
            while window < WINDOWS.len() && time < starts[window] {
                window += 1;
            }
            if window == WINDOWS.len() {
                break;
            }
            for w in window..WINDOWS.len() {
                *out.at(count_place(usize::from(kind), w)) += 1.0;
                *out.at(count_place(EventKind::ALL.len(), w)) += 1.0;
            }
        }
    }
}

/// The latest answer; the lowest where two stand at one instant.
const LAST_NPS_SQL: &str = "min(value) filter (where kind = 'nps' and ts_us = answered_us)";

impl Family for Engagement {
    fn features(&self) -> Vec<Feature> {
        let since_purchase = |kind: EventKind| {
            let open = format!("{} and (last_us is null or ts_us > last_us)", is_kind(kind));
            Sql::events(phrase::count_where(&open))
        };
        let count = |kind| Sql::events(phrase::count_where(&is_kind(kind)));
        let recent = phrase::count_where(&phrase::within(CHANGE_DAYS));
        let before = phrase::count_where(&phrase::between(2 * CHANGE_DAYS, CHANGE_DAYS));
        let mut features = vec![
            entry(
                DAYS_SINCE_LAST_EVENT,
                Topic::Interest,
                Unit::Days,
                "Days since the last engagement event",
                Sql::events(phrase::days_since("max(ts_us)")),
            ),
            entry(
                EVENTS_CHANGE.of(0, CHANGE_DAYS),
                Topic::Interest,
                Unit::Count,
                "Events in the last 30 days − events in the 30 days before",
                Sql::events(format!("{recent} - {before}")),
            )
            .comparing_windows(CHANGE_DAYS),
            entry(
                ENGAGEMENT_SCORE,
                Topic::Interest,
                Unit::Ratio,
                "Events weighted by effort (visit, open, support 1; click 2; review 4; referral 5), \
                 halved with every 30 days of age",
                Sql::events(score_sql()),
            ),
            entry(
                OPENS_WITHOUT_BUYING,
                Topic::Interest,
                Unit::Count,
                "E-mails opened since the last purchase",
                since_purchase(EventKind::EmailOpen),
            ),
            entry(
                VISITS_WITHOUT_BUYING,
                Topic::Interest,
                Unit::Count,
                "Visits since the last purchase",
                since_purchase(EventKind::Visit),
            ),
            entry(
                COMPLAINTS,
                Topic::Service,
                Unit::Count,
                "Complaints, ever",
                count(EventKind::Complaint),
            ),
            entry(
                COMPLAINTS_SINCE_LAST_PURCHASE,
                Topic::Service,
                Unit::Count,
                "Complaints since the last purchase",
                since_purchase(EventKind::Complaint),
            ),
            entry(
                REFERRALS,
                Topic::Interest,
                Unit::Count,
                "Referrals, ever",
                count(EventKind::Referral),
            ),
            entry(
                UNSUBSCRIBES,
                Topic::Other,
                Unit::Count,
                "Times the customer asked to be left alone, ever",
                count(EventKind::Unsubscribe),
            ),
            entry(
                NPS_LAST,
                Topic::Service,
                Unit::Ratio,
                "Latest answer to the net-promoter question, 0 to 10",
                Sql::events(LAST_NPS_SQL),
            ),
        ];
        features.extend(DATED.into_iter().enumerate().map(|(i, kind)| {
            let last = format!("max(ts_us) filter (where {})", is_kind(kind));
            entry(
                Label::new(FIRST_DATED + i, format!("days_since_last_{}", kind.name())),
                topic(kind),
                Unit::Days,
                format!("Days since the last event of type {}", kind.name()),
                Sql::events(phrase::days_since(&last)),
            )
        }));
        features
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let events = &view.events;
        let mut seen = Seen::default();
        let last_purchase = view.orders.time_micros.last().copied().unwrap_or(i64::MIN);
        for ((&time, &kind), &value) in events.time_micros.iter().zip(events.kind).zip(events.value)
        {
            let Some(&kind) = EventKind::ALL.get(usize::from(kind)) else { continue };
            seen.add(kind, time, value, last_purchase, view);
        }
        let since = |time: Option<&i64>| time.map_or(f64::NAN, |&t| view.days_since(t));
        out.set(DAYS_SINCE_LAST_EVENT, since(events.time_micros.last()));
        let from = |days| events.time_micros.partition_point(|&t| t < view.window_start(days));
        let (recent, before) = (from(CHANGE_DAYS), from(2 * CHANGE_DAYS));
        let change = (events.time_micros.len() - recent) as f64 - (recent - before) as f64;
        out.set_of(EVENTS_CHANGE, 0, change);
        let score = if events.time_micros.is_empty() { f64::NAN } else { seen.score };
        out.set(ENGAGEMENT_SCORE, score);
        let since_purchase = |kind: EventKind| seen.since_purchase[kind as usize];
        out.set(OPENS_WITHOUT_BUYING, since_purchase(EventKind::EmailOpen));
        out.set(VISITS_WITHOUT_BUYING, since_purchase(EventKind::Visit));
        out.set(COMPLAINTS_SINCE_LAST_PURCHASE, since_purchase(EventKind::Complaint));
        let ever = |kind: EventKind| seen.ever[kind as usize];
        out.set(COMPLAINTS, ever(EventKind::Complaint));
        out.set(REFERRALS, ever(EventKind::Referral));
        out.set(UNSUBSCRIBES, ever(EventKind::Unsubscribe));
        out.set(NPS_LAST, seen.answer.map_or(f64::NAN, |(_, answer)| answer));
        for (i, kind) in DATED.into_iter().enumerate() {
            *out.at(FIRST_DATED + i) = since(seen.last[kind as usize].as_ref());
        }
    }
}

/// What one pass over a customer's events gathers, by kind.
#[derive(Default)]
struct Seen {
    ever: [f64; EventKind::ALL.len()],
    since_purchase: [f64; EventKind::ALL.len()],
    last: [Option<i64>; EventKind::ALL.len()],
    answer: Option<(i64, f64)>,
    score: f64,
}

impl Seen {
    #[inline]
    fn add(
        &mut self,
        kind: EventKind,
        time: i64,
        value: f64,
        last_purchase: i64,
        view: &CustomerView<'_>,
    ) {
        let at = kind as usize;
        self.ever[at] += 1.0;
        self.last[at] = Some(time);
        if time > last_purchase {
            self.since_purchase[at] += 1.0;
        }
        let weight = weight(kind);
        if weight > 0.0 {
            let half_lives = view.days_since(time) / f64::from(HALF_LIFE_DAYS);
            self.score += weight * (-half_lives).exp2();
        }
        if kind == EventKind::Nps && !value.is_nan() {
            self.answer = match self.answer {
                Some((same, lower)) if same == time && lower < value => Some((same, lower)),
                _ => Some((time, value)),
            };
        }
    }
}

fn score_sql() -> String {
    let weighty = EventKind::ALL.into_iter().filter(|&kind| weight(kind) > 0.0);
    let cases: Vec<_> =
        weighty.map(|kind| format!("when '{}' then {:e}", kind.name(), weight(kind))).collect();
    let case = cases.join(" ");
    let half_life = phrase::micros(HALF_LIFE_DAYS) as f64;
    format!("sum(case kind {case} else 0e0 end * power(2e0, (ts_us - :as_of_us) / {half_life:e}))")
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn events_by_kind_window_and_since_the_last_purchase() {
        let customer = Customer::default()
            .buy(-50.0, 1.0)
            .event(-400.0, "complaint", f64::NAN)
            .event(-60.0, "email_open", f64::NAN)
            .event(-50.0, "email_open", f64::NAN)
            .event(-40.0, "email_open", f64::NAN)
            .event(-30.0, "email_open", f64::NAN)
            .event(-20.0, "nps", 9.0)
            .event(-10.0, "nps", 7.0)
            .event(-10.0, "nps", 3.0)
            .event(-5.0, "nps", f64::NAN);
        check(
            &customer,
            &[
                ("events_email_open_30d", 1.0),
                ("events_email_open_90d", 4.0),
                ("events_complaint_365d", 0.0),
                ("events_30d", 5.0),
                ("events_change_30d", 2.0),
                ("complaints", 1.0),
                ("complaints_since_last_purchase", 0.0),
                ("opens_without_buying", 2.0),
                ("nps_last", 3.0),
                ("days_since_last_event", 5.0),
                ("days_since_last_email_open", 30.0),
                ("days_since_last_visit", f64::NAN),
            ],
        );
    }

    #[test]
    fn the_score_weighs_effort_and_fades() {
        let customer = Customer::default()
            .event(-60.0, "referral", f64::NAN)
            .event(-30.0, "email_click", f64::NAN)
            .event(-15.0, "unsubscribe", f64::NAN);
        check(&customer, &[("engagement_score", 5.0 / 4.0 + 2.0 / 2.0), ("unsubscribes", 1.0)]);
        let silent = Customer::default().buy(-15.0, 1.0);
        check(&silent, &[("engagement_score", f64::NAN), ("events_visit_90d", 0.0)]);
    }
}
