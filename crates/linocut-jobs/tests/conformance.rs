//! What every store of jobs must hold, and what artifacts must.
#![cfg(test)]

use linocut_jobs::{
    Artifacts, Ended, Enqueued, Fence, Held, Job, JobStore, KEY_MS, Key, MOST_ATTEMPTS, Needed, NewJob, Sqlite, State,
    Told,
};
use std::sync::Arc;
use std::thread;

const LEASE: u64 = 1000;

/// A law, by name.
type Law = (&'static str, fn(&dyn JobStore));

const LAWS: [Law; 10] = [
    ("the one that waits longest comes first, once", first_come),
    ("a key adds one job a day", keys),
    ("a silent holder loses the job", redelivery),
    ("the late word of a former holder does not count", fencing),
    ("what fails is tried again, and given up in the end", attempts),
    ("a crash counts as an attempt", crashes),
    ("cancelling ends, retrying begins anew", cancel_and_retry),
    ("the journal tells all of it in order", journal),
    ("lists go on where they ended, and old jobs are forgotten", lists),
    ("files are needed until their job ended", files),
];

#[test]
fn sqlite_keeps_the_laws() {
    for (name, law) in LAWS {
        let folder = tempfile::tempdir().unwrap();
        println!("{name}: in memory");
        law(&Sqlite::in_memory().unwrap());
        println!("{name}: in a file");
        law(&Sqlite::open(&folder.path().join("jobs.sqlite")).unwrap());
    }
}

fn add(store: &dyn JobStore, id: &str, now: u64) {
    assert!(matches!(store.enqueue(&NewJob::new(id, "trace", "{}"), now).unwrap(), Enqueued::New(_)));
}

fn claim(store: &dyn JobStore, now: u64) -> Fence {
    store.claim(LEASE, now).unwrap().unwrap().fence
}

fn job(store: &dyn JobStore, id: &str) -> Job {
    store.get(id).unwrap().unwrap()
}

fn first_come(store: &dyn JobStore) {
    add(store, "a", 1);
    add(store, "b", 2);
    let first = store.claim(LEASE, 3).unwrap().unwrap();
    assert_eq!((first.job.id.as_str(), first.job.state, first.job.attempt), ("a", State::Running, 1));
    assert_eq!(claim(store, 4).job, "b");
    assert_eq!(store.claim(LEASE, 5).unwrap(), None);
    assert_eq!(store.complete(&first.fence, "done", 6).unwrap(), Held::Yes);
    let done = job(store, "a");
    assert_eq!((done.state, done.result.as_deref()), (State::Ended(Ended::Succeeded), Some("done")));
    assert_eq!((done.created_ms, done.started_ms, done.finished_ms), (1, Some(3), Some(6)));
    assert_eq!(store.complete(&first.fence, "again", 7).unwrap(), Held::Lost);
    assert_eq!(job(store, "a").result.as_deref(), Some("done"));
}

fn keys(store: &dyn JobStore) {
    let keyed = |id: &str, request: &str| {
        let key = Some(Key { word: "k".to_owned(), request: request.to_owned() });
        NewJob { key, ..NewJob::new(id, "trace", request) }
    };
    let id = |found: Enqueued| match found {
        Enqueued::New(job) => ("new", job.id),
        Enqueued::Same(job) => ("same", job.id),
        Enqueued::Other(job) => ("other", job.id),
    };
    let send = |name: &str, request: &str, now: u64| id(store.enqueue(&keyed(name, request), now).unwrap());
    assert_eq!(send("a", "x", 5), ("new", "a".to_owned()));
    assert_eq!(send("b", "x", 6), ("same", "a".to_owned()));
    assert_eq!(send("c", "y", 7), ("other", "a".to_owned()));
    let key = Key { word: "k".to_owned(), request: "x".to_owned() };
    assert_eq!(store.known(&key, 7).unwrap().map(id), Some(("same", "a".to_owned())));
    assert_eq!(store.known(&key, 6 + KEY_MS).unwrap(), None);
    assert_eq!(send("d", "y", 6 + KEY_MS), ("new", "d".to_owned()));
    assert_eq!(store.list(None, None, 9).unwrap().len(), 2);
}

fn redelivery(store: &dyn JobStore) {
    add(store, "a", 0);
    let first = claim(store, 0);
    assert_eq!(store.claim(LEASE, LEASE).unwrap(), None, "the lease holds");
    assert_eq!(store.heartbeat(&first, LEASE, LEASE).unwrap(), Held::Yes);
    assert_eq!(store.claim(LEASE, 2 * LEASE).unwrap(), None, "it was held for longer");
    let second = claim(store, 2 * LEASE + 1);
    assert_eq!(second.job, "a");
    assert!(second.number > first.number);
}

fn fencing(store: &dyn JobStore) {
    add(store, "a", 0);
    let first = claim(store, 0);
    let second = claim(store, LEASE + 1);
    let told = Told { sort: "node", data: "late".to_owned() };
    assert_eq!(store.heartbeat(&first, LEASE, 1).unwrap(), Held::Lost);
    assert_eq!(store.tell(&first, &told, 1).unwrap(), Held::Lost);
    assert_eq!(store.fail(&first, "late", 1, 1).unwrap(), Held::Lost);
    assert_eq!(store.release(&first, 1).unwrap(), Held::Lost);
    assert_eq!(store.complete(&first, "late", 1).unwrap(), Held::Lost);
    assert_eq!(store.complete(&second, "in time", 1).unwrap(), Held::Yes);
    assert_eq!(job(store, "a").result.as_deref(), Some("in time"));
    assert!(store.entries(0, None, 99).unwrap().iter().all(|entry| entry.data != "late"));
}

fn attempts(store: &dyn JobStore) {
    add(store, "a", 0);
    for attempt in 1..MOST_ATTEMPTS {
        let fence = claim(store, u64::from(attempt) * 100);
        let again = u64::from(attempt) * 100 + 50;
        assert_eq!(store.fail(&fence, "no server", again, 0).unwrap(), Held::Yes);
        assert_eq!(store.claim(LEASE, again - 1).unwrap(), None, "not before its time");
    }
    let last = claim(store, 900);
    assert_eq!(store.fail(&last, "no server", 950, 901).unwrap(), Held::Yes);
    let given_up = job(store, "a");
    assert_eq!((given_up.state, given_up.problem.as_deref()), (State::Ended(Ended::Failed), Some("no server")));
    add(store, "b", 0);
    let fence = claim(store, 1000);
    assert_eq!(store.dead_letter(&fence, "never", 1001).unwrap(), Held::Yes);
    assert_eq!((job(store, "b").state, job(store, "b").attempt), (State::Ended(Ended::Failed), 1));
    add(store, "c", 0);
    for _ in 0..2 * MOST_ATTEMPTS {
        let fence = claim(store, 1002);
        assert_eq!(store.release(&fence, 1002).unwrap(), Held::Yes);
    }
    assert_eq!(job(store, "c").attempt, 0, "what is given back counts as no attempt");
}

fn crashes(store: &dyn JobStore) {
    add(store, "a", 0);
    for attempt in 0..u64::from(MOST_ATTEMPTS) {
        claim(store, attempt * 2 * LEASE);
    }
    assert_eq!(store.claim(LEASE, 100 * LEASE).unwrap(), None);
    let given_up = job(store, "a");
    assert_eq!(given_up.state, State::Ended(Ended::Failed));
    assert!(given_up.problem.unwrap().contains("gave-up"));
}

fn cancel_and_retry(store: &dyn JobStore) {
    add(store, "a", 0);
    let fence = claim(store, 1);
    assert_eq!(store.cancel("a", 2).unwrap().unwrap().state, State::Ended(Ended::Cancelled));
    assert_eq!(store.heartbeat(&fence, LEASE, 3).unwrap(), Held::Lost);
    assert_eq!(store.complete(&fence, "x", 3).unwrap(), Held::Lost);
    assert_eq!(store.retry("a", 4).unwrap().unwrap().state, State::Queued);
    let again = claim(store, 5);
    assert_eq!(store.complete(&fence, "x", 6).unwrap(), Held::Lost, "the fence of before the retry");
    assert_eq!(store.complete(&again, "y", 6).unwrap(), Held::Yes);
    assert_eq!(store.cancel("a", 7).unwrap().unwrap().state, State::Ended(Ended::Succeeded), "too late");
    assert_eq!(store.retry("a", 7).unwrap().unwrap().state, State::Ended(Ended::Succeeded), "nothing to mend");
    assert_eq!((store.cancel("none", 8).unwrap(), store.retry("none", 8).unwrap()), (None, None));
}

fn journal(store: &dyn JobStore) {
    add(store, "a", 1);
    add(store, "b", 2);
    let fence = claim(store, 3);
    let told = Told { sort: "progress", data: "1 of 2".to_owned() };
    assert_eq!(store.tell(&fence, &told, 4).unwrap(), Held::Yes);
    assert_eq!(job(store, "a").progress.as_deref(), Some("1 of 2"));
    assert_eq!(store.complete(&fence, "{}", 5).unwrap(), Held::Yes);
    let all = store.entries(0, None, 99).unwrap();
    let told: Vec<_> = all.iter().map(|e| (e.job.as_str(), e.sort.as_str(), e.data.as_str(), e.at_ms)).collect();
    let expected = [
        ("a", "state", "queued", 1),
        ("b", "state", "queued", 2),
        ("a", "state", "running", 3),
        ("a", "progress", "1 of 2", 4),
        ("a", "state", "succeeded", 5),
    ];
    assert_eq!(told, expected);
    assert!(all.is_sorted_by_key(|entry| entry.number));
    assert_eq!(store.last_entry().unwrap(), all[4].number);
    assert_eq!(store.entries(all[1].number, None, 2).unwrap(), all[2..4]);
    assert_eq!(store.entries(0, Some("b"), 99).unwrap(), all[1..2]);
}

fn lists(store: &dyn JobStore) {
    for number in 0..5_u64 {
        add(store, &format!("{number}"), number);
    }
    let ids = |jobs: Vec<Job>| jobs.into_iter().map(|job| job.id).collect::<Vec<_>>();
    assert_eq!(ids(store.list(None, None, 2).unwrap()), ["4", "3"]);
    assert_eq!(ids(store.list(None, Some("3"), 9).unwrap()), ["2", "1", "0"]);
    let fence = claim(store, 10);
    assert_eq!(store.complete(&fence, "{}", 11).unwrap(), Held::Yes);
    assert_eq!(ids(store.list(Some(State::Ended(Ended::Succeeded)), None, 9).unwrap()), ["0"]);
    assert_eq!(store.count(State::Queued).unwrap(), 4);
    assert_eq!((store.forget(11, 9).unwrap(), store.forget(12, 9).unwrap()), (0, 1));
    assert!(store.get("0").unwrap().is_none() && store.entries(0, Some("0"), 9).unwrap().is_empty());
    assert_eq!(store.list(None, None, 9).unwrap().len(), 4);
    for at in 20..23 {
        assert_eq!(store.complete(&claim(store, at), "{}", at).unwrap(), Held::Yes);
    }
    assert_eq!(store.forget(0, 1).unwrap(), 2, "all but the last that ended");
    assert_eq!(ids(store.list(None, None, 9).unwrap()), ["4", "3"]);
    assert_eq!((store.brief("3").unwrap().unwrap().result, job(store, "3").result.as_deref()), (None, Some("{}")));
}

fn files(store: &dyn JobStore) {
    let file = |digest: &str| Needed { digest: digest.to_owned(), bytes: 5 };
    let needs = |id: &str, names: &[&str]| {
        let files = names.iter().map(|name| file(name)).collect();
        NewJob { files, ..NewJob::new(id, "trace", "{}") }
    };
    for (new, now) in [(needs("a", &["x", "y"]), 1), (needs("b", &["y"]), 2)] {
        assert!(matches!(store.enqueue(&new, now).unwrap(), Enqueued::New(_)));
    }
    assert_eq!((store.files().unwrap().len(), store.file_bytes().unwrap()), (2, 15));
    let fence = claim(store, 3);
    assert_eq!(store.file_bytes().unwrap(), 15);
    assert_eq!(store.complete(&fence, "{}", 4).unwrap(), Held::Yes);
    assert_eq!((store.files().unwrap(), store.file_bytes().unwrap()), (vec!["y".to_owned()], 5));
    assert_eq!(job(store, "a").request, "", "what is never done again is not kept");
    store.cancel("b", 5).unwrap();
    assert_eq!(store.file_bytes().unwrap(), 0);
    store.retry("b", 6).unwrap();
    assert_eq!(store.file_bytes().unwrap(), 5, "it is to be done again");
}

#[test]
fn a_process_that_died_leaves_its_jobs_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jobs.sqlite");
    let before = Sqlite::open(&path).unwrap();
    add(&before, "a", 0);
    let lost = claim(&before, 1);
    // Dropped without a word, as a killed process would.
    std::mem::forget(before);
    let after = Sqlite::open(&path).unwrap();
    let found = after.claim(LEASE, 2).unwrap().unwrap();
    assert_eq!((found.job.id.as_str(), found.job.attempt), ("a", 2));
    assert_eq!(after.complete(&lost, "late", 3).unwrap(), Held::Lost);
}

