//! Drawings of every family: all labels there, inside, apart, and the same each time.
#![cfg(test)]

use linocut_core::kurbo::Rect;
use linocut_core::{Anchor, Body, Context, Drawing, Item, Result, Words};
use linocut_diagram::{Direction, DrawOptions, Drawer, Theme, draw};
use linocut_svg::font;

/// A text of every family, and labels that its drawing shows.
const SAMPLES: [(&str, &[&str]); 27] = [
    (
        "flowchart TD\n a[Start] --> b{OK?}\n b -->|Yes| c((End))\n subgraph S [Part]\n b\n c\n end",
        &["Start", "OK?", "Yes", "Part"],
    ),
    (
        "sequenceDiagram\n A->>+B: Ask\n alt good\n B-->>-A: Answer\n else bad\n B--xA: Fail\n end\n Note over A,B: Done",
        &["Ask", "Answer", "[good]", "[bad]", "Done"],
    ),
    (
        "stateDiagram-v2\n [*] --> Idle\n Idle --> Run: go\n state Run {\n [*] --> Fast\n }\n Run --> [*]",
        &["Idle", "go", "Run", "Fast"],
    ),
    (
        "classDiagram\n class Dog {\n +String name\n +bark() void\n }\n Animal <|-- Dog : is\n Dog \"1\" --> \"*\" Bone",
        &["Dog", "Animal", "is", "1", "*"],
    ),
    (
        "erDiagram\n USER ||--o{ ORDER : places\n USER {\n int id PK\n string name\n }",
        &["USER", "ORDER", "places", "id", "PK"],
    ),
    (
        "gantt\n title Plan\n dateFormat YYYY-MM-DD\n section One\n Design :a, 2024-01-01, 5d\n Build :after a, 10d",
        &["Plan", "One", "Design", "Build"],
    ),
    ("pie title Pets\n \"Dogs\" : 3\n \"Cats\" : 1", &["Pets", "Dogs", "Cats", "75%", "25%"]),
    ("journey\n title Day\n section Work\n Code: 5: Me\n Meet: 2: Me, You", &["Day", "Work", "Code", "Meet", "You"]),
    ("timeline\n title History\n 2001 : Begin\n 2005 : Grow : Sell", &["History", "2001", "Begin", "Grow", "Sell"]),
    ("mindmap\n  root((Topic))\n    One\n      Deep\n    Two\n    Three", &["Topic", "One", "Deep", "Two", "Three"]),
    (
        "gitGraph\n commit id: \"one\"\n branch work\n commit id: \"two\" tag: \"v1\"\n checkout main\n merge work",
        &["main", "work", "one", "two", "v1"],
    ),
    (
        "quadrantChart\n title Reach\n x-axis Low --> High\n quadrant-1 Best\n Alpha: [0.3, 0.6]\n Beta: [0.31, 0.61]",
        &["Reach", "Low", "High", "Best", "Alpha", "Beta"],
    ),
    ("kanban\n todo[To do]\n  t1[Write it]\n done[Done]\n  t2[Plan it]", &["To do", "Write it", "Done", "Plan it"]),
    (
        "architecture-beta\n group g(cloud)[Cloud]\n service a(server)[Server] in g\n service b(database)[Store] in g\n a:R --> L:b",
        &["Cloud", "Server", "Store"],
    ),
    (
        "C4Context\n Person(u, \"User\", \"Works\")\n System(s, \"System\")\n Rel(u, s, \"Uses\", \"HTTPS\")",
        &["User", "Works", "System", "Uses"],
    ),
    (
        "xychart-beta\n title Sales\n x-axis [Jan, Feb]\n y-axis \"Money\" 0 --> 10\n bar [3, 8]\n line [2, 5]",
        &["Sales", "Jan", "Feb", "Money", "10"],
    ),
    ("block-beta\n columns 2\n a[\"Left\"] b[\"Right\"]\n c[\"Wide\"]:2\n a --> c", &["Left", "Right", "Wide"]),
    ("packet-beta\n 0-7: \"Kind\"\n 8-31: \"Length\"", &["Kind", "Length", "0", "31"]),
    (
        "requirementDiagram\n requirement r {\n id: 1\n text: must fly\n risk: high\n verifymethod: test\n }\n element e {\n type: wing\n }\n e - satisfies -> r",
        &["r", "e", "must fly"],
    ),
    ("sankey-beta\n\nGas,Heat,4\nGas,Power,2", &["Gas", "Heat", "Power"]),
    (
        "radar-beta\n title Cars\n axis a[\"Speed\"], b[\"Price\"], c[\"Safety\"]\n curve x[\"Small\"]{3, 4, 5}\n max 5",
        &["Cars", "Speed", "Price", "Safety", "Small"],
    ),
    ("treemap-beta\n\"Food\"\n    \"Fruit\": 10\n    \"Bread\": 20", &["Food", "Fruit", "Bread", "30"]),
    ("treeView-beta\n\"src\"\n    \"main.rs\"\n\"docs\"", &["src", "main.rs", "docs"]),
    (
        "venn-beta\n set A[\"Birds\"]\n text \"Owl\"\n set B[\"Fish\"]\n union A,B[\"Animals\"]",
        &["Birds", "Owl", "Fish", "Animals"],
    ),
    (
        "wardley-beta\n title Tea\n anchor Guest [0.95, 0.6]\n component Cup [0.7, 0.5]\n Guest -> Cup",
        &["Tea", "Guest", "Cup", "Genesis", "Evolution"],
    ),
    (
        "eventmodeling\n\ntf 01 ui Cart\ntf 02 cmd AddItem\ntf 03 evt ItemAdded",
        &["Cart", "AddItem", "ItemAdded", "Events"],
    ),
    ("ishikawa-beta\n Blur\n  Lens\n   Dirt\n  Hand", &["Blur", "Lens", "Dirt", "Hand"]),
];

