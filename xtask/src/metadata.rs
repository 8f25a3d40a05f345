//! The packages of the workspace and what each depends on, as `cargo metadata` tells it.

use linocut_core::{Error, Kind, Result};
use serde_json::Value;
use std::{path::Path, process::Command};

/// A package of the workspace.
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// Names of the packages it uses when built; those of its tests alone are in `test_needs`.
    pub(crate) needs: Vec<String>,
    /// Names of the packages only its tests and benches use.
    pub(crate) test_needs: Vec<String>,
}

/// Asks cargo for the packages of the workspace at `root`.
///
/// # Errors
/// [`Kind::Io`] when cargo cannot be run, [`Kind::Input`] when a manifest is broken.
pub(crate) fn read(root: &Path) -> Result<Vec<Package>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .map_err(|e| Error::new(Kind::Io, "cannot run cargo metadata").cause(e))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Error::new(Kind::Input, complaint).at("cargo metadata"));
    }
    let json = serde_json::from_slice(&output.stdout)
        .map_err(|e| Error::new(Kind::Bug, "cargo metadata gave something else than JSON").cause(e))?;
    Ok(packages(&json))
}

fn packages(json: &Value) -> Vec<Package> {
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    list(json, "packages")
        .iter()
        .map(|package| {
            let (test, build): (Vec<_>, Vec<_>) =
                list(package, "dependencies").into_iter().partition(|d| text(d, "kind") == "dev");
            let names = |dependencies: Vec<Value>| dependencies.iter().map(|d| text(d, "name")).collect();
            Package { name: text(package, "name"), needs: names(build), test_needs: names(test) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::packages;
    use serde_json::json;

    #[test]
    fn tells_build_needs_from_test_needs() {
        let json = json!({"packages": [{"name": "a", "dependencies": [
            {"name": "b", "kind": null}, {"name": "c", "kind": "dev"}, {"name": "d", "kind": "build"}]}]});
        let packages = packages(&json);
        assert_eq!(packages[0].name, "a");
        assert_eq!(packages[0].needs, ["b", "d"]);
        assert_eq!(packages[0].test_needs, ["c"]);
    }
}
