//! The tower that looks at pictures.

use super::shrink::shrink;
use super::{mean, normalize};
use crate::attention::Memory;
use crate::block::{EPSILON, Names};
use crate::layers::rms_norm;
use crate::{Block, Matrix, Place, Weights};
use linocut_core::{Error, Kind, Raster, Result};

/// Pictures that go through the blocks together. One, two and eight cost the same within 5 %, as a product takes 256 rows
/// at a time anyway; two keep what lies between the products at 8 MB.
const TOGETHER: usize = 2;

/// Looks at pictures.
#[derive(Debug)]
pub(super) struct Pictures {
    /// Side of what it looks at, in pixels.
    side: usize,
    /// Side of a patch, in pixels.
    patch: usize,
    enter: Matrix,
    /// What is added to the patches: bias and position, `[patches, width]`.
    places: Vec<f32>,
    blocks: Vec<Block>,
    norm: Vec<f32>,
    project: Matrix,
}

impl Pictures {
    pub(super) fn read(weights: &Weights<'_>) -> Result<Self> {
        let (side, patch): (usize, usize) = (weights.number("pixels")?, weights.number("patch")?);
        let heads = weights.number("heads")?;
        let blocks = (0..weights.layers("image.layers."))
            .map(|layer| Block::read(weights, &format!("image.layers.{layer}"), &Names::SHORT, heads))
            .collect::<Result<_>>()?;
        let enter = weights.matrix(&["image.patch.weight"])?;
        let (mut places, bias) = (weights.vector("image.pos")?, weights.vector("image.patch.bias")?);
        let fits = (1..=1024).contains(&side)
            && patch > 0
            && side % patch == 0
            && enter.inputs() == 3 * patch * patch
            && bias.len() == enter.outputs()
            && places.len() == (side / patch).pow(2) * enter.outputs();
        if !fits {
            return Err(Error::new(Kind::Input, format!("patches of {patch} pixels do not fit {side}")).at("image"));
        }
        for row in places.chunks_exact_mut(bias.len()) {
            row.iter_mut().zip(&bias).for_each(|(place, bias)| *place += bias);
        }
        let norm = weights.vector("image.norm.weight")?;
        Ok(Self { side, patch, enter, places, blocks, norm, project: weights.matrix(&["image.proj.weight"])? })
    }

    pub(super) fn embed(&self, pictures: &[&Raster]) -> Result<Vec<Vec<f32>>> {
        let mut out = Vec::with_capacity(pictures.len());
        for pictures in pictures.chunks(TOGETHER) {
            let patches: Vec<f32> = pictures.iter().flat_map(|picture| self.patches(picture)).collect();
            out.extend(self.look(&patches, pictures.len())?);
        }
        Ok(out)
    }

    /// A picture's patches, row by row; within a patch by channel, row and column, `-1..=1`.
    fn patches(&self, picture: &Raster) -> Vec<f32> {
        let planes = shrink(picture, self.side);
        let across = self.side / self.patch;
        let mut out = Vec::with_capacity(3 * self.side * self.side);
        for (down, right) in (0..across).flat_map(|down| (0..across).map(move |right| (down, right))) {
            for plane in &planes {
                let rows = plane.chunks_exact(self.side).skip(down * self.patch).take(self.patch);
                let cells = rows.flat_map(|row| row.iter().skip(right * self.patch).take(self.patch));
                out.extend(cells.map(|value| value * 2.0 - 1.0));
            }
        }
        out
    }

    fn look(&self, patches: &[f32], count: usize) -> Result<Vec<Vec<f32>>> {
        let (width, all) = (self.enter.outputs(), patches.len() / self.enter.inputs());
        let each = all / count.max(1);
        let mut rows = vec![0.0; all * width];
        self.enter.multiply(patches, all, &mut rows)?;
        rows.iter_mut().zip(self.places.iter().cycle()).for_each(|(value, place)| *value += place);
        let place = |index| Place { sequence: index / each, position: index % each, sees: each };
        let places: Vec<Place> = (0..all).map(place).collect();
        for block in &self.blocks {
            let mut memories: Vec<Memory> = (0..count).map(|_| block.memory()).collect();
            block.run(&mut rows, &places, None, &mut memories)?;
        }
        rms_norm(&mut rows, &self.norm, EPSILON);
        rows.chunks_exact(each * width).map(|rows| self.leave(rows)).collect()
    }

    fn leave(&self, rows: &[f32]) -> Result<Vec<f32>> {
        let mut middle = vec![0.0; self.project.inputs()];
        mean(rows, &mut middle);
        let mut out = vec![0.0; self.project.outputs()];
        self.project.multiply(&middle, 1, &mut out)?;
        normalize(&mut out);
        Ok(out)
    }
}
