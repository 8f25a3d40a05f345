//! Files in, pictures or refusals out.
#![cfg(test)]

mod build;
mod damaged;
mod reads;
