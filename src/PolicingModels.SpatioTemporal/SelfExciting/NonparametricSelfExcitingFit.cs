namespace PolicingModels.SpatioTemporal;

/// <summary>One span or ring of a histogram of triggering.</summary>
/// <param name="From">Lower bound, inside: days or metres.</param>
/// <param name="To">Upper bound, outside.</param>
/// <param name="Share">The share of triggered events in it, 0 to 1.</param>
public readonly record struct TriggerBin(double From, double To, double Share);

/// <summary>A self-exciting process whose triggering is a histogram in time and one in distance. Immutable and thread-safe.</summary>
public sealed class NonparametricSelfExcitingFit
{
    internal NonparametricSelfExcitingFit(FittedProcess process, double[] days, double[] radii, double logLikelihood, double likelihoodRatio, double error, double? contrast, bool converged, int rounds, SelfExcitingOptions options)
    {
        Process = process;
        HistogramKernel kernel = (HistogramKernel)process.Kernel;
        InTime = [.. kernel.DayMass.Select((m, b) => new TriggerBin(days[b], days[b + 1], m))];
        InSpace = [.. kernel.Rings.Select((m, b) => new TriggerBin(radii[b], radii[b + 1], m))];
        LogLikelihood = logLikelihood;
        LikelihoodRatio = likelihoodRatio;
        Converged = converged;
        Rounds = rounds;

        // The free masses of both histograms and the ratio leave the likelihood together; twice their number, as for the parametric fit.
        int free = InTime.Count + InSpace.Count - 1;
        double z = StandardNormal.Quantile((1 + options.Coverage) / 2), ratio = process.BranchingRatio;
        TimeContrast = contrast;
        TriggeringShown = SelfExcitingFitter.IsShown(likelihoodRatio, contrast, free, options.Coverage);
        double low = TriggeringShown ? Math.Max(0, ratio - (z * error)) : 0;
        BranchingRatio = new Estimate(ratio, low, Math.Max(ratio, Math.Min(1, ratio + (z * error))), options.Coverage);
        List<string> notes = [.. process.Pattern.Notes];
        if (!TriggeringShown)
        {
            notes.Add("No evidence of triggering: the interval of the branching ratio reaches down to 0, and the histograms mean nothing.");
        }

        if (!converged)
        {
            notes.Add("Declustering still moved after its last round; background and triggering are hardly told apart here.");
        }

        Notes = notes;
    }

    /// <summary>Expected events triggered directly by one event. The interval takes the histograms as known (and the background too, where times are not compared), and reaches down to 0 unless <see cref="TriggeringShown"/>.</summary>
    public Estimate BranchingRatio { get; }

    /// <summary>Whether the events are told from a process without triggering, as for <see cref="SelfExcitingFit.TriggeringShown"/>; the parameters are the free masses of the histograms.</summary>
    public bool TriggeringShown { get; }

    /// <summary>By how many standard errors recent neighbours of events are more than the same places had at other times; null where times were not compared.</summary>
    public double? TimeContrast { get; }

    /// <summary>Twice the gain in log-likelihood over the best background without triggering, 0 or more.</summary>
    public double LikelihoodRatio { get; }

    /// <summary>The greatest log-likelihood given the estimated background, in nats.</summary>
    public double LogLikelihood { get; }

    /// <summary>Triggered events by days since the one that triggered them.</summary>
    public IReadOnlyList<TriggerBin> InTime { get; }

    /// <summary>Triggered events by metres from the one that triggered them.</summary>
    public IReadOnlyList<TriggerBin> InSpace { get; }

    /// <summary>Expected background events per day in the whole study area.</summary>
    public double BackgroundPerDay => Process.BackgroundPerDay;

    /// <summary>How many events were used.</summary>
    public int EventCount => Process.Pattern.Count;

    /// <summary>Whether declustering had come to rest.</summary>
    public bool Converged { get; }

    /// <summary>Rounds of declustering.</summary>
    public int Rounds { get; }

    /// <summary>What a reader should know, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The probability of each event of being background, in time order.</summary>
    public IReadOnlyList<double> BackgroundProbability => Process.BackgroundProbability;

    internal FittedProcess Process { get; }

    /// <summary>The expected rate at a place and moment given all events before it, in events per km² and day; 0 outside the study area.</summary>
    /// <param name="easting">Metres east.</param>
    /// <param name="northing">Metres north.</param>
    /// <param name="day">Days since 0001-01-01.</param>
    /// <returns>Background and triggered part.</returns>
    public (double Background, double Triggered) Intensity(double easting, double northing, double day)
    {
        double background = Process.Background([easting], [northing], [day], CancellationToken.None)[0];
        return background > 0 ? (1e6 * background, 1e6 * Process.Triggered(easting, northing, day)) : (0, 0);
    }

    /// <summary>Time rescaling: whether the events came evenly on the process's own clock.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    public TimeRescaling RescaleTime(CancellationToken cancellationToken = default) => TimeRescaling.Of(Process, cancellationToken);

    /// <summary>Super-thinning: a pattern that is even over area and time where the model is right.</summary>
    /// <param name="seed">Seed of every random number.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public SuperThinning SuperThin(ulong seed, CancellationToken cancellationToken = default) => SuperThinning.Of(Process, seed, cancellationToken);

    /// <summary>Draws a realisation of the fitted process over other days, starting without a past.</summary>
    /// <param name="window">The days.</param>
    /// <param name="seed">Seed of every random number.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    public SimulatedProcess Simulate(Period window, ulong seed, CancellationToken cancellationToken = default) => Process.Simulate(window, seed, cancellationToken);
}
