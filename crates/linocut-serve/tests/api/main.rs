//! The API in process: requests in, answers out.
#![cfg(test)]

mod artifacts;
mod batches;
mod desk;
mod jobs;
mod models;
mod providers;
mod recipes;
mod stores;
mod v1;
mod verbs;
