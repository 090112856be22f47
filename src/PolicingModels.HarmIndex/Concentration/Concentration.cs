using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>How unequally counts or harm fall on places or people.</summary>
/// <remarks>
/// Values are one number per place or person, zeros included: a place without harm is part of the distribution, and leaving it out makes
/// everything look more equal than it is. All functions sort a copy: n log n.
/// </remarks>
public static class Concentration
{
    /// <summary>The Gini coefficient, 0 (all equal) to below 1 (all on one).</summary>
    /// <param name="values">One finite, not negative value per place, zeros included.</param>
    /// <returns>0 where the sum is 0.</returns>
    /// <remarks>The population form: half the relative mean absolute difference. n places of which one has everything give (n − 1)/n.</remarks>
    /// <exception cref="ArgumentException">There is no value, or one is negative or not finite.</exception>
    public static double Gini(ReadOnlySpan<double> values)
    {
        double[] sorted = Sorted(values);
        double sum = 0, ranked = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            ranked += (i + 1.0) * sorted[i];
        }

        // Rounding could leave a tiny negative number where all values are equal.
        return sum == 0 ? 0 : Math.Max(0, (2 * ranked / (sorted.Length * sum)) - ((sorted.Length + 1.0) / sorted.Length));
    }

    /// <summary>The generalised Gini coefficient for counts, which allows for fewer events than places.</summary>
    /// <param name="counts">One whole count per place, zeros included.</param>
    /// <returns>max(n/c, 1)·(G − 1) + 1 for n places and c events; 0 means that events are spread as evenly as their number allows.</returns>
    /// <remarks>
    /// Bernasco &amp; Steenbeek 2017, Journal of Quantitative Criminology 33, doi:10.1007/s10940-016-9324-7. Defined for counts only: for harm,
    /// compare with <see cref="PermutationBaseline"/> instead.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no value, or one is negative or not whole.</exception>
    public static double GeneralisedGini(ReadOnlySpan<double> counts)
    {
        double events = 0;
        foreach (double count in counts)
        {
            if (count != Math.Floor(count))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A place counts {count} events; the generalised coefficient is defined for whole counts only."), nameof(counts));
            }

            events += count;
        }

        double gini = Gini(counts);
        return events == 0 ? 0 : Math.Max(0, (Math.Max(counts.Length / events, 1) * (gini - 1)) + 1);
    }

    /// <summary>The Lorenz curve, most first: the share of the sum that the top places hold.</summary>
    /// <param name="values">One value per place, zeros included.</param>
    /// <returns>One point per place and the origin: share of places, share of the sum, both 0 to 1.</returns>
    public static IReadOnlyList<(double PlaceShare, double ValueShare)> LorenzCurve(ReadOnlySpan<double> values)
    {
        double[] sorted = Sorted(values);
        double sum = Sum(sorted), held = 0;
        List<(double, double)> curve = [(0, 0)];
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            held += sorted[i];
            int taken = sorted.Length - i;
            curve.Add(((double)taken / sorted.Length, sum == 0 ? (double)taken / sorted.Length : held / sum));
        }

        return curve;
    }

    /// <summary>The share of the sum that the top share of places holds, a part of a place counting in part.</summary>
    /// <param name="values">One value per place, zeros included.</param>
    /// <param name="placeShare">0 to 1, for instance 0.05.</param>
    public static double ShareOfTop(ReadOnlySpan<double> values, double placeShare)
    {
        RequireShare(placeShare, nameof(placeShare));
        double[] sorted = Sorted(values);
        double sum = Sum(sorted), places = placeShare * sorted.Length, held = 0;
        for (int i = sorted.Length - 1; i >= 0 && places > 0; i--, places--)
        {
            held += Math.Min(1, places) * sorted[i];
        }

        return sum == 0 ? placeShare : held / sum;
    }

    /// <summary>The fewest places that together hold a share of the sum.</summary>
    /// <param name="values">One value per place, zeros included.</param>
    /// <param name="valueShare">0 to 1, for instance 0.8.</param>
    /// <returns>A number of places; 0 where the sum is 0.</returns>
    public static int FewestHolding(ReadOnlySpan<double> values, double valueShare)
    {
        RequireShare(valueShare, nameof(valueShare));
        double[] sorted = Sorted(values);
        double need = valueShare * Sum(sorted), held = 0;
        int places = 0;
        while (held < need && places < sorted.Length)
        {
            held += sorted[sorted.Length - 1 - places];
            places++;
        }

        return places;
    }

    /// <summary>Places at least some standard deviations above the mean: harm spots.</summary>
    /// <param name="values">One value per place, zeros included.</param>
    /// <param name="standardDeviations">At least 0. Default 2.</param>
    /// <returns>The numbers of the places in increasing order; empty where all values are equal.</returns>
    /// <remarks>Weinborn, Ariel, Sherman &amp; O'Dwyer 2017, Applied Geography 86, doi:10.1016/j.apgeog.2017.06.009. Population standard deviation.</remarks>
    public static IReadOnlyList<int> HarmSpots(ReadOnlySpan<double> values, double standardDeviations = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviations);
        double[] sorted = Sorted(values);
        double mean = Sum(sorted) / sorted.Length, squares = 0;
        foreach (double value in sorted)
        {
            squares += (value - mean) * (value - mean);
        }

        double deviation = Math.Sqrt(squares / sorted.Length);
        List<int> spots = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (deviation > 0 && values[i] >= mean + (standardDeviations * deviation))
            {
                spots.Add(i);
            }
        }

        return spots;
    }

    /// <summary>The location quotient: a place's share of one kind of harm relative to that kind's share everywhere.</summary>
    /// <param name="placeOfType">The place's sum for the type.</param>
    /// <param name="placeTotal">The place's sum over all types; above 0.</param>
    /// <param name="regionOfType">The region's sum for the type; above 0.</param>
    /// <param name="regionTotal">The region's sum over all types; above 0.</param>
    /// <returns>1 where the place is like the region.</returns>
    public static double LocationQuotient(double placeOfType, double placeTotal, double regionOfType, double regionTotal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(placeOfType);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(placeTotal);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(regionOfType);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(regionTotal);
        return placeOfType / placeTotal / (regionOfType / regionTotal);
    }

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("Concentration needs at least one place or person.", nameof(values));
        }

        foreach (double value in values)
        {
            if (!(value >= 0) || double.IsInfinity(value))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A value is {value}; counts and harm are finite and not negative."), nameof(values));
            }
        }

        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private static double Sum(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static void RequireShare(double share, string name)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, share, "A share lies from 0 to 1.");
        }
    }
}
