//! Simulated campaigns of which the truth is known.

use super::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// A campaign in which `save_rate` of those who would not buy are won.
fn campaign(treated: usize, control: usize, save_rate: f64, seed: u64) -> Experiment {
    let mut random = Pcg64::seed_from_u64(seed);
    let member = |k: usize| {
        let treated = k < treated;
        let probability: f64 = random.random_range(0.4..0.9);
        let unaided = random.random::<f64>() >= probability;
        let won = random.random::<f64>() < save_rate;
        let bought = unaided || (treated && won);
        let revenue = if bought { random.random_range(20.0..180.0) } else { 0.0 };
        Member {
            treated,
            bought,
            revenue,
            margin: 0.3 * revenue,
            contact_cost: if treated { 0.5 } else { 0.0 },
            churn_probability: probability,
            groups: vec![Some(u16::from(k.is_multiple_of(2))), k.is_multiple_of(50).then_some(0)],
        }
    };
    let members = (0..treated + control).map(member).collect();
    Experiment { campaign: "spring".to_owned(), members, ..Experiment::default() }
}

fn groupings() -> Groupings {
    let mut groupings = Groupings::new(vec!["offer".to_owned(), "tier".to_owned()]);
    groupings.code(0, "voucher");
    groupings.code(0, "reminder");
    groupings.code(1, "gold");
    groupings
}

#[test]
fn an_effect_that_is_there_is_measured() {
    let spring = campaign(20_000, 5_000, 0.08, 1);
    let measured = measure(&[spring], &groupings(), Some(30));
    let effect = measured.effect.as_ref().unwrap();
    let rate = effect.save_rate.unwrap();
    assert!(rate.low > 0.0 && rate.low < 0.08 && 0.08 < rate.high, "{rate:?}");
    // An order of 100 on average from each buyer won.
    let expected = 100.0 * effect.bought_share.value;
    assert!((effect.revenue_per_customer.value - expected).abs() < 1.5, "{effect:?}");
    let profit = 0.3 * effect.revenue.value - 0.5 * 20_000.0;
    assert!((effect.profit.value - profit).abs() < 1e-6 * profit.abs(), "{effect:?}");
    assert!(effect.p_value < 1e-6);
    assert!(measured.sentence.starts_with("The campaign brought "), "{}", measured.sentence);
    let [offers, tiers] = &measured.groupings[..] else { panic!("{measured:?}") };
    assert_eq!(offers.groups[0].group, "reminder");
    for group in &offers.groups {
        let own = group.effect.as_ref().unwrap().save_rate.unwrap().value;
        let shrunk = group.shrunk_save_rate.unwrap();
        assert!((own - shrunk).abs() < (own - rate.value).abs(), "between the two");
        assert!((shrunk - rate.value).abs() < (own - rate.value).abs(), "between the two");
    }
    assert!(tiers.groups[0].effect.is_some() && tiers.groups[0].control == 100);
    assert!(measured.campaigns[0].qini.is_some());
}

#[test]
fn nothing_is_made_of_nothing() {
    let inside = (0..200).filter(|seed| {
        let spring = campaign(900, 300, 0.0, 1000 + seed);
        let effect = measure(&[spring], &Groupings::default(), None).effect.unwrap();
        effect.bought_share.holds_zero()
    });
    // 95 % of 200, give or take three standard errors of 1.5 %.
    let inside = inside.count();
    assert!((181..=199).contains(&inside), "{inside}");
}

#[test]
fn money_from_nothing_is_seldom() {
    let inside = (0..200).filter(|seed| {
        let spring = campaign(400, 300, 0.0, 5000 + seed);
        let effect = measure(&[spring], &Groupings::default(), None).effect.unwrap();
        effect.revenue_per_customer.holds_zero()
    });
    let inside = inside.count();
    assert!((181..=199).contains(&inside), "{inside}");
}

#[test]
fn campaigns_are_pooled_each_against_its_own_control() {
    // In spring half of the customers buy, in autumn hardly anyone, and the shares held back differ.
    let mut autumn = campaign(9_000, 1_000, 0.05, 3);
    for (k, member) in autumn.members.iter_mut().enumerate() {
        if k % 4 != 0 {
            (member.bought, member.revenue, member.margin) = (false, 0.0, 0.0);
        }
    }
    let spring = campaign(2_000, 2_000, 0.05, 2);
    let measured = measure(&[spring.clone(), autumn.clone()], &Groupings::default(), None);
    let pooled = measured.effect.unwrap().bought_share;
    let [a, b] = [0, 1].map(|k| measured.campaigns[k].effect.as_ref().unwrap().bought_share);
    let weighted = (1_000.0 * a.value + 900.0 * b.value) / 1_900.0;
    assert!((pooled.value - weighted).abs() < 1e-12, "{pooled:?}");
    assert!(pooled.high - pooled.low < (a.high - a.low).min(b.high - b.low) * 1.1);
    let thrown_together =
        Experiment { members: [spring.members, autumn.members].concat(), ..Experiment::default() };
    let naive = measure(&[thrown_together], &Groupings::default(), None).effect.unwrap();
    assert!(naive.bought_share.value < pooled.low, "autumn's list is not spring's control");
}

#[test]
fn too_few_are_said_to_be_too_few() {
    let spring = campaign(60, 1, 0.5, 4);
    let measured = measure(&[spring], &groupings(), None);
    assert_eq!(measured.effect, None);
    assert!(measured.sentence.starts_with("No effect can be measured"), "{}", measured.sentence);
    let spring = campaign(60, 40, 0.0, 4);
    let measured = measure(&[spring], &groupings(), None);
    assert!(measured.sentence.starts_with("No effect can be seen"), "{}", measured.sentence);
    assert!(measured.sentence.contains("with 40 held back"), "{}", measured.sentence);
    assert!(measured.groupings[0].groups.iter().all(|group| group.effect.is_none()));
    let because = measured.campaigns[0].no_qini_because.as_ref().unwrap();
    assert!(because.contains("1,000") && because.ends_with("here 40"), "{because}");
}

#[test]
fn the_order_of_customers_changes_nothing() {
    let spring = campaign(500, 200, 0.1, 5);
    let mut turned = spring.clone();
    turned.members.reverse();
    let [one, other] =
        [spring, turned].map(|spring| measure(&[spring], &groupings(), None).effect.unwrap());
    assert_eq!(one.bought_share, other.bought_share);
    assert_eq!(one.revenue_per_customer, other.revenue_per_customer);
}

/// The riskier half responds, the other does not: above the diagonal by 1/8 of the buyers won.
#[test]
fn qini_shows_who_responds() {
    let members = |k: usize| Member {
        treated: k.is_multiple_of(2),
        bought: k < 4_000 && k.is_multiple_of(2) && k % 8 < 4,
        revenue: 0.0,
        margin: 0.0,
        contact_cost: 0.0,
        churn_probability: if k < 4_000 { 0.9 } else { 0.5 },
        groups: Vec::new(),
    };
    let members: Vec<Member> = (0..8_000).map(members).collect();
    // A quarter of the treated is won, all in the first half: the curve's area is 3/4 of that, the line's 1/2.
    assert!((uplift::qini(&members).unwrap() - 0.25 * 0.25).abs() < 1e-12);
}
