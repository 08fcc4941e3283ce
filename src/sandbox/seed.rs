//! Reproducible numbers: every value of the sandbox is a function of its seed.

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
const ALPHANUMERIC: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// An unbounded series of pseudo-random numbers that can be read at any index (`SplitMix64`).
///
/// Reading by index instead of drawing one after another is what makes prices a pure function of time: nothing
/// depends on which request came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream(u64);

impl Stream {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// An independent series for one purpose or one symbol.
    pub fn branch(self, label: &str) -> Self {
        // FNV-1a spreads the label; `mix` then separates labels that differ little.
        let hash = label
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
        Self(mix(self.0 ^ mix(hash)))
    }

    /// The number at this index.
    pub fn at(self, index: i64) -> u64 {
        mix(self.0.wrapping_add(index.cast_unsigned().wrapping_mul(GOLDEN)))
    }

    /// The number at this index, brought into `0..bound`; 0 if the bound is not positive.
    pub fn below(self, index: i64, bound: i64) -> i64 {
        (self.at(index) >> 1).cast_signed().checked_rem(bound.max(1)).unwrap_or(0)
    }

    /// Letters and digits, such as a key is made of.
    pub fn text(self, index: i64, length: usize) -> String {
        let letters = self.branch("text");
        let start = index.wrapping_mul(1 << 16);
        (start..)
            .take(length)
            .map(|index| {
                let letter = letters.at(index) % 62;
                usize::try_from(letter)
                    .ok()
                    .and_then(|letter| ALPHANUMERIC.get(letter))
                    .map_or('A', |byte| char::from(*byte))
            })
            .collect()
    }
}

const fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(GOLDEN);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mixing_is_splitmix64() {
        // The first outputs of the reference implementation for the seed 1234567.
        let reference = [6_457_827_717_110_365_317_u64, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        for (index, expected) in (0..).zip(reference) {
            assert_eq!(Stream::new(1_234_567).at(index), expected);
        }
    }

    #[test]
    fn branches_differ_and_repeat() {
        let seed = Stream::new(7);
        assert_eq!(seed.branch("a"), seed.branch("a"));
        assert_ne!(seed.branch("a"), seed.branch("b"));
        assert_ne!(seed.branch("a").text(0, 64), seed.branch("a").text(1, 64));
    }

    #[test]
    fn any_index_and_any_bound_will_do() {
        let seed = Stream::new(u64::MAX);
        for index in [i64::MIN, -1, 0, i64::MAX] {
            assert!((0..10).contains(&seed.below(index, 10)));
            assert_eq!(seed.below(index, 0), 0);
        }
    }
}
