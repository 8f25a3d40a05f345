//! The library: packs of icons as one.

use crate::family::{Family, families};
use crate::pack::{Look, Pack, Split, at, id};
use crate::set::SetInfo;
use linocut_core::{Error, Kind, Result};
use linocut_glyph::{Corner, Style, Vocabulary};
use std::sync::{Arc, OnceLock};

/// The icons that Linocut carries, built by `examples/pack.rs`.
static EMBEDDED: &[u8] = include_bytes!("../assets/library.pack");
static LIBRARY: OnceLock<Library> = OnceLock::new();

/// Icons to search in.
#[derive(Clone, Debug)]
pub struct Library {
    /// Packs that people added, then the embedded one.
    pub(crate) packs: Vec<Arc<Pack>>,
    /// Those that no added one hides.
    sets: Vec<SetInfo>,
    families: Vec<Family>,
    /// The rank of the family of each set of each pack, hidden ones too.
    ranks: Vec<usize>,
}

/// One icon of a [`Library`]; means nothing in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IconId {
    pub(crate) pack: u32,
    pub(crate) icon: u32,
}

/// What is known about an icon.
#[derive(Clone, Debug, PartialEq)]
pub struct IconInfo {
    /// Its address, `lucide:house`; a second icon of that name in the set is `tabler:home@solid`.
    pub id: String,
    /// Its main name, words separated by blanks.
    pub name: String,
    /// All its names, the main one first.
    pub names: Vec<String>,
    /// Words that it stands for.
    pub tags: Vec<String>,
    /// Its set.
    pub set: SetInfo,
    /// How it is drawn.
    pub style: Style,
    /// Stroke width on the 24-unit grid; only for strokes.
    pub width: Option<f64>,
    /// Ends and corners of its strokes.
    pub corner: Option<Corner>,
    /// Part of the training data that it belongs to.
    pub split: Split,
}

impl IconInfo {
    /// Name, author, license and address in a sentence, for the description of a drawing.
    #[must_use]
    pub fn credit(&self) -> String {
        format!("Icon {} from {}", self.id, self.set.credit())
    }
}

