//! What lines end with.

use crate::emit::scene::{Ink, Scene};
use linocut_core::Rgba;
use linocut_core::kurbo::{Point, Vec2};

/// What a line ends with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::emit) enum Head {
    #[default]
    None,
    /// A filled arrow head.
    Arrow,
    /// Two strokes.
    Open,
    /// A filled ball.
    Ball,
    Cross,
    /// A hollow triangle: inheritance.
    Triangle,
    /// A filled diamond: composition.
    Diamond,
    /// A hollow diamond: aggregation.
    Hollow,
    /// A hollow ball: an interface that is provided.
    Ring,
    /// Exactly one.
    One,
    /// None or one.
    Maybe,
    /// One or more.
    Many,
    /// None or more.
    Any,
    /// A circle with a cross: containment of requirements.
    Contains,
}

/// The colors a head is drawn in.
#[derive(Clone, Copy, Debug)]
pub(in crate::emit) struct HeadInk {
    pub(in crate::emit) line: Rgba,
    /// What hollow heads are filled with.
    pub(in crate::emit) page: Rgba,
    /// Width of the line, in user units.
    pub(in crate::emit) width: f64,
}

impl Head {
    /// How long before the tip the line itself ends, in user units.
    pub(in crate::emit) fn inset(self) -> f64 {
        match self {
            Self::None | Self::Open | Self::Cross | Self::One | Self::Maybe | Self::Many | Self::Any => 0.0,
            Self::Arrow => 8.0,
            Self::Ball => 5.0,
            Self::Triangle => 13.0,
            Self::Diamond | Self::Hollow => 18.0,
            Self::Ring => 10.0,
            Self::Contains => 14.0,
        }
    }

    /// How long it is from its tip on, in user units; texts beside it begin after it.
    pub(in crate::emit) fn reach(self) -> f64 {
        match self {
            Self::One | Self::Many => 16.0,
            Self::Maybe | Self::Any => 24.0,
            Self::None => 4.0,
            Self::Open | Self::Cross => 9.0,
            Self::Arrow | Self::Ball | Self::Triangle | Self::Diamond | Self::Hollow | Self::Ring | Self::Contains => {
                self.inset()
            }
        }
    }

    /// Draws it with its tip at `tip`, the line coming from the direction opposite to `along`, a unit vector.
    pub(in crate::emit) fn draw(self, scene: &mut Scene, tip: Point, along: Vec2, ink: HeadInk) {
        let across = Vec2::new(-along.y, along.x);
        let at = |back: f64, side: f64| tip - along * back + across * side;
        let solid = Ink::fill(ink.line);
        let thin = Ink::line(ink.line, ink.width.max(1.2));
        let hollow = Ink::both(ink.page, ink.line, ink.width.max(1.2));
        match self {
            Self::None => {}
            Self::Arrow => scene.polygon(&[tip, at(9.5, 4.5), at(7.5, 0.0), at(9.5, -4.5)], &solid),
            Self::Open => scene.path(crate::emit::scene::polyline(&[at(9.0, 4.5), tip, at(9.0, -4.5)]), &thin),
            Self::Ball => scene.circle(at(4.5, 0.0), 4.5, &solid),
            Self::Cross => strokes(scene, &[[at(2.0, 4.0), at(10.0, -4.0)], [at(2.0, -4.0), at(10.0, 4.0)]], &thin),
            Self::Triangle => scene.polygon(&[tip, at(13.0, 7.0), at(13.0, -7.0)], &hollow),
            Self::Diamond => scene.polygon(&[tip, at(9.0, 5.0), at(18.0, 0.0), at(9.0, -5.0)], &solid),
            Self::Hollow => scene.polygon(&[tip, at(9.0, 5.0), at(18.0, 0.0), at(9.0, -5.0)], &hollow),
            Self::Ring => scene.circle(at(5.0, 0.0), 5.0, &hollow),
            Self::One => strokes(scene, &[[at(8.0, 6.0), at(8.0, -6.0)], [at(13.0, 6.0), at(13.0, -6.0)]], &thin),
            Self::Maybe => {
                strokes(scene, &[[at(8.0, 6.0), at(8.0, -6.0)]], &thin);
                scene.circle(at(17.0, 0.0), 5.0, &hollow);
            }
            Self::Many => {
                crow(scene, &[tip + across * 6.5, at(11.0, 0.0), tip - across * 6.5], &thin);
                strokes(scene, &[[at(14.5, 6.0), at(14.5, -6.0)]], &thin);
            }
            Self::Any => {
                crow(scene, &[tip + across * 6.5, at(11.0, 0.0), tip - across * 6.5], &thin);
                scene.circle(at(16.0, 0.0), 5.0, &hollow);
            }
            Self::Contains => {
                scene.circle(at(7.0, 0.0), 7.0, &hollow);
                strokes(scene, &[[at(0.0, 0.0), at(14.0, 0.0)], [at(7.0, 7.0), at(7.0, -7.0)]], &thin);
            }
        }
    }
}

fn crow(scene: &mut Scene, points: &[Point], ink: &Ink) {
    scene.path(crate::emit::scene::polyline(points), ink);
}

/// Several strokes as one path.
fn strokes(scene: &mut Scene, lines: &[[Point; 2]], ink: &Ink) {
    let mut path = linocut_core::kurbo::BezPath::new();
    for &[from, to] in lines {
        path.move_to(from);
        path.line_to(to);
    }
    scene.path(path, ink);
}
