//! A job as data.

/// Work to be done, before a store took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Its name among all jobs; later jobs have greater ones.
    pub id: String,
    /// What is to be done, in a word: the verb, `recipe` or `batch`.
    pub op: String,
    /// What people recognize it by: a file name, a prompt.
    pub label: Option<String>,
    /// All that is needed to do it; the store does not look inside.
    pub request: String,
    /// A word of the client's under which this job is added once.
    pub key: Option<Key>,
    /// The artifacts that it needs.
    pub files: Vec<Needed>,
}

/// An artifact that a job needs until it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// Its digest, in hexadecimal.
    pub digest: String,
    /// Its size.
    pub bytes: u64,
}

impl NewJob {
    /// A job without label, key or files.
    #[must_use]
    pub fn new(id: &str, op: &str, request: &str) -> Self {
        Self {
            id: id.to_owned(),
            op: op.to_owned(),
            label: None,
            request: request.to_owned(),
            key: None,
            files: Vec::new(),
        }
    }
}

/// A client's word for a request, so that sending it twice does it once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The word.
    pub word: String,
    /// A digest of the request: the same word for another request is a mistake.
    pub request: String,
}

/// A job in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// [`NewJob::id`].
    pub id: String,
    /// [`NewJob::op`].
    pub op: String,
    /// [`NewJob::label`].
    pub label: Option<String>,
    /// [`NewJob::request`]; empty in lists, and once the job succeeded.
    pub request: String,
    /// Where it stands.
    pub state: State,
    /// How often it was begun.
    pub attempt: u32,
    /// When it was added.
    pub created_ms: u64,
    /// When it was begun the last time.
    pub started_ms: Option<u64>,
    /// When it ended.
    pub finished_ms: Option<u64>,
    /// How far it was last known to be.
    pub progress: Option<String>,
    /// What came of it; absent in lists.
    pub result: Option<String>,
    /// Why it failed the last time.
    pub problem: Option<String>,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits.
    Queued,
    /// Somebody works on it.
    Running,
    /// Nobody will work on it any more, unless a person asks for it again.
    Ended(Ended),
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With a result.
    Succeeded,
    /// With a problem.
    Failed,
    /// Because a person did not want it any more.
    Cancelled,
}

impl State {
    /// All states.
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Running,
        Self::Ended(Ended::Succeeded),
        Self::Ended(Ended::Failed),
        Self::Ended(Ended::Cancelled),
    ];

    /// Its name, lower case; permanent.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Ended(Ended::Succeeded) => "succeeded",
            Self::Ended(Ended::Failed) => "failed",
            Self::Ended(Ended::Cancelled) => "cancelled",
        }
    }

    /// The state called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// The right to say what became of a job, until it is handed to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The job.
    pub job: String,
    /// How often it was handed out; only the last number counts.
    pub number: u64,
}

/// A job that was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The job.
    pub job: Job,
    /// The right to answer for it.
    pub fence: Fence,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number; later entries have greater ones.
    pub number: u64,
    /// The job it is about.
    pub job: String,
    /// When it was written.
    pub at_ms: u64,
    /// What sort it is: `state`, or what [`JobStore::tell`](crate::JobStore::tell) was given.
    pub sort: String,
    /// What it says; for `state` the name of the state.
    pub data: String,
    /// How often the job had been begun.
    pub attempt: u32,
}
