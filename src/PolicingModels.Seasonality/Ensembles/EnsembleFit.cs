namespace PolicingModels.Seasonality;

/// <summary>Members fitted to one series, pooled.</summary>
internal sealed class EnsembleFit : IFittedSeasonalForecaster
{
    private readonly string _name;
    private readonly MonthlySeries _history;
    private readonly (string Name, IFittedSeasonalForecaster Fit)[] _members;
    private readonly double[] _weights;
    private readonly SeasonalPredictiveOptions _options;
    private readonly List<string> _notes;

    public EnsembleFit(string name, MonthlySeries history, (string Name, IFittedSeasonalForecaster Fit)[] members, double[] weights, SeasonalPredictiveOptions options, List<string> notes)
    {
        _name = name;
        _history = history;
        _members = members;
        _weights = weights;
        _options = options;
        _notes = notes;
        Parameters = [.. members.Select((m, i) => new FittedParameter($"weight.{m.Name}", weights[i], true))];
    }

    public IReadOnlyList<FittedParameter> Parameters { get; }

    public SeasonalForecast Forecast(int horizonMonths, CancellationToken cancellationToken = default)
    {
        Setting.AtLeast(horizonMonths, 1, nameof(horizonMonths), "months");
        SeasonalForecast[] forecasts = [.. _members.Select(m => m.Fit.Forecast(horizonMonths, cancellationToken))];
        double[] mean = new double[horizonMonths], spread = new double[horizonMonths];
        for (int h = 0; h < horizonMonths; h++)
        {
            double square = 0;
            for (int m = 0; m < forecasts.Length; m++)
            {
                mean[h] += _weights[m] * forecasts[m].Months[h].Mean;
            }

            for (int m = 0; m < forecasts.Length; m++)
            {
                double own = MonthSpread.Of(forecasts[m].Months[h]), apart = forecasts[m].Months[h].Mean - mean[h];
                square += _weights[m] * ((own * own) + (apart * apart));
            }

            spread[h] = Math.Sqrt(square);
        }

        double[] z = Futures(forecasts, mean, spread);
        List<string> notes = [.. _notes];
        foreach (string note in forecasts.SelectMany(f => f.Notes))
        {
            if (!notes.Contains(note))
            {
                notes.Add(note);
            }
        }

        return ForecastAssembler.Gaussian(_name, _history, mean, spread, z, _options, notes);
    }

    /// <summary>Futures of the members in proportion to their weights, in units of the pool's spread; opposite pairs stay together.</summary>
    private double[] Futures(SeasonalForecast[] forecasts, double[] mean, double[] spread)
    {
        int horizon = mean.Length, pairs = _options.Paths / 2;
        if (pairs == 0 || forecasts.Any(f => f.PathCount < 2))
        {
            return [];
        }

        double[] z = new double[2 * pairs * horizon];
        double upTo = 0;
        int pair = 0;
        for (int m = 0; m < forecasts.Length; m++)
        {
            upTo += _weights[m];
            int end = m == forecasts.Length - 1 ? pairs : (int)Math.Round(pairs * upTo), half = forecasts[m].PathCount / 2;
            for (; pair < end; pair++)
            {
                Put(forecasts[m].Path(pair % half), pair);
                Put(forecasts[m].Path(half + (pair % half)), pairs + pair);
            }
        }

        return z;

        void Put(ReadOnlySpan<double> path, int row)
        {
            for (int h = 0; h < horizon; h++)
            {
                z[(row * horizon) + h] = spread[h] > 0 ? (path[h] - mean[h]) / spread[h] : 0;
            }
        }
    }
}
