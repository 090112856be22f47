using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>Where background events fall: a density over the study area that integrates to 1, from events weighted by their probability of being background.</summary>
/// <remarks>A hundredth of it is even over the area, so that nowhere is impossible.</remarks>
internal sealed class BackgroundDensity
{
    public const double EvenShare = 0.01;

    private const double Reach = 4;
    private const int Parts = 8;
    private const int Pilot = 32;
    private const int LeastPilot = 8;

    // A kernel cut at four bandwidths keeps this much of its mass.
    private static readonly double Kept = 1 - Math.Exp(-0.5 * Reach * Reach);

    private readonly PointPattern _pattern;
    private readonly BackgroundKind _kind;
    private readonly WeightedPoints _places;
    private readonly int[] _place;
    private readonly double[] _mass;
    private readonly PointBuckets? _buckets;
    private readonly double[] _weight;
    private double _total;

    private BackgroundDensity(PointPattern pattern, BackgroundKind kind, WeightedPoints places, int[] place, double[] bandwidth, KernelSample? sample)
    {
        _pattern = pattern;
        _kind = kind;
        _places = places;
        _place = place;
        Bandwidth = bandwidth;
        _weight = new double[places.Count];
        _mass = new double[places.Count];
        for (int p = 0; p < _mass.Length; p++)
        {
            _mass[p] = sample is null ? 1 : Math.Max(sample.MassInside(p), 1.0 / KernelSample.Points) * Kept;
        }

        if (kind != BackgroundKind.Grid && places.Count > 0)
        {
            double[] sorted = [.. bandwidth];
            Array.Sort(sorted);
            _buckets = new PointBuckets(places.X, places.Y, 2 * sorted[sorted.Length / 2]);
        }
    }

    /// <summary>The bandwidth of each distinct place, in metres; empty for the grid.</summary>
    public double[] Bandwidth { get; }

    /// <summary>What was chosen or given: neighbours, metres, or 0 for the grid.</summary>
    public double Setting { get; private init; }

    /// <summary>The distinct place (or cell) of each event.</summary>
    public ReadOnlySpan<int> Place => _place;

    public KernelSample? Sample { get; private init; }

    public double MedianBandwidth
    {
        get
        {
            double[] sorted = [.. Bandwidth];
            Array.Sort(sorted);
            return sorted.Length > 0 ? sorted[sorted.Length / 2] : CellSize.TypicalSideMetres(_pattern.Area.Cells);
        }
    }

    /// <summary>The backgrounds to choose from: one where all is given, one per number of neighbours where that is open.</summary>
    public static List<BackgroundDensity> Candidates(PointPattern pattern, SelfExcitingOptions options, CancellationToken cancellationToken)
    {
        if (pattern.FromCounts || options.Background == BackgroundKind.Grid)
        {
            int cells = pattern.Area.Cells.Count;
            return [new BackgroundDensity(pattern, BackgroundKind.Grid, WeightedPoints.At(new double[cells], new double[cells], new double[cells]), pattern.Cell, [], null)];
        }

        (WeightedPoints places, int[] place) = Distinct(pattern);
        if (options.Background == BackgroundKind.FixedKernel)
        {
            double[] bandwidth = new double[places.Count];
            double metres = Math.Max(options.BackgroundBandwidthMetres ?? 0.5 * SpatioTemporal.Bandwidth.NormalReference(places, 2 * pattern.PrecisionMetres), pattern.PrecisionMetres);
            Array.Fill(bandwidth, metres);
            return [Of(metres, bandwidth)];
        }

        // The distance to a near neighbour depends on whether that very event is there, so that it would explain itself through the width of its neighbours' kernels.
        int pilot = Math.Clamp(pattern.Count / 8, LeastPilot, Pilot);
        double[] distance = NeighbourDistances.Of(places, [pilot], cancellationToken)[0];
        int[] neighbours = options.BackgroundNeighbours is { } k ? [k] : [4, 8, 15, 30, 60, 120];
        List<BackgroundDensity> made = [];
        for (int c = 0; c < neighbours.Length; c++)
        {
            // Asking for more neighbours than there are events says nothing new.
            if (c > 0 && neighbours[c] >= pattern.Count)
            {
                break;
            }

            double scale = Math.Sqrt(neighbours[c] / (double)pilot);
            made.Add(Of(neighbours[c], Array.ConvertAll(distance, d => Math.Max(scale * d, pattern.PrecisionMetres))));
        }

        return made;

        BackgroundDensity Of(double setting, double[] h)
        {
            KernelSample sample = KernelSample.Of(pattern.Area, places.X, places.Y, (p, share) => h[p] * Math.Sqrt(-2 * AccurateMath.Log1P(-share)), cancellationToken);
            return new BackgroundDensity(pattern, options.Background, places, place, h, options.EdgeCorrection ? sample : null) { Setting = setting, Sample = sample };
        }
    }

