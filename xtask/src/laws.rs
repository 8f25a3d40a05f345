//! Dependencies point down the diagram in ARCHITECTURE.md.

use crate::metadata::Package;

/// The rows of the diagram, bottom first; a crate may depend on rows below its own only.
const ROWS: [&[&str]; 7] = [
    &["linocut-core"],
    &["linocut-svg", "linocut-raster", "linocut-glyph", "linocut-cover", "linocut-ask"],
    &[
        "linocut-trace",
        "linocut-icons",
        "linocut-edit",
        "linocut-export",
        "linocut-refine",
        "linocut-diagram",
        "linocut-search",
        "linocut-learn",
        "linocut-models",
        "linocut-flow",
    ],
    &["linocut-draw", "linocut-jobs"],
    &["linocut-stages"],
    &["linocut-serve"],
    &["linocut"],
];

/// The row of the tools, counted from the bottom; they take pictures as values and leave files and SVG to others.
const TOOL_ROW: usize = 2;

/// The tools that may use `linocut-svg` all the same: what they take or give is an SVG file's content.
const TOOLS_ON_SVG: [&str; 5] =
    ["linocut-refine", "linocut-diagram", "linocut-icons", "linocut-edit", "linocut-export"];

/// The tools that may use `linocut-raster`: models elsewhere take and give picture files.
const TOOLS_ON_RASTER: [&str; 1] = ["linocut-models"];

/// Beside `linocut-svg` in its row, but no file formats: tokens, arithmetic, questions. Every tool may use them.
const COMMON: [&str; 3] = ["linocut-glyph", "linocut-cover", "linocut-ask"];

/// Packages beside the product: they may use any of its libraries and nothing uses them.
const OUTSIDERS: [&str; 3] = ["xtask", "linocut-quality", "linocut-bench"];

/// What a machine-learning runtime's package name begins with, and the crates that may name one.
const ML: ([&str; 7], [&str; 2]) =
    (["candle-", "ort", "tch", "burn", "tract-", "llama-cpp", "mistralrs"], ["linocut-models", "linocut-learn"]);

/// What an async runtime's package name begins with, and the crate that may name one.
const ASYNC: ([&str; 8], [&str; 1]) =
    (["tokio", "async-", "smol", "futures", "hyper", "axum", "actix-", "warp"], ["linocut-serve"]);

/// Names every dependency that points up or sideways, and every runtime outside its place.
pub(crate) fn check(packages: &[Package]) -> Vec<String> {
    packages.iter().flat_map(|package| [rows(package), runtimes(package)].concat()).collect()
}

fn rows(package: &Package) -> Vec<String> {
    let name = &package.name;
    let outsider = OUTSIDERS.contains(&name.as_str());
    let Some(own) = row_of(name).or(outsider.then_some(ROWS.len() - 1)) else {
        return vec![format!("{name} has no row in the dependency laws, xtask/src/laws.rs")];
    };
    let allowed = |need: &str, for_tests: bool| match row_of(need) {
        None => !OUTSIDERS.contains(&need),
        Some(1) if own == TOOL_ROW && !COMMON.contains(&need) => {
            for_tests
                || (need == "linocut-svg" && TOOLS_ON_SVG.contains(&name.as_str()))
                || (need == "linocut-raster" && TOOLS_ON_RASTER.contains(&name.as_str()))
        }
        // Formats that stand side by side may check each other.
        Some(1) if own == 1 => for_tests,
        Some(row) => row < own,
    };
    let build = package.needs.iter().map(|need| (need, false));
    let test = package.test_needs.iter().map(|need| (need, true));
    build
        .chain(test)
        .filter(|&(need, for_tests)| !allowed(need, for_tests))
        .map(|(need, _)| format!("{name} may not depend on {need}"))
        .collect()
}

fn row_of(name: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&name))
}

