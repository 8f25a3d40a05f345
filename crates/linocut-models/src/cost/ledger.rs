//! Counts what models take.

use super::{Budget, Price};
use crate::guard::Clock;
use crate::provider::Fault;
use linocut_core::{
    Context, Error, Form, ImageModel, ImageRequest, Kind, LanguageModel, Model, ModelId, Raster, Result, TextReply,
    TextRequest, Usage,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes of text that a token stands for at least; English has about four, SVG about two and a half.
const BYTES_PER_TOKEN: usize = 2;
/// Tokens of a picture of the size that is shown to models.
const PICTURE_TOKENS: u64 = 1500;

/// What one call took.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    /// What it was for.
    pub purpose: &'static str,
    /// Name of the provider.
    pub provider: String,
    /// The model.
    pub model: String,
    /// Tokens.
    pub usage: Usage,
    /// US dollars; `None` when they are not known.
    pub usd: Option<f64>,
    /// How long it took.
    pub seconds: f64,
    /// Whether an answer came.
    pub answered: bool,
    /// What it may have taken at most, where the provider does not say; it counts against the budget.
    pub at_most: Option<Usage>,
}

/// What all calls together took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Calls.
    pub calls: u64,
    /// Tokens that were said to be read and written.
    pub tokens: u64,
    /// US dollars that are known.
    pub usd: f64,
    /// Calls whose price is not known.
    pub unpriced: u64,
    /// Seconds.
    pub seconds: f64,
}

/// Counts what calls take, and stops them at a budget.
#[derive(Debug, Default)]
pub struct Ledger {
    budget: Budget,
    book: Mutex<Book>,
}

#[derive(Debug, Default)]
struct Book {
    bills: Vec<Bill>,
    /// What calls took or, where that is not known or they are on their way, may take at most.
    held: Spent,
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new(budget: Budget) -> Self {
        Self { budget, book: Mutex::default() }
    }

    /// All calls so far, in the order in which they ended.
    #[must_use]
    pub fn bills(&self) -> Vec<Bill> {
        self.hold().bills.clone()
    }

    fn hold(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What they took together.
    #[must_use]
    pub fn spent(&self) -> Spent {
        self.hold().spent()
    }

    /// Sets aside what a call takes at most, if that stays within the budget.
    fn reserve(&self, usage: Usage, price: Option<Price>) -> Result<Spent> {
        let mut book = self.hold();
        let wanted = Spent::of(usage, price);
        self.check(book.held, wanted, price.is_some())?;
        book.held = book.held.and(wanted);
        Ok(wanted)
    }

    /// Passes when `wanted` beside what is spent stays within the budget.
    fn check(&self, spent: Spent, wanted: Spent, priced: bool) -> Result<()> {
        let over = |sentence: String| {
            let hint = "a larger budget is set by LINOCUT_BUDGET or in the file of providers";
            Err(Error::new(Kind::Limit, sentence).hinted(hint))
        };
        if self.budget.calls.is_some_and(|most| spent.calls >= most) {
            return over(format!("the budget of calls, {}, is spent", spent.calls));
        }
        if let Some(most) = self.budget.tokens.filter(|most| spent.tokens + wanted.tokens > *most) {
            let Spent { tokens, .. } = wanted;
            return over(format!("{} of {most} tokens are spent, and the next call may take {tokens}", spent.tokens));
        }
        let Some(most) = self.budget.usd else { return Ok(()) };
        if !priced {
            let sentence = "the price of the model is not known, so a budget of money cannot be kept";
            return Err(Error::new(Kind::Limit, sentence)
                .hinted("give its price in the file of providers, or a budget of tokens"));
        }
        if spent.usd + wanted.usd > most {
            let Spent { usd, .. } = wanted;
            return over(format!("{:.4} of {most} dollars are spent, and the next call may cost {usd:.4}", spent.usd));
        }
        Ok(())
    }

    /// Replaces what was set aside by what was taken; where that is not known, it stays set aside.
    fn note(&self, bill: Bill, reserved: Spent, price: Option<Price>) {
        let mut book = self.hold();
        let taken = bill.at_most.map_or_else(|| Spent::of(bill.usage, price), |_| reserved);
        book.held.tokens = book.held.tokens.saturating_sub(reserved.tokens).saturating_add(taken.tokens);
        book.held.usd = (book.held.usd - reserved.usd).max(0.0) + taken.usd;
        book.bills.push(bill);
    }
}

impl Book {
    fn spent(&self) -> Spent {
        let one = |bill: &Bill| Spent {
            calls: 1,
            tokens: bill.usage.input_tokens.unwrap_or(0) + bill.usage.output_tokens.unwrap_or(0),
            usd: bill.usd.unwrap_or(0.0),
            unpriced: u64::from(bill.usd.is_none() && bill.answered),
            seconds: bill.seconds,
        };
        self.bills.iter().map(one).fold(Spent::default(), Spent::and)
    }
}

impl Spent {
    /// One call.
    fn of(usage: Usage, price: Option<Price>) -> Self {
        let tokens = usage.input_tokens.unwrap_or(0).saturating_add(usage.output_tokens.unwrap_or(0));
        let usd = price.and_then(|price| price.of(usage)).unwrap_or(0.0);
        Self { calls: 1, tokens, usd, ..Self::default() }
    }

