//! What is wrong with the words of a command line, in one line like any other error.

use std::num::{IntErrorKind, ParseFloatError, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::Error;

/// What clap has found wrong in the words of a command, such as `npi verify`, in ours: what was expected, what was found, and what to do.
pub(super) fn error(usage: &clap::Error, command: &str) -> Error {
    let found = Found { usage, command };
    Error::input(match usage.kind() {
        ErrorKind::InvalidSubcommand => found.verb(),
        ErrorKind::UnknownArgument => found.argument(),
        ErrorKind::InvalidValue => found.value(),
        ErrorKind::ValueValidation => found.unreadable(),
        ErrorKind::MissingRequiredArgument => found.missing(),
        ErrorKind::ArgumentConflict => found.conflict(),
        _ => found.other(),
    })
}

/// An error of clap's, of which the pieces are asked for.
struct Found<'e> {
    usage: &'e clap::Error,
    /// The command, and its verb if it has one.
    command: &'e str,
}

impl Found<'_> {
    fn verb(&self) -> String {
        let (found, help) = (self.one(ContextKind::InvalidSubcommand), self.help());
        let near = self.near(ContextKind::SuggestedSubcommand).unwrap_or(format!("{help} lists them"));
        format!("expected a verb, found `{found}`; hint: {near}")
    }

    fn argument(&self) -> String {
        let (found, command) = (self.one(ContextKind::InvalidArg), self.command);
        let near = self.near(ContextKind::SuggestedArg).unwrap_or_else(|| self.help());
        let what = if found.starts_with('-') { "an option" } else { "no more words" };
        format!("expected {what} of `{command}`, found `{found}`; hint: {near}")
    }

    fn value(&self) -> String {
        let (option, found) = (self.one(ContextKind::InvalidArg), self.one(ContextKind::InvalidValue));
        let found = if found.is_empty() { "nothing".to_owned() } else { format!("`{found}`") };
        let known = self.all(ContextKind::ValidValue);
        let hint = self.near(ContextKind::SuggestedValue).unwrap_or_else(|| self.help());
        match &known[..] {
            [] => format!("expected a value for {option}, found {found}; hint: {hint}"),
            known => {
                format!("expected {option} to be one of {}, found {found}; hint: {hint}", known.join(", "))
            }
        }
    }

    fn unreadable(&self) -> String {
        let (option, found) = (self.one(ContextKind::InvalidArg), self.one(ContextKind::InvalidValue));
        let expected = std::error::Error::source(self.usage).map_or("another value".to_owned(), expected);
        format!("expected {option} to be {expected}, found `{found}`; hint: {}", self.help())
    }

    fn missing(&self) -> String {
        let missing = self.all(ContextKind::InvalidArg).join(" and ");
        format!("expected {missing} after `{}`, found nothing; hint: {}", self.command, self.help())
    }

    fn conflict(&self) -> String {
        let one = self.one(ContextKind::InvalidArg);
        let others = self.all(ContextKind::PriorArg);
        match others.iter().any(|other| *other != one) {
            true => {
                format!("expected {one} without {}, found both; hint: {}", others.join(" and "), self.help())
            }
            false => format!("expected {one} once, found it more than once; hint: {}", self.help()),
        }
    }

    /// The first line of what clap says.
    fn other(&self) -> String {
        let text = self.usage.render().to_string();
        let line = text.lines().next().unwrap_or_default();
        format!("{}; hint: {}", line.strip_prefix("error: ").unwrap_or(line), self.help())
    }

    /// A piece that is one text.
    fn one(&self, kind: ContextKind) -> String {
        self.all(kind).into_iter().next().unwrap_or_default()
    }

    /// A piece that may be several texts.
    fn all(&self, kind: ContextKind) -> Vec<String> {
        match self.usage.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    /// What was probably meant.
    fn near(&self, kind: ContextKind) -> Option<String> {
        let near: Vec<_> = self.all(kind).iter().map(|near| format!("`{near}`")).collect();
        (!near.is_empty()).then(|| near.join(" or "))
    }

    /// How to be helped.
    fn help(&self) -> String {
        format!("`{} --help`", self.command)
    }
}

/// What should have been found instead of a value that cannot be read.
fn expected(why: &(dyn std::error::Error + 'static)) -> String {
    let parsed = why.downcast_ref::<ParseIntError>().map(ParseIntError::kind);
    match (parsed, why.to_string().split_once(" is not in ")) {
        (Some(IntErrorKind::PosOverflow), _) => "a smaller whole number".to_owned(),
        (Some(IntErrorKind::NegOverflow), _) => "a greater whole number".to_owned(),
        (Some(_), _) => "a whole number".to_owned(),
        (None, Some((_, range))) => format!("a whole number from {}", range.replace("..=", " to ")),
        (None, None) if why.is::<ParseFloatError>() => "a number".to_owned(),
        (None, None) => match why.to_string().strip_prefix("expected ") {
            Some(expected) => expected.split(", found ").next().unwrap_or(expected).to_owned(),
            None => format!("another value ({why})"),
        },
    }
}
