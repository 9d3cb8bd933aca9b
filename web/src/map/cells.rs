//! The cells of a map, as far as they are known.

use stormglass_core::map::{Cell, Map};

/// Some of the cells, or all.
pub(super) struct Cells {
    of: String,
    columns: usize,
    known: Vec<Option<Option<Cell>>>,
    /// Every cell whose column and row are multiples of this is known.
    pub(super) apart: usize,
}

impl Cells {
    pub(super) fn new(map: &Map) -> Self {
        let columns = map.x.values.len();
        let known = vec![None; columns * map.y.values.len()];
        Self { of: map.fingerprint(), columns, known, apart: usize::MAX }
    }

    /// Whether they are of this map, wherever its present point is.
    pub(super) fn is_of(&self, map: &Map) -> bool {
        self.of == map.fingerprint()
    }

    /// Runs what is missing of the cells so far apart.
    pub(super) fn fill(&mut self, map: &Map, apart: usize) {
        let apart = apart.max(1);
        if apart >= self.apart {
            return;
        }
        for (index, known) in self.known.iter_mut().enumerate() {
            let (column, row) = (index % self.columns, index / self.columns);
            if known.is_none() && column % apart == 0 && row % apart == 0 {
                *known = Some(map.cell(column, row));
            }
        }
        self.apart = apart;
    }

    /// A cell, or the one that stands for it until it is known itself.
    pub(super) fn at(&self, column: usize, row: usize) -> Option<Cell> {
        let coarse = |at: usize| at - at % self.apart;
        let own = self.known[row * self.columns + column];
        own.or(self.known[coarse(row) * self.columns + coarse(column)]).flatten()
    }
}
