//! Heights of very many rows: the top of any row, and the row at any height, in
//! logarithmic time.

/// Heights with their running sums (a Fenwick tree).
#[derive(Debug, Default)]
pub(super) struct Heights {
    rows: Vec<f32>,
    /// `sums[i]` holds the sum of the `lowbit(i + 1)` rows that end with row i.
    sums: Vec<f64>,
}

impl Heights {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.sums.clear();
    }

    /// Other heights in place of all.
    pub(super) fn put(&mut self, heights: impl Iterator<Item = f32>) {
        self.clear();
        heights.for_each(|height| self.push(height));
    }

    pub(super) fn push(&mut self, height: f32) {
        let end = self.rows.len() + 1;
        let mut sum = f64::from(height);
        let mut below = end - 1;
        let stop = end - lowbit(end);
        while below > stop {
            sum += self.sums[below - 1];
            below -= lowbit(below);
        }
        self.rows.push(height);
        self.sums.push(sum);
    }

    pub(super) fn get(&self, row: usize) -> f32 {
        self.rows.get(row).copied().unwrap_or(0.0)
    }

    pub(super) fn set(&mut self, row: usize, height: f32) {
        let Some(known) = self.rows.get_mut(row) else {
            return;
        };
        let change = f64::from(height) - f64::from(*known);
        if change == 0.0 {
            return;
        }
        *known = height;
        let mut end = row + 1;
        while end <= self.sums.len() {
            self.sums[end - 1] += change;
            end += lowbit(end);
        }
    }

    /// Where `row` begins.
    pub(super) fn top(&self, row: usize) -> f64 {
        let mut end = row.min(self.rows.len());
        let mut sum = 0.0;
        while end > 0 {
            sum += self.sums[end - 1];
            end -= lowbit(end);
        }
        sum
    }

    /// All rows together.
    pub(super) fn total(&self) -> f64 {
        self.top(self.rows.len())
    }

    /// The row at height `y`, the first above all and the last below all.
    pub(super) fn row_at(&self, y: f64) -> usize {
        let mut passed = 0;
        let mut left = y;
        let mut step = self.rows.len().next_power_of_two();
        while step > 0 {
            let end = passed + step;
            if end <= self.rows.len() && self.sums[end - 1] <= left {
                left -= self.sums[end - 1];
                passed = end;
            }
            step /= 2;
        }
        passed.min(self.rows.len().saturating_sub(1))
    }
}

fn lowbit(n: usize) -> usize {
    n & n.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_nothing() {
        let heights = Heights::default();
        assert_eq!((heights.total(), heights.row_at(10.0)), (0.0, 0));
    }

    proptest! {
        #[test]
        fn sums_are_those_of_a_plain_list(
            mut plain in prop::collection::vec(1u16..500, 1..200),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 1u16..500), 0..50),
            y in 0.0..60_000.0f64,
        ) {
            let mut heights = Heights::default();
            for &height in &plain {
                heights.push(f32::from(height));
            }
            for (at, height) in changes {
                let at = at.index(plain.len());
                plain[at] = height;
                heights.set(at, f32::from(height));
            }
            let mut top = 0.0;
            let mut found = plain.len() - 1;
            for (row, &height) in plain.iter().enumerate() {
                prop_assert_eq!(heights.top(row), top);
                let bottom = top + f64::from(height);
                if (top..bottom).contains(&y) {
                    found = row;
                }
                top = bottom;
            }
            prop_assert_eq!(heights.total(), top);
            prop_assert_eq!(heights.row_at(y), found);
        }
    }
}
