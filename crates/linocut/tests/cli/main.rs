//! Whole commands: arguments and files in; exit code, stdout, stderr and files out.
#![cfg(test)]

mod batches;
mod cages;
mod checks;
mod converts;
mod desk;
mod diagrams;
mod draws;
mod edits;
mod help;
mod hostile;
mod library;
mod others;
mod packaging;
mod providers;
mod refusals;
mod runs;
mod serves;
mod traces;
mod watches;
