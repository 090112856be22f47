using System.Globalization;
using System.Runtime.ExceptionServices;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Rolling-origin evaluation: at each origin a model sees only what was known then, forecasts a coming period, and is scored against what happened.</summary>
/// <remarks>
/// The past is <see cref="SpaceTimeCounts.Before"/>, which leaves out what was recorded later. Models are fitted anew at every origin
/// (expanding window; Tashman 2000, doi:10.1016/S0169-2070(00)00065-0). Metrics are pooled over origins; their intervals come from a circular-block
/// bootstrap of origins (<see cref="CircularBlockBootstrap"/>), whose resamples all models share, so that differences are paired.
/// Results depend on the seed, not on the number of threads. Thread-safe.
/// </remarks>
public sealed class Backtest
{
    private const int FewOrigins = 8;
    private readonly SpaceTimeCounts _counts;
    private readonly SpaceTimeCounts _truth;
    private readonly BacktestOptions _options;
    private readonly List<BacktestOrigin> _origins;
    private readonly double[] _areas;
    private readonly List<string> _notes = [];

    /// <summary>Prepares a backtest.</summary>
    /// <param name="counts">The history, of one category.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of range, the counts hold several categories, or the truth is on other cells or periods.</exception>
    /// <exception cref="AnalysisException">There are too few periods for the origins, or counts to score against are fractional.</exception>
    public Backtest(SpaceTimeCounts counts, BacktestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        _options = options ?? new BacktestOptions();
        _options.Validate();
        _counts = counts;
        _truth = _options.Truth ?? counts;
        RequireFit();
        _areas = [.. counts.Grid.Cells.Select(c => c.AreaSquareKilometres)];
        _origins = LayOrigins();
    }

    /// <summary>The origins that will be run, in time order.</summary>
    public IReadOnlyList<BacktestOrigin> Origins => _origins;

    /// <summary>Runs models side by side.</summary>
    /// <param name="models">At least one; names are distinct.</param>
    /// <param name="progress">Told after every forecast; may be called from several threads.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>Scores, curves, tables and comparisons.</returns>
    /// <remarks>A model that throws <see cref="AnalysisException"/> at an origin is reported as failed there with its reason; the others go on.</remarks>
    /// <exception cref="ArgumentException">No model is given, or two have the same name.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public BacktestReport Run(IReadOnlyList<IGridForecaster> models, IProgress<BacktestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0)
        {
            throw new ArgumentException("A backtest takes at least one model.", nameof(models));
        }

        if (models.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{twice.Count()} models are named “{twice.Key}”; names are distinct.", nameof(models));
        }

        ForecastEvaluation?[][] evaluations = new ForecastEvaluation?[models.Count][];
        ModelFailure?[][] failures = new ModelFailure?[models.Count][];
        for (int m = 0; m < models.Count; m++)
        {
            evaluations[m] = new ForecastEvaluation?[_origins.Count];
            failures[m] = new ModelFailure?[_origins.Count];
        }

