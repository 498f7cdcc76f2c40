//! Pictures beside what they were.

/// How alike the brightness of two pictures of one size is, at most 1: the
/// structural similarity in blocks of 8×8 (Wang et al., 2004). Both are rows of
/// `width` points, one after the other.
pub fn likeness(a: &[u8], b: &[u8], width: usize) -> f64 {
    let height = a.len().min(b.len()) / width.max(1);
    let (mut sum, mut blocks) = (0.0, 0.0);
    for top in (0..height.saturating_sub(7)).step_by(8) {
        for left in (0..width - 7).step_by(8) {
            let (mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for line in top..top + 8 {
                let start = line * width + left;
                for (p, q) in a[start..start + 8].iter().zip(&b[start..start + 8]) {
                    let (p, q) = (f64::from(*p), f64::from(*q));
                    (x, y) = (x + p, y + q);
                    (xx, yy, xy) = (xx + p * p, yy + q * q, xy + p * q);
                }
            }
            let n = 64.0;
            let (x, y) = (x / n, y / n);
            let (vx, vy, cov) = (xx / n - x * x, yy / n - y * y, xy / n - x * y);
            let (c1, c2) = (6.5025, 58.5225);
            sum += (2.0 * x * y + c1) * (2.0 * cov + c2) / ((x * x + y * y + c1) * (vx + vy + c2));
            blocks += 1.0;
        }
    }
    sum / blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_like_itself_and_less_like_a_flat_one() {
        let picture: Vec<u8> = (0..64 * 48).map(|n| (n * n % 251) as u8).collect();
        assert!((likeness(&picture, &picture, 64) - 1.0).abs() < 1e-9);
        assert!(likeness(&picture, &[128; 64 * 48], 64) < 0.1);
    }
}
