namespace PolicingModels.Seasonality;

/// <summary>Numbers with their calendar months, of which some may be missing: a series, its differences, or residuals of it.</summary>
internal readonly struct KnownMonths
{
    private KnownMonths(double[] values, bool[] known, int firstMonthOfYear)
    {
        Values = values;
        Known = known;
        FirstMonthOfYear = firstMonthOfYear;
    }

    public double[] Values { get; }

    public bool[] Known { get; }

    /// <summary>0 for January.</summary>
    public int FirstMonthOfYear { get; }

    public int Length => Values.Length;

    public int MonthOfYear(int index) => (FirstMonthOfYear + index) % 12;

    public static KnownMonths Of(MonthlySeries series)
    {
        bool[] known = new bool[series.Length];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = !series.IsMissing(i);
        }

        return new KnownMonths(series.Values.ToArray(), known, series.Start.MonthOfYear - 1);
    }

    public static KnownMonths Of(ReadOnlySpan<double> values, int firstMonthOfYear)
    {
        bool[] known = new bool[values.Length];
        Array.Fill(known, true);
        return new KnownMonths(values.ToArray(), known, firstMonthOfYear);
    }

    /// <summary>Each month less the one before; not known where either is missing.</summary>
    public KnownMonths Differences()
    {
        double[] values = new double[Length - 1];
        bool[] known = new bool[Length - 1];
        for (int i = 0; i < values.Length; i++)
        {
            known[i] = Known[i] && Known[i + 1];
            values[i] = known[i] ? Values[i + 1] - Values[i] : 0;
        }

        return new KnownMonths(values, known, (FirstMonthOfYear + 1) % 12);
    }

    /// <summary>Known values by month of the year, January first; at least some in each.</summary>
    public double[][] ByMonth(int least, string test)
    {
        List<double>[] groups = [.. Enumerable.Range(0, 12).Select(_ => new List<double>())];
        for (int i = 0; i < Length; i++)
        {
            if (Known[i])
            {
                groups[MonthOfYear(i)].Add(Values[i]);
            }
        }

        int thin = Array.FindIndex(groups, g => g.Count < least);
        return thin < 0
            ? [.. groups.Select(g => g.ToArray())]
            : throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"The {test} test needs {least} values of every month of the year, and month {thin + 1} has {groups[thin].Count}; give a longer history.");
    }
}
