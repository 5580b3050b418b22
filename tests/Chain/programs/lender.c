// A stand-in for the lender Save: its flash borrow and repay, and the supply and withdrawal of capital.
// It is our copy of the rules of solendprotocol/solana-program-library, token-lending (processor.rs, state/reserve.rs), with the
// same accounts, layouts, order of checks, error numbers and fee rule. It leaves out what these do not need: interest is not
// accrued, prices are not read, outflow is not limited and no message is logged, so it also uses fewer compute units than the real one.
#include "sbf.h"

enum {
    INVALID_MARKET_AUTHORITY = 3, INVALID_ACCOUNT_OWNER = 5, INVALID_TOKEN_PROGRAM = 9, INVALID_AMOUNT = 10, INVALID_ACCOUNT_INPUT = 13, MATH_OVERFLOW = 14,
    INSUFFICIENT_LIQUIDITY = 20, RESERVE_STALE = 22, BORROW_TOO_SMALL = 25, FLASH_BORROW_CPI = 47, NO_FLASH_REPAY_FOUND = 48, INVALID_FLASH_REPAY = 49,
    FLASH_REPAY_CPI = 50, MULTIPLE_FLASH_BORROWS = 51, FLASH_LOANS_DISABLED = 52,
};
enum { REFRESH = 3, DEPOSIT = 4, REDEEM = 5, FLASH_BORROW = 19, FLASH_REPAY = 20 };
// Instructions of SPL Token.
enum { TOKEN_TRANSFER = 3, TOKEN_MINT_TO = 7, TOKEN_BURN = 8 };
// Byte offsets: Reserve, then LendingMarket.
enum {
    RESERVE_BYTES = 619, UPDATED_SLOT = 1, STALE = 9, RESERVE_MARKET = 10, SUPPLY = 75, PYTH = 107, AVAILABLE = 171, BORROWED_WADS = 179,
    COLLATERAL_MINT = 227, COLLATERAL_ISSUED = 259, COLLATERAL_SUPPLY = 267, FLASH_FEE_WAD = 314, HOST_FEE_PERCENT = 322, DEPOSIT_LIMIT = 323,
    FEE_RECEIVER = 339, PROTOCOL_FEES_WADS = 373,
    MARKET_BYTES = 290, BUMP = 1, TOKEN_PROGRAM = 66,
};
#define WAD 1000000000000000000ull
#define OUT_OF_RANGE ((u8*)0)

/// Where an instruction of the message lies in the instructions sysvar: u16 count, a u16 offset each, then per instruction
/// u16 accounts, (flags, key) each, program, u16 length, data.
INLINE u8* instruction_at(const Account* sysvar, u64 index) {
    return index < load16(sysvar->data) ? sysvar->data + load16(sysvar->data + 2 + 2 * index) : OUT_OF_RANGE;
}
INLINE u8* program_of(u8* instruction) { return instruction + 2 + 33 * load16(instruction); }
INLINE u8* data_of(u8* instruction) { return program_of(instruction) + KEY_BYTES + 2; }
INLINE u64 length_of(u8* instruction) { return load16(program_of(instruction) + KEY_BYTES); }
INLINE u8* key_of(u8* instruction, u64 account) { return instruction + 2 + 33 * account + 1; }
INLINE u64 current_index(const Account* sysvar) { return load16(sysvar->data + sysvar->length - 2); }

INLINE int is_instructions_sysvar(const Account* account) {
    // Sysvar1nstructions1111111111111111111111111, as four little-endian words.
    return load64(account->key) == 0x66d17b1817d5a706ull && load64(account->key + 8) == 0xc0c2fd5504d4da35ull
        && load64(account->key + 16) == 0xa57556218fc624c1ull && load64(account->key + 24) == 0x000000085fcbbadbull;
}

/// Checks shared by both instructions, in the real order: the market, then the reserve, then the supply account.
INLINE u64 check_accounts(const Input* in, const Account* market, const Account* reserve, const Account* token_program, const Account* supply,
                          const Account* users) {
    if (market->length != MARKET_BYTES) return ERROR_INVALID_ACCOUNT_DATA;
    if (market->data[0] == 0) return ERROR_UNINITIALIZED_ACCOUNT;
    if (!same_key(market->owner, in->program)) return INVALID_ACCOUNT_OWNER;
    if (!same_key(market->data + TOKEN_PROGRAM, token_program->key)) return INVALID_TOKEN_PROGRAM;
    if (reserve->length != RESERVE_BYTES) return ERROR_INVALID_ACCOUNT_DATA;
    if (reserve->data[0] == 0) return ERROR_UNINITIALIZED_ACCOUNT;
    if (!same_key(reserve->owner, in->program)) return INVALID_ACCOUNT_OWNER;
    if (!same_key(reserve->data + RESERVE_MARKET, market->key)) return INVALID_ACCOUNT_INPUT;
    if (!same_key(reserve->data + SUPPLY, supply->key)) return INVALID_ACCOUNT_INPUT;
    if (same_key(reserve->data + SUPPLY, users->key)) return INVALID_ACCOUNT_INPUT;
    return 0;
}

