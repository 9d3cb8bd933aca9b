//! Sorting, once for all types.
//!
//! The standard sort is a copy of some kilobytes for each type that is sorted, and the page is
//! loaded by people who wait for it. What is sorted here has some hundred items at most.

/// Sorts by a key; those with the same key keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let order = order(list.len(), &|one, other| key(&list[one]) <= key(&list[other]));
    let mut items: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|place| items[place].take()));
}

/// The places of so many items in order, by merging; `fits` says whether one may stay before another.
fn order(count: usize, fits: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut to = from.clone();
    let mut run = 1;
    while run < count {
        for start in (0..count).step_by(2 * run) {
            let (middle, end) = ((start + run).min(count), (start + 2 * run).min(count));
            let (mut left, mut right) = (start, middle);
            for place in &mut to[start..end] {
                let first = right == end || (left < middle && fits(from[left], from[right]));
                let taken = if first { &mut left } else { &mut right };
                *place = from[*taken];
                *taken += 1;
            }
        }
        core::mem::swap(&mut from, &mut to);
        run *= 2;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_what_the_standard_sort_does(list in prop::collection::vec(0_u8..9, 0..70)) {
            let numbered: Vec<(usize, u8)> = list.into_iter().enumerate().collect();
            let (mut own, mut standard) = (numbered.clone(), numbered);
            sort_by_key(&mut own, |(_, value)| *value);
            standard.sort_by_key(|(_, value)| *value);
            prop_assert_eq!(own, standard);
        }
    }
}
