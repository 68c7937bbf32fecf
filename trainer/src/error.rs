//! Why a verb cannot be carried out: a line for people, and an exit code for programs.

use std::fmt::{self, Display};
use std::io::{self, ErrorKind};

use npi_format::ParseError;
use npi_format::convert::{ConvertError, JoinError};
use npi_runtime::{Misfit, Refusal};

/// What an error is about, and with that the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nobody reads the output any more, as in `npi generate addition | head`: exit 0, without a word.
    Closed,
    /// A network went astray: exit 1.
    Run,
    /// The input or the usage is wrong: exit 2.
    Input,
    /// The system failed, as with a full disk: exit 3.
    System,
}

impl Fault {
    /// The exit code that stands for it.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Run => 1,
            Self::Input => 2,
            Self::System => 3,
        }
    }

    /// Whose fault a failed read or write is: a path that cannot be meant is bad input, all else is the system's.
    fn of(kind: ErrorKind) -> Self {
        use ErrorKind as Kind;
        match kind {
            Kind::BrokenPipe => Self::Closed,
            Kind::NotFound | Kind::PermissionDenied | Kind::AlreadyExists | Kind::InvalidFilename => {
                Self::Input
            }
            Kind::NotADirectory | Kind::IsADirectory | Kind::InvalidInput | Kind::InvalidData => Self::Input,
            _ => Self::System,
        }
    }
}

/// An error with all that was said about it on its way up, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    fault: Fault,
    message: String,
}

/// What all of this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of bad input.
    #[must_use]
    pub fn input(message: impl Display) -> Self {
        Self::new(Fault::Input, message)
    }

    /// An error that only a mistake of ours can cause.
    #[must_use]
    pub(crate) fn ours(message: impl Display) -> Self {
        Self::new(Fault::System, message)
    }

    fn new(fault: Fault, message: impl Display) -> Self {
        Self { fault, message: message.to_string() }
    }

    /// What it is about.
    #[must_use]
    pub fn fault(&self) -> Fault {
        self.fault
    }

    /// Whether a network went astray.
    pub(crate) fn is_run(&self) -> bool {
        self.fault == Fault::Run
    }

    /// The same error, with where it happened in front.
    #[must_use]
    pub(crate) fn within(self, words: impl Display) -> Self {
        Self { message: format!("{words}: {}", self.message), ..self }
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::new(Fault::of(error.kind()), error)
    }
}

impl From<npi_runtime::Error> for Error {
    /// Whether the network went astray, or was given a problem that is none.
    fn from(error: npi_runtime::Error) -> Self {
        use npi_runtime::Error::Refused;
        match error {
            Refused(refusal @ (Refusal::Problem { .. } | Refusal::Capacity { .. })) => refusal.into(),
            _ => Self::new(Fault::Run, error),
        }
    }
}

/// Errors that are about what the command was given.
macro_rules! about_input {
    ($($error:ty),*) => {
        $(impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::input(error)
            }
        })*
    };
}
about_input!(ConvertError, JoinError, Refusal, serde_json::Error, std::num::TryFromIntError);

impl From<ParseError> for Error {
    /// What a person can do about a model that is none, which the library cannot know.
    fn from(error: ParseError) -> Self {
        let hint = match error {
            ParseError::Magic => "make one with `npi convert`",
            ParseError::Truncated
            | ParseError::Malformed
            | ParseError::Trailing(_)
            | ParseError::Checksum { .. } => "copy it again",
            ParseError::Version(_) => "train again: weights of its time are refused, too",
            _ => "convert the weights again",
        };
        Self::input(format_args!("{error}; hint: {hint}"))
    }
}

impl From<Misfit> for Error {
    /// What a person can do about a model that does not fit.
    fn from(misfit: Misfit) -> Self {
        let hint = match misfit {
            Misfit::Hidden { .. } => "train with fewer",
            Misfit::Task { .. } => "`npi inspect` shows its tasks; train again if the task has changed",
            Misfit::Boxes { .. } => "train again",
            _ => "convert the weights again",
        };
        Self::input(format_args!("{misfit}; hint: {hint}"))
    }
}

/// Errors that only a mistake of ours can cause.
macro_rules! about_us {
    ($($error:ty),*) => {
        $(impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::new(Fault::System, error)
            }
        })*
    };
}
about_us!(fmt::Error, indicatif::style::TemplateError);

/// Says where something went wrong, in front of what went wrong.
pub trait Context<T> {
    /// Adds words.
    ///
    /// # Errors
    /// The same, with the words in front.
    fn context(self, words: impl Display) -> Result<T>;

    /// Adds words that are only made if need be.
    ///
    /// # Errors
    /// The same, with the words in front.
    fn with_context<D: Display>(self, words: impl FnOnce() -> D) -> Result<T>;
}

impl<T, E: Into<Error>> Context<T> for Result<T, E> {
    fn context(self, words: impl Display) -> Result<T> {
        self.with_context(|| words)
    }

    fn with_context<D: Display>(self, words: impl FnOnce() -> D) -> Result<T> {
        self.map_err(|error| error.into().within(words()))
    }
}

/// Nothing where something was expected is bad input.
impl<T> Context<T> for Option<T> {
    fn context(self, words: impl Display) -> Result<T> {
        self.with_context(|| words)
    }

    fn with_context<D: Display>(self, words: impl FnOnce() -> D) -> Result<T> {
        self.ok_or_else(|| Error::input(words()))
    }
}

/// Returns an error of bad input.
macro_rules! bail {
    ($($words:tt)*) => {
        return Err($crate::error::Error::input(format_args!($($words)*)))
    };
}

/// Returns an error of bad input unless something holds.
macro_rules! ensure {
    ($holds:expr, $($words:tt)*) => {
        let holds: bool = $holds;
        if !holds {
            $crate::error::bail!($($words)*);
        }
    };
}

pub(crate) use {bail, ensure};

#[cfg(test)]
mod tests {
    use super::*;

    /// A run that goes astray is the network's fault, a problem that is none is not.
    #[test]
    fn a_network_that_goes_astray_is_no_bad_input() {
        let fault = |error: npi_runtime::Error| Error::from(error).fault();
        assert_eq!(fault(npi_runtime::Error::StepLimit { limit: 9 }), Fault::Run);
        assert_eq!(fault(Refusal::Action("left the scratchpad").into()), Fault::Run);
        assert_eq!(fault(Refusal::Problem { expected: "a digit", at: 0 }.into()), Fault::Input);
    }

    /// What was said on the way up stands in front, and changes no exit code.
    #[test]
    fn words_in_front_keep_the_fault() {
        let full: Result<()> = Err(io::Error::from(ErrorKind::StorageFull)).context("cannot write x");
        let error = full.unwrap_err();
        assert_eq!(error.fault().code(), 3);
        assert!(error.to_string().starts_with("cannot write x: "), "{error}");
    }
}
