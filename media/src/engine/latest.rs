//! A slot for the newest of something: whoever is slow misses what was before.

use std::sync::{Arc, Mutex, PoisonError};

/// The slot; clones share it.
#[derive(Debug)]
pub struct Latest<T>(Arc<Mutex<Option<T>>>);

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }
}

impl<T> Clone for Latest<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Latest<T> {
    /// Puts something in, in place of what was there.
    pub fn put(&self, new: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(new);
    }

    /// Takes what is there.
    pub fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_is_there() {
        let slot = Latest::default();
        let other = slot.clone();
        assert_eq!(slot.take(), None);
        slot.put(1);
        slot.put(2);
        assert_eq!((other.take(), slot.take()), (Some(2), None));
    }
}
