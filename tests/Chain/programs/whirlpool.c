// A stand-in for Orca's Whirlpool: `swap` within one stretch of liquidity below 2^64, of an exact input or of an exact output that a limit of the
// price ends before it is reached; nothing else.
// It is our copy of the rules of orca-so/whirlpools (math/swap_math.rs, math/token_math.rs, instructions/swap.rs): same accounts, layout, fee,
// rounding and error numbers. It crosses no tick and leaves tick index and fee growth alone, so a pool serves for one trade.
#include "sbf.h"

enum { CONSTRAINT_RAW = 2003, NOT_ENOUGH_KEYS = 3005, WRONG_OWNER = 3007, NOT_SIGNER = 3010, ZERO_TRADABLE_AMOUNT = 6035, AMOUNT_OUT_BELOW_MINIMUM = 6036, AMOUNT_IN_ABOVE_MAXIMUM = 6037 };
#define SWAP 0xc88775e1919ec6f8ull
#define FEE_ONE 1000000ull
enum { TOKEN_PROGRAM, TRADER, POOL, OWNER_A, VAULT_A, OWNER_B, VAULT_B, ARRAY_0, ARRAY_1, ARRAY_2, ORACLE, ACCOUNT_COUNT };
// Byte offsets of the pool.
enum { CONFIG = 8, BUMP = 40, FEE_TIER = 43, FEE_RATE = 45, LIQUIDITY = 49, SQRT_PRICE = 65, MINT_A = 101, POOL_VAULT_A = 133, MINT_B = 181, POOL_VAULT_B = 213, POOL_BYTES = 653 };
enum { POOL_SEEDS_COUNT = 6, TRANSFER = 3, DATA_BYTES = 42 };
#define POOL_SEEDS ((Bytes*)(HEAP + 3200))                // 6 × 16 bytes

/// A 256-bit number, the lowest word first.
typedef struct { u64 a, b, c, d; } Huge;

INLINE Huge doubled(Huge v, u64 bit) {
    Huge twice = {v.a << 1 | bit, v.b << 1 | v.a >> 63, v.c << 1 | v.b >> 63, v.d << 1 | v.c >> 63};
    return twice;
}

INLINE int below(Huge x, Huge y) {
    if (x.d != y.d) return x.d < y.d;
    if (x.c != y.c) return x.c < y.c;
    return x.b != y.b ? x.b < y.b : x.a < y.a;
}

INLINE Huge minus(Huge x, Huge y) {
    u64 one = x.a < y.a, two = x.b < y.b || (one && x.b == y.b), three = x.c < y.c || (two && x.c == y.c);
    Huge rest = {x.a - y.a, x.b - y.b - one, x.c - y.c - two, x.d - y.d - three};
    return rest;
}

INLINE Huge plus(Huge x, Huge y) {
    u64 overflow = 0;
    Wide low = add((Wide){x.a, x.b}, (Wide){y.a, y.b}, &overflow), carried = {overflow, 0}, high = add((Wide){x.c, x.d}, carried, &overflow);
    high = add(high, (Wide){y.c, y.d}, &overflow);
    Huge sum = {low.low, low.high, high.low, high.high};
    return sum;
}

/// a × b, moved up by some words of 64 bits.
INLINE Huge times(Wide a, u64 b, u64 words) {
    Wide low = multiply(a.low, b), high = multiply(a.high, b);
    u64 middle = low.high + high.low, top = high.high + (middle < low.high);
    Huge product = {low.low, middle, top, 0}, moved = {0, low.low, middle, top};
    return words ? moved : product;
}

INLINE Huge times_wide(Wide a, Wide b) { return plus(times(a, b.low, 0), times(a, b.high, 1)); }

/// Quotient of a value by a divisor below 2^255, rounded up when `up` is 1, bit by bit.
INLINE Huge quotient_of(Huge value, Huge divisor, u64 up) {
    Huge quotient = {0, 0, 0, 0}, rest = {0, 0, 0, 0}, one = {1, 0, 0, 0};
    for (int bit = 255; bit >= 0; bit--) {
        rest = doubled(rest, value.d >> 63);
        value = doubled(value, 0);
        quotient = doubled(quotient, 0);
        if (below(rest, divisor)) continue;
        rest = minus(rest, divisor);
        quotient.a |= 1;
    }
    return up && (rest.a | rest.b | rest.c | rest.d) ? plus(quotient, one) : quotient;
}

/// What comes out for `net`, and the price after it. Out is rounded down, the price so that it favours the pool.
INLINE u64 trade(Wide price, u64 liquidity, u64 net, u64 a_to_b, Wide* next) {
    if (a_to_b) {
        Huge scaled = {0, liquidity, 0, 0}, after = quotient_of(times(price, liquidity, 1), plus(scaled, times(price, net, 0)), 1);
        *next = (Wide){after.a, after.b};
        return times(subtract(price, *next), liquidity, 0).b;
    }
    u64 rest, overflow = 0;
    *next = add(price, divide((Wide){0, net}, liquidity, &rest), &overflow);
    return quotient_of(times(subtract(*next, price), liquidity, 1), times_wide(*next, price), 0).a;
}

