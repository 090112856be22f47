namespace PolicingModels.SpatioTemporal;

/// <summary>What a category of relative likelihood meant over a backtest.</summary>
/// <param name="Category">The category.</param>
/// <param name="CellPeriods">How often a cell was in it.</param>
/// <param name="AreaShare">Its share of the area, averaged over origins, 0 to 1.</param>
/// <param name="MeanExpected">Mean expected count; null where no cell was ever in it.</param>
/// <param name="MeanCount">Mean observed count; null where no cell was ever in it.</param>
/// <param name="AnyRate">How often there was at least one event, 0 to 1, with a block-bootstrap interval over origins; null where no cell was ever in it.</param>
/// <param name="EventShare">Share of all events inside the cells that fell into it, 0 to 1; null where no event happened.</param>
public sealed record CategoryMeaning(RelativeLikelihood Category, long CellPeriods, double AreaShare, double? MeanExpected, double? MeanCount, Estimate? AnyRate, double? EventShare);

/// <summary>What happened in each category at one origin.</summary>
internal sealed class CategoryTally
{
    public CategoryTally(LikelihoodRule rule, double[] expected, double[] observed, double[] areas)
    {
        Rule = rule;
        int levels = rule.Categories.Count;
        Level = new int[expected.Length];
        Cells = new double[levels];
        Area = new double[levels];
        Expected = new double[levels];
        Events = new double[levels];
        Any = new double[levels];
        double total = 0, area = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            total += expected[i];
            area += areas[i];
        }

        for (int i = 0; i < expected.Length; i++)
        {
            int level = rule.Categorise(total > 0 ? expected[i] / areas[i] / (total / area) : 1).Level;
            Level[i] = level;
            Cells[level]++;
            Area[level] += areas[i] / area;
            Expected[level] += expected[i];
            Events[level] += observed[i];
            Any[level] += observed[i] > 0 ? 1 : 0;
        }
    }

    public LikelihoodRule Rule { get; }

    public int[] Level { get; }

    public double[] Cells { get; }

    public double[] Area { get; }

    public double[] Expected { get; }

    public double[] Events { get; }

    public double[] Any { get; }

    /// <summary>Pools origins; empty where a model changed its rule between them.</summary>
    public static IReadOnlyList<CategoryMeaning> Pool(IReadOnlyList<CategoryTally> origins, CircularBlockBootstrap resamples, double coverage)
    {
        LikelihoodRule rule = origins[0].Rule;
        if (origins.Any(o => !o.Rule.CutPoints.SequenceEqual(rule.CutPoints)))
        {
            return [];
        }

        double allEvents = origins.Sum(o => o.Events.Sum());
        List<CategoryMeaning> meanings = [];
        for (int level = 0; level < rule.Categories.Count; level++)
        {
            int at = level;
            double cells = origins.Sum(o => o.Cells[at]), events = origins.Sum(o => o.Events[at]);
            double? eventShare = allEvents > 0 ? events / allEvents : null;
            double areaShare = origins.Sum(o => o.Area[at]) / origins.Count;
            if (cells == 0)
            {
                meanings.Add(new CategoryMeaning(rule.Categories[level], 0, areaShare, null, null, null, eventShare));
                continue;
            }

            double rate = origins.Sum(o => o.Any[at]) / cells;
            Interval interval = resamples.ExpandedPercentile(resamples.Replicate(draw => Rate(origins, draw, at)), coverage, 0) ?? new Interval(rate, rate, coverage);
            meanings.Add(new CategoryMeaning(rule.Categories[level], (long)cells, areaShare, origins.Sum(o => o.Expected[at]) / cells, events / cells, new Estimate(rate, interval), eventShare));
        }

        return meanings;
    }

    private static double Rate(IReadOnlyList<CategoryTally> origins, ReadOnlySpan<int> draw, int level)
    {
        double any = 0, cells = 0;
        foreach (int origin in draw)
        {
            any += origins[origin].Any[level];
            cells += origins[origin].Cells[level];
        }

        return cells > 0 ? any / cells : double.NaN;
    }
}
