//! What burn computes with. Since burn 0.22 a backend is a device, chosen at run time.

use burn::tensor::Device;
use clap::ValueEnum;

/// The backends that were compiled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Backend {
    /// burn-ndarray, the default; deprecated upstream in favour of flex.
    #[cfg(feature = "ndarray")]
    Ndarray,
    /// burn-flex.
    #[cfg(feature = "flex")]
    Flex,
}

impl Backend {
    /// The default of those compiled in.
    pub const DEFAULT: Self = {
        #[cfg(feature = "ndarray")]
        {
            Self::Ndarray
        }
        #[cfg(not(feature = "ndarray"))]
        {
            Self::Flex
        }
    };

    /// The device, with gradients: burn's optimizers step no other parameters.
    #[must_use]
    pub fn device(self) -> Device {
        match self {
            #[cfg(feature = "ndarray")]
            #[expect(
                deprecated,
                reason = "asked for, and kept until burn drops it; flex is the second backend"
            )]
            Self::Ndarray => Device::ndarray().autodiff(),
            #[cfg(feature = "flex")]
            Self::Flex => Device::flex().autodiff(),
        }
    }
}