/// What comes out until the price is at `limit`, rounded down, and what goes in for it, rounded up and with the fee.
INLINE u64 trade_until(Wide price, Wide limit, u64 liquidity, u64 fee_rate, u64 a_to_b, u64* in) {
    Wide way = a_to_b ? subtract(price, limit) : subtract(limit, price);
    Huge b = times(way, liquidity, 0);
    u64 in_b = b.b + (b.a != 0), rest, overflow = 0;
    u64 net = a_to_b ? quotient_of(times(way, liquidity, 1), times_wide(price, limit), 1).a : in_b;
    Wide dividend = add(multiply(net, fee_rate), (Wide){FEE_ONE - fee_rate - 1, 0}, &overflow);
    *in = net + divide(dividend, FEE_ONE - fee_rate, &rest).low;
    return a_to_b ? b.b : quotient_of(times(way, liquidity, 1), times_wide(price, limit), 0).a;
}

INLINE u64 pay(const Input* in, u64 from, u64 to, u64 authority, u64 amount) {
    meta(0, ACCOUNTS[from].key, 1, 0);
    meta(1, ACCOUNTS[to].key, 1, 0);
    meta(2, ACCOUNTS[authority].key, 0, 1);
    CALL_DATA[0] = TRANSFER;
    store64(CALL_DATA + 1, amount);
    CALL->program = ACCOUNTS[TOKEN_PROGRAM].key;
    CALL->accounts = METAS;
    CALL->account_count = 3;
    CALL->data = CALL_DATA;
    CALL->length = 9;
    SIGNERS->bytes = (const u8*)POOL_SEEDS;
    SIGNERS->length = POOL_SEEDS_COUNT;
    return sol_invoke_signed_c(CALL, ACCOUNTS, in->count, SIGNERS, authority == POOL ? 1 : 0);
}

INLINE void seed(u64 at, u8* bytes, u64 length) {
    POOL_SEEDS[at].bytes = bytes;
    POOL_SEEDS[at].length = length;
}

u64 entrypoint(u8* input) {
    Input in = read_input(input);
    if (in.length < DATA_BYTES || load64(in.data) != SWAP) return ERROR_INVALID_INSTRUCTION_DATA;
    if (in.count < ACCOUNT_COUNT) return NOT_ENOUGH_KEYS;
    u64 amount = load64(in.data + 8), least = load64(in.data + 16), a_to_b = in.data[41];
    u8* pool = ACCOUNTS[POOL].data;
    if (!ACCOUNTS[TRADER].is_signer) return NOT_SIGNER;
    if (!same_key(ACCOUNTS[POOL].owner, in.program) || ACCOUNTS[POOL].length != POOL_BYTES) return WRONG_OWNER;
    if (!same_key(pool + POOL_VAULT_A, ACCOUNTS[VAULT_A].key) || !same_key(pool + POOL_VAULT_B, ACCOUNTS[VAULT_B].key)) return CONSTRAINT_RAW;
    if (amount == 0) return ZERO_TRADABLE_AMOUNT;
    if (load64(pool + LIQUIDITY + 8) || !load64(pool + LIQUIDITY)) return ERROR_INVALID_ACCOUNT_DATA;

    u64 rest, out, paid = amount, liquidity = load64(pool + LIQUIDITY);
    Wide price = {load64(pool + SQRT_PRICE), load64(pool + SQRT_PRICE + 8)}, next = {load64(in.data + 24), load64(in.data + 32)};
    if (in.data[40]) {
        u64 net = divide(multiply(amount, FEE_ONE - load16(pool + FEE_RATE)), FEE_ONE, &rest).low;
        out = trade(price, liquidity, net, a_to_b, &next);
        if (out < least) return AMOUNT_OUT_BELOW_MINIMUM;
    } else {
        // The second amount is the most that may go in. That less than `amount` comes out is no error where a limit was named (manager/swap_manager.rs).
        if (!next.low && !next.high) return ERROR_INVALID_INSTRUCTION_DATA;
        out = trade_until(price, next, liquidity, load16(pool + FEE_RATE), a_to_b, &paid);
        if (out >= amount) return ERROR_INVALID_INSTRUCTION_DATA;
        if (paid > least) return AMOUNT_IN_ABOVE_MAXIMUM;
    }

    store64(pool + SQRT_PRICE, next.low);
    store64(pool + SQRT_PRICE + 8, next.high);
    store64(SEED_BYTES, 0x6f6f706c72696877ull);           // "whirlpool", 9 bytes, as little-endian words.
    store64(SEED_BYTES + 8, 0x6cull);
    seed(0, SEED_BYTES, 9);
    seed(1, pool + CONFIG, KEY_BYTES);
    seed(2, pool + MINT_A, KEY_BYTES);
    seed(3, pool + MINT_B, KEY_BYTES);
    seed(4, pool + FEE_TIER, 2);
    seed(5, pool + BUMP, 1);
    u64 refused = pay(&in, a_to_b ? OWNER_A : OWNER_B, a_to_b ? VAULT_A : VAULT_B, TRADER, paid);
    return refused ? refused : pay(&in, a_to_b ? VAULT_B : VAULT_A, a_to_b ? OWNER_B : OWNER_A, POOL, out);
}
