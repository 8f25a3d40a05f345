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
/// The pictures whose price is known.
const SQUARE: (u32, u32) = (1024, 1024);
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
    /// Where the provider answers.
    pub place: String,
    /// Tokens.
    pub usage: Usage,
    /// US dollars; `None` when they are not known.
    pub usd: Option<f64>,
    /// How long it took.
    pub seconds: f64,
    /// Whether an answer came.
    pub answered: bool,
    /// Whether the other side failed: no answer although a right one was asked for.
    pub outage: bool,
    /// When it ended, by the clock of the calls.
    pub ended: Duration,
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
    /// Calls that said what they took.
    pub told: u64,
    /// Calls whose price is known.
    pub priced: u64,
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
    fn reserve(&self, wanted: Spent, priced: bool) -> Result<Spent> {
        let mut book = self.hold();
        self.check(book.held, wanted, priced)?;
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

    /// Gives back what was set aside for a call that was never made.
    fn give_back(&self, reserved: Spent) {
        let mut book = self.hold();
        book.held.calls = book.held.calls.saturating_sub(reserved.calls);
        book.held.tokens = book.held.tokens.saturating_sub(reserved.tokens);
        book.held.usd = (book.held.usd - reserved.usd).max(0.0);
    }

    /// Replaces what was set aside by what was taken; where that is not known, it stays set aside.
    fn note(&self, bill: Bill, reserved: Spent) {
        let mut book = self.hold();
        if bill.at_most.is_none() {
            let Usage { input_tokens, output_tokens } = bill.usage;
            let taken = input_tokens.unwrap_or(0).saturating_add(output_tokens.unwrap_or(0));
            book.held.tokens = book.held.tokens.saturating_sub(reserved.tokens).saturating_add(taken);
            book.held.usd = (book.held.usd - reserved.usd).max(0.0) + bill.usd.unwrap_or(0.0);
        }
        book.bills.push(bill);
    }
}