fn runtimes(package: &Package) -> Vec<String> {
    let name = &package.name;
    let named = |starts: &'static [&str], places: &'static [&str]| {
        let foreign = !places.contains(&name.as_str());
        package.needs.iter().filter(move |need| foreign && starts.iter().any(|start| names_one(need, start)))
    };
    let ml =
        named(&ML.0, &ML.1).map(|need| format!("{name} names {need}; only models and learn may name an ML runtime"));
    let asynchronous =
        named(&ASYNC.0, &ASYNC.1).map(|need| format!("{name} names {need}; only serve may name an async runtime"));
    ml.chain(asynchronous).collect()
}

/// Whether `need` is `start` itself, belongs to its family (`start-…`), or begins with a `start` that ends in a dash.
fn names_one(need: &str, start: &str) -> bool {
    need.strip_prefix(start).is_some_and(|rest| rest.is_empty() || start.ends_with('-') || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::metadata::Package;

    #[track_caller]
    fn check_one(name: &str, needs: &[&str], test_needs: &[&str], expected: &[&str]) {
        let owned = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect();
        let package = Package { name: name.to_owned(), needs: owned(needs), test_needs: owned(test_needs) };
        assert_eq!(check(&[package]), expected);
    }

    #[test]
    fn dependencies_point_down() {
        check_one("linocut", &["linocut-serve", "linocut-trace", "linocut-core", "clap"], &[], &[]);
        check_one("linocut-svg", &["linocut-core"], &[], &[]);
        check_one("linocut-glyph", &[], &["linocut-svg"], &[]);
        check_one("linocut-svg", &["linocut-raster"], &[], &["linocut-svg may not depend on linocut-raster"]);
        check_one("linocut-core", &["linocut-svg"], &[], &["linocut-core may not depend on linocut-svg"]);
    }

    #[test]
    fn tools_never_depend_on_each_other() {
        check_one("linocut-trace", &["linocut-refine"], &[], &["linocut-trace may not depend on linocut-refine"]);
        check_one("linocut-trace", &[], &["linocut-flow"], &["linocut-trace may not depend on linocut-flow"]);
    }

    #[test]
    fn tools_use_svg_in_tests_and_some_of_them_always() {
        check_one("linocut-refine", &["linocut-svg"], &[], &[]);
        check_one("linocut-trace", &["linocut-core"], &["linocut-svg", "linocut-raster"], &[]);
        check_one("linocut-icons", &["linocut-svg", "linocut-glyph"], &[], &[]);
        check_one("linocut-trace", &["linocut-core", "linocut-cover"], &[], &[]);
        check_one("linocut-cover", &["linocut-svg"], &[], &["linocut-cover may not depend on linocut-svg"]);
        check_one("linocut-export", &["linocut-svg"], &[], &[]);
        check_one("linocut-models", &["linocut-raster"], &[], &[]);
        check_one("linocut-trace", &["linocut-svg"], &[], &["linocut-trace may not depend on linocut-svg"]);
        check_one("linocut-refine", &["linocut-raster"], &[], &["linocut-refine may not depend on linocut-raster"]);
    }

    #[test]
    fn runtimes_stay_in_their_place() {
        check_one("linocut-models", &["candle-core", "ort"], &[], &[]);
        check_one("linocut-serve", &["tokio"], &[], &[]);
        check_one("linocut", &["tokio"], &[], &["linocut names tokio; only serve may name an async runtime"]);
        let sentence = "linocut-trace names ort; only models and learn may name an ML runtime";
        check_one("linocut-trace", &["ort", "ortho"], &[], &[sentence]);
    }

    #[test]
    fn nothing_depends_on_the_binary_or_on_the_outsiders() {
        check_one("linocut-quality", &["linocut"], &[], &["linocut-quality may not depend on linocut"]);
        check_one("linocut", &["xtask"], &[], &["linocut may not depend on xtask"]);
    }

    #[test]
    fn a_new_crate_needs_a_row() {
        check_one("linocut-new", &[], &[], &["linocut-new has no row in the dependency laws, xtask/src/laws.rs"]);
    }
}
