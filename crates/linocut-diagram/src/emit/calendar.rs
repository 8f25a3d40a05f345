//! Dates along an axis, and how they are written.

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// About so many ticks are on an axis.
const TICKS: i64 = 9;

/// A stretch of time along an axis.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    start: i64,
    end: i64,
    width: f64,
    /// Milliseconds since 1970 at round times.
    pub(super) ticks: Vec<i64>,
}

impl Scale {
    pub(super) fn new(start: i64, end: i64, width: f64) -> Self {
        let end = end.max(start.saturating_add(1));
        Self { start, end, width, ticks: ticks(start, end) }
    }

    pub(super) fn x(&self, time: i64) -> f64 {
        let reach = millis(self.end.saturating_sub(self.start));
        millis(time.saturating_sub(self.start)) / reach.max(1.0) * self.width
    }
}

/// Milliseconds as a number, in whole days and the rest; times beyond six million years are cut.
fn millis(time: i64) -> f64 {
    let (days, rest) = (i32::try_from(time.div_euclid(DAY)), i32::try_from(time.rem_euclid(DAY)));
    let days = days.unwrap_or(if time < 0 { i32::MIN } else { i32::MAX });
    f64::from(days) * 86_400_000.0 + rest.map_or(0.0, f64::from)
}

fn ticks(start: i64, end: i64) -> Vec<i64> {
    let reach = end.saturating_sub(start);
    let steps = [
        SECOND,
        5 * SECOND,
        15 * SECOND,
        MINUTE,
        5 * MINUTE,
        15 * MINUTE,
        HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        7 * DAY,
        14 * DAY,
    ];
    if let Some(step) = steps.into_iter().find(|step| reach / step <= TICKS) {
        // Weeks begin on Mondays; 1970 began on a Thursday.
        let shift = if step >= 7 * DAY { 4 * DAY } else { 0 };
        let first = (start - shift).div_euclid(step) * step + shift;
        let first = if first < start { first + step } else { first };
        return (0..=TICKS + 1).map(|n| first + n * step).filter(|&tick| tick <= end).collect();
    }
    let months = reach / (30 * DAY);
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 1200].into_iter().find(|step| months / step <= TICKS).unwrap_or(12_000);
    let (year, month, _) = civil(start.div_euclid(DAY));
    let first = (year * 12 + month - 1).div_euclid(step) * step;
    let of = |month: i64| days(month.div_euclid(12), month.rem_euclid(12) + 1, 1) * DAY;
    (0..=TICKS + 2).map(|n| of(first + n * step)).filter(|tick| (start..=end).contains(tick)).collect()
}

/// Year, month and day of a day since 1970 (H. Hinnant, "chrono-compatible low-level date algorithms").
fn civil(day: i64) -> (i64, i64, i64) {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

/// The day since 1970 of a date.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let (era, yoe) = (y.div_euclid(400), y.rem_euclid(400));
    let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A time as `format` says, which is d3's: `%Y-%m-%d` and so on; unknown letters are left as they are.
pub(super) fn shown(time: i64, format: &str) -> String {
    let format = if format.trim().is_empty() { "%Y-%m-%d" } else { format };
    let mut text = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        let Some(mut code) = letters.next() else { break };
        let plain = code == '-';
        if plain || code == '_' {
            code = letters.next().unwrap_or('%');
        }
        let part = part(time, code).unwrap_or_else(|| format!("%{code}"));
        text.push_str(if plain && part.len() > 1 { part.trim_start_matches('0') } else { &part });
    }
    text
}

fn part(time: i64, code: char) -> Option<String> {
    let day = time.div_euclid(DAY);
    let (year, month, date) = civil(day);
    let clock = time.rem_euclid(DAY);
    let (hour, minute) = (clock / HOUR, clock / MINUTE % 60);
    let weekday = (day + 4).rem_euclid(7);
    let name =
        |names: &[&str], at: i64| usize::try_from(at).ok().and_then(|at| names.get(at).copied()).map(str::to_owned);
    let of_year = day - days(year, 1, 1);
    Some(match code {
        'Y' => year.to_string(),
        'y' => format!("{:02}", year.rem_euclid(100)),
        'm' => format!("{month:02}"),
        'd' => format!("{date:02}"),
        'e' => date.to_string(),
        'H' => format!("{hour:02}"),
        'I' => format!("{:02}", (hour + 11) % 12 + 1),
        'M' => format!("{minute:02}"),
        'S' => format!("{:02}", clock / SECOND % 60),
        'L' => format!("{:03}", clock % SECOND),
        'p' => if hour < 12 { "AM" } else { "PM" }.to_owned(),
        'j' => format!("{:03}", of_year + 1),
        'U' => format!("{:02}", (of_year + 7 - weekday) / 7),
        'W' | 'V' => format!("{:02}", (of_year + 7 - (weekday + 6) % 7) / 7),
        'w' => weekday.to_string(),
        'q' => ((month + 2) / 3).to_string(),
        'B' => name(&MONTHS, month - 1)?,
        'b' | 'h' => name(&MONTHS, month - 1)?.chars().take(3).collect(),
        'A' => name(&WEEKDAYS, weekday)?,
        'a' => name(&WEEKDAYS, weekday)?.chars().take(3).collect(),
        '%' => "%".to_owned(),
        'x' => format!("{month}/{date}/{year}"),
        'X' => format!("{hour:02}:{minute:02}"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, days, shown, ticks};

    #[test]
    fn times_are_written_as_d3_does() {
        let time = days(2024, 2, 29) * DAY + 9 * HOUR;
        assert_eq!(shown(time, "%Y-%m-%d"), "2024-02-29");
        assert_eq!(shown(time, "%a %e. %b, %H:%M"), "Thu 29. Feb, 09:00");
        assert_eq!(shown(time, "%-m/%y"), "2/24");
    }

    #[test]
    fn ticks_are_at_round_times_inside() {
        let (start, end) = (days(2024, 1, 3) * DAY, days(2024, 12, 20) * DAY);
        let found = ticks(start, end);
        assert!(found.len() > 3 && found.len() < 12);
        assert!(found.iter().all(|&tick| (start..=end).contains(&tick) && shown(tick, "%d") == "01"));
    }
}
