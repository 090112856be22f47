namespace PolicingModels.SpatioTemporal;

/// <summary>How much of every event's triggering could be seen: the part of its kernel inside observed time and study area.</summary>
internal sealed class TriggerExposure
{
    private readonly PointPattern _pattern;
    private readonly EdgeShares _edges;
    private readonly double[] _ring = new double[EdgeShares.Rings];

    /// <summary>Events whose time or surroundings are cut; all others count 1.</summary>
    private readonly int[] _partial;
    private readonly bool[] _whole;

    public TriggerExposure(PointPattern pattern, EdgeShares edges, double longestDays)
    {
        _pattern = pattern;
        _edges = edges;
        List<int> partial = [];
        _whole = new bool[pattern.Count];
        for (int i = 0; i < pattern.Count; i++)
        {
            _whole[i] = pattern.Time.Holds(pattern.T[i], longestDays);
            if (!_whole[i] || !edges.IsInside(i))
            {
                partial.Add(i);
            }
        }

        _partial = [.. partial];
    }

    /// <summary>The expected number of triggered events that could be seen, per unit of branching ratio.</summary>
    public double Total(TriggerKernel kernel)
    {
        kernel.RingMass(_edges.Radii, _ring);
        double sum = _pattern.Count - _partial.Length;
        foreach (int i in _partial)
        {
            double time = _whole[i] ? 1 : _pattern.Time.Mass(_pattern.T[i], kernel.LongestDays, kernel.TimeMass);
            sum += time * _edges.Mass(i, _ring);
        }

        return sum;
    }
}
