//! Which request meets which fault.

use std::collections::VecDeque;

use super::fault::Fault;
use super::seed::Stream;
use super::trouble::FaultMet;

/// Which request meets which fault: those that were injected, in order, and random ones.
#[derive(Debug, Default)]
pub struct Plan {
    injected: VecDeque<(Option<String>, Fault)>,
    random: Option<Random>,
    met: Vec<FaultMet>,
}

#[derive(Debug)]
struct Random {
    permille: i64,
    numbers: Stream,
    pool: Vec<Fault>,
    requests: i64,
}

impl Random {
    /// The fault of the next request. Two numbers belong to every request, whether or not it meets a fault.
    fn next(&mut self) -> Option<Fault> {
        let index = self.requests;
        self.requests = self.requests.wrapping_add(1);
        if self.numbers.branch("whether").below(index, 1_000) >= self.permille {
            return None;
        }
        let count = i64::try_from(self.pool.len()).unwrap_or_default();
        let chosen = self.numbers.branch("which").below(index, count);
        self.pool.get(usize::try_from(chosen).ok()?).cloned()
    }
}

impl Plan {
    /// Adds a fault for the next request, or for the next one of an operation.
    pub fn inject(&mut self, operation: Option<String>, fault: Fault) {
        self.injected.push_back((operation, fault));
    }

    pub fn randomize(&mut self, permille: u32, seed: u64, pool: Vec<Fault>) {
        let numbers = Stream::new(seed).branch("faults");
        let is_on = permille > 0 && !pool.is_empty();
        self.random = is_on.then(|| Random { permille: permille.into(), numbers, pool, requests: 0 });
    }

    /// Forgets what has not been met yet.
    pub fn clear(&mut self) {
        self.injected.clear();
        self.random = None;
    }

    /// Whether a connection that has just been accepted is closed at once.
    pub fn closes_connection(&mut self) -> bool {
        let Some(next) = self.injected.iter().position(|(operation, _)| operation.is_none()) else { return false };
        if self.injected.get(next).is_none_or(|(_, fault)| *fault != Fault::CloseBeforeReading) {
            return false;
        }
        let closed = self.injected.remove(next);
        self.met.extend(closed.map(|(_, fault)| FaultMet { operation: None, fault }));
        true
    }

    /// The fault that the next request meets, if any; none is its operation if it asks for none of the table.
    pub fn next(&mut self, operation: Option<&'static str>) -> Option<Fault> {
        let random = self.random.as_mut().and_then(Random::next);
        let is_meant = |(wanted, _): &(Option<String>, Fault)| wanted.is_none() || wanted.as_deref() == operation;
        let injected = self.injected.iter().position(is_meant).and_then(|next| self.injected.remove(next));
        let fault = injected.map(|(_, fault)| fault).or(random)?;
        self.met.push(FaultMet { operation, fault: fault.clone() });
        Some(fault)
    }

    pub fn met(&self) -> &[FaultMet] {
        &self.met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn injected_faults_are_met_once_and_in_order_by_whom_they_are_meant_for() {
        let mut plan = Plan::default();
        plan.inject(Some("createOrder".to_owned()), Fault::Stall);
        plan.inject(None, Fault::Garbage);
        plan.inject(None, Fault::EmptyBody);
        assert_eq!(plan.next(Some("getOrder")), Some(Fault::Garbage));
        assert_eq!(plan.next(Some("createOrder")), Some(Fault::Stall));
        assert_eq!(plan.next(None), Some(Fault::EmptyBody));
        assert_eq!(plan.next(Some("createOrder")), None);
        let met: Vec<_> = plan.met().iter().map(|met| met.operation).collect();
        assert_eq!(met, [Some("getOrder"), Some("createOrder"), None]);
    }

    #[test]
    fn a_connection_is_closed_only_when_its_turn_has_come() {
        let mut plan = Plan::default();
        plan.inject(Some("createOrder".to_owned()), Fault::Stall);
        plan.inject(None, Fault::Garbage);
        plan.inject(None, Fault::CloseBeforeReading);
        assert!(!plan.closes_connection());
        plan.next(Some("getOrder"));
        assert!(plan.closes_connection() && !plan.closes_connection());
    }

    #[test]
    fn random_faults_depend_on_the_seed_and_the_order_of_requests_alone() {
        let run = |seed| {
            let mut plan = Plan::default();
            plan.randomize(100, seed, Fault::samples());
            (0..10_000).map(|_| plan.next(Some("getOrder"))).collect::<Vec<_>>()
        };
        let faults = run(1);
        assert_eq!(faults, run(1));
        assert_ne!(faults, run(2));
        let met = faults.iter().flatten().count();
        assert!((900..1_100).contains(&met), "{met}");
        assert!(Fault::samples().iter().all(|fault| faults.contains(&Some(fault.clone()))));
    }

    #[test]
    fn what_was_cleared_is_not_met() {
        let mut plan = Plan::default();
        plan.inject(None, Fault::Garbage);
        plan.randomize(1_000, 0, Fault::samples());
        plan.clear();
        assert_eq!(plan.next(None), None);
    }
}
