//! Who gets what when money is short: one price for all.
//!
//! Each customer has one or several offers, each with a gain and a cost. At a price λ of money a customer
//! gets the offer with the largest `gain − λ · cost`, if that is above nothing. The lowest price at which
//! the budget suffices is found by halving; what is left over goes to whoever it brings most with, and
//! single exchanges at the margin are tried. Deterministic: equal customers go by their order.

use super::gain::Expected;

/// Steps of halving: the price is then known to a millionth of a millionth.
const STEPS: u32 = 40;
/// Customers on each side of the margin among whom exchanges are tried.
const MARGIN: usize = 64;
/// Exchanges at most.
const EXCHANGES: usize = 64;

/// Who gets what.
#[derive(Debug)]
pub(super) struct Allotment {
    /// By place in the customers; none for nobody.
    pub chosen: Vec<Option<Expected>>,
    /// The price of money.
    price: f64,
    /// The least `gain − price · cost` of those chosen, where somebody worth it was not.
    least_net: Option<f64>,
}

impl Allotment {
    /// What another customer with these offers would have got.
    pub(super) fn would_choose(&self, offers: &[Expected]) -> Option<Expected> {
        let (expected, net) = best(offers, self.price)?;
        self.least_net.is_none_or(|least| net >= least).then_some(expected)
    }
}

/// What each customer gets. The costs of those chosen come to at most `budget`, their number to at most
/// `places`.
pub(super) fn allot(customers: &[&[Expected]], budget: f64, places: usize) -> Allotment {
    let (price, chosen) = choose(customers, budget, places);
    let net = |expected: &Expected| expected.gain - price * expected.cost;
    let is_cut = chosen.iter().zip(customers).any(|(c, offers)| c.is_none() && !offers.is_empty());
    let nets = chosen.iter().flatten().map(net);
    let least_net = is_cut.then(|| nets.fold(f64::INFINITY, f64::min));
    Allotment { chosen, price, least_net }
}

