//! The command line: a task, then options in any order.

use crate::Outcome;

/// What is left of the command line; options are taken out as they are read.
pub(crate) struct Args(Vec<String>);

impl Args {
    pub(crate) fn from_command_line() -> Self {
        Self(std::env::args().skip(1).collect())
    }

    /// The first word, if there is one.
    pub(crate) fn task(&mut self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    /// Whether `name` was given.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|word| word == name);
        at.map(|at| self.0.remove(at)).is_some()
    }

    /// The word after `name`, or the part after `name=`.
    pub(crate) fn value(&mut self, name: &str) -> Outcome<Option<String>> {
        let with_equals = format!("{name}=");
        if let Some(at) = self.0.iter().position(|word| word.starts_with(&with_equals)) {
            return Ok(Some(self.0.remove(at)[with_equals.len()..].to_owned()));
        }
        let Some(at) = self.0.iter().position(|word| word == name) else {
            return Ok(None);
        };
        self.0.remove(at);
        if at < self.0.len() {
            Ok(Some(self.0.remove(at)))
        } else {
            Err(format!("`{name}` needs a value after it"))
        }
    }

    /// The same for a port number.
    pub(crate) fn number(&mut self, name: &str) -> Outcome<Option<u16>> {
        let Some(text) = self.value(name)? else {
            return Ok(None);
        };
        match text.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(format!("`{name} {text}`: expected a whole number from 0 to 65535")),
        }
    }

    /// The words that are left, as they are.
    pub(crate) fn rest(self) -> Vec<String> {
        self.0
    }

    /// Nothing may be left over: a misspelt option is named, not ignored.
    pub(crate) fn finish(&self, task: &str) -> Outcome {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(format!(
                "`{task}` does not know `{word}`; `cargo xtask help` lists the options"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &str) -> Args {
        Args(words.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn options_come_in_any_order_and_both_spellings() {
        let mut given = args("serve --debug --port 9000");
        assert_eq!(given.task().as_deref(), Some("serve"));
        assert_eq!(given.number("--port"), Ok(Some(9000)));
        assert!(given.flag("--debug"));
        assert!(given.finish("serve").is_ok());
        assert_eq!(args("--port=80").number("--port"), Ok(Some(80)));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let message = args("--port lots").number("--port").unwrap_err();
        assert!(message.contains("--port lots"), "{message}");
        assert!(args("--port").value("--port").is_err());
        let message = args("--fats").finish("test").unwrap_err();
        assert!(message.contains("--fats"), "{message}");
    }
}
