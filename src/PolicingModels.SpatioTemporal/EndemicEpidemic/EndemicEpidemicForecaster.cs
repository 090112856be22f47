using System.Globalization;
using System.Numerics.Tensors;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Settings of <see cref="EndemicEpidemicForecaster"/>.</summary>
public sealed record EndemicEpidemicOptions
{
    /// <summary>Whether a cell's last count adds to the next one. Default true.</summary>
    public bool Autoregression { get; init; } = true;

    /// <summary>Whether the mean of the neighbours' last counts does. Default true.</summary>
    public bool NeighbourLag { get; init; } = true;

    /// <summary>Which cells are neighbours. Default: those that share an edge or a corner.</summary>
    public NeighbourRule Neighbours { get; init; } = NeighbourRule.Queen;

    /// <summary>Yearly waves in the endemic part, 0 to 3. Default 1. Not used on a history of less than a year and a half.</summary>
    public int Harmonics { get; init; } = 1;

    /// <summary>Whether the endemic part of a cell is in proportion to its empirical-Bayes rate (true, the default) or to its area alone.</summary>
    public bool CellEffects { get; init; } = true;

    /// <summary>The forecast of the total to which the expected counts are scaled; null for the model's own, as published, which averages the level over all history. Default: the local level.</summary>
    public LevelOptions? Level { get; init; } = LevelOptions.LocalLevel;

    /// <summary>After how many steps of scoring a fit that does not settle is given up.</summary>
    internal int MostSteps { get; init; } = 200;

    internal void Validate()
    {
        Setting.Defined(Neighbours, nameof(Neighbours));
        Setting.Within(Harmonics, 0, 3, nameof(Harmonics), "waves per year");
        Level?.Validate();
    }
}

/// <summary>Counts made of three parts: what follows from the cell's last count, from its neighbours', and what comes anyway with place and season.</summary>
/// <remarks>
/// Held, Höhle and Hofmann 2005, doi:10.1191/1471082X05st098oa; Held and Paul 2012, doi:10.1002/bimj.201200037: μ_it = λ·y_i,t−1 + φ·Σ_j w_ji·y_j,t−1 + e_i·d_t·ν_t, negative binomial, log ν_t
/// a constant and yearly waves. No trend. Maximum likelihood by Fisher scoring with λ, φ at or above 0; where one ends at 0, or both together add no more than chance would, the forecast says so.
/// Deterministic; thread-safe. Explains cells (<see cref="ICellExplainer"/>) in events.
/// </remarks>
public sealed class EndemicEpidemicForecaster : IGridForecaster
{
    private readonly EndemicEpidemicOptions _options;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public EndemicEpidemicForecaster(EndemicEpidemicOptions? options = null)
    {
        _options = options ?? new EndemicEpidemicOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public string Name => "endemic-epidemic";

    /// <inheritdoc/>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        if (past.PeriodCount < 3)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"{Name} needs at least 3 periods, of which {past.PeriodCount} are given. Use empirical-bayes, or bring a longer history.");
        }

        NeighbourTable near = NeighbourTable.First(past.Grid.Neighbours(_options.Neighbours));
        int span = past.Periods[^1].End.DayNumber - past.Periods[0].Start.DayNumber;
        EndemicEpidemicModel model = new(past, near, _options.Autoregression, _options.NeighbourLag, span < 548 ? 0 : _options.Harmonics, _options.CellEffects, _options.MostSteps);
        if (past.Sum < model.ParameterCount + 1)
        {
            throw new AnalysisException(AnalysisFailure.TooFewEvents, string.Create(CultureInfo.InvariantCulture, $"There are {past.Sum:0.##} events for the {model.ParameterCount + 1} parameters of {Name}. Use empirical-bayes, widen the offence filter, or bring a longer history."));
        }

        double gain = model.Fit(Name, cancellationToken);
        return new Fitted(Name, past, model, _options.Level is null ? null : new LevelForecast(past, _options.Level), Notes(model, gain));
    }

    private List<string> Notes(EndemicEpidemicModel model, double gain)
    {
        List<string> notes = [];
        if (_options.Autoregression && model.Own == 0)
        {
            notes.Add("The weight of a cell's last count is at its bound, 0: the last count adds nothing to place and season.");
        }

        if (_options.NeighbourLag && model.Near == 0)
        {
            notes.Add("The weight of the neighbours' last counts is at its bound, 0: they add nothing to place and season.");
        }

        // Twice a gain in log likelihood at the bound of one weight, or two, is above this in one case of twenty where there is nothing to gain (Self and Liang 1987, doi:10.1080/01621459.1987.10478472).
        int weights = (_options.Autoregression ? 1 : 0) + (_options.NeighbourLag ? 1 : 0);
        if (weights > 0 && 2 * gain < (weights == 1 ? 2.706 : 4.231))
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"There is no evidence that last counts matter beside place and season: twice the gain in log likelihood is {2 * gain:0.00}."));
        }

        if (model.Own + model.Near >= 1)
        {
            notes.Add("The weights of last counts add up to 1 or more, so that expected counts grow without bound further ahead.");
        }

        return notes;
    }

    private sealed class Fitted(string name, CountHistory history, EndemicEpidemicModel model, LevelForecast? level, IReadOnlyList<string> notes) : IFittedGridForecaster, ICellExplainer
    {
        public IReadOnlyList<FittedParameter> Parameters { get; } = model.Parameters;

        public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (double[] own, double[] near, double[] endemic) = Parts(horizon);
            CountDistribution[] counts = [.. own.Select((part, i) => new CountSpread(0, model.Dispersion).Around(part + near[i] + endemic[i]))];
            double total = counts.Sum(c => c.Mean);
            Period period = history.Source.Periods.Next(horizon);
            CountDistribution spread = level?.Total(history.PeriodCount, horizon, period.Start) ?? new CountSpread(0, model.TotalDispersion).Around(total);
            return new GridForecast(name, history.Grid, period, counts, notes: notes, total: spread);
        }

        public CellExplanation Explain(int cell, int horizon = 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(cell);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cell, history.CellCount);
            (double[] own, double[] near, double[] endemic) = Parts(horizon);
            return new CellExplanation(cell, own[cell] + near[cell] + endemic[cell], ExplanationScale.Count, [new("own last count", own[cell]), new("neighbours' last counts", near[cell]), new("place and season", endemic[cell])]);
        }

        private (double[] Own, double[] Near, double[] Endemic) Parts(int horizon)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
            int n = history.CellCount;
            double[] last = history.Row(history.PeriodCount - 1).ToArray(), own = new double[n], near = new double[n], endemic = new double[n];
            for (int step = 1; step <= horizon; step++)
            {
                model.Around(last, near);
                double rate = model.EndemicRate(history.Source.Periods.Next(step));
                for (int i = 0; i < n; i++)
                {
                    own[i] = model.Own * last[i];
                    near[i] *= model.Near;
                    endemic[i] = model.Offset[i] * rate;
                    last[i] = own[i] + near[i] + endemic[i];
                }
            }

            if (level is not null)
            {
                double factor = level.Expected(history.PeriodCount, horizon, history.Source.Periods.Next(horizon).Start) / TensorPrimitives.Sum<double>(last);
                foreach (double[] part in new[] { own, near, endemic })
                {
                    TensorPrimitives.Multiply(part, factor, part);
                }
            }

            return (own, near, endemic);
        }
    }
}
