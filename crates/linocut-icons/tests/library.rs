//! The library as a whole: what it holds, what it finds, what people add to it.
#![cfg(test)]

use linocut_glyph::Style;
use linocut_icons::{Library, MatchKind, Pack, SearchOptions, parse_sets, read_collection};

fn library() -> &'static Library {
    Library::embedded().unwrap()
}

/// The address of the best icon, how it was found, and the words it lacks.
#[track_caller]
fn check(prompt: &str, expected: (&str, MatchKind, &str)) {
    let hit = library().search(prompt, &SearchOptions::default()).into_iter().next().unwrap();
    let id = library().info(hit.icon).unwrap().id;
    assert_eq!((id.as_str(), hit.kind, hit.missed.join(" ").as_str()), expected, "{prompt:?}");
}

#[test]
fn names_are_found_in_any_order() {
    check("shield with check mark", ("lucide:shield-check", MatchKind::Exact, ""));
    check("add to favorites", ("mdi:star-plus", MatchKind::Stem, ""));
    check("chart going up", ("ph:chart-up", MatchKind::Exact, ""));
    check("lock on a cloud", ("tabler:cloud-lock", MatchKind::Name, ""));
    check("THE BELL!", ("lucide:bell", MatchKind::Exact, ""));
}

#[test]
fn other_words_and_forms_are_found() {
    check("house", ("lucide:house", MatchKind::Exact, ""));
    check("automobile", ("lucide:car", MatchKind::Synonym, ""));
    check("bicycles", ("ph:bicycle", MatchKind::Stem, ""));
    check("colour palette", ("carbon:color-palette", MatchKind::Stem, ""));
    check("\u{1f514}", ("lucide:bell", MatchKind::Exact, ""));
}

#[test]
fn mistakes_are_corrected_only_in_unknown_words() {
    check("umbrela", ("lucide:umbrella", MatchKind::Fuzzy, ""));
    check("sheild", ("lucide:shield", MatchKind::Fuzzy, ""));
    // Names of icons have these.
    check("shiled", ("lucide:shield", MatchKind::Fuzzy, ""));
    check("calender", ("lucide:calendar", MatchKind::Fuzzy, ""));
    check("bell", ("lucide:bell", MatchKind::Exact, ""));
}

#[test]
fn sentences_tell_what_is_missed() {
    check("a happy dog running in the park", ("lucide:dog", MatchKind::Partial, "happy running park"));
}

#[test]
fn strange_prompts_find_nothing_or_something_and_end() {
    let long = "cloud lock ".repeat(100_000);
    let junk: String = ('\u{0}'..'\u{ff}').cycle().take(1_000_000).collect();
    for prompt in ["", " ", "\u{0}\u{1b}[2J", "家", "%s%n", "../../etc/passwd", "<svg onload=x>", &long, &junk] {
        for hit in library().search(prompt, &SearchOptions::default()) {
            assert!((0.0..=1.0).contains(&hit.score), "{hit:?}");
        }
    }
    assert!(library().search("家", &SearchOptions::default()).is_empty());
}

#[test]
fn styles_and_sets_filter() {
    let solid = SearchOptions { styles: vec![Style::Solid], sets: vec!["ph".into(), "mdi".into()], limit: 50 };
    let hits = library().search("bell", &solid);
    assert!(!hits.is_empty());
    for hit in hits {
        let info = library().info(hit.icon).unwrap();
        assert!(info.style == Style::Solid && ["ph", "mdi"].contains(&info.set.id.as_str()), "{}", info.id);
    }
}

#[test]
fn names_of_near_meaning_are_the_last_resort() {
    let options = SearchOptions { limit: 3, ..SearchOptions::default() };
    let near = |_: &str| vec![("castle".to_owned(), 0.9_f32)];
    let hits = library().search_nearest("zzyzx", &options, &near);
    assert_eq!(hits[0].kind, MatchKind::Nearest);
    assert!(library().info(hits[0].icon).unwrap().names.contains(&"castle".to_owned()));
    let hits = library().search_nearest("bell", &options, &|_| panic!("not asked when a whole icon is there"));
    assert_eq!(hits[0].kind, MatchKind::Exact);
}

#[test]
fn every_set_has_its_icons_and_its_license() {
    let table = parse_sets(include_str!("../assets/sets.tsv")).unwrap();
    assert_eq!(library().sets().len(), 110);
    assert_eq!(library().icons().count(), 118_702);
    for (set, row) in library().sets().iter().zip(&table) {
        assert_eq!((&set.id, set.count, &set.license), (&row.id, row.count, &row.license));
        assert!(set.has_license() && !set.styles.is_empty());
    }
}

#[test]
fn dots_with_square_ends_are_squares() {
    let svg = library().svg(library().named("tdesign:cloudy-rain").unwrap()).unwrap();
    assert!(svg.contains("M12 20H14") && !svg.contains("H13.125"), "{svg}");
}

