// What a program needs of the Solana runtime, for clang's plain BPF target.
// Limits of that target here: no data sections (no strings, tables or initialised arrays), no calls but system calls (all is
// inlined), a 512-byte stack, no 128-bit multiply. Scratch memory is therefore the heap, at fixed places kept 8-aligned.
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define INLINE static inline __attribute__((always_inline))
#define KEY_BYTES 32
#define HEAP 0x300000000ull

// Returned codes: a program's own error is its number, the runtime's errors sit in the upper half (program_error.rs).
#define ERROR_INVALID_ARGUMENT (2ull << 32)
#define ERROR_INVALID_INSTRUCTION_DATA (3ull << 32)
#define ERROR_INVALID_ACCOUNT_DATA (4ull << 32)
#define ERROR_MISSING_SIGNATURE (8ull << 32)
#define ERROR_UNINITIALIZED_ACCOUNT (10ull << 32)
#define ERROR_NOT_ENOUGH_KEYS (11ull << 32)
#define ERROR_UNSUPPORTED_SYSVAR (17ull << 32)

/// An account as a program sees it: the C layout the runtime expects from `sol_invoke_signed_c`.
typedef struct {
    u8* key;
    u64* lamports;
    u64 length;
    u8* data;
    u8* owner;
    u64 rent_epoch;
    u8 is_signer, is_writable, executable;
} Account;

typedef struct { u8* key; u8 is_writable, is_signer; } Meta;
typedef struct { u8* program; Meta* accounts; u64 account_count; u8* data; u64 length; } Instruction;
typedef struct { const u8* bytes; u64 length; } Bytes;
typedef struct { u64 slot, epoch_start, epoch, leader_schedule_epoch, unix_time; } Clock;

extern u64 sol_invoke_signed_c(const Instruction*, const Account*, u64 accounts, const Bytes* signers, u64 signer_count);
extern u64 sol_create_program_address(const Bytes* seeds, u64 count, const u8* program, u8* address);
extern u64 sol_get_stack_height(void);
extern u64 sol_get_clock_sysvar(Clock*);
extern u64 sol_log_data(const Bytes* fields, u64 count);

// Places on the heap.
#define ACCOUNTS_MAX 40
#define ACCOUNTS ((Account*)HEAP)                         // 40 × 56 bytes
#define CALL ((Instruction*)(HEAP + 2240))
#define METAS ((Meta*)(HEAP + 2304))                      // 16 × 16 bytes
#define CALL_DATA ((u8*)(HEAP + 2560))
#define SEEDS ((Bytes*)(HEAP + 2624))                     // 2 × 16 bytes
#define SIGNERS ((Bytes*)(HEAP + 2656))                   // one list of seeds
#define SEED_BYTES ((u8*)(HEAP + 2688))
#define DERIVED ((u8*)(HEAP + 2752))
#define CLOCK ((Clock*)(HEAP + 2816))
#define EVENT ((u8*)(HEAP + 2880))
#define EVENT_FIELDS ((Bytes*)(HEAP + 3136))

INLINE u64 load64(const u8* at) { return *(const u64*)at; }
INLINE u16 load16(const u8* at) { return (u16)(at[0] | at[1] << 8); }
INLINE void store64(u8* at, u64 value) { *(u64*)at = value; }

INLINE int same_key(const u8* a, const u8* b) {
    return load64(a) == load64(b) && load64(a + 8) == load64(b + 8) && load64(a + 16) == load64(b + 16) && load64(a + 24) == load64(b + 24);
}

INLINE void copy_key(u8* to, const u8* from) {
    store64(to, load64(from)); store64(to + 8, load64(from + 8)); store64(to + 16, load64(from + 16)); store64(to + 24, load64(from + 24));
}

/// What the runtime hands to `entrypoint`, read into the heap. `count` stays 0 when there are too many accounts to hold.
typedef struct { u64 count; u8* data; u64 length; u8* program; } Input;

INLINE Input read_input(u8* in) {
    Input input = {0, 0, 0, 0};
    u64 count = load64(in);
    in += 8;
    if (count > ACCOUNTS_MAX) return input;
    for (u64 i = 0; i < count; i++) {
        u8 duplicate_of = in[0];
        if (duplicate_of != 0xff) {
            ACCOUNTS[i] = ACCOUNTS[duplicate_of];
            in += 8;
            continue;
        }
        Account* account = &ACCOUNTS[i];
        account->is_signer = in[1];
        account->is_writable = in[2];
        account->executable = in[3];
        account->key = in + 8;
        account->owner = in + 40;
        account->lamports = (u64*)(in + 72);
        account->length = load64(in + 80);
        account->data = in + 88;
        // Room to grow by 10,240 bytes follows the data, then padding to 8.
        in += 88 + account->length + 10240;
        in = (u8*)(((u64)in + 7) & ~7ull);
        account->rent_epoch = load64(in);
        in += 8;
    }
    input.count = count;
    input.length = load64(in);
    input.data = in + 8;
    input.program = in + 8 + input.length;
    return input;
}

INLINE void meta(u64 at, u8* key, u8 is_writable, u8 is_signer) {
    METAS[at].key = key;
    METAS[at].is_writable = is_writable;
    METAS[at].is_signer = is_signer;
}

INLINE u64 call(u8* program, u64 account_count, u64 data_length, u64 known_accounts, u64 seed_count) {
    CALL->program = program;
    CALL->accounts = METAS;
    CALL->account_count = account_count;
    CALL->data = CALL_DATA;
    CALL->length = data_length;
    SIGNERS->bytes = (const u8*)SEEDS;
    SIGNERS->length = seed_count;
    return sol_invoke_signed_c(CALL, ACCOUNTS, known_accounts, SIGNERS, seed_count ? 1 : 0);
}

/// A 128-bit number.
typedef struct { u64 low, high; } Wide;

INLINE Wide multiply(u64 a, u64 b) {
    u64 al = a & 0xffffffff, ah = a >> 32, bl = b & 0xffffffff, bh = b >> 32;
    u64 low = al * bl, middle = ah * bl + (low >> 32), cross = al * bh + (middle & 0xffffffff);
    Wide product = {a * b, ah * bh + (middle >> 32) + (cross >> 32)};
    return product;
}

INLINE int less(Wide a, Wide b) { return a.high < b.high || (a.high == b.high && a.low < b.low); }

INLINE Wide add(Wide a, Wide b, u64* overflow) {
    Wide sum = {a.low + b.low, a.high + b.high};
    u64 wrapped = sum.high < a.high;
    if (sum.low < a.low) {
        sum.high++;
        wrapped |= sum.high == 0;
    }
    *overflow |= wrapped;
    return sum;
}

INLINE Wide subtract(Wide a, Wide b) {
    Wide difference = {a.low - b.low, a.high - b.high - (a.low < b.low)};
    return difference;
}

/// Quotient and remainder by a divisor that is not 0, bit by bit.
INLINE Wide divide(Wide value, u64 divisor, u64* remainder) {
    Wide quotient = {0, value.high / divisor};
    u64 rest = value.high % divisor;
    for (int bit = 63; bit >= 0; bit--) {
        u64 carry = rest >> 63;
        rest = rest << 1 | (value.low >> bit & 1);
        if (carry || rest >= divisor) {
            rest -= divisor;
            quotient.low |= 1ull << bit;
        }
    }
    *remainder = rest;
    return quotient;
}
