namespace PolicingModels.Seasonality;

/// <summary>A history laid out for the pooled model: counted series by type and area, with days, months of the year and months held apart.</summary>
internal sealed class PooledData
{
    private readonly SeriesHierarchy _history;

    public PooledData(SeriesHierarchy history, PooledOptions options, int horizon)
    {
        _history = history;
        Types = history.Types.Leaves.Count;
        Areas = history.Areas.Leaves.Count;
        Months = history.Length;
        Days = new double[Months + horizon];
        MonthOfYear = new int[Months + horizon];
        for (int m = 0; m < Days.Length; m++)
        {
            Month month = history.Start.AddMonths(m);
            Days[m] = month.Days;
            MonthOfYear[m] = month.MonthOfYear - 1;
        }

        Disrupted = new bool[Months + 1];
        for (int m = 0; m < Months; m++)
        {
            Month month = history.Start.AddMonths(m);
            Disrupted[m] = options.Disruptions.Any(d => month >= d.First && month <= d.Last);
        }

        IndexWeights = new double[Months];
        for (int m = 0; m < Months; m++)
        {
            IndexWeights[m] = m >= Months - options.IndexWindowMonths && !Disrupted[m] ? 1 : 0;
        }

        if (!IndexWeights.Contains(1))
        {
            Array.Fill(IndexWeights, 1);
        }

        TypeCounts = new double[Types][];
        TypeKnown = new bool[Types][];
        First = new int[Types];
        for (int t = 0; t < Types; t++)
        {
            AddUpType(t);
        }
    }

    public int Types { get; }

    public int Areas { get; }

    public int Months { get; }

    /// <summary>Days per month, months to come included.</summary>
    public double[] Days { get; }

    /// <summary>0 for January, months to come included.</summary>
    public int[] MonthOfYear { get; }

    public bool[] Disrupted { get; }

    public double[] IndexWeights { get; }

    /// <summary>The counts of a type over the areas that go on, missing parts filled up by their usual share.</summary>
    public double[][] TypeCounts { get; }

    /// <summary>Whether at least half of a type's usual count is known in a month.</summary>
    public bool[][] TypeKnown { get; }

    /// <summary>The month in which a type begins; <see cref="Months"/> where it has no going series.</summary>
    public int[] First { get; }

    public int Bottom(int type, int area) => (area * Types) + type;

    public int Node(int type, int area) => _history.Structure.AggregateCount + Bottom(type, area);

    public bool GoesOn(int type, int area) => _history.GoesOn(Node(type, area));

    public ReadOnlySpan<double> Counts(int type, int area) => _history.Values(Node(type, area));

    public ReadOnlySpan<bool> Missing(int type, int area) => _history.Missing(Node(type, area));

    public int Begin(int type, int area) => _history.Span(Node(type, area)).First;

    private void AddUpType(int type)
    {
        double[] sums = new double[Months];
        bool[] known = new bool[Months];
        double[] means = new double[Areas];
        First[type] = Months;
        for (int a = 0; a < Areas; a++)
        {
            if (!GoesOn(type, a))
            {
                continue;
            }

            First[type] = Math.Min(First[type], Begin(type, a));
            int seen = 0;
            for (int m = Months - 1; m >= 0 && seen < 36; m--)
            {
                if (!Missing(type, a)[m])
                {
                    means[a] += Counts(type, a)[m];
                    seen++;
                }
            }

            means[a] /= Math.Max(1, seen);
        }

        for (int m = First[type]; m < Months; m++)
        {
            double there = 0, absent = 0;
            bool any = false;
            for (int a = 0; a < Areas; a++)
            {
                if (!GoesOn(type, a) || m < Begin(type, a))
                {
                    continue;
                }

                if (Missing(type, a)[m])
                {
                    absent += means[a];
                    continue;
                }

                sums[m] += Counts(type, a)[m];
                there += means[a];
                any = true;
            }

            known[m] = any && (absent == 0 || there >= absent);
            if (known[m] && absent > 0)
            {
                sums[m] *= (there + absent) / there;
            }
        }

        TypeCounts[type] = sums;
        TypeKnown[type] = known;
    }
}