INLINE int is_cpi(const Input* in, const Account* sysvar) {
    return !same_key(program_of(instruction_at(sysvar, current_index(sysvar))), in->program) || sol_get_stack_height() > 1;
}

/// The rest of the message must hold exactly one repay, of this reserve, amount and borrow, and no further borrow.
INLINE u64 check_repay(const Input* in, const Account* sysvar, const Account* reserve, u64 amount) {
    u64 borrow_index = current_index(sysvar), found = 0;
    for (u64 i = borrow_index + 1;; i++) {
        u8* instruction = instruction_at(sysvar, i);
        if (instruction == OUT_OF_RANGE) break;
        if (!same_key(program_of(instruction), in->program)) continue;
        u8* data = data_of(instruction);
        if (length_of(instruction) == 0) return ERROR_INVALID_INSTRUCTION_DATA;
        if (data[0] == FLASH_BORROW) return MULTIPLE_FLASH_BORROWS;
        if (data[0] != FLASH_REPAY) continue;
        if (length_of(instruction) < 10) return ERROR_INVALID_INSTRUCTION_DATA;
        if (found) return MULTIPLE_FLASH_BORROWS;
        if (load16(instruction) < 5 || !same_key(key_of(instruction, 4), reserve->key)) return INVALID_FLASH_REPAY;
        if (load64(data + 1) != amount || data[9] != borrow_index) return INVALID_FLASH_REPAY;
        found = 1;
    }
    return found ? 0 : NO_FLASH_REPAY_FOUND;
}

/// SPL Token `Transfer`, `MintTo` or `Burn`, signed by the market's authority when `seeds` is 2.
INLINE u64 token(const Input* in, u8 what, u8* token_program, u8* first, u8* second, u8* authority, u64 amount, u64 seeds) {
    meta(0, first, 1, 0);
    meta(1, second, 1, 0);
    meta(2, authority, 0, 1);
    CALL_DATA[0] = what;
    store64(CALL_DATA + 1, amount);
    return call(token_program, 3, 9, in->count, seeds);
}

INLINE u64 transfer(const Input* in, u8* token_program, u8* from, u8* to, u8* authority, u64 amount, u64 seeds) {
    return token(in, TOKEN_TRANSFER, token_program, from, to, authority, amount, seeds);
}

/// Leaves the seeds of the market's authority ready to sign with.
INLINE u64 check_authority(const Input* in, const Account* market, const Account* authority) {
    SEEDS[0].bytes = market->key;
    SEEDS[0].length = KEY_BYTES;
    SEEDS[1].bytes = market->data + BUMP;
    SEEDS[1].length = 1;
    return sol_create_program_address(SEEDS, 2, in->program, DERIVED) || !same_key(DERIVED, authority->key) ? INVALID_MARKET_AUTHORITY : 0;
}

INLINE u64 flash_borrow(const Input* in, u64 amount) {
    if (in->count < 7) return ERROR_NOT_ENOUGH_KEYS;
    Account *supply = &ACCOUNTS[0], *destination = &ACCOUNTS[1], *reserve = &ACCOUNTS[2], *market = &ACCOUNTS[3], *authority = &ACCOUNTS[4],
            *sysvar = &ACCOUNTS[5], *token_program = &ACCOUNTS[6];
    u64 refused = check_accounts(in, market, reserve, token_program, supply, destination);
    if (refused) return refused;

    refused = check_authority(in, market, authority);
    if (refused) return refused;
    if (load64(reserve->data + FLASH_FEE_WAD) == ~0ull) return FLASH_LOANS_DISABLED;
    if (!is_instructions_sysvar(sysvar)) return ERROR_UNSUPPORTED_SYSVAR;
    if (is_cpi(in, sysvar)) return FLASH_BORROW_CPI;
    refused = check_repay(in, sysvar, reserve, amount);
    if (refused) return refused;

    u64 available = load64(reserve->data + AVAILABLE), overflow = 0;
    if (amount > available) return INSUFFICIENT_LIQUIDITY;
    Wide borrowed = {load64(reserve->data + BORROWED_WADS), load64(reserve->data + BORROWED_WADS + 8)};
    borrowed = add(borrowed, multiply(amount, WAD), &overflow);
    if (overflow) return MATH_OVERFLOW;
    store64(reserve->data + AVAILABLE, available - amount);
    store64(reserve->data + BORROWED_WADS, borrowed.low);
    store64(reserve->data + BORROWED_WADS + 8, borrowed.high);
    reserve->data[STALE] = 1;
    return transfer(in, token_program->key, supply->key, destination->key, authority->key, amount, 2);
}

