using System.Text;
using System.Text.Unicode;

namespace PolicingModels.Data;

/// <summary>Small operations on text held as UTF-8 bytes.</summary>
internal static class Texts
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0, end = text.Length;
        while (start < end && text[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Whether text stands for nothing: empty, or what R, SQL and Python write for a missing value.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> text) => text.Length switch
    {
        0 => true,
        2 => text.SequenceEqual("NA"u8) || text.SequenceEqual("\\N"u8),
        3 => text.SequenceEqual("N/A"u8),
        4 => Ascii.EqualsIgnoreCase(text, "NULL"u8) || Ascii.EqualsIgnoreCase(text, "None"u8),
        _ => false,
    };

    /// <summary>Decodes UTF-8; bytes that are not UTF-8 are taken as Windows-1252, and <paramref name="otherEncoding"/> is set.</summary>
    public static string Decode(ReadOnlySpan<byte> text, ref bool otherEncoding)
    {
        if (Ascii.IsValid(text) || Utf8.IsValid(text))
        {
            return Encoding.UTF8.GetString(text);
        }

        otherEncoding = true;
        return Windows1252.GetString(text);
    }

    public static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong hash = 0x9E3779B97F4A7C15UL ^ (ulong)text.Length;
        while (text.Length >= 8)
        {
            hash = Mix(hash ^ BitConverter.ToUInt64(text));
            text = text[8..];
        }

        ulong last = 0;
        for (int i = 0; i < text.Length; i++)
        {
            last |= (ulong)text[i] << (8 * i);
        }

        hash = Mix(hash ^ last);
        return (uint)(hash >> 32) ^ (uint)hash;
    }

    // The finaliser of SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
