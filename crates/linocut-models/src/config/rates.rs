//! How much a provider is asked.

use linocut_core::{Error, Kind, Result};

/// How much a provider is asked at most; each part is as usual when left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Calls at the same time. Default: 4.
    pub at_once: Option<usize>,
    /// Calls in a minute. Default: no limit.
    pub calls: Option<u32>,
    /// Tokens in a minute, read and written. Default: no limit.
    pub tokens: Option<u32>,
}

impl Rates {
    /// Reads such as `30calls`, `40000tokens`, both in a minute, `2atonce`, or several with commas between them.
    ///
    /// # Errors
    /// [`Kind::Input`] with what is wanted.
    pub fn parse(text: &str) -> Result<Self> {
        let mut rates = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim();
            let unit = part.get(digits.len()..).unwrap_or_default().trim();
            let count = digits.parse::<u32>().ok().filter(|count| *count > 0);
            let count = count.ok_or_else(|| wrong(part))?;
            match unit {
                "calls" => rates.calls = Some(count),
                "tokens" => rates.tokens = Some(count),
                "atonce" => rates.at_once = usize::try_from(count).ok(),
                _ => return Err(wrong(part)),
            }
        }
        Ok(rates)
    }

    /// These, and what they leave out from `others`.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        Self {
            at_once: self.at_once.or(others.at_once),
            calls: self.calls.or(others.calls),
            tokens: self.tokens.or(others.tokens),
        }
    }
}

fn wrong(part: &str) -> Error {
    Error::new(Kind::Input, format!("'{part}' is no limit for a minute"))
        .hinted("write 30calls, 40000tokens or 2atonce, or several with commas")
}

#[cfg(test)]
mod tests {
    use super::Rates;

    #[test]
    fn rates_are_numbers_with_units() {
        let rates = Rates::parse("30calls, 40000 tokens").unwrap();
        assert_eq!(rates, Rates { calls: Some(30), tokens: Some(40_000), at_once: None });
        let more = rates.or(Rates::parse("1calls,2atonce").unwrap());
        assert_eq!((more.calls, more.at_once), (Some(30), Some(2)));
        for wrong in ["30", "0calls", "-1tokens", "1.5calls", "9usd"] {
            assert!(Rates::parse(wrong).is_err(), "{wrong}");
        }
    }
}
