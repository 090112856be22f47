using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace PolicingModels.HarmIndex;

/// <summary>Registers harm indices.</summary>
public static class HarmIndexBuilderExtensions
{
    /// <summary>Registers the default index: <see cref="HarmScorers"/>, <see cref="HarmLookup"/> and <see cref="IHarmSchedule"/> as singletons. May be called more than once; what is registered already stays.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IPolicingModelsBuilder AddHarmIndex(this IPolicingModelsBuilder builder) => AddHarmIndex(builder, _ => { });

    /// <summary>Registers the default index with settings.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets table, look-up and scoring; called when the index is first asked for, where a bad setting throws.</param>
    /// <returns>The builder.</returns>
    public static IPolicingModelsBuilder AddHarmIndex(this IPolicingModelsBuilder builder, Action<HarmIndexOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<HarmIndexOptions>().Configure(configure);
        builder.Services.TryAddSingleton(services => new HarmScorers(services.GetRequiredService<IOptions<HarmIndexOptions>>().Value));
        builder.Services.TryAddSingleton(services => services.GetRequiredService<HarmScorers>().Lookup);
        builder.Services.TryAddSingleton(services => services.GetRequiredService<HarmScorers>().Schedule);
        return builder;
    }

    /// <summary>Registers an index under a name, beside the default one: the same services, keyed by the name.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The key, for instance <c>ons</c>.</param>
    /// <param name="configure">Sets table, look-up and scoring.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IPolicingModelsBuilder AddHarmIndex(this IPolicingModelsBuilder builder, string name, Action<HarmIndexOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<HarmIndexOptions>(name).Configure(configure);
        builder.Services.TryAddKeyedSingleton(name, (services, _) => new HarmScorers(services.GetRequiredService<IOptionsMonitor<HarmIndexOptions>>().Get(name)));
        builder.Services.TryAddKeyedSingleton(name, (services, _) => services.GetRequiredKeyedService<HarmScorers>(name).Lookup);
        builder.Services.TryAddKeyedSingleton(name, (services, _) => services.GetRequiredKeyedService<HarmScorers>(name).Schedule);
        return builder;
    }
}
