namespace PolicingModels.SpatioTemporal;

/// <summary>What the highest-ranked cells captured.</summary>
/// <param name="AreaShare">Share of the area that was flagged, 0 to 1.</param>
/// <param name="Hits">Events inside the flagged cells.</param>
/// <param name="BestHits">The most events that any choice of cells of the same area could have captured.</param>
public readonly record struct TopShareHits(double AreaShare, double Hits, double BestHits);

/// <summary>Cells in the order of a forecast, beside what happened in them.</summary>
/// <remarks>
/// Under <see cref="TopShareRounding.Floor"/> and <see cref="TopShareRounding.Ceiling"/> cells rank by expected count and each is one unit of area.
/// Under the two rules by area they rank by expected count per km², and the best attainable capture fills exactly the flagged area with the
/// cells of the highest observed density, the last one fractionally: an upper bound for whole cells. Cost n log n in the number of cells.
/// Immutable and thread-safe.
/// </remarks>
public sealed class CellRanking
{
    private readonly EvaluationConventions _conventions;
    private readonly double[] _observed;
    private readonly double[] _units;
    private readonly double[] _areas;
    private readonly double[] _keys;
    private readonly int[] _order;
    private readonly double[] _bestUnits;
    private readonly double[] _bestHits;
    private readonly double _totalUnits;
    private readonly double _unitsInCells;
    private readonly double _studyArea;

    /// <summary>Ranks cells.</summary>
    /// <param name="expected">Expected count, or any other score that is higher where more is expected, per cell; finite.</param>
    /// <param name="observed">Observed count per cell; finite and not negative.</param>
    /// <param name="areasSquareKilometres">True clipped area per cell, km², above 0.</param>
    /// <param name="conventions">How ties and shares are treated.</param>
    /// <param name="stream">Number of the random order under <see cref="TieOrder.Random"/>, for instance the origin's.</param>
    /// <exception cref="ArgumentException">The three differ in length, are empty, or hold a value outside its range.</exception>
    public CellRanking(ReadOnlySpan<double> expected, ReadOnlySpan<double> observed, ReadOnlySpan<double> areasSquareKilometres, EvaluationConventions conventions, int stream = 0)
    {
        ArgumentNullException.ThrowIfNull(conventions);
        conventions.Validate();
        int n = expected.Length;
        if (n == 0 || observed.Length != n || areasSquareKilometres.Length != n)
        {
            throw new ArgumentException($"There are {n} expected counts, {observed.Length} observed counts and {areasSquareKilometres.Length} areas; each cell has one of each.", nameof(expected));
        }

        for (int i = 0; i < n; i++)
        {
            if (!double.IsFinite(expected[i]) || !(observed[i] >= 0 && double.IsFinite(observed[i])) || !(areasSquareKilometres[i] > 0 && double.IsFinite(areasSquareKilometres[i])))
            {
                throw new ArgumentException(FormattableString.Invariant($"Cell {i} has the score {expected[i]}, the count {observed[i]} and the area {areasSquareKilometres[i]} km²; scores are finite, counts finite and not negative, areas above 0."), nameof(expected));
            }
        }

        bool byArea = conventions.Rounding is TopShareRounding.ByArea or TopShareRounding.ByAreaFractional;
        _conventions = conventions;
        _observed = observed.ToArray();
        _areas = areasSquareKilometres.ToArray();
        _units = new double[n];
        _keys = new double[n];
        double[] bestKeys = new double[n];
        double sumOfAreas = 0;
        for (int i = 0; i < n; i++)
        {
            _units[i] = byArea ? _areas[i] : 1;
            _keys[i] = expected[i] / _units[i];
            bestKeys[i] = observed[i] / _units[i];
            sumOfAreas += _areas[i];
        }

        _studyArea = conventions.StudyAreaSquareKilometres ?? sumOfAreas;
        _totalUnits = !byArea ? n : conventions.Area == AreaDenominator.StudyArea ? _studyArea : sumOfAreas;
        _unitsInCells = byArea ? sumOfAreas : n;
        double[]? tieKeys = conventions.Ties switch
        {
            TieOrder.Pessimistic => bestKeys,
            TieOrder.Random => RandomKeys(n, conventions.TieSeed, stream),
            _ => null,
        };
        _order = Sorted(_keys, tieKeys);
        int[] best = Sorted(bestKeys, null);
        _bestUnits = new double[n + 1];
        _bestHits = new double[n + 1];
        for (int i = 0; i < n; i++)
        {
            _bestUnits[i + 1] = _bestUnits[i] + _units[best[i]];
            _bestHits[i + 1] = _bestHits[i] + _observed[best[i]];
        }

        TotalObserved = Sum(_observed);
    }

