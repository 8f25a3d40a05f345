//! Every provider against a server on this machine with recorded replies.
#![cfg(test)]
#![cfg(feature = "remote")]

mod painters;
mod server;
mod writers;
