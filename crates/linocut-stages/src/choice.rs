//! Closed sets as recipes spell them.

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
    };
}

pub(crate) use choice;
