//! Draws every case of `models/tiny/golden.json` and `models/icon/golden.json`; half a minute.
//!
//! `cargo run --release -p linocut-models --example golden`
#![expect(clippy::print_stdout, reason = "an example prints")]

#[path = "../tests/golden/mod.rs"]
mod golden;

fn main() -> linocut_core::Result<()> {
    for folder in ["tiny", "icon"] {
        let (model, cases) = golden::open(folder)?;
        for case in &cases {
            case.begins_alike(&model)?;
            case.draws_alike(&model)?;
        }
        println!("{folder}: {} cases agree", cases.len());
    }
    Ok(())
}
