using System.Globalization;

namespace PolicingModels.Seasonality;

/// <summary>Plans the coming year for every type and area: how months compare, what to expect, and whether it gets better or worse, each with how sure it is.</summary>
/// <remarks>
/// The model is <see cref="PooledForecaster"/>. Arrows: worse where the simulated futures give a rise of the twelve-month total beyond the threshold at least the
/// probability asked, better where a fall, and last year's count and the coming year as expected differ by more than two Poisson counts of one rate may at 5 % (the exact
/// conditional test); otherwise no clear change. A poor series is flagged and never stops the others. The plan advises; it
/// orders nothing, and it counts recorded crime, not crime. Deterministic; thread-safe.
/// </remarks>
public sealed class SeasonalityPlanner
{
    // Two-sided: the level of the 95 % intervals beside it.
    private const double ChanceLevel = 0.05;

    private readonly PlannerOptions _options;

    /// <summary>Makes a planner.</summary>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public SeasonalityPlanner(PlannerOptions? options = null)
    {
        _options = options ?? new PlannerOptions();
        _options.Validate();
    }

    /// <summary>Plans the months after a history.</summary>
    /// <param name="history">Monthly counts of types in areas.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A plan for every node of the hierarchy.</returns>
    /// <exception cref="AnalysisException">No series goes on to the last month.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public SeasonalityPlan Plan(SeriesHierarchy history, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        PooledFit fit = new PooledForecaster(_options.Model).Fit(history, Math.Max(12, _options.HorizonMonths), cancellationToken);
        SeriesPlan[] plans = new SeriesPlan[history.Nodes.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Model.MaximumThreads, CancellationToken = cancellationToken };
        Parallel.For(0, plans.Length, parallel, i => plans[i] = Plan(fit, history.Nodes[i]));
        cancellationToken.ThrowIfCancellationRequested();
        return new SeasonalityPlan(history, _options, fit, plans);
    }

    private SeriesPlan Plan(PooledFit fit, SeriesNode node)
    {
        MonthOutlook[] coming = new MonthOutlook[_options.HorizonMonths];
        for (int h = 0; h < coming.Length; h++)
        {
            SampledMonth month = fit.Forecast.Distribution(node.Index, h);
            int before = fit.History.Length + h - 12;
            double? last = before >= 0 && before < fit.History.Length && !fit.History.Missing(node.Index)[before] ? fit.History.Values(node.Index)[before] : null;
            coming[h] = new MonthOutlook(fit.Forecast.First.AddMonths(h), month.Mean, month.Interval(0.5), month.Interval(0.8), month.Interval(0.95), last);
        }

        return new SeriesPlan(
            node,
            fit.Forecast.Model,
            fit.Index(node.Index),
            fit.Occurrence(node.Index),
            fit.Occurrence(node.Index, perDay: true),
            coming,
            Judge(fit, node),
            fit.Forecast.Cautions[node.Index],
            fit.ParametersOf(node.Index));
    }

    private AnnualOutlook Judge(PooledFit fit, SeriesNode node)
    {
        double[] sums = fit.Forecast.SumDraws(node.Index, 12);
        double expected = 0;
        foreach (double mean in fit.Forecast.Means(node.Index)[..12])
        {
            expected += mean;
        }

        SampledMonth total = new(sums, expected);
        double? last = LastTwelve(fit.History, node.Index);
        if (last is not > 0 || !fit.History.GoesOn(node.Index))
        {
            string why = !fit.History.GoesOn(node.Index) ? "The series has ended." : last is null ? "A month of the last twelve is missing, so there is nothing to compare with." : "There was no crime in the last twelve months, so a change has no percentage.";
            return new AnnualOutlook(expected, total.Interval(0.8), total.Interval(0.95), last, null, 0, 0, DirectionVerdict.NoClearChange, ChangeDriver.None, why);
        }

        double worse = ShareBeyond(sums, last.Value * (1 + _options.ChangeThreshold), above: true), better = ShareBeyond(sums, last.Value * (1 - _options.ChangeThreshold), above: false);
        double change = (expected / last.Value) - 1;
        Interval spread = total.Interval(0.8);
        Estimate estimate = new(change, Math.Min(change, (spread.Low / last.Value) - 1), Math.Max(change, (spread.High / last.Value) - 1), 0.8);
        bool carries = !fit.Forecast.Cautions[node.Index].HasFlag(SeriesCaution.ShortHistory);
        bool chance = YearsByChance(last.Value, expected) >= ChanceLevel;
        DirectionVerdict verdict = !carries || chance ? DirectionVerdict.NoClearChange
            : worse >= _options.ArrowProbability ? change > _options.LargeChange ? DirectionVerdict.MuchWorse : DirectionVerdict.Worse
            : better >= _options.ArrowProbability ? change < -_options.LargeChange ? DirectionVerdict.MuchBetter : DirectionVerdict.Better
            : DirectionVerdict.NoClearChange;
        (double levelNow, double trend) = fit.Drift(node.Index);
        ChangeDriver driver = levelNow == 0 && trend == 0 ? ChangeDriver.None : Math.Abs(trend) > Math.Abs(levelNow) ? ChangeDriver.Trend : ChangeDriver.Level;
        return new AnnualOutlook(expected, spread, total.Interval(0.95), last, estimate, worse, better, verdict, driver, Say(verdict, carries, last.Value, expected, worse, better, driver));
    }

    private string Say(DirectionVerdict verdict, bool carries, double last, double expected, double worse, double better, ChangeDriver driver)
    {
        string because = driver switch
        {
            ChangeDriver.Level => "; the level already differs from last year's mean",
            ChangeDriver.Trend => "; the trend goes on",
            _ => "",
        };
        return !carries
            ? "There are fewer than 24 months, too few for an arrow."
            : verdict switch
            {
                DirectionVerdict.NoClearChange when Math.Max(worse, better) >= _options.ArrowProbability => string.Create(CultureInfo.InvariantCulture, $"A {(worse > better ? "rise" : "fall")} of more than {_options.ChangeThreshold:P0} has probability {Math.Max(worse, better):P0}, but {last:0} and {expected:0.#} crimes a year differ by no more than chance may bring (p = {YearsByChance(last, expected):0.00}): too few for an arrow."),
                DirectionVerdict.NoClearChange => string.Create(CultureInfo.InvariantCulture, $"Neither a rise ({worse:P0}) nor a fall ({better:P0}) of more than {_options.ChangeThreshold:P0} is probable enough."),
                DirectionVerdict.Worse or DirectionVerdict.MuchWorse => string.Create(CultureInfo.InvariantCulture, $"A rise of more than {_options.ChangeThreshold:P0} has probability {worse:P0}{because}."),
                _ => string.Create(CultureInfo.InvariantCulture, $"A fall of more than {_options.ChangeThreshold:P0} has probability {better:P0}{because}."),
            };
    }

    /// <summary>
    /// How probable it is that two years of one and the same rate differ by as much as last year's count and the coming year, should it come exactly as expected: twice the tail of the
    /// binomial distribution with even odds, given their sum (Przyborowski and Wilenski 1940), in its continuous form, as what is expected is no whole number.
    /// </summary>
    internal static double YearsByChance(double last, double expected)
    {
        (double less, double more) = (Math.Min(last, expected), Math.Max(last, expected));
        return more == less ? 1 : Math.Min(1, 2 * BetaFunctions.RegularizedI(more, less + 1, 0.5));
    }

    private static double ShareBeyond(double[] sums, double limit, bool above)
    {
        double beyond = 0;
        foreach (double sum in sums)
        {
            beyond += sum == limit ? 0.5 : (above ? sum > limit : sum < limit) ? 1 : 0;
        }

        return beyond / sums.Length;
    }

    private static double? LastTwelve(SeriesHierarchy history, int node)
    {
        if (history.Length < 12 || history.Missing(node)[^12..].Contains(true))
        {
            return null;
        }

        double sum = 0;
        foreach (double value in history.Values(node)[^12..])
        {
            sum += value;
        }

        return sum;
    }
}
