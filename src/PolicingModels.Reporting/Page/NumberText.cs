using System.Globalization;

namespace PolicingModels.Reporting;

/// <summary>How numbers are written for readers: always the same, whatever the machine's language.</summary>
public static class NumberText
{
    /// <summary>An amount to three significant figures, or whole above 100: 1,234 · 45.6 · 0.123.</summary>
    public static string Amount(double value)
    {
        double size = Math.Abs(value);
        string format = size switch
        {
            _ when double.IsInfinity(size) => "",
            0 => "0",
            >= 99.95 => "N0",
            >= 9.995 => "0.0",
            >= 0.9995 => "0.00",
            >= 0.00095 => "0.000",
            _ => "0.0e+0",
        };
        return double.IsPositiveInfinity(value) ? "∞" : double.IsNegativeInfinity(value) ? "−∞" : Minus(value.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>A number as it was chosen by a person, to at most three decimals and without trailing zeros: 4 · 1.5 · 0.667.</summary>
    public static string Plain(double value) => Minus(value.ToString("#,0.###", CultureInfo.InvariantCulture));

    /// <summary>A whole number with thousands separators.</summary>
    public static string Count(double value) => Minus(value.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A number with a set number of decimals.</summary>
    public static string Fixed(double value, int decimals) => Minus(value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A fraction as a percentage.</summary>
    public static string Percent(double fraction, int decimals = 1) => Fixed(100 * fraction, decimals) + "%";

    /// <summary>A probability as a percentage that never says 0 or 100 where it is neither.</summary>
    public static string Chance(double probability) => probability switch
    {
        > 0 and < 0.005 => "<0.5%",
        > 0.995 and < 1 => ">99.5%",
        _ => Percent(probability, 0),
    };

    /// <summary>A probability to a tenth of a percent, as the command's plain tables write it; it never says 0 or 100 where it is neither.</summary>
    public static string PlainChance(double probability) => probability switch
    {
        > 0 and < 0.0005 => "<0.1 %",
        >= 0.9995 and < 1 => ">99.9 %",
        _ => probability.ToString("P1", CultureInfo.InvariantCulture),
    };

    /// <summary>A difference with its sign.</summary>
#pragma warning disable CA1720 // The sign of a number is meant, not a type.
    public static string Signed(double value) => (value > 0 ? "+" : "") + Amount(value);
#pragma warning restore CA1720

    /// <summary>A range of values.</summary>
    public static string Range(Interval interval) => $"{Amount(interval.Low)} to {Amount(interval.High)}";

    /// <summary>The name of an interval, for instance <c>80% interval</c>.</summary>
    public static string Coverage(Interval interval) => (100 * interval.Coverage).ToString("0.#", CultureInfo.InvariantCulture) + "% interval";

    /// <summary>A day, for instance 5 October 2026.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A period by its first and its last day inside.</summary>
    public static string Span(Period period) => $"{Day(period.Start)} to {Day(period.LastDay)}";

    /// <summary>A fitted parameter as a reader needs it: six figures of a number written in full; any other text as it is.</summary>
    internal static string Parameter(string written) =>
        double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value.ToString("G6", CultureInfo.InvariantCulture) : written;

    // A true minus sign, as readers of tables expect.
    private static string Minus(string text) => text.StartsWith('-') ? (IsZero(text) ? text[1..] : "−" + text[1..]) : text;

    private static bool IsZero(string text) => text.AsSpan().IndexOfAnyInRange('1', '9') < 0;
}
