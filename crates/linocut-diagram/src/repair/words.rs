//! Rules for diagrams of records: gantt, timeline, journey, C4, architecture, requirement.

use super::draft::{Change, Draft, indent, split_word};

/// Puts a colon between a task's name and its dates.
pub(crate) fn task(line: &str) -> Option<String> {
    const WORDS: [&str; 13] = [
        "title",
        "section",
        "dateFormat",
        "axisFormat",
        "tickInterval",
        "excludes",
        "includes",
        "todayMarker",
        "weekday",
        "weekend",
        "click",
        "accTitle",
        "accDescr",
    ];
    let word = split_word(line).0.trim_end_matches(':');
    if WORDS.contains(&word) || line.contains(':') || word == "inclusiveEndDates" || word == "topAxis" {
        return None;
    }
    let text = line.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let data = words.iter().position(|word| {
        is_date(word) || is_length(word) || matches!(*word, "after" | "crit" | "done" | "active" | "milestone")
    });
    let at = data.filter(|at| *at > 0)?;
    let (name, rest) = words.split_at_checked(at)?;
    let mut parts: Vec<String> = Vec::new();
    for word in rest {
        let word = word.trim_end_matches(',');
        match parts.last_mut() {
            Some(last) if last == "after" || last == "until" => *last = format!("{last} {word}"),
            _ => parts.push(word.to_owned()),
        }
    }
    let name = name.join(" ");
    Some(format!("{}{} :{}", indent(line), name.trim_end_matches([',', '-', ' ']), parts.join(", ")))
}

fn is_date(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    word.len() == 10
        && word.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
}

fn is_length(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    unit.len() < word.len() && matches!(unit, "d" | "w" | "h" | "m" | "M" | "y" | "s" | "ms")
}

/// Takes a comment away from behind a format.
pub(crate) fn axis(line: &str) -> Option<String> {
    let (word, rest) = split_word(line);
    let (format, said) = rest.split_once('#').or_else(|| rest.split_once(';'))?;
    let formats = matches!(word, "axisFormat" | "dateFormat" | "tickInterval");
    formats.then(|| format!("{0}%% {1}\n{0}{word} {2}", indent(line), said.trim(), format.trim()))
}

/// Keeps the last colon of a task, which stands before its dates.
pub(crate) fn task_colon(line: &str) -> Option<String> {
    let (word, _) = split_word(line);
    let (head, dates) = line.rsplit_once(':')?;
    let name = head.trim_end();
    let fields = dates.split(',').next().is_some_and(|field| !field.trim().is_empty());
    let time = head.ends_with(|c: char| c.is_ascii_digit());
    let statement =
        matches!(word, "click" | "title" | "section" | "accTitle:" | "accDescr:" | "dateFormat" | "axisFormat");
    let wordy = name.contains(": ") && fields && !time && !statement;
    wordy.then(|| format!("{} :{}", name.replace(": ", " - "), dates.trim()))
}

/// Puts a colon behind a period.
pub(crate) fn period(line: &str) -> Option<String> {
    let text = line.trim();
    let (word, rest) = split_word(text);
    let dashed = ["- ", "– ", "— "].iter().find_map(|dash| rest.strip_prefix(dash));
    let year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let event = dashed.or((!rest.is_empty()).then_some(rest))?;
    (year && !text.contains(':')).then(|| format!("{}{word} : {event}", indent(line)))
}

/// Gives a task without a score the middle one.
pub(crate) fn score(line: &str) -> Option<String> {
    let text = line.trim();
    let (word, _) = split_word(text);
    if matches!(word.trim_end_matches(':'), "title" | "section" | "accTitle" | "accDescr") {
        return None;
    }
    let fields: Vec<&str> = text.split(':').map(str::trim).collect();
    match fields.as_slice() {
        [task] => Some(format!("{}{task}: 3", indent(line))),
        [task, who] if who.parse::<f64>().is_err() => Some(format!("{}{task}: 3: {who}", indent(line))),
        _ => None,
    }
}

/// Closes macros and their quotes.
pub(crate) fn c4(line: &str) -> Option<String> {
    let text = line.trim_end().trim_end_matches(';');
    let (head, brace) = text.strip_suffix('{').map_or((text, ""), |head| (head.trim_end(), " {"));
    let name = head.trim_start().split('(').next()?;
    let a_macro = head.contains('(') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !a_macro {
        return None;
    }
    let single = head.contains('\'') && !head.contains('"');
    let mut own = if single { head.replace('\'', "\"") } else { head.to_owned() };
    let quotes = own.matches('"').count();
    if quotes % 2 == 1 {
        let at = own.trim_end_matches(')').len();
        own.insert(
            if own.ends_with("))") || !own.ends_with(')') {
                own.len().min(at + usize::from(own.ends_with("))")))
            } else {
                at
            },
            '"',
        );
    }
    if !own.ends_with(')') || outside(&own) > 0 {
        own.push(')');
    }
    let own = format!("{own}{brace}");
    (own != line).then_some(own)
}

/// Round brackets outside of quotes that stay open.
fn outside(text: &str) -> i32 {
    let (mut quoted, mut depth) = (false, 0);
    for c in text.chars() {
        quoted ^= c == '"';
        if !quoted {
            depth += i32::from(c == '(') - i32::from(c == ')');
        }
    }
    depth
}

