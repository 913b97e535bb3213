//! Periods as files write them: a day, a month, a year, or two of them with a slash between.

use chrono::{Datelike, Days, Months, NaiveDate};

/// How much of a date is told, coarsest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The day.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
}

/// First and last day possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First day, days from year 1.
    pub from: i32,
    /// Last day.
    pub to: i32,
}

impl Precision {
    /// Reads the words of the level table.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "day" => Some(Self::Day),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }
}

impl Period {
    /// From two days.
    #[must_use]
    pub fn new(from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            from: from.num_days_from_ce(),
            to: to.num_days_from_ce(),
        }
    }

    /// Reads `2017`, `2017-08`, `2017-08-03`, `2017-08-03T10:00:00`, or two with a slash.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let (from, _) = span(first)?;
        let (_, to) = span(last)?;
        (from <= to).then(|| Self::new(from, to))
    }

    /// The coarsest unit it is made of: years from January to December, months from first to last day, else days.
    #[must_use]
    pub fn precision(self) -> Precision {
        let day = |days: i32| NaiveDate::from_num_days_from_ce_opt(days);
        let (Some(from), Some(after)) = (day(self.from), day(self.to.saturating_add(1))) else {
            return Precision::Day;
        };
        match (from.day(), after.day(), from.month(), after.month()) {
            (1, 1, 1, 1) => Precision::Year,
            (1, 1, _, _) => Precision::Month,
            _ => Precision::Day,
        }
    }

    /// Whether `other` lies wholly in it.
    #[must_use]
    pub const fn holds(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether they share a day.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

fn span(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.trim().replace("+00", "");
    let text = text.split(['T', ' ']).next()?.replace('/', "-");
    let mut parts = text.split('-');
    let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: Option<u32> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<u32> = parts.next().map(str::parse).transpose().ok()?;
    let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
    let next = match (month, day) {
        (_, Some(_)) => first.checked_add_days(Days::new(1)),
        (Some(_), None) => first.checked_add_months(Months::new(1)),
        (None, None) => first.checked_add_months(Months::new(12)),
    }?;
    Some((first, next.pred_opt()?))
}

#[cfg(test)]
mod tests {
    use super::{Period, Precision};

    #[test]
    fn periods_are_read_at_the_precision_they_are_written() {
        for (text, precision) in [
            ("2017", Precision::Year),
            ("2017-08", Precision::Month),
            ("2017-08-03", Precision::Day),
            ("2017-08-01/2017-08-31", Precision::Month),
            ("2016/2017", Precision::Year),
            ("2017-07/2017-08", Precision::Month),
            ("2017-01/2017-12", Precision::Year),
            ("2017-08-03T10:00:00", Precision::Day),
        ] {
            assert_eq!(
                Period::parse(text).map(Period::precision),
                Some(precision),
                "{text}"
            );
        }
        for text in ["", "août 2017", "2017-13", "17-08", "2017-08/2017-07"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}
