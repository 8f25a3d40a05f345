//! The icon library: finds a drawn icon for words.
