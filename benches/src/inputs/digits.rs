//! Numbers that look like the market's, from a generator that always begins the same (SplitMix64).

pub struct Digits(u64);

impl Digits {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    /// A decimal of up to so many digits before the point, and exactly so many after it.
    pub fn decimal(&mut self, whole: u32, decimals: usize) -> String {
        let whole = self.below(10_u64.pow(whole));
        if decimals == 0 {
            return whole.to_string();
        }
        let fraction = self.below(10_u64.pow(u32::try_from(decimals).unwrap()));
        format!("{whole}.{fraction:0decimals$}")
    }

    /// The same, below zero half of the time.
    pub fn signed(&mut self, whole: u32, decimals: usize) -> String {
        let sign = if self.one_in(2) { "-" } else { "" };
        format!("{sign}{}", self.decimal(whole, decimals))
    }

    /// A symbol's name, of six to eleven letters.
    pub fn symbol(&mut self) -> String {
        let length = 2 + self.below(6);
        let base: String = (0..length).map(|_| char::from(b'A' + u8::try_from(self.below(26)).unwrap())).collect();
        format!("{base}USDT")
    }
}
