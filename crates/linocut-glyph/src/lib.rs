//! Drawing tokens and SVG text: the vocabulary and grammar of icons.