/// Keeps letters, digits and spaces of the labels of services and groups, and mends their order.
pub(crate) fn service(line: &str) -> Option<String> {
    let (word, rest) = split_word(line);
    let other = matches!(word, "database" | "server" | "disk" | "cloud" | "internet" | "node" | "component");
    if other && rest.contains(['(', '[']) {
        return Some(format!("{}service {rest}", indent(line)));
    }
    if !matches!(word, "service" | "group" | "junction") {
        return None;
    }
    let (head, label) = rest.split_once('[').map_or((rest, None), |(head, tail)| (head, tail.rsplit_once(']')));
    let (id, icon) =
        head.split_once('(').map_or((head.trim(), ""), |(id, icon)| (id.trim(), icon.trim_end_matches([')', ' '])));
    let id: String = id.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let icon = if icon.is_empty() { String::new() } else { format!("({icon})") };
    let (label, tail) = label.unwrap_or_default();
    let plain: String =
        label.chars().map(|c| if c.is_alphanumeric() || c == ' ' || c == '_' { c } else { ' ' }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let label = if plain.is_empty() { String::new() } else { format!("[{plain}]") };
    Some(format!("{}{word} {id}{icon}{label}{}", indent(line), tail.trim_end()))
}

/// Writes edges with a side at both ends, and removes groups that nobody defined.
pub(crate) fn architecture_edges(draft: &Draft) -> Vec<Change> {
    let first = |line: &str| split_word(line).1.split(['(', '[', ' ']).next().unwrap_or_default().to_owned();
    let groups: Vec<String> = draft.body().filter(|(_, l)| split_word(l).0 == "group").map(|(_, l)| first(l)).collect();
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let word = split_word(line).0;
        if matches!(word, "service" | "group" | "junction") {
            if let Some((head, parent)) = line.rsplit_once(" in ")
                && !groups.contains(&parent.trim().to_owned())
            {
                changes.push(Change::line(index, head));
            }
        } else if let Some(own) = edge(line) {
            changes.push(Change::line(index, &own));
        }
    }
    changes
}

/// `web --> db` as `web:R --> L:db`.
fn edge(line: &str) -> Option<String> {
    let text = line.trim();
    let arrows = ["<-->", "-->", "<--", "--", "->>", "->", "→"];
    let (arrow, (left, right)) = arrows.iter().find_map(|arrow| Some((*arrow, text.split_once(arrow)?)))?;
    let arrow = if matches!(arrow, "->" | "->>" | "→") { "-->" } else { arrow };
    let right = right.split_once('|').map_or(right, |(_, rest)| rest.rsplit('|').next().unwrap_or(rest));
    let right = right.trim_start_matches(['-', '>', ' ']);
    let left = left.trim().split(['[', '(']).next().unwrap_or_default();
    let right = right.trim().split(['[', '(']).next().unwrap_or_default();
    let left = if left.contains(':') { left.to_owned() } else { format!("{left}:R") };
    let (right, _) = right.rsplit_once(" : ").unwrap_or((right, ""));
    let (side, node) = right.split_once(':').unwrap_or(("L", right));
    let (side, node) = if side.len() > 1 && node.len() == 1 { (node, side) } else { (side, node) };
    let node = node.split(':').next().unwrap_or(node);
    Some(format!("{}{left} {arrow} {}:{}", indent(line), side.trim(), node.trim()))
}

/// Quotes the values of requirements that hold signs of relations: the parser takes them, mermaid.js does not.
pub(crate) fn requirement_text(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let (word, value) = (key.trim().to_lowercase(), value.trim());
    let known = matches!(word.as_str(), "id" | "text" | "type" | "docref");
    let strange = !value.starts_with('"') && value.contains(['-', '=', '<', '>', '{']);
    (known && strange).then(|| format!("{key}: \"{}\"", value.replace('"', "'")))
}

/// Gives each statement of a requirement on one line a line of its own.
pub(crate) fn requirement_block(line: &str) -> Option<String> {
    let (head, inner) = line.trim_end().strip_suffix('}')?.split_once('{')?;
    let mut own = format!("{} {{", head.trim_end());
    for word in inner.split_whitespace() {
        let key =
            matches!(word.to_lowercase().as_str(), "id:" | "text:" | "risk:" | "verifymethod:" | "type:" | "docref:");
        own.push_str(if key { "\n    " } else { " " });
        own.push_str(word);
    }
    Some(format!("{own}\n{}}}", indent(line)))
}

/// Writes risks and ways of verification that requirement diagrams know.
pub(crate) fn requirement(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let (word, value) = (key.trim().to_lowercase(), value.trim());
    let lower = value.trim_matches('"').to_lowercase();
    let own = match word.as_str() {
        "risk" => match lower.as_str() {
            "low" | "medium" | "high" => return None,
            "critical" | "very high" | "severe" | "extreme" | "major" => "high",
            "none" | "minor" | "very low" | "negligible" => "low",
            _ => "medium",
        },
        "verifymethod" | "verify" | "verification" | "method" => match lower.as_str() {
            "analysis" | "inspection" | "test" | "demonstration" if word == "verifymethod" => return None,
            "analysis" | "review" | "calculation" | "simulation" => "analysis",
            "inspection" | "audit" | "manual" => "inspection",
            "demonstration" | "demo" => "demonstration",
            _ => "test",
        },
        "text" | "type" | "docref"
            if !value.starts_with('"') && value.contains(|c: char| !(c.is_alphanumeric() || c == ' ')) =>
        {
            return Some(format!("{key}: \"{}\"", value.replace('"', "'")));
        }
        "id" if !value.starts_with('"') && value.contains(|c: char| !c.is_alphanumeric()) => {
            return Some(format!("{key}: \"{value}\""));
        }
        _ => return None,
    };
    let key = if word == "risk" { key.to_owned() } else { format!("{}verifymethod", indent(key)) };
    Some(format!("{key}: {own}"))
}
