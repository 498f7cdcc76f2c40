//! Cookies that the server need not remember.
//!
//! Every registration has a number, growing from one to the next. A cookie says
//! the number up to which its holder has seen a namespace, so the answer to it
//! is whatever has a higher one.

use super::{
    message::{Cookie, ErrorCode},
    namespace::Namespace,
};

/// So many of the lower bits of an id are the number; those above tell the runs
/// of a server apart, since numbers begin again with each.
const NUMBER_BITS: u32 = 40;
const NUMBER: u64 = (1 << NUMBER_BITS) - 1;

/// Makes and reads the cookies of one run of a server.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cookies {
    run: u64,
}

impl Cookies {
    /// `seed` should be another one in each run.
    pub(super) fn new(seed: u64) -> Self {
        Self {
            run: seed << NUMBER_BITS,
        }
    }

    /// The cookie for a holder who has seen everything up to `number`.
    pub(super) fn bake(self, number: u64, namespace: &Namespace) -> Cookie {
        Cookie::new(self.run | (number & NUMBER), namespace)
    }

    /// The number up to which the holder of a cookie has seen the namespace; 0
    /// for a cookie of an earlier run.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidCookie`] if it is none, or one for another namespace.
    pub(super) fn seen(self, cookie: &Cookie, namespace: &Namespace) -> Result<u64, ErrorCode> {
        match cookie.split() {
            Some((id, rest)) if rest == namespace.as_str().as_bytes() => {
                let same_run = id & !NUMBER == self.run;
                Ok(if same_run { id & NUMBER } else { 0 })
            }
            _ => Err(ErrorCode::InvalidCookie),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_in_its_namespace_and_run() {
        let (here, there) = ("a".repeat(255).parse().unwrap(), "b".parse().unwrap());
        let cookies = Cookies::new(u64::MAX);
        let cookie = cookies.bake(7, &here);
        assert_eq!(cookies.seen(&cookie, &here), Ok(7));
        assert_eq!(cookies.seen(&cookie, &there), Err(ErrorCode::InvalidCookie));
        assert_eq!(Cookies::new(1).seen(&cookie, &here), Ok(0));
        let short = vec![1, 2, 3].try_into().unwrap();
        assert_eq!(cookies.seen(&short, &there), Err(ErrorCode::InvalidCookie));
    }
}