    /// <summary>Cell numbers from the highest rank to the lowest.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>Events in all cells.</summary>
    public double TotalObserved { get; }

    /// <summary>The capture of a top share.</summary>
    /// <param name="percent">Share of the area in percent, above 0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The percentage is out of range.</exception>
    public TopShareHits Top(double percent)
    {
        if (!(percent is > 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A share of the area is above 0 and at most 100 percent.");
        }

        double target = _totalUnits * percent / 100;
        return Capture(_conventions.Rounding switch
        {
            TopShareRounding.Floor => Math.Floor(target),
            TopShareRounding.Ceiling => Math.Ceiling(target),
            _ => target,
        });
    }

    /// <summary>The whole cells of a top share, highest first, in the fixed order of ties.</summary>
    /// <param name="percent">Share of the area in percent, above 0 to 100.</param>
    internal ReadOnlySpan<int> TopCells(double percent)
    {
        double target = _totalUnits * percent / 100, units = 0;
        target = _conventions.Rounding == TopShareRounding.Ceiling ? Math.Ceiling(target) : target;
        int count = 0;
        while (count < _order.Length && units + _units[_order[count]] <= target * (1 + 1e-12))
        {
            units += _units[_order[count++]];
        }

        return _order.AsSpan(0, count);
    }

    /// <summary>The capture at a fraction of all cells' area, to the nearest whole cell under the rules by number.</summary>
    internal TopShareHits AtFraction(double fraction) =>
        Capture(_conventions.Rounding is TopShareRounding.Floor or TopShareRounding.Ceiling
            ? Math.Round(_units.Length * fraction)
            : _unitsInCells * fraction);

    // Units are cells, or km² under the rules by area.
    private TopShareHits Capture(double target)
    {
        double units = 0, hits = 0, area = 0;
        bool blend = _conventions.Ties == TieOrder.Expected;
        for (int at = 0; at < _order.Length && units < target;)
        {
            int end = at + 1;
            double groupUnits = _units[_order[at]], groupHits = _observed[_order[at]], groupArea = _areas[_order[at]];
            while (blend && end < _order.Length && _keys[_order[end]] == _keys[_order[at]])
            {
                groupUnits += _units[_order[end]];
                groupHits += _observed[_order[end]];
                groupArea += _areas[_order[end]];
                end++;
            }

            double room = target - units;
            // The slack forgives the rounding of a sum of areas that should fill the share exactly.
            if (groupUnits > room * (1 + 1e-12))
            {
                if (!blend && _conventions.Rounding == TopShareRounding.ByArea)
                {
                    break;
                }

                double fraction = room / groupUnits;
                groupUnits = room;
                groupHits *= fraction;
                groupArea *= fraction;
            }

            units += groupUnits;
            hits += groupHits;
            area += groupArea;
            at = end;
        }

        double share = _conventions.Area == AreaDenominator.StudyArea ? area / _studyArea : units / _totalUnits;
        return new TopShareHits(share, hits, Best(units));
    }

    // The highest observed densities fill the units, the last cell by the fraction that fits.
    private double Best(double units)
    {
        int at = Array.BinarySearch(_bestUnits, units);
        if (at >= 0)
        {
            return _bestHits[at];
        }

        int above = ~at;
        if (above == _bestUnits.Length)
        {
            return _bestHits[^1];
        }

        double fraction = (units - _bestUnits[above - 1]) / (_bestUnits[above] - _bestUnits[above - 1]);
        return _bestHits[above - 1] + (fraction * (_bestHits[above] - _bestHits[above - 1]));
    }

    private static double Sum(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static int[] Sorted(double[] keys, double[]? tieKeys)
    {
        int[] order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) =>
        {
            int byKey = keys[b].CompareTo(keys[a]);
            if (byKey != 0)
            {
                return byKey;
            }

            int byTie = tieKeys is null ? 0 : tieKeys[a].CompareTo(tieKeys[b]);
            return byTie != 0 ? byTie : a.CompareTo(b);
        });
        return order;
    }

    private static double[] RandomKeys(int n, ulong seed, int stream)
    {
        SeededRandom random = new SeededRandom(seed).Fork((ulong)stream);
        double[] keys = new double[n];
        for (int i = 0; i < n; i++)
        {
            keys[i] = random.NextDouble();
        }

        return keys;
    }
}
