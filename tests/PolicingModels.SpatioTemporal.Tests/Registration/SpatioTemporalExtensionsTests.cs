using Microsoft.Extensions.DependencyInjection;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;
using PolicingModels.SpatioTemporalTests.Baselines;

namespace PolicingModels.SpatioTemporalTests.Registration;

public class SpatioTemporalExtensionsTests
{
    [Fact]
    public void Every_forecaster_stands_under_its_name_and_the_stack_without_one()
    {
        ServiceCollection services = new();
        services.AddPolicingModels().AddSpatioTemporal().AddSpatioTemporal();
        int once = services.Count(s => s.ServiceType == typeof(IGridForecaster));
        Assert.Equal(Forecasters.Names.Count + 1, once);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.All(Forecasters.Names, name => Assert.Equal(name, provider.GetRequiredKeyedService<IGridForecaster>(name).Name));
        Assert.Equal("stack", provider.GetRequiredService<IGridForecaster>().Name);
        Assert.Same(provider.GetRequiredService<IGridForecaster>(), provider.GetRequiredService<IGridForecaster>());
    }

    [Fact]
    public void Settings_reach_the_forecasters_and_the_backtest()
    {
        ServiceCollection services = new();
        services.AddPolicingModels()
            .AddSpatioTemporal(o =>
            {
                o.Default = "empirical-bayes";
                o.Stack = o.Stack with { Members = [new EmpiricalBayesForecaster()] };
                o.HierarchicalRates = o.HierarchicalRates with { BandwidthMetres = 250 };
                o.Backtest = o.Backtest with { Origins = 3 };
            })
            .AddSpatioTemporal("quiet", o => o.Default = "count-regression");
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal("empirical-bayes", provider.GetRequiredService<IGridForecaster>().Name);
        Assert.Equal(["empirical-bayes"], Assert.IsType<StackForecaster>(provider.GetRequiredKeyedService<IGridForecaster>("stack")).MemberNames);
        Assert.Equal("count-regression", provider.GetRequiredKeyedService<IGridForecaster>("quiet").Name);
        Backtest backtest = provider.GetRequiredService<Func<SpaceTimeCounts, Backtest>>()(EveryBaselineTests.Simulated(3, 3, 3, 12, out _));
        Assert.Equal(3, backtest.Origins.Count);
        IFittedGridForecaster rates = provider.GetRequiredKeyedService<IGridForecaster>("hierarchical-rates").Fit(EveryBaselineTests.Simulated(3, 3, 3, 12, out _), TestContext.Current.CancellationToken);
        Assert.Equal(250, rates.Parameters.Single(p => p.Name == "bandwidthMetres").Value);
    }

    [Fact]
    public void Several_of_one_kind_stand_side_by_side_with_settings_of_their_own()
    {
        ServiceCollection services = new();
        SpatialRegressionForecaster bumpy = new(new() { Family = CountFamily.Poisson });
        services.AddPolicingModels()
            .AddSpatioTemporal()
            .AddSpatioTemporal("bumpy", bumpy)
            .AddSpatioTemporal("bumpy", new HistoricalMeanForecaster())
            .AddSpatioTemporal("hhh4", o => (o.Default, o.EndemicEpidemic) = ("endemic-epidemic", o.EndemicEpidemic with { Harmonics = 0 }))
            .AddSpatioTemporal("no-lags", o => (o.Default, o.SpatialRegression) = ("spatial-regression", o.SpatialRegression with { OwnLag = false, NeighbourLag = false }));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Same(bumpy, provider.GetRequiredKeyedService<IGridForecaster>("bumpy"));
        SpaceTimeCounts counts = EveryBaselineTests.Simulated(3, 4, 4, 30, out _);
        Assert.DoesNotContain("cos", Names("hhh4"), StringComparison.Ordinal);
        Assert.Contains("cos", Names("endemic-epidemic"), StringComparison.Ordinal);
        Assert.DoesNotContain("recent counts", Names("no-lags"), StringComparison.Ordinal);
        Assert.Contains("recent counts", Names("spatial-regression"), StringComparison.Ordinal);

        string Names(string key) => string.Join(' ', provider.GetRequiredKeyedService<IGridForecaster>(key).Fit(counts, TestContext.Current.CancellationToken).Parameters.Select(p => p.Name));
    }

    [Fact]
    public void A_bad_setting_is_refused_as_by_the_constructor()
    {
        ServiceCollection services = new();
        services.AddPolicingModels().AddSpatioTemporal(o => o.Stack = o.Stack with { CalibrationPeriods = 0 });
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.StartsWith("CalibrationPeriods is 0;", Assert.Throws<ArgumentOutOfRangeException>(() => provider.GetRequiredService<IGridForecaster>()).Message, StringComparison.Ordinal);
    }
}
