//! The lessons that come with the page.

/// A lesson: its name in links, and its text.
pub struct Given {
    /// That of its file.
    pub name: &'static str,
    /// As written.
    pub text: &'static str,
}

macro_rules! lesson {
    ($file:literal) => {
        Given {
            name: $file,
            text: include_str!(concat!("../../assets/lessons/", $file, ".lesson")),
        }
    };
}

/// All of them, in the order of a half-day workshop.
pub const LESSONS: &[Given] = &[
    lesson!("1-stream-and-ring"),
    lesson!("2-partial-or-full"),
    lesson!("3-why-one-megabyte"),
    lesson!("4-price-of-a-full-resync"),
    lesson!("5-buffer-and-spiral"),
    lesson!("6-storms"),
    lesson!("7-sizing-your-own"),
    lesson!("8-loss-and-wait"),
];

/// A lesson by its name, or by the number it begins with.
#[must_use]
pub fn named(name: &str) -> Option<&'static Given> {
    let number = |given: &&Given| given.name.split('-').next() == Some(name);
    LESSONS.iter().find(|given| given.name == name).or_else(|| LESSONS.iter().find(number))
}
