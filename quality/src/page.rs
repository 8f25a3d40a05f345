//! The page with the pictures side by side.

use crate::{
    base64,
    contender::{Attempt, Contender},
    measure::Row,
    plane::Plane,
    set::{Picture, render},
    summary::{ALL, Means, Summary},
};
use linocut_core::{Raster, Result};
use linocut_raster::encode_png;

/// How much the difference picture exaggerates.
const EXAGGERATION: f32 = 4.0;

const STYLE: &str = include_str!("page.css");

/// One picture's part of the page.
pub(crate) struct Card {
    /// Linocut's SSIM, or less than any when it failed; the page is sorted by it.
    rank: f64,
    html: String,
}

impl Card {
    /// Draws the card of `picture`: the input, then each attempt with its numbers and its difference.
    ///
    /// # Errors
    /// Those of encoding a PNG.
    pub(crate) fn new(picture: &Picture, attempts: &[Attempt], rows: &[Row]) -> Result<Self> {
        let mut figures = vec![figure(&png(&picture.input)?, "input", "")];
        for (attempt, row) in attempts.iter().zip(rows) {
            figures.extend(result(attempt, row, picture)?);
        }
        let own = rows.iter().find(|row| row.tool == Contender::Linocut.name());
        let rank = own.and_then(|row| row.numbers.as_ref()).map_or(-1.0, |numbers| numbers.ssim);
        let (id, category) = (escaped(&picture.id), escaped(&picture.category));
        let html = format!(
            "<section id=\"{id}\"><h2>{id} <small>{category}</small></h2><div class=\"row\">{}</div></section>\n",
            figures.concat()
        );
        Ok(Self { rank, html })
    }
}

/// The whole page: the numbers over all pictures, then the cards, the worst first.
pub(crate) fn page(cards: &[Card], summary: &Summary, contenders: &[Contender]) -> String {
    let mut order: Vec<&Card> = cards.iter().collect();
    order.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    let body: String = order.iter().map(|card| card.html.as_str()).collect();
    let heads = "<th>tool</th><th>pictures</th><th>failed</th><th>SSIM</th><th>PSNR</th><th>delta</th><th>flat</th>\
        <th>segx</th><th>paths</th><th>bytes</th><th>CPU ms</th><th>× VTracer</th><th>grad</th><th>prim</th><th>sym</th>";
    let table: String =
        contenders.iter().filter_map(|c| Some(table_row(c.title(), summary.tools.get(c.name())?.get(ALL)?))).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Linocut: quality</title>\n\
         <style>{STYLE}</style>\n<h1>Quality at {} px</h1>\n\
         <p>Each result is the SVG itself: zoom in. Differences from the clean picture are shown {EXAGGERATION} times \
         as strong, white where there is none. The worst come first.</p>\n\
         <table><tr>{heads}</tr>{table}</table>\n{body}</html>\n",
        summary.size
    )
}

fn table_row(title: &str, m: &Means) -> String {
    let cell = |value: Option<f64>, decimals: usize| {
        value.map_or_else(|| "<td>-</td>".to_owned(), |v| format!("<td>{v:.decimals$}</td>"))
    };
    let numbers = [
        cell(m.ssim, 4),
        cell(m.psnr, 2),
        cell(m.delta, 3),
        cell(m.flat, 2),
        cell(m.segx, 2),
        cell(m.paths, 0),
        cell(m.bytes, 0),
        cell(m.cpu_ms, 1),
        cell(m.cpu_ratio, 2),
        cell(m.gradients, 2),
        cell(m.primitives, 2),
        cell(m.asymmetry, 3),
    ];
    format!("<tr><th>{title}</th><td>{}</td><td>{}</td>{}</tr>", m.pictures, m.failures, numbers.concat())
}

/// The figures of one attempt: the result and its difference, or why there is none.
fn result(attempt: &Attempt, row: &Row, picture: &Picture) -> Result<Vec<String>> {
    let name = attempt.contender.name();
    let (Ok(svg), Some(n)) = (&attempt.svg, &row.numbers) else {
        let failure = escaped(row.failure.as_deref().unwrap_or("failed"));
        return Ok(vec![format!(
            "<figure class=\"failed\"><figcaption><b>{name}</b><br>{failure}</figcaption></figure>"
        )]);
    };
    let optional = |value: Option<f64>, unit: &str| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.3}{unit}"));
    let numbers = format!(
        "SSIM {:.4} · delta {} · flat {:.2}<br>{} shapes · {} segments · {} bytes{}",
        n.ssim,
        optional(n.delta, " px"),
        n.flat,
        n.paths,
        n.segments,
        n.bytes,
        row.cpu_ms.map_or_else(String::new, |ms| format!(" · {ms:.0} ms")),
    );
    let picture_uri = format!("data:image/svg+xml;base64,{}", base64::encode(svg.as_bytes()));
    let rendered = render(svg, picture.clean.width(), picture.clean.height())?;
    let difference = png(&difference(&picture.clean, &rendered)?)?;
    Ok(vec![figure(&picture_uri, name, &numbers), figure(&difference, &format!("{name}: difference"), "")])
}

fn figure(uri: &str, name: &str, numbers: &str) -> String {
    format!(
        "<figure><img loading=\"lazy\" src=\"{uri}\" alt=\"{name}\"><figcaption><b>{name}</b><br>{numbers}</figcaption></figure>"
    )
}

fn png(picture: &Raster) -> Result<String> {
    Ok(format!("data:image/png;base64,{}", base64::encode(&encode_png(picture)?)))
}

/// White where two pictures agree, darker and colored where they differ.
fn difference(a: &Raster, b: &Raster) -> Result<Raster> {
    let [red, green, blue] = &Plane::split(a);
    let [red2, green2, blue2] = &Plane::split(b);
    let apart = |p: &Plane, q: &Plane| {
        Plane::build(p.width, p.height, |x, y| 255.0 - EXAGGERATION * (p.at(x, y) - q.at(x, y)).abs())
    };
    Plane::join(&[apart(red, red2), apart(green, green2), apart(blue, blue2)])
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{Card, difference, page};
    use crate::{contender::Contender, summary::Summary};
    use linocut_core::{Raster, Rgba};

    #[test]
    fn the_worst_come_first() {
        let card = |rank: f64, html: &str| Card { rank, html: html.to_owned() };
        let summary = Summary::of(&[], &[Contender::Linocut], 512);
        let html = page(&[card(0.9, "<i>good</i>"), card(-1.0, "<i>failed</i>")], &summary, &[Contender::Linocut]);
        assert!(html.find("failed</i>") < html.find("good</i>"));
    }

    #[test]
    fn agreement_is_white() {
        let one = |color| Raster::filled(1, 1, color).unwrap();
        let shade = |a, b| difference(&one(a), &one(b)).unwrap().get(0, 0);
        assert_eq!(shade(Rgba::BLACK, Rgba::BLACK), Some(Rgba::WHITE));
        assert_eq!(shade(Rgba::opaque(10, 0, 0), Rgba::BLACK), Some(Rgba::opaque(215, 255, 255)));
    }
}
