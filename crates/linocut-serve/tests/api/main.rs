//! The API in process: requests in, answers out.
#![cfg(test)]

mod aliases;
mod artifacts;
mod batches;
mod desk;
mod jobs;
mod library;
mod models;
mod providers;
mod recipes;
mod stores;
mod traces;
mod v1;
mod verbs;