fn choose(customers: &[&[Expected]], budget: f64, places: usize) -> (f64, Vec<Option<Expected>>) {
    let free = at_price(customers, 0.0, places);
    if cost(&free) <= budget {
        return (0.0, free);
    }
    let (mut low, mut high) = (0.0, 1.0);
    while cost(&at_price(customers, high, places)) > budget && high < 1e12 {
        (low, high) = (high, high * 2.0);
    }
    for _ in 0..STEPS {
        let middle = f64::midpoint(low, high);
        if cost(&at_price(customers, middle, places)) > budget {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mut chosen = at_price(customers, high, places);
    if cost(&chosen) > budget {
        return (high, vec![None; customers.len()]);
    }
    fill(&mut chosen, customers, budget, places);
    exchange(&mut chosen, customers, high, budget);
    (high, chosen)
}

fn cost(chosen: &[Option<Expected>]) -> f64 {
    chosen.iter().flatten().map(|expected| expected.cost).sum()
}

fn best(offers: &[Expected], price: f64) -> Option<(Expected, f64)> {
    let net = |expected: &Expected| expected.gain - price * expected.cost;
    let worth = offers.iter().filter(|expected| net(expected) > 0.0);
    // Of equal offers the first: it is the simpler one.
    worth.fold(None, |best: Option<(Expected, f64)>, &expected| match best {
        Some((_, most)) if most >= net(&expected) => best,
        _ => Some((expected, net(&expected))),
    })
}

/// Who gets what at a price, the best `places` of them.
fn at_price(customers: &[&[Expected]], price: f64, places: usize) -> Vec<Option<Expected>> {
    let found: Vec<Option<(Expected, f64)>> =
        customers.iter().map(|offers| best(offers, price)).collect();
    let mut ranked: Vec<usize> = (0..found.len()).filter(|&i| found[i].is_some()).collect();
    let net = |i: usize| found[i].map_or(0.0, |(_, net)| net);
    if ranked.len() > places {
        ranked.select_nth_unstable_by(places, |&a, &b| net(b).total_cmp(&net(a)).then(a.cmp(&b)));
        ranked.truncate(places);
    }
    let mut chosen = vec![None; found.len()];
    for i in ranked {
        chosen[i] = found[i].map(|(expected, _)| expected);
    }
    chosen
}

/// Gives what is left over to whoever it brings most with.
fn fill(chosen: &mut [Option<Expected>], customers: &[&[Expected]], budget: f64, places: usize) {
    let mut left = budget - cost(chosen);
    let mut free = places.saturating_sub(chosen.iter().flatten().count());
    let mut waiting: Vec<(usize, Expected)> = Vec::new();
    for (i, offers) in customers.iter().enumerate() {
        let more = |now: &Expected, other: &&Expected| other.gain > now.gain;
        match &chosen[i] {
            None => waiting.extend(best(offers, 0.0).map(|(expected, _)| (i, expected))),
            Some(now) => {
                waiting.extend(
                    offers.iter().filter(|other| more(now, other)).map(|other| (i, *other)),
                );
            }
        }
    }
    let added = |chosen: &[Option<Expected>], i: usize, other: &Expected| {
        chosen[i]
            .map_or((other.gain, other.cost), |now| (other.gain - now.gain, other.cost - now.cost))
    };
    waiting.sort_by(|a, b| {
        let (a_gain, b_gain) = (added(chosen, a.0, &a.1).0, added(chosen, b.0, &b.1).0);
        b_gain.total_cmp(&a_gain).then(a.0.cmp(&b.0))
    });
    for (i, other) in waiting {
        let (gain, cost) = added(chosen, i, &other);
        let is_new = chosen[i].is_none();
        if gain > 0.0 && cost <= left && (!is_new || free > 0) {
            chosen[i] = Some(other);
            left -= cost;
            free -= usize::from(is_new);
        }
    }
}

/// Exchanges one customer for another while that brings more within the budget; only those at the margin
/// are looked at.
fn exchange(chosen: &mut [Option<Expected>], customers: &[&[Expected]], price: f64, budget: f64) {
    let net = |expected: &Expected| expected.gain - price * expected.cost;
    let offered = |i: usize| customers[i].iter().filter(|e| e.gain > 0.0).map(move |e| (i, *e));
    let inside = chosen.iter().enumerate().filter_map(|(i, expected)| Some((i, (*expected)?)));
    let mut inside = least(inside.collect(), |(i, expected)| (net(expected), *i));
    let outside = (0..chosen.len()).filter(|&i| chosen[i].is_none()).flat_map(offered);
    let mut outside = least(outside.collect(), |(i, expected)| (-net(expected), *i));
    let mut left = budget - cost(chosen);
    for _ in 0..EXCHANGES {
        let pairs = inside.iter().flat_map(|now| outside.iter().map(move |other| (*now, *other)));
        let allowed = pairs.filter(|((_, now), (_, other))| {
            other.gain - now.gain > 1e-12 && other.cost - now.cost <= left
        });
        let more = |((_, now), (_, other)): &(Placed, Placed)| other.gain - now.gain;
        let best = allowed.reduce(|best, pair| if more(&pair) > more(&best) { pair } else { best });
        let Some(((i, now), (j, other))) = best else { return };
        chosen[i] = None;
        chosen[j] = Some(other);
        left -= other.cost - now.cost;
        inside.retain(|(k, _)| *k != i);
        inside.push((j, other));
        outside.retain(|(k, _)| *k != j);
        outside.extend(offered(i));
    }
}

/// An offer and its customer's place.
type Placed = (usize, Expected);

/// The customers of the least keys, in their order.
fn least(mut placed: Vec<Placed>, key: impl Fn(&Placed) -> (f64, usize)) -> Vec<Placed> {
    let order = |a: &Placed, b: &Placed| {
        let ((a, i), (b, j)) = (key(a), key(b));
        a.total_cmp(&b).then(i.cmp(&j))
    };
    if placed.len() > MARGIN {
        placed.select_nth_unstable_by(MARGIN, order);
        placed.truncate(MARGIN);
    }
    placed.sort_by(order);
    placed
}

#[cfg(test)]
mod tests {
    use super::super::offers::Offer;
    use super::*;

    fn expected(offer: Offer, gain: f64, cost: f64) -> Expected {
        Expected { offer, discount: 0.0, gain, profit: Some(gain), cost, saves: 0.0 }
    }

    fn gain(chosen: &[Option<Expected>]) -> f64 {
        chosen.iter().flatten().map(|expected| expected.gain).sum()
    }

    /// The best gain of all ways to choose.
    fn brute_force(customers: &[Vec<Expected>], budget: f64, places: usize) -> f64 {
        let Some((first, rest)) = customers.split_first() else { return 0.0 };
        let without = brute_force(rest, budget, places);
        let with = first
            .iter()
            .filter(|e| e.cost <= budget && places > 0)
            .map(|e| e.gain + brute_force(rest, budget - e.cost, places - 1));
        with.fold(without, f64::max)
    }

    #[test]
    fn small_cases_come_close_to_brute_force_and_never_break_the_budget() {
        let mut state = 7u64;
        let mut draw = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f64 / (1u64 << 24) as f64
        };
        let (mut total, mut optimum) = (0.0, 0.0);
        for case in 0..400 {
            let n = 3 + case % 6;
            let customers: Vec<Vec<Expected>> = (0..n)
                .map(|_| {
                    let cheap = expected(Offer::Reminder, draw() * 4.0 - 0.5, 0.2 + draw());
                    let dear = expected(Offer::Voucher(0), draw() * 8.0 - 1.0, 1.0 + 4.0 * draw());
                    vec![cheap, dear]
                })
                .collect();
            let (budget, places) = (draw() * 10.0, if case % 3 == 0 { 3 } else { 100 });
            let offers: Vec<&[Expected]> = customers.iter().map(|offers| &offers[..]).collect();
            let chosen = allot(&offers, budget, places).chosen;
            assert!(cost(&chosen) <= budget + 1e-9);
            assert!(chosen.iter().flatten().count() <= places);
            assert!(chosen.iter().flatten().all(|expected| expected.gain > 0.0));
            let best = brute_force(&customers, budget, places);
            assert!(gain(&chosen) <= best + 1e-9);
            total += gain(&chosen);
            optimum += best;
            // No single exchange brings more.
            let left = budget - cost(&chosen);
            for (i, now) in chosen.iter().enumerate().filter_map(|(i, e)| Some((i, (*e)?))) {
                for (j, offers) in customers.iter().enumerate() {
                    if chosen[j].is_some() {
                        continue;
                    }
                    for other in offers {
                        let better = other.gain > now.gain + 1e-9 && other.cost - now.cost <= left;
                        assert!(!better, "case {case}: {i} for {j}");
                    }
                }
            }
        }
        assert!(total >= 0.97 * optimum, "{total} of {optimum}");
    }

    #[test]
    fn without_a_limit_everyone_gets_what_brings_most() {
        let customers = [
            vec![expected(Offer::Reminder, 1.0, 0.1), expected(Offer::Voucher(0), 2.0, 3.0)],
            vec![expected(Offer::Reminder, -1.0, 0.1)],
            vec![expected(Offer::Reminder, 2.0, 0.1), expected(Offer::Voucher(0), 2.0, 0.1)],
        ];
        let customers: Vec<&[Expected]> = customers.iter().map(|offers| &offers[..]).collect();
        let chosen = allot(&customers, f64::INFINITY, usize::MAX).chosen;
        let offers: Vec<_> = chosen.iter().map(|c| c.map(|expected| expected.offer)).collect();
        assert_eq!(offers, [Some(Offer::Voucher(0)), None, Some(Offer::Reminder)]);
        assert_eq!(allot(&customers, f64::INFINITY, 1).chosen.iter().flatten().count(), 1);
        assert_eq!(allot(&customers, 0.0, 9).chosen.iter().flatten().count(), 0);
    }
}
