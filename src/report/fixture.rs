//! A small made-up business for tests of the page: a few hundred customers, everything said of them by hand.

use super::contacts::{Contacts, ListSize, Listed};
use super::signals::{RiskGroup, Signals, TopicCount};
use crate::audience::{CampaignSummary, LeftOff, OfferSummary, Play, PlaySummary, Power};
use crate::loyalty::{
    Base, Before, Benchmark, Changes, ChannelSales, ClassCount, Cohort, CohortMonth, CohortTable,
    Concentration, CostOfChurn, CurvePoint, DiscountDependence, Exposure, FailureGroup, Flow,
    FunnelStep, GapBin, LifetimeValue, ListChange, Loyalty, Measure, Move, MultiChannel,
    NetPromoterScore, OrderFunnel, Period, PriceSensitivity, RepeatPurchaseRate, RfmCell,
    SeriesPoint, ServiceFailures, Standing, TimeBetweenOrders, Unit,
};
use crate::model::evaluate::ReliabilityBin;
use crate::model::{Artifact, Grade, ModelContent, artifact_properties};
use crate::monitor::{Reading, Signal, Watch};
use crate::time::{AsOf, Zone};

pub(super) fn day(text: &str) -> AsOf {
    AsOf::parse(text, &Zone::utc()).unwrap()
}

/// A measure with this value, and a way through three periods.
pub(super) fn measure(name: &'static str, unit: Unit, value: f64) -> Measure {
    let ends = ["2024-01-01", "2024-07-01", "2025-01-01"];
    let steps = [0.9, 1.1, 1.0];
    Measure {
        name,
        unit,
        value: Some(value),
        n: 300,
        n_of: "customers",
        definition: format!("{name}: what it is."),
        not_available_because: None,
        series: ends
            .into_iter()
            .zip(steps)
            .map(|(end, step)| SeriesPoint { end: day(end), value: Some(value * step), n: 300 })
            .collect(),
    }
}

/// A measure that cannot be worked out.
pub(super) fn absent(name: &'static str) -> Measure {
    Measure {
        value: None,
        n: 0,
        not_available_because: Some("no event is a survey answer".to_owned()),
        series: Vec::new(),
        ..measure(name, Unit::Share, 0.0)
    }
}

