//! What comes back.

use crate::request::Route;
use crate::sheet::Origin;
use linocut_core::{Drawing, Unit};
use linocut_icons::{IconInfo, MatchKind};
use linocut_models::judge::REAL_SCORE;

/// The drawings for one prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The prompt.
    pub prompt: String,
    /// The drawings, best first; at least one.
    pub answers: Vec<Answer>,
    /// Why the first one is what it is, in a sentence for people.
    pub why: String,
    /// What could not be done as asked.
    pub warnings: Vec<String>,
}

/// One drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The finished drawing; title and description say what it shows and where it comes from.
    pub drawing: Drawing,
    /// How well it answers the prompt.
    pub score: Unit,
    /// Where it comes from.
    pub source: Source,
    /// What of the wanted look could not be had.
    pub warnings: Vec<String>,
}

/// Where a drawing comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// An icon that people drew.
    Library {
        /// The icon.
        icon: Box<IconInfo>,
        /// How it was found.
        found: MatchKind,
        /// Words of the prompt that it lacks.
        missed: Vec<String>,
    },
    /// Two icons put together.
    Composed {
        /// The large one.
        base: Box<IconInfo>,
        /// The small one.
        badge: Badge,
    },
    /// An icon that a model drew.
    Generated {
        /// Name and version of the model.
        model: String,
        /// How well icon-CLIP finds the prompt in it; icons by people have [`REAL_SCORE`].
        clip: f64,
        /// How tidy it is, `0..=1`.
        tidiness: Unit,
        /// The seed, and the place among the candidates of that seed.
        seed: (u64, usize),
    },
    /// A picture that an image model painted, traced.
    Painted {
        /// Name of the provider and of the model.
        model: String,
        /// The seed of the picture.
        seed: u64,
    },
    /// A drawing that a language model wrote.
    Written {
        /// Name of the provider and of the model.
        model: String,
        /// [`Route::Plan`] or [`Route::Template`].
        route: Route,
        /// What rules find wrong with it, one sentence each.
        flaws: Vec<String>,
        /// Which concept of the plan, and how often it was drawn before.
        place: (usize, usize),
    },
}

/// The small part of a composition.
#[derive(Clone, Debug, PartialEq)]
pub enum Badge {
    /// Artwork of Linocut's own, by its name.
    Stock(String),
    /// An icon of the library.
    Icon(Box<IconInfo>),
    /// Drawn by the icon model.
    Generated(String),
}

impl Badge {
    /// Where it comes from, for people: `plus badge of Linocut`, `lucide:lock`.
    #[must_use]
    pub fn credit(&self) -> String {
        match self {
            Self::Stock(name) => format!("the {name} badge of Linocut"),
            Self::Icon(icon) => icon.credit(),
            Self::Generated(model) => format!("a badge drawn by {model}"),
        }
    }

    /// The same in a word or two.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Stock(name) => name.clone(),
            Self::Icon(icon) => icon.id.clone(),
            Self::Generated(_) => "generated".to_owned(),
        }
    }
}

impl Source {
    /// The route that made it.
    #[must_use]
    pub const fn route(&self) -> Route {
        match self {
            Self::Library { .. } => Route::Library,
            Self::Composed { .. } => Route::Compose,
            Self::Generated { .. } => Route::Icon,
            Self::Painted { .. } => Route::Diffusion,
            Self::Written { route, .. } => *route,
        }
    }

    /// How a contact sheet marks it.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        match self {
            Self::Library { .. } => Origin::Library,
            Self::Composed { .. } => Origin::Composed,
            Self::Generated { .. } | Self::Painted { .. } | Self::Written { .. } => Origin::Generated,
        }
    }

    /// A short line for lists and sheets: `lucide:house · ISC`, `cloud + lock`, `generated · 0.51`.
    #[must_use]
    pub fn note(&self) -> String {
        match self {
            Self::Library { icon, .. } => format!("{} · {}", icon.id, icon.set.license),
            Self::Composed { base, badge } => format!("{} + {}", base.id, badge.name()),
            Self::Generated { clip, .. } => format!("generated · {clip:.2}"),
            Self::Painted { model, .. } => format!("painted · {model}"),
            Self::Written { model, .. } => format!("written · {model}"),
        }
    }

    /// Who made it and under which terms, for the description of the drawing.
    #[must_use]
    pub fn credit(&self) -> String {
        match self {
            Self::Library { icon, .. } => icon.credit(),
            Self::Composed { base, badge } => format!("Composed of: {}; {}", base.credit(), badge.credit()),
            Self::Generated { model, seed: (seed, place), .. } => {
                format!("Drawn by {model}, seed {seed}, candidate {place}")
            }
            Self::Painted { model, seed } => format!("Traced from a picture painted by {model}, seed {seed}"),
            Self::Written { model, place: (concept, round), .. } => {
                format!("Written by the language model {model}, concept {}, draft {}", concept + 1, round + 1)
            }
        }
    }

    /// Why it is an answer, in a sentence without a full stop.
    pub(crate) fn reason(&self, prompt: &str) -> String {
        match self {
            Self::Library { icon, found: MatchKind::Exact, .. } => {
                format!("library: {} is named \"{}\"", icon.id, icon.name)
            }
            Self::Library { icon, found, missed, .. } if missed.is_empty() => {
                format!("library: {} shows it ({})", icon.id, found.name())
            }
            Self::Library { icon, missed, .. } => {
                format!("library: {} comes nearest, without {}", icon.id, quoted(missed))
            }
            Self::Composed { base, badge } => {
                format!("compose: no icon shows \"{prompt}\", so {} got {}", base.id, badge.name())
            }
            Self::Generated { model, clip, .. } => {
                format!("icon: drawn by {model}, score {clip:.2} (icons by people have {REAL_SCORE})")
            }
            Self::Painted { model, .. } => format!("diffusion: painted by {model}, then traced"),
            Self::Written { model, route, flaws, place: (concept, round) } => {
                let found = if flaws.is_empty() { "no flaw found".to_owned() } else { flaws.join(", ") };
                let (route, concept, draft) = (route.name(), concept + 1, round + 1);
                format!("{route}: written by {model}, concept {concept}, draft {draft}, {found}")
            }
        }
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" and ")
}
