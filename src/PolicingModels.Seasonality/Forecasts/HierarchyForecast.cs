namespace PolicingModels.Seasonality;

/// <summary>A way of forecasting all nodes of a hierarchy together. Holds settings only; thread-safe.</summary>
public interface IHierarchyForecaster
{
    /// <summary>A short stable name, for instance <c>pooled</c>; distinct between models compared side by side.</summary>
    string Name { get; }

    /// <summary>Fits to a history and forecasts the months after it.</summary>
    /// <param name="history">The past; nothing later than its last month may be used.</param>
    /// <param name="horizonMonths">How many months, at least 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="AnalysisException">The history as a whole cannot carry the model. One poor series is flagged and never stops the others.</exception>
    HierarchyForecast Forecast(SeriesHierarchy history, int horizonMonths, CancellationToken cancellationToken = default);
}

/// <summary>Coherent forecasts of every node of a hierarchy, with simulated futures that add up too. Immutable and thread-safe.</summary>
public sealed class HierarchyForecast
{
    private readonly double[] _means;
    private readonly double[] _draws;

    /// <summary>Makes a forecast.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="history">The hierarchy forecast.</param>
    /// <param name="horizon">How many months, at least 1.</param>
    /// <param name="means">Expected numbers, the months of one node after another; finite.</param>
    /// <param name="draws">Simulated futures: for each node, for each month, its draws; as many for every month. Draw d of all nodes and months is one future. Finite.</param>
    /// <param name="cautions">What is to be known about each node; null where there is nothing.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a mean is not finite.</exception>
    public HierarchyForecast(string model, SeriesHierarchy history, int horizon, double[] means, double[] draws, IReadOnlyList<SeriesCaution>? cautions = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(draws);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        int cells = history.Nodes.Count * horizon;
        if (means.Length != cells)
        {
            throw new ArgumentException($"There are {means.Length} means for {history.Nodes.Count} nodes and {horizon} months.", nameof(means));
        }

        if (draws.Length == 0 || draws.Length % cells != 0)
        {
            throw new ArgumentException($"There are {draws.Length} draws for {cells} nodes and months; give as many, at least one, to each.", nameof(draws));
        }

        if (cautions is not null && cautions.Count != history.Nodes.Count)
        {
            throw new ArgumentException($"There are {cautions.Count} cautions for {history.Nodes.Count} nodes.", nameof(cautions));
        }

        if (!means.All(double.IsFinite))
        {
            throw new ArgumentException("Means are finite.", nameof(means));
        }

        (Model, History, Horizon, _means, _draws) = (model, history, horizon, means, draws);
        DrawCount = draws.Length / cells;
        Cautions = cautions ?? new SeriesCaution[history.Nodes.Count];
    }

    /// <summary>The name of the model.</summary>
    public string Model { get; }

    /// <summary>The history forecast from.</summary>
    public SeriesHierarchy History { get; }

    /// <summary>How many months are forecast.</summary>
    public int Horizon { get; }

    /// <summary>The first month forecast.</summary>
    public Month First => History.Next;

    /// <summary>How many futures were simulated.</summary>
    public int DrawCount { get; }

    /// <summary>What is to be known about each node.</summary>
    public IReadOnlyList<SeriesCaution> Cautions { get; }

    /// <summary>The expected numbers of a node, a month after another.</summary>
    /// <param name="node">A place in the nodes of the hierarchy.</param>
    public ReadOnlySpan<double> Means(int node) => _means.AsSpan(node * Horizon, Horizon);

    /// <summary>The draws of a month of a node; draw d of all nodes and months is one future.</summary>
    /// <param name="node">A place in the nodes of the hierarchy.</param>
    /// <param name="month">0 for the first month forecast.</param>
    public ReadOnlySpan<double> Draws(int node, int month) => _draws.AsSpan(((node * Horizon) + month) * DrawCount, DrawCount);

    /// <summary>The predictive distribution of a month of a node.</summary>
    /// <param name="node">A place in the nodes of the hierarchy.</param>
    /// <param name="month">0 for the first month forecast.</param>
    public SampledMonth Distribution(int node, int month) => new(Draws(node, month), _means[(node * Horizon) + month]);

    /// <summary>The predictive distribution of the sum of the first months of a node.</summary>
    /// <param name="node">A place in the nodes of the hierarchy.</param>
    /// <param name="months">How many months, 1 to <see cref="Horizon"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many months.</exception>
    public SampledMonth Sum(int node, int months)
    {
        double[] sums = SumDraws(node, months);
        double mean = 0;
        for (int h = 0; h < months; h++)
        {
            mean += _means[(node * Horizon) + h];
        }

        return new SampledMonth(sums, mean);
    }

    /// <summary>The forecast of one node alone.</summary>
    /// <param name="node">A place in the nodes of the hierarchy.</param>
    public SeasonalForecast Forecast(int node)
    {
        double[] paths = new double[DrawCount * Horizon];
        SampledMonth[] months = new SampledMonth[Horizon];
        for (int h = 0; h < Horizon; h++)
        {
            ReadOnlySpan<double> draws = Draws(node, h);
            for (int d = 0; d < draws.Length; d++)
            {
                paths[(d * Horizon) + h] = draws[d];
            }

            months[h] = Distribution(node, h);
        }

        return new SeasonalForecast(Model, First, months, paths, Cautions[node].Sentences());
    }

    internal double[] SumDraws(int node, int months)
    {
        if (months < 1 || months > Horizon)
        {
            throw new ArgumentOutOfRangeException(nameof(months), months, $"The forecast has {Horizon} months; sum 1 to {Horizon}.");
        }

        double[] sums = new double[DrawCount];
        for (int h = 0; h < months; h++)
        {
            ReadOnlySpan<double> draws = Draws(node, h);
            for (int d = 0; d < sums.Length; d++)
            {
                sums[d] += draws[d];
            }
        }

        return sums;
    }
}
