using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>Adds systems to an application.</summary>
public static class SystemBuilderExtensions
{
    /// <summary>Adds a system whose input is configured elsewhere, under the options named by its key.</summary>
    public static IPolicingModelsBuilder AddSystem(this IPolicingModelsBuilder builder, HarmListSystem system) => builder.AddSystem(system, static _ => { });

    /// <summary>Adds a system with its input, under its own key.</summary>
    public static IPolicingModelsBuilder AddSystem(this IPolicingModelsBuilder builder, HarmListSystem system, Action<HarmListInput> configure)
    {
        ArgumentNullException.ThrowIfNull(system);
        return builder.AddSystem(system.About.Key, system, configure);
    }

    /// <summary>Adds a system with its input under a name, so that several copies stand side by side.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The key of the service: resolve it with <c>GetRequiredKeyedService</c>. The first system of a kind is also resolved without a key.</param>
    /// <param name="system">The system.</param>
    /// <param name="configure">Names the input.</param>
    /// <exception cref="ArgumentException">A setting of the system is out of its range.</exception>
    public static IPolicingModelsBuilder AddSystem(this IPolicingModelsBuilder builder, string name, HarmListSystem system, Action<HarmListInput> configure)
    {
        ArgumentNullException.ThrowIfNull(system);
        return builder.Add<HarmListInput, HarmListResult>(name, system, configure, i => i.Validate(), (input, stop) => system.RunAsync(input, null, stop));
    }

    /// <summary>Adds a system whose input is configured elsewhere, under the options named by its key.</summary>
    public static IPolicingModelsBuilder AddSystem(this IPolicingModelsBuilder builder, GridSystem system) => builder.AddSystem(system, static _ => { });

    /// <summary>Adds a system with its input, under its own key.</summary>
    public static IPolicingModelsBuilder AddSystem(this IPolicingModelsBuilder builder, GridSystem system, Action<GridInput> configure)
    {
        ArgumentNullException.ThrowIfNull(system);
        return builder.AddSystem(system.About.Key, system, configure);
    }

    /// <summary>Adds a system with its input under a name. Where the input names no events, the <see cref="IEventSource"/> of the container is read.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The key of the services <c>IPolicingSystem&lt;GridSystemResult&gt;</c> and, for the forecast alone, <c>IPolicingSystem&lt;GridForecast&gt;</c>. The first grid system is also resolved without a key.</param>
    /// <param name="system">The system.</param>
    /// <param name="configure">Names the input.</param>
    /// <exception cref="ArgumentException">A setting of the system is out of its range.</exception>
    public static IPolicingModelsBuilder AddSystem(this IPolicingModelsBuilder builder, string name, GridSystem system, Action<GridInput> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(system);
        builder.Services.AddOptions<GridInput>(name).PostConfigure<IServiceProvider>((input, services) => input.Source ??= input.Path is null ? services.GetService<IEventSource>() : null);
        return builder
            .Add<GridInput, GridSystemResult>(name, system, configure, i => i.Validate(), (input, stop) => system.RunAsync(input, null, stop))
            .Add<GridInput, GridForecast>(name, system, static _ => { }, i => i.Validate(), async (input, stop) => (await (system with { Origins = 0 }).RunAsync(input, null, stop).ConfigureAwait(false)).Forecast);
    }

    /// <summary>Adds a system whose input is configured elsewhere, under the options named by its key.</summary>
    public static IPolicingModelsBuilder AddSystem(this IPolicingModelsBuilder builder, SeasonalitySystem system) => builder.AddSystem(system, static _ => { });

    /// <summary>Adds a system with its input, under its own key.</summary>
    public static IPolicingModelsBuilder AddSystem(this IPolicingModelsBuilder builder, SeasonalitySystem system, Action<SeasonalityInput> configure)
    {
        ArgumentNullException.ThrowIfNull(system);
        return builder.AddSystem(system.About.Key, system, configure);
    }

    /// <summary>Adds a system with its input under a name.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The key of the service. The first system of a kind is also resolved without a key.</param>
    /// <param name="system">The system.</param>
    /// <param name="configure">Names the input.</param>
    /// <exception cref="ArgumentException">A setting of the system is out of its range.</exception>
    public static IPolicingModelsBuilder AddSystem(this IPolicingModelsBuilder builder, string name, SeasonalitySystem system, Action<SeasonalityInput> configure)
    {
        ArgumentNullException.ThrowIfNull(system);
        return builder.Add<SeasonalityInput, SeasonalityResult>(name, system, configure, i => i.Validate(), (input, stop) => system.RunAsync(input, null, stop));
    }

    internal static IPolicingModelsBuilder Add<TInput, TResult>(this IPolicingModelsBuilder builder, string name, ISystem system, Action<TInput> configure, Action<TInput> validate, Func<TInput, CancellationToken, Task<TResult>> run)
        where TInput : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        system.Validate();
        builder.Services.AddOptions();
        builder.Services.Configure(name, configure);
        builder.Services.TryAddKeyedSingleton<IPolicingSystem<TResult>>(name, (services, _) => Make(services));
        builder.Services.TryAddSingleton<IPolicingSystem<TResult>>(services => services.GetRequiredKeyedService<IPolicingSystem<TResult>>(name));
        return builder;

        ConfiguredSystem<TInput, TResult> Make(IServiceProvider services)
        {
            TInput input = services.GetRequiredService<IOptionsMonitor<TInput>>().Get(name);
            validate(input);
            return new ConfiguredSystem<TInput, TResult>(system, input, run);
        }
    }

    private sealed class ConfiguredSystem<TInput, TResult>(ISystem system, TInput input, Func<TInput, CancellationToken, Task<TResult>> run) : IPolicingSystem<TResult>
    {
        public ISystem System => system;

        public Task<TResult> RunAsync(CancellationToken cancellationToken) => run(input, cancellationToken);
    }
}
