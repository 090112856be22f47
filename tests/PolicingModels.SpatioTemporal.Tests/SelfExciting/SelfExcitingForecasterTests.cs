using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.SelfExciting;

public class SelfExcitingForecasterTests
{
    private static readonly SquareGrid City = Grid.Squares(1, StudyArea.FromEnvelope(0, 0, 12_000, 12_000));
    private static readonly PeriodSequence Year = PeriodSequence.FourWeekly(new DateOnly(2026, 11, 1), 13);
    private static readonly PredictiveOptions Own = new() { BackgroundShare = 0, Dispersion = DispersionRule.Poisson, CalibrationPeriods = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_total_is_the_closed_form_of_an_exponential_process(int horizon)
    {
        SpaceTimeCounts history = History(3, 0.4, 6, 150);
        IFittedGridForecaster fitted = new SelfExcitingForecaster(new() { Process = new() { TrendBandwidthDays = null, EdgeCorrection = false }, Predictive = Own }).Fit(history);
        double Value(string name) => fitted.Parameters.Single(p => p.Name == name).Value;
        double ratio = Value("branchingRatio"), rate = 1 / Value("triggerDays"), background = Value("backgroundPerDay"), excited = 0, end = Year.End.DayNumber;
        CrimeEvents events = history.Events!;
        for (int i = 0; i < events.Count; i++)
        {
            excited += ratio * rate * Math.Exp(-rate * (end - (events.FromMinute[i] / 1440.0)));
        }

        // dλ/dt = −ω(1 − θ)(λ − m/(1 − θ)), Hawkes's mean; integrated over the period. Of descendants about 2% leave the area of 12 km, which the closed form does not know.
        double level = background / (1 - ratio), decay = rate * (1 - ratio), from = 28 * (horizon - 1), to = from + 28;
        double total = (28 * level) + ((background + excited - level) * (Math.Exp(-decay * from) - Math.Exp(-decay * to)) / decay);
        Assert.Equal(total, fitted.Forecast(horizon).ExpectedTotal, 0.02 * total);
    }

    [Fact]
    public void A_burst_raises_its_own_cell_for_a_while()
    {
        SpaceTimeCounts history = History(5, 0.4, 6, 150, burst: 25);
        int cell = Locate(6_500, 6_500);
        SelfExcitingForecaster model = new(new() { Predictive = Own });
        SelfExcitingForecaster without = new(new() { Process = new() { FarthestTriggerMetres = 10, LongestTriggerDays = 1 }, Predictive = Own });
        double soon = model.Fit(history).Forecast().ExpectedCounts[cell], later = model.Fit(history).Forecast(3).ExpectedCounts[cell];
        Assert.True(soon > later + 3, $"{soon} soon, {later} later");
        Assert.True(soon > without.Fit(history).Forecast().ExpectedCounts[cell] + 3);
    }

    [Theory]
    [InlineData("self-exciting")]
    [InlineData("self-exciting-nonparametric")]
    public void A_forecast_names_its_parameters_and_uses_nothing_later(string name)
    {
        SpaceTimeCounts history = History(7, 0.3, 7, 200);
        IFittedGridForecaster fitted = Forecasters.Create(name).Fit(history.Before(9));
        SpaceTimeCounts alone = City.Count(history.Events!.KnownBefore(Year[9].Start), Year.Take(9));
        Assert.Equal(Forecasters.Create(name).Fit(alone).Forecast().ExpectedCounts, fitted.Forecast().ExpectedCounts);
        Assert.Contains(fitted.Parameters, p => p.Name == "branchingRatio" && p.Estimated);
        Assert.All(fitted.Forecast().ExpectedCounts, e => Assert.True(e > 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_cell_is_explained_by_background_and_aftershocks_that_add_up(int horizon)
    {
        SpaceTimeCounts history = History(5, 0.4, 6, 150, burst: 25);
        IFittedGridForecaster fitted = new SelfExcitingForecaster().Fit(history);
        GridForecast forecast = fitted.Forecast(horizon);
        int burst = Locate(6_500, 6_500);
        for (int c = 0; c < history.CellCount; c += 7)
        {
            CellExplanation explained = ((ICellExplainer)fitted).Explain(c, horizon);
            Assert.Equal(forecast.ExpectedCounts[c], explained.Sum, 1e-9);
            Assert.All(explained.Contributions, part => Assert.True(part.Value >= -1e-9, part.ToString()));
        }

        double[] parts = [.. ((ICellExplainer)fitted).Explain(burst, horizon).Contributions.Select(p => p.Value)];
        Assert.True(horizon == 1 ? parts[1] > parts[0] : parts[1] < parts[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => ((ICellExplainer)fitted).Explain(history.CellCount));
    }

    [Fact]
    public void Gaps_in_the_history_count_as_not_observed()
    {
        SpaceTimeCounts whole = History(9, 0.3, 7, 200);
        PeriodSequence gap = Year.Where(p => p.Start != Year[5].Start && p.Start != Year[6].Start);
        SpaceTimeCounts history = City.Count(whole.Events!, gap);
        SelfExcitingFit fit = new SelfExcitingModel().Fit(history), full = new SelfExcitingModel().Fit(whole);
        Assert.Equal(whole.Events!.Count - whole.Row(5).ToArray().Sum() - whole.Row(6).ToArray().Sum(), fit.EventCount);

        // Rates are per day observed, so that a gap takes events away and leaves rates as they were, within their intervals.
        Assert.InRange(fit.BackgroundPerDay.Value, full.BackgroundPerDay.Low, full.BackgroundPerDay.High);
        Assert.InRange(fit.BranchingRatio.Value, full.BranchingRatio.Low - 0.1, full.BranchingRatio.High + 0.1);
    }

    [Fact]
    public void Few_events_leave_a_forecast_of_the_background_alone()
    {
        CrimeEvents events = new([500, 2_500, 2_600], [500, 3_500, 3_400], [Year.Start.DayNumber, Year.Start.DayNumber + 90, Year.Start.DayNumber + 200], City.Coordinates);
        GridForecast forecast = new SelfExcitingForecaster().Fit(City.Count(events, Year)).Forecast();
        Assert.Contains("There are 3 events where 30 are needed to look for triggering: the forecast rests on the background alone.", forecast.Notes);
        Assert.Equal(Locate(2_550, 3_450), forecast.RankedCells[0]);
    }

    private static int Locate(double x, double y)
    {
        int[] cell = new int[1];
        City.Locate([x], [y], cell);
        return cell[0];
    }

    private static SpaceTimeCounts History(ulong seed, double ratio, double days, double metres, int burst = 0)
    {
        SimulatedProcess world = SelfExcitingSimulator.Simulate(City, new Period(Year.Start, Year.End), new(2, ratio, days, metres), seed);
        long last = (Year.End.DayNumber * 1440L) - 1500;
        double[] x = [.. world.Easting, .. Enumerable.Repeat(0, burst).Select((_, i) => 6_500.0 + (7 * i))], y = [.. world.Northing, .. Enumerable.Repeat(6_500.0, burst)];
        long[] minute = [.. world.Day.Select(d => (long)(d * 1440)), .. Enumerable.Range(0, burst).Select(i => last - (i * 200))];
        return City.Count(new CrimeEvents(x, y, [.. minute.Select(m => (int)(m / 1440))], City.Coordinates, minute, [.. minute]), Year);
    }
}
