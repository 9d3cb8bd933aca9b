//! How long the page's own frames take, without remembering them all.

/// Frames that are remembered.
const KEPT: usize = 240;

/// The last frames' cost on the main thread.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meter {
    count: u64,
    last: Vec<f64>,
}

/// What a [`Meter`] says.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stats {
    /// Frames since the page was opened.
    pub count: u64,
    /// Mean of the last frames, milliseconds.
    pub mean: f64,
    /// 95 % of the last frames took at most this, milliseconds.
    pub p95: f64,
}

impl Meter {
    /// Adds one frame of so many milliseconds.
    pub fn add(&mut self, millis: f64) {
        if self.last.len() < KEPT {
            self.last.push(millis);
        } else {
            let slot = self.count % KEPT as u64;
            self.last[usize::try_from(slot).expect("below KEPT")] = millis;
        }
        self.count += 1;
    }

    /// The last frames in three numbers.
    #[must_use]
    pub fn stats(&self) -> Stats {
        if self.last.is_empty() {
            return Stats::default();
        }
        let mean = self.last.iter().sum::<f64>() / self.last.len() as f64;
        // The least of them that as many as asked for do not exceed; sorting would cost the page
        // more bytes than this costs time.
        let enough = |most: &&f64| {
            self.last.iter().filter(|one| one <= most).count() > (self.last.len() - 1) * 95 / 100
        };
        let p95 = self.last.iter().filter(enough).copied().fold(f64::MAX, f64::min);
        Stats { count: self.count, mean, p95 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_flat_and_old_frames_are_forgotten() {
        let mut meter = Meter::default();
        assert_eq!(meter.stats(), Stats::default());
        for _ in 0..KEPT {
            meter.add(100.0);
        }
        for n in 0..KEPT {
            meter.add(if n % 10 == 0 { 3.0 } else { 1.0 });
        }
        let stats = meter.stats();
        assert_eq!(stats.count, 2 * KEPT as u64);
        assert_eq!(meter.last.len(), KEPT);
        assert!((stats.mean - 1.2).abs() < 1e-9, "{stats:?}");
        assert!((stats.p95 - 3.0).abs() < 1e-9, "{stats:?}");
    }
}
