using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PolicingModels.Tool;

/// <summary>Makes options whose wrong values are answered with the mend.</summary>
internal static class OptionParsers
{
    public static Option<string?> Text(string name, string help, string description) => new(name) { HelpName = help, Description = description };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<DateOnly?> Date(string name, string description) => Parsed<DateOnly?>(name, "DATE", description, text =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null, "a date such as 2026-11-02");

    public static Option<int?> Whole(string name, string help, string description, int least = 1) => Parsed<int?>(name, help, description, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least ? value : null, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} up"));

    public static Option<ulong?> Seed() => Parsed<ulong?>("--seed", "S", "Seed of every random draw; the same seed gives the same result. Default 1.", text =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null, "a whole number from 0 up");

    public static Option<double?> Positive(string name, string help, string description, string unit) => Parsed<double?>(name, help, description, text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value) ? value : null, $"a number above 0, {unit}");

    public static Option<double?> Fraction(string name, string help, string description) => Parsed<double?>(name, help, description, text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1 ? value : null, "a number from 0 to 1");

    public static Option<T?> Choice<T>(string name, string help, string description, IReadOnlyDictionary<string, T> choices)
        where T : struct => Parsed<T?>(name, help, description, text => choices.TryGetValue(text, out T value) ? value : null, $"one of {string.Join(", ", choices.Keys)}");

    /// <summary>The message of an argument error without the machine's suffixes for parameter and value.</summary>
    public static string Sentence(ArgumentException e)
    {
        string message = e.Message.Split('\n')[0];
        int suffix = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return suffix < 0 ? message : message[..suffix];
    }

    private static Option<T> Parsed<T>(string name, string help, string description, Func<string, T> parse, string expected)
    {
        return new Option<T>(name)
        {
            HelpName = help,
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = Parse,
        };

        T? Parse(ArgumentResult result)
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            T value = parse(text);
            if (value is null)
            {
                result.AddError($"{name} {text} is not {expected}.");
            }

            return value;
        }
    }
}
