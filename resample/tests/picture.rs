//! Pictures in another size. What they look like then is tested where they are used.

use tincan_resample::picture::{Planes, lanczos, sharp};

#[test]
fn one_colour_stays_one_colour() {
    let mut small = vec![0; 160 * 90];
    let mut planes = Planes::default();
    planes
        .scale(&[81; 320 * 180], (320, 180), &mut small, (160, 90))
        .unwrap();
    assert!(small.iter().all(|y| *y == 81));
    let small = sharp(&[7; 64 * 64 * 4], (64, 64), (5, 9)).unwrap();
    assert_eq!(small, [7; 5 * 9 * 4]);
    let small = lanczos(vec![9; 33 * 8 * 8], (33, 8), (32.5, 8.0), (3, 2)).unwrap();
    assert_eq!(small, [9; 3 * 2 * 8]);
}

#[test]
fn bytes_that_do_not_fit_are_refused() {
    let mut into = [0; 4];
    let mut planes = Planes::default();
    assert!(planes.scale(&[0; 3], (2, 2), &mut into, (2, 2)).is_err());
    assert!(planes.scale(&[0; 4], (2, 2), &mut into, (4, 4)).is_err());
    assert!(sharp(&[0; 15], (2, 2), (1, 1)).is_err());
    assert!(lanczos(vec![0; 31], (2, 2), (2.0, 2.0), (1, 1)).is_err());
    assert!(lanczos(vec![0; 32], (2, 2), (3.0, 2.0), (1, 1)).is_err());
}
