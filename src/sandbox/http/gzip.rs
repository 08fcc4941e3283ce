//! Just enough of gzip to make a long run of spaces small: RFC 1951's fixed codes, and nothing else.

/// The longest run that one code stands for.
const RUN: u64 = 258;

/// A gzip stream of ASCII text, which is taken from it piece by piece.
pub struct Gzip {
    bytes: Vec<u8>,
    bits: u32,
    bit_count: u32,
    crc: u32,
    length: u32,
}

impl Gzip {
    pub fn new() -> Self {
        // Magic, deflate, no flags, no time, no hint, of no known system.
        let bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
        let mut gzip = Self { bytes, bits: 0, bit_count: 0, crc: u32::MAX, length: 0 };
        // The last block, with fixed codes.
        gzip.push(0b011, 3);
        gzip
    }

    /// Appends one ASCII character.
    pub fn literal(&mut self, byte: u8) {
        let code = byte.saturating_add(0x30).reverse_bits();
        self.push(code.into(), 8);
        self.count(byte);
    }

    /// Appends as many spaces, after at least one character that is one.
    pub fn spaces(&mut self, count: u64) {
        for _ in 0..count / RUN {
            // The greatest length, at the least distance.
            self.push(0b1100_0101_u8.reverse_bits().into(), 8);
            self.push(0, 5);
            (0..RUN).for_each(|_| self.count(b' '));
        }
        (0..count % RUN).for_each(|_| self.literal(b' '));
    }

    /// The whole bytes so far that were not taken yet.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// Ends the stream, and gives the rest of it.
    pub fn finish(mut self) -> Vec<u8> {
        self.push(0, 7);
        self.push(0, (8 - self.bit_count) % 8);
        self.bytes.extend((!self.crc).to_le_bytes());
        self.bytes.extend(self.length.to_le_bytes());
        self.bytes
    }

    fn push(&mut self, bits: u32, count: u32) {
        self.bits |= bits << self.bit_count;
        self.bit_count += count;
        while self.bit_count >= 8 {
            let [byte, ..] = self.bits.to_le_bytes();
            self.bytes.push(byte);
            self.bits >>= 8;
            self.bit_count -= 8;
        }
    }

    fn count(&mut self, byte: u8) {
        let [low, ..] = self.crc.to_le_bytes();
        self.crc = CRCS[usize::from(low ^ byte)] ^ (self.crc >> 8);
        self.length = self.length.wrapping_add(1);
    }
}

/// The CRC-32 of every byte.
static CRCS: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "it is below 256")]
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::Gzip;

    #[test]
    fn the_checksum_is_the_one_that_its_definition_gives_as_an_example() {
        let mut gzip = Gzip::new();
        b"123456789".iter().for_each(|byte| gzip.literal(*byte));
        assert_eq!(!gzip.crc, 0xCBF4_3926);
        let bytes = gzip.finish();
        assert_eq!(bytes[bytes.len() - 4..], [9, 0, 0, 0]);
    }
}
