//! Square grids aligned on multiples of their cell size, and sets of their cells.
//!
//! A cell `(i, j)` of size `s` is half-open: `[i·s, (i+1)·s) × [j·s, (j+1)·s)`, so that a position on a border belongs to
//! the cell on its right or above. Every test is exact: within [`MAX_ORDINATE`] borders are representable, and no cell is
//! gained or lost by rounding.
//!
//! It does not know geometries: `cover` finds which cells they meet.

use crate::blur::BlurError;

/// Greatest ordinate, in absolute value, for which borders and middles of cells are exact in an `f64`.
pub const MAX_ORDINATE: f64 = 2_251_799_813_685_248.0;

/// Spans kept before they are merged for the first time.
const FIRST_MERGE: usize = 1 << 12;
/// Steps between two calls of the interrupt check.
const STEPS_PER_CHECK: u32 = 1 << 12;

/// A grid, by the size of its cells in units of the coordinates.
#[derive(Debug, Clone, Copy)]
pub struct Grid {
    size: f64,
}

impl Grid {
    /// Grid of cells of that size.
    ///
    /// # Errors
    /// [`BlurError::Size`] when the size is not positive.
    #[inline]
    pub fn new(size: i32) -> Result<Self, BlurError> {
        if size > 0 {
            Ok(Self {
                size: f64::from(size),
            })
        } else {
            Err(BlurError::Size(size))
        }
    }

    /// Size of a cell.
    #[must_use]
    pub fn size(self) -> f64 {
        self.size
    }

    /// Lower border of the cells of that index, exact within [`MAX_ORDINATE`].
    #[inline]
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "indexes stay below 2^52")]
    pub fn border(self, index: i64) -> f64 {
        index as f64 * self.size
    }

    /// Middle of the cells of that index.
    #[must_use]
    pub fn middle(self, index: i64) -> f64 {
        self.border(index) + self.size / 2.0
    }

    /// Index of the half-open cell that holds the ordinate.
    #[inline]
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within MAX_ORDINATE the quotient is an integer below 2^52"
    )]
    pub fn index(self, ordinate: f64) -> i64 {
        let index = (ordinate / self.size) as i64;
        // The quotient was rounded, and truncated towards zero: the right index may be next to it.
        if self.border(index) > ordinate {
            index - 1
        } else if self.border(index + 1) <= ordinate {
            index + 1
        } else {
            index
        }
    }

    /// Where the ordinate lies.
    #[must_use]
    pub fn locate(self, ordinate: f64) -> Located {
        let index = self.index(ordinate);
        Located {
            index,
            on_border: self.border(index) >= ordinate,
        }
    }
}

/// An ordinate's place on a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located {
    /// Index of the half-open cell.
    pub index: i64,
    /// The ordinate is the lower border of that cell.
    pub on_border: bool,
}

impl Located {
    /// Index of the last cell of which some part lies below the ordinate.
    #[must_use]
    pub fn below(self) -> i64 {
        self.index - i64::from(self.on_border)
    }
}

/// Consecutive cells of a row. The order is by row, then column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Row: index on the Y axis.
    pub row: i64,
    /// First column: index on the X axis.
    pub first: i64,
    /// Last column, included.
    pub last: i64,
}

/// Wraps an interrupt check so that it is made once in many steps.
pub(crate) fn sparingly(interrupt: &mut dyn FnMut()) -> impl FnMut() {
    let mut steps = 0;
    move || {
        steps += 1;
        if steps >= STEPS_PER_CHECK {
            steps = 0;
            interrupt();
        }
    }
}

/// Cells met so far, at most `limit` of them.
pub struct CellSet<'a> {
    spans: Vec<Span>,
    limit: usize,
    merge_at: usize,
    pushed: u64,
    steps: u32,
    interrupt: &'a mut dyn FnMut(),
}

impl<'a> CellSet<'a> {
    /// Empty set. `interrupt` is called now and then during long work, and may unwind.
    pub fn new(limit: usize, interrupt: &'a mut dyn FnMut()) -> Self {
        Self {
            spans: Vec::new(),
            limit,
            merge_at: FIRST_MERGE,
            pushed: 0,
            steps: 0,
            interrupt,
        }
    }

    /// Greatest number of cells admitted.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// How many spans were ever added: tells whether a part of a geometry met any cell.
    #[must_use]
    pub fn pushed(&self) -> u64 {
        self.pushed
    }

    /// Counts one step of work, and checks for interrupts once in many.
    pub fn step(&mut self) {
        self.steps += 1;
        if self.steps >= STEPS_PER_CHECK {
            self.steps = 0;
            (self.interrupt)();
        }
    }

    /// Checks that a range of indexes may be walked through: it holds one cell at least per index.
    ///
    /// # Errors
    /// [`BlurError::TooManyCells`].
    pub fn admit(&self, first: i64, last: i64) -> Result<(), BlurError> {
        let length = last.saturating_sub(first).saturating_add(1);
        if usize::try_from(length).is_ok_and(|length| length > self.limit) {
            return Err(BlurError::TooManyCells { limit: self.limit });
        }
        Ok(())
    }

    /// Adds the cells from `first` to `last` of a row; none when `first > last`.
    ///
    /// # Errors
    /// [`BlurError::TooManyCells`].
    pub fn add(&mut self, row: i64, first: i64, last: i64) -> Result<(), BlurError> {
        self.step();
        if first > last {
            return Ok(());
        }
        self.admit(first, last)?;
        self.pushed += 1;
        if let Some(previous) = self.spans.last_mut()
            && previous.row == row
            && first <= previous.last.saturating_add(1)
            && previous.first <= last.saturating_add(1)
        {
            previous.first = previous.first.min(first);
            previous.last = previous.last.max(last);
            let Span { first, last, .. } = *previous;
            return self.admit(first, last);
        }
        self.spans.push(Span { row, first, last });
        if self.spans.len() >= self.merge_at {
            self.merge()?;
        }
        Ok(())
    }

    /// Sorts the spans, joins those that overlap or follow one another, and counts the cells.
    fn merge(&mut self) -> Result<(), BlurError> {
        self.spans.sort_unstable();
        let mut cells = 0_i64;
        let mut kept: usize = 0;
        for at in 0..self.spans.len() {
            let span = self.spans[at];
            if let Some(previous) = self.spans[..kept].last_mut()
                && previous.row == span.row
                && span.first <= previous.last + 1
            {
                cells += (span.last - previous.last).max(0);
                previous.last = previous.last.max(span.last);
            } else {
                cells += span.last - span.first + 1;
                self.spans[kept] = span;
                kept += 1;
            }
        }
        self.spans.truncate(kept);
        self.merge_at = FIRST_MERGE.max(2 * kept);
        if usize::try_from(cells).is_ok_and(|cells| cells <= self.limit) {
            Ok(())
        } else {
            Err(BlurError::TooManyCells { limit: self.limit })
        }
    }

    /// The cells, as spans in order that neither overlap nor follow one another.
    ///
    /// # Errors
    /// [`BlurError::TooManyCells`].
    pub fn into_spans(mut self) -> Result<Vec<Span>, BlurError> {
        self.merge()?;
        Ok(self.spans)
    }
}
