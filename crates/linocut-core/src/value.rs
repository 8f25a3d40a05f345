//! What travels between stages.

use crate::{Drawing, Raster, Score};
use std::fmt;
use std::sync::Arc;

/// A value between two stages; copies share the content.
///
/// Nothing else travels, so whatever shows, keeps or compares values knows all of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words of a person or a model, Mermaid or SVG source, JSON.
    Text(Arc<str>),
    /// A picture of pixels.
    Raster(Arc<Raster>),
    /// An editable drawing.
    Drawing(Arc<Drawing>),
    /// How good something is.
    Score(Arc<Score>),
}

/// Which sort of value it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// [`Value::Text`].
    Text,
    /// [`Value::Raster`].
    Raster,
    /// [`Value::Drawing`].
    Drawing,
    /// [`Value::Score`].
    Score,
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// Which sort it is.
    #[must_use]
    pub const fn of(&self) -> Type {
        match self {
            Self::Text(_) => Type::Text,
            Self::Raster(_) => Type::Raster,
            Self::Drawing(_) => Type::Drawing,
            Self::Score(_) => Type::Score,
        }
    }
}

impl Type {
    /// All types, in the order of [`Value`].
    pub const ALL: [Self; 4] = [Self::Text, Self::Raster, Self::Drawing, Self::Score];

    /// Its name in recipes, lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Raster => "raster",
            Self::Drawing => "drawing",
            Self::Score => "score",
        }
    }

    /// The type called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