fn drawing(text: &str, options: &DrawOptions) -> Result<Drawing> {
    let drawn = draw(text, options, &Context::default())?;
    assert_eq!(drawn.drawer, Drawer::Linocut, "{text}");
    Ok(drawn.drawing)
}

fn words(items: &[Item]) -> Vec<&Words> {
    let each = items.iter().flat_map(|item| match &item.body {
        Body::Words(text) => vec![text],
        Body::Group(items) => words(items),
        Body::Shape(_) | Body::Opaque(_) => Vec::new(),
    });
    each.collect()
}

/// The box of a text from its baseline to the top of its capitals.
fn room(words: &Words) -> Rect {
    let width = font::advance(&words.text, words.size, words.weight);
    let x = match words.anchor {
        Anchor::Start => words.at.x,
        Anchor::Middle => words.at.x - width / 2.0,
        Anchor::End => words.at.x - width,
    };
    Rect::new(x, words.at.y - font::CAP_HEIGHT * words.size, x + width, words.at.y)
}

#[test]
fn every_label_is_seen_inside_the_page_and_apart_from_others() {
    for (text, labels) in SAMPLES {
        let drawing = drawing(text, &DrawOptions::default()).unwrap();
        let texts = words(&drawing.items);
        for label in labels {
            assert!(texts.iter().any(|words| words.text == *label), "{label} is missing: {text}");
        }
        let rooms: Vec<Rect> = texts.iter().map(|words| room(words)).collect();
        for (index, one) in rooms.iter().enumerate() {
            assert_eq!(drawing.view_box.union(*one), drawing.view_box, "outside: {text}");
            let over = rooms.iter().skip(index + 1).any(|other| one.intersect(*other).area() > 1.0);
            assert!(!over, "{} lies on another label: {text}", texts.get(index).unwrap().text);
        }
    }
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    for (text, _) in SAMPLES {
        let svg = |_| {
            linocut_svg::write(&drawing(text, &DrawOptions::default()).unwrap(), &linocut_svg::WriteOptions::default())
        };
        let [one, two] = [0, 1].map(svg);
        assert_eq!(one, two, "{text}");
        assert!(!one.contains("foreignObject") && one.contains("data-node") || text.starts_with("mindmap"), "{one}");
    }
}

#[test]
fn the_direction_the_title_and_the_theme_can_be_chosen() {
    let text = "flowchart TD\n a --> b --> c";
    let sides = |options: &DrawOptions| drawing(text, options).unwrap().view_box.size();
    let down = sides(&DrawOptions::default());
    let right = sides(&DrawOptions { direction: Some(Direction::Right), ..DrawOptions::default() });
    assert!(down.height > down.width && right.width > right.height);
    let options = DrawOptions { title: Some("Mine".to_owned()), theme: Some(Theme::Dark), ..DrawOptions::default() };
    let drawing = drawing(text, &options).unwrap();
    assert_eq!(drawing.title.as_deref(), Some("Mine"));
    assert!(words(&drawing.items).iter().any(|words| words.text == "Mine"));
}

#[test]
fn what_only_the_engine_draws_is_drawn_and_said() {
    let text = "info";
    let drawn = draw(text, &DrawOptions::default(), &Context::default()).unwrap();
    assert_eq!(drawn.drawer, Drawer::Merman);
    assert!(!drawn.drawing.items.is_empty());
}

#[test]
fn the_theme_of_a_text_is_heeded_and_what_is_left_out_is_said() {
    let drawn = |text: &str, theme: Option<Theme>| {
        let options = DrawOptions { theme, ..DrawOptions::default() };
        draw(text, &options, &Context::default()).unwrap()
    };
    let plain = "flowchart TD\n a --> b";
    let dark = format!("%%{{init: {{\"theme\": \"dark\"}}}}%%\n{plain}");
    assert_eq!(drawn(&dark, None).drawing, drawn(plain, Some(Theme::Dark)).drawing);
    assert_eq!(drawn(&dark, Some(Theme::Light)).drawing, drawn(plain, None).drawing);
    let silent = ["flowchart TD\n click --> link", "mindmap\n root\n  click here", &dark];
    for text in silent {
        assert_eq!(drawn(text, None).ignored, [""; 0], "{text}");
    }
    let text = "---\nconfig:\n  theme: forest\n  look: handDrawn\n---\nflowchart TD\n \
                a[\"fa:fa-car $$x^2$$\"] --> b\n click a href \"https://example.org\"";
    let said = drawn(text, None).ignored;
    assert_eq!(said.len(), 5, "{said:?}");
    for what in ["forest", "look", "links", "formulas", "icons"] {
        assert!(said.iter().any(|sentence| sentence.contains(what)), "{what} is missing: {said:?}");
    }
}
