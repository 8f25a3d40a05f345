//! Rules for commit graphs.

use super::draft::{Change, Draft, indent, split_word};
use std::collections::{BTreeMap, BTreeSet};

/// Writes commands of Git's command line as Mermaid's statements.
pub(crate) fn command(line: &str) -> Option<String> {
    let text = line.trim();
    let text = text.strip_prefix("git ").unwrap_or(text);
    let (word, rest) = split_word(text);
    let indent = indent(line);
    let own = match word {
        "commit" => commit(rest),
        "checkout" | "switch" => {
            let made = rest.strip_prefix("-b ").or_else(|| rest.strip_prefix("-c "));
            made.map_or_else(|| format!("checkout {}", name(rest)), |made| format!("branch {}", name(made)))
        }
        "branch" => format!("branch {}", name(rest)),
        "merge" => merge(rest),
        "cherry-pick" if !rest.starts_with("id") => format!("cherry-pick id: \"{}\"", rest.trim_matches('"')),
        "cherry-pick" => text.to_owned(),
        "tag" => format!("commit tag: \"{}\"", rest.trim_matches('"')),
        "init" | "push" | "pull" | "add" | "reset" | "rebase" | "fetch" | "stash" | "revert" | "clone" => {
            format!("%% {text}")
        }
        _ if word.contains(':') && !word.starts_with("acc") => format!("%% {text}"),
        _ => return None,
    };
    let own = format!("{indent}{own}");
    (own != line).then_some(own)
}

/// Takes ids from merges that an earlier commit has.
pub(crate) fn doubled(draft: &Draft) -> Vec<Change> {
    let mut known = BTreeSet::new();
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let Some((before, after)) = line.split_once("id:") else { continue };
        let Some((id, rest)) = after.trim_start().strip_prefix('"').and_then(|text| text.split_once('"')) else {
            continue;
        };
        if !known.insert(id) && split_word(line).0 == "merge" {
            let own = format!("{}{}", before.trim_end(), rest);
            changes.push(Change::line(index, own.trim_end()));
        }
    }
    changes
}

/// A commit's statement with the attributes that Mermaid knows.
fn commit(rest: &str) -> String {
    if rest.is_empty() || ["id:", "tag:", "type:", "msg:", "parent:"].iter().any(|key| rest.starts_with(key)) {
        return format!("commit {rest}").trim_end().to_owned();
    }
    let said = rest.strip_prefix("-m").or_else(|| rest.strip_prefix("-am")).unwrap_or(rest).trim();
    let said = said.trim_start_matches("--message").trim_start_matches(['=', ':']).trim();
    let said = said
        .split_once(':')
        .filter(|(key, _)| key.chars().all(char::is_alphanumeric))
        .map_or(said, |(_, value)| value.trim());
    format!("commit id: \"{}\"", said.trim_matches(['"', '\'']).replace('"', "'"))
}

fn merge(rest: &str) -> String {
    let words = rest.split_whitespace().filter(|word| !word.starts_with("--"));
    let words: Vec<&str> = words.collect();
    let (Some(first), Some(tail)) = (words.first(), words.get(1..)) else { return "merge".to_owned() };
    let tail = tail.join(" ");
    let known = tail.is_empty() || ["id:", "tag:", "type:"].iter().any(|key| tail.starts_with(key));
    let tail = if known { tail } else { String::new() };
    format!("merge {} {tail}", name(first)).trim_end().to_owned()
}

/// A branch's name, in quotes where it needs them.
fn name(text: &str) -> String {
    let (text, order) =
        text.split_once(" order:").map_or((text, String::new()), |(text, order)| (text, format!(" order:{order}")));
    let plain = text.trim().trim_matches(['"', '\'']);
    let simple = plain.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.".contains(c)) && plain != "cherry-pick";
    if simple { format!("{plain}{order}") } else { format!("\"{plain}\"{order}") }
}

/// Makes branches before they are checked out or merged, and removes merges that Git would refuse.
pub(crate) fn branches(draft: &Draft) -> Vec<Change> {
    let mut current = "main".to_owned();
    let mut heads = BTreeMap::from([(current.clone(), 0)]);
    let mut commits = 0_usize;
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let (word, rest) = split_word(line);
        let target = first_name(rest);
        let head = heads.get(&current).copied().unwrap_or(0);
        let found = heads.get(&target).copied();
        match word {
            "commit" | "cherry-pick" => {
                commits += 1;
                heads.insert(current.clone(), commits);
            }
            "branch" => {
                if found.is_some() {
                    changes.push(Change::line(index, &format!("{}checkout {}", indent(line), name(&target))));
                } else {
                    heads.insert(target.clone(), head);
                }
                current = target;
            }
            "checkout" | "switch" => {
                if found.is_none() {
                    let main = (target == "master").then(|| format!("{}checkout main", indent(line)));
                    let own = main.unwrap_or_else(|| line.replacen(word, "branch", 1));
                    changes.push(Change::line(index, &own));
                    heads.insert(target.clone(), head);
                }
                current = target;
            }
            "merge" => {
                if found.is_none_or(|found| target == current || found == head) {
                    changes.push(Change::line(index, &format!("{}%% {}", indent(line), line.trim())));
                } else {
                    commits += 1;
                    heads.insert(current.clone(), commits);
                }
            }
            _ => {}
        }
    }
    changes
}

fn first_name(rest: &str) -> String {
    match rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((name, _)) => name.to_owned(),
        None => split_word(rest).0.to_owned(),
    }
}
