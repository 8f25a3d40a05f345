//! Prompts with holes.

/// Puts values into the holes of a prompt, `{{name}}`; what a value holds is not looked at, so it cannot fill others.
///
/// A hole that nothing fills stays as it is; tests look for those.
#[must_use]
pub fn fill(prompt: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(prompt.len());
    let mut rest = prompt;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let hole = after.split_once("}}").and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(own, _)| *own == name.trim())?;
            Some((*value, after))
        });
        let (value, after) = hole.unwrap_or(("{{", after));
        out.push_str(value);
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_fill_holes_and_no_others() {
        let values = [("a", "{{b}}"), ("b", "2")];
        assert_eq!(fill("{{a}} and {{ b }}, {{c}} {{", &values), "{{b}} and 2, {{c}} {{");
    }
}
