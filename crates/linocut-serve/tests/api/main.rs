//! The API in process: requests in, answers out.
#![cfg(test)]

mod artifacts;
mod batches;
mod desk;
mod jobs;
mod recipes;
mod stores;
mod verbs;
