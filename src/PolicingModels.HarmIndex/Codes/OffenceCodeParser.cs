using System.Globalization;
using System.Text.RegularExpressions;

namespace PolicingModels.HarmIndex;

/// <summary>Recognises the spellings of offence codes and the damage that spreadsheets do to them.</summary>
internal static partial class OffenceCodeParser
{
    private const string Accepted = "Accepted are Home Office classes (008/06, 8/6, 00806), crime-tree codes (8N, 39, 4.10), CJS codes (OF61102) and ATHENA numbers (8N.8.6.0).";

    // Serial days of 1990-01-01 and 2039-12-31 in the spreadsheets' 1900 calendar: an offence class is never that large.
    private const int FirstSerialDay = 32874;
    private const int LastSerialDay = 51134;

    public static bool TryParse(string? text, out OffenceCode code, out string? problem)
    {
        code = default;
        string trimmed = text?.Trim().ToUpperInvariant() ?? "";
        if (trimmed.Length == 0)
        {
            problem = $"The offence code is empty. {Accepted}";
            return false;
        }

        if (LooksLikeDate(trimmed))
        {
            problem = $"“{text}” is a date: a spreadsheet has turned a code such as 8/6 into one. Export the column as text and bring the original codes.";
            return false;
        }

        if (SlashClass().Match(trimmed) is { Success: true } slash)
        {
            code = HomeOffice(slash.Groups[1].ValueSpan, slash.Groups[2].ValueSpan);
        }
        else if (FiveDigits().IsMatch(trimmed))
        {
            if (IsDayNumber(trimmed))
            {
                problem = $"“{text}” is either a five-digit class or a spreadsheet's day number of a date; classes that high do not exist. Export the column as text and bring the original codes.";
                return false;
            }

            code = HomeOffice(trimmed.AsSpan(0, 3), trimmed.AsSpan(3, 2));
        }
        else if (CjsCode().IsMatch(trimmed))
        {
            code = new OffenceCode(OffenceCodeScheme.CriminalJusticeSystem, trimmed);
        }
        else if (AthenaNumber().Match(trimmed) is { Success: true } urn)
        {
            string canonical = string.Join('.', urn.Groups[1].Value.TrimStart('0'), urn.Groups[2].Value.TrimStart('0'), Number(urn.Groups[3].ValueSpan), Number(urn.Groups[4].ValueSpan));
            code = new OffenceCode(OffenceCodeScheme.Athena, canonical);
        }
        else if (Tree().IsMatch(trimmed))
        {
            code = new OffenceCode(OffenceCodeScheme.CrimeTree, trimmed.TrimStart('0'));
        }
        else
        {
            problem = $"“{text}” is not an offence code in a known spelling. {Accepted} A force's own codes go through an alias map.";
            return false;
        }

        problem = null;
        return true;
    }

    public static OffenceCode HomeOffice(ReadOnlySpan<char> main, ReadOnlySpan<char> sub)
    {
        int mainNumber = int.Parse(main, CultureInfo.InvariantCulture);
        int subNumber = sub.IsEmpty ? 0 : int.Parse(sub, CultureInfo.InvariantCulture);
        return new OffenceCode(OffenceCodeScheme.HomeOfficeClass, string.Create(CultureInfo.InvariantCulture, $"{mainNumber:000}/{subNumber:00}"));
    }

    /// <summary>The tree code, class and sub-class of a canonical ATHENA number.</summary>
    public static (string Tree, string Main, string Sub) AthenaParts(string canonical)
    {
        Match match = AthenaNumber().Match(canonical);
        return (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
    }

    public static bool IsSpreadsheetDate(string? text)
    {
        string trimmed = text?.Trim().ToUpperInvariant() ?? "";
        return LooksLikeDate(trimmed) || (FiveDigits().IsMatch(trimmed) && IsDayNumber(trimmed));
    }

    private static bool IsDayNumber(string fiveDigits) => int.Parse(fiveDigits, CultureInfo.InvariantCulture) is >= FirstSerialDay and <= LastSerialDay;

    private static bool LooksLikeDate(string text) => DateWithMonthName().IsMatch(text) || IsoDate().IsMatch(text) || SlashDate().IsMatch(text);

    private static string Number(ReadOnlySpan<char> digits) => int.Parse(digits, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{1,3})\s*/\s*(\d{1,2})$")]
    private static partial Regex SlashClass();

    [GeneratedRegex(@"^\d{5}$")]
    private static partial Regex FiveDigits();

    [GeneratedRegex(@"^[A-Z]{2}\d{5}[A-Z]?$")]
    private static partial Regex CjsCode();

    // The tree part may itself hold a point (4.10); the last three numbers are class, sub-class and row.
    [GeneratedRegex(@"^(\d{1,3}(?:\.\d{1,2})?[A-Z]?)\.(\d{1,3})\.(\d{1,2})\.(\d{1,3})$")]
    private static partial Regex AthenaNumber();

    [GeneratedRegex(@"^(?:\d{1,3}[A-Z]?|\d{1,2}\.\d{1,2}[A-Z]?)$")]
    private static partial Regex Tree();

    [GeneratedRegex(@"^(?:\d{1,2}|\d{4})[-/ .]?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*(?:[-/ .]?\d{2,4})?$|^(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[-/ .]?\d{1,4}$")]
    private static partial Regex DateWithMonthName();

    [GeneratedRegex(@"^\d{4}-\d{1,2}(?:-\d{1,2})?(?:[T ].*)?$")]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"^\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})(?: .*)?$")]
    private static partial Regex SlashDate();
}
