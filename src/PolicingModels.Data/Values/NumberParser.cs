using System.Globalization;

namespace PolicingModels.Data;

/// <summary>Reads decimal numbers from text without allocating.</summary>
internal static class NumberParser
{
    private static readonly double[] PowersOfTen = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a number, invariant culture, no thousands separators.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        // A significand of at most 15 digits divided by an exact power of ten is correctly rounded (Clinger 1990, doi:10.1145/93542.93557).
        int i = 0, digits = 0, fraction = 0;
        bool negative = false, point = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        long significand = 0;
        for (; i < text.Length && digits <= 15; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                significand = (significand * 10) + digit;
                digits++;
                fraction += point ? 1 : 0;
            }
            else if (text[i] == '.' && !point)
            {
                point = true;
            }
            else
            {
                break;
            }
        }

        if (i == text.Length && digits is > 0 and <= 15)
        {
            value = significand / PowersOfTen[fraction];
            value = negative ? -value : value;
            return true;
        }

        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }
}