#[expect(clippy::too_many_lines, reason = "one value of a large type")]
pub(super) fn loyalty() -> Loyalty {
    let share = |name, value| measure(name, Unit::Share, value);
    let money = |name, value| measure(name, Unit::Money, value);
    Loyalty {
        as_of: day("2025-01-01"),
        period: Period {
            start: day("2024-01-02"),
            end: day("2025-01-01"),
            days: 365,
            asked_days: 365,
            lookback_days: 365,
            history_begins: "2023-01-05".to_owned(),
        },
        counted_share: None,
        currency: None,
        base: Base {
            buyers_ever: 420,
            buyers_in_period: 300,
            new_in_period: 120,
            customers_at_end: 300,
            lapsed_at_end: 120,
            orders_in_period: 700,
            revenue_in_period: Some(42_000.0),
            revenue_ever: Some(80_000.0),
        },
        repeat_purchase_rate: RepeatPurchaseRate {
            rate: share("Repeat purchase rate", 0.3333),
            benchmark: Benchmark { low: 0.1987, high: 0.396, target: 0.4 },
        },
        retention_rate: share("Retention rate", 0.6),
        churn_rate: share("Churn rate", 0.4),
        reactivation_rate: share("Reactivation rate", 0.05),
        sales_per_customer: money("Sales per customer", 140.0),
        spend_per_transaction: money("Spend per transaction", 60.0),
        purchase_frequency: measure("Purchase frequency", Unit::Ratio, 2.333),
        lifetime_value: LifetimeValue {
            historic: money("Lifetime value, historic", 350.0),
            average_order_value: Some(60.0),
            orders_per_year: Some(2.333),
            lifespan_years: Some(2.5),
            so_far: money("Revenue so far, a customer", 190.0),
            predicted: money("Lifetime value, predicted", 88.5),
            predicted_days: 365,
        },
        upsell_ratio: share("Upsell ratio", 0.2),
        concentration: Concentration {
            top_fifth_share: share("Sales of the top fifth", 0.62),
            customers_for_four_fifths: share("Customers who bring four fifths", 0.37),
            curve: [(0.0, 0.0), (0.2, 0.62), (0.5, 0.9), (1.0, 1.0)]
                .map(|(customers, revenue)| CurvePoint { customers, revenue })
                .to_vec(),
        },
        multi_channel: MultiChannel {
            share: share("Multi-channel customers", 0.25),
            retention_of_several: share("Retention, several channels", 0.8),
            retention_of_one: share("Retention, one channel", 0.5),
            channels: [("web", 200, 30_000.0), ("store", 150, 12_000.0)]
                .map(|(channel, customers, sales)| ChannelSales {
                    channel: channel.to_owned(),
                    customers,
                    sales: Some(sales),
                })
                .to_vec(),
        },
        discount_dependence: DiscountDependence {
            hunters: share("Discount hunters", 0.1),
            customers: Some(30),
            revenue: Some(3_000.0),
            revenue_share: Some(0.0714),
            margin_share: Some(0.041),
            discounted_sales_share: Some(0.2),
            margin_definition: "Margin: a share of the full price, less the discount.".to_owned(),
        },
        price_sensitivity: PriceSensitivity {
            elasticity: absent("Price sensitivity"),
            low: None,
            high: None,
        },
        net_promoter_score: NetPromoterScore {
            score: absent("Net promoter score"),
            promoters: 0,
            passives: 0,
            detractors: 0,
        },
        engagement_index: measure("Engagement index", Unit::Index, 41.5),
        service_failures: ServiceFailures {
            share_with_two: share("Two service failures or more", 0.04),
            groups: [("0", 250, 80), ("1", 40, 20), ("2", 8, 6), ("3+", 2, 2)]
                .map(|(failures, customers_at_start, lost)| FailureGroup {
                    failures,
                    customers: customers_at_start,
                    customers_at_start,
                    lost,
                    churn_rate: Some(lost as f64 / customers_at_start as f64),
                    churn_of_alike: Some(0.35),
                })
                .to_vec(),
            definition: "A failure is a complaint or a return.".to_owned(),
            churn_not_available_because: None,
        },
        one_time_share: share("One-time buyers", 0.55),
        order_funnel: OrderFunnel {
            steps: [(1, 420, 190, 0.4), (2, 190, 110, 0.55)]
                .map(|(from_order, customers, reached_next, year)| FunnelStep {
                    from_order,
                    customers,
                    reached_next,
                    share: Some(reached_next as f64 / customers as f64),
                    customers_of_a_year: customers,
                    reached_within_a_year: reached_next,
                    share_within_a_year: Some(year),
                    median_days: Some(41.0),
                    three_quarters_days: Some(90.0),
                })
                .to_vec(),
            definition: "Orders before the date.".to_owned(),
        },
        time_between_orders: TimeBetweenOrders {
            n: 300,
            customers: 190,
            median_days: Some(38.0),
            three_quarters_days: Some(80.0),
            nine_tenths_days: Some(140.0),
            histogram: [(0, Some(29), 120), (30, Some(59), 90), (60, Some(89), 50), (90, None, 40)]
                .map(|(from_days, to_days, gaps)| GapBin { from_days, to_days, gaps })
                .to_vec(),
            definition: "Days between an order and the next.".to_owned(),
            not_available_because: None,
        },
        cohorts: CohortTable {
            cohorts: [("2024-11", 30, vec![30, 12, 6]), ("2024-12", 25, vec![25, 9])]
                .map(|(month, customers, buyers)| cohort(month, customers, &buyers))
                .to_vec(),
            average_share: vec![Some(1.0), Some(0.38), Some(0.2)],
            definition: "Share of the cohort with an order in the month.".to_owned(),
            not_available_because: None,
        },
        cost_of_churn: CostOfChurn {
            expected: money("Cost of churn, expected", 5_200.0),
            expected_leavers: Some(120.0),
            really_lost: money("Cost of churn, last window", 4_800.0),
            really_lost_customers: Some(110),
            window: None,
            replacement: absent("Cost of replacement"),
            replacement_of_really_lost: None,
            horizon_days: 90,
        },
    }
}

