//! A network of whatever precision: what it has of one is that one's.

use super::Save;
use crate::{F32, Lstm, Network, NetworkState, Task};

impl<T: Task, const H: usize> Save<T> for Network<'_, T, H> {
    const LARGEST: usize = <Lstm<'static, T, F32, H> as Save<T>>::LARGEST;

    fn identity(&self) -> u32 {
        match self {
            Self::F32(network) => network.identity(),
            Self::Int8(network) => network.identity(),
            Self::Int4(network) => network.identity(),
        }
    }

    fn state_bytes(&self) -> usize {
        match self {
            Self::F32(network) => network.state_bytes(),
            Self::Int8(network) => network.state_bytes(),
            Self::Int4(network) => network.state_bytes(),
        }
    }

    /// A state of another precision, which no run of this network has, is written as one at rest.
    fn save_state(&self, state: &NetworkState<H>, out: &mut [u8]) {
        match (self, state) {
            (Self::F32(network), NetworkState::F32(state)) => network.save_state(state, out),
            (Self::Int8(network), NetworkState::Int8(state)) => network.save_state(state, out),
            (Self::Int4(network), NetworkState::Int4(state)) => network.save_state(state, out),
            _ => out.fill(0),
        }
    }

    fn load_state(&self, bytes: &[u8]) -> Option<NetworkState<H>> {
        match self {
            Self::F32(network) => network.load_state(bytes).map(NetworkState::F32),
            Self::Int8(network) => network.load_state(bytes).map(NetworkState::Int8),
            Self::Int4(network) => network.load_state(bytes).map(NetworkState::Int4),
        }
    }
}