impl Library {
    /// The library that Linocut carries: 118,702 icons of 110 sets. The index is read at the first call.
    ///
    /// # Errors
    /// [`Kind::Input`] if the binary was built with a damaged library.
    pub fn embedded() -> Result<&'static Self> {
        if let Some(library) = LIBRARY.get() {
            return Ok(library);
        }
        let library = Self::of(vec![Arc::new(Pack::open(EMBEDDED)?)]);
        Ok(LIBRARY.get_or_init(|| library))
    }

    /// This library and sets that a person added; those hide sets of the same name.
    ///
    /// Icons keep no [`IconId`] from one library to the other.
    #[must_use]
    pub fn with_packs(&self, packs: Vec<Pack>) -> Self {
        let added = packs.into_iter().map(|pack| Arc::new(pack.as_added()));
        Self::of(added.chain(self.packs.iter().cloned()).collect())
    }

    fn of(packs: Vec<Arc<Pack>>) -> Self {
        let all = || packs.iter().enumerate().flat_map(|(pack, icons)| icons.sets.iter().map(move |set| (pack, set)));
        let shown = all().filter(|(pack, set)| !is_hidden(&packs, *pack, &set.id)).map(|(_, set)| set);
        let sets: Vec<SetInfo> = shown.cloned().collect();
        let families = families(&sets.iter().collect::<Vec<_>>());
        let rank = |set: &SetInfo| families.iter().position(|family| family.sets.contains(&set.id)).unwrap_or_default();
        let ranks = all().map(|(_, set)| rank(set)).collect();
        Self { packs, sets, families, ranks }
    }

    /// Every set, those that a person added first, without those that they hide.
    #[must_use]
    pub fn sets(&self) -> &[SetInfo] {
        &self.sets
    }

    /// Sets that look alike, the preferred family first.
    #[must_use]
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// The family called `name`, or the one that has a set called `name`.
    #[must_use]
    pub fn family(&self, name: &str) -> Option<&Family> {
        let named = self.families.iter().find(|family| family.id == name);
        named.or_else(|| self.families.iter().find(|family| family.sets.iter().any(|set| set == name)))
    }

    /// Every icon, pack by pack and set by set.
    pub fn icons(&self) -> impl Iterator<Item = IconId> + '_ {
        (0_u32..).zip(&self.packs).flat_map(|(pack, icons)| (0..icons.len()).map(move |icon| IconId { pack, icon }))
    }

    /// What is known about an icon.
    ///
    /// # Errors
    /// [`Kind::Missing`] for an icon of another library.
    pub fn info(&self, icon: IconId) -> Result<IconInfo> {
        let pack = self.pack(icon)?;
        let label = pack.label(icon.icon);
        let tag_list = pack.label_tags.get(at(label)).copied().unwrap_or_default();
        let texts = |phrases: &[u32]| phrases.iter().map(|&phrase| pack.phrase(phrase)).collect::<Vec<_>>();
        let names = texts(pack.names.row(label));
        let set = pack.sets.get(pack.set_of(icon.icon)).cloned().unwrap_or_default();
        let Look { style, width, corner, split } = pack.look(icon.icon);
        Ok(IconInfo {
            id: pack.address(icon.icon),
            name: names.first().cloned().unwrap_or_default(),
            names,
            tags: texts(pack.tag_lists.row(tag_list)),
            set,
            style,
            width,
            corner,
            split,
        })
    }

    /// The drawing as tokens of [`Vocabulary::v1`], `<eos>` included.
    ///
    /// # Errors
    /// [`Kind::Missing`] for an icon of another library, [`Kind::Input`] when a pack is damaged.
    pub fn tokens(&self, icon: IconId) -> Result<Vec<u16>> {
        self.pack(icon)?.tokens(icon.icon)
    }

    /// The drawing as SVG text on a 24-unit grid, without a word about where it is from: see [`IconInfo::credit`].
    ///
    /// # Errors
    /// Those of [`Library::tokens`].
    pub fn svg(&self, icon: IconId) -> Result<String> {
        Vocabulary::v1().decode(&self.tokens(icon)?)
    }

    /// [`Library::svg`] with the name as its title and [`IconInfo::credit`] as its description.
    ///
    /// Title and description are what sanitizers leave in a file; `<metadata>` is not.
    ///
    /// # Errors
    /// Those of [`Library::tokens`].
    pub fn labeled_svg(&self, icon: IconId) -> Result<String> {
        let (svg, info) = (self.svg(icon)?, self.info(icon)?);
        let (start, rest) = svg.split_at(svg.find('>').map_or(0, |end| end + 1));
        Ok(format!("{start}<title>{}</title><desc>{}</desc>{rest}", escaped(&info.name), escaped(&info.credit())))
    }

    /// Words that icons of that name stand for, in sets that bring none themselves.
    pub(crate) fn tags_of(&self, name: &str) -> Vec<String> {
        let words: Vec<&str> = name.split(' ').collect();
        let tags = |pack: &Pack| {
            let phrase = pack.numbered(&words)?;
            let concept = pack.concepts.binary_search_by_key(&phrase, |&(phrase, _)| phrase).ok()?;
            let (_, list) = pack.concepts.get(concept)?;
            Some(pack.tag_lists.row(*list).iter().map(|&tag| pack.phrase(tag)).collect())
        };
        self.packs.iter().find_map(|pack| tags(pack)).unwrap_or_default()
    }

    /// The icon with that address: `lucide:house`, `tabler:home@solid`, or a set and any of the icon's other names.
    #[must_use]
    pub fn named(&self, address: &str) -> Option<IconId> {
        let (set, name) = address.split_once(':')?;
        (0_u32..).zip(&self.packs).find_map(|(number, pack)| {
            let icon = pack.sets.iter().position(|own| own.id == set).and_then(|own| pack.find(own, name))?;
            Some(IconId { pack: number, icon })
        })
    }

    pub(crate) fn pack(&self, icon: IconId) -> Result<&Pack> {
        let pack = self.packs.get(at(icon.pack)).filter(|pack| icon.icon < pack.len());
        pack.map(AsRef::as_ref).ok_or_else(|| Error::new(Kind::Missing, "no such icon in this library"))
    }

    /// The rank of the family of a set of a pack.
    pub(crate) fn rank(&self, pack: u32, set: usize) -> usize {
        let before: usize = self.packs.iter().take(at(pack)).map(|pack| pack.sets.len()).sum();
        self.ranks.get(before + set).copied().unwrap_or_default()
    }

    /// Whether a set of a pack is hidden by an added one of the same name.
    pub(crate) fn is_hidden(&self, pack: u32, set: &str) -> bool {
        is_hidden(&self.packs, at(pack), set)
    }
}