#[test]
fn a_store_begun_anew_goes_on_with_later_numbers() {
    let first = |store: &Sqlite| {
        add(store, "a", 1);
        store.entries(0, None, 1).unwrap()[0].number
    };
    assert_eq!(first(&Sqlite::in_memory().unwrap()), 1);
    let folder = tempfile::tempdir().unwrap();
    let open = || Sqlite::open(&folder.path().join("jobs.sqlite")).unwrap();
    let store = open().numbered_from(5000).unwrap();
    assert_eq!(first(&store), 5000);
    drop(store);
    let store = open().numbered_from(9000).unwrap();
    add(&store, "b", 1);
    assert_eq!(store.last_entry().unwrap(), 5001, "what was counted is counted on");
}

#[test]
fn many_hands_do_each_job_once() {
    let store: Arc<dyn JobStore> = Arc::new(Sqlite::in_memory().unwrap());
    for number in 0..100_u64 {
        add(store.as_ref(), &format!("{number:03}"), number);
    }
    let hands: Vec<_> = (0..4)
        .map(|_| {
            let store = Arc::clone(&store);
            thread::spawn(move || {
                let mut done = 0;
                while let Some(claim) = store.claim(LEASE, 100).unwrap() {
                    assert_eq!(store.complete(&claim.fence, "{}", 100).unwrap(), Held::Yes);
                    done += 1;
                }
                done
            })
        })
        .collect();
    assert_eq!(hands.into_iter().map(|hand| hand.join().unwrap()).sum::<u32>(), 100);
    let begun = store.entries(0, None, 999).unwrap().into_iter().filter(|entry| entry.data == "running").count();
    assert_eq!(begun, 100);
}

