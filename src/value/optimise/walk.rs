//! The way to the neighbourhood of an optimum, by argmin's L-BFGS.

use super::bounds::Bounds;
use super::objective::Objective;
use argmin::core::{ArgminError, CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use std::cell::{Cell, RefCell};

/// Most iterations of one L-BFGS walk.
const WALK_ITERATIONS: u64 = 200;
/// Most looks at the objective in one walk: a line search has no end of its own where rounding hides the slope.
const WALK_LOOKS: u32 = 4_000;

/// Where the objective was computed last, its value and its gradient.
type Evaluation = (Vec<f64>, f64, Vec<f64>);

/// The objective as argmin sees it. Outside the box it continues as the value at the nearest point of
/// the box plus the squared distance; the best point ever seen is kept even if argmin gives up.
struct Boxed<'a, O, const N: usize> {
    objective: &'a O,
    bounds: &'a Bounds<N>,
    last: RefCell<Option<Evaluation>>,
    best: RefCell<(f64, [f64; N])>,
    looks: Cell<u32>,
}

impl<O: Objective<N>, const N: usize> Boxed<'_, O, N> {
    /// The value and the gradient; an error, which ends the walk, after too many looks.
    fn look(&self, at: &[f64]) -> Result<(f64, Vec<f64>), Error> {
        self.looks.set(self.looks.get() + 1);
        if self.looks.get() > WALK_LOOKS {
            let text = "the walk finds no way down".to_owned();
            return Err(ArgminError::ConditionViolated { text }.into());
        }
        Ok(self.evaluate(at))
    }

    fn evaluate(&self, at: &[f64]) -> (f64, Vec<f64>) {
        if let Some((known, value, gradient)) = &*self.last.borrow()
            && known == at
        {
            return (*value, gradient.clone());
        }
        let wanted: [f64; N] = std::array::from_fn(|i| at[i]);
        let inside = self.bounds.clamp(&wanted);
        let (mut value, mut gradient) = self.objective.value_and_gradient(&inside);
        if value < self.best.borrow().0 {
            *self.best.borrow_mut() = (value, inside);
        }
        for i in 0..N {
            let beyond = wanted[i] - inside[i];
            if beyond != 0.0 {
                value += beyond * beyond;
                gradient[i] = 2.0 * beyond;
            }
        }
        *self.last.borrow_mut() = Some((at.to_vec(), value, gradient.to_vec()));
        (value, gradient.to_vec())
    }
}

impl<O: Objective<N>, const N: usize> CostFunction for &Boxed<'_, O, N> {
    type Param = Vec<f64>;
    type Output = f64;
    fn cost(&self, at: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.look(at)?.0)
    }
}

impl<O: Objective<N>, const N: usize> Gradient for &Boxed<'_, O, N> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;
    fn gradient(&self, at: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.look(at)?.1)
    }
}

/// One L-BFGS walk: the best value seen and where. How argmin ended does not matter: what it found is
/// judged by `polish`.
pub(crate) fn walk<O: Objective<N>, const N: usize>(
    objective: &O,
    start: &[f64; N],
    bounds: &Bounds<N>,
) -> (f64, [f64; N]) {
    let start = bounds.clamp(start);
    let boxed = Boxed {
        objective,
        bounds,
        last: RefCell::new(None),
        best: RefCell::new((f64::INFINITY, start)),
        looks: Cell::new(0),
    };
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 2 * N)
        .with_tolerance_grad(1e-8)
        .and_then(|solver| solver.with_tolerance_cost(1e-13));
    if let Ok(solver) = solver {
        let executor = Executor::new(&boxed, solver)
            .configure(|state| state.param(start.to_vec()).max_iters(WALK_ITERATIONS));
        let _ = executor.run();
    }
    boxed.best.into_inner()
}
