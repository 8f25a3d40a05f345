//! Tasks on a calendar.

use super::text::{self, Page, bare};
use super::{Id, fault, known, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A Gantt chart; dates are `YYYY-MM-DD`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gantt {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its sections.
    pub sections: Vec<GanttSection>,
}

/// Tasks under one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GanttSection {
    /// What it says; none for tasks without a section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its tasks.
    pub tasks: Vec<Task>,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// What other tasks call it.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// What is special about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// When it begins. Default: when the task before it ends; for the first task the earliest day of all, or day 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<When>,
    /// How long it takes, in days; 0 to 36500. Default: 1.
    #[serde(default = "one_day")]
    pub days: f64,
}

/// What is special about a task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// It is finished.
    Done,
    /// It is being worked on.
    #[default]
    Active,
    /// A delay delays everything.
    Critical,
    /// A moment, not a stretch of time.
    Milestone,
}

/// When a task begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum When {
    /// On a day: `YYYY-MM-DD`.
    On(String),
    /// When these tasks have ended.
    After(Vec<Id>),
}

const fn one_day() -> f64 {
    1.0
}

impl Gantt {
    pub(super) fn check(&self) -> Result<()> {
        some("sections", &self.sections)?;
        let tasks = || self.sections.iter().flat_map(|s| &s.tasks);
        unique(tasks().enumerate().map(|(at, task)| (format!("task {}", at + 1), &task.id)))?;
        for task in tasks() {
            let path = || format!("task {:?}", task.id.as_str());
            if !(0.0..=36_500.0).contains(&task.days) {
                return Err(fault(path(), format!("{} days is outside of 0 to 36500", task.days)));
            }
            match &task.start {
                None => {}
                Some(When::On(day)) if is_day(day) => {}
                Some(When::On(day)) => return Err(fault(path(), format!("{day:?} is no day such as 2026-01-31"))),
                Some(When::After(ids)) => {
                    some(&path(), ids)?;
                    ids.iter().try_for_each(|id| known(path(), id, tasks().map(|t| &t.id)))?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new("gantt");
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", bare(title)));
        }
        page.line(1, "dateFormat YYYY-MM-DD");
        let days = self.sections.iter().flat_map(|section| &section.tasks).filter_map(|task| match &task.start {
            Some(When::On(day)) => Some(day.as_str()),
            Some(When::After(_)) | None => None,
        });
        let first = days.min().unwrap_or(DAY_ONE);
        if first == DAY_ONE {
            page.line(1, "axisFormat Day %j");
        }
        let mut before: Option<&Id> = None;
        for section in &self.sections {
            if let Some(label) = &section.label {
                page.line(1, &format!("section {}", bare(label)));
            }
            for task in &section.tasks {
                page.line(1, &line(task, before, first));
                before = Some(&task.id);
            }
        }
        page.text()
    }
}

/// The day on which a chart without any date begins, so that its axis counts days from 1.
const DAY_ONE: &str = "2001-01-01";

/// A task's line. Mermaid takes an id only where a start is, so that one is always written.
fn line(task: &Task, before: Option<&Id>, first: &str) -> String {
    let marks = task.marks.iter().map(|mark| match mark {
        Mark::Done => "done, ",
        Mark::Active => "active, ",
        Mark::Critical => "crit, ",
        Mark::Milestone => "milestone, ",
    });
    let start = match &task.start {
        None => before.map_or_else(|| format!("{first}, "), |id| format!("after {}, ", id.text())),
        Some(When::On(day)) => format!("{day}, "),
        Some(When::After(ids)) => {
            let ids: Vec<String> = ids.iter().map(Id::text).collect();
            format!("after {}, ", ids.join(" "))
        }
    };
    let marks: String = marks.collect();
    format!("{} :{marks}{}, {start}{}d", text::task(&task.label), task.id.text(), task.days)
}

/// Whether a text is a day of the calendar, as far as digits tell.
pub(crate) fn is_day(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    let widths = text.split('-').map(str::len).eq([4, 2, 2]);
    let [Some(year), Some(month), Some(day)] = parts.as_slice() else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    };
    widths && (1..=days).contains(day)
}
