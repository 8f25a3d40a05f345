//! Words for the tracer's closed sets.

use crate::choice::choice;

choice! {
    /// Kinds of pictures.
    Preset => linocut_trace::Preset {
        /// Flat colors and sharp edges; illustrations, too.
        Logo,
        /// Small pictures, where every pixel matters.
        Icon,
        /// Lines in one color on another.
        Lineart,
        /// Lines become strokes.
        Centerline,
        /// Every edge once, for cutters and plotters.
        Cutter,
        /// Pixel art.
        Pixel,
        /// Photographs and paintings.
        Photo,
    }
}
choice! {
    /// Kinds of curves.
    Curves => linocut_trace::CurveKind { Line, Quadratic, Cubic }
}
choice! {
    /// Regularity.
    Snap => linocut_trace::Snap { On, Off }
}
choice! {
    /// A background of one color.
    Background => linocut_trace::Background { Keep, Drop }
}
choice! {
    /// Soft shadows and glows.
    Shadows => linocut_trace::Shadows { Blurred, Shaded }
}
choice! {
    /// What lies over what.
    Stacking => linocut_trace::Stacking { Stacked, Cutouts }
}
choice! {
    /// Fills or lines.
    DrawStyle => linocut_trace::DrawStyle { FillShapes, StrokeShapes, StrokeEdges }
}
choice! {
    /// Groups.
    GroupBy => linocut_trace::GroupBy { None, Color, Layer }
}
choice! {
    /// Outlines of pixel art.
    Pixel => linocut_trace::PixelEdges { Exact, Smooth }
}
choice! {
    /// Tracers.
    Engine => linocut_trace::Engine {
        /// Our own: finds edges between pixels.
        Subpixel,
        /// Black and white, as Potrace does it.
        Bilevel,
        /// The VTracer library, to compare with.
        Vtracer,
    }
}
choice! {
    /// Where to turn at a corner that two dark pixels share.
    TurnPolicy => linocut_trace::TurnPolicy { Black, White, Left, Right, Minority, Majority }
}
choice! {
    /// What outlines are made of.
    Mode => linocut_trace::VtracerMode { Spline, Polygon, Pixel }
}
