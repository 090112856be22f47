using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>What is expected in each cell in a coming period, with its uncertainty. Immutable and thread-safe.</summary>
/// <remarks>Cells are ranked by expected count, highest first; ties go to the lowest cell number, so that the order never depends on chance.</remarks>
public sealed class GridForecast
{
    private readonly double[] _expected;
    private readonly Lazy<int[]> _order;
    private readonly Lazy<CellForecast[]> _cells;

    /// <summary>Makes a forecast.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="grid">The cells.</param>
    /// <param name="period">The period forecast.</param>
    /// <param name="distributions">One predictive distribution per cell.</param>
    /// <param name="likelihoodRule">The rule behind the categories of relative likelihood; <see cref="LikelihoodRule.Default"/> where none is given.</param>
    /// <param name="notes">What a reader should know about this forecast, one sentence each.</param>
    /// <param name="total">
    /// The predictive distribution of the count in the whole study area, its mean the sum of the cells' means; null to take the cells as independent, which
    /// understates the spread of the total wherever all cells rise and fall together.
    /// </param>
    /// <exception cref="ArgumentException">There is not one distribution per cell, a mean is negative or not finite, or the total's mean is not the sum of the cells'.</exception>
    public GridForecast(
        string model,
        IGrid grid,
        Period period,
        IReadOnlyList<CountDistribution> distributions,
        LikelihoodRule? likelihoodRule = null,
        IReadOnlyList<string>? notes = null,
        CountDistribution? total = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(distributions);
        if (distributions.Count != grid.Cells.Count)
        {
            throw new ArgumentException($"There are {distributions.Count} distributions for {grid.Cells.Count} cells.", nameof(distributions));
        }

        _expected = new double[distributions.Count];
        for (int i = 0; i < _expected.Length; i++)
        {
            _expected[i] = distributions[i].Mean;
            if (!(_expected[i] >= 0) || !double.IsFinite(_expected[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Cell {i} expects {_expected[i]} events; expected counts are finite and not negative."), nameof(distributions));
            }
        }

        double sum = 0, variance = 0;
        for (int i = 0; i < _expected.Length; i++)
        {
            sum += _expected[i];
            variance += distributions[i].Variance;
        }

        if (total is not null && !(Math.Abs(total.Mean - sum) <= 1e-6 * Math.Max(sum, 1e-9)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The total expects {total.Mean} events where the cells expect {sum}; the total's mean is the sum of the cells'."), nameof(total));
        }

        ExpectedTotal = sum;
        TotalIsIndependentSum = total is null;
        Total = total ?? IndependentSum(sum, variance);
        Model = model;
        Grid = grid;
        Period = period;
        Distributions = distributions;
        LikelihoodRule = likelihoodRule ?? LikelihoodRule.Default;
        Notes = notes ?? [];
        _order = new Lazy<int[]>(Order);
        _cells = new Lazy<CellForecast[]>(MakeCells);
    }

    /// <summary>The name of the model.</summary>
    public string Model { get; }

    /// <summary>The cells.</summary>
    public IGrid Grid { get; }

    /// <summary>The period forecast.</summary>
    public Period Period { get; }

    /// <summary>One predictive distribution per cell, in the grid's order.</summary>
    public IReadOnlyList<CountDistribution> Distributions { get; }

    /// <summary>Expected number of events per cell in the period, in the grid's order; 0 or more.</summary>
    public IReadOnlyList<double> ExpectedCounts => _expected;

    /// <summary>The rule behind the categories of relative likelihood.</summary>
    public LikelihoodRule LikelihoodRule { get; }

    /// <summary>What a reader should know about this forecast, one sentence each; empty where there is nothing to say.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The cells with all their figures, in the grid's order.</summary>
    public IReadOnlyList<CellForecast> Cells => _cells.Value;

    /// <summary>Cell numbers from the highest expected count to the lowest; ties go to the lowest cell number.</summary>
    public IReadOnlyList<int> RankedCells => _order.Value;

    /// <summary>Expected number of events in the whole study area: the sum of the cells' expected counts.</summary>
    public double ExpectedTotal { get; }

    /// <summary>The predictive distribution of the number of events in the whole study area.</summary>
    public CountDistribution Total { get; }

    /// <summary>
    /// Whether <see cref="Total"/> takes the cells as independent: a negative binomial (Poisson where there is no excess) with the sums of the cells' means and
    /// variances. False where the model forecasts the total's spread itself.
    /// </summary>
    public bool TotalIsIndependentSum { get; }

    /// <summary>The cells with all their figures, from the highest expected count to the lowest; ties go to the lowest cell number.</summary>
    public IEnumerable<CellForecast> Ranked() => RankedCells.Select(i => _cells.Value[i]);

    /// <summary>The same forecast with categories under another rule.</summary>
    public GridForecast WithLikelihoodRule(LikelihoodRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new GridForecast(Model, Grid, Period, Distributions, rule, Notes, TotalIsIndependentSum ? null : Total);
    }

    private int[] Order()
    {
        int[] order = new int[_expected.Length];
        double[] keys = new double[_expected.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = -_expected[i];
        }

        // The library's sort is not stable; runs of equal keys are put in order of cell number afterwards.
        Array.Sort(keys, order);
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            Array.Sort(order, start, end - start);
            start = end;
        }

        return order;
    }

    private CellForecast[] MakeCells()
    {
        IReadOnlyList<GridCell> cells = Grid.Cells;
        double area = 0;
        for (int i = 0; i < cells.Count; i++)
        {
            area += cells[i].AreaSquareKilometres;
        }

        double average = area > 0 ? ExpectedTotal / area : 0;
        int[] rank = new int[cells.Count];
        for (int i = 0; i < rank.Length; i++)
        {
            rank[RankedCells[i]] = i + 1;
        }

        CellForecast[] made = new CellForecast[cells.Count];
        for (int i = 0; i < made.Length; i++)
        {
            CountDistribution d = Distributions[i];
            double cellArea = cells[i].AreaSquareKilometres;
            double relative = average > 0 && cellArea > 0 ? _expected[i] / cellArea / average : 1;
            made[i] = new CellForecast(i, cells[i], _expected[i], d.ProbabilityOfAny, Central(d, 0.8), Central(d, 0.95), LikelihoodRule.Categorise(relative), rank[i]);
        }

        return made;
    }

    private static CountDistribution IndependentSum(double mean, double variance)
    {
        double excess = variance - mean;
        return mean > 0 && excess > 1e-9 * mean ? new NegativeBinomialDistribution(mean, mean * mean / excess) : new PolicingModels.PoissonDistribution(mean);
    }

    private static Interval Central(CountDistribution distribution, double coverage) =>
        new(distribution.Quantile((1 - coverage) / 2), distribution.Quantile((1 + coverage) / 2), coverage);
}
