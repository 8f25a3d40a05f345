//! Families: sets drawn by one hand, and the order in which families are preferred.

use crate::set::SetInfo;
use linocut_glyph::Style;

/// Families in order of preference, each with the sets that belong to it; a set named nowhere is its own family.
///
/// A family comes earlier when it covers more everyday words in one hand, has line and filled versions of the same
/// drawing, is drawn on a 24-unit grid with one stroke width, and is widely used, so that its metaphors are known.
/// Sets of one purpose (maps, medicine, emoji), of low resolution or of mixed hands come last.
const PREFERRED: [(&str, &[&str]); 58] = [
    ("lucide", &["lucide", "lucide-lab"]),
    ("tabler", &["tabler"]),
    ("phosphor", &["ph"]),
    ("material-symbols", &["material-symbols"]),
    ("fluent", &["fluent", "fluent-color"]),
    ("mingcute", &["mingcute"]),
    ("remix", &["ri"]),
    ("heroicons", &["heroicons"]),
    ("iconoir", &["iconoir"]),
    ("hugeicons", &["hugeicons"]),
    ("carbon", &["carbon"]),
    ("bootstrap", &["bi"]),
    ("mdi", &["mdi"]),
    ("tdesign", &["tdesign"]),
    ("mynaui", &["mynaui"]),
    ("feather", &["feather"]),
    ("boxicons", &["boxicons", "bx", "bxs"]),
    ("unicons", &["uil", "uis", "uit", "uim"]),
    ("ic", &["ic"]),
    ("material-symbols-light", &["material-symbols-light"]),
    ("icon-park", &["icon-park-outline", "icon-park-solid", "icon-park"]),
    ("framework7", &["f7"]),
    ("majesticons", &["majesticons"]),
    ("octicon", &["octicon"]),
    ("ant-design", &["ant-design"]),
    ("flowbite", &["flowbite"]),
    ("famicons", &["famicons", "ion"]),
    ("mage", &["mage"]),
    ("eva", &["eva"]),
    ("gravity-ui", &["gravity-ui"]),
    ("griddy-icons", &["griddy-icons"]),
    ("clarity", &["clarity"]),
    ("ix", &["ix"]),
    ("proicons", &["proicons"]),
    ("akar-icons", &["akar-icons"]),
    ("stash", &["stash"]),
    ("line-awesome", &["la"]),
    ("radix-icons", &["radix-icons"]),
    ("jam", &["jam"]),
    ("solid-heroicons", &["heroicons-outline", "heroicons-solid"]),
    ("humbleicons", &["humbleicons"]),
    ("system-uicons", &["system-uicons"]),
    ("qlementine-icons", &["qlementine-icons"]),
    ("teenyicons", &["teenyicons"]),
    ("lineicons", &["lineicons"]),
    ("grommet-icons", &["grommet-icons"]),
    ("healthicons", &["healthicons"]),
    ("glyphs", &["glyphs", "glyphs-poly"]),
    ("fluent-emoji", &["fluent-emoji-flat", "fluent-emoji-high-contrast"]),
    ("noto", &["noto"]),
    ("flat-color-icons", &["flat-color-icons"]),
    ("duo-icons", &["duo-icons"]),
    ("pinhead", &["pinhead"]),
    ("maki", &["maki", "temaki"]),
    ("fxemoji", &["fxemoji"]),
    ("pixelarticons", &["pixelarticons"]),
    ("memory", &["memory"]),
    ("osmic", &["osmic"]),
];
/// Rank before which families that `PREFERRED` does not name come: after all that suit any purpose, `glyphs` the last.
const UNNAMED: usize = 47;

/// Sets that look alike, so that a whole set of pictures can be taken from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Its permanent name, `tabler`.
    pub id: String,
    /// The ids of its sets, the main one first.
    pub sets: Vec<String>,
    /// The styles that it has, in the order of [`Style::ALL`].
    pub styles: Vec<Style>,
    /// Number of its icons.
    pub count: usize,
}

/// The families of `sets` in order of preference; those that a person added come first, as they were asked for.
pub(crate) fn families(sets: &[&SetInfo]) -> Vec<Family> {
    let mut ranked: Vec<(usize, Family)> = Vec::new();
    for set in sets {
        let (rank, family) = home(set);
        if let Some((_, known)) = ranked.iter_mut().find(|(_, known)| known.id == family) {
            known.take(set);
            continue;
        }
        let mut new = Family { id: family.to_owned(), sets: Vec::new(), styles: Vec::new(), count: 0 };
        new.take(set);
        ranked.push((rank, new));
    }
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.count.cmp(&a.1.count)).then_with(|| a.1.id.cmp(&b.1.id)));
    let mut families: Vec<Family> = ranked.into_iter().map(|(_, family)| family).collect();
    for family in &mut families {
        family.sort();
    }
    families
}

/// Rank and name of the family of a set; ranks are doubled, so that unnamed ones fit between.
fn home(set: &SetInfo) -> (usize, &str) {
    if set.added {
        return (0, &set.id);
    }
    let named = PREFERRED.iter().enumerate().find(|(_, (_, sets))| sets.contains(&set.id.as_str()));
    named.map_or((2 * UNNAMED + 1, &set.id), |(rank, (family, _))| (2 * rank + 2, family))
}

impl Family {
    fn take(&mut self, set: &SetInfo) {
        self.sets.push(set.id.clone());
        self.styles.extend(&set.styles);
        self.count += set.count;
    }

    /// Puts sets and styles into their order.
    fn sort(&mut self) {
        self.styles.sort_unstable();
        self.styles.dedup();
        let order = PREFERRED.iter().find(|(family, _)| *family == self.id).map(|(_, sets)| *sets).unwrap_or_default();
        self.sets.sort_by_key(|set| order.iter().position(|known| known == set));
    }
}
