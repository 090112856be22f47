using System.Globalization;
using System.Runtime.CompilerServices;

namespace PolicingModels;

/// <summary>The one check that the value types share.</summary>
internal static class Quantity
{
    /// <summary>The value where it lies from 0 to a highest one; negative zero becomes zero, so that it prints as such.</summary>
    public static double Within(double value, double highest, string rule, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && value <= highest
            ? value + 0.0
            : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{rule}; it is {value}."));
}
