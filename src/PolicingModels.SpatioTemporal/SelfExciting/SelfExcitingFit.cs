using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>A fitted self-exciting process with exponential times and Gaussian or power-law distances. Immutable and thread-safe.</summary>
public sealed class SelfExcitingFit
{
    private readonly SelfExcitingFitter.Result _result;

    internal SelfExcitingFit(SelfExcitingFitter.Result result, SelfExcitingOptions options, bool given)
    {
        _result = result;
        Spread = options.Spread;
        double coverage = options.Coverage, z = StandardNormal.Quantile((1 + coverage) / 2);
        SelfExcitingParameters p = result.Parameters;
        SelfExcitingFitter.FitErrors errors = given ? default : result.Errors;
        LikelihoodRatio = result.LikelihoodRatio;
        TimeContrast = result.Contrast;
        TriggeringShown = SelfExcitingFitter.IsShown(LikelihoodRatio, TimeContrast, Spread == TriggerSpread.Gaussian ? 3 : 4, coverage);
        double ratio = p.BranchingRatio, low = given ? ratio : TriggeringShown ? Math.Max(0, ratio - (z * errors.Ratio)) : 0;
        BranchingRatio = new Estimate(ratio, Math.Min(low, ratio), Math.Max(ratio, Math.Min(1, ratio + (z * errors.Ratio))), coverage);
        SelfExcitingBounds bounds = result.Bounds;
        BackgroundPerDay = OnLogScale(p.BackgroundPerDay, errors.LogBackground, 0, double.MaxValue);
        TriggerDays = OnLogScale(p.TriggerDays, errors.LogDays, bounds.LeastDays, bounds.MostDays, errors.PressureDays);
        TriggerMetres = OnLogScale(p.TriggerMetres, errors.LogMetres, bounds.LeastMetres, bounds.MostMetres, errors.PressureMetres);
        Exponent = Spread == TriggerSpread.PowerLaw ? 1 + (p.Exponent - 1) : null;
        Notes = Said(result, given);

        Estimate OnLogScale(double value, double deviation, double least, double most, double pressure = 0)
        {
            if (given)
            {
                return new Estimate(value, value, value, coverage);
            }

            // At a bound the likelihood falls off with a slope instead of a curvature, to one side only.
            double factor = Math.Exp(Math.Min(pressure > 0 ? z * z / 2 / pressure : z * deviation, 50));
            return new Estimate(value, Math.Min(value, Math.Max(least, value / factor)), Math.Max(value, Math.Min(most, value * factor)), coverage);
        }
    }

    /// <summary>Expected events triggered directly by one event, with its interval, which reaches down to 0 unless <see cref="TriggeringShown"/>.</summary>
    /// <remarks>The interval holds the background's uncertainty too, unless <see cref="SelfExcitingOptions.CompareTimes"/> is off. It says how well the pattern is described by triggering; a risk that changes in place over weeks looks the same.</remarks>
    public Estimate BranchingRatio { get; }

    /// <summary>Whether the events are told from a process without triggering: the square of <see cref="TimeContrast"/> is above the point that χ² with as many degrees of freedom as triggering has parameters exceeds with probability 1 − coverage (2.8 standard errors), and twice the gain in log-likelihood above that of twice as many.</summary>
    public bool TriggeringShown { get; }

    /// <summary>By how many standard errors recent neighbours of events are more than the same places had at other times: about standard normal where nothing is triggered, whatever the background, but for the kernel's shape, which the same events chose; null where times were not compared.</summary>
    public double? TimeContrast { get; }

    /// <summary>Twice the gain of the greatest log-likelihood over the best background without triggering, 0 or more.</summary>
    public double LikelihoodRatio { get; }

    /// <summary>Expected background events per day in the whole study area.</summary>
    public Estimate BackgroundPerDay { get; }

    /// <summary>Mean of the exponential time to a triggered event, before it is cut, in days.</summary>
    public Estimate TriggerDays { get; }

    /// <summary>Standard deviation σ along each axis (Gaussian) or scale d (power law), in metres.</summary>
    public Estimate TriggerMetres { get; }

    /// <summary>The exponent q of a power law; null for a Gaussian.</summary>
    public double? Exponent { get; }

    /// <summary>The shape of triggering in space.</summary>
    public TriggerSpread Spread { get; }

    /// <summary>All point estimates together.</summary>
    public SelfExcitingParameters Parameters => _result.Parameters;

