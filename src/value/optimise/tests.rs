//! A valley whose floor is known.

use super::*;

/// (u − 1)² + 10 (v − u²)²: a bent valley with its floor at (1, 1).
struct Valley;

impl Objective<2> for Valley {
    fn value_and_gradient(&self, &[u, v]: &[f64; 2]) -> (f64, [f64; 2]) {
        let bend = v - u * u;
        let value = (u - 1.0).powi(2) + 10.0 * bend * bend;
        (value, [2.0 * (u - 1.0) - 40.0 * u * bend, 20.0 * bend])
    }
}

#[test]
fn the_floor_of_the_valley_is_found_with_its_curvature() {
    let bounds = Bounds { ln_lower: [-9.0; 2], ln_upper: [9.0; 2] };
    let (_, near) = walk(&Valley, &[-2.0, 3.0], &bounds);
    let optimum = polish(&Valley, &near, &bounds);
    assert!(optimum.ln_parameters.iter().all(|p| (p - 1.0).abs() < 1e-9), "{optimum:?}");
    assert_eq!(optimum.at_bound, [false; 2]);
    // Hessian at (1, 1) is [[82, −40], [−40, 20]] with determinant 40.
    let inverse = optimum.inverse_hessian.unwrap();
    for (got, wanted) in inverse.as_flattened().iter().zip([0.5, 1.0, 1.0, 2.05]) {
        assert!((got - wanted).abs() < 1e-8, "{got} {wanted}");
    }
}

/// A plain that claims to slope: no step ever goes down.
struct Plain(std::sync::atomic::AtomicU32);

impl Objective<2> for Plain {
    fn value_and_gradient(&self, _: &[f64; 2]) -> (f64, [f64; 2]) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        (1.0, [-1e-3, 1e-3])
    }
}

#[test]
fn a_walk_without_a_way_down_ends() {
    let bounds = Bounds { ln_lower: [-9.0; 2], ln_upper: [9.0; 2] };
    let plain = Plain(0.into());
    let (value, _) = walk(&plain, &[0.0, 0.0], &bounds);
    assert_eq!(value, 1.0);
    assert!(plain.0.into_inner() <= 4_000);
}

#[test]
fn a_minimum_outside_the_box_stops_at_the_bound_and_says_so() {
    let bounds = Bounds { ln_lower: [-9.0; 2], ln_upper: [0.5, 9.0] };
    let (_, near) = walk(&Valley, &[-2.0, 3.0], &bounds);
    let optimum = polish(&Valley, &near, &bounds);
    assert_eq!(optimum.at_bound, [true, false]);
    assert_eq!(optimum.ln_parameters[0], 0.5);
    assert!((optimum.ln_parameters[1] - 0.25).abs() < 1e-9);
    assert!(optimum.gradient_norm < 1e-8);
}
