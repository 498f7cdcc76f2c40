//! Measures for calls, shared by tests and benchmarks: [`sound`] in files and
//! its delay, [`speech`] and its quality, and how alike pictures are.

mod picture;
pub mod sound;
pub mod speech;

pub use picture::likeness;

/// The value that this percentage of all is not above; not a number when there
/// are none.
pub fn quantile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() * percent / 100).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_sorted_values() {
        let mut values: Vec<f64> = (0..100).rev().map(f64::from).collect();
        assert_eq!(quantile(&mut values, 50), 50.0);
        assert_eq!(quantile(&mut values, 100), 99.0);
        assert!(quantile(&mut [], 50).is_nan());
    }
}
