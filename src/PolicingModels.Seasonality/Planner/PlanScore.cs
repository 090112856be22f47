namespace PolicingModels.Seasonality;

/// <summary>Whether a series has left what was planned.</summary>
public enum TrackingState
{
    /// <summary>The sum of the months counted lies inside its 80 % interval.</summary>
    OnTrack,

    /// <summary>It lies outside the 80 % interval, but inside the 95 % interval.</summary>
    Watch,

    /// <summary>It lies above the 95 % interval.</summary>
    AbovePlan,

    /// <summary>It lies below the 95 % interval.</summary>
    BelowPlan,
}

/// <summary>How one series went against its plan.</summary>
/// <param name="Key">The series.</param>
/// <param name="Months">How many months of the plan have been counted.</param>
/// <param name="Counted">What was counted in them.</param>
/// <param name="Expected">What had been expected in them.</param>
/// <param name="MeanAbsoluteError">Mean absolute error of the months.</param>
/// <param name="Mase">The same over the mean absolute change on a year before in the history; null where that is zero or unknown.</param>
/// <param name="Inside80">How many months lay inside their 80 % interval.</param>
/// <param name="Inside95">How many months lay inside their 95 % interval.</param>
/// <param name="TrackingSignal">Sum of errors over their mean absolute size (Brown 1959): beyond ±4 the forecast is biased. 0 without errors.</param>
/// <param name="State">Whether the sum of the months so far has left its interval: needs the months from the first on without a gap.</param>
/// <param name="Verdict">The arrow that was given.</param>
/// <param name="DirectionRight">Whether the arrow came true; null where none was given, twelve months are not counted yet, or there is nothing to compare with.</param>
public sealed record SeriesScore(
    SeriesKey Key,
    int Months,
    double Counted,
    double Expected,
    double MeanAbsoluteError,
    double? Mase,
    int Inside80,
    int Inside95,
    double TrackingSignal,
    TrackingState State,
    DirectionVerdict Verdict,
    bool? DirectionRight);

/// <summary>How a plan went.</summary>
/// <param name="First">The first month planned.</param>
/// <param name="MonthsCounted">The most months counted of any series.</param>
/// <param name="Series">One entry per series of which a month was counted.</param>
/// <param name="NotFound">Series of the plan that the counts do not hold.</param>
public sealed record PlanScore(Month First, int MonthsCounted, IReadOnlyList<SeriesScore> Series, IReadOnlyList<SeriesKey> NotFound)
{
    /// <summary>Mean MASE over series that have one; null where none has.</summary>
    public double? MeanMase => Series.Any(s => s.Mase is not null) ? Series.Where(s => s.Mase is not null).Average(s => s.Mase!.Value) : null;

    /// <summary>Share of months inside their 80 % intervals, 0 to 1.</summary>
    public double Coverage80 => (double)Series.Sum(s => s.Inside80) / Series.Sum(s => s.Months);

    /// <summary>Share of months inside their 95 % intervals, 0 to 1.</summary>
    public double Coverage95 => (double)Series.Sum(s => s.Inside95) / Series.Sum(s => s.Months);

    /// <summary>Share of arrows that came true; null where none can be judged yet.</summary>
    public double? DirectionHits => Series.Any(s => s.DirectionRight is not null) ? Series.Where(s => s.DirectionRight is not null).Average(s => s.DirectionRight!.Value ? 1.0 : 0.0) : null;

    internal static PlanScore Of(PlanArchive archive, SeriesHierarchy counted)
    {
        if (!Month.TryParse(archive.First, out Month first))
        {
            throw new ArgumentException($"“{archive.First}” is no month.", nameof(archive));
        }

        List<SeriesScore> scores = [];
        List<SeriesKey> lost = [];
        foreach (ArchivedSeries plan in archive.Series)
        {
            int node = counted.IndexOf(plan.Type, plan.Area);
            if (node < 0)
            {
                lost.Add(new SeriesKey(plan.Type, plan.Area));
            }
            else if (Score(archive, plan, counted, node, first) is { } score)
            {
                scores.Add(score);
            }
        }

        if (scores.Count == 0)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"No month from {first} on has been counted for any series of the plan; score it when its months are there.");
        }

        return new PlanScore(first, scores.Max(s => s.Months), scores, lost);
    }

    private static SeriesScore? Score(PlanArchive archive, ArchivedSeries plan, SeriesHierarchy counted, int node, Month first)
    {
        double sum = 0, expected = 0, absolute = 0;
        int months = 0, inside80 = 0, inside95 = 0, unbroken = 0;
        for (int h = 0; h < archive.Horizon; h++)
        {
            int place = first.AddMonths(h).Since(counted.Start);
            if (place < 0 || place >= counted.Length || counted.Missing(node)[place])
            {
                continue;
            }

            double value = counted.Values(node)[place];
            sum += value;
            expected += plan.Means[h];
            absolute += Math.Abs(value - plan.Means[h]);
            inside80 += value >= plan.Low80[h] && value <= plan.High80[h] ? 1 : 0;
            inside95 += value >= plan.Low95[h] && value <= plan.High95[h] ? 1 : 0;
            months++;
            unbroken = unbroken == h ? h + 1 : unbroken;
        }

        if (months == 0)
        {
            return null;
        }

        TrackingState state = unbroken < months ? TrackingState.OnTrack : StateOf(sum, plan, unbroken - 1);
        double mean = absolute / months;
        return new SeriesScore(
            new SeriesKey(plan.Type, plan.Area),
            months,
            sum,
            expected,
            mean,
            plan.Scale > 0 ? mean / plan.Scale : null,
            inside80,
            inside95,
            mean > 0 ? (sum - expected) / mean : 0,
            state,
            plan.Verdict,
            Direction(archive, plan, unbroken >= 12 && archive.Horizon == 12 ? sum : null));
    }

    private static TrackingState StateOf(double sum, ArchivedSeries plan, int last) =>
        sum > plan.SumHigh95[last] ? TrackingState.AbovePlan
        : sum < plan.SumLow95[last] ? TrackingState.BelowPlan
        : sum > plan.SumHigh80[last] || sum < plan.SumLow80[last] ? TrackingState.Watch
        : TrackingState.OnTrack;

    private static bool? Direction(PlanArchive archive, ArchivedSeries plan, double? year)
    {
        if (plan.LastTwelve is not > 0 || year is null)
        {
            return null;
        }

        double change = (year.Value / plan.LastTwelve.Value) - 1;
        return plan.Verdict switch
        {
            DirectionVerdict.Worse or DirectionVerdict.MuchWorse => change > archive.ChangeThreshold,
            DirectionVerdict.Better or DirectionVerdict.MuchBetter => change < -archive.ChangeThreshold,
            _ => null,
        };
    }
}
