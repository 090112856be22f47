using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>Restates a series so that a base period is 100.</summary>
public static class BasePeriod
{
    /// <summary>Each value over that of the base period, times 100.</summary>
    /// <param name="values">Sums or rates by period, all by one schedule and edition, finite and not negative.</param>
    /// <param name="basePeriod">The place of the base period in <paramref name="values"/>.</param>
    /// <returns>One number per period, 100 at the base.</returns>
    /// <exception cref="ArgumentException">A value is negative or not finite.</exception>
    /// <exception cref="AnalysisException">The base period's value is 0.</exception>
    public static double[] Rebase(ReadOnlySpan<double> values, int basePeriod)
    {
        if (basePeriod < 0 || basePeriod >= values.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(basePeriod), basePeriod, $"The base period is one of the {values.Length} periods, counting from 0.");
        }

        foreach (double value in values)
        {
            if (!(value >= 0) || double.IsInfinity(value))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A period has the value {value}; values are finite and not negative."), nameof(values));
            }
        }

        double at = values[basePeriod];
        if (at == 0)
        {
            throw new AnalysisException(AnalysisFailure.UnsuitableSetting, $"The base period (number {basePeriod}) has no harm, so nothing can be stated relative to it; choose another.");
        }

        double[] rebased = new double[values.Length];
        for (int i = 0; i < rebased.Length; i++)
        {
            rebased[i] = 100 * values[i] / at;
        }

        return rebased;
    }
}
