using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace PolicingModels.Seasonality;

/// <summary>Registers the seasonality planner with an application's services.</summary>
public static class SeasonalityExtensions
{
    /// <summary>Adds the <see cref="SeasonalityPlanner"/> and the <see cref="PooledForecaster"/> (also as <see cref="IHierarchyForecaster"/>) with default settings; may be called twice.</summary>
    /// <param name="builder">What <c>AddPolicingModels()</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IPolicingModelsBuilder AddSeasonality(this IPolicingModelsBuilder builder) => builder.AddSeasonality(_ => { });

    /// <summary>Adds the planner and its model; a setting out of range throws when the planner is resolved.</summary>
    /// <param name="builder">What <c>AddPolicingModels()</c> returned.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IPolicingModelsBuilder AddSeasonality(this IPolicingModelsBuilder builder, Action<SeasonalityOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<SeasonalityOptions>().Configure(configure);
        builder.Services.TryAddSingleton(services => services.GetRequiredService<IOptions<SeasonalityOptions>>().Value.ToPlanner());
        builder.Services.TryAddSingleton(services => new PooledForecaster(services.GetRequiredService<IOptions<SeasonalityOptions>>().Value.Planner.Model));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHierarchyForecaster, PooledForecaster>(services => services.GetRequiredService<PooledForecaster>()));
        return builder;
    }

    /// <summary>Adds a planner under a name, resolved as a keyed service.</summary>
    /// <param name="builder">What <c>AddPolicingModels()</c> returned.</param>
    /// <param name="name">The name, the key of the service.</param>
    /// <param name="configure">Sets the options of this name.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An argument is null or the name is empty.</exception>
    public static IPolicingModelsBuilder AddSeasonality(this IPolicingModelsBuilder builder, string name, Action<SeasonalityOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<SeasonalityOptions>(name).Configure(configure);
        builder.Services.TryAddKeyedSingleton(name, (services, _) => services.GetRequiredService<IOptionsMonitor<SeasonalityOptions>>().Get(name).ToPlanner());
        return builder;
    }
}

/// <summary>Settings of the seasonality services.</summary>
public sealed class SeasonalityOptions
{
    /// <summary>Settings of the planner and its model; replace it with a changed copy (<c>o.Planner = o.Planner with { … }</c>).</summary>
    public PlannerOptions Planner { get; set; } = new();

    internal SeasonalityPlanner ToPlanner() => new(Planner);
}
