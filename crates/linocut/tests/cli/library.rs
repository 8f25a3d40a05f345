//! `linocut library`: search, show, add, list, licenses.

use crate::desk::{Desk, transcript};

const SET: &str = r#"{ "prefix": "mine", "width": 24, "height": 24,
    "info": { "name": "My icons", "author": { "name": "Me" }, "license": { "spdx": "CC0-1.0" } },
    "icons": {
        "blimp": { "body": "<circle cx='12' cy='12' r='8' fill='currentColor'/>" },
        "words": { "body": "<text x='2' y='20'>Abc</text>" }
    } }"#;

#[track_caller]
fn check(desk: &Desk, words: &str, expected: &str) {
    let found = transcript(&desk.run(words)).replace(&format!("{}/", desk.path("home").display()), "HOME/");
    assert_eq!(found, expected.trim_start(), "linocut {words}");
}

#[test]
fn search_names_icons_with_set_and_license() {
    let desk = Desk::empty();
    check(
        &desk,
        "library search shield with check mark -n 2",
        "
exit 0
--- stdout
lucide:shield-check                  line     1.00 exact    ISC
tabler:shield-check                  line     1.00 exact    MIT
",
    );
    check(
        &desk,
        "library search a happy dog --style solid --family phosphor -n 1",
        "
exit 0
--- stdout
ph:dog@solid                         solid    0.73 partial  MIT  without happy
",
    );
}

#[test]
fn search_prints_json() {
    let output = Desk::empty().run("library search bell -n 1 --json");
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = [("id", "lucide:bell"), ("license", "ISC"), ("author", "Lucide Contributors"), ("kind", "exact")];
    for (key, value) in expected {
        assert_eq!(line[key], value, "{line}");
    }
    assert_eq!(line["covered"], serde_json::json!(["bell"]));
}

#[test]
fn search_says_what_is_not_there() {
    let desk = Desk::empty();
    check(
        &desk,
        "library search zzyzxqq",
        "
exit 3
--- stderr
error: no icon for 'zzyzxqq'

hint: say it in fewer or other words, in English
",
    );
    check(
        &desk,
        "library search bell --set lucid",
        "
exit 3
--- stderr
error: no set named 'lucid'

hint: did you mean 'lucide'? `linocut library list` shows all sets
",
    );
    check(
        &desk,
        "library search bell --set lucide --style color",
        "
exit 3
--- stderr
error: no icon for 'bell'

hint: other sets and styles have one, lucide:bell (line)
",
    );
    assert_eq!(desk.run("library search bell --style pink").status.code(), Some(2));
}

#[test]
fn show_writes_svg_that_says_whose_it_is() {
    let desk = Desk::empty();
    let credit = "Icon lucide:house from Lucide by Lucide Contributors, ISC, \
                  https://github.com/lucide-icons/lucide/blob/main/LICENSE";
    check(&desk, "library show lucide:house -o house.svg", &format!("exit 0\n--- stderr\nhouse.svg: {credit}\n"));
    assert!(desk.read("house.svg").contains(&format!("<title>house</title><desc>{credit}</desc>")));
    let printed = desk.run("library show lucide:house");
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), desk.read("house.svg"));
    let json: serde_json::Value = serde_json::from_slice(&desk.run("library show lucide:house --json").stdout).unwrap();
    assert_eq!(json["svg"].as_str().unwrap(), desk.read("house.svg").trim_end());
}

#[test]
fn show_guesses_what_was_meant() {
    let desk = Desk::empty();
    let hint = |id: &str| String::from_utf8(desk.run(&format!("library show {id}")).stderr).unwrap();
    assert!(hint("lucide:huose").contains("did you mean lucide:house?"));
    assert!(hint("bell").contains("did you mean lucide:bell?"));
    assert!(hint("tablr:bell").contains("did you mean 'tabler'?"));
    assert_eq!(desk.run("library show lucide:zzyzxqq").status.code(), Some(3));
}

#[test]
fn added_sets_are_searched_and_listed() {
    let desk = Desk::empty();
    desk.put("mine.json", SET.as_bytes());
    check(
        &desk,
        "library add mine.json",
        "
exit 0
--- stderr
warning: mine:words is left out: tokens: drawing has text, drawing tokens have none
mine.json → HOME/icons/mine.pack: 1 icon, My icons by Me, CC0-1.0
",
    );
    check(
        &desk,
        "library search blimp -n 1",
        "
exit 0
--- stdout
mine:blimp                           solid    1.00 exact    CC0-1.0
",
    );
    let listed = String::from_utf8(desk.run("library list").stdout).unwrap();
    assert!(listed.starts_with("mine ") && listed.lines().next().unwrap().ends_with("(added)"), "{listed}");
    let own = String::from_utf8(Desk::empty().run("library list").stdout).unwrap();
    assert_eq!(listed.lines().count(), own.lines().count() + 1);
}

#[test]
fn sets_that_cannot_be_added_or_read_do_no_harm() {
    let desk = Desk::empty();
    desk.put("mine.json", SET.as_bytes());
    desk.put("bad.json", br#"{ "prefix": "../escape", "icons": {} }"#);
    assert_eq!(desk.run("library add bad.json").status.code(), Some(2));
    assert_eq!(desk.run("library add none.json").status.code(), Some(3));
    assert_eq!(desk.run("library add mine.json bad.json").status.code(), Some(8));
    assert_eq!(desk.files(), ["bad.json", "home/icons/mine.pack", "mine.json"]);
    desk.put("home/icons/broken.pack", b"LINOICONnothing");
    let found = desk.run("library search bell -n 1");
    assert_eq!(found.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&found.stderr).contains("broken.pack: icon pack is damaged"));
}

#[test]
fn licenses_are_printed_whole_or_for_one_set() {
    let desk = Desk::empty();
    let print = |words: &str| String::from_utf8(desk.run(&format!("library licenses {words}")).stdout).unwrap();
    let all = print("");
    assert!(all.starts_with("# The icons and their licenses\n") && all.contains("| tabler |"), "{all}");
    let lucide = print("lucide");
    assert!(lucide.starts_with("Lucide by Lucide Contributors, ISC, https://"), "{lucide}");
    for part in ["Cole Bemis", "Parts derive from Feather", "ISC License", "Permission is hereby granted"] {
        assert!(lucide.contains(part), "{part}: {lucide}");
    }
    assert!(!lucide.contains("Apache") && !lucide.contains("Tabler"), "{lucide}");
    assert!(print("phosphor").starts_with("Phosphor by "));
    check(
        &desk,
        "library licenses tablr",
        "
exit 3
--- stderr
error: no set named 'tablr'

hint: did you mean 'tabler'? `linocut library list` shows all sets
",
    );
}

#[test]
fn every_set_has_its_license_printed() {
    let desk = Desk::empty();
    let sets = String::from_utf8(desk.run("library list --json").stdout).unwrap();
    let mut licenses = std::collections::BTreeMap::new();
    for line in sets.lines() {
        let set: serde_json::Value = serde_json::from_str(line).unwrap();
        licenses.insert(set["license"].as_str().unwrap().to_owned(), set["set"].as_str().unwrap().to_owned());
    }
    for (license, set) in &licenses {
        let text = String::from_utf8(desk.run(&format!("library licenses {set}")).stdout).unwrap();
        assert!(text.contains(&format!("\n\n{license}\n\n")) && text.len() > 800, "{set}, {license}: {text}");
    }
}
