//! Products and blocks against plain arithmetic.
#![cfg(test)]

use linocut_models::{Matrix, Memory, Weights};

/// Numbers without a pattern, in -1..1.
fn noise(count: usize, seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        f32::from(u16::try_from(state >> 48).unwrap()) / 32768.0 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

fn plain(weights: &[f32], rows: &[f32], inputs: usize) -> Vec<f64> {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
    rows.chunks(inputs).flat_map(|row| weights.chunks(inputs).map(move |weights| dot(row, weights))).collect()
}

#[track_caller]
fn close(got: &[f32], expected: &[f64]) {
    assert_eq!(got.len(), expected.len());
    let worst = got.iter().zip(expected).map(|(a, b)| (f64::from(*a) - b).abs()).fold(0.0, f64::max);
    assert!(worst < 2e-5, "off by {worst}");
}

/// A file with one matrix, `t`, in the given tensors.
fn file(tensors: &[(&str, &str, [usize; 2], Vec<u8>)]) -> Vec<u8> {
    let mut end = 0;
    let entries = tensors.iter().map(|(name, form, [outputs, inputs], bytes)| {
        let begin = end;
        end += bytes.len();
        format!(r#""{name}":{{"dtype":"{form}","shape":[{outputs},{inputs}],"data_offsets":[{begin},{end}]}}"#)
    });
    let header = format!("{{{}}}", entries.collect::<Vec<_>>().join(","));
    let mut file = u64::try_from(header.len()).unwrap().to_le_bytes().to_vec();
    file.extend(header.bytes());
    file.extend(tensors.iter().flat_map(|(.., bytes)| bytes));
    file
}

#[track_caller]
fn check(outputs: usize, inputs: usize, count: usize) {
    let (weights, rows) = (noise(outputs * inputs, 1), noise(count * inputs, 2));
    let matrix = Matrix::new(outputs, inputs, weights.clone()).unwrap();
    let mut out = vec![f32::NAN; count * outputs];
    matrix.multiply(&rows, count, &mut out).unwrap();
    close(&out, &plain(&weights, &rows, inputs));
    let mut row = vec![0.0; inputs];
    matrix.row(outputs - 1, &mut row).unwrap();
    assert_eq!(row, weights[(outputs - 1) * inputs..]);
}

#[test]
fn multiplies_every_shape() {
    for count in 1..=9 {
        check(33, 130, count);
    }
    check(1, 1, 1);
    check(64, 256, 20);
    check(31, 5, 300);
}

#[test]
fn a_row_does_not_depend_on_its_neighbors() {
    let (matrix, rows) = (Matrix::new(70, 300, noise(21000, 3)).unwrap(), noise(300 * 13, 4));
    let mut together = vec![0.0; 70 * 13];
    matrix.multiply(&rows, 13, &mut together).unwrap();
    for (row, expected) in rows.chunks(300).zip(together.chunks(70)) {
        let mut alone = vec![0.0; 70];
        matrix.multiply(row, 1, &mut alone).unwrap();
        assert_eq!(alone, expected);
    }
}

#[test]
fn expands_stored_weights_exactly() {
    let (outputs, inputs) = (40, 160);
    let steps: Vec<i8> = (0..outputs * inputs).map(|i| i8::try_from((i * 37 + i / 31) % 255).unwrap_or(-127)).collect();
    let scales: Vec<u16> = (0..outputs * inputs / 32).map(|i| 0x1400 + u16::try_from(i * 13 % 4096).unwrap()).collect();
    let scale = |bits: u16| f32::from_bits((u32::from(bits) << 13) + (112 << 23));
    let weights: Vec<f32> = steps.iter().enumerate().map(|(i, q)| f32::from(*q) * scale(scales[i / 32])).collect();
    let q8 = steps.iter().map(|step| step.cast_unsigned()).collect();
    let d = scales.iter().flat_map(|bits| bits.to_le_bytes()).collect();
    let q8 = file(&[("t.q8", "I8", [outputs, inputs], q8), ("t.d", "F16", [outputs, inputs / 32], d)]);
    let upper = weights.iter().flat_map(|value| <[u8; 2]>::try_from(&value.to_le_bytes()[2..]).unwrap()).collect();
    let bf16 = file(&[("t", "BF16", [outputs, inputs], upper)]);
    let rounded: Vec<f32> = weights.iter().map(|value| f32::from_bits(value.to_bits() & 0xffff_0000)).collect();

    for (file, weights) in [(q8, weights), (bf16, rounded)] {
        let matrix = Weights::parse(&file).unwrap().matrix(&["t", "t"]).unwrap();
        assert_eq!((matrix.outputs(), matrix.inputs()), (2 * outputs, inputs));
        let (mut row, mut out, rows) = (vec![0.0; inputs], vec![0.0; 22 * outputs], noise(11 * inputs, 5));
        matrix.row(outputs + 33, &mut row).unwrap();
        assert_eq!(row, weights[33 * inputs..][..inputs]);
        out.resize(11 * 2 * outputs, 0.0);
        matrix.multiply(&rows, 11, &mut out).unwrap();
        close(&out, &plain(&[weights.clone(), weights].concat(), &rows, inputs));
    }
}

#[test]
fn attends_to_what_a_row_sees() {
    let (heads, size, length) = (3, 40, 70);
    let (keys, values, query) = (noise(120 * length, 6), noise(120 * length, 7), noise(120, 8));
    let mut memory = Memory::new(heads, size);
    for (key, value) in keys.chunks(120).zip(values.chunks(120)) {
        memory.push(key, value).unwrap();
    }
    for sees in [1, 31, 32, 33, 70] {
        let mut out = vec![0.0; 120];
        memory.attend(&query, sees, &mut out).unwrap();
        let expected: Vec<f64> =
            (0..heads).flat_map(|head| attend(&keys, &values, &query, head * 40..head * 40 + 40, sees)).collect();
        close(&out, &expected);
    }
    assert!(memory.attend(&query, 71, &mut [0.0; 120]).is_err());
}

fn attend(keys: &[f32], values: &[f32], query: &[f32], head: std::ops::Range<usize>, sees: usize) -> Vec<f64> {
    let query = &query[head.clone()];
    let score = |key: &[f32]| plain(query, &key[head.clone()], 40)[0] / 40f64.sqrt();
    let shares: Vec<f64> = keys.chunks(120).take(sees).map(|key| score(key).exp()).collect();
    let total: f64 = shares.iter().sum();
    let mix =
        |lane: usize| values.chunks(120).zip(&shares).map(|(value, share)| share * f64::from(value[lane])).sum::<f64>();
    head.map(|lane| mix(lane) / total).collect()
}
