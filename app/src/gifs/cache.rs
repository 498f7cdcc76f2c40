//! What was fetched lately, bounded in bytes and age.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// Keeps values up to a total size, the latest used ones, none for longer than
/// `fresh_for`.
pub(super) struct Cache<K, V> {
    max_size: usize,
    fresh_for: Duration,
    size: usize,
    /// The latest used one is last.
    entries: VecDeque<Entry<K, V>>,
}

struct Entry<K, V> {
    key: K,
    value: V,
    size: usize,
    since: Instant,
}

impl<K: PartialEq, V: Clone> Cache<K, V> {
    pub(super) fn new(max_size: usize, fresh_for: Duration) -> Self {
        Self {
            max_size,
            fresh_for,
            size: 0,
            entries: VecDeque::new(),
        }
    }

    pub(super) fn find(&mut self, now: Instant, key: &K) -> Option<V> {
        let at = self.entries.iter().position(|entry| entry.key == *key)?;
        let entry = self.entries.remove(at)?;
        if entry.since + self.fresh_for < now {
            self.size -= entry.size;
            return None;
        }
        let value = entry.value.clone();
        self.entries.push_back(entry);
        Some(value)
    }

    pub(super) fn keep(&mut self, now: Instant, key: K, value: V, size: usize) {
        if let Some(at) = self.entries.iter().position(|entry| entry.key == key)
            && let Some(old) = self.entries.remove(at)
        {
            self.size -= old.size;
        }
        if size > self.max_size {
            return;
        }
        self.size += size;
        self.entries.push_back(Entry {
            key,
            value,
            size,
            since: now,
        });
        while self.size > self.max_size {
            let Some(oldest) = self.entries.pop_front() else {
                break;
            };
            self.size -= oldest.size;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first_and_none_grows_stale() {
        let now = Instant::now();
        let hour = Duration::from_secs(3600);
        let mut cache = Cache::new(10, hour);
        cache.keep(now, "a", 1, 4);
        cache.keep(now, "b", 2, 4);
        assert_eq!(cache.find(now, &"a"), Some(1));
        cache.keep(now, "c", 3, 4);
        assert_eq!(cache.find(now, &"b"), None, "used longest ago");
        assert_eq!(cache.find(now, &"a"), Some(1));
        cache.keep(now, "huge", 4, 11);
        assert_eq!(cache.find(now, &"huge"), None);
        assert_eq!(cache.find(now + 2 * hour, &"c"), None);
        cache.keep(now, "a", 9, 10);
        assert_eq!((cache.find(now, &"a"), cache.size), (Some(9), 10));
    }
}