    fn and(self, other: Self) -> Self {
        Self {
            calls: self.calls + other.calls,
            tokens: self.tokens.saturating_add(other.tokens),
            usd: self.usd + other.usd,
            unpriced: self.unpriced + other.unpriced,
            seconds: self.seconds + other.seconds,
        }
    }
}

/// A model whose calls are counted.
pub struct Metered<M> {
    model: M,
    price: Option<Price>,
    ledger: Arc<Ledger>,
    clock: Arc<dyn Clock>,
}

impl<M> Metered<M> {
    /// Counts the calls of `model` in `ledger`, at `price` if it is known.
    #[must_use]
    pub fn new(model: M, price: Option<Price>, ledger: Arc<Ledger>, clock: Arc<dyn Clock>) -> Self {
        Self { model, price, ledger, clock }
    }
}

impl<M: Model> Model for Metered<M> {
    fn id(&self) -> &ModelId {
        self.model.id()
    }
}

impl<M: LanguageModel> LanguageModel for Metered<M> {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        let most = most(request);
        let reserved = self.ledger.reserve(most, self.price)?;
        let start = self.clock.now();
        let result = self.model.generate(request, cx);
        let usage = result.as_ref().map(|reply| reply.usage).unwrap_or_default();
        let said = usage.input_tokens.is_some() && usage.output_tokens.is_some();
        let free = result.as_ref().is_err_and(is_free);
        let at_most = (!said && !free).then_some(most);
        self.note((request.purpose, usage, at_most), result.is_ok(), start, reserved);
        result
    }

    fn sees(&self) -> bool {
        self.model.sees()
    }
}

impl<M: ImageModel> ImageModel for Metered<M> {
    fn generate(&self, request: &ImageRequest, cx: &Context) -> Result<Raster> {
        // Pictures have no tokens and no known price: only their number can be kept within a budget.
        let reserved = self.ledger.reserve(Usage::default(), self.price)?;
        let start = self.clock.now();
        let result = self.model.generate(request, cx);
        self.note(("paint", Usage::default(), None), result.is_ok(), start, reserved);
        result
    }
}

impl<M: Model> Metered<M> {
    fn note(
        &self,
        (purpose, usage, at_most): (&'static str, Usage, Option<Usage>),
        answered: bool,
        start: Duration,
        reserved: Spent,
    ) {
        let ModelId { name, version, .. } = self.model.id().clone();
        let bill = Bill {
            purpose,
            provider: name,
            model: version,
            usage,
            usd: self.price.and_then(|price| price.of(usage)),
            seconds: self.clock.now().saturating_sub(start).as_secs_f64(),
            answered,
            at_most,
        };
        self.ledger.note(bill, reserved, self.price);
    }
}

/// Whether a call that failed took nothing: who is refused at the door is not billed.
fn is_free(error: &Error) -> bool {
    Fault::of(error).and_then(|fault| fault.status).is_some_and(|status| (400..500).contains(&status))
}

/// What a call takes at most: words and pictures as counted above, and the longest answer.
fn most(request: &TextRequest) -> Usage {
    let words: usize = request.messages.iter().map(|message| message.text.len()).sum();
    let bytes = words + if let Form::Json(schema) = &request.form { schema.len() } else { 0 };
    let pictures: usize = request.messages.iter().map(|message| message.pictures.len()).sum();
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let input = count(bytes.div_ceil(BYTES_PER_TOKEN)).saturating_add(count(pictures).saturating_mul(PICTURE_TOKENS));
    Usage { input_tokens: Some(input), output_tokens: Some(request.max_tokens.into()) }
}

#[cfg(test)]
mod tests {
    use super::{Budget, Ledger, Metered, Price};
    use crate::guard::Clock;
    use crate::script::Script;
    use linocut_core::{Context, Kind, LanguageModel, Message, Role, TextRequest};
    use std::sync::Arc;
    use std::time::Duration;

