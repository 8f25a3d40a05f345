//! Names with numbers to charts: pie, packet, quadrant, xychart, sankey.

use super::Found;
use super::mention::{Mention, mentions, numbers, title};
use super::token::{Sort, Token, Tokens};
use crate::plan::{
    Axis, Field, Flow, Packet, Pie, Point, Quadrant, Range, Sankey, Scale, Series, SeriesKind, Slice, Xychart,
};

pub(super) fn pie(tokens: &Tokens, found: &mut Found) -> Option<Pie> {
    let mut names = mentions(tokens);
    let title = title(&mut names);
    let mut slices = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let behind = names.get(at + 1).map(|next| next.before.as_slice()).unwrap_or_default();
        let own = name.numbers().first().copied();
        let value = own.or_else(|| numbers(behind.get(..behind.len().min(3)).unwrap_or_default()).first().copied());
        let Some(value) = value.or_else(|| last_number(tokens, name)).filter(|value| *value > 0.0) else { continue };
        found.clauses.insert(name.clause);
        slices.push(Slice { label: name.text.clone(), value });
    }
    if slices.is_empty() {
        slices = plain_slices(tokens, found);
    }
    let show_values = tokens.words.to_lowercase().contains("showdata");
    (!slices.is_empty()).then_some(Pie { title, show_values, slices })
}

/// The number behind the last name, which no other name's words hold.
fn last_number(tokens: &Tokens, name: &Mention) -> Option<f64> {
    let at = tokens.list.iter().rposition(|token| token.text == name.text)?;
    let rest = tokens.list.get(at + 1..)?;
    numbers(rest.get(..rest.len().min(3))?).first().copied()
}

/// Slices of plain words: `dogs 40, cats 35`.
fn plain_slices(tokens: &Tokens, found: &mut Found) -> Vec<Slice> {
    let mut label: Vec<&Token> = Vec::new();
    let mut slices = Vec::new();
    for token in &tokens.list {
        match token.sort {
            Sort::Number => {
                let value = token.number().unwrap_or(0.0);
                if value > 0.0 && !label.is_empty() {
                    let label = super::mention::joined(&label);
                    slices.push(Slice { label: super::deed::sentence(&label), value });
                    found.clauses.insert(token.clause);
                }
                label.clear();
            }
            Sort::Mark => label.clear(),
            Sort::Word if token.is("and") || token.is("percent") => label.clear(),
            Sort::Word | Sort::Quoted | Sort::Code => label.push(token),
        }
    }
    slices
}

pub(super) fn packet(tokens: &Tokens, found: &mut Found) -> Option<Packet> {
    let mut names = mentions(tokens);
    let title = title(&mut names);
    let mut fields = Vec::new();
    let mut next = 0.0;
    for (at, name) in names.iter().enumerate() {
        let behind = names.get(at + 1).map(|next| next.before.as_slice()).unwrap_or_default();
        let behind = behind.get(..behind.len().min(4)).unwrap_or_default();
        let bits = |tokens: &[Token]| {
            tokens.iter().any(|token| token.lower.starts_with("bit") || token.lower.ends_with("-bit"))
        };
        let own = Some(name.numbers()).filter(|numbers| !numbers.is_empty());
        let numbers =
            own.or_else(|| Some(numbers(&name.before))).filter(|n| !n.is_empty()).unwrap_or_else(|| numbers(behind));
        let (from, to) = match numbers.as_slice() {
            [] => continue,
            [many] if bits(&name.inside) || bits(behind) => (next, next + many - 1.0),
            [only] => (*only, *only),
            [from, to, ..] => (*from, *to),
        };
        let count = to - from + 1.0;
        if !(1.0..=65_535.0).contains(&count) {
            continue;
        }
        next = to + 1.0;
        found.clauses.insert(name.clause);
        fields.push(Field { label: name.text.clone(), bits: whole(count) });
    }
    (!fields.is_empty()).then_some(Packet { title, fields })
}

/// A number from 0 to 65535 as a whole one.
fn whole(value: f64) -> u32 {
    format!("{:.0}", value.clamp(0.0, 65_535.0)).parse().unwrap_or(1)
}

pub(super) fn quadrant(tokens: &Tokens, found: &mut Found) -> Option<Quadrant> {
    let mut names = mentions(tokens);
    let title = title(&mut names);
    let mut chart = Quadrant { title, ..Quadrant::default() };
    let mut axis = ' ';
    let axes = tokens.list.iter().any(|token| token.is("axes"));
    for name in &names {
        let numbers = name.numbers();
        if let [x, y, ..] = numbers.as_slice()
            && (0.0..=1.0).contains(x)
            && (0.0..=1.0).contains(y)
        {
            chart.points.push(Point { label: name.text.clone(), x: *x, y: *y });
            found.clauses.insert(name.clause);
            continue;
        }
        axis = match () {
            () if name.after(&["x-axis", "x"]) => 'x',
            () if name.after(&["y-axis", "y"]) => 'y',
            () if name.before.iter().any(|t| t.lower.starts_with("quad") || t.lower.starts_with('q')) => 'q',
            () if name.after(&["axes", "axis"]) => 'x',
            () if axes && axis == 'x' && name.after(&[","]) => 'y',
            () => axis,
        };
        let parts = name.text.split("-->").flat_map(|part| part.split("->"));
        let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
        for part in parts {
            match axis {
                'x' => chart.x = Some(end(chart.x.take(), part)),
                'y' => chart.y = Some(end(chart.y.take(), part)),
                'q' if chart.fields.len() < 4 => chart.fields.push(part.to_owned()),
                _ => continue,
            }
            found.clauses.insert(name.clause);
        }
    }
    let some = !chart.points.is_empty() || chart.x.is_some() || !chart.fields.is_empty();
    some.then_some(chart)
}