    /// <summary>The exact log-likelihood of the parameters given the estimated background, in nats (rates per m² and day).</summary>
    public double LogLikelihood => _result.LogLikelihood;

    /// <summary>How many events were used.</summary>
    public int EventCount => _result.Process.Pattern.Count;

    /// <summary>How many pairs of events are within reach of each other.</summary>
    public int PairCount => _result.Pairs;

    /// <summary>Whether parameters and background had both stopped moving.</summary>
    public bool Converged => _result.Converged;

    /// <summary>How often parameters and background were fitted in turn.</summary>
    public int Rounds => _result.Rounds;

    /// <summary>Days after which, and metres beyond which, nothing is triggered.</summary>
    public (double Days, double Metres) Reach => (_result.Process.Kernel.LongestDays, _result.Process.Kernel.FarthestMetres);

    /// <summary>The median bandwidth of the background in metres; the side of a cell for the grid.</summary>
    public double BackgroundBandwidthMetres => _result.Process.Density.MedianBandwidth;

    /// <summary>What a reader should know, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The probability of each event of being background, in time order.</summary>
    public IReadOnlyList<double> BackgroundProbability => _result.Process.BackgroundProbability;

    /// <summary>The events in time order as they were used: metres east and north, and days since 0001-01-01 after spreading inside their windows.</summary>
    public (IReadOnlyList<double> Easting, IReadOnlyList<double> Northing, IReadOnlyList<double> Day) Events => (_result.Process.Pattern.X, _result.Process.Pattern.Y, _result.Process.Pattern.T);

    internal FittedProcess Process => _result.Process;

    /// <summary>The expected rate at a place and moment given all events before it, in events per km² and day; 0 outside the study area.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north.</param>
    /// <param name="day">Days since 0001-01-01 (the whole part is a <see cref="DateOnly.DayNumber"/>).</param>
    /// <returns>Background and triggered part.</returns>
    public (double Background, double Triggered) Intensity(double easting, double northing, double day)
    {
        double background = Process.Background([easting], [northing], [day], CancellationToken.None)[0];
        return background > 0 ? (1e6 * background, 1e6 * Process.Triggered(easting, northing, day)) : (0, 0);
    }

    /// <summary>Time rescaling: whether the events came evenly on the process's own clock.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    public TimeRescaling RescaleTime(CancellationToken cancellationToken = default) => TimeRescaling.Of(Process, cancellationToken);

    /// <summary>Super-thinning (Clements, Schoenberg and Veen 2012): a pattern that is even over area and time where the model is right.</summary>
    /// <param name="seed">Seed of every random number.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public SuperThinning SuperThin(ulong seed, CancellationToken cancellationToken = default) => SuperThinning.Of(Process, seed, cancellationToken);

    /// <summary>Voronoi residuals (Bray et al. 2014): one event minus the expected number, for the part of the area nearer to each event than to any other.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    public VoronoiResiduals VoronoiResiduals(CancellationToken cancellationToken = default) => SpatioTemporal.VoronoiResiduals.Of(Process, cancellationToken);

    /// <summary>Draws a realisation of the fitted process over other days, starting without a past.</summary>
    /// <param name="window">The days.</param>
    /// <param name="seed">Seed of every random number.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    public SimulatedProcess Simulate(Period window, ulong seed, CancellationToken cancellationToken = default) => Process.Simulate(window, seed, cancellationToken);

    private List<string> Said(SelfExcitingFitter.Result result, bool given)
    {
        List<string> notes = [.. result.Notes];
        if (!TriggeringShown && !given)
        {
            notes.Add("No evidence of triggering: the interval of the branching ratio reaches down to 0, and the times and distances of triggering mean nothing.");
        }

        if (!result.Converged && !given)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"Parameters and background still moved after {result.Rounds} rounds; background and triggering are hardly told apart here."));
        }

        SelfExcitingBounds bounds = result.Bounds;
        if (TriggeringShown && !given && (result.Parameters.TriggerDays > 0.95 * bounds.MostDays || result.Parameters.TriggerMetres > 0.95 * bounds.MostMetres))
        {
            notes.Add("Triggering is as slow or as wide as its reach allows: it stands for a level that changes in place and time rather than for one event leading to another.");
        }

        if (TriggeringShown && !given && (result.Parameters.TriggerDays < 1.05 * bounds.LeastDays || result.Parameters.TriggerMetres < 1.05 * bounds.LeastMetres))
        {
            notes.Add("Triggering is as quick or as near as times and places are known: it may be records of one incident.");
        }

        return notes;
    }
}
