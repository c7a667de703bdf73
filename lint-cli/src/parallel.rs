//! The work on the files of a run, shared among all cores.

use rayon::prelude::*;

/// What `work` makes of each item, in their order. A single one, as editors and hooks often have it, is done right here: to start the
/// threads takes longer than to lint a file.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    match items {
        [] | [_] => items.iter().map(work).collect(),
        _ => items.par_iter().map(work).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_single_item_starts_no_thread() {
        let here = thread::current().id();
        assert_eq!(map(&[()], |()| thread::current().id()), [here]);
        assert!(!map(&[(); 2], |()| thread::current().id()).contains(&here));
    }

    #[test]
    fn results_are_in_the_order_of_their_items() {
        let items: Vec<u32> = (0..1000).collect();
        assert_eq!(map(&items, |item| item * 2), (0..2000).step_by(2).collect::<Vec<_>>());
        assert_eq!(map(&[], |item: &u32| *item), Vec::<u32>::new());
    }
}