    /// <summary>Takes new weights, one per event.</summary>
    public void Weigh(ReadOnlySpan<double> weight)
    {
        Array.Clear(_weight);
        _total = 0;
        for (int i = 0; i < weight.Length; i++)
        {
            _weight[_place[i]] += weight[i];
            _total += weight[i];
        }
    }

    /// <summary>Writes the density at each event as events of other times make it, per m².</summary>
    /// <param name="weight">Each event's probability of being background.</param>
    /// <param name="pairs">Pairs of events close in time and place.</param>
    /// <param name="into">Receives the density.</param>
    /// <param name="elsewhen">Pairs of each event at other moments; null where they are not wanted.</param>
    /// <param name="apart">Receives the density with the events before those moments left out too.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <remarks>
    /// An event and those that it triggered, or that triggered it, would explain each other as background. Each is therefore looked at by the events more than a
    /// tenth of the observed time (and no more than the longest trigger time) away, as in a blocked cross-validation.
    /// </remarks>
    public void AtEvents(ReadOnlyMemory<double> weight, TriggerPairs pairs, Span<double> into, TimeShift[]? elsewhen, Span<double> apart, CancellationToken cancellationToken)
    {
        double span = ApartDays(pairs);
        double[] near = Near(weight, pairs, span, true, cancellationToken), close = CloseInTime(weight.Span, span, null);
        double[]? sums = _kind == BackgroundKind.Grid ? null : Sums(_places.X, _places.Y, _buckets!, cancellationToken);
        Leave(weight.Span, pairs, near, close, sums, into);
        foreach (TimeShift shift in elsewhen ?? [])
        {
            System.Numerics.Tensors.TensorPrimitives.Add(near, Near(weight, shift.Pairs, span, false, cancellationToken), near);
            System.Numerics.Tensors.TensorPrimitives.Add(close, CloseInTime(weight.Span, span, shift), close);
        }

        if (elsewhen is not null)
        {
            Leave(weight.Span, pairs, near, close, sums, apart);
        }
    }

    /// <summary>How far in time an event's own background stays away from it.</summary>
    public double ApartDays(TriggerPairs pairs) => Math.Min(pairs.LongestDays, 0.1 * _pattern.Time.Days);

    /// <summary>The density where a process would trigger events, with the events close in time and those before the shifted moments left out, as for events.</summary>
    public double[] At(TriggeredSample sample, ReadOnlySpan<double> weight, TriggerPairs pairs, TimeShift[] elsewhen, CancellationToken cancellationToken)
    {
        int n = sample.X.Length;
        double span = ApartDays(pairs);
        double[] near = new double[n], into = _kind == BackgroundKind.Grid || n == 0 ? new double[n] : Sums(sample.X, sample.Y, new PointBuckets(sample.X, sample.Y, 2 * MedianBandwidth), cancellationToken);
        AddNear(sample, sample.Past, weight, span, near);
        AddNear(sample, sample.Future, weight, span, near);
        foreach (TriggerPairs shifted in sample.Shifted)
        {
            AddNear(sample, shifted, weight, span, near);
        }

        double[] close = CloseInTime(weight, span, null);
        foreach (TimeShift shift in elsewhen)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(close, CloseInTime(weight, span, shift), close);
        }

        for (int q = 0; q < n; q++)
        {
            double left = close[sample.Next[q]] * Within(Target(sample, q), pairs.FarthestMetres), others = _total - left;
            into[q] = _kind == BackgroundKind.Grid
                ? OfCell(sample.Cell[q], near[q], left)
                : others > 0 ? ((1 - EvenShare) * Math.Max(into[q] - near[q], 0) / others) + (EvenShare / _pattern.SquareMetres) : 1 / _pattern.SquareMetres;
        }

