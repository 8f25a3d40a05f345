//! Weights that are cut, lie about their sizes, or are something else.
#![cfg(test)]

use linocut_core::Kind;
use linocut_models::Weights;

fn file(header: &str, data: usize) -> Vec<u8> {
    let mut file = u64::try_from(header.len()).unwrap().to_le_bytes().to_vec();
    file.extend(header.bytes());
    file.resize(file.len() + data, 1);
    file
}

#[track_caller]
fn check(file: &[u8], sentence: &str) {
    let outcome = Weights::parse(file).and_then(|weights| weights.matrix(&["t"]).map(drop));
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), Kind::Input, "{error}");
    assert!(error.to_string().contains(sentence), "{error}");
}

#[test]
fn refuses_what_is_no_file_of_weights() {
    check(b"", "end before their header");
    check(b"PNG", "end before their header");
    check(&[0xff; 64], "does not fit");
    check(&file("{", 0), "unreadable header");
    check(&file("[]", 0), "unreadable header");
    check(&file("{}", 0), "no tensor t");
}

#[test]
fn refuses_tensors_that_lie_about_their_size() {
    let entry = |form: &str, shape: &str, offsets: &str, data| {
        file(&format!(r#"{{"t":{{"dtype":"{form}","shape":{shape},"data_offsets":{offsets}}}}}"#), data)
    };
    check(&entry("F32", "[2,2]", "[0,16]", 12), "t: a tensor outside of the file");
    check(&entry("F32", "[2,2]", "[16,0]", 16), "t: a tensor outside of the file");
    check(&entry("F32", "[2,3]", "[0,16]", 16), "16 bytes for a tensor of shape [2, 3]");
    check(&entry("F32", "[4294967296,4294967296]", "[0,0]", 0), "0 bytes for a tensor");
    check(&entry("F64", "[1,1]", "[0,8]", 8), "unknown form");
    check(&entry("F32", "[4]", "[0,16]", 16), "is no matrix");
    check(&entry("F32", "[0,4]", "[0,0]", 0), "0 weights");
    check(&entry("I8", "[2,2]", "[0,4]", 4), "without scales");
    check(&entry("F32", "[-1,2]", "[0,4]", 4), "unreadable header");
}

#[test]
fn refuses_steps_without_fitting_scales() {
    let entry = |inputs: usize, scales: usize| {
        let (steps, all) = (2 * inputs, 2 * inputs + 4 * scales);
        let header = format!(
            r#"{{"t.q8":{{"dtype":"I8","shape":[2,{inputs}],"data_offsets":[0,{steps}]}},
               "t.d":{{"dtype":"F16","shape":[2,{scales}],"data_offsets":[{steps},{all}]}}}}"#
        );
        file(&header, all)
    };
    assert!(Weights::parse(&entry(64, 2)).unwrap().matrix(&["t"]).is_ok());
    check(&entry(64, 1), "do not match");
    check(&entry(48, 1), "do not match");
}

#[test]
fn refuses_numbers_that_are_not_finite() {
    let entry = |form: &str, bytes: &[u8]| {
        let end = bytes.len();
        let header = format!(r#"{{"t":{{"dtype":"{form}","shape":[1,2],"data_offsets":[0,{end}]}}}}"#);
        [file(&header, 0), bytes.to_vec()].concat()
    };
    check(&entry("F32", &[f32::NAN.to_le_bytes(), [0; 4]].concat()), "t: weights that are not finite");
    check(&entry("F32", &[[0; 4], f32::INFINITY.to_le_bytes()].concat()), "t: weights that are not finite");
    check(&entry("F16", &[0, 0x3c, 0, 0xfc]), "t: weights that are not finite");
    check(&entry("BF16", &[0xc0, 0x7f, 0x80, 0x3f]), "t: weights that are not finite");
    let header = r#"{"t.q8":{"dtype":"I8","shape":[1,32],"data_offsets":[0,32]},
        "t.d":{"dtype":"F16","shape":[1,1],"data_offsets":[32,34]}}"#;
    check(&[file(header, 32), vec![0, 0x7c]].concat(), "t: weights that are not finite");
    for wrong in ["nan", "-inf", "1e300"] {
        let file = file(&format!(r#"{{"__metadata__":{{"base":"{wrong}"}}}}"#), 0);
        let error = Weights::parse(&file).unwrap().number::<f32>("base").unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (Kind::Input, format!("weights state base as \"{wrong}\"")));
    }
}
