//! Names with amounts: `dogs 40, cats 35` to pies, bars, packets and flows.

use super::super::token::{Sort, Token};
use super::{Said, Used, amount, bare, find, headed, label, list};
use crate::plan::{Axis, Field, Flow, Packet, Pie, Sankey, Scale, Series, SeriesKind, Slice, Xychart};

/// Words that stand around an amount and say nothing.
const GLUE: [&str; 22] = [
    "%", "percent", "is", "are", "was", "with", "at", "of", ":", "=", "-", "(", ")", "and", "for", "in", "to", "has",
    "$", "\u{20ac}", "about", "get",
];

/// A name and its amount, whichever comes first; what is left behind the amount is the third.
fn valued(words: &[&Token]) -> Option<(String, f64, String)> {
    let glue = |token: &&&Token| GLUE.contains(&token.lower.as_str());
    let at = words
        .iter()
        .rposition(|token| token.number().is_some())
        .or_else(|| words.iter().position(|t| amount(t).is_some()))?;
    let value = amount(words.get(at)?)?;
    let minus = at > 0 && words.get(at - 1).is_some_and(|token| token.is("-") && !token.close);
    let value = if minus { -value } else { value };
    let head = words.get(..at)?;
    let head = head.get(..head.len() - head.iter().rev().take_while(glue).count())?;
    let tail = words.get(at + 1..)?;
    let tail = tail.get(tail.iter().take_while(glue).count()..)?;
    if head.is_empty() { Some((label(tail), value, String::new())) } else { Some((label(head), value, label(tail))) }
}

/// All parts, with parts that hold several amounts cut at `and`.
fn pieces<'a, 'b>(said: &'b Said<'a>) -> impl Iterator<Item = (usize, &'b [&'a Token])> {
    said.parts.iter().enumerate().flat_map(|(at, part)| {
        let several = part.words.iter().filter(|token| token.number().is_some()).count() > 1;
        let pieces = if several { list(&part.words) } else { vec![part.words.as_slice()] };
        pieces.into_iter().map(move |words| (at, words))
    })
}

pub(super) fn pie(said: &Said<'_>, used: &mut Used) -> Option<Pie> {
    let mut slices = Vec::new();
    for (at, words) in pieces(said) {
        let Some((label, value, _)) = valued(words).or_else(|| share(words)) else { continue };
        if value > 0.0 && label.contains(char::is_alphanumeric) {
            slices.push(Slice { label, value });
            used.insert(at);
        }
    }
    (!slices.is_empty()).then(|| Pie { title: said.title.clone(), show_values: false, slices })
}

/// `half rent`, `a quarter for food`: a share in words, in percent.
fn share(words: &[&Token]) -> Option<(String, f64, String)> {
    let shares = [("half", 50.0), ("third", 100.0 / 3.0), ("quarter", 25.0), ("fifth", 20.0), ("tenth", 10.0)];
    let (at, (_, value)) =
        words.iter().enumerate().find_map(|(at, t)| Some((at, shares.iter().find(|(name, _)| t.is(name))?)))?;
    let rest: Vec<&Token> =
        words.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, token)| *token).collect();
    let glue = |token: &&&Token| GLUE.contains(&token.lower.as_str()) || token.is("a");
    let from = rest.iter().take_while(glue).count();
    let end = rest.len() - rest.iter().rev().take_while(glue).count();
    Some((label(rest.get(from..end)?), (value * 10.0_f64).round() / 10.0, String::new()))
}

pub(super) fn xychart(said: &Said<'_>, used: &mut Used) -> Option<Xychart> {
    let lower = |cue: &str| said.parts.iter().any(|part| part.words.iter().any(|token| token.lower.starts_with(cue)));
    let kind = if said.line || lower("line") { SeriesKind::Line } else { SeriesKind::Bar };
    let (mut names, mut values, mut title, mut series) = (Vec::new(), Vec::new(), said.title.clone(), Vec::new());
    let mut row: Option<String> = None;
    for (at, words) in pieces(said) {
        let (head, rest) = headed(words);
        let alone = |words: &[&Token]| words.len() == 1 && words.first().is_some_and(|token| token.number().is_some());
        if let Some(head) = head.filter(|_| alone(rest)) {
            // Either `jan: 5`, or `sales: 5, 6, 7`, which the next number alone tells.
            let next = said.parts.get(at + 1).is_some_and(|part| alone(&part.words));
            if next {
                flush(&mut row, &mut values, kind, &mut series);
                row = Some(label(head));
                values.extend(rest.first().and_then(|token| token.number()));
                used.insert(at);
                continue;
            }
        }
        if row.is_some() && alone(words) {
            values.extend(words.first().and_then(|token| token.number()));
            used.insert(at);
            continue;
        }
        let Some((name, value, more)) = valued(words).filter(|(name, ..)| name.contains(char::is_alphanumeric)) else {
            continue;
        };
        flush(&mut row, &mut values, kind, &mut series);
        names.push(name);
        values.push(value);
        title = title.or(Some(more).filter(|more| !more.is_empty()));
        used.insert(at);
    }
    flush(&mut row, &mut values, kind, &mut series);
    if !values.is_empty() {
        series.push(Series { kind, label: None, values });
    }
    let scale = (!names.is_empty()).then_some(Scale::Names(names));
    let x = Axis { title: None, scale };
    (!series.is_empty()).then(|| Xychart { title, horizontal: said.flat, x, y: Axis::default(), series })
}

