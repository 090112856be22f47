using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>What rates are per 1,000 of, by area, in a CSV file.</summary>
/// <param name="Name">What is counted: the heading of the second column, for instance <c>residents mid-2023</c>.</param>
/// <param name="ByArea">Number by area, finite and above 0.</param>
public sealed record DenominatorFile(string Name, IReadOnlyDictionary<string, double> ByArea)
{
    /// <summary>Reads denominators.</summary>
    /// <param name="path">CSV in UTF-8 with the column <c>area</c> and one whose heading says what is counted.</param>
    /// <exception cref="InputRefusedException">There is no such file, it has other columns or no row, an area stands twice, or a number is not finite and above 0.</exception>
    public static DenominatorFile Read(string path)
    {
        (string name, IReadOnlyList<(string Key, string Value)> rows) = TwoColumnFile.Read(path, "area", null, text => Number(text) is > 0 and < double.PositiveInfinity ? null : "a number above 0 is needed, with a decimal point and no thousands separators");
        return new DenominatorFile(name, rows.ToDictionary(r => r.Key, r => Number(r.Value), StringComparer.Ordinal));
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