    struct Stopped;

    impl Clock for Stopped {
        fn now(&self) -> Duration {
            Duration::ZERO
        }
        fn wait(&self, _time: Duration) {}
    }

    fn calls(budget: &str, price: Option<Price>) -> (Vec<Option<Kind>>, Arc<Ledger>) {
        let reply = r#"{"again":true,"reply":{"text":"x","input_tokens":100,"output_tokens":400}}"#;
        answers(reply, budget, price)
    }

    fn answers(reply: &str, budget: &str, price: Option<Price>) -> (Vec<Option<Kind>>, Arc<Ledger>) {
        let script = Script::new("demo", vec![("a".to_owned(), reply.to_owned())]).unwrap();
        let ledger = Arc::new(Ledger::new(Budget::parse(budget).unwrap()));
        let model = Metered::new(script, price, Arc::clone(&ledger), Arc::new(Stopped));
        let mut request = TextRequest::new("svg", vec![Message::new(Role::Person, "x".repeat(200))]);
        request.max_tokens = 500;
        let ask = |_| model.generate(&request, &Context::default()).err().map(|error| error.kind());
        ((0..4).map(ask).collect(), ledger)
    }

    const PRICE: Option<Price> = Some(Price { input: 1.0, output: 10.0 });

    #[test]
    fn a_budget_stops_before_the_call() {
        assert_eq!(calls("2calls", None).0, [None, None, Some(Kind::Limit), Some(Kind::Limit)]);
        // A call takes 500 tokens and may take 600.
        assert_eq!(calls("1600tokens", None).0, [None, None, None, Some(Kind::Limit)]);
        // A call costs 0.0041 and may cost 0.0051.
        assert_eq!(calls("0.0095usd", PRICE).0, [None, None, Some(Kind::Limit), Some(Kind::Limit)]);
    }

    #[test]
    fn what_does_not_say_its_usage_is_held_to_the_most() {
        for reply in [
            r#"{"again":true,"reply":{"text":"x"}}"#,
            r#"{"again":true,"reply":{"text":"x","input_tokens":100}}"#,
            r#"{"again":true,"error":{"status":500,"said":"oops"}}"#,
        ] {
            let other = if reply.contains("error") { Some(Kind::Unavailable) } else { None };
            let (ends, ledger) = answers(reply, "1500tokens", PRICE);
            assert_eq!(ends, [other, other, Some(Kind::Limit), Some(Kind::Limit)], "{reply}");
            assert!(ledger.bills().iter().all(|bill| bill.at_most.is_some() && bill.usd.is_none()));
            let (ends, _) = answers(reply, "0.0105usd", PRICE);
            assert_eq!(ends, [other, other, Some(Kind::Limit), Some(Kind::Limit)], "{reply}");
        }
        let refused = r#"{"again":true,"error":{"status":401,"said":"wrong key"}}"#;
        assert!(answers(refused, "600tokens", PRICE).0.iter().all(|end| *end == Some(Kind::Unavailable)));
    }

    #[test]
    fn an_unknown_price_is_no_price() {
        let (ends, ledger) = calls("1usd", None);
        assert_eq!((ends[0], ledger.spent().calls), (Some(Kind::Limit), 0));
        let (_, ledger) = calls("", None);
        assert_eq!((ledger.spent().calls, ledger.spent().unpriced, ledger.spent().tokens), (4, 4, 2000));
        assert!((calls("", PRICE).1.spent().usd - 0.0164).abs() < 1e-9);
    }
}
