//! Signs of life besides purchases: events by type and window, unanswered mailings, complaints, the
//! last answer to the net-promoter question, and a score that fades with time.

use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Sql, Unit};
use crate::history::{Columns, EventKind};

/// Events of each kind in each window.
pub struct EventCounts;

/// Everything else about events.
pub struct Engagement;

/// Windows of the event counts, in days, ascending.
const WINDOWS: [u32; 3] = [30, 90, 365];

/// After so many days an event counts half in the engagement score.
const HALF_LIFE_DAYS: u32 = 30;

/// Kinds whose last time is a feature.
const DATED: [EventKind; 5] = [
    EventKind::Visit,
    EventKind::EmailOpen,
    EventKind::EmailClick,
    EventKind::Support,
    EventKind::Complaint,
];

/// An event's weight in the engagement score: the more trouble somebody took, the more it says.
/// Complaints, answers, unsubscriptions and unknown events are no engagement.
fn weight(kind: EventKind) -> f64 {
    match kind {
        EventKind::Visit | EventKind::EmailOpen | EventKind::Support => 1.0,
        EventKind::EmailClick => 2.0,
        EventKind::Review => 4.0,
        EventKind::Referral => 5.0,
        EventKind::Complaint | EventKind::Nps | EventKind::Unsubscribe | EventKind::Other => 0.0,
    }
}

fn entry(name: impl Into<String>, unit: Unit, definition: impl Into<String>, sql: Sql) -> Feature {
    Feature::new("engagement", name, unit, definition, sql)
        .needing(Columns { events: true, ..Columns::default() })
}

fn is_kind(kind: EventKind) -> String {
    format!("kind = {}", phrase::text(kind.name()))
}

impl Family for EventCounts {
    fn features(&self) -> Vec<Feature> {
        let count = |kind: EventKind, w: u32| {
            entry(
                format!("events_{}_{w}d", kind.name()),
                Unit::Count,
                format!("Events of type {} in the last {w} days", kind.name()),
                Sql::events(phrase::count_where(&format!(
                    "{} and {}",
                    is_kind(kind),
                    phrase::within(w)
                ))),
            )
        };
        let all = |w: u32| {
            entry(
                format!("events_{w}d"),
                Unit::Count,
                format!("Engagement events in the last {w} days"),
                Sql::events(phrase::count_where(&phrase::within(w))),
            )
        };
        let kinds = EventKind::ALL.into_iter();
        kinds.flat_map(|kind| WINDOWS.map(|w| count(kind, w))).chain(WINDOWS.map(all)).collect()
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut [f64]) {
        out.fill(0.0);
        let events = &view.events;
        let starts = WINDOWS.map(|w| view.window_start(w));
        let total = EventKind::ALL.len() * WINDOWS.len();
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
                out[usize::from(kind) * WINDOWS.len() + w] += 1.0;
                out[total + w] += 1.0;
            }
        }
    }
}

/// The latest answer; the lowest where two stand at one instant.
const LAST_NPS_SQL: &str = "\
select e.customer_id, min(e.value) as v from past_events e join \
(select customer_id, max(ts_us) as answered_us from past_events \
where kind = 'nps' and value is not null group by customer_id) a \
on e.customer_id = a.customer_id and e.ts_us = a.answered_us \
where e.kind = 'nps' and e.value is not null group by e.customer_id";

impl Family for Engagement {
    fn features(&self) -> Vec<Feature> {
        let since_purchase = |kind: EventKind| {
            let open = format!("{} and (last_us is null or ts_us > last_us)", is_kind(kind));
            Sql::events(phrase::count_where(&open))
        };
        let count = |kind| Sql::events(phrase::count_where(&is_kind(kind)));
        let recent = phrase::count_where(&phrase::within(30));
        let before = phrase::count_where(&phrase::between(60, 30));
        let mut features = vec![
            entry(
                "days_since_last_event",
                Unit::Days,
                "Days since the last engagement event",
                Sql::events(phrase::days_since("max(ts_us)")),
            ),
            entry(
                "events_change_30d",
                Unit::Count,
                "Events in the last 30 days − events in the 30 days before",
                Sql::events(format!("{recent} - {before}")),
            ),
            entry(
                "engagement_score",
                Unit::Ratio,
                "Events weighted by effort (visit, open, support 1; click 2; review 4; referral 5), \
                 halved with every 30 days of age",
                Sql::events(score_sql()),
            ),
            entry(
                "opens_without_buying",
                Unit::Count,
                "E-mails opened since the last purchase",
                since_purchase(EventKind::EmailOpen),
            ),
            entry(
                "visits_without_buying",
                Unit::Count,
                "Visits since the last purchase",
                since_purchase(EventKind::Visit),
            ),
            entry("complaints", Unit::Count, "Complaints, ever", count(EventKind::Complaint)),
            entry(
                "complaints_since_last_purchase",
                Unit::Count,
                "Complaints since the last purchase",
                since_purchase(EventKind::Complaint),
            ),
            entry("referrals", Unit::Count, "Referrals, ever", count(EventKind::Referral)),
            entry(
                "unsubscribes",
                Unit::Count,
                "Times the customer asked to be left alone, ever",
                count(EventKind::Unsubscribe),
            ),
            entry(
                "nps_last",
                Unit::Ratio,
                "Latest answer to the net-promoter question, 0 to 10",
                Sql::Table(LAST_NPS_SQL.to_owned()),
            ),
        ];
        features.extend(DATED.map(|kind| {
            let last = format!("max(ts_us) filter (where {})", is_kind(kind));
            entry(
                format!("days_since_last_{}", kind.name()),
                Unit::Days,
                format!("Days since the last event of type {}", kind.name()),
                Sql::events(phrase::days_since(&last)),
            )
        }));
        features
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut [f64]) {
        let events = &view.events;
        let mut seen = Seen::default();
        let last_purchase = view.orders.time_micros.last().copied().unwrap_or(i64::MIN);
        for ((&time, &kind), &value) in events.time_micros.iter().zip(events.kind).zip(events.value)
        {
            let Some(&kind) = EventKind::ALL.get(usize::from(kind)) else { continue };
            seen.add(kind, time, value, last_purchase, view);
        }
        let since = |time: Option<&i64>| time.map_or(f64::NAN, |&t| view.days_since(t));
        out[0] = since(events.time_micros.last());
        let from = |days| events.time_micros.partition_point(|&t| t < view.window_start(days));
        let (recent, before) = (from(30), from(60));
        out[1] = (events.time_micros.len() - recent) as f64 - (recent - before) as f64;
        out[2] = if events.time_micros.is_empty() { f64::NAN } else { seen.score };
        out[3] = seen.since_purchase[EventKind::EmailOpen as usize];
        out[4] = seen.since_purchase[EventKind::Visit as usize];
        out[5] = seen.ever[EventKind::Complaint as usize];
        out[6] = seen.since_purchase[EventKind::Complaint as usize];
        out[7] = seen.ever[EventKind::Referral as usize];
        out[8] = seen.ever[EventKind::Unsubscribe as usize];
        out[9] = seen.answer.map_or(f64::NAN, |(_, answer)| answer);
        for (out, kind) in out[10..].iter_mut().zip(DATED) {
            *out = since(seen.last[kind as usize].as_ref());
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
