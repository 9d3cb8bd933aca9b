//! The words of a command line.

use std::ffi::OsString;

use stormglass_text::{Catalogue, LANGUAGES};

use crate::Unusable;

/// What is left of the command line.
pub(crate) struct Args {
    words: Vec<String>,
    /// The language asked for, if any.
    language: Option<String>,
}

impl Args {
    pub(crate) fn from_environment() -> Self {
        let lossy = |word: OsString| word.to_string_lossy().into_owned();
        // `--name=value` is `--name value`.
        let words =
            std::env::args_os().skip(1).map(lossy).flat_map(|word| match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => {
                    vec![name.to_owned(), value.to_owned()]
                }
                _ => vec![word],
            });
        let mut args = Self { words: words.collect(), language: None };
        // Also before the command. Where nothing follows it, it stays, and is named as unknown.
        if let Some(at) = args.words.iter().position(|word| word == "--lang")
            && at + 1 < args.words.len()
        {
            args.language = args.words.drain(at..at + 2).nth(1);
        }
        args
    }

    /// The words of the language asked for: `--lang`, then `STORMGLASS_LANG`, then English.
    ///
    /// The locale of the system is not asked: what scripts read must not depend on it.
    pub(crate) fn catalogue(&self) -> Result<Catalogue, Unusable> {
        let named = std::env::var("STORMGLASS_LANG").ok().filter(|tag| !tag.is_empty());
        let Some(tag) = self.language.clone().or(named) else { return Ok(Catalogue::english()) };
        let general = |tag: &str| tag.split(['-', '_', '.']).next().map(str::to_ascii_lowercase);
        if !LANGUAGES.iter().any(|(known, _)| general(known) == general(&tag)) {
            let known = LANGUAGES.map(|(tag, _)| tag).join(", ");
            return Err(Unusable(format!("“{tag}” is no language there is; there are {known}.\n")));
        }
        Ok(Catalogue::new(&tag))
    }

    pub(crate) fn command(&mut self) -> Option<String> {
        if self.words.is_empty() { None } else { Some(self.words.remove(0)) }
    }

    /// Whether a flag is there; takes it.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let found = self.words.iter().position(|word| word == name);
        found.map(|at| self.words.remove(at)).is_some()
    }

    /// The value of an option, where it is there; takes both.
    pub(crate) fn option(&mut self, name: &str) -> Result<Option<String>, Unusable> {
        let Some(at) = self.words.iter().position(|word| word == name) else { return Ok(None) };
        self.words.remove(at);
        if at < self.words.len() {
            return Ok(Some(self.words.remove(at)));
        }
        Err(Unusable(format!("{name} needs a value; see `stormglass help`.\n")))
    }

    /// The value that follows a flag, if it looks like one: not another flag, and `is_value`.
    pub(crate) fn flag_with_optional(
        &mut self,
        name: &str,
        is_value: impl Fn(&str) -> bool,
    ) -> Option<Option<String>> {
        let at = self.words.iter().position(|word| word == name)?;
        self.words.remove(at);
        let value = self.words.get(at).filter(|word| is_value(word)).cloned();
        if value.is_some() {
            self.words.remove(at);
        }
        Some(value)
    }

    /// What is left: files; a flag among them is one that nobody asked for.
    pub(crate) fn files(self) -> Result<Vec<String>, Unusable> {
        match self.words.iter().find(|word| word.starts_with('-') && word.len() > 1) {
            Some(flag) => Err(Unusable(format!(
                "{flag} is not known here, or not available yet; see `stormglass help`.\n"
            ))),
            None => Ok(self.words),
        }
    }

    /// Exactly one file.
    pub(crate) fn file(self, command: &str) -> Result<String, Unusable> {
        let mut files = self.files()?;
        match files.len() {
            1 => Ok(files.remove(0)),
            0 => Err(Unusable(format!(
                "stormglass {command} needs a file, or - for standard input.\n"
            ))),
            _ => Err(Unusable(format!(
                "stormglass {command} takes one file; “{}” is too many.\n",
                files[1]
            ))),
        }
    }
}