fn cohort(month: &str, customers: u64, buyers: &[u64]) -> Cohort {
    let of = |(at, buyers): (usize, &u64)| CohortMonth {
        buyers: *buyers,
        share: Some(*buyers as f64 / customers as f64),
        revenue: Some(*buyers as f64 * 61.0),
        is_over: at == 0,
    };
    let months = buyers.iter().enumerate().map(of).collect();
    Cohort { month: month.to_owned(), customers, months }
}

pub(super) fn exposure(overdue_and_likely: u64) -> Exposure {
    Exposure {
        scored: 300,
        expected_leavers: 120.4,
        value_at_risk: Some(5_200.0),
        overdue_and_likely,
        value_at_risk_of_overdue: Some(2_345.0),
    }
}

pub(super) fn standing() -> Standing {
    let class = |(class, customers): (&str, u64)| ClassCount {
        class: class.to_owned(),
        customers,
        expected_leavers: customers as f64 * 0.4,
        value_at_risk: Some(customers as f64 * 17.0),
    };
    let cell = |at: u8| RfmCell {
        recency: 1 + at / 5,
        frequency: 1 + at % 5,
        segment: (at != 7).then(|| "cant_lose".to_owned()),
        customers: if at == 7 { 0 } else { u64::from(at) + 3 },
        value_at_risk: Some(f64::from(at) * 100.0),
    };
    Standing {
        customers: 420,
        exposure: exposure(57),
        stages: [("repeat", 180), ("slipping", 120), ("lapsed", 120)].map(class).to_vec(),
        segments: Vec::new(),
        bands: Vec::new(),
        health: Vec::new(),
        tiers: Vec::new(),
        rfm: (0..25).map(cell).collect(),
    }
}

pub(super) fn changes() -> Changes {
    let step = |(from, to, customers): (Option<&str>, &str, u64)| Move {
        from: from.map(str::to_owned),
        to: Some(to.to_owned()),
        customers,
        value_at_risk: None,
    };
    let none = Flow { moves: Vec::new() };
    Changes {
        previous: day("2024-12-25"),
        current: day("2025-01-01"),
        stages: Flow {
            moves: [
                (Some("repeat"), "repeat", 170),
                (Some("repeat"), "slipping", 20),
                (None, "repeat", 10),
            ]
            .map(step)
            .to_vec(),
        },
        segments: none,
        bands: Flow {
            moves: [
                (Some("low"), "high", 12),
                (Some("high"), "medium", 5),
                (Some("low"), "low", 90),
            ]
            .map(step)
            .to_vec(),
        },
        exposure: Before { previous: exposure(50), current: exposure(57) },
        list: Some(ListChange {
            customers: Before { previous: 40, current: 42 },
            entered: 12,
            left: 10,
            stayed: 30,
            some_entered: Vec::new(),
            some_left: Vec::new(),
        }),
        came_back: Some(3),
    }
}

pub(super) fn signals() -> Signals {
    let groups = |edges: &[f64]| {
        let group = |(at, from): (usize, &f64)| RiskGroup {
            from: *from,
            to: edges.get(at + 1).copied(),
            customers: 60,
            mean_risk: 0.2 + 0.1 * at as f64,
        };
        edges.iter().enumerate().map(group).collect()
    };
    let topic = |(topic, first)| TopicCount { topic, first };
    Signals {
        at_risk: 100,
        topics: [(Some("silence"), 70), (Some("one_purchase"), 20), (None, 10)].map(topic).to_vec(),
        by_silence: groups(&[0.0, 0.5, 1.0, 2.0]),
        by_orders: groups(&[1.0, 2.0, 3.0, 5.0]),
        by_service: groups(&[0.0, 1.0]),
    }
}

