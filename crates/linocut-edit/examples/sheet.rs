//! Badges on bases, as files: `sheet OUT BASE.svg… -- BADGE…`.
use linocut_core::Drawing;
use linocut_edit::{BadgeOptions, badge, stock_badge};
fn read(path: &str) -> Drawing {
    linocut_svg::read(&std::fs::read(path).unwrap(), &linocut_svg::Limits::default()).unwrap().value
}
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let out = &args[0];
    let cut = args.iter().position(|a| a == "--").unwrap();
    for base in &args[1..cut] {
        for name in &args[cut + 1..] {
            let art = stock_badge(name).unwrap_or_else(|| read(name));
            let d = badge(&read(base), &art, &BadgeOptions::default()).unwrap();
            let stem = |p: &str| std::path::Path::new(p).file_stem().unwrap().to_string_lossy().into_owned();
            std::fs::write(
                format!("{out}/{}+{}.svg", stem(base), stem(name)),
                linocut_svg::write(&d, &linocut_svg::WriteOptions::default()),
            )
            .unwrap();
        }
    }
}