/// Rounds a number of wads half up to whole base units. Fits 64 bits, because a fee stays below the amount lent.
INLINE u64 round_wads(Wide wads) {
    u64 rest, overflow = 0;
    Wide half = {WAD / 2, 0};
    return divide(add(wads, half, &overflow), WAD, &rest).low;
}

/// Fee of a flash loan: amount × rate, at least 1 base unit (2 with a host), of which the host's percentage, at least 1, goes to the host.
INLINE u64 flash_fee(const Account* reserve, u64 amount, u64* owner_fee, u64* host_fee) {
    u64 fee_wad = load64(reserve->data + FLASH_FEE_WAD), host = reserve->data[HOST_FEE_PERCENT];
    *owner_fee = *host_fee = 0;
    if (fee_wad == 0 || amount == 0) return 0;
    Wide fee = multiply(amount, fee_wad), least = {host ? 2 * WAD : WAD, 0};
    if (less(fee, least)) fee = least;
    if (!less(fee, multiply(amount, WAD))) return BORROW_TOO_SMALL;
    u64 total = round_wads(fee);
    if (host) {
        // floor(fee × host / 100) without leaving 128 bits.
        u64 rest, unused, overflow = 0;
        Wide hundredth = divide(fee, 100, &rest), share = multiply(hundredth.low, host), remainder = {rest * host, 0};
        share.high += hundredth.high * host;
        share = add(share, divide(remainder, 100, &unused), &overflow);
        *host_fee = round_wads(share);
        if (*host_fee == 0) *host_fee = 1;
        if (*host_fee > total) return MATH_OVERFLOW;
    }
    *owner_fee = total - *host_fee;
    return 0;
}

/// The instruction a repay points at must be the borrow of this reserve and amount.
INLINE u64 check_borrow(const Input* in, const Account* sysvar, const Account* reserve, u64 amount, u64 borrow_index) {
    if (borrow_index > current_index(sysvar)) return INVALID_FLASH_REPAY;
    u8* borrow = instruction_at(sysvar, borrow_index);
    if (!same_key(program_of(borrow), in->program)) return INVALID_FLASH_REPAY;
    u8* data = data_of(borrow);
    if (length_of(borrow) < 9 || data[0] != FLASH_BORROW) return INVALID_FLASH_REPAY;
    if (load16(borrow) < 3 || !same_key(key_of(borrow, 2), reserve->key)) return INVALID_FLASH_REPAY;
    return load64(data + 1) == amount ? 0 : INVALID_FLASH_REPAY;
}

INLINE void settle(Account* reserve, u64 amount) {
    Wide borrowed = {load64(reserve->data + BORROWED_WADS), load64(reserve->data + BORROWED_WADS + 8)}, repaid = multiply(amount, WAD);
    // The real program never lets the debt go below zero.
    borrowed = subtract(borrowed, less(borrowed, repaid) ? borrowed : repaid);
    store64(reserve->data + BORROWED_WADS, borrowed.low);
    store64(reserve->data + BORROWED_WADS + 8, borrowed.high);
    reserve->data[STALE] = 1;
}

