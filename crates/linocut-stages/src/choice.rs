//! Closed sets as recipes spell them.

/// The other way: a value as recipes spell it.
pub(crate) trait Said {
    /// The closed set of its spellings.
    type Choice;

    /// How it is spelled; `None` for one that has no word.
    fn said(&self) -> Option<Self::Choice>;
}

/// Makes an enum of lower-case, hyphenated words that turns into another crate's enum of the same variants.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident => $other:path { $($(#[$note:meta])* $variant:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub(crate) enum $name { $($(#[$note])* $variant),* }

        impl From<$name> for $other {
            fn from(choice: $name) -> Self {
                match choice { $($name::$variant => Self::$variant),* }
            }
        }

        impl crate::choice::Said for $other {
            type Choice = $name;

            fn said(&self) -> Option<$name> {
                $(if matches!(self, Self::$variant) { return Some($name::$variant) })*
                None
            }
        }
    };
}

pub(crate) use choice;
