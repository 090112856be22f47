using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PolicingModels;

/// <summary>SHA-256 fingerprints of inputs, as <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
public static class DataFingerprint
{
    /// <summary>The fingerprint of a file's bytes.</summary>
    /// <param name="path">A file that exists.</param>
    public static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Text(SHA256.HashData(stream));
    }

    /// <summary>The fingerprint of a text in UTF-8.</summary>
    public static string OfText(string text) => Text(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The fingerprint of events: every column, row by row in its order, links to people, and the plane's code. Independent of the file they came from.</summary>
    public static string OfEvents(CrimeEvents events)
    {
        ArgumentNullException.ThrowIfNull(events);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, events.Coordinates.Code);
        Add(hash, events.Easting);
        Add(hash, events.Northing);
        Add(hash, events.Day);
        Add(hash, events.FromMinute);
        Add(hash, events.ToMinute);
        Add(hash, events.RecordedDay);
        foreach (string id in events.Ids ?? [])
        {
            Add(hash, id);
        }

        foreach (CategoryColumn column in events.Categories.Values.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            Add(hash, column);
        }

        if (events.People is { } links)
        {
            Add(hash, links.Rows);
            Add(hash, links.People);
            Add(hash, links.Roles);
        }

        return Text(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, CategoryColumn column)
    {
        Add(hash, column.Name);
        Add(hash, column.Codes);
        foreach (string level in column.Levels)
        {
            Add(hash, level);
        }
    }

    private static void Add(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        AddLength(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    // Lengths go in front, so that no two tables run together into the same bytes.
    private static void Add<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        AddLength(hash, values.Length);
        hash.AppendData(MemoryMarshal.AsBytes(values));
    }

    private static void AddLength(IncrementalHash hash, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        hash.AppendData(bytes);
    }

    private static string Text(byte[] hash) => $"sha256:{Convert.ToHexStringLower(hash)}";
}
