//! The file structure of PDF: numbered objects and where they are (ISO 32000-1, section 7.5).

use crate::pack::zlib;
use crate::tree::put;
use linocut_core::Result;

/// The objects of a file, numbered from 1.
#[derive(Default)]
pub(super) struct File {
    objects: Vec<Vec<u8>>,
}

/// The number of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number(usize);

impl Number {
    /// How others refer to it.
    pub(super) fn reference(self) -> String {
        format!("{} 0 R", self.0)
    }
}

impl File {
    /// A number for an object that will be set later.
    pub(super) fn reserve(&mut self) -> Number {
        self.objects.push(Vec::new());
        Number(self.objects.len())
    }

    /// Sets what an object is.
    pub(super) fn set(&mut self, number: Number, object: Vec<u8>) {
        if let Some(place) = number.0.checked_sub(1).and_then(|at| self.objects.get_mut(at)) {
            *place = object;
        }
    }

    /// Adds an object.
    pub(super) fn add(&mut self, object: String) -> Number {
        let number = self.reserve();
        self.set(number, object.into_bytes());
        number
    }

    /// Adds a compressed stream with these entries in its dictionary.
    pub(super) fn add_stream(&mut self, entries: &str, data: &[u8]) -> Result<Number> {
        let packed = zlib(data)?;
        let head = format!("<< {entries} /Filter /FlateDecode /Length {} >>\nstream\n", packed.len());
        let number = self.reserve();
        self.set(number, [head.as_bytes(), &packed, b"\nendstream"].concat());
        Ok(number)
    }

    /// The bytes of the file; `trailer` are the entries that lead to everything else.
    pub(super) fn finish(self, trailer: &str) -> Vec<u8> {
        // The second line tells programs that transfer files that this is no text.
        let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut table = String::new();
        for (at, object) in self.objects.iter().enumerate() {
            put(&mut table, &[&format!("{:010} 00000 n \n", out.len())]);
            out.extend(format!("{} 0 obj\n", at + 1).as_bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let (start, size) = (out.len(), self.objects.len() + 1);
        out.extend(
            format!(
                "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n"
            )
            .as_bytes(),
        );
        out
    }
}
