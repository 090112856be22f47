namespace PolicingModels.SpatioTemporal;

/// <summary>The range in which a kernel's shape is looked for.</summary>
/// <param name="LeastDays">A quarter of the window in which a typical event is known to lie, at least a hundredth of a day.</param>
/// <param name="MostDays">The longest trigger time: a slower decay is not told from a level.</param>
/// <param name="LeastMetres">The precision of places.</param>
/// <param name="MostMetres">Half of the farthest reach.</param>
internal sealed record SelfExcitingBounds(double LeastDays, double MostDays, double LeastMetres, double MostMetres)
{
    public static SelfExcitingBounds Of(PointPattern pattern, TriggerPairs pairs)
    {
        double metres = pairs.FarthestMetres / 2;
        double leastMetres = Math.Min(pattern.PrecisionMetres, metres / 2), leastDays = Math.Min(Math.Max(pattern.TypicalWindowDays / 4, 0.01), pairs.LongestDays / 2);
        return new SelfExcitingBounds(leastDays, pairs.LongestDays, leastMetres, metres);
    }
}
