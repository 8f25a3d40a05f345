//! Rules for charts: pie, quadrant, xychart, sankey.

use super::draft::{Change, Draft, indent, split_word};

/// Writes a slice as `"label" : number`.
pub(crate) fn slice(line: &str) -> Option<String> {
    let text = line.trim();
    let word = split_word(text).0.trim_end_matches(':');
    if matches!(word, "title" | "showData" | "accTitle" | "accDescr") {
        let wordy = text.strip_prefix("title:").map(|title| format!("{}title {}", indent(line), title.trim()));
        return wordy;
    }
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let start = number_start(text.get(..end)?);
    let number = plain_number(text.get(start..end)?).filter(|number| !number.starts_with('-'))?;
    let label =
        text.get(..start)?.trim().trim_end_matches(['$', '€', '£']).trim().trim_end_matches([':', '=', '-', '"']);
    let label = label.trim().trim_matches(['"', '\'']).trim_start_matches("- ").trim();
    let label = label.replace('"', "'");
    (!label.is_empty() && !number.is_empty()).then(|| format!("{}\"{label}\" : {number}", indent(line)))
}

/// Where the number at the end of a text begins; a dash right behind a letter is none of its own.
fn number_start(text: &str) -> usize {
    let mut start = text.len();
    let mut letters = text.char_indices().rev().peekable();
    while let Some((at, c)) = letters.next() {
        let before = letters.peek().map(|(_, before)| *before);
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let sign = matches!(c, '-' | '+') && before.is_none_or(|c| !c.is_alphanumeric() || matches!(c, 'e' | 'E'));
        let power = matches!(c, 'e' | 'E') && digit(before) && start < text.len();
        if !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_') || sign || power) {
            break;
        }
        start = at;
    }
    start
}

/// A number as Mermaid writes it: of `1,234`, `1,5`, `1_000`, `1e3`; none when what is meant is not sure.
fn plain_number(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "");
    let groups: Vec<&str> = text.split(',').collect();
    let thousands = groups.iter().skip(1).all(|group| group.split('.').next().is_some_and(|digits| digits.len() == 3));
    let text = match groups.as_slice() {
        [_] => text.clone(),
        [whole, part] if !thousands && !text.contains('.') => format!("{whole}.{part}"),
        _ if thousands => groups.concat(),
        _ => return None,
    };
    let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite())?;
    let digits = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    Some(if digits { text } else { value.to_string() })
}

/// Writes points as `name: [x, y]`, with both between 0 and 1: all on the scale of the largest.
pub(crate) fn points(draft: &Draft) -> Vec<Change> {
    let short = || draft.body();
    let most = short().filter_map(|(_, line)| placed(line)).map(|placed| placed.x.max(placed.y)).fold(0.0, f64::max);
    let scale = if most <= 1.0 {
        1.0
    } else if most <= 10.0 {
        10.0
    } else {
        100.0
    };
    short().filter_map(|(index, line)| Some(Change::line(index, &point(line, scale)?))).collect()
}

/// A point as it was written.
struct Placed<'a> {
    name: &'a str,
    x: f64,
    y: f64,
    style: &'a str,
}

fn placed(line: &str) -> Option<Placed<'_>> {
    let text = line.trim();
    let start = text.find(['[', '(', '{']).or_else(|| text.rfind(':').map(|at| at + 1))?;
    let (name, rest) = text.split_at(start);
    let name = name.trim().trim_end_matches(':').trim();
    let name = name.split(":::").next().unwrap_or(name);
    let (inner, style) = rest.trim_start_matches(['[', '(', '{']).split_once([']', ')', '}']).unwrap_or((rest, ""));
    let numbers: Option<Vec<f64>> = items(inner).into_iter().map(unit).collect();
    let [x, y] = *numbers? else { return None };
    Some(Placed { name, x, y, style })
}

fn point(line: &str, scale: f64) -> Option<String> {
    let text = line.trim();
    let word = split_word(text).0;
    if matches!(word, "title" | "x-axis" | "y-axis" | "classDef" | "accTitle" | "accDescr")
        || word.starts_with("quadrant-")
    {
        if word == "classDef" {
            return Some(format!("{}%% {text}", indent(line)));
        }
        let loose = text.contains(['(', ')', ',', '/', '&']) && !text.contains('"') && word != "title";
        return loose
            .then(|| format!("{}{word} \"{}\"", indent(line), split_word(text).1.replace(" --> ", "\" --> \"")));
    }
    let Placed { name, x, y, style } = placed(line)?;
    if x.max(y) > 100.0 || x < 0.0 || y < 0.0 {
        return None;
    }
    let plain = name.trim_matches('"').replace('"', "'");
    let name = if plain.chars().all(|c| c.is_alphanumeric() || c == ' ') { plain } else { format!("\"{plain}\"") };
    Some(format!("{}{name}: [{}, {}]{style}", indent(line), x / scale, y / scale))
}

