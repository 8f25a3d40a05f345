//! Models: what they can do, and those that run here.
