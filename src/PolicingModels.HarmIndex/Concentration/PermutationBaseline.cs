namespace PolicingModels.HarmIndex;

/// <summary>How concentrated harm would be were it dealt to places by chance: what an observed coefficient is compared with.</summary>
public static class PermutationBaseline
{
    /// <summary>The Gini coefficient of the same offences dealt to the places at random.</summary>
    /// <param name="offenceDays">The harm of each offence in days.</param>
    /// <param name="places">Number of places, at least 1.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="draws">Number of draws, at least 20. Default 999.</param>
    /// <param name="coverage">Nominal coverage of the interval. Default 0.95.</param>
    /// <returns>Mean over the draws with its percentile interval. An observed coefficient inside it is no concentration beyond chance.</returns>
    /// <remarks>Every offence keeps its harm and falls on each place with equal chance. Costs draws × (offences + places log places).</remarks>
    public static Estimate Gini(ReadOnlySpan<double> offenceDays, int places, ulong seed, int draws = 999, double coverage = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 20);
        SeededRandom random = new(seed);
        double[] sums = new double[places], ginis = new double[draws];
        double total = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            Array.Clear(sums);
            foreach (double days in offenceDays)
            {
                sums[random.NextInt32(places)] += days;
            }

            ginis[draw] = Concentration.Gini(sums);
            total += ginis[draw];
        }

        return new Estimate(total / draws, PercentileInterval.Of(ginis, coverage)!.Value);
    }
}