/// A customer whose words are not to be trusted.
pub(super) fn listed(rank: u64) -> Listed {
    Listed {
        rank,
        customer_id: format!("C{rank:04}<script>"),
        contact: String::new(),
        play: "reminder".to_owned(),
        offer: "reminder".to_owned(),
        churn_probability: 0.8587,
        overdue_days: rank as f64,
        value_at_pace: 1_971.02,
        value_at_risk: 1_692.54,
        expected_profit: 12.5,
        why: "Silent for 124 days, 7 days longer than the usual 116 days".to_owned(),
    }
}

pub(super) fn contacts() -> Contacts {
    Contacts {
        summary: CampaignSummary {
            campaign: "winback".to_owned(),
            listed: 42,
            control: 5,
            control_share: 0.1,
            expected_leavers: 30.2,
            expected_saves: 0.9,
            expected_stayers: 11.8,
            expected_given_away: 3.5,
            value_at_risk: Some(2_000.0),
            expected_cost: 12.0,
            expected_profit: Some(77.25),
            plays: vec![PlaySummary {
                play: Play::Reminder,
                customers: 42,
                value_at_risk: Some(2_000.0),
                expected_saves: 0.9,
                expected_cost: 12.0,
                expected_profit: Some(77.25),
            }],
            offers: vec![OfferSummary {
                offer: "reminder".to_owned(),
                customers: 42,
                save_rate: 0.03,
                contact_cost: 0.005,
                basis: "assumed".to_owned(),
                break_even_probability: Some(0.02),
            }],
            power: Some(Power {
                contacted: 42,
                control: 5,
                detectable: 0.6,
                assumed: 0.02,
                power: 0.03,
                contacts_needed: Some(49_002),
            }),
        },
        best: (1..=3).map(listed).collect(),
        sizes: [(0, 0.0, 0.0), (42, 30.2, 77.25), (80, 52.0, 91.0)]
            .map(|(customers, leavers, profit)| ListSize { customers, leavers, profit })
            .to_vec(),
        files: vec![(
            "win_back.csv".to_owned(),
            "../../audience/as_of=2025-01-01/win_back.csv".to_owned(),
        )],
        left_off: vec![
            (LeftOff::NotScored, 120),
            (LeftOff::OptedOut, 100),
            (LeftOff::TooEarly, 113),
            (LeftOff::BeyondBudget, 45),
        ],
        due: [9, 4, 0, 2, 1, 0, 0, 3],
    }
}

/// A model with this grade whose tenths had these predicted and observed shares.
pub(super) fn model(grade: Grade, tenths: &[(f64, f64)]) -> Artifact {
    let mut content = ModelContent { grade, ..artifact_properties::content() };
    if let Some(judgement) = &mut content.judgement {
        let bin =
            |&(mean_predicted, observed)| ReliabilityBin { mean_predicted, observed, n: 1_000 };
        judgement.reliability = tenths.iter().map(bin).collect();
    }
    Artifact { version: "2024-12-01-1a2b3c4d".to_owned(), content }
}

/// A night whose customers have moved in one feature; of earlier scores the first weeks are known.
pub(super) fn watch() -> Watch {
    let reading = |check: &str, of: Option<&str>, signal, value, expected| Reading {
        of: of.map(str::to_owned),
        signal,
        value: Some(value),
        expected,
        customers: 300,
        ..Reading::not_known(check, "said elsewhere")
    };
    Watch {
        as_of: "2025-01-01".to_owned(),
        model_version: "2024-12-01-1a2b3c4d".to_owned(),
        scores_run_id: "58f7e9c3afc48191".to_owned(),
        signal: Signal::Warn,
        readings: vec![
            reading("score_drift", None, Signal::Good, 0.012, None),
            reading("base_rate", None, Signal::Good, 0.131, Some(0.128)),
            Reading::not_known("calibration", "too early"),
            reading("feature_drift", Some("days_since_last_purchase"), Signal::Warn, 0.143, None),
            reading("feature_drift", Some("orders"), Signal::Good, 0.02, None),
        ],
    }
}
