using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>A drawn realisation of a self-exciting process, in time order.</summary>
/// <param name="Easting">Metres east.</param>
/// <param name="Northing">Metres north.</param>
/// <param name="Day">Moments in days since 0001-01-01 (the whole part is a <see cref="DateOnly.DayNumber"/>).</param>
/// <param name="Generation">0 for a background event, 1 for one that a background event triggered, and so on.</param>
/// <param name="Coordinates">The plane.</param>
public sealed record SimulatedProcess(IReadOnlyList<double> Easting, IReadOnlyList<double> Northing, IReadOnlyList<double> Day, IReadOnlyList<int> Generation, CoordinateSystem Coordinates)
{
    /// <summary>How many events there are.</summary>
    public int Count => Day.Count;

    /// <summary>The events as a table, known to the minute or, if <paramref name="daysOnly"/>, to the day.</summary>
    public CrimeEvents ToEvents(bool daysOnly = false)
    {
        int[] day = [.. Day.Select(d => (int)d)];
        long[]? minute = daysOnly ? null : [.. Day.Select(d => (long)(d * CrimeEvents.MinutesPerDay))];
        return new CrimeEvents([.. Easting], [.. Northing], day, Coordinates, minute, minute);
    }
}

/// <summary>Draws self-exciting processes of known parameters, to test methods and to plan studies.</summary>
public static class SelfExcitingSimulator
{
    /// <summary>Draws a process that starts without a past.</summary>
    /// <param name="area">The study area: an event is kept, and triggers, only inside its cells.</param>
    /// <param name="window">The days.</param>
    /// <param name="parameters">The truth.</param>
    /// <param name="seed">Seed of every random number.</param>
    /// <param name="cellWeights">Relative number of background events per cell, 0 or more; empty for an even background. Even inside each cell.</param>
    /// <param name="options">Spread and reach of triggering; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or there is not one weight per cell.</exception>
    public static SimulatedProcess Simulate(IGrid area, Period window, SelfExcitingParameters parameters, ulong seed, ReadOnlySpan<double> cellWeights = default, SelfExcitingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(parameters);
        options ??= new SelfExcitingOptions();
        options.Validate();
        parameters.Validate();
        double[]? running = Running(area, cellWeights);
        return BranchingSimulation.Run(
            area,
            window,
            parameters.BackgroundPerDay,
            static _ => 1,
            random => AreaSampling.Draw(area, running is null ? -1 : random.NextIndex(running), random),
            parameters.BranchingRatio,
            parameters.Kernel(options.Spread, options.LongestTriggerDays ?? SelfExcitingOptions.DefaultLongestDays, options.FarthestTriggerMetres ?? SelfExcitingOptions.DefaultFarthestMetres),
            new SeededRandom(seed),
            cancellationToken);
    }

    private static double[]? Running(IGrid area, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
        {
            return null;
        }

        if (weights.Length != area.Cells.Count)
        {
            throw new ArgumentException($"There are {weights.Length} weights for {area.Cells.Count} cells.", nameof(weights));
        }

        double[] running = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < running.Length; i++)
        {
            running[i] = weights[i] >= 0 && double.IsFinite(weights[i]) ? sum += weights[i] : throw new ArgumentException($"Weight {i} is {weights[i]}; weights are finite and not negative.", nameof(weights));
        }

        return running;
    }
}
