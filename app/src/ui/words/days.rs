//! Days, as people name them.

use jiff::civil::{Date, Weekday};

words! { "days";
    today(date: &str);
    yesterday(date: &str);
    weekday(weekday: &str, date: &str);
    date(day: i8, month: &str);
    date_of_year(date: &str, year: &str);
    january;
    february;
    march;
    april;
    may;
    june;
    july;
    august;
    september;
    october;
    november;
    december;
    monday;
    tuesday;
    wednesday;
    thursday;
    friday;
    saturday;
    sunday;
}

/// `Today, 21 November`, `Friday, 14 November`, `14 November 2024`.
pub fn day(day: Date, today: Date) -> String {
    let date = date(day.day(), month(day.month()));
    if day == today {
        self::today(&date)
    } else if today.yesterday().is_ok_and(|yesterday| day == yesterday) {
        yesterday(&date)
    } else if day.year() == today.year() {
        weekday(name(day.weekday()), &date)
    } else {
        date_of_year(&date, &day.year().to_string())
    }
}

fn month(number: i8) -> &'static str {
    match number {
        1 => january(),
        2 => february(),
        3 => march(),
        4 => april(),
        5 => may(),
        6 => june(),
        7 => july(),
        8 => august(),
        9 => september(),
        10 => october(),
        11 => november(),
        _ => december(),
    }
}

fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => monday(),
        Weekday::Tuesday => tuesday(),
        Weekday::Wednesday => wednesday(),
        Weekday::Thursday => thursday(),
        Weekday::Friday => friday(),
        Weekday::Saturday => saturday(),
        Weekday::Sunday => sunday(),
    }
}