        int done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.MaximumThreads, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, _origins.Count, parallel, o =>
            {
                SpaceTimeCounts history = _counts.Before(_origins[o].Known);
                double[] observed = _truth.Row(_origins[o].TargetIndex).ToArray();
                for (int m = 0; m < models.Count; m++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    (evaluations[m][o], failures[m][o]) = Forecast(models[m], history, observed, o, cancellationToken);
                    progress?.Report(new BacktestProgress(Interlocked.Increment(ref done), models.Count * _origins.Count, models[m].Name, _origins[o].Target));
                }
            });
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        double[][] truth = [.. _origins.Select(o => _truth.Row(o.TargetIndex).ToArray())];
        return new BacktestScoring(_options, _origins, truth, BlockLength(), _notes).Score(models, evaluations, failures);
    }

    private (ForecastEvaluation? Evaluation, ModelFailure? Failure) Forecast(IGridForecaster model, SpaceTimeCounts history, double[] observed, int o, CancellationToken cancellationToken)
    {
        BacktestOrigin origin = _origins[o];
        try
        {
            long start = _options.Clock.GetTimestamp();
            IFittedGridForecaster fitted = model.Fit(history, cancellationToken);
            long middle = _options.Clock.GetTimestamp();
            GridForecast forecast = fitted.Forecast(origin.Steps, cancellationToken);
            long end = _options.Clock.GetTimestamp();
            return (ForecastEvaluation.Of(forecast, fitted.Parameters, observed, _areas, origin, o, _options, _options.Clock.GetElapsedTime(start, middle).TotalSeconds, _options.Clock.GetElapsedTime(middle, end).TotalSeconds), null);
        }
        catch (AnalysisException failure)
        {
            return (null, new ModelFailure(origin.Target, failure.Reason, failure.Message));
        }
    }

    private void RequireFit()
    {
        if (_counts.Categories.Count != 1 || _truth.Categories.Count != 1)
        {
            throw new ArgumentException($"The counts hold {Math.Max(_counts.Categories.Count, _truth.Categories.Count)} categories; a backtest takes one: choose a category, or their total.");
        }

        if (_truth.CellCount != _counts.CellCount || !_truth.Periods.AsSpan().SequenceEqual(_counts.Periods.AsSpan()))
        {
            throw new ArgumentException($"The truth has {_truth.CellCount} cells in {_truth.Periods}, the history {_counts.CellCount} cells in {_counts.Periods}; both have the same cells and periods.");
        }

        if (!_truth.IsWhole)
        {
            throw new AnalysisException(AnalysisFailure.UnsuitableSetting, "The counts to score against are fractional, as aoristic counts are, and a fraction of an event was never observed. Give whole counts as BacktestOptions.Truth, for instance of events whose window lies in one period.");
        }
    }

    private List<BacktestOrigin> LayOrigins()
    {
        PeriodSequence periods = _counts.Periods;
        int last = periods.Count - _options.Horizon;
        int first = last - _options.Origins + 1;
        if (_options.FirstOrigin is { } day)
        {
            first = 0;
            while (first < periods.Count && periods[first].Start < day)
            {
                first++;
            }

            if (first > last)
            {
                throw new AnalysisException(AnalysisFailure.TooLittleHistory, string.Create(CultureInfo.InvariantCulture, $"No period that can be forecast {_options.Horizon} ahead starts on or after the first origin {day:yyyy-MM-dd}; the counts are {periods}. Choose an earlier first origin."));
            }
        }

        if (first < 1 || last - first < 1)
        {
            int most = Math.Max(0, last);
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, string.Create(CultureInfo.InvariantCulture, $"{periods.Count} periods leave {most} origins at horizon {_options.Horizon} with a period of history before each; {last - first + 1} were asked for, and 2 are the least. {(most >= 2 ? $"Ask for at most {most} origins." : "Bring a longer history.")}"));
        }

        List<BacktestOrigin> origins = [];
        for (int t = first; t <= last; t++)
        {
            origins.Add(LayOrigin(t));
        }

        if (origins.FirstOrDefault(o => o.Steps > _options.Horizon) is { } gap)
        {
            _notes.Add($"Periods are missing before {gap.Target}: the models forecast it {gap.Steps} calendar steps ahead.");
        }

        if (origins.Count < FewOrigins)
        {
            _notes.Add($"{origins.Count} origins are few: the intervals of metrics over them tend to be too narrow.");
        }

        return origins;
    }

    private BacktestOrigin LayOrigin(int t)
    {
        PeriodSequence periods = _counts.Periods;
        int targetIndex = t + _options.Horizon - 1;
        Period target = periods[targetIndex];
        double events = 0;
        foreach (double count in _truth.Row(targetIndex))
        {
            events += count;
        }

        // Windows of a rolling sequence that reach past the origin were not complete at it.
        int known = t;
        while (known > 0 && periods[known - 1].End > periods[t].Start)
        {
            known--;
        }

        if (known == 0)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"No period is complete before {periods[t]}. Ask for fewer origins, or bring a longer history.");
        }

        return new BacktestOrigin(t, known, periods[t].Start, target, targetIndex, Steps(periods.Take(known), target, _options.Horizon), events, Outside(targetIndex, target));
    }

    // Missing periods make the target lie further ahead than the horizon; the calendar says how far.
    private static int Steps(PeriodSequence known, Period target, int horizon)
    {
        if (known.Calendar == PeriodCalendar.Listed)
        {
            return horizon;
        }

        int step = horizon;
        while (known.Next(step).Start < target.Start)
        {
            step++;
        }

        return step;
    }

    private double Outside(int targetIndex, Period target)
    {
        if (_options.Conventions.Outside == OutsideEvents.Excluded)
        {
            return 0;
        }

        if (_options.OutsideCounts is { } given)
        {
            double count = given.Count == _counts.PeriodCount
                ? given[targetIndex]
                : throw new ArgumentException($"OutsideCounts has {given.Count} numbers for {_counts.PeriodCount} periods.");
            return count >= 0 && double.IsFinite(count)
                ? count
                : throw new ArgumentException(FormattableString.Invariant($"OutsideCounts holds {count} for {target}; counts are finite and not negative."));
        }

        if (_truth.Events is not { } events)
        {
            throw new ArgumentException("Events outside the cells are to be counted, but the events are not at hand; give BacktestOptions.OutsideCounts.");
        }

        CrimeEvents inPeriod = events.Where(i => target.Contains(DateOnly.FromDayNumber(events.Day[i])));
        int[] cells = new int[inPeriod.Count];
        _truth.Grid.Locate(inPeriod.Easting, inPeriod.Northing, cells);
        return cells.Count(c => c < 0);
    }

    private int BlockLength()
    {
        int overlap = 1;
        PeriodSequence periods = _counts.Periods;
        while (periods.Overlaps && overlap < periods.Count && periods[0].Overlaps(periods[overlap]))
        {
            overlap++;
        }

        // Forecasts further ahead share errors over as many origins.
        int least = Math.Max(overlap, _options.Horizon);
        return _options.BlockLength ?? Math.Max(least, (int)Math.Ceiling(Math.Cbrt(_origins.Count) - 1e-9));
    }
}