#[test]
fn artifacts_are_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    for store in [Artifacts::in_memory(100), Artifacts::open(folder.path(), 100).unwrap()] {
        let digest = store.put(b"words").unwrap();
        assert_eq!(store.put(b"words").unwrap(), digest);
        assert_eq!(store.get(digest).unwrap().as_deref(), Some(b"words".as_slice()));
        assert!(store.has(digest) && !store.has(linocut_flow::Digest::of(b"other")));
        assert!(store.put(&[0; 101]).is_err());
        let last = (0..9_u8).map(|byte| store.put(&[byte; 30]).unwrap()).last().unwrap();
        assert!(store.has(last), "the newest stays");
        assert!(!store.has(digest), "the oldest went");
    }
    let store = Artifacts::open(folder.path(), 1000).unwrap();
    let digest = store.put(b"to be damaged").unwrap();
    let path = folder.path().join(&digest.to_string()[..2]).join(&digest.to_string()[2..]);
    std::fs::write(path, b"to be damaged?").unwrap();
    store.put(b"to be damaged").unwrap();
    assert!(store.get(digest).unwrap().is_some(), "what was damaged is written anew");
    let name = digest.to_string();
    std::fs::write(folder.path().join(&name[..2]).join(&name[2..]), b"to be damaged?").unwrap();
    assert_eq!(store.get(digest).unwrap(), None);
    store.put(b"to be damaged").unwrap();
    assert!(store.get(digest).unwrap().is_some());
}