/// Ends a row of values, if there is one of several.
fn flush(row: &mut Option<String>, values: &mut Vec<f64>, kind: SeriesKind, series: &mut Vec<Series>) {
    if row.is_some() && !values.is_empty() {
        series.push(Series { kind, label: row.take(), values: std::mem::take(values) });
    }
}

pub(super) fn packet(said: &Said<'_>, used: &mut Used) -> Option<Packet> {
    let mut fields: Vec<Field> = Vec::new();
    for (at, words) in pieces(said) {
        let numbers: Vec<(usize, f64)> =
            words.iter().enumerate().filter_map(|(at, token)| Some((at, sized(token)?))).collect();
        let unit = |names: &[&str]| words.iter().any(|t| names.iter().any(|name| t.lower.ends_with(name)));
        let range = numbers.windows(2).find_map(|pair| match pair {
            [(a, from), (b, to)] if *b <= a + 2 && to >= from => Some(to - from + 1.0),
            _ => None,
        });
        let bits = match (range, numbers.first()) {
            (Some(bits), _) => bits,
            (None, Some((_, count))) if unit(&["byte", "bytes"]) => count * 8.0,
            (None, Some((_, count))) if unit(&["bit", "bits"]) => *count,
            (None, Some((at, _))) if *at == 0 && words.get(1).is_some_and(|t| t.is(":")) => 1.0,
            (None, _) => continue,
        };
        let name = |token: &&&Token| {
            let unit = ["bit", "bits", "byte", "bytes"].iter().any(|unit| token.lower.ends_with(unit));
            sized(token).is_none() && !unit && token.sort != Sort::Mark && !GLUE.contains(&token.lower.as_str())
        };
        let name: Vec<&Token> = words.iter().filter(name).copied().collect();
        let label = label(&name);
        if (1.0..=65_535.0).contains(&bits) && label.contains(char::is_alphanumeric) {
            fields.push(Field { label, bits: format!("{bits:.0}").parse().unwrap_or(1) });
            used.insert(at);
        }
    }
    (!fields.is_empty()).then(|| Packet { title: said.title.clone(), fields })
}

/// `16` or `16-bit`.
fn sized(token: &Token) -> Option<f64> {
    amount(token).or_else(|| token.lower.split('-').next().filter(|_| token.lower.contains("-b"))?.parse().ok())
}

pub(super) fn sankey(said: &Said<'_>, used: &mut Used) -> Option<Sankey> {
    let mut chart = Sankey { title: said.title.clone(), flows: Vec::new() };
    let mut source: Option<(usize, String)> = None;
    for (at, part) in said.parts.iter().enumerate() {
        for words in pieces_of(part) {
            let before = source.clone().filter(|(sentence, _)| *sentence == part.sentence).map(|(_, name)| name);
            let Some((from, to, value)) = flow(words, before) else { continue };
            source = Some((part.sentence, from.clone()));
            chart.flows.push(Flow { from, to, value });
            if value <= 0.0 || chart.circle().is_some() {
                chart.flows.pop();
            } else {
                used.insert(at);
            }
        }
    }
    (!chart.flows.is_empty()).then_some(chart)
}

fn pieces_of<'a, 'b>(part: &'b super::Part<'a>) -> Vec<&'b [&'a Token]> {
    let several = part.words.iter().filter(|token| token.number().is_some()).count() > 1;
    if several { part.words.split(|token| token.is("and")).collect() } else { vec![part.words.as_slice()] }
}

/// `coal sends 30 to power plant`, `30 from coal to power`, `coal to power 30`, and `food 600` behind a source.
fn flow(words: &[&Token], source: Option<String>) -> Option<(String, String, f64)> {
    let number = words.iter().rposition(|token| token.number().is_some())?;
    let value = words.get(number)?.number()?;
    let clean = |words: &[&Token]| {
        let verb = words.iter().enumerate().position(|(at, token)| at > 0 && super::super::verb::is_deed(&token.lower));
        let words = words.get(..verb.unwrap_or(words.len())).unwrap_or_default();
        let glue = |token: &&&Token| GLUE.contains(&token.lower.as_str()) || token.sort == Sort::Number;
        let from = words.iter().take_while(glue).count();
        let end = words.len() - words.iter().rev().take_while(glue).count();
        Some(label(words.get(from..end)?)).filter(|name| name.contains(char::is_alphanumeric))
    };
    let to = words.iter().rposition(|token| token.is("to") || token.is("into") || token.is_arrow());
    let (from, place) = match (find(words, &["from"]), to) {
        (Some(from), Some(to)) if from < to => (clean(words.get(from + 1..to)?), clean(words.get(to + 1..)?)),
        (_, Some(to)) => {
            let head = words.get(..to)?;
            let head = if number < to { head.get(..number)? } else { head };
            (clean(head), clean(words.get(to + 1..)?))
        }
        (Some(from), None) => (clean(words.get(from + 1..)?), None),
        (None, None) => (None, clean(bare(words))),
    };
    Some((from.or(source)?, place?, value))
}
