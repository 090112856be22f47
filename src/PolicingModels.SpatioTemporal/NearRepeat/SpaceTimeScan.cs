using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>What a scan expects where nothing is special.</summary>
public enum ScanModel
{
    /// <summary>Counts given the totals of places and of periods: no population is needed, and a place that is always busy, or a season that is busy everywhere, is no cluster (Kulldorff et al. 2005, doi:10.1371/journal.pmed.0020059).</summary>
    Permutation,

    /// <summary>Counts in proportion to the area of cells and length of periods, or to the expectations given.</summary>
    Poisson,
}

/// <summary>Settings of <see cref="SpaceTimeScan"/>.</summary>
public sealed record SpaceTimeScanOptions
{
    /// <summary>What is expected where nothing is special. Default: permutation.</summary>
    public ScanModel Model { get; init; } = ScanModel.Permutation;

    /// <summary>Largest radius of a cylinder in metres, above 0. Cells whose centres lie within belong to it. Default 3000.</summary>
    public double LargestRadiusMetres { get; init; } = 3000;

    /// <summary>Longest cylinder in periods, at least 1. Default 3.</summary>
    public int LongestPeriods { get; init; } = 3;

    /// <summary>Whether only cylinders that reach the last period are looked at, as a watch for emerging clusters does. Default: yes.</summary>
    public bool OnlyAlive { get; init; } = true;

    /// <summary>How many clusters to report at most, 1 to 100; later ones share no cell and period with earlier ones. Default 5.</summary>
    public int Clusters { get; init; } = 5;

    /// <summary>Random replicates, 19 to 9999. Default 999.</summary>
    public int Replicates { get; init; } = 999;

    /// <summary>Seed of the replicates; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Validate()
    {
        Setting.Defined(Model, nameof(Model));
        Setting.Positive(LargestRadiusMetres, nameof(LargestRadiusMetres), "metres");
        Setting.AtLeast(LongestPeriods, 1, nameof(LongestPeriods), "periods");
        Setting.Within(Clusters, 1, 100, nameof(Clusters), "clusters");
        Setting.Within(Replicates, 19, 9999, nameof(Replicates), "replicates");
    }
}

/// <summary>A cylinder with more events than expected.</summary>
/// <param name="CentreCell">The cell at its centre.</param>
/// <param name="RadiusMetres">The distance of its farthest cell's centre; 0 for a single cell.</param>
/// <param name="Cells">The cells, nearest first.</param>
/// <param name="Span">From the start of its first period to the end of its last.</param>
/// <param name="Observed">Events inside.</param>
/// <param name="Expected">Events expected inside where nothing is special.</param>
/// <param name="LogLikelihoodRatio">How much better the events are described with the cluster than without, in nats.</param>
/// <param name="PValue">Share of replicates (the data among them) whose best cylinder is at least as good; it answers for all places, sizes and times looked at.</param>
public sealed record ScanCluster(int CentreCell, double RadiusMetres, IReadOnlyList<int> Cells, Period Span, double Observed, double Expected, double LogLikelihoodRatio, double PValue)
{
    /// <summary>Observed over expected.</summary>
    public double Ratio => Observed / Expected;
}

/// <summary>What a scan found, best first; empty where no cylinder holds more events than expected. Immutable.</summary>
/// <param name="Clusters">Clusters that share no cell and period.</param>
/// <param name="Replicates">Random replicates.</param>
/// <param name="Seed">Their seed.</param>
public sealed record ScanReport(IReadOnlyList<ScanCluster> Clusters, int Replicates, ulong Seed);

/// <summary>Space–time scan statistic: looks for cylinders of neighbouring cells and consecutive periods with more events than expected.</summary>
/// <remarks>
/// Kulldorff 1997 (doi:10.1080/03610929708831995), Kulldorff et al. 2005. For c events where μ are expected of C in all: LLR = c·ln(c/μ) + (C − c)·ln((C − c)/(C − μ)) where c &gt; μ. The permutation model deals the events' periods to their places anew in each
/// replicate, the Poisson model draws C events by their expectations. Cost: cells × neighbours within the radius × lengths × replicates. Clusters after the first have cautious p-values. The answer depends on the seed only.
/// </remarks>
public sealed class SpaceTimeScan
{
    private readonly SpaceTimeScanOptions _options;

    /// <summary>Makes the scan.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public SpaceTimeScan(SpaceTimeScanOptions? options = null)
    {
        _options = options ?? new SpaceTimeScanOptions();
        _options.Validate();
    }