#[test]
fn addresses_lead_back_to_their_icons() {
    for icon in library().icons().step_by(991) {
        let info = library().info(icon).unwrap();
        assert_eq!(library().named(&info.id), Some(icon), "{}", info.id);
        assert!(library().svg(icon).unwrap().ends_with("</svg>"));
    }
    for wrong in ["", "lucide", "lucide:", "lucide:no-such", "nobody:house", "tabler:home@pink", "tabler:home@line.0"] {
        assert_eq!(library().named(wrong), None, "{wrong}");
    }
}

#[test]
fn one_family_serves_a_set_of_prompts() {
    let fintech = ["bank transfer", "investment", "transfer", "notification bell", "payment"];
    let solid = library().best_family(&fintech, Some(Style::Solid)).unwrap();
    assert!(solid.styles.contains(&Style::Solid));
    assert_eq!(library().best_family(&["bell"], None).unwrap().id, "lucide");
    assert_eq!(library().family("uil").unwrap().id, "unicons");
}

#[test]
fn labels_survive_sanitizing() {
    let icon = library().named("lucide:house").unwrap();
    let svg = library().labeled_svg(icon).unwrap();
    let read = linocut_svg::read(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap().value;
    let credit = "Icon lucide:house from Lucide by Lucide Contributors, ISC, \
                  https://github.com/lucide-icons/lucide/blob/main/LICENSE";
    assert_eq!((read.title.as_deref(), read.description.as_deref()), (Some("house"), Some(credit)));
    let safe = linocut_svg::sanitize(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap();
    assert!(safe.value.contains(credit) && safe.warnings.is_empty());
}

const ADDED: &str = r#"{ "prefix": "mine", "width": 24, "height": 24,
    "info": { "name": "My icons", "author": { "name": "Me" } },
    "icons": {
        "blimp-filled": { "body": "<circle cx='12' cy='12' r='8' fill='currentColor'/>" },
        "bell": { "body": "<path d='M4 4h16v16H4z' fill='currentColor'/>" },
        "words": { "body": "<text x='2' y='20'>Abc</text>" }
    },
    "aliases": { "dirigible": { "parent": "blimp-filled" }, "lost": { "parent": "nobody", "hFlip": true } } }"#;

#[test]
fn added_sets_are_found_first_and_keep_their_license() {
    let collection = read_collection(ADDED.as_bytes(), library()).unwrap();
    let failed: Vec<&str> = collection.failed.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(failed, ["words", "lost"]);
    let all = library().with_packs(vec![Pack::open(collection.pack().unwrap()).unwrap()]);
    let first = |prompt| all.info(all.search(prompt, &SearchOptions::default())[0].icon).unwrap();
    assert_eq!(first("dirigible").id, "mine:blimp");
    assert_eq!(first("blimp").names, ["blimp", "blimp filled", "dirigible"]);
    assert_eq!(first("bell").id, "mine:bell");
    assert!(first("bell").tags.contains(&"notification".to_owned()));
    let set = &all.sets()[0];
    assert!(set.added && !set.has_license());
    assert_eq!(set.credit(), "My icons by Me, license unknown");
}

#[test]
fn damaged_packs_and_collections_are_errors() {
    let whole = read_collection(ADDED.as_bytes(), library()).unwrap().pack().unwrap();
    for length in 0..whole.len() {
        if let Ok(pack) = Pack::open(whole[..length].to_vec()) {
            let all = library().with_packs(vec![pack]);
            assert!(all.icons().take(2).any(|icon| all.svg(icon).is_err()), "{length}");
        }
    }
    for wrong in ["", "[]", "{}", r#"{"prefix":"a/b","icons":{}}"#, r#"{"icons":{}}"#] {
        assert!(read_collection(wrong.as_bytes(), library()).is_err(), "{wrong}");
    }
}

#[test]
fn added_sets_cannot_smuggle_controls_into_drawings() {
    let hostile = ADDED
        .replace("My icons", "My\\u0000\\u001b]0;x\\u0007 ic\\u202eons")
        .replace("\"Me\"", &format!("\"Me\\u0001{}\"", "e".repeat(1000)));
    let collection = read_collection(hostile.as_bytes(), library()).unwrap();
    let all = library().with_packs(vec![Pack::open(collection.pack().unwrap()).unwrap()]);
    let set = &all.sets()[0];
    assert_eq!((set.title.as_str(), set.author.len()), ("My]0;x icons", 200));
    let svg = all.labeled_svg(all.named("mine:bell").unwrap()).unwrap();
    assert!(!svg.contains(|c: char| c.is_control() || c == '\u{202e}'), "{svg}");
}

#[test]
fn an_added_set_hides_the_one_of_its_name() {
    let json = ADDED.replace("\"mine\"", "\"lucide\"");
    let collection = read_collection(json.as_bytes(), library()).unwrap();
    let all = library().with_packs(vec![Pack::open(collection.pack().unwrap()).unwrap()]);
    let found: Vec<bool> = all.sets().iter().filter(|set| set.id == "lucide").map(|set| set.added).collect();
    assert_eq!((found, all.sets().len()), (vec![true], library().sets().len()));
    assert_eq!(all.sets()[0].count, 2);
    assert_eq!(all.family("lucide").unwrap().sets, ["lucide", "lucide-lab"]);
}
