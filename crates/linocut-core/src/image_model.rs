//! Models that paint.

use crate::{Context, Model, Raster, Result, Unit};
use std::sync::Arc;

/// A model that makes pictures of words.
pub trait ImageModel: Model {
    /// Paints what `request` asks for.
    ///
    /// # Errors
    /// [`Kind::Unavailable`](crate::Kind::Unavailable) when it cannot be reached or sends no picture,
    /// [`Kind::Input`](crate::Kind::Input) for a wish it cannot fulfill, such as an adapter it does not have,
    /// [`Kind::Refused`](crate::Kind::Refused) when it declines, and those of `cx`.
    fn generate(&self, request: &ImageRequest, cx: &Context) -> Result<Raster>;
}

impl<M: ImageModel + ?Sized> ImageModel for Arc<M> {
    fn generate(&self, request: &ImageRequest, cx: &Context) -> Result<Raster> {
        (**self).generate(request, cx)
    }
}

/// What is asked of an [`ImageModel`].
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRequest {
    /// What the picture shows.
    pub prompt: String,
    /// What it must not show. Default: empty.
    pub negative: String,
    /// Width and height in pixels, `64..=4096`. Default: 1024 each.
    pub size: (u32, u32),
    /// Steps of diffusion, `1..=150`. Default: the model's own.
    pub steps: Option<u32>,
    /// How closely it follows the prompt, `0..=30`. Default: the model's own.
    pub guidance: Option<f64>,
    /// Seed of its noise. Default: 0.
    pub seed: u64,
    /// A picture to begin with. Default: none.
    pub start: Option<Start>,
    /// A picture whose structure is followed. Default: none.
    pub control: Option<Arc<Raster>>,
    /// Low-rank adapters by name, with their weights, mostly `0..=2`. Default: none.
    pub adapters: Vec<(String, f64)>,
}

impl ImageRequest {
    /// A request with every default.
    #[must_use]
    pub fn new(prompt: impl Into<String>) -> Self {
        Self {
            prompt: prompt.into(),
            negative: String::new(),
            size: (1024, 1024),
            steps: None,
            guidance: None,
            seed: 0,
            start: None,
            control: None,
            adapters: Vec::new(),
        }
    }
}

/// A picture that painting begins with.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The picture.
    pub picture: Arc<Raster>,
    /// How much of it may change, from 0 nothing to 1 all.
    pub strength: Unit,
}