    /// <summary>Scans counts.</summary>
    /// <param name="counts">Whole counts of one category over at least two periods that share no day.</param>
    /// <param name="expected">For the Poisson model: expected counts, one row of cells per period after another; null for area times days. Scaled to the number of events.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">Counts of several categories, fractional counts, overlapping periods, or expectations of another shape.</exception>
    /// <exception cref="AnalysisException">There is no event, or a single period under the permutation model.</exception>
    public ScanReport Scan(SpaceTimeCounts counts, IReadOnlyList<double>? expected = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (!counts.IsWhole || counts.Periods.Overlaps)
        {
            throw new ArgumentException("A scan takes whole counts of periods that share no day: count events at one moment of their windows, on a calendar that does not overlap.", nameof(counts));
        }

        CountHistory history = CountHistory.Of(counts, "the scan");
        if (_options.Model == ScanModel.Permutation && history.PeriodCount < 2)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, "The permutation scan compares periods with each other; the counts hold a single one. Bring at least two periods.");
        }

        if (expected is not null && (_options.Model == ScanModel.Permutation || expected.Count != history.PeriodCount * history.CellCount))
        {
            throw new ArgumentException($"Expectations belong to the Poisson model and hold {history.PeriodCount} periods × {history.CellCount} cells; {expected.Count} were given.", nameof(expected));
        }

        Cylinders cylinders = new(history, _options, Mean(history, expected));
        List<(double Score, Cylinder At)> best = cylinders.Best(cylinders.Actual, _options.Clusters, cancellationToken);
        double[] highest = new double[_options.Replicates];
        SeededRandom root = new(_options.Seed);
        Parallel.For(0, highest.Length, new ParallelOptions { CancellationToken = cancellationToken }, k =>
        {
            List<(double Score, Cylinder At)> drawn = cylinders.Best(cylinders.Draw(root.Fork((ulong)k)), 1, cancellationToken);
            highest[k] = drawn.Count > 0 ? drawn[0].Score : 0;
        });
        return new ScanReport([.. best.Select(b => cylinders.Describe(b.At, b.Score, (1.0 + highest.Count(h => h >= b.Score - 1e-9)) / (1 + highest.Length)))], highest.Length, _options.Seed);
    }

    private double[] Mean(CountHistory history, IReadOnlyList<double>? expected)
    {
        double[] mean = new double[history.PeriodCount * history.CellCount];
        double[] cell = new double[history.CellCount];
        for (int t = 0; t < history.PeriodCount; t++)
        {
            ReadOnlySpan<double> row = history.Row(t);
            for (int c = 0; c < row.Length; c++)
            {
                cell[c] += row[c];
            }
        }

        double sum = 0;
        for (int k = 0; k < mean.Length; k++)
        {
            int t = k / cell.Length, c = k % cell.Length;
            mean[k] = _options.Model == ScanModel.Permutation ? history.Totals[t] * cell[c] / history.Sum : expected?[k] ?? history.Exposure[c] * history.Periods[t].Days;
            if (!(mean[k] >= 0) || !double.IsFinite(mean[k]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Period {t}, cell {c} expects {mean[k]} events; expectations are finite and not negative."), nameof(expected));
            }

            sum += mean[k];
        }

        for (int k = 0; k < mean.Length; k++)
        {
            mean[k] *= history.Sum / sum;
        }

        return mean;
    }

    private readonly record struct Cylinder(int Centre, int Neighbours, int First, int End);

    private sealed class Cylinders
    {
        private readonly CountHistory _history;
        private readonly SpaceTimeScanOptions _options;
        private readonly double[] _mean;
        private readonly double[] _running;
        private readonly int[][] _near;
        private readonly int[] _cellOfEvent;
        private readonly int[] _periodOfEvent;

        public Cylinders(CountHistory history, SpaceTimeScanOptions options, double[] mean)
        {
            _history = history;
            _options = options;
            _mean = mean;
            int cells = history.CellCount, periods = history.PeriodCount;
            Actual = new double[cells * periods];
            List<int> where = [], when = [];
            for (int t = 0; t < periods; t++)
            {
                history.Row(t).CopyTo(Actual.AsSpan(t * cells));
                for (int c = 0; c < cells; c++)
                {
                    for (int k = 0; k < (int)Math.Round(Actual[(t * cells) + c]); k++)
                    {
                        where.Add(c);
                        when.Add(t);
                    }
                }
            }

            _cellOfEvent = [.. where];
            _periodOfEvent = [.. when];
            _near = Near(history.Grid.Cells, options.LargestRadiusMetres);
            _running = new double[mean.Length];
            double sum = 0;
            for (int k = 0; k < mean.Length; k++)
            {
                _running[k] = sum += mean[k];
            }
        }

        public double[] Actual { get; }

        public double[] Draw(SeededRandom random)
        {
            double[] drawn = new double[Actual.Length];
            int cells = _history.CellCount;
            if (_options.Model == ScanModel.Permutation)
            {
                int[] when = [.. _periodOfEvent];
                random.Shuffle<int>(when);
                for (int e = 0; e < when.Length; e++)
                {
                    drawn[(when[e] * cells) + _cellOfEvent[e]]++;
                }
            }
            else
            {
                for (int e = 0; e < _cellOfEvent.Length; e++)
                {
                    drawn[random.NextIndex(_running)]++;
                }
            }

            return drawn;
        }

        /// <summary>The best cylinders that share no cell and period, best first; ties go to the lowest centre, then the smallest.</summary>
        public List<(double Score, Cylinder At)> Best(double[] counts, int most, CancellationToken cancellationToken)
        {
            List<(double Score, Cylinder At)> found = [];
            HashSet<(int Cell, int Period)> taken = [];
            while (found.Count < most)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (double score, Cylinder at) = One(counts, taken);
                if (score <= 0)
                {
                    break;
                }

                found.Add((score, at));
                for (int k = 0; k < at.Neighbours; k++)
                {
                    for (int t = at.First; t < at.End; t++)
                    {
                        taken.Add((_near[at.Centre][k], t));
                    }
                }
            }

            return found;
        }

        public ScanCluster Describe(Cylinder at, double score, double p)
        {
            int[] cells = _near[at.Centre][..at.Neighbours];
            double observed = 0, expected = 0;
            for (int t = at.First; t < at.End; t++)
            {
                foreach (int c in cells)
                {
                    observed += Actual[(t * _history.CellCount) + c];
                    expected += _mean[(t * _history.CellCount) + c];
                }
            }

            GridCell a = _history.Grid.Cells[at.Centre], b = _history.Grid.Cells[cells[^1]];
            double radius = Math.Sqrt(((a.Easting - b.Easting) * (a.Easting - b.Easting)) + ((a.Northing - b.Northing) * (a.Northing - b.Northing)));
            return new ScanCluster(at.Centre, radius, cells, new Period(_history.Periods[at.First].Start, _history.Periods[at.End - 1].End), observed, expected, score, p);
        }

        private (double Score, Cylinder At) One(double[] counts, HashSet<(int Cell, int Period)> taken)
        {
            int cells = _history.CellCount, periods = _history.PeriodCount;
            double best = 0, all = _history.Sum;
            Cylinder at = default;
            for (int end = _options.OnlyAlive ? periods : 1; end <= periods; end++)
            {
                for (int centre = 0; centre < cells; centre++)
                {
                    for (int first = end - 1; first >= Math.Max(0, end - _options.LongestPeriods); first--)
                    {
                        double c = 0, mean = 0;
                        for (int k = 0; k < _near[centre].Length; k++)
                        {
                            int cell = _near[centre][k];
                            if (taken.Count > 0 && Touches(taken, cell, first, end))
                            {
                                break;
                            }

                            for (int t = first; t < end; t++)
                            {
                                c += counts[(t * cells) + cell];
                                mean += _mean[(t * cells) + cell];
                            }

                            if (c > mean && c > 1)
                            {
                                double score = Score(c, mean, all);
                                if (score > best + 1e-12)
                                {
                                    (best, at) = (score, new Cylinder(centre, k + 1, first, end));
                                }
                            }
                        }
                    }
                }
            }

            return (best, at);
        }

        private static bool Touches(HashSet<(int Cell, int Period)> taken, int cell, int first, int end)
        {
            for (int t = first; t < end; t++)
            {
                if (taken.Contains((cell, t)))
                {
                    return true;
                }
            }

            return false;
        }

        private static double Score(double c, double mean, double all)
        {
            double rest = all - c;
            return (c * Math.Log(c / Math.Max(mean, 1e-300))) + (rest > 0 ? rest * Math.Log(rest / Math.Max(all - mean, 1e-300)) : 0);
        }

        private static int[][] Near(IReadOnlyList<GridCell> cells, double radius)
        {
            double[] x = [.. cells.Select(c => c.Easting)], y = [.. cells.Select(c => c.Northing)];
            PointBuckets buckets = new(x, y, radius);
            int[][] near = new int[cells.Count][];
            for (int i = 0; i < near.Length; i++)
            {
                List<(double Squared, int Cell)> found = [];
                (int left, int right, int bottom, int top) = buckets.Around(x[i], y[i], radius);
                for (int row = bottom; row <= top; row++)
                {
                    foreach (int j in buckets.Of(row, left, right))
                    {
                        double squared = ((x[i] - x[j]) * (x[i] - x[j])) + ((y[i] - y[j]) * (y[i] - y[j]));
                        if (squared <= radius * radius)
                        {
                            found.Add((squared, j));
                        }
                    }
                }

                found.Sort();
                near[i] = [.. found.Select(f => f.Cell)];
            }

            return near;
        }
    }
}
