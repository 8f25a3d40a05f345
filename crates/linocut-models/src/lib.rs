//! Models: what they can do, and those that run here.
//!
//! - [`Weights`] reads tensors, [`Matrix`] multiplies by them, [`Block`] is one transformer block; the icon model and
//!   icon-CLIP are made of these.
//! - Arithmetic is 32-bit floating point on exactly expanded weights.
//!   The order of operations depends neither on the number of threads nor on the width of the processor's vectors, so
//!   every processor with fused multiply-add gives the same bits.
//! - What runs here takes bytes and gives values: no files, no network, no clock.
//! - [`provider`] speaks to models that other programs run; a [`guard`] makes its calls, a [`cost::Ledger`] counts them, and
//!   a [`script`] stands for one without a network, and what was answered before is [`remembered`]. Who is asked, with which key, comes from outside: [`config`].

pub mod access;
pub mod attention;
pub mod block;
pub mod clip;
pub mod config;
pub mod cost;
pub mod guard;
mod half;
pub mod icon;
pub mod judge;
mod kernel;
pub mod layers;
pub mod matrix;
pub mod provider;
pub mod remembered;
pub mod rope;
pub mod script;
pub mod tokenizer;
pub mod weights;

pub use attention::Memory;
pub use block::{Block, Place};
pub use clip::{ClipFiles, IconClip, NameIndex};
pub use icon::{Candidate, IconFiles, IconModel, IconRequest};
pub use matrix::Matrix;
pub use rope::Rope;
pub use tokenizer::Tokenizer;
pub use weights::Weights;
