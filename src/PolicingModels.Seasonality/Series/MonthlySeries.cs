using System.Globalization;

namespace PolicingModels.Seasonality;

/// <summary>One number per calendar month, without a gap in the calendar: counts as a rule. Immutable and thread-safe.</summary>
/// <remarks>A month without a number is <em>missing</em>: it has a place but no value, and no method may take it for zero.</remarks>
public sealed class MonthlySeries
{
    private readonly double[] _values;
    private readonly bool[] _missing;

    /// <summary>Makes a series without missing months.</summary>
    /// <param name="start">The first month.</param>
    /// <param name="values">One finite number per month, in time order; counts are 0 or more.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public MonthlySeries(Month start, ReadOnlySpan<double> values)
        : this(start, values, default)
    {
    }

    /// <summary>Makes a series.</summary>
    /// <param name="start">The first month.</param>
    /// <param name="values">One number per month, in time order; what stands for a missing month is not read.</param>
    /// <param name="missing">Which months are missing, as many as values; empty where none is.</param>
    /// <exception cref="ArgumentException">There is no value, the lengths differ, all months are missing, or a value that is there is not finite.</exception>
    public MonthlySeries(Month start, ReadOnlySpan<double> values, ReadOnlySpan<bool> missing)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A series has at least one month.", nameof(values));
        }

        if (!missing.IsEmpty && missing.Length != values.Length)
        {
            throw new ArgumentException($"There are {missing.Length} marks of missing months for {values.Length} months.", nameof(missing));
        }

        Start = start;
        _values = values.ToArray();
        _missing = missing.IsEmpty ? [] : missing.ToArray();
        bool whole = true;
        int known = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            if (IsMissing(i))
            {
                _values[i] = 0;
                MissingCount++;
                continue;
            }

            if (!double.IsFinite(_values[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The value of {start.AddMonths(i)} is {_values[i]}; values are finite. Mark a month without a number as missing."), nameof(values));
            }

            known++;
            whole &= _values[i] >= 0 && _values[i] == Math.Floor(_values[i]);
        }

        if (known == 0)
        {
            throw new ArgumentException("All months of the series are missing.", nameof(missing));
        }

        IsCount = whole;
    }

    /// <summary>The first month.</summary>
    public Month Start { get; }

    /// <summary>The last month.</summary>
    public Month Last => Start.AddMonths(Length - 1);

    /// <summary>The month after the last: the first that can be forecast.</summary>
    public Month Next => Start.AddMonths(Length);

    /// <summary>How many months, missing ones included; at least 1.</summary>
    public int Length => _values.Length;

    /// <summary>How many months are missing.</summary>
    public int MissingCount { get; }

    /// <summary>Whether every value is a whole number, 0 or more.</summary>
    public bool IsCount { get; }

    /// <summary>The values in time order; 0 stands where a month is missing.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The value of a month by its place, 0 for the first.</summary>
    /// <exception cref="InvalidOperationException">The month is missing.</exception>
    public double this[int index] => IsMissing(index) ? throw new InvalidOperationException($"{MonthAt(index)} is missing.") : _values[index];

    /// <summary>The month at a place, 0 for the first.</summary>
    public Month MonthAt(int index) => Start.AddMonths(index);

    /// <summary>Whether the month at a place is missing.</summary>
    public bool IsMissing(int index) => _missing.Length > 0 && _missing[index];

    /// <summary>The first months of the series: what was known at an origin.</summary>
    /// <param name="months">1 to <see cref="Length"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many months.</exception>
    public MonthlySeries Take(int months)
    {
        if (months < 1 || months > Length)
        {
            throw new ArgumentOutOfRangeException(nameof(months), months, $"The series has {Length} months; take 1 to {Length}.");
        }

        return months == Length ? this : new MonthlySeries(Start, _values.AsSpan(0, months), _missing.Length == 0 ? default : _missing.AsSpan(0, months));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Length} months, {Start} to {Last}{(MissingCount > 0 ? $", {MissingCount} missing" : "")}";
}