INLINE u64 flash_repay(const Input* in, u64 amount, u64 borrow_index) {
    if (in->count < 9) return ERROR_NOT_ENOUGH_KEYS;
    Account *source = &ACCOUNTS[0], *supply = &ACCOUNTS[1], *fee_receiver = &ACCOUNTS[2], *host_receiver = &ACCOUNTS[3], *reserve = &ACCOUNTS[4],
            *market = &ACCOUNTS[5], *user = &ACCOUNTS[6], *sysvar = &ACCOUNTS[7], *token_program = &ACCOUNTS[8];
    u64 refused = check_accounts(in, market, reserve, token_program, supply, source);
    if (refused) return refused;
    if (!same_key(reserve->data + FEE_RECEIVER, fee_receiver->key)) return INVALID_ACCOUNT_INPUT;

    u64 owner_fee, host_fee;
    refused = flash_fee(reserve, amount, &owner_fee, &host_fee);
    if (refused) return refused;
    if (!is_instructions_sysvar(sysvar)) return ERROR_UNSUPPORTED_SYSVAR;
    if (is_cpi(in, sysvar)) return FLASH_REPAY_CPI;
    refused = check_borrow(in, sysvar, reserve, amount, borrow_index);
    if (refused) return refused;

    u64 available = load64(reserve->data + AVAILABLE);
    if (available + amount < amount) return MATH_OVERFLOW;
    store64(reserve->data + AVAILABLE, available + amount);
    settle(reserve, amount);

    // Principal, then the host's fee, then the owner's. One place of call, because every call is inlined.
    for (u64 step = 0; step < 3; step++) {
        u8* to = step == 0 ? supply->key : step == 1 ? host_receiver->key : fee_receiver->key;
        u64 part = step == 0 ? amount : step == 1 ? host_fee : owner_fee;
        if (step > 0 && part == 0) continue;
        refused = transfer(in, token_program->key, source->key, to, user->key, part, 0);
        if (refused) return refused;
    }
    return 0;
}

INLINE Wide load_wide(const u8* at) {
    Wide value = {load64(at), load64(at + 8)};
    return value;
}

/// Quotient of two wide numbers, bit by bit; the divisor is not 0.
INLINE Wide divide_wide(Wide value, Wide divisor, Wide* rest) {
    Wide quotient = {0, 0}, left = {0, 0};
    for (int bit = 127; bit >= 0; bit--) {
        u64 next = bit >= 64 ? value.high >> (bit - 64) & 1 : value.low >> bit & 1, carry = left.high >> 63;
        left.high = left.high << 1 | left.low >> 63;
        left.low = left.low << 1 | next;
        if (!carry && less(left, divisor)) continue;
        left = subtract(left, divisor);
        if (bit >= 64) quotient.high |= 1ull << (bit - 64);
        else quotient.low |= 1ull << bit;
    }
    *rest = left;
    return quotient;
}

/// floor(value × WAD / divisor); the result is taken to fit 128 bits, as every rate and amount of a test does.
INLINE Wide times_wad_over(Wide value, Wide divisor) {
    Wide rest, whole = divide_wide(value, divisor, &rest), fraction = {0, 0}, left = {0, 0};
    u64 unused = 0;
    for (int bit = 59; bit >= 0; bit--) {
        fraction.high = fraction.high << 1 | fraction.low >> 63;
        fraction.low <<= 1;
        for (int half = 0; half < 2; half++) {
            // Twice what is left, and once what the bit of WAD adds: each step leaves less than the divisor.
            if (half == 1 && !(WAD >> bit & 1)) break;
            left = add(left, half == 0 ? left : rest, &unused);
            if (less(left, divisor)) continue;
            left = subtract(left, divisor);
            fraction = add(fraction, (Wide){1, 0}, &unused);
        }
    }
    Wide scaled = multiply(whole.low, WAD);
    scaled.high += whole.high * WAD;
    return add(scaled, fraction, &unused);
}

/// What the reserve owns, times WAD: at hand and lent out, less what it owes to the protocol.
INLINE Wide total_wads(const Account* reserve) {
    u64 unused = 0;
    return subtract(add(multiply(load64(reserve->data + AVAILABLE), WAD), load_wide(reserve->data + BORROWED_WADS), &unused), load_wide(reserve->data + PROTOCOL_FEES_WADS));
}

/// Collateral per liquidity times WAD, one to one while there is none.
INLINE Wide collateral_rate(const Account* reserve) {
    Wide total = total_wads(reserve), one = {WAD, 0};
    u64 issued = load64(reserve->data + COLLATERAL_ISSUED);
    return issued == 0 || (total.low | total.high) == 0 ? one : times_wad_over(multiply(issued, WAD), total);
}

INLINE void refresh_interest(Account* reserve) {
    sol_get_clock_sysvar(CLOCK);
    store64(reserve->data + UPDATED_SLOT, CLOCK->slot);
    reserve->data[STALE] = 0;
}

INLINE u64 refresh(const Input* in) {
    if (in->count < 2) return ERROR_NOT_ENOUGH_KEYS;
    Account* reserve = &ACCOUNTS[0];
    if (reserve->length != RESERVE_BYTES) return ERROR_INVALID_ACCOUNT_DATA;
    if (reserve->data[0] == 0) return ERROR_UNINITIALIZED_ACCOUNT;
    if (!same_key(reserve->owner, in->program)) return INVALID_ACCOUNT_OWNER;
    if (!same_key(reserve->data + PYTH, ACCOUNTS[1].key)) return INVALID_ACCOUNT_INPUT;
    refresh_interest(reserve);
    return 0;
}