fn end(range: Option<Range>, part: &str) -> Range {
    match range {
        None => Range { low: part.to_owned(), high: None },
        Some(Range { low, high: None }) => Range { low, high: Some(part.to_owned()) },
        Some(full) => full,
    }
}

pub(super) fn xychart(tokens: &Tokens, found: &mut Found) -> Option<Xychart> {
    let mut names = mentions(tokens);
    let title = title(&mut names).or_else(|| {
        let first = names.iter().position(|name| name.quoted)?;
        (first == 0 && !names.first()?.after(&["x-axis", "y-axis"])).then(|| names.remove(0).text)
    });
    let mut chart =
        Xychart { title, horizontal: tokens.words.to_lowercase().contains("horizontal"), ..Xychart::default() };
    let mut reader = Reader { tokens, chart: &mut chart, cue: ' ' };
    reader.read(found);
    (!chart.series.is_empty()).then_some(chart)
}

struct Reader<'a> {
    tokens: &'a Tokens,
    chart: &'a mut Xychart,
    cue: char,
}

impl Reader<'_> {
    fn read(&mut self, found: &mut Found) {
        let list = &self.tokens.list;
        let mut label: Option<String> = None;
        let mut at = 0;
        while let Some(token) = list.get(at) {
            at += 1;
            match token.lower.as_str() {
                "x-axis" => (self.cue, label) = ('x', None),
                "y-axis" => (self.cue, label) = ('y', None),
                "bar" | "bars" => (self.cue, label) = ('b', None),
                "line" | "lines" => (self.cue, label) = ('l', None),
                "[" => {
                    let end = list.iter().skip(at).position(|t| t.is("]")).map_or(list.len(), |n| at + n);
                    self.listed(list.get(at..end).unwrap_or_default(), label.take());
                    found.clauses.insert(token.clause);
                    at = end + 1;
                }
                _ if matches!(token.sort, Sort::Quoted | Sort::Code) => {
                    self.title(&token.text);
                    label = Some(token.text.clone());
                }
                _ if token.sort == Sort::Number => self.range(list, at - 1),
                _ => {}
            }
        }
    }

    fn title(&mut self, text: &str) {
        let axis = match self.cue {
            'x' => &mut self.chart.x,
            'y' => &mut self.chart.y,
            _ => return,
        };
        axis.title.get_or_insert_with(|| text.to_owned());
    }

    fn range(&mut self, list: &[Token], at: usize) {
        let axis: &mut Axis = match self.cue {
            'x' => &mut self.chart.x,
            'y' => &mut self.chart.y,
            _ => return,
        };
        let values = numbers(list.get(at..list.len().min(at + 6)).unwrap_or_default());
        if let [from, to, ..] = values.as_slice()
            && from < to
            && axis.scale.is_none()
        {
            axis.scale = Some(Scale::Numbers { from: *from, to: *to });
        }
    }

    fn listed(&mut self, inside: &[Token], label: Option<String>) {
        let values = numbers(inside);
        let names: Vec<String> = inside
            .split(|token| token.is(","))
            .map(|part| super::mention::joined(&part.iter().collect::<Vec<_>>()))
            .filter(|name| !name.is_empty())
            .collect();
        let all_numbers = values.len() == names.len();
        if (all_numbers && matches!(self.cue, 'b' | 'l' | ' ')) && !values.is_empty() {
            let kind = if self.cue == 'l' { SeriesKind::Line } else { SeriesKind::Bar };
            self.chart.series.push(Series { kind, label, values });
        } else if !(names.is_empty() || all_numbers && self.cue == 'y') {
            self.chart.x.scale = Some(Scale::Names(names));
            self.cue = ' ';
        }
    }
}

pub(super) fn sankey(tokens: &Tokens, found: &mut Found) -> Option<Sankey> {
    let names = mentions(tokens);
    let mut chart = Sankey::default();
    let mut source: Option<&Mention> = None;
    let mut amount: Option<f64> = None;
    for (at, name) in names.iter().enumerate() {
        if source.is_some_and(|source| source.clause != name.clause) {
            (source, amount) = (None, None);
        }
        amount = numbers(&name.before).last().copied().or(amount.filter(|_| source.is_some()));
        let behind = names.get(at + 1).map(|next| numbers(&next.before)).unwrap_or_default();
        let own = name.numbers().first().copied();
        match (source, amount.or(own)) {
            (None, _) => source = Some(name),
            (Some(from), Some(value)) => {
                flow(&mut chart, (&from.text, &name.text, value), found, name.clause);
                amount = None;
            }
            (Some(from), None) => {
                let value = behind.first().copied().or_else(|| last_number(tokens, name));
                if let Some(value) = value {
                    flow(&mut chart, (&from.text, &name.text, value), found, name.clause);
                    source = None;
                } else {
                    source = Some(name);
                }
            }
        }
    }
    (!chart.flows.is_empty()).then_some(chart)
}

/// Adds a flow unless it would lead in a circle.
fn flow(chart: &mut Sankey, (from, to, value): (&str, &str, f64), found: &mut Found, clause: usize) {
    if value <= 0.0 || from == to {
        return;
    }
    chart.flows.push(Flow { from: from.to_owned(), to: to.to_owned(), value });
    if chart.circle().is_some() {
        chart.flows.pop();
        return;
    }
    found.clauses.insert(clause);
}
