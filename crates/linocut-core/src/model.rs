//! What models can do, whoever provides them.

use crate::{Context, Raster, Result, Unit};
use std::fmt;
use std::sync::Arc;

/// Which model it is, exactly: two models with equal ids give equal answers to equal requests.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelId {
    /// Its name for people and on the command line: lower case, hyphenated.
    pub name: String,
    /// The version of its design or release.
    pub version: String,
    /// A digest of its weights, or of what stands for them with a remote model; goes into the keys of caches.
    pub digest: String,
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if self.version.is_empty() { Ok(()) } else { write!(f, " {}", self.version) }
    }
}

/// Any model.
///
/// Models are synchronous: calls last milliseconds to minutes, and threads do the rest.
pub trait Model: Send + Sync {
    /// Which model it is.
    fn id(&self) -> &ModelId;
}

impl<M: Model + ?Sized> Model for Box<M> {
    fn id(&self) -> &ModelId {
        (**self).id()
    }
}

impl<M: Model + ?Sized> Model for Arc<M> {
    fn id(&self) -> &ModelId {
        (**self).id()
    }
}

/// A model that judges pictures.
pub trait VisionModel: Model {
    /// Judges each of `pictures` against what was asked for, in their order.
    ///
    /// # Errors
    /// [`Kind::Unavailable`](crate::Kind::Unavailable) when it cannot be reached,
    /// [`Kind::Cancelled`](crate::Kind::Cancelled) and [`Kind::Limit`](crate::Kind::Limit) from the context.
    fn assess(&self, prompt: &str, pictures: &[Arc<Raster>], cx: &Context) -> Result<Vec<Assessment>>;
}

/// What a model thinks of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// How well it shows what was asked for.
    pub alignment: Unit,
    /// How good it looks; `None` when the model cannot tell.
    pub aesthetic: Option<Unit>,
    /// What it shows, in words; `None` when the model does not write.
    pub caption: Option<String>,
    /// What is good, one phrase each.
    pub strengths: Vec<String>,
    /// What is wrong, one phrase each.
    pub weaknesses: Vec<String>,
}