/// Deposits mint collateral for liquidity; withdrawals burn it. Accounts: the user's liquidity and collateral (deposits give the first and take the second,
/// withdrawals the other way round), reserve, its supply and its mint (in the same two orders), market, authority, user, token program.
INLINE u64 move_capital(const Input* in, u64 amount, u64 is_deposit) {
    if (amount == 0) return INVALID_AMOUNT;
    if (in->count < 9) return ERROR_NOT_ENOUGH_KEYS;
    Account *liquidity = &ACCOUNTS[is_deposit ? 0 : 1], *collateral = &ACCOUNTS[is_deposit ? 1 : 0], *reserve = &ACCOUNTS[2], *supply = &ACCOUNTS[is_deposit ? 3 : 4],
            *mint = &ACCOUNTS[is_deposit ? 4 : 3], *market = &ACCOUNTS[5], *authority = &ACCOUNTS[6], *user = &ACCOUNTS[7], *token_program = &ACCOUNTS[8];
    if (is_deposit && reserve->length == RESERVE_BYTES && same_key(reserve->owner, in->program)) refresh_interest(reserve);
    u64 refused = check_accounts(in, market, reserve, token_program, supply, liquidity);
    if (refused) return refused;
    if (!same_key(reserve->data + COLLATERAL_MINT, mint->key) || same_key(reserve->data + COLLATERAL_SUPPLY, collateral->key)) return INVALID_ACCOUNT_INPUT;
    sol_get_clock_sysvar(CLOCK);
    if (reserve->data[STALE] || load64(reserve->data + UPDATED_SLOT) != CLOCK->slot) return RESERVE_STALE;
    refused = check_authority(in, market, authority);
    if (refused) return refused;

    u64 rest, available = load64(reserve->data + AVAILABLE), issued = load64(reserve->data + COLLATERAL_ISSUED);
    Wide rate = collateral_rate(reserve);
    if (rate.high || rate.low == 0) return MATH_OVERFLOW;
    if (is_deposit) {
        u64 owned = divide(total_wads(reserve), WAD, &rest).low;
        if (owned + amount < owned || owned + amount > load64(reserve->data + DEPOSIT_LIMIT)) return INVALID_AMOUNT;
        u64 minted = divide(multiply(amount, rate.low), WAD, &rest).low;
        store64(reserve->data + AVAILABLE, available + amount);
        store64(reserve->data + COLLATERAL_ISSUED, issued + minted);
        reserve->data[STALE] = 1;
        refused = token(in, TOKEN_TRANSFER, token_program->key, liquidity->key, supply->key, user->key, amount, 0);
        return refused ? refused : token(in, TOKEN_MINT_TO, token_program->key, mint->key, collateral->key, authority->key, minted, 2);
    }

    u64 redeemed = divide(times_wad_over(multiply(amount, WAD), rate), WAD, &rest).low;
    if (redeemed > available) return INSUFFICIENT_LIQUIDITY;
    if (amount > issued) return MATH_OVERFLOW;
    store64(reserve->data + AVAILABLE, available - redeemed);
    store64(reserve->data + COLLATERAL_ISSUED, issued - amount);
    reserve->data[STALE] = 1;
    refused = token(in, TOKEN_BURN, token_program->key, collateral->key, mint->key, user->key, amount, 0);
    return refused ? refused : token(in, TOKEN_TRANSFER, token_program->key, supply->key, liquidity->key, authority->key, redeemed, 2);
}

u64 entrypoint(u8* input) {
    Input in = read_input(input);
    if (in.length == 0) return ERROR_INVALID_INSTRUCTION_DATA;
    if (in.data[0] == REFRESH) return refresh(&in);
    if (in.data[0] == DEPOSIT || in.data[0] == REDEEM) return in.length < 9 ? ERROR_INVALID_INSTRUCTION_DATA : move_capital(&in, load64(in.data + 1), in.data[0] == DEPOSIT);
    if (in.data[0] == FLASH_BORROW) return in.length < 9 ? ERROR_INVALID_INSTRUCTION_DATA : flash_borrow(&in, load64(in.data + 1));
    if (in.data[0] == FLASH_REPAY) return in.length < 10 ? ERROR_INVALID_INSTRUCTION_DATA : flash_repay(&in, load64(in.data + 1), in.data[9]);
    return ERROR_INVALID_INSTRUCTION_DATA;
}
