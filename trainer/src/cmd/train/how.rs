//! How to train, as options of the command line.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cmd::convert::Precision;
use crate::error::{Result, ensure};
use crate::learn::{Backend, Options, Prover};
use crate::model::weights;
use crate::record::HIDDEN;

/// How to train.
#[derive(Debug, Clone, Args)]
pub struct How {
    /// Units of the LSTM layer [default: 16, or as in --core or --resume].
    #[arg(long)]
    pub hidden: Option<usize>,
    /// Keep the recurrent weights of this safetensors file: `npi join` then puts both models into one.
    #[arg(long, value_name = "FILE")]
    pub core: Option<PathBuf>,
    /// Go on from the weights of this safetensors file, of the same tasks, size and precision; boxes are taken over, too, if they are of the
    /// same kind. Adam's moments and the falling learning rate begin anew: it is a new training that does not begin at random.
    #[arg(long, value_name = "FILE", conflicts_with = "core")]
    pub resume: Option<PathBuf>,
    /// The seed: the same weights for the same seed and the same build.
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    pub seed: u64,
    /// The precision in which to prove the model.
    #[arg(short, long, value_enum, default_value_t = Precision::Int8)]
    pub precision: Precision,
    /// Learn from traces alone, not from the proof's counterexamples.
    #[arg(long)]
    pub plain: bool,
    /// How programs are to be proven that do not loop; those that loop always are by boxes, which are learned with the network.
    #[arg(long, value_enum, default_value_t = By::Sequences)]
    pub prover: By,
    /// Use a box for each view by which a program comes to a memory, and not one for each memory: for teachers that remember much.
    #[arg(long)]
    pub split: bool,
    /// The margin, in logits, at which to stop; when the schedule ends, any proof will do.
    #[arg(long, default_value_t = Options::default().margin, allow_negative_numbers = true)]
    pub margin: f64,
    /// Give up after so many updates, at least one.
    #[arg(long, default_value_t = Options::default().updates, allow_negative_numbers = true)]
    pub updates: usize,
    /// What burn computes with.
    #[arg(long, value_enum, default_value_t = Backend::DEFAULT)]
    pub backend: Backend,
}

/// What proves a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Walking every sequence of views that a call can be shown: exact, for calls of finitely many steps.
    Sequences,
    /// Boxes in which the network's state stays for ever: checked in one pass, on a board at every power-on.
    Boxes,
}

impl How {
    /// The options of a training.
    ///
    /// # Errors
    /// Numbers out of range, a core that cannot be read or does not fit, and weights to go on from that cannot be read.
    pub fn options(&self) -> Result<Options> {
        let Self { seed, margin, updates, .. } = *self;
        let core = self.core.as_deref().map(weights).transpose()?;
        let resume = self.resume.as_deref().map(weights).transpose()?;
        let given = core.as_ref().or(resume.as_ref());
        let default = given.map_or(Options::default().hidden, |given| given.metadata.hidden);
        let hidden = self.hidden.unwrap_or(default);
        ensure!(
            core.is_none() || hidden == default,
            "expected --hidden {default}, as the core's, found {hidden}"
        );
        ensure!((1..=HIDDEN).contains(&hidden), "expected --hidden from 1 to {HIDDEN}, found {hidden}");
        ensure!(margin >= 0.0, "expected a --margin of at least 0, found {margin}");
        let (precision, counterexamples) = (self.precision.into(), !self.plain);
        let prover = Prover { boxes: self.prover == By::Boxes, split: self.split };
        let core = core.map(|core| core.recurrent);
        let options = Options {
            hidden,
            seed,
            precision,
            backend: self.backend,
            core,
            resume,
            counterexamples,
            prover,
            margin,
            updates,
        };
        options.check()?; // before anything is said of what is learned
        Ok(options)
    }
}
