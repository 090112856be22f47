using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>A self-exciting point process: events that happen anyway, and events that earlier ones nearby made more likely.</summary>
/// <remarks>
/// Rate at place s and moment t: m·ν(t)·f(s) + θ·Σ g(t − tⱼ)·h(|s − sⱼ|) over earlier events j; f a density estimated from the events weighted by their probability of
/// being background, ν a slow level, g exponential and h Gaussian or power law, both cut at their reach and normalised there. Ogata 1998
/// (doi:10.1023/A:1003403601725), Veen and Schoenberg 2008 (doi:10.1198/016214508000000148), Mohler et al. 2011 (doi:10.1198/jasa.2011.ap09546), Zhuang et al. 2002. Cost grows with the number of
/// pairs of events within reach. Holds settings only; thread-safe. The answer depends neither on threads nor on the order of rows.
/// </remarks>
public sealed class SelfExcitingModel
{
    internal const int LeastEvents = 30;

    private readonly SelfExcitingOptions _options;

    /// <summary>Makes the model.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public SelfExcitingModel(SelfExcitingOptions? options = null)
    {
        _options = options ?? new SelfExcitingOptions();
        _options.Validate();
    }

    /// <summary>Fits to events.</summary>
    /// <param name="events">Events; those outside the area or the window are left out. Each stands at one place of the window (minute, day, month, night) in which it is known to lie.</param>
    /// <param name="area">The study area: the cells.</param>
    /// <param name="window">The days over which all events of the area are in the table.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="AnalysisException">Fewer than 30 events (<see cref="AnalysisFailure.TooFewEvents"/>), or a given reach that makes more pairs than are kept (<see cref="AnalysisFailure.UnsuitableSetting"/>).</exception>
    public SelfExcitingFit Fit(CrimeEvents events, IGrid area, Period window, CancellationToken cancellationToken = default) =>
        Fit(Pattern(events, area, window), null, cancellationToken);

    /// <summary>Fits to the events behind counts, over the periods of the history; where there are none, to counts at the centres of their cells.</summary>
    /// <param name="history">Counts of one category. Days between its periods count as not observed.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="AnalysisException">As above.</exception>
    public SelfExcitingFit Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default) =>
        Fit(Pattern(CountHistory.Of(history, "self-exciting"), null, _options), null, cancellationToken);

    /// <summary>Takes parameters as given and estimates the background only: to judge another study's parameters by these events.</summary>
    /// <param name="events">As for <see cref="Fit(CrimeEvents, IGrid, Period, CancellationToken)"/>.</param>
    /// <param name="area">The study area.</param>
    /// <param name="window">The days.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public SelfExcitingFit Evaluate(CrimeEvents events, IGrid area, Period window, SelfExcitingParameters parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        return Fit(Pattern(events, area, window), parameters with { BranchingRatio = Math.Max(parameters.BranchingRatio, 1e-6) }, cancellationToken);
    }

    /// <summary>Fits a histogram of triggering in time and in distance instead of named curves (Mohler et al. 2011; Marsan and Lengliné 2008).</summary>
    /// <param name="events">As for <see cref="Fit(CrimeEvents, IGrid, Period, CancellationToken)"/>.</param>
    /// <param name="area">The study area.</param>
    /// <param name="window">The days.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="AnalysisException">As for the parametric fit.</exception>
    public NonparametricSelfExcitingFit FitNonparametric(CrimeEvents events, IGrid area, Period window, CancellationToken cancellationToken = default) =>
        NonparametricFitter.Fit(Enough(Pattern(events, area, window)), _options, cancellationToken);

    internal static PointPattern Pattern(CountHistory history, int? historyDays, SelfExcitingOptions options)
    {
        double end = history.Periods[^1].End.DayNumber;
        ObservedTime time = ObservedTime.Of(history.Periods, historyDays is { } days ? end - days : double.NegativeInfinity);
        return history.Source.Events is { Count: > 0 } events ? PointPattern.Of(events, history.Grid, time, options.PlacePrecisionMetres) : PointPattern.Of(history, time);
    }

    internal SelfExcitingFit Fit(PointPattern pattern, SelfExcitingParameters? given, CancellationToken cancellationToken) =>
        new(SelfExcitingFitter.Fit(Enough(pattern), _options, given, cancellationToken), _options, given is not null);

    private static PointPattern Enough(PointPattern pattern) =>
        pattern.Count >= LeastEvents
            ? pattern
            : throw new AnalysisException(AnalysisFailure.TooFewEvents, string.Create(CultureInfo.InvariantCulture, $"There are {pattern.Count} events inside the study area and the days observed; a self-exciting process is not told from chance with fewer than {LeastEvents}. Widen the offence filter, the area or the window."));

    private PointPattern Pattern(CrimeEvents events, IGrid area, Period window)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(area);
        return PointPattern.Of(events, area, ObservedTime.Of([window]), _options.PlacePrecisionMetres);
    }
}