/// Whether a pack before that one has a set of that name.
fn is_hidden(packs: &[Arc<Pack>], pack: usize, set: &str) -> bool {
    packs.iter().take(pack).any(|pack| pack.sets.iter().any(|own| own.id == set))
}

/// Text as it stands between tags, without the characters that XML cannot hold (XML 1.0, 2.2).
fn escaped(text: &str) -> String {
    let fits = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().filter(fits).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl Pack {
    /// Set and name of an icon, and what tells it from icons of the same name in the set: `mdi:home`,
    /// `mdi:home@outline`, `mdi:home@outline.2`.
    fn address(&self, icon: u32) -> String {
        let set = self.set_of(icon);
        let own = self.sets.get(set).map_or("", |set| &set.id);
        let name = self.main_name(icon);
        let twins = self.mainly_named(set, name).into_iter().take_while(|&twin| twin < icon);
        let twins: Vec<Style> = twins.map(|twin| self.look(twin).style).collect();
        let style = self.look(icon).style;
        let same = twins.iter().filter(|twin| **twin == style).count();
        let slug = self.phrase(name).replace(' ', "-");
        match (twins.len(), same) {
            (0, _) => format!("{own}:{slug}"),
            (_, 0) => format!("{own}:{slug}@{style}"),
            (_, same) => format!("{own}:{slug}@{style}.{}", same + 1),
        }
    }

    /// The icons of a set that have that main name, in the order of the set.
    fn mainly_named(&self, set: usize, name: u32) -> Vec<u32> {
        let (index, own) = (self.index(), self.icons_of(set));
        let labels = index.name_labels.row(name).iter().filter(|&&label| self.names.row(label).first() == Some(&name));
        let icons = labels.flat_map(|&label| index.label_icons.row(label)).copied();
        let mut found: Vec<u32> = icons.filter(|icon| own.contains(icon)).collect();
        found.sort_unstable();
        found
    }

    fn main_name(&self, icon: u32) -> u32 {
        self.names.row(self.label(icon)).first().copied().unwrap_or_default()
    }

    fn find(&self, set: usize, name: &str) -> Option<u32> {
        let (slug, variant) = name.split_once('@').map_or((name, None), |(slug, variant)| (slug, Some(variant)));
        let phrase = self.slug_phrase(slug)?;
        let mut main = self.mainly_named(set, phrase).into_iter();
        let Some(variant) = variant else {
            let other = || self.icons_of(set).find(|&icon| self.names.row(self.label(icon)).contains(&phrase));
            return main.next().or_else(other);
        };
        let (style, number) = variant.split_once('.').unwrap_or((variant, "1"));
        let style = Style::from_name(style)?;
        main.filter(|&icon| self.look(icon).style == style).nth(number.parse::<usize>().ok()?.checked_sub(1)?)
    }

    /// The phrase whose words joined by hyphens are `slug`.
    fn slug_phrase(&self, slug: &str) -> Option<u32> {
        let number = |word: &str| self.words.binary_search_by(|own| own.as_ref().cmp(word)).ok().map(id);
        let words: Option<Vec<u32>> = slug.split('-').map(number).collect();
        let found = words.and_then(|words| self.phrase_number(&words));
        // Only words such as `t-shirt` have a hyphen of their own.
        found
            .or_else(|| self.phrases.rows().map(|(row, _)| row).find(|&row| self.phrase(row).replace(' ', "-") == slug))
    }

    /// The number of the phrase of these words.
    pub(crate) fn phrase_number(&self, words: &[u32]) -> Option<u32> {
        let (mut low, mut high) = (0, self.phrases.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.phrases.row(middle).cmp(words) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_holds_only_what_xml_does() {
        assert_eq!(escaped("a<b>&\u{0}\u{1b}\u{fffe}\u{ffff}\t\u{1f514}"), "a&lt;b&gt;&amp;\t\u{1f514}");
    }
}
