namespace PolicingModels.SpatioTemporal;

/// <summary>How far two events are apart.</summary>
public enum PlaneDistance
{
    /// <summary>As the crow flies.</summary>
    Euclidean,

    /// <summary>Along east–west and north–south streets: |Δeasting| + |Δnorthing|.</summary>
    Manhattan,
}

/// <summary>Settings of <see cref="Knox"/>.</summary>
public sealed record KnoxOptions
{
    /// <summary>Upper bounds of the bands of distance in metres, increasing, above 0. Band k is <c>[bound k−1, bound k)</c>, the first from 0. Default 100, 200, … 1000.</summary>
    public IReadOnlyList<double> DistanceBoundsMetres { get; init; } = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];

    /// <summary>Upper bounds of the bands of time in days, increasing, above 0; likewise half-open. Default 7, 14, 28, 56, 84. Whole days: an event on the same day is 0 days away, so that a bound of 7 holds 0 to 6.</summary>
    public IReadOnlyList<double> TimeBoundsDays { get; init; } = [7, 14, 28, 56, 84];

    /// <summary>Whether pairs on exactly the same place make a band of their own before the first. Default: yes, because repeats at one address are another matter than near repeats.</summary>
    public bool SamePlaceApart { get; init; } = true;

    /// <summary>How distance is measured. Default: Euclidean.</summary>
    public PlaneDistance Distance { get; init; } = PlaneDistance.Euclidean;

    /// <summary>How many random orders of the times are compared with the actual one, 19 to 99,999. Default 999, so that the smallest p-value is 0.001.</summary>
    public int Permutations { get; init; } = 999;

    /// <summary>Seed of the random orders; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Validate()
    {
        Bounds(DistanceBoundsMetres, nameof(DistanceBoundsMetres), "metres");
        Bounds(TimeBoundsDays, nameof(TimeBoundsDays), "days");
        Setting.Defined(Distance, nameof(Distance));
        Setting.Within(Permutations, 19, 99_999, nameof(Permutations), "random orders");
    }

    private static void Bounds(IReadOnlyList<double> bounds, string name, string unit)
    {
        ArgumentNullException.ThrowIfNull(bounds, name);
        double before = 0;
        foreach (double bound in bounds)
        {
            if (!(bound > before) || !double.IsFinite(bound))
            {
                throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} holds {bound} after {before}; bounds are finite, above 0 and increasing ({unit})."), name);
            }

            before = bound;
        }

        if (bounds.Count is 0 or > 100)
        {
            throw new ArgumentException($"{name} holds {bounds.Count} bounds; there are 1 to 100.", name);
        }
    }
}
