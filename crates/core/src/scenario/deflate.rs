//! A small compressor for links: one block of DEFLATE with the fixed codes (RFC 1951, 3.2.6).
//!
//! A library's compressor makes such links a third shorter and the page 8 KB heavier, for everybody;
//! links that need it are rare.

/// First length of each length code from 257, and how many extra bits follow it.
const LENGTHS: [(usize, u32); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];
/// First distance of each distance code, and how many extra bits follow it.
const DISTANCES: [(usize, u32); 30] = [
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 1),
    (7, 1),
    (9, 2),
    (13, 2),
    (17, 3),
    (25, 3),
    (33, 4),
    (49, 4),
    (65, 5),
    (97, 5),
    (129, 6),
    (193, 6),
    (257, 7),
    (385, 7),
    (513, 8),
    (769, 8),
    (1025, 9),
    (1537, 9),
    (2049, 10),
    (3073, 10),
    (4097, 11),
    (6145, 11),
    (8193, 12),
    (12289, 12),
    (16385, 13),
    (24577, 13),
];
const SHORTEST: usize = 3;
const LONGEST: usize = 258;
const FARTHEST: usize = 32_768;
/// How many earlier places are tried for a repetition.
const TRIES: usize = 64;
/// Places are found by a hash of three bytes with this many values.
const HASHES: usize = 4096;
const NOWHERE: usize = usize::MAX;

/// Bits, the lowest of each byte first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        self.pending |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.byte();
            self.count -= 8;
        }
    }

    fn byte(&mut self) {
        self.bytes.push(self.pending.to_le_bytes()[0]);
        self.pending >>= 8;
    }

    /// A Huffman code, which goes highest bit first.
    fn code(&mut self, code: u32, count: u32) {
        self.push(code.reverse_bits() >> (32 - count), count);
    }

    /// A literal, the end (256) or a length code.
    fn symbol(&mut self, symbol: u32) {
        match symbol {
            0..=143 => self.code(0x30 + symbol, 8),
            144..=255 => self.code(0x190 + symbol - 144, 9),
            256..=279 => self.code(symbol - 256, 7),
            _ => self.code(0xc0 + symbol - 280, 8),
        }
    }

    fn repetition(&mut self, length: usize, distance: usize) {
        let (code, extra, bits) = place(&LENGTHS, length);
        self.symbol(257 + code);
        self.push(extra, bits);
        let (code, extra, bits) = place(&DISTANCES, distance);
        self.code(code, 5);
        self.push(extra, bits);
    }
}

/// The code of a value, and the extra bits that tell it from the first of its code.
fn place(table: &[(usize, u32)], value: usize) -> (u32, u32, u32) {
    let code = table.partition_point(|(first, _)| *first <= value) - 1;
    let (first, bits) = table[code];
    let small = |n: usize| u32::try_from(n).expect("codes and extra bits have at most 13 bits");
    (small(code), small(value - first), bits)
}

/// The same bytes as a raw DEFLATE stream.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = Bits::default();
    // The last block, with the fixed codes.
    out.push(0b011, 3);
    let mut seen = Seen { newest: vec![NOWHERE; HASHES], before: vec![NOWHERE; bytes.len()] };
    let mut at = 0;
    while at < bytes.len() {
        let (length, distance) = seen.longest(bytes, at);
        seen.add(bytes, at);
        // A longer repetition may start one byte later.
        if length < SHORTEST || seen.longest(bytes, at + 1).0 > length {
            out.symbol(u32::from(bytes[at]));
            at += 1;
            continue;
        }
        out.repetition(length, distance);
        for passed in at + 1..at + length {
            seen.add(bytes, passed);
        }
        at += length;
    }
    out.symbol(256);
    if out.count > 0 {
        out.byte();
    }
    out.bytes
}

/// The places passed so far, chained by the hash of their first three bytes.
struct Seen {
    newest: Vec<usize>,
    before: Vec<usize>,
}

impl Seen {
    fn add(&mut self, bytes: &[u8], at: usize) {
        if let Some(hash) = hash(bytes, at) {
            self.before[at] = self.newest[hash];
            self.newest[hash] = at;
        }
    }

    /// The longest repetition that starts here, the nearest of equals: its length and how far back.
    fn longest(&self, bytes: &[u8], at: usize) -> (usize, usize) {
        let mut best = (0, 0);
        let mut earlier = hash(bytes, at).map_or(NOWHERE, |hash| self.newest[hash]);
        for _ in 0..TRIES {
            if earlier == NOWHERE || at - earlier > FARTHEST {
                break;
            }
            let pairs = bytes[earlier..].iter().zip(&bytes[at..]);
            let length = pairs.take(LONGEST).take_while(|(a, b)| a == b).count();
            if length > best.0 {
                best = (length, at - earlier);
            }
            earlier = self.before[earlier];
        }
        best
    }
}

fn hash(bytes: &[u8], at: usize) -> Option<usize> {
    let three = bytes.get(at..at + SHORTEST)?;
    Some(three.iter().fold(0, |hash, byte| (hash << 4) ^ usize::from(*byte)) % HASHES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn there_and_back(bytes: &[u8]) {
        let packed = deflate(bytes);
        let back = miniz_oxide::inflate::decompress_to_vec(&packed).expect("a whole stream");
        assert_eq!(back, bytes);
    }

    #[test]
    fn every_length_and_distance_comes_back() {
        there_and_back(b"");
        there_and_back(&[0; 100_000]);
        let all: Vec<u8> = (0..=255).cycle().take(70_000).collect();
        there_and_back(&all);
        for length in (3..300_usize).step_by(11).chain([4, 257, 258, 259]) {
            let piece: Vec<u8> =
                (0..length).map(|n| u8::try_from(n * n % 251).expect("small")).collect();
            let gap = vec![0xfe; length * 107];
            there_and_back(&[piece.as_slice(), &gap, &piece].concat());
        }
    }

    proptest! {
        #[test]
        fn anything_comes_back(
            bytes in prop::collection::vec(any::<u8>(), 0..2000),
            words in prop::collection::vec("[a-c]{1,6}", 0..400),
        ) {
            there_and_back(&bytes);
            there_and_back(words.join("+").as_bytes());
        }
    }
}
