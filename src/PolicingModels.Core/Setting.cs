using System.Globalization;

namespace PolicingModels;

/// <summary>Checks settings as soon as they are used, with one message shape.</summary>
internal static class Setting
{
    public static void AtLeast(int value, int minimum, string name, string unit)
    {
        if (value < minimum)
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it is at least {minimum} ({unit})."));
        }
    }

    public static void Within(double value, double low, double high, string name, string unit)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it is {low} to {high} ({unit})."));
        }
    }

    public static void Positive(double value, string name, string unit)
    {
        if (!(value > 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it is above 0 and finite ({unit})."));
        }
    }

    public static void Defined<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it is one of {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }
}
