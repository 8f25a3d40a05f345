//! Names in the spelling of other languages.

/// Used where a name has no letter.
const FALLBACK: &str = "Drawing";

/// The words of a name: runs of ASCII letters and digits, parted also where a small letter meets a capital.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            let new = !last.is_ascii_alphanumeric() || last.is_ascii_lowercase() && c.is_ascii_uppercase();
            if new {
                words.push(String::new());
            }
            words.iter_mut().rev().take(1).for_each(|word| word.push(c));
        }
        last = c;
    }
    words
}

/// `name` as the name of a type: `cloud-with 2 locks` is `CloudWith2Locks`.
pub(crate) fn pascal(name: Option<&str>) -> String {
    let capital = |word: String| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
    };
    let text: String = words(name.unwrap_or(FALLBACK)).into_iter().map(capital).collect();
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) { text } else { format!("{FALLBACK}{text}") }
}

/// `name` as the name of a class or a file: `CloudWith 2 locks` is `cloud-with-2-locks`.
pub(crate) fn kebab(name: Option<&str>) -> String {
    let text = words(name.unwrap_or(FALLBACK)).join("-").to_ascii_lowercase();
    match text.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => text,
        Some(_) => format!("drawing-{text}"),
        None => FALLBACK.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::{kebab, pascal};

    #[track_caller]
    fn check(name: &str, type_name: &str, class: &str) {
        assert_eq!((pascal(Some(name)).as_str(), kebab(Some(name)).as_str()), (type_name, class));
    }

    #[test]
    fn names_are_identifiers_everywhere() {
        check("logo", "Logo", "logo");
        check("cloud-with 2 locks", "CloudWith2Locks", "cloud-with-2-locks");
        check("myLogo_v2.final", "MyLogoV2Final", "my-logo-v2-final");
        check("24px", "Drawing24px", "drawing-24px");
        check("", "Drawing", "drawing");
        check("<script>alert('x')", "ScriptAlertX", "script-alert-x");
    }
}
