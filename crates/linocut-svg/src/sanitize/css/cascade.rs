//! Which declarations win for an element: CSS Cascading Level 4, section 6, for one origin.

use super::select::{Combinator, Compound, Selector, classes};
use super::sheet::{Declaration, Sheet};
use crate::limits::exceeded;
use crate::sanitize::tree::{Element, Node};
use linocut_core::Result;
use std::collections::BTreeMap;

/// The rules of a sheet, found by what their rightmost compound asks for.
pub(crate) struct Cascade<'s> {
    sheet: &'s Sheet,
    by_id: BTreeMap<&'s str, Vec<usize>>,
    by_class: BTreeMap<&'s str, Vec<usize>>,
    by_tag: BTreeMap<&'s str, Vec<usize>>,
    any: Vec<usize>,
    steps_left: u64,
    steps: u64,
}

/// What decides between two declarations of a property, the greater winning: importance, the `style` attribute,
/// specificity, order.
type Rank = (bool, bool, (usize, usize, usize), usize);

/// The winning declarations by property.
pub(crate) type Winners<'a> = BTreeMap<&'static str, (Rank, &'a Declaration)>;

impl<'s> Cascade<'s> {
    /// Indexes `sheet`; all look-ups together may cost `steps`.
    pub(crate) fn new(sheet: &'s Sheet, steps: u64) -> Self {
        let mut cascade = Self {
            sheet,
            by_id: BTreeMap::new(),
            by_class: BTreeMap::new(),
            by_tag: BTreeMap::new(),
            any: Vec::new(),
            steps_left: steps,
            steps,
        };
        for (index, rule) in sheet.rules.iter().enumerate() {
            let Some((compound, _)) = rule.selector.compounds.first() else { continue };
            let slot = if let Some(id) = compound.ids.first() {
                cascade.by_id.entry(id).or_default()
            } else if let Some(class) = compound.classes.first() {
                cascade.by_class.entry(class).or_default()
            } else if let Some(tag) = &compound.tag {
                cascade.by_tag.entry(tag).or_default()
            } else {
                &mut cascade.any
            };
            slot.push(index);
        }
        cascade
    }

    /// The winners for `element`, whose ancestors are `trail` (the root first) and whose own declarations are `own`.
    ///
    /// # Errors
    /// [`linocut_core::Kind::Limit`] when all look-ups so far cost too much.
    pub(crate) fn winners<'a>(
        &mut self,
        element: &Element,
        trail: &[&Element],
        own: &'a [Declaration],
    ) -> Result<Winners<'a>>
    where
        's: 'a,
    {
        let mut winners = Winners::new();
        let sheet = self.sheet;
        for index in self.candidates(element)? {
            let Some(rule) = sheet.rules.get(index) else { continue };
            if !self.matches(&rule.selector, element, trail)? {
                continue;
            }
            let block = sheet.blocks.get(rule.block).map_or(&[][..], Vec::as_slice);
            self.spend(block.len())?;
            for declaration in block {
                offer(&mut winners, (declaration.important, false, rule.selector.specificity, index), declaration);
            }
        }
        for (order, declaration) in own.iter().enumerate() {
            offer(&mut winners, (declaration.important, true, (0, 0, 0), order), declaration);
        }
        Ok(winners)
    }

    fn candidates(&mut self, element: &Element) -> Result<Vec<usize>> {
        if self.sheet.rules.is_empty() {
            return Ok(Vec::new());
        }
        let id = element.get("id").and_then(|id| self.by_id.get(id));
        let tag = self.by_tag.get(element.tag);
        let classed = classes(element).filter_map(|class| self.by_class.get(class));
        let lists: Vec<&Vec<usize>> = id.into_iter().chain(tag).chain(classed).chain([&self.any]).collect();
        let total = lists.iter().map(|list| list.len()).sum();
        if total > usize::try_from(self.steps_left).unwrap_or(usize::MAX) {
            return Err(self.spent());
        }
        let all = lists.into_iter().flatten().copied().collect();
        self.spend(total)?;
        Ok(all)
    }

    fn matches(&mut self, selector: &Selector, element: &Element, trail: &[&Element]) -> Result<bool> {
        let Some(((compound, combinator), rest)) = selector.compounds.split_first() else { return Ok(false) };
        Ok(self.fits(compound, element)? && self.hangs(*combinator, rest, element, trail)?)
    }

    /// Whether the compounds left of `element` find their elements; as deep as the selector is long.
    fn hangs(
        &mut self,
        combinator: Combinator,
        rest: &[(Compound, Combinator)],
        element: &Element,
        trail: &[&Element],
    ) -> Result<bool> {
        let Some(((compound, next), rest)) = rest.split_first() else { return Ok(true) };
        let Some((parent, above)) = trail.split_last() else { return Ok(false) };
        match combinator {
            Combinator::None => Ok(true),
            Combinator::Child => Ok(self.fits(compound, parent)? && self.hangs(*next, rest, parent, above)?),
            Combinator::Inside => {
                let mut trail = trail;
                while let Some((ancestor, above)) = trail.split_last() {
                    if self.fits(compound, ancestor)? && self.hangs(*next, rest, ancestor, above)? {
                        return Ok(true);
                    }
                    trail = above;
                }
                Ok(false)
            }
            Combinator::Next | Combinator::After => {
                for node in &parent.children {
                    self.spend(1)?;
                    let Node::Element(sibling) = node else { continue };
                    if sibling.place >= element.place {
                        break;
                    }
                    let near = combinator == Combinator::After || sibling.place + 1 == element.place;
                    if near && self.fits(compound, sibling)? && self.hangs(*next, rest, sibling, trail)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    fn fits(&mut self, compound: &Compound, element: &Element) -> Result<bool> {
        // Long values cost as much as they have words.
        let classed = if compound.classes.is_empty() { 0 } else { element.get("class").map_or(0, str::len) };
        let named = compound.attributes.iter().filter_map(|(name, _)| element.get(name)).map(str::len).sum::<usize>();
        self.spend(1 + (classed + named) / 16)?;
        Ok(compound.matches(element))
    }

    fn spend(&mut self, steps: usize) -> Result<()> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.steps_left = self.steps_left.checked_sub(steps).ok_or_else(|| self.spent())?;
        Ok(())
    }

    fn spent(&self) -> linocut_core::Error {
        exceeded("style sheets that are too costly to match", "selectors", self.steps)
    }
}

fn offer<'a>(winners: &mut Winners<'a>, rank: Rank, declaration: &'a Declaration) {
    let best = winners.entry(declaration.known.name).or_insert((rank, declaration));
    if rank >= best.0 {
        *best = (rank, declaration);
    }
}
