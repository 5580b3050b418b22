using System.Text.Json;
using Orchestrator.Cli.Inspecting;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Quoting;

/// <summary>
/// Accounts as a file gives them: one JSON object {pubkey, owner, data} a line. A line {largest_accounts_of, value: [{address}]} is a mint and what
/// getTokenLargestAccounts answered for it; {accounts: [{pubkey, data}]} are all accounts of the Whirlpool program, as its archive keeps them.
/// </summary>
internal sealed class AccountFile : IAccountSource
{
    /// <summary>Bytes of one line: base64 of the 10 MiB that the runtime allows an account.</summary>
    public const int LineMax = 16 * 1024 * 1024;

    /// <summary>Bytes of the whole file after decompression; all of it is held in memory.</summary>
    public const long InputMax = 256L * 1024 * 1024;

    private const int DepthMax = 8;

    // A member spelt twice is refused: two readers could disagree about which one counts.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    private readonly Dictionary<PublicKey, AccountData> _accounts = [];
    private readonly Dictionary<PublicKey, IReadOnlyList<PublicKey>> _largest = [];

    public AccountData? Find(PublicKey address) => _accounts.TryGetValue(address, out var account) ? account : null;

    public IEnumerable<KeyValuePair<PublicKey, AccountData>> All => _accounts;

    /// <summary>Null when the file does not hold them.</summary>
    public IReadOnlyList<PublicKey>? LargestOf(PublicKey mint) => _largest.GetValueOrDefault(mint);

    /// <returns>What is wrong with the first line that is wrong; null when all were read.</returns>
    public static (AccountFile Accounts, (string Name, string Detail)? Refusal) Read(Stream input)
    {
        var file = new AccountFile();
        foreach (var line in DocumentSource.Read(new LineSource(input, LineMax, InputMax).Read(), LineMax))
        {
            var refusal = line.Text is { } text ? file.Add(text) : (line.Refusal!, line.Detail ?? "");
            if (refusal is { } why) return (file, (why.Name, $"line {line.Line}: {why.Detail}"));
        }

        return (file, null);
    }

    private (string Name, string Detail)? Add(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, Strict);
            return Add(json.RootElement);
        }
        catch (JsonException fault)
        {
            return ("not_json", fault.Message);
        }
        catch (InvalidOperationException fault)
        {
            // Half a surrogate pair is JSON but no text.
            return ("unexpected_shape", fault.Message);
        }
    }

    private (string, string)? Add(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return ("unexpected_shape", "an object {pubkey, owner, data} is expected");
        if (json.TryGetProperty("largest_accounts_of", out _)) return AddLargest(json);
        if (json.TryGetProperty("accounts", out var archived)) return AddArchived(archived);
        if (Text(json, "pubkey") is not { } key || !PublicKey.TryParse(key, out var address)) return ("unexpected_shape", "pubkey: not a public key");
        if (!TryReadOwner(json, out var owner)) return ("unexpected_shape", "owner: neither a public key nor null");
        if (Data(json) is not { } data) return ("unexpected_shape", "data: neither base64, [base64, \"base64\"] nor null");

        return Keep(address, owner, data);
    }

    private (string, string)? Keep(PublicKey address, PublicKey owner, byte[] data)
    {
        // Two states of one account: whichever were taken, the quote would be a guess.
        if (_accounts.TryGetValue(address, out var known) && !(known.Owner == owner && known.Data.Span.SequenceEqual(data)))
            return ("duplicate_account", $"{address} is there twice, with different content");
        _accounts[address] = new(owner, data);
        return null;
    }

    /// <summary>The archive holds accounts of one program and does not name it; its base64 may lack the signs at the end.</summary>
    private (string, string)? AddArchived(JsonElement accounts)
    {
        if (accounts.ValueKind != JsonValueKind.Array) return ("unexpected_shape", "accounts: a list is expected");
        foreach (var account in accounts.EnumerateArray())
        {
            if (account.ValueKind != JsonValueKind.Object || Text(account, "pubkey") is not { } key || !PublicKey.TryParse(key, out var address))
                return ("unexpected_shape", "accounts: an entry without pubkey");
            if (Text(account, "data") is not { } text) return ("unexpected_shape", $"accounts: {address} without data");
            var data = new byte[(text.Length * 3 / 4) + 3];
            if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), data, out var length)) return ("unexpected_shape", $"accounts: the data of {address} is not base64");
            if (Keep(address, ProgramIds.Whirlpool, data[..length]) is { } refusal) return refusal;
        }

        return null;
    }

    private (string, string)? AddLargest(JsonElement json)
    {
        if (Text(json, "largest_accounts_of") is not { } key || !PublicKey.TryParse(key, out var mint)) return ("unexpected_shape", "largest_accounts_of: not a public key");
        if (!json.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Array) return ("unexpected_shape", "value: a list is expected");
        var accounts = new List<PublicKey>();
        foreach (var entry in value.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || Text(entry, "address") is not { } text || !PublicKey.TryParse(text, out var address))
                return ("unexpected_shape", "value: an entry without address");
            accounts.Add(address);
        }

        if (_largest.TryGetValue(mint, out var known) && !known.SequenceEqual(accounts)) return ("duplicate_account", $"the largest accounts of {mint} are there twice, with different content");
        _largest[mint] = accounts;
        return null;
    }

    private static bool TryReadOwner(JsonElement json, out PublicKey owner)
    {
        owner = ProgramIds.System;
        if (!json.TryGetProperty("owner", out var member)) return false;
        return member.ValueKind == JsonValueKind.Null || (Text(json, "owner") is { } text && PublicKey.TryParse(text, out owner));
    }

    /// <summary>Null when it cannot be read; empty for an account that does not exist.</summary>
    private static byte[]? Data(JsonElement json)
    {
        if (!json.TryGetProperty("data", out var member)) return null;
        if (member.ValueKind == JsonValueKind.Null) return [];
        if (member.ValueKind == JsonValueKind.Array)
        {
            if (member.GetArrayLength() != 2 || member[1].ValueKind != JsonValueKind.String || !member[1].ValueEquals("base64")) return null;
            member = member[0];
        }

        return member.ValueKind == JsonValueKind.String && member.TryGetBytesFromBase64(out var data) ? data : null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
