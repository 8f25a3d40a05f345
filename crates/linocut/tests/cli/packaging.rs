//! What the container and the service say of the program is true: nothing builds them here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// All sources below `folder`.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

/// The path without its `..`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut all, part| {
        if part == Component::ParentDir {
            all.pop();
        } else {
            all.push(part);
        }
        all
    })
}

/// The top folders of everything that the program includes.
fn included() -> BTreeSet<String> {
    let (root, mut files) = (root(), Vec::new());
    sources(&root.join("crates"), &mut files);
    let mut tops = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for part in
            text.split("include_").skip(1).filter(|part| part.starts_with("str!(\"") || part.starts_with("bytes!(\""))
        {
            let name = part.split('"').nth(1).unwrap();
            let whole = plain(&file.parent().unwrap().join(name));
            let top = whole.strip_prefix(&root).ok().and_then(|path| path.components().next());
            tops.extend(top.map(|top| top.as_os_str().to_string_lossy().into_owned()));
        }
    }
    tops
}

#[test]
fn the_container_is_built_of_all_that_the_program_includes() {
    let ignore = fs::read_to_string(root().join(".dockerignore")).unwrap();
    let allowed: BTreeSet<&str> = ignore.lines().filter_map(|line| line.strip_prefix('!')).collect();
    let included = included();
    assert!(included.contains("models") && included.contains("crates"), "{included:?}");
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members = workspace.lines().find(|line| line.starts_with("members")).unwrap();
    let members = members.split('"').skip(1).step_by(2).map(|member| member.split('/').next().unwrap().to_owned());
    for top in included.into_iter().chain(members).chain(["Cargo.toml", "Cargo.lock"].map(ToOwned::to_owned)) {
        assert!(allowed.contains(top.as_str()), ".dockerignore keeps {top} out");
    }
    for name in allowed {
        assert!(root().join(name).exists(), ".dockerignore lets in {name}, which is not there");
    }
}

/// The program takes these arguments: help is shown after all others were read.
fn takes(arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_linocut")).args(arguments).arg("--help").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn container_and_service_start_the_program_as_it_is() {
    let docker = fs::read_to_string(root().join("packaging/Dockerfile")).unwrap();
    for word in ["ENTRYPOINT", "CMD"] {
        let list = docker.lines().find_map(|line| line.split_once(&format!("{word} [")).map(|(_, rest)| rest)).unwrap();
        let list: Vec<&str> = list.trim_end_matches(']').split(',').map(|word| word.trim().trim_matches('"')).collect();
        assert_eq!(list[0], "/usr/bin/linocut");
        takes(&list[1..]);
    }
    // The folder of the volume belongs to the user who writes to it.
    assert!(docker.contains("--chown=nonroot:nonroot /empty /data") && docker.contains("VOLUME /data"));
    let toolchain = env!("CARGO_PKG_RUST_VERSION");
    assert!(docker.contains(&format!("FROM rust:{toolchain}-")), "it is built with Rust {toolchain}");
    let unit = fs::read_to_string(root().join("packaging/linocut.service")).unwrap();
    let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/bin/linocut ")).unwrap();
    takes(&start.split(' ').collect::<Vec<_>>());
    // All that the program writes lies where it may write.
    for (text, place) in [(&docker, "/data/"), (&unit, "/var/lib/linocut/")] {
        for (_, rest) in ["LINOCUT_HOME=", "--data", "--data "].iter().filter_map(|word| text.split_once(word)) {
            let path = rest.trim_start_matches(['"', ',', ' ']);
            assert!(path.starts_with(place), "{place}: {}", path.lines().next().unwrap());
        }
    }
    assert!(unit.contains("StateDirectory=linocut\n"));
    // What renders drawings of others may confine itself: a call that is filtered would end it.
    assert!(unit.contains("SystemCallFilter=@system-service seccomp\n"));
}
