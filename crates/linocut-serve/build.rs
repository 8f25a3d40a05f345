//! Lists the files of the studio's built page, each also as gzip packs it, so that the program carries them.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("page");
    println!("cargo::rerun-if-changed={}", root.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no OUT_DIR"))?);
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut table = String::from("[\n");
    for (number, file) in files.iter().enumerate() {
        let name = file.strip_prefix(&root).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        let packed = match packed(file)? {
            Some(bytes) => {
                let path = out.join(format!("{number}.gz"));
                fs::write(&path, bytes)?;
                format!("Some(include_bytes!({:?}))", path.to_string_lossy())
            }
            None => "None".to_owned(),
        };
        writeln!(table, "    ({name:?}, include_bytes!({:?}), {packed}),", file.to_string_lossy())
            .map_err(io::Error::other)?;
    }
    table.push(']');
    fs::write(out.join("page.rs"), table)
}

/// The file as gzip packs it, where that is smaller.
fn packed(file: &Path) -> io::Result<Option<Vec<u8>>> {
    let bytes = fs::read(file)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&bytes)?;
    Ok(Some(gzip.finish()?).filter(|packed| packed.len() < bytes.len()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
