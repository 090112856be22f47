namespace PolicingModels.HarmIndex;

/// <summary>Sums the harm of offences per person, victim, area or dyad over a window.</summary>
/// <remarks>
/// Linear in the rows. Rows are summed in whole billionths of a day (coarser parts where sums might not fit), so the scores are the same bytes in any order of rows and on any number of
/// threads. Thread-safe.
/// </remarks>
public sealed class HarmScorer
{
    private readonly HarmLookup _lookup;
    private readonly HarmScoringOptions _options;

    /// <summary>Prepares a scorer.</summary>
    /// <param name="lookup">The schedule with its policy and aliases.</param>
    /// <param name="options">Window, roles, exclusions, attribution and decay.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    public HarmScorer(HarmLookup lookup, HarmScoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _lookup = lookup;
        _options = options;
    }

    /// <summary>Scores every entity that has at least one row that counts.</summary>
    /// <param name="offences">The offences.</param>
    /// <param name="unit">What is scored.</param>
    /// <param name="cancellationToken">Stops the scoring.</param>
    /// <exception cref="ArgumentException">The offences lack the column that the unit or a setting needs.</exception>
    public HarmScores Score(HarmOffences offences, HarmUnit unit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offences);
        HarmWeights weights = new(_lookup, offences.Code);
        HarmEntities entities = HarmEntities.Of(offences, unit, weights);
        HarmRowFilter filter = new(offences, entities, weights, unit, _options);
        HarmExclusion[] exclusions = filter.Exclusions(cancellationToken);
        HarmCredit credit = new(offences, weights, filter.SharersByOffence, _options);

        int count = entities.Count;
        Tally[] tallies = new Tally[count];
        int threads = Math.Clamp(Math.Min(_options.Threads, count), 1, 64);
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, part =>
        {
            int from = (int)((long)count * part / threads), to = (int)((long)count * (part + 1) / threads);
            ReadOnlySpan<int> entityOf = entities.OfRow;
            ReadOnlySpan<int> day = credit.Dates;
            for (int i = 0; i < entityOf.Length; i++)
            {
                int entity = entityOf[i];
                if (entity < from || entity >= to || exclusions[i] != HarmExclusion.None)
                {
                    continue;
                }

                HarmRowUnits score = credit.UnitsOf(i);
                ref Tally tally = ref tallies[entity];
                tally.Days += score.Days;
                tally.LowDays += score.Low;
                tally.HighDays += score.High;
                tally.Unscored += score.IsScored ? 0 : 1;
                tally.Rows++;
                tally.LastDay = Math.Max(tally.LastDay, day[i]);
            }
        });
        double[] days = new double[count], low = new double[count], high = new double[count];
        int[] rows = new int[count], unscored = new int[count], lastDay = new int[count];
        for (int e = 0; e < count; e++)
        {
            ref readonly Tally tally = ref tallies[e];
            (days[e], low[e], high[e]) = (tally.Days / credit.UnitsPerDay, tally.LowDays / credit.UnitsPerDay, tally.HighDays / credit.UnitsPerDay);
            (rows[e], unscored[e], lastDay[e]) = (tally.Rows, tally.Unscored, tally.LastDay);
        }

        return new HarmScores(unit, _lookup, _options, offences, entities, exclusions, credit, weights, days, low, high, rows, unscored, lastDay);
    }

    // One entity's sums lie together, so that a row of a random entity costs one cache miss and not six.
    private struct Tally
    {
        public long Days;
        public long LowDays;
        public long HighDays;
        public int Rows;
        public int Unscored;
        public int LastDay;
    }
}