        return into;
    }

    private void AddNear(TriggeredSample sample, TriggerPairs pairs, ReadOnlySpan<double> weight, double apart, double[] into)
    {
        for (int q = 0; q < into.Length; q++)
        {
            for (int k = pairs.Start[q]; k < pairs.Start[q + 1]; k++)
            {
                if (pairs.Days[k] <= apart)
                {
                    into[q] += weight[pairs.Earlier[k]] * Share(_place[pairs.Earlier[k]], Target(sample, q), pairs.Squared[k]);
                }
            }
        }
    }

    /// <summary>The cell of a triggered event, or the place of the event that triggers it.</summary>
    private int Target(TriggeredSample sample, int q) => _kind == BackgroundKind.Grid ? sample.Cell[q] : _place[sample.Parent[q]];

    private void Leave(ReadOnlySpan<double> w, TriggerPairs pairs, double[] near, double[] close, double[]? sums, Span<double> into)
    {
        double even = 1 / _pattern.SquareMetres;
        for (int i = 0; i < into.Length; i++)
        {
            // Pairs reach only so far: of what events close in time add here, the part of a kernel within that reach was taken out.
            int p = _place[i];
            double left = w[i] + (close[i] * Within(p, pairs.FarthestMetres)), others = _total - left;
            into[i] = sums is null
                ? OfCell(p, w[i] + near[i], left)
                : others > 0 ? ((1 - EvenShare) * Math.Max(sums[p] - (w[i] * Peak(p)) - near[i], 0) / others) + (EvenShare * even) : even;
        }
    }

    private double Within(int place, double reach)
    {
        if (_kind == BackgroundKind.Grid)
        {
            return Math.Min(1, Math.PI * reach * reach / Math.Max(1e6 * _pattern.Area.Cells[place].AreaSquareKilometres, 1));
        }

        double ratio = reach / Bandwidth[place];
        return -AccurateMath.ExpM1(-0.5 * ratio * ratio);
    }

    private double Peak(int place) => 1 / (2 * Math.PI * Bandwidth[place] * Bandwidth[place] * _mass[place]);

    /// <summary>The weight of all other events close in time to each event, or before the moment it is shifted to.</summary>
    private double[] CloseInTime(ReadOnlySpan<double> weight, double apart, TimeShift? shift)
    {
        double[] close = new double[weight.Length], running = new double[weight.Length + 1];
        for (int i = 0; i < weight.Length; i++)
        {
            running[i + 1] = running[i] + weight[i];
        }

        double[] t = _pattern.T;
        for (int i = 0, first = 0, end = 0; i < close.Length; i++)
        {
            for (; t[i] - t[first] > apart; first++)
            {
            }

            for (end = Math.Max(end, i + 1); shift is null && end < close.Length && t[end] - t[i] <= apart; end++)
            {
            }

            close[shift is null ? i : shift.EventAt(i)] = running[shift is null ? end : i] - running[first] - (shift is null ? weight[i] : 0);
        }

        return close;
    }

    /// <summary>What close events add at each event; of pairs at other moments only the earlier event's part.</summary>
    private double[] Near(ReadOnlyMemory<double> weight, TriggerPairs pairs, double apart, bool bothWays, CancellationToken cancellationToken)
    {
        int n = weight.Length;
        double[][] parts = new double[Parts][];
        Parallel.For(0, Parts, FitThreads.Options(cancellationToken), part =>
        {
            double[] into = parts[part] = new double[n];
            ReadOnlySpan<double> w = weight.Span;
            int first = (int)((long)n * part / Parts), end = (int)((long)n * (part + 1) / Parts);
            for (int i = first; i < end; i++)
            {
                for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
                {
                    if (pairs.Days[k] <= apart)
                    {
                        int j = pairs.Earlier[k];
                        into[i] += w[j] * Share(_place[j], _place[i], pairs.Squared[k]);
                        if (bothWays)
                        {
                            into[j] += w[i] * Share(_place[i], _place[j], pairs.Squared[k]);
                        }
                    }
                }
            }
        });
        for (int part = 1; part < Parts; part++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(parts[0], parts[part], parts[0]);
        }

        return parts[0];
    }

    /// <summary>What an event of weight 1 at one place adds at another.</summary>
    private double Share(int from, int at, double squared)
    {
        if (_kind == BackgroundKind.Grid)
        {
            return from == at ? 1 : 0;
        }

        double h = Bandwidth[from] * Bandwidth[from];
        return squared < Reach * Reach * h ? Math.Exp(-0.5 * squared / h) * Peak(from) : 0;
    }

    /// <summary>The density at any places, per m²; 0 outside the area.</summary>
    public double[] At(double[] x, double[] y, CancellationToken cancellationToken)
    {
        int[] cell = new int[x.Length];
        _pattern.Area.Locate(x, y, cell);
        double[] sums = _kind == BackgroundKind.Grid ? new double[x.Length] : Sums(x, y, new PointBuckets(x, y, 2 * MedianBandwidth), cancellationToken);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = cell[i] < 0 ? 0 : _kind == BackgroundKind.Grid ? OfCell(cell[i], 0, 0) : ((1 - EvenShare) * sums[i] / Math.Max(_total, double.Epsilon)) + (EvenShare / _pattern.SquareMetres);
        }

        return sums;
    }

    /// <summary>Adds to each cell the share of background events expected there, from events of given weight; they add up to 1.</summary>
    public void Spread(ReadOnlySpan<double> weight, int events, Span<double> into)
    {
        IReadOnlyList<Gridding.GridCell> cells = _pattern.Area.Cells;
        double total = 0;
        for (int i = 0; i < events; i++)
        {
            if (Sample is null)
            {
                into[_place[i]] += weight[i];
            }
            else
            {
                Sample.Add(_place[i], weight[i] / Math.Max(Sample.MassInside(_place[i]), 1.0 / KernelSample.Points), into);
            }
        }

        foreach (double value in into)
        {
            total += value;
        }

        for (int c = 0; c < into.Length; c++)
        {
            double even = cells[c].AreaSquareKilometres * 1e6 / _pattern.SquareMetres;
            into[c] = total > 0 ? ((1 - EvenShare) * into[c] / total) + (EvenShare * even) : even;
        }
    }

    /// <summary>Draws a place inside the study area.</summary>
    public (double X, double Y) Draw(SeededRandom random, double[] cumulative)
    {
        int[] cell = new int[1];
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            double x, y;
            if (_kind == BackgroundKind.Grid || random.NextDouble() < EvenShare)
            {
                int at = _kind == BackgroundKind.Grid && random.NextDouble() >= EvenShare ? _place[random.NextIndex(cumulative)] : -1;
                (x, y) = AreaSampling.Draw(_pattern.Area, at, random);
                return (x, y);
            }

            int p = _place[random.NextIndex(cumulative)];
            x = _places.X[p] + (Bandwidth[p] * random.NextGaussian());
            y = _places.Y[p] + (Bandwidth[p] * random.NextGaussian());
            _pattern.Area.Locate([x], [y], cell);
            if (cell[0] >= 0)
            {
                return (x, y);
            }
        }

        throw new AnalysisException(AnalysisFailure.OutsideStudyArea, string.Create(CultureInfo.InvariantCulture, $"A thousand draws from the background fell outside the {_pattern.Area.Cells.Count} cells of the study area. Check that events and cells share one plane."));
    }

    private double OfCell(int cell, double leftOut, double allLeftOut)
    {
        // Half an event per cell beforehand, as in Jeffreys's prior of a rate.
        double area = Math.Max(_pattern.Area.Cells[cell].AreaSquareKilometres * 1e6, 1);
        double share = (Math.Max(_weight[cell] - leftOut, 0) + 0.5) / (_total - allLeftOut + (0.5 * _weight.Length));
        return ((1 - EvenShare) * share / area) + (EvenShare / _pattern.SquareMetres);
    }

    /// <summary>Sums of kernels at targets. Parts are summed in order, so that the answer does not depend on threads.</summary>
    private double[] Sums(double[] targetX, double[] targetY, PointBuckets targets, CancellationToken cancellationToken)
    {
        int n = _places.Count;
        double[][] parts = new double[Parts][];
        Parallel.For(0, Parts, FitThreads.Options(cancellationToken), part =>
        {
            double[] into = parts[part] = new double[targetX.Length];
            int first = (int)((long)n * part / Parts), end = (int)((long)n * (part + 1) / Parts);
            for (int q = first; q < end; q++)
            {
                if ((q & 255) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                double h = Bandwidth[q], scale = -0.5 / (h * h), height = _weight[q] / (2 * Math.PI * h * h * _mass[q]), reach = Reach * h, x = _places.X[q], y = _places.Y[q];
                if (!(height > 0))
                {
                    continue;
                }

                (int left, int right, int bottom, int top) = targets.Around(x, y, reach);
                for (int row = bottom; row <= top; row++)
                {
                    foreach (int p in targets.Of(row, left, right))
                    {
                        double dx = targetX[p] - x, dy = targetY[p] - y, squared = (dx * dx) + (dy * dy);
                        if (squared < reach * reach)
                        {
                            into[p] += height * Math.Exp(scale * squared);
                        }
                    }
                }
            }
        });
        double[] sums = parts[0];
        for (int part = 1; part < Parts; part++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(sums, parts[part], sums);
        }

        return sums;
    }

    private static (WeightedPoints Places, int[] Place) Distinct(PointPattern pattern)
    {
        Dictionary<(double, double), int> seen = new(pattern.Count);
        List<double> x = [], y = [], count = [];
        int[] place = new int[pattern.Count];
        for (int i = 0; i < place.Length; i++)
        {
            (double, double) at = (pattern.X[i], pattern.Y[i]);
            if (!seen.TryGetValue(at, out int p))
            {
                seen.Add(at, p = x.Count);
                x.Add(at.Item1);
                y.Add(at.Item2);
                count.Add(0);
            }

            count[p]++;
            place[i] = p;
        }

        return (WeightedPoints.At([.. x], [.. y], [.. count]), place);
    }
}
