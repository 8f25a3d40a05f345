//! Changes a drawing by rules: colors, strokes, transforms, badges.
