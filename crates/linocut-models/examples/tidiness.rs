//! Prints how tidy sets of drawings are, to set the limits of `judge` by.
//!
//! `cargo run -p linocut-models --example tidiness -- real.txt model.txt`; a file holds one SVG a line.

use linocut_core::{Error, Kind, Result};
use linocut_models::judge::{Check, Tidiness, tidiness};
use linocut_svg::{Limits, read};
use std::io::Write as _;

/// Shares of a set whose measure lies below the number that is printed.
const QUANTILES: [f64; 5] = [0.5, 0.9, 0.97, 0.995, 1.0];

fn main() -> Result<()> {
    for file in std::env::args().skip(1) {
        let text =
            std::fs::read_to_string(&file).map_err(|e| Error::new(Kind::Io, "cannot read").at(&*file).cause(e))?;
        let judged = text.lines().map(|svg| Ok(tidiness(&read(svg.as_bytes(), &Limits::default())?.value)));
        let judged: Vec<Tidiness> = judged.collect::<Result<_>>()?;
        std::io::stdout()
            .write_all(table(&file, &judged).as_bytes())
            .map_err(|e| Error::new(Kind::Io, "no output").cause(e))?;
    }
    Ok(())
}

fn table(title: &str, judged: &[Tidiness]) -> String {
    let passing = judged.iter().filter(|t| t.passes()).count();
    let mut out = format!("{title}: {passing} of {} pass\n{:16}  half failed", judged.len(), "check");
    out.extend(QUANTILES.map(|q| format!(" {:>8}", format!("p{}", q * 100.0))));
    for check in Check::ALL {
        let found = judged.iter().flat_map(|t| &t.findings).filter(|f| f.check == check);
        let mut measures: Vec<f64> = found.clone().map(|f| f.measure).collect();
        measures.sort_by(f64::total_cmp);
        out.extend([format!("\n{:16} {:11}", check.name(), found.filter(|f| f.value.get() < 0.5).count())]);
        out.extend(QUANTILES.map(|q| format!(" {:8.3}", quantile(&measures, q))));
    }
    out + "\n\n"
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "an index within the list"
)]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted.get((sorted.len().saturating_sub(1) as f64 * share) as usize).copied().unwrap_or(f64::NAN)
}