impl Book {
    fn spent(&self) -> Spent {
        let one = |bill: &Bill| Spent {
            calls: 1,
            tokens: bill.usage.input_tokens.unwrap_or(0) + bill.usage.output_tokens.unwrap_or(0),
            usd: bill.usd.unwrap_or(0.0),
            told: u64::from(bill.usage.output_tokens.is_some()),
            priced: u64::from(bill.usd.is_some()),
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
            told: self.told + other.told,
            priced: self.priced + other.priced,
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
        let reserved = self.ledger.reserve(Spent::of(most, self.price), self.price.is_some())?;
        let start = self.clock.now();
        let result = self.model.generate(request, cx);
        if result.as_ref().is_err_and(is_unsent) {
            self.ledger.give_back(reserved);
            return result;
        }
        let bill = self.bill(request.purpose, start, result.as_ref().err());
        let usage = result.as_ref().map(|reply| reply.usage).unwrap_or_default();
        let said = usage.input_tokens.is_some() && usage.output_tokens.is_some();
        let usd = bill.usd.or_else(|| self.price?.of(usage));
        // Who was refused at the door took nothing.
        let at_most = (!said && bill.usd.is_none() && !is_free(result.as_ref().err())).then_some(most);
        self.ledger.note(Bill { usage, usd, at_most, ..bill }, reserved);
        result
    }

    fn sees(&self) -> bool {
        self.model.sees()
    }
}

impl<M: ImageModel> ImageModel for Metered<M> {
    fn generate(&self, request: &ImageRequest, cx: &Context) -> Result<Raster> {
        let price = self.price.and_then(|price| price.picture).filter(|_| request.size == SQUARE);
        let wanted = Spent { calls: 1, usd: price.unwrap_or(0.0), ..Spent::default() };
        let reserved = self.ledger.reserve(wanted, price.is_some())?;
        let start = self.clock.now();
        let result = self.model.generate(request, cx);
        if result.as_ref().is_err_and(is_unsent) {
            self.ledger.give_back(reserved);
            return result;
        }
        let bill = self.bill("paint", start, result.as_ref().err());
        let usd = bill.usd.filter(|_| price.is_some()).or_else(|| price.filter(|_| result.is_ok()));
        let at_most = (result.is_err() && !is_free(result.as_ref().err())).then(Usage::default);
        self.ledger.note(Bill { usd, at_most, ..bill }, reserved);
        result
    }
}

impl<M: Model> Metered<M> {
    /// The bill of a call that began at `start`, as far as its end tells: one that took nothing costs nothing.
    fn bill(&self, purpose: &'static str, start: Duration, error: Option<&Error>) -> Bill {
        let ended = self.clock.now();
        let ModelId { name, version, digest } = self.model.id().clone();
        Bill {
            purpose,
            provider: name,
            model: version,
            place: digest,
            usage: Usage::default(),
            usd: self.price.filter(|_| is_free(error)).map(|_| 0.0),
            seconds: ended.saturating_sub(start).as_secs_f64(),
            answered: error.is_none(),
            // Mistakes of the caller, and a person who stops, do not count.
            outage: error.and_then(Fault::of).is_some_and(|fault| fault.passing),
            ended,
            at_most: None,
        }
    }
}

/// Whether a call failed before anything was sent: the wish was wrong.
fn is_unsent(error: &Error) -> bool {
    error.kind() == Kind::Input && Fault::of(error).is_none()
}

/// Whether a call that failed took nothing.
fn is_free(error: Option<&Error>) -> bool {
    error.and_then(Fault::of).is_some_and(|fault| fault.is_free())
}

/// What a call takes at most: words and pictures as counted above, and the longest answer.
pub(crate) fn most(request: &TextRequest) -> Usage {
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
    use crate::provider::Fault;
    use crate::script::Script;
    use linocut_core::{
        Context, ImageModel, ImageRequest, Kind, LanguageModel, Message, Model, ModelId, Raster, Result, Rgba, Role,
        TextRequest,
    };
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
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

    const PRICE: Option<Price> = Some(Price { input: 1.0, output: 10.0, picture: Some(0.04) });

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

    /// Paints one picture after the other; the third does not come, and the fourth is never asked for.
    struct Painter(ModelId, AtomicU64);

    impl Model for Painter {
        fn id(&self) -> &ModelId {
            &self.0
        }
    }

    impl ImageModel for Painter {
        fn generate(&self, _request: &ImageRequest, _cx: &Context) -> Result<Raster> {
            match self.1.fetch_add(1, Ordering::SeqCst) {
                2 => Err(Fault::of_status(500, None).error("oops")),
                3 => Err(linocut_core::Error::new(Kind::Input, "this provider takes no steps")),
                _ => Raster::filled(1, 1, Rgba::BLACK),
            }
        }
    }

    #[test]
    fn pictures_count_where_their_price_is_known() {
        let painted = |budget: &str, size: u32| {
            let id = ModelId { name: "p".to_owned(), version: String::new(), digest: String::new() };
            let ledger = Arc::new(Ledger::new(Budget::parse(budget).unwrap()));
            let painter = Painter(id, AtomicU64::new(0));
            let model = Metered::new(painter, PRICE, Arc::clone(&ledger), Arc::new(Stopped));
            let request = ImageRequest { size: (size, size), ..ImageRequest::new("a bell") };
            let good = (0..6).filter(|_| model.generate(&request, &Context::default()).is_ok()).count();
            let spent = ledger.spent();
            (good, spent.calls, spent.priced, (spent.usd * 100.0).round())
        };
        assert_eq!(painted("", 1024), (4, 5, 4, 16.0));
        assert_eq!(painted("", 512), (4, 5, 0, 0.0));
        // The failure may have been billed.
        assert_eq!(painted("0.12usd", 1024), (2, 3, 2, 8.0));
        assert_eq!(painted("0.12usd", 512), (0, 0, 0, 0.0));
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
