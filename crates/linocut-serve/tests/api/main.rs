//! The API in process: requests in, answers out.
#![cfg(test)]

mod artifacts;
mod desk;
mod jobs;
mod recipes;
mod verbs;
