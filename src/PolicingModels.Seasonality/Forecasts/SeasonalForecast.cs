namespace PolicingModels.Seasonality;

/// <summary>What is expected in coming months, with its uncertainty. Immutable and thread-safe.</summary>
public sealed class SeasonalForecast
{
    private readonly double[] _paths;

    /// <summary>Makes a forecast.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="first">The first month forecast.</param>
    /// <param name="months">One predictive distribution per month, at least one.</param>
    /// <param name="paths">
    /// Simulated futures, one row of months after another: what ties the months together, for sums over them. Empty where the model gives each month alone.
    /// </param>
    /// <param name="notes">What a reader should know about this forecast, one sentence each.</param>
    /// <exception cref="ArgumentException">There is no month, a mean is not finite, or the paths do not hold whole rows.</exception>
    public SeasonalForecast(string model, Month first, IReadOnlyList<MonthlyDistribution> months, ReadOnlySpan<double> paths = default, IReadOnlyList<string>? notes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(months);
        if (months.Count == 0)
        {
            throw new ArgumentException("A forecast has at least one month.", nameof(months));
        }

        for (int i = 0; i < months.Count; i++)
        {
            if (!double.IsFinite(months[i].Mean))
            {
                throw new ArgumentException($"The mean of {first.AddMonths(i)} is not finite.", nameof(months));
            }
        }

        if (paths.Length % months.Count != 0)
        {
            throw new ArgumentException($"{paths.Length} simulated numbers are no whole number of futures of {months.Count} months.", nameof(paths));
        }

        Model = model;
        First = first;
        Months = [.. months];
        _paths = paths.ToArray();
        Notes = notes ?? [];
    }

    /// <summary>The name of the model.</summary>
    public string Model { get; }

    /// <summary>The first month forecast.</summary>
    public Month First { get; }

    /// <summary>One predictive distribution per month.</summary>
    public IReadOnlyList<MonthlyDistribution> Months { get; }

    /// <summary>How many months are forecast.</summary>
    public int Horizon => Months.Count;

    /// <summary>How many futures were simulated; 0 where the model gives each month alone.</summary>
    public int PathCount => _paths.Length / Months.Count;

    /// <summary>What a reader should know about this forecast, one sentence each; empty where there is nothing to say.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>One simulated future, a number per month.</summary>
    /// <param name="index">0 to below <see cref="PathCount"/>.</param>
    public ReadOnlySpan<double> Path(int index) => _paths.AsSpan(index * Months.Count, Months.Count);

    /// <summary>The expected number of every month.</summary>
    public double[] Means() => [.. Months.Select(m => m.Mean)];

    /// <summary>The predictive distribution of the sum of all months, from the simulated futures.</summary>
    /// <exception cref="InvalidOperationException">The model gives each month alone, so that the spread of the sum is not known.</exception>
    public SampledMonth Sum()
    {
        if (PathCount == 0)
        {
            throw new InvalidOperationException($"{Model} simulated no futures, so that the spread of a sum of months is not known.");
        }

        double[] sums = new double[PathCount];
        for (int i = 0; i < sums.Length; i++)
        {
            double sum = 0;
            foreach (double value in Path(i))
            {
                sum += value;
            }

            sums[i] = sum;
        }

        return new SampledMonth(sums);
    }
}