/// The items of a list with commas, or with spaces where there are none.
fn items(list: &str) -> Vec<&str> {
    if list.contains([',', ';', '"']) { list.split([',', ';']).collect() } else { list.split_whitespace().collect() }
}

/// A number, or a percentage, or `x: number`.
fn unit(part: &str) -> Option<f64> {
    let part = part.rsplit([':', '=']).next()?.trim();
    match part.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok().map(|percent| percent / 100.0),
        None => part.parse().ok(),
    }
}

/// Writes the values of bars, lines and axes as a list in brackets.
pub(crate) fn series(line: &str) -> Option<String> {
    let (word, rest) = split_word(line);
    let word = word.trim_end_matches(':');
    if !matches!(word, "bar" | "line" | "x-axis" | "y-axis") {
        return None;
    }
    let (title, values) = if let Some(tail) = rest.strip_prefix('"')
        && tail.contains('"')
    {
        let (title, values) = tail.split_once('"')?;
        (format!("\"{title}\" "), values)
    } else {
        let at = rest
            .find(|c: char| "[(".contains(c) || c.is_ascii_digit() || "+-".contains(c))
            .filter(|_| word != "x-axis");
        let at = at.or_else(|| rest.find('[')).unwrap_or(0);
        let (title, values) = rest.split_at(at);
        (title.to_owned(), values)
    };
    if values.contains("-->") || (word == "y-axis" && values.contains('[')) {
        let range = values.trim_matches(['[', ']', ' ']).split([',']).map(str::trim).collect::<Vec<_>>();
        let [low, high] = range.as_slice() else { return None };
        return Some(format!("{}{word} {title}{low} --> {high}", indent(line)));
    }
    let axis = word.ends_with("axis") && !values.contains(['[', ',']);
    if axis {
        return None;
    }
    let values = values.trim().trim_matches(['[', ']']);
    let parts = items(values)
        .into_iter()
        .flat_map(|part| part.split(['[', ']']))
        .map(|part| part.trim_matches(['(', ')', '{', '}', ' ', '\t']));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return matches!(word, "bar" | "line").then(|| format!("{}%% {}", indent(line), line.trim()));
    }
    let numbers = matches!(word, "bar" | "line");
    let part = |part: &str| if numbers { digits(part) } else { Some(category(part)) };
    let parts: Vec<String> = parts.into_iter().map(part).collect::<Option<_>>()?;
    Some(format!("{}{word} {title}[{}]", indent(line), parts.join(", ")))
}

/// The number of `Jan: 40%` or `$40`.
fn digits(part: &str) -> Option<String> {
    let part = part.rsplit([':', '=']).next().unwrap_or(part);
    plain_number(part.trim_matches(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))))
}

fn category(part: &str) -> String {
    let plain = part.trim_matches('"');
    if plain.chars().all(|c| c.is_alphanumeric() || c == '_') {
        plain.to_owned()
    } else {
        format!("\"{}\"", plain.replace('"', "'"))
    }
}

/// Writes a flow as `source,target,value`.
pub(crate) fn amount(line: &str) -> Option<String> {
    let text = line.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [source, target, value] = words.as_slice()
        && value.parse::<f64>().is_ok()
        && !text.contains(',')
    {
        return Some(format!("{},{},{value}", field(source), field(target)));
    }
    let (source, rest) = ["-->", "->", "→", "=>"].iter().find_map(|arrow| text.split_once(arrow)).or_else(|| {
        let (source, rest) = text.split_once([',', ';', '\t'])?;
        Some((source, rest))
    })?;
    if let Some((value, target)) =
        source.split_once('[').map(|(name, value)| (value.trim_end_matches([']', ' ']), (name, rest)))
    {
        return Some(format!("{},{},{}", field(target.0), field(target.1), digits(value)?));
    }
    if rest.trim().is_empty() {
        return None;
    }
    let (target, value) = rest.rsplit_once([':', ',', ';', '[', '|', '('])?;
    Some(format!("{},{},{}", field(source), field(target), digits(value)?))
}

fn field(text: &str) -> String {
    let plain = text.trim().trim_matches('"').trim();
    if plain.contains([',', '"']) { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain.to_owned() }
}
