//! Whole commands: arguments and files in; exit code, stdout, stderr and files out.
#![cfg(test)]

mod batches;
mod desk;
mod edits;
mod help;
mod library;
mod others;
mod refusals;
mod traces;
