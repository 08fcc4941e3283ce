//! Where orders are kept: all that ever were, found without looking through those that are over.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a [`Shelf`] keeps.
pub trait Shelved {
    fn id(&self) -> i64;
    fn client_id(&self) -> &str;
    fn is_open(&self) -> bool;
}

/// Orders by number, with an index of those that are open and one of the ids that clients gave them.
#[derive(Debug)]
pub struct Shelf<T> {
    all: BTreeMap<i64, T>,
    open: BTreeSet<i64>,
    named: HashMap<String, Vec<i64>>,
}

impl<T: Shelved> Shelf<T> {
    pub fn new() -> Self {
        Self { all: BTreeMap::new(), open: BTreeSet::new(), named: HashMap::new() }
    }

    /// Takes in an order whose number is greater than all before.
    pub fn put(&mut self, order: T) -> &T {
        let id = order.id();
        if order.is_open() {
            self.open.insert(id);
        }
        self.named.entry(order.client_id().to_owned()).or_default().push(id);
        self.all.entry(id).or_insert(order)
    }

    pub fn get(&self, id: i64) -> Option<&T> {
        self.all.get(&id)
    }

    /// Every order, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.all.values()
    }

    /// The open orders, the oldest first.
    pub fn open(&self) -> impl Iterator<Item = &T> {
        self.open.iter().filter_map(|id| self.all.get(id))
    }

    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// The numbers of the open orders, to go through them while they change.
    pub fn open_ids(&self) -> Vec<i64> {
        self.open.iter().copied().collect()
    }

    /// Whether an open order has this id of its client.
    pub fn is_taken(&self, client_id: &str) -> bool {
        self.open().any(|order| order.client_id() == client_id)
    }

    /// The orders of this id of their client, the latest first.
    pub fn named(&self, client_id: &str) -> impl Iterator<Item = &T> {
        let ids = self.named.get(client_id).map(Vec::as_slice).unwrap_or_default();
        ids.iter().rev().filter_map(|id| self.all.get(id))
    }

    /// Changes an order, if there is one of this number.
    pub fn change<R>(&mut self, id: i64, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let order = self.all.get_mut(&id)?;
        let result = change(order);
        if !order.is_open() {
            self.open.remove(&id);
        }
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::{Shelf, Shelved};

    struct Item(i64, &'static str, bool);

    impl Shelved for Item {
        fn id(&self) -> i64 {
            self.0
        }

        fn client_id(&self) -> &str {
            self.1
        }

        fn is_open(&self) -> bool {
            self.2
        }
    }

    #[test]
    fn an_order_that_is_over_is_found_by_its_names_and_not_among_the_open_ones() {
        let mut shelf = Shelf::new();
        for id in 1..=3 {
            shelf.put(Item(id, "a", true));
        }
        shelf.change(3, |item| item.2 = false);
        assert_eq!((shelf.open_ids(), shelf.open_count(), shelf.all().count()), (vec![1, 2], 2, 3));
        assert_eq!(shelf.named("a").map(|item| item.0).collect::<Vec<_>>(), [3, 2, 1]);
        assert!(shelf.get(3).is_some() && shelf.is_taken("a") && !shelf.is_taken("b"));
        assert!(shelf.change(4, |_| ()).is_none());
    }
}
