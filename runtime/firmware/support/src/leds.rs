//! A step of a run on five times five LEDs: what stands below a pointer, and, by its column, where that is.

/// The digits, five rows of three LEDs each.
const DIGITS: [[u8; 5]; 10] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
];
/// What is no digit: a line below, where nothing stands, or a block.
const NOTHING: [u8; 5] = [0, 0, 0, 0, 0b111];
const OTHER: [u8; 5] = [0, 0b111, 0b111, 0b111, 0];

/// The five rows from above, the leftmost LED in bit 4. On the left a single LED is the pointer's column: the lowest for column 0,
/// and after the highest the lowest again; on the right is the symbol.
///
/// ```
/// assert_eq!(npi_support::leds::picture(1, '2'), [0b00111, 0b00001, 0b00111, 0b10100, 0b00111]);
/// assert_eq!(npi_support::leds::picture(5, ' '), [0, 0, 0, 0, 0b10111]);
/// ```
pub fn picture(pointer: usize, symbol: char) -> [u8; 5] {
    let mut rows = match symbol.to_digit(10) {
        Some(digit) => DIGITS.get(digit as usize).copied().unwrap_or(OTHER),
        None if symbol == ' ' => NOTHING,
        None => OTHER,
    };
    if let Some(row) = rows.get_mut(4 - pointer % 5) {
        *row |= 1 << 4;
    }
    rows
}
