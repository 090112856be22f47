using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Registers forecasters and their evaluation with an application's services.</summary>
public static class SpatioTemporalExtensions
{
    /// <summary>Adds every forecaster under its name (<see cref="Forecasters.Names"/>) as a keyed <see cref="IGridForecaster"/>, the stack as the one without a key, and a backtest; may be called twice.</summary>
    /// <param name="builder">What <c>AddPolicingModels()</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IPolicingModelsBuilder AddSpatioTemporal(this IPolicingModelsBuilder builder) => builder.AddSpatioTemporal(static _ => { });

    /// <summary>Adds the forecasters and a backtest (<c>Func&lt;SpaceTimeCounts, Backtest&gt;</c>); a setting out of range throws when it is resolved.</summary>
    /// <param name="builder">What <c>AddPolicingModels()</c> returned.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IPolicingModelsBuilder AddSpatioTemporal(this IPolicingModelsBuilder builder, Action<SpatioTemporalOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<SpatioTemporalOptions>().Configure(configure);
        foreach (string name in Forecasters.Names)
        {
            builder.Services.TryAddKeyedSingleton(name, (services, _) => services.GetRequiredService<IOptions<SpatioTemporalOptions>>().Value.Make(name));
        }

        builder.Services.TryAddSingleton(services => services.GetRequiredService<IOptions<SpatioTemporalOptions>>().Value.MakeDefault());
        builder.Services.TryAddSingleton<Func<SpaceTimeCounts, Backtest>>(services =>
        {
            BacktestOptions options = services.GetRequiredService<IOptions<SpatioTemporalOptions>>().Value.Backtest;
            options.Validate();
            return counts => new Backtest(counts, options);
        });
        return builder;
    }

    /// <summary>Adds one more forecaster under a name of the caller's, with settings of its own.</summary>
    /// <param name="builder">What <c>AddPolicingModels()</c> returned.</param>
    /// <param name="name">The key of the service.</param>
    /// <param name="configure">Sets the options of this name; the forecaster is that of <see cref="SpatioTemporalOptions.Default"/>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An argument is null or the name is empty.</exception>
    public static IPolicingModelsBuilder AddSpatioTemporal(this IPolicingModelsBuilder builder, string name, Action<SpatioTemporalOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<SpatioTemporalOptions>(name).Configure(configure);
        builder.Services.TryAddKeyedSingleton(name, (services, _) => services.GetRequiredService<IOptionsMonitor<SpatioTemporalOptions>>().Get(name).MakeDefault());
        return builder;
    }

    /// <summary>Adds a forecaster, of this library or another, under a name of the caller's; several of one kind stand side by side.</summary>
    /// <param name="builder">What <c>AddPolicingModels()</c> returned.</param>
    /// <param name="name">The key of the service; the first forecaster added under it stays.</param>
    /// <param name="forecaster">The forecaster; made with its settings, thread-safe.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An argument is null or the name is empty.</exception>
    public static IPolicingModelsBuilder AddSpatioTemporal(this IPolicingModelsBuilder builder, string name, IGridForecaster forecaster)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(forecaster);
        builder.Services.TryAddKeyedSingleton(name, forecaster);
        return builder;
    }
}

/// <summary>Settings of the spatio-temporal services.</summary>
public sealed class SpatioTemporalOptions
{
    /// <summary>The forecaster that is resolved without a key, one of <see cref="Forecasters.Names"/>. Default <c>stack</c>.</summary>
    public string Default { get; set; } = "stack";

    /// <summary>Settings of the stack; replace them with a changed copy (<c>o.Stack = o.Stack with { … }</c>).</summary>
    public StackOptions Stack { get; set; } = new();

    /// <summary>Settings of the count regression.</summary>
    public CountRegressionOptions CountRegression { get; set; } = new();

    /// <summary>Settings of the spatial regression.</summary>
    public SpatialRegressionOptions SpatialRegression { get; set; } = new();

    /// <summary>Settings of the endemic–epidemic model.</summary>
    public EndemicEpidemicOptions EndemicEpidemic { get; set; } = new();

    /// <summary>Settings of the self-exciting models, parametric and by histograms.</summary>
    public SelfExcitingForecasterOptions SelfExciting { get; set; } = new();

    /// <summary>Settings of the hierarchical rates.</summary>
    public HierarchicalRatesOptions HierarchicalRates { get; set; } = new();

    /// <summary>Settings of the boosted counts.</summary>
    public BoostedCountsOptions BoostedCounts { get; set; } = new();

    /// <summary>Settings of the backtest.</summary>
    public BacktestOptions Backtest { get; set; } = new();

    internal IGridForecaster MakeDefault() => Make(Default);

    internal IGridForecaster Make(string name) => name.ToLowerInvariant() switch
    {
        "stack" => new StackForecaster(Stack),
        "count-regression" => new CountRegressionForecaster(CountRegression),
        "spatial-regression" => new SpatialRegressionForecaster(SpatialRegression),
        "endemic-epidemic" => new EndemicEpidemicForecaster(EndemicEpidemic),
        "self-exciting" => new SelfExcitingForecaster(SelfExciting),
        "self-exciting-nonparametric" => new NonparametricSelfExcitingForecaster(SelfExciting),
        "hierarchical-rates" => new HierarchicalRatesForecaster(HierarchicalRates),
        "boosted-counts" => new BoostedCountsForecaster(BoostedCounts),
        _ => Forecasters.Create(name),
    };
}
