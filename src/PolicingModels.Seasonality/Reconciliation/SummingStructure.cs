namespace PolicingModels.Seasonality;

/// <summary>Which bottom series each total adds up: the summing matrix without its zeros. Immutable and thread-safe.</summary>
/// <remarks>Nodes are the totals in the order given, then the bottom series.</remarks>
public sealed class SummingStructure
{
    private readonly int[][] _parts;
    private readonly int[] _parents;
    private readonly int[] _parentStarts;

    /// <summary>Makes a structure.</summary>
    /// <param name="bottomCount">How many bottom series there are, at least 1.</param>
    /// <param name="aggregates">For each total the places of its parts among the bottom series; each part once.</param>
    /// <exception cref="ArgumentException">A part is outside the bottom series or comes twice, or a total has none.</exception>
    public SummingStructure(int bottomCount, IReadOnlyList<int[]> aggregates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bottomCount, 1);
        ArgumentNullException.ThrowIfNull(aggregates);
        BottomCount = bottomCount;
        _parts = new int[aggregates.Count][];
        int[] counts = new int[bottomCount + 1];
        for (int a = 0; a < aggregates.Count; a++)
        {
            int[] parts = [.. aggregates[a].Order()];
            if (parts.Length == 0 || parts[0] < 0 || parts[^1] >= bottomCount)
            {
                throw new ArgumentException($"Total {a} has parts outside the {bottomCount} bottom series, or none.", nameof(aggregates));
            }

            for (int i = 0; i < parts.Length; i++)
            {
                if (i > 0 && parts[i] == parts[i - 1])
                {
                    throw new ArgumentException($"Total {a} adds bottom series {parts[i]} twice.", nameof(aggregates));
                }

                counts[parts[i] + 1]++;
            }

            _parts[a] = parts;
        }

        for (int i = 0; i < bottomCount; i++)
        {
            counts[i + 1] += counts[i];
        }

        _parentStarts = [.. counts];
        _parents = new int[counts[^1]];
        for (int a = 0; a < _parts.Length; a++)
        {
            foreach (int part in _parts[a])
            {
                _parents[counts[part]++] = a;
            }
        }
    }

    /// <summary>How many bottom series there are.</summary>
    public int BottomCount { get; }

    /// <summary>How many totals there are.</summary>
    public int AggregateCount => _parts.Length;

    /// <summary>How many nodes there are.</summary>
    public int NodeCount => AggregateCount + BottomCount;

    /// <summary>The bottom series that a total adds up, in rising order.</summary>
    /// <param name="aggregate">The place of the total.</param>
    public ReadOnlySpan<int> Parts(int aggregate) => _parts[aggregate];

    /// <summary>The totals that a bottom series is a part of, in rising order.</summary>
    /// <param name="bottom">The place of the bottom series, 0 for the first.</param>
    public ReadOnlySpan<int> Totals(int bottom) => _parents.AsSpan(_parentStarts[bottom], _parentStarts[bottom + 1] - _parentStarts[bottom]);

    /// <summary>Adds up: fills the totals of a row of nodes from its bottom series.</summary>
    /// <param name="nodes">A number per node.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as nodes.</exception>
    public void AddUp(Span<double> nodes)
    {
        if (nodes.Length != NodeCount)
        {
            throw new ArgumentException($"There are {nodes.Length} numbers for {NodeCount} nodes.", nameof(nodes));
        }

        Span<double> bottom = nodes[AggregateCount..];
        for (int a = 0; a < _parts.Length; a++)
        {
            double sum = 0;
            foreach (int part in _parts[a])
            {
                sum += bottom[part];
            }

            nodes[a] = sum;
        }
    }

    /// <summary>The largest distance of a total from the sum of its parts, relative to the larger of the total and 1.</summary>
    /// <param name="nodes">A number per node.</param>
    public double Incoherence(ReadOnlySpan<double> nodes)
    {
        if (nodes.Length != NodeCount)
        {
            throw new ArgumentException($"There are {nodes.Length} numbers for {NodeCount} nodes.", nameof(nodes));
        }

        double worst = 0;
        for (int a = 0; a < _parts.Length; a++)
        {
            double sum = 0;
            foreach (int part in _parts[a])
            {
                sum += nodes[AggregateCount + part];
            }

            worst = Math.Max(worst, Math.Abs(sum - nodes[a]) / Math.Max(1, Math.Abs(nodes[a])));
        }

        return worst;
    }
}
