//! What tokens cost.

use crate::provider::Family;
use linocut_core::{Error, Kind, Result, Usage};
use serde::Deserialize;

/// The table that comes with the program.
const EMBEDDED: &str = include_str!("../../prices.json");
/// Tokens that a price is for.
const PER: f64 = 1e6;

/// Prices of models on one day.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// The day they were looked up, `YYYY-MM-DD`.
    pub as_of: String,
    #[serde(rename = "unit")]
    _unit: String,
    models: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    family: String,
    model: String,
    #[serde(flatten)]
    price: Price,
}

/// The price of a model in US dollars: for a million tokens, and for a picture.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Price {
    /// Of tokens that it reads.
    pub input: f64,
    /// Of tokens that it writes.
    pub output: f64,
    /// Of a picture of 1024 by 1024 pixels, at medium quality where there are several; the few words that ask for it, a
    /// hundredth of it, are left out. `None` when it is not known.
    #[serde(default)]
    pub picture: Option<f64>,
}

impl Price {
    /// US dollars for so many tokens; unknown as soon as a count is.
    #[must_use]
    pub fn of(&self, usage: Usage) -> Option<f64> {
        let tokens = |count: Option<u64>| count.and_then(|count| u32::try_from(count).ok()).map(f64::from);
        Some((tokens(usage.input_tokens)? * self.input + tokens(usage.output_tokens)? * self.output) / PER)
    }
}

impl Prices {
    /// All rows: family, model and price.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str, Price)> {
        self.models.iter().map(|row| (row.family.as_str(), row.model.as_str(), row.price))
    }

    /// The table that comes with the program.
    ///
    /// # Errors
    /// [`Kind::Bug`], which a test rules out.
    pub fn embedded() -> Result<Self> {
        Self::from_json(EMBEDDED).map_err(|e| Error::new(Kind::Bug, "the price table cannot be read").cause(e))
    }

    /// Reads a table; `prices.json` of this crate shows the form.
    ///
    /// # Errors
    /// [`Kind::Input`] when it is no table, or a price is negative.
    pub fn from_json(text: &str) -> Result<Self> {
        let wrong = |e: serde_json::Error| Error::new(Kind::Input, format!("no table of prices: {e}"));
        let prices: Self = serde_json::from_str(text).map_err(wrong)?;
        let fine = |price: f64| price.is_finite() && price >= 0.0;
        match prices
            .models
            .iter()
            .find(|row| !fine(row.price.input) || !fine(row.price.output) || !row.price.picture.is_none_or(fine))
        {
            Some(row) => Err(Error::new(Kind::Input, format!("the price of {} is none", row.model))),
            None => Ok(prices),
        }
    }

    /// The price of a model; a date at the end of its name counts only where a row of the table has it. `None` when it is not known.
    #[must_use]
    pub fn of(&self, family: Family, model: &str) -> Option<Price> {
        let family = if family == Family::Azure { Family::OpenAi } else { family };
        let is_date = |rest: &str| rest.is_empty() || rest.strip_prefix('-').is_some_and(is_digits);
        let fits = |row: &&Row| row.family == family.name() && model.strip_prefix(&*row.model).is_some_and(is_date);
        self.models.iter().filter(fits).max_by_key(|row| row.model.len()).map(|row| row.price)
    }
}

/// Whether it is a date as names of models have it: at least six digits, dashes between them.
fn is_digits(text: &str) -> bool {
    text.len() >= 6 && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::{Family, Prices};
    use linocut_core::Usage;

    #[track_caller]
    fn check(model: &str, input: Option<f64>) {
        let found = Prices::embedded().unwrap().of(Family::OpenAi, model).map(|price| price.input);
        assert_eq!(found, input, "{model}");
    }

    #[test]
    fn a_name_means_that_model_and_no_other() {
        check("gpt-4.1", Some(2.0));
        check("gpt-4.1-mini", Some(0.4));
        check("gpt-4.1-mini-2025-04-14", Some(0.4));
        check("gpt-4o-2024-08-06", Some(2.5));
        check("gpt-4o-2024-05-13", Some(5.0));
        check("gpt-4.1-enormous", None);
        check("claude-haiku-4-5", None);
    }

    #[test]
    fn pictures_have_prices_of_their_own() {
        let prices = Prices::embedded().unwrap();
        let picture = |model: &str| prices.of(Family::OpenAiImages, model).and_then(|price| price.picture);
        assert_eq!((picture("gpt-image-1"), picture("dall-e-3"), picture("own")), (Some(0.0422), Some(0.04), None));
        assert!(prices.of(Family::OpenAi, "gpt-4o").unwrap().picture.is_none());
    }

    #[test]
    fn an_unknown_count_has_an_unknown_price() {
        let price = Prices::embedded().unwrap().of(Family::OpenAi, "gpt-4o").unwrap();
        let usage = Usage { input_tokens: Some(1000), output_tokens: Some(100) };
        assert_eq!(price.of(usage), Some(0.0035));
        assert_eq!(price.of(Usage { output_tokens: None, ..usage }), None);
    }
}
