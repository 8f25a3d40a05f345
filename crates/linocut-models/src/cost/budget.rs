//! What a run may cost.

use linocut_core::{Error, Kind, Result};

/// What a run may cost at most; each part is no limit when left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    /// US dollars.
    pub usd: Option<f64>,
    /// Tokens, read and written.
    pub tokens: Option<u64>,
    /// Calls.
    pub calls: Option<u64>,
}

impl Budget {
    /// Reads such as `0.50usd`, `100000tokens`, `20calls`, or several with commas between them.
    ///
    /// # Errors
    /// [`Kind::Input`] with what is wanted.
    pub fn parse(text: &str) -> Result<Self> {
        let mut budget = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim();
            let unit = part.get(digits.len()..).unwrap_or_default().trim();
            let whole = digits.parse().map_err(|_| wrong(part));
            match unit {
                "usd" => {
                    let usd: f64 = digits.parse().map_err(|_| wrong(part))?;
                    budget.usd = Some(usd).filter(|usd| usd.is_finite() && *usd >= 0.0);
                    budget.usd.ok_or_else(|| wrong(part))?;
                }
                "tokens" => budget.tokens = Some(whole?),
                "calls" => budget.calls = Some(whole?),
                _ => return Err(wrong(part)),
            }
        }
        Ok(budget)
    }
}

fn wrong(part: &str) -> Error {
    Error::new(Kind::Input, format!("'{part}' is no budget")).hinted("write 0.50usd, 100000tokens or 20calls")
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn budgets_are_numbers_with_units() {
        let budget = Budget::parse("0.50usd, 20 calls").unwrap();
        assert_eq!(budget, Budget { usd: Some(0.5), tokens: None, calls: Some(20) });
        for wrong in ["0.5", "-1usd", "1.5calls", "many tokens"] {
            assert!(Budget::parse(wrong).is_err(), "{wrong}");
        }
    }
}