#[test]
fn artifacts_that_jobs_need_stay() {
    let folder = tempfile::tempdir().unwrap();
    let of = |byte: u8| linocut_flow::Digest::of(&[byte; 30]);
    for store in [Artifacts::in_memory(100), Artifacts::open(folder.path(), 100).unwrap()] {
        let store = store.sparing(Box::new(move || Some([of(1).to_string()].into())));
        for byte in [1, 2, 3] {
            store.put(&[byte; 30]).unwrap();
            // Clocks of files are coarse.
            thread::sleep(std::time::Duration::from_millis(20));
        }
        store.put(&[2; 30]).unwrap();
        thread::sleep(std::time::Duration::from_millis(20));
        store.put(&[4; 30]).unwrap();
        let there: Vec<bool> = [1, 2, 3, 4].map(|byte| store.has(of(byte))).into();
        assert_eq!(there, [true, false, false, true], "down to 80 of 100 bytes, the needed one and the newest stay");
        let store = store.sparing(Box::new(|| None));
        store.put(&[5; 60]).unwrap();
        assert!(store.has(of(1)) && store.has(of(4)), "nothing goes when it cannot be told what is needed");
    }
    let store = Artifacts::in_memory(300);
    for byte in 0..10 {
        store.put(&[byte; 30]).unwrap();
    }
    store.put(&[0; 30]).unwrap();
    store.put(&[10; 30]).unwrap();
    assert!(store.has(of(0)) && !store.has(of(1)), "what is put again counts as new");
}
