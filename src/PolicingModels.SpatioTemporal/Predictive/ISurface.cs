namespace PolicingModels.SpatioTemporal;

/// <summary>What a baseline knows how to do: say where events are expected, from what was known at an origin.</summary>
internal interface ISurface
{
    /// <summary>Whether the surface can be zero where an event may yet happen, so that a background share is needed.</summary>
    bool CanBeZero { get; }

    /// <summary>Whether the surface is a relative intensity whose sum means nothing.</summary>
    bool IsRelative { get; }

    /// <summary>The first origin from which the surface can be asked for; at least 1.</summary>
    int FirstOrigin => 1;

    /// <summary>Writes the surface: expected counts of a period on the model's own scale, or relative intensity times area. Thread-safe.</summary>
    /// <param name="origin">How many periods are known, at least 1; nothing later may be read.</param>
    /// <param name="horizon">1 for the period after them.</param>
    /// <param name="start">The first day of the period forecast.</param>
    /// <param name="into">One value per cell, finite and not negative.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    void At(int origin, int horizon, DateOnly start, Span<double> into, CancellationToken cancellationToken);

    /// <summary>Writes the surfaces of consecutive origins, each for the period after it, one row of cells after another.</summary>
    void Series(int firstOrigin, CountHistory history, Span<double> into, CancellationToken cancellationToken)
    {
        int cells = history.CellCount;
        for (int t = firstOrigin; t < history.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            At(t, 1, history.Periods[t].Start, into.Slice((t - firstOrigin) * cells, cells), cancellationToken);
        }
    }

    /// <summary>What a cell's part of the surface is made of, on the logarithmic scale: contributions that add up to <paramref name="relative"/>.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="relative">The log of the cell's expected count against an even spread by area.</param>
    IReadOnlyList<CellContribution> Parts(int cell, double relative) => [new("past counts here against an even spread", relative)];
}
